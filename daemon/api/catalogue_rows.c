// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows of the catalogue from a request: a table of their fields. What a row does not name stays
 * as it stands; each mistake is told, and the next field is still read.
 */
#include <errno.h>
#include <string.h>
#include "api_private.h"
#include "catalogue_csv.h"
#include "day.h"

enum field_type {
	FIELD_TEXT,
	FIELD_KIND,
	FIELD_CLASS,
	FIELD_DAY,
	FIELD_TRUE,
	FIELD_MG,
	FIELD_KG,
	FIELD_SORT
};

struct row_field {
	const char *name;
	enum field_type type;
	size_t offset, size;
};

#define FIELD(name_, type_, member_)                                       \
	{                                                                  \
		(name_), (type_), offsetof(struct catalogue_row, member_), \
			sizeof(((struct catalogue_row *)0)->member_)       \
	}
static const struct row_field fields[] = {
	FIELD("kind", FIELD_KIND, kind),
	FIELD("code", FIELD_TEXT, code),
	FIELD("valid_from", FIELD_DAY, valid_from),
	FIELD("valid_until", FIELD_DAY, valid_until),
	FIELD("label_fr", FIELD_TEXT, label_fr),
	FIELD("label_en", FIELD_TEXT, label_en),
	FIELD("short_fr", FIELD_TEXT, short_fr),
	FIELD("short_en", FIELD_TEXT, short_en),
	FIELD("parent", FIELD_TEXT, parent),
	FIELD("scheme", FIELD_TEXT, scheme),
	FIELD("flow", FIELD_TEXT, flow),
	FIELD("class", FIELD_CLASS, class),
	FIELD("counts_as_intake", FIELD_TRUE, counts_as_intake),
	FIELD("hidden", FIELD_TRUE, hidden),
	FIELD("tare_mg", FIELD_MG, tare_mg),
	FIELD("tare_kg", FIELD_KG, tare_mg),
	FIELD("unit_mg", FIELD_MG, unit_mg),
	FIELD("unit_kg", FIELD_KG, unit_mg),
	FIELD("sort", FIELD_SORT, sort),
};

static const struct row_field *find_field(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
}

/* lang: field_not_text, field_too_long, csv_bad_kind, csv_bad_class, csv_bad_day, csv_bad_mass */
static const char *read_text(const struct row_field *f, const char *text, char *at)
{
	size_t len = strlen(text);
	struct mass_shown shown = { .unit = MASS_KILOGRAM };

	switch (f->type) {
	case FIELD_KIND:
		return catalogue_kind_from_name(text, (void *)at) < 0 ? "csv_bad_kind" : NULL;
	case FIELD_CLASS:
		return flow_class_from_name(text, (void *)at) < 0 ? "csv_bad_class" : NULL;
	case FIELD_KG:
		if (mass_parse_decimal(text, len, &shown.digits, &shown.exp10) < 0)
			return "csv_bad_mass";
		return mass_to_mg(&shown, (void *)at) < 0 ? "csv_bad_mass" : NULL;
	case FIELD_DAY:
		if (!day_exists(text))
			return "csv_bad_day";
		break;
	default:
		break;
	}
	if (len >= f->size)
		return "csv_too_long";
	memcpy(at, text, len + 1);
	return NULL;
}

static const char *read_number(const struct row_field *f, int64_t number, char *at)
{
	if (f->type == FIELD_MG) {
		memcpy(at, &number, sizeof(number));
		return NULL;
	}
	if (number < INT32_MIN || number > INT32_MAX)
		return "field_out_of_range";
	memcpy(at, &(int32_t){ (int32_t)number }, sizeof(int32_t));
	return NULL;
}

/* null empties it. NULL, or the key of what is wrong. */
static const char *read_field(const struct row_field *f, const json_t *value, char *at)
{
	bool truth = json_is_true(value);

	if (json_is_null(value) && f->type != FIELD_KIND) {
		memset(at, 0, f->size);
		return NULL;
	}
	if (f->type == FIELD_TRUE && !json_is_boolean(value))
		return "field_not_boolean";
	if ((f->type == FIELD_MG || f->type == FIELD_SORT) && !json_is_integer(value))
		return "field_not_number";
	if (f->type == FIELD_TRUE)
		memcpy(at, &truth, sizeof(truth));
	else if (f->type == FIELD_MG || f->type == FIELD_SORT)
		return read_number(f, json_integer_value(value), at);
	else if (!json_is_string(value))
		return "field_not_text";
	else if (*json_string_value(value) || f->type == FIELD_KIND)
		return read_text(f, json_string_value(value), at);
	else
		memset(at, 0, f->size);
	return NULL;
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

static void read_fields(struct reading_row *x, const json_t *object, struct catalogue_row *row)
{
	const char *name, *code = json_string_value(json_object_get(object, "code"));
	json_t *value;

	/* jansson's iterator takes no const. */
	json_object_foreach((json_t *)(uintptr_t)object, name, value)
	{
		const struct row_field *f = find_field(name);
		const char *key =
			f ? read_field(f, value, (char *)row + f->offset) : "field_unknown";

		if (key)
			mistake(x, key, code, name, value);
	}
	if (json_object_get(object, "tare_mg") && json_object_get(object, "tare_kg"))
		mistake(x, "field_unknown", code, "tare_kg", NULL);
	if (json_object_get(object, "unit_mg") && json_object_get(object, "unit_kg"))
		mistake(x, "field_unknown", code, "unit_kg", NULL);
}

/* What stands of that code on the row's first day; NULL: it is a new one. */
static const struct catalogue_row *find_old(
	const struct row_reader *r, const json_t *object, const char *day)
{
	const char *name = json_string_value(json_object_get(object, "kind"));
	const char *code = json_string_value(json_object_get(object, "code"));
	enum catalogue_kind kind;

	if (!name || !code || catalogue_kind_from_name(name, &kind) < 0)
		return NULL;
	return catalogue_seek(r->known, r->count, kind, code, day);
}

bool catalogue_row_read(const struct row_reader *r, const json_t *object, unsigned line,
	struct catalogue_row *ret_row)
{
	struct reading_row x = { r, line, 0 };
	const char *said = json_string_value(json_object_get(object, "valid_from"));
	const char *day = said && day_exists(said) ? said : r->day;
	const struct catalogue_row *old = find_old(r, object, day);
	struct catalogue_row row = { .kind = CATALOGUE_KIND_COUNT, .counts_as_intake = true }, same;
	struct sentence why;

	if (!json_is_object(object)) {
		mistake(&x, "row_not_object", NULL, "rows", NULL);
		return false;
	}
	if (old)
		row = *old;
	(void)snprintf(row.valid_from, sizeof(row.valid_from), "%s", day);
	row.line = line;
	read_fields(&x, object, &row);
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
