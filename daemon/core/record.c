// SPDX-License-Identifier: GPL-3.0-or-later
/* One field of a record's value. Who writes bodies, rows or answers walks the table with these. */
#include "record.h"
#include <errno.h>
#include <string.h>
#include "moment.h"

static const char *const clock_names[] = {
	[CLOCK_DOUBTFUL] = "doubtful",
	[CLOCK_TRUSTED] = "trusted",
};
const struct record_words clock_words = { clock_names, 2 };

static const void *at(const struct record_field *f, const void *value)
{
	return (const char *)value + f->offset;
}

static void *slot(const struct record_field *f, void *value)
{
	return (char *)value + f->offset;
}

bool record_has(const struct record_field *f, const void *value)
{
	if (f->has)
		return f->has(value);
	if (f->type == RECORD_BYTES)
		return record_byte_count(f, value) != 0;
	return f->done == 0 || *(const bool *)((const char *)value + f->done - 1);
}

void record_set_has(const struct record_field *f, void *value, bool has)
{
	if (f->done && f->type != RECORD_BYTES)
		*(bool *)((char *)value + f->done - 1) = has;
}

size_t record_byte_count(const struct record_field *f, const void *value)
{
	return *((const uint8_t *)value + f->done - 1);
}

const uint8_t *record_bytes(const struct record_field *f, const void *value)
{
	return at(f, value);
}

int record_set_bytes(const struct record_field *f, void *value, const uint8_t *bytes, size_t count)
{
	if (count > f->size || count > UINT8_MAX)
		return -ERANGE;
	memcpy(slot(f, value), bytes, count);
	*((uint8_t *)value + f->done - 1) = (uint8_t)count;
	return 0;
}

const char *record_text(const struct record_field *f, const void *value)
{
	uint64_t word;

	if (f->type != RECORD_WORD)
		return at(f, value);
	word = (uint64_t)record_number(f, value);
	return word < f->words->count ? f->words->names[word] : "";
}

size_t record_mass_count(const struct record_field *f)
{
	return f->size / sizeof(int64_t);
}

const int64_t *record_masses(const struct record_field *f, const void *value)
{
	return at(f, value);
}

static bool is_signed(const struct record_field *f)
{
	return f->type == RECORD_INT || f->type == RECORD_MG || f->type == RECORD_TIME;
}

int64_t record_number(const struct record_field *f, const void *value)
{
	const void *member = at(f, value);

	if (f->size == 1 && is_signed(f))
		return *(const int8_t *)member;
	if (f->size == 1)
		return *(const uint8_t *)member;
	if (f->size == 4 && is_signed(f))
		return *(const int32_t *)member;
	return f->size == 4 ? *(const uint32_t *)member : *(const int64_t *)member;
}

bool record_says(const struct record_field *f, const void *value)
{
	if (!record_has(f, value))
		return false;
	if (f->type == RECORD_TEXT || f->type == RECORD_WORD) {
		const char *text = record_text(f, value);

		return !text || *text;
	}
	return f->type == RECORD_MGS || f->type == RECORD_BYTES || (f->rules & RECORD_ZERO) ||
	       record_number(f, value) != 0;
}

static bool fits(const struct record_field *f, int64_t number)
{
	const int bits = (int)f->size * 8 - is_signed(f);

	if (number < 0 && !is_signed(f))
		return false;
	return bits >= 63 || (number < 0 ? -(number + 1) : number) >> bits == 0;
}

int record_set_number(const struct record_field *f, void *value, int64_t number)
{
	if (!fits(f, number))
		return -ERANGE;
	if (f->type == RECORD_TRUE)
		*(bool *)slot(f, value) = number != 0;
	else if (f->size == 1)
		*(uint8_t *)slot(f, value) = (uint8_t)number;
	else if (f->size == 4)
		*(uint32_t *)slot(f, value) = (uint32_t)number;
	else
		*(int64_t *)slot(f, value) = number;
	return 0;
}

int record_set_text(const struct record_field *f, void *value, const char *text)
{
	if (f->type == RECORD_WORD) {
		for (size_t i = 0; i < f->words->count; i++)
			if (strcmp(f->words->names[i], text) == 0)
				return record_set_number(f, value, (int64_t)i);
		return -ERANGE;
	}
	if (strlen(text) >= f->size)
		return -ERANGE;
	memcpy(slot(f, value), text, strlen(text) + 1);
	return 0;
}

void record_set_mass(const struct record_field *f, void *value, size_t i, int64_t mg)
{
	((int64_t *)slot(f, value))[i] = mg;
}

size_t record_columns(const struct record_field *f)
{
	if (f->rules & (RECORD_ERASABLE | RECORD_BODY))
		return 0;
	return f->type == RECORD_MGS ? record_mass_count(f) : 1;
}
