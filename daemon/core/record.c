// SPDX-License-Identifier: GPL-3.0-or-later
/* One field of a record's value. Who writes bodies, rows or answers walks the table with these. */
#include "record.h"
#include <errno.h>
#include <string.h>
#include "moment.h"

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
	return f->done == 0 || *(const bool *)((const char *)value + f->done - 1);
}

void record_set_has(const struct record_field *f, void *value, bool has)
{
	if (f->done)
		*(bool *)((char *)value + f->done - 1) = has;
}

const char *record_text(const struct record_field *f, const void *value)
{
	return at(f, value);
}

const int64_t *record_masses(const struct record_field *f, const void *value)
{
	return at(f, value);
}

int64_t record_number(const struct record_field *f, const void *value)
{
	switch (f->type) {
	case RECORD_U32:
	case RECORD_VERSION:
		return *(const uint32_t *)at(f, value);
	case RECORD_TRUE:
		return *(const bool *)at(f, value);
	case RECORD_CLOCK:
		return *(const enum clock_quality *)at(f, value);
	case RECORD_U64:
		return (int64_t) * (const uint64_t *)at(f, value);
	default:
		return *(const int64_t *)at(f, value);
	}
}

bool record_says(const struct record_field *f, const void *value)
{
	if (!record_has(f, value))
		return false;
	if (f->type == RECORD_TEXT)
		return *record_text(f, value) != '\0';
	return f->type == RECORD_MGS || (f->rules & RECORD_ZERO) || record_number(f, value) != 0;
}

int record_set_number(const struct record_field *f, void *value, int64_t number)
{
	bool whole = f->type == RECORD_U32 || f->type == RECORD_VERSION;

	if ((whole && (number < 0 || number > UINT32_MAX)) || (f->type == RECORD_U64 && number < 0))
		return -ERANGE;
	if (whole)
		*(uint32_t *)slot(f, value) = (uint32_t)number;
	else if (f->type == RECORD_TRUE)
		*(bool *)slot(f, value) = number != 0;
	else if (f->type == RECORD_CLOCK)
		*(enum clock_quality *)slot(f, value) = number ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
	else if (f->type == RECORD_U64)
		*(uint64_t *)slot(f, value) = (uint64_t)number;
	else
		*(int64_t *)slot(f, value) = number;
	return 0;
}

int record_set_text(const struct record_field *f, void *value, const char *text)
{
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
	if (f->rules & RECORD_ERASABLE)
		return 0;
	return f->type == RECORD_MGS ? f->size : 1;
}
