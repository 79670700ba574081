// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows of the catalogue from a request: a table of their fields, by which answers say them too.
 * What a row does not name stays as it stands; each mistake is told, and the next field is read.
 */
#include <errno.h>
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "catalogue_csv.h"
#include "catalogue_facts.h"
#include "day.h"

#define FIELD(member_, type_, ...) RECORD_FIELD(catalogue_row, member_, type_, __VA_ARGS__)
static const struct record_field fields[] = {
	FIELD(kind, RECORD_WORD, .words = &catalogue_kind_words,
		.rules = RECORD_NEEDED | RECORD_SILENT),
	FIELD(code, RECORD_TEXT),
	FIELD(label_fr, RECORD_TEXT),
	FIELD(label_en, RECORD_TEXT),
	FIELD(short_fr, RECORD_TEXT),
	FIELD(short_en, RECORD_TEXT),
	FIELD(hidden, RECORD_TRUE),
	FIELD(parent, RECORD_TEXT),
	FIELD(scheme, RECORD_TEXT),
	FIELD(flow, RECORD_TEXT),
	FIELD(class, RECORD_WORD, .words = &flow_class_words),
	FIELD(counts_as_intake, RECORD_TRUE),
	FIELD(tare_mg, RECORD_MG),
	FIELD(unit_mg, RECORD_MG, .rules = RECORD_BLANK),
	FIELD(sort, RECORD_INT),
	FIELD(valid_from, RECORD_TEXT, .shape = SHAPE_DAY),
	FIELD(valid_until, RECORD_TEXT, .shape = SHAPE_DAY),
};
const struct record catalogue_row_record = RECORD_OF(catalogue_row, fields);

/* A mass is NAME_mg, a whole number, or NAME_kg, a text; its field either way. */
static bool is_called(const struct record_field *f, const char *name, bool *ret_kg)
{
	char kg[64];

	*ret_kg = f->type == RECORD_MG && strcmp(record_kg_name(f, kg), name) == 0;
	return *ret_kg || strcmp(f->name, name) == 0;
}

static const struct record_field *find_common(const char *name, bool *ret_kg)
{
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (is_called(&fields[i], name, ret_kg))
			return &fields[i];
	return NULL;
}

static const struct record_field *find_fact(
	enum catalogue_kind kind, const char *name, bool *ret_kg)
{
	const struct record *r = catalogue_facts_record(kind);

	for (size_t i = 0; r && i < r->count; i++)
		if ((r->fields[i].rules & RECORD_ASKED) && is_called(&r->fields[i], name, ret_kg))
			return &r->fields[i];
	return NULL;
}

/* lang: csv_bad_kind, csv_bad_class */
static const char *read_word(const struct record_field *f, const char *text, void *value)
{
	if (record_set_text(f, value, text) == 0)
		return NULL;
	return f->words == &catalogue_kind_words ? "csv_bad_kind"
	       : f->words == &flow_class_words   ? "csv_bad_class"
						 : catalogue_bad_word(f, text);
}

/* lang: csv_bad_day, csv_too_long */
static const char *read_text(const struct record_field *f, const char *text, void *value)
{
	if (f->type == RECORD_WORD)
		return read_word(f, text, value);
	if (*text && f->shape == SHAPE_DAY && !day_exists(text))
		return "csv_bad_day";
	return record_set_text(f, value, text) < 0 ? "csv_too_long" : NULL;
}

/* lang: csv_bad_mass */
static const char *read_kg(const struct record_field *f, const char *text, void *value)
{
	struct mass_shown shown = { .unit = MASS_KILOGRAM };
	int64_t mg = 0;

	if (*text && (mass_parse_decimal(text, strlen(text), &shown.digits, &shown.exp10) < 0 ||
			     mass_to_mg(&shown, &mg) < 0))
		return "csv_bad_mass";
	(void)record_set_number(f, value, mg);
	return NULL;
}

static bool is_text(const struct record_field *f)
{
	return f->type == RECORD_TEXT || f->type == RECORD_WORD;
}

/* null empties it. NULL, or the key of what is wrong. lang: field_not_text */
static const char *read_field(
	const struct record_field *f, bool kg, const json_t *json, void *value)
{
	const char *text = json_string_value(json);

	if (json_is_null(json) && !(f->rules & RECORD_NEEDED)) {
		memset((char *)value + f->offset, 0, f->size);
		return NULL;
	}
	if (is_text(f))
		return text ? read_text(f, text, value) : "field_not_text";
	if (kg)
		return text ? read_kg(f, text, value) : "field_not_text";
	if (f->type == RECORD_TRUE && !json_is_boolean(json))
		return "field_not_boolean";
	if (f->type != RECORD_TRUE && !json_is_integer(json))
		return "field_not_number";
	if (f->least > 0 && json_integer_value(json) < f->least)
		return "field_out_of_range";
	return record_set_number(f, value,
		       f->type == RECORD_TRUE ? json_is_true(json) : json_integer_value(json)) < 0
		       ? "field_out_of_range"
		       : NULL;
}

struct reading_row {
	const struct row_reader *reader;
	unsigned line;
	unsigned mistakes;
};

static void mistake(struct reading_row *x, const char *key, const char *code, const char *field,
	const json_t *value)
{
	struct sentence why = { .key = key };
	const char *said = json_string_value(value);

	x->mistakes++;
	sentence_param(&why, "column", field);
	sentence_param(&why, "field", field);
	if (said)
		sentence_param(&why, "value", said);
	if (code)
		sentence_param(&why, "code", code);
	x->reader->mistake(x->reader->data, x->line, &why);
}

/* Facts are those of the kind that the row has, or says. */
static const char *read_member(
	struct catalogue_row *row, struct catalogue_facts *facts, const char *name, json_t *json)
{
	bool kg = false;
	const struct record_field *f = find_common(name, &kg);

	if (f)
		return read_field(f, kg, json, row);
	f = find_fact(row->kind, name, &kg);
	return f ? read_field(f, kg, json, facts) : "field_unknown";
}

/* One mass said both ways. */
static bool is_twice(const json_t *object, const char *name)
{
	size_t len = strlen(name);
	char mg[64];

	if (len < 4 || len >= sizeof(mg) || strcmp(name + len - 3, "_kg") != 0)
		return false;
	(void)snprintf(mg, sizeof(mg), "%.*s_mg", (int)len - 3, name);
	return json_object_get(object, mg) != NULL;
}

static void read_fields(struct reading_row *x, const json_t *object, struct catalogue_row *row,
	struct catalogue_facts *facts)
{
	const char *name, *code = json_string_value(json_object_get(object, "code"));
	const char *kind = json_string_value(json_object_get(object, "kind"));
	json_t *value;

	if (kind)
		(void)catalogue_kind_from_name(kind, &row->kind);
	/* jansson's iterator takes no const. */
	json_object_foreach((json_t *)(uintptr_t)object, name, value)
	{
		const char *key = read_member(row, facts, name, value);

		if (key)
			mistake(x, key, code, name, value);
		if (is_twice(object, name))
			mistake(x, "field_unknown", code, name, NULL);
	}
}

/* What stands of that code on the row's first day; NULL: it is a new one. Who is a person is always one. */
static const struct catalogue_row *find_old(
	const struct row_reader *r, const json_t *object, const char *day, bool *ret_person)
{
	const char *name = json_string_value(json_object_get(object, "kind"));
	const char *code = json_string_value(json_object_get(object, "code"));
	const struct catalogue_row *old;
	enum catalogue_kind kind;

	*ret_person = false;
	if (!name || !code || catalogue_kind_from_name(name, &kind) < 0)
		return NULL;
	old = catalogue_seek(r->known, r->count, kind, code, day);
	for (size_t i = 0; i < r->count && !old && kind == CATALOGUE_PARTNER && !*ret_person; i++)
		*ret_person = r->known[i]->kind == kind && strcmp(r->known[i]->code, code) == 0 &&
			      catalogue_facts(r->known[i])->person;
	return old;
}

bool catalogue_row_read(const struct row_reader *r, const json_t *object, unsigned line,
	struct catalogue_row *ret_row)
{
	struct reading_row x = { r, line, 0 };
	const char *said = json_string_value(json_object_get(object, "valid_from"));
	const char *day = said && day_exists(said) ? said : r->day;
	bool person;
	const struct catalogue_row *old = find_old(r, object, day, &person);
	struct catalogue_row row = { .kind = CATALOGUE_KIND_COUNT, .counts_as_intake = true }, same;
	struct catalogue_facts facts = *catalogue_facts(old);
	struct sentence why;

	if (!json_is_object(object)) {
		mistake(&x, "row_not_object", NULL, "rows", NULL);
		return false;
	}
	if (old)
		row = *old;
	facts.person |= person;
	(void)snprintf(row.valid_from, sizeof(row.valid_from), "%s", day);
	row.line = line;
	read_fields(&x, object, &row, &facts);
	row.facts = catalogue_facts_say(row.kind, &facts) ? x.reader->facts : NULL;
	*x.reader->facts = facts;
	row.counts_as_intake &= row.kind == CATALOGUE_ORIGIN;
	same = row;
	if (old && !said)
		memcpy(same.valid_from, old->valid_from, sizeof(same.valid_from));
	if (x.mistakes || (old && catalogue_same_row(&same, old)))
		return false;
	catalogue_row_check(&row, &why);
	if (why.key) {
		r->mistake(r->data, line, &why);
		return false;
	}
	*ret_row = row;
	return true;
}
