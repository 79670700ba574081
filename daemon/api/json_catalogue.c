// SPDX-License-Identifier: GPL-3.0-or-later
/* The catalogue as JSON: what a page offers on a day, or all of it for who sets it up. */
#include "act.h"
#include "code.h"
#include "api_json.h"

static const char *const kinds[CATALOGUE_KIND_COUNT] = {
	[CATALOGUE_CATEGORY] = "categories",
	[CATALOGUE_ORIGIN] = "origins",
	[CATALOGUE_DESTINATION] = "destinations",
	[CATALOGUE_CONTAINER] = "containers",
	[CATALOGUE_OPERATOR] = "operators",
	[CATALOGUE_PARTNER] = "partners",
	[CATALOGUE_PLACE] = "places",
};

static void text(json_t *o, const char *name, const char *value)
{
	json_object_set_new(o, name, json_text_or_null(value));
}

static void number_if(json_t *o, const char *name, bool known, int64_t value)
{
	json_object_set_new(o, name, known ? json_integer(value) : json_null());
}

static void own_fields(json_t *o, const struct catalogue_row *row)
{
	switch (row->kind) {
	case CATALOGUE_CATEGORY:
		text(o, "parent", row->parent);
		text(o, "scheme", row->scheme);
		text(o, "flow", row->flow);
		number_if(o, "unit_mg", row->unit_mg > 0, row->unit_mg);
		break;
	case CATALOGUE_ORIGIN:
		json_object_set_new(o, "counts_as_intake", json_boolean(row->counts_as_intake));
		break;
	case CATALOGUE_DESTINATION:
		text(o, "class", flow_class_name(row->class));
		break;
	case CATALOGUE_CONTAINER:
		number_if(o, "tare_mg", true, row->tare_mg);
		break;
	default:
		break;
	}
}

static void words(json_t *o, const struct catalogue_row *row)
{
	text(o, "label_fr", row->label_fr);
	text(o, "label_en", row->label_en);
	text(o, "short_fr", row->short_fr);
	text(o, "short_en", row->short_en);
	json_object_set_new(o, "hidden", json_boolean(row->hidden));
}

static json_t *row_json(const struct catalogue_row *row)
{
	json_t *o = json_object();
	const struct control_kind *kind = control_kind_for(row->kind);
	char control[PRIVATE_KEY_SIZE];

	text(o, "code", row->code);
	words(o, row);
	own_fields(o, row);
	if (kind && code_control_make(kind->letter, row->code, control, sizeof(control)) == 0)
		text(o, "control", control);
	return o;
}

static json_t *version_json(const struct catalogue_row *row, bool current)
{
	json_t *o = row_json(row);

	number_if(o, "sort", true, row->sort);
	text(o, "valid_from", row->valid_from);
	text(o, "valid_until", row->valid_until);
	json_object_set_new(o, "current", json_boolean(current));
	return o;
}

json_t *json_catalogue_fields(const struct catalogue_row *row)
{
	json_t *o = json_object();

	words(o, row);
	text(o, "parent", row->parent);
	text(o, "scheme", row->scheme);
	text(o, "flow", row->flow);
	text(o, "class", flow_class_name(row->class));
	json_object_set_new(o, "counts_as_intake", json_boolean(row->counts_as_intake));
	number_if(o, "tare_mg", row->tare_mg > 0, row->tare_mg);
	number_if(o, "unit_mg", row->unit_mg > 0, row->unit_mg);
	number_if(o, "sort", true, row->sort);
	text(o, "valid_until", row->valid_until);
	return o;
}

json_t *json_catalogue(
	const struct catalogue *c, const char *day, enum catalogue_kind kind, bool all)
{
	json_t *o = json_object();

	text(o, "day", day);
	for (size_t k = 0; k < CATALOGUE_KIND_COUNT; k++)
		if (kind == CATALOGUE_KIND_COUNT || kind == k)
			json_object_set_new(o, kinds[k], json_array());
	for (size_t i = 0; i < c->count; i++) {
		const struct catalogue_row *row = &c->rows[i];
		json_t *list = json_object_get(o, kinds[row->kind]);
		bool current = catalogue_row_valid(row, day);

		if (list && (all || current))
			json_array_append_new(
				list, all ? version_json(row, current) : row_json(row));
	}
	return o;
}
