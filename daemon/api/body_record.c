// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a request may say of a record. A mass is X_mg, a whole number, or X_kg, a text with comma
 * or dot.
 */
#include <stdio.h>
#include <string.h>
#include "api_body.h"
#include "day.h"
#include "mass.h"

/* As it will be read for ever: "this-month" is none, "2026-q1" is written 2026-Q1. */
static bool is_period(const char *text)
{
	char first[DAY_SIZE], last[DAY_SIZE];

	return text[strspn(text, "0123456789-QS")] == '\0' &&
	       day_period(text, "", first, last) == 0;
}

static bool is_code(const char *text)
{
	return text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")] == '\0';
}

/* lang: field_not_code */
static void take_text(struct body *b, const struct record_field *f, void *value)
{
	const char *text = body_text(b, f->name, f->rules & RECORD_NEEDED, f->size - 1);

	if (!text)
		return;
	if (*text && f->shape == SHAPE_DAY && !day_exists(text))
		body_fault(b, 422, "field_not_day", f->name);
	else if (*text && f->shape == SHAPE_PERIOD && !is_period(text))
		body_fault(b, 422, "field_not_period", f->name);
	else if (f->shape == SHAPE_CODE && !is_code(text))
		body_fault(b, 422, "field_not_code", f->name);
	else
		(void)record_set_text(f, value, text);
}

enum { WORD_MOST = 63 };

static void not_one_of(struct body *b, const struct record_field *f)
{
	char list[SENTENCE_VALUE_SIZE] = "";
	size_t at = 0;

	for (size_t i = 0; i < f->words->count && at < sizeof(list); i++)
		if (f->words->names[i])
			at += (size_t)snprintf(list + at, sizeof(list) - at, "%s%s", at ? ", " : "",
				f->words->names[i]);
	if (b->status)
		return;
	body_fault(b, 422, "field_not_word", f->name);
	sentence_param(&b->why, "words", list);
}

static void take_word(struct body *b, const struct record_field *f, void *value)
{
	const char *text = body_text(b, f->name, f->rules & RECORD_NEEDED, WORD_MOST);

	if (text && record_set_text(f, value, text) < 0)
		not_one_of(b, f);
	record_set_has(f, value, text != NULL);
}

const char *record_kg_name(const struct record_field *f, char buf[64])
{
	(void)snprintf(buf, 64, "%.*s_kg", (int)strlen(f->name) - 3, f->name);
	return buf;
}

bool record_is_said(const struct body *b, const struct record_field *f)
{
	char kg[64];

	return body_has(b, f->name) || (f->type == RECORD_MG && body_has(b, record_kg_name(f, kg)));
}

/* Nothing was there, and that was seen: "0", "0,000". */
static bool is_zero_seen(const struct record_field *f, const char *text)
{
	const size_t whole = strspn(text, "0"), cut = strcspn(text, ".,");
	const char *rest = text + cut + (text[cut] != '\0');

	return (f->rules & RECORD_ZERO) && whole && whole == cut && !rest[strspn(rest, "0")];
}

/* "mass_mg" may be said as "mass_kg": "12,5". */
static bool take_kg(struct body *b, const struct record_field *f, int64_t *ret_mg)
{
	char name[64];
	const char *text;

	(void)record_kg_name(f, name);
	if (f->type != RECORD_MG || !body_has(b, name))
		return false;
	if (body_has(b, f->name))
		body_fault(b, 422, "field_unknown", name);
	text = body_text(b, name, true, 31);
	if (text && mass_parse_kg(text, ret_mg) < 0 && !is_zero_seen(f, text))
		body_fault(b, 422, "bad_kg", name);
	return true;
}

static void take_number(struct body *b, const struct record_field *f, void *value)
{
	bool any = f->least == 0 && f->most == 0;
	int64_t least = any ? INT64_MIN : f->least, most = any ? INT64_MAX : f->most, number = 0;
	bool kg = take_kg(b, f, &number), there = kg || body_has(b, f->name);

	if (!there && (f->rules & RECORD_NEEDED))
		body_fault(b, 422, "field_missing", f->name);
	if (!kg)
		number = body_int(b, f->name, least, most);
	else if (number < least || number > most)
		body_fault(b, 422, "field_out_of_range", f->name);
	if (record_set_number(f, value, number) < 0)
		body_fault(b, 422, "field_out_of_range", f->name);
	record_set_has(f, value, there);
}

static void take_masses(struct body *b, const struct record_field *f, void *value)
{
	int64_t mg[16];
	const size_t count = record_mass_count(f);
	bool there = count <= 16 && body_integers(b, f->name, mg, count);

	for (size_t i = 0; there && i < count; i++)
		record_set_mass(f, value, i, mg[i]);
	record_set_has(f, value, there);
}

void body_line(struct body *b, const struct line *line, const struct record *r, void *value)
{
	struct body one = { .json = json_incref(line->json) };
	struct sentence why;
	int status;

	if (!json_is_object(line->json))
		body_fault(&one, 400, "line_not_object", line->list);
	else
		body_record(&one, r, value);
	status = body_end(&one, &why);
	if (!status || b->status)
		return;
	b->status = (unsigned)status;
	b->why = why;
	sentence_param_int(&b->why, "row", (long long)line->at + 1);
}

void body_record(struct body *b, const struct record *r, void *value)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];

		if (!(f->rules & RECORD_ASKED))
			continue;
		if (f->type == RECORD_TEXT)
			take_text(b, f, value);
		else if (f->type == RECORD_WORD)
			take_word(b, f, value);
		else if (f->type == RECORD_MGS)
			take_masses(b, f, value);
		else if (f->type == RECORD_TRUE)
			(void)record_set_number(
				f, value, body_bool(b, f->name, f->rules & RECORD_NEEDED));
		else
			take_number(b, f, value);
	}
}
