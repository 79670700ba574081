// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Values of the house as JSON, with the field names of contract.md. Masses are integers;
 * what is not there is null, never 0 or "".
 */
#include "act.h"
#include "clock.h"
#include "code.h"
#include "api_json.h"

json_t *json_text_or_null(const char *text)
{
	return *text ? json_string(text) : json_null();
}

static void text(json_t *o, const char *name, const char *value)
{
	json_object_set_new(o, name, json_text_or_null(value));
}

static void number_if(json_t *o, const char *name, bool known, int64_t value)
{
	json_object_set_new(o, name, known ? json_integer(value) : json_null());
}

json_t *json_said(enum lang lang, const struct sentence *s)
{
	char said[1024];

	return json_text_or_null(lang_say(lang, s, said, sizeof(said)));
}

json_t *json_left(const struct left_load *left)
{
	char number[24], at[32];

	(void)snprintf(number, sizeof(number), "%llu", (unsigned long long)left->number);
	return json_pack("{s:s,s:s,s:s,s:s,s:I,s:I,s:o}", "id", number, "scale", left->scale, "at",
		clock_iso(left->at.wall_us, at, sizeof(at)), "clock",
		left->at.quality == CLOCK_TRUSTED ? "trusted" : "doubtful", "low_mg",
		(json_int_t)left->low_mg, "high_mg", (json_int_t)left->high_mg, "struck_by",
		json_text_or_null(left->struck_by));
}

json_t *json_label(const struct label_job *job)
{
	return json_pack("{s:I,s:s,s:b,s:s}", "job", (json_int_t)job->number, "id", job->id, "copy",
		job->copy, "state", job->state == LABEL_UNKNOWN ? "unknown" : "late");
}

static const char *const kinds[CATALOGUE_KIND_COUNT] = {
	[CATALOGUE_CATEGORY] = "categories",
	[CATALOGUE_ORIGIN] = "origins",
	[CATALOGUE_DESTINATION] = "destinations",
	[CATALOGUE_CONTAINER] = "containers",
	[CATALOGUE_OPERATOR] = "operators",
	[CATALOGUE_PARTNER] = "partners",
	[CATALOGUE_PLACE] = "places",
};

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

static json_t *row_json(const struct catalogue_row *row)
{
	json_t *o = json_object();
	const struct control_kind *kind = control_kind_for(row->kind);
	char control[PRIVATE_KEY_SIZE];

	text(o, "code", row->code);
	text(o, "label_fr", row->label_fr);
	text(o, "label_en", row->label_en);
	text(o, "short_fr", row->short_fr);
	text(o, "short_en", row->short_en);
	json_object_set_new(o, "hidden", json_boolean(row->hidden));
	own_fields(o, row);
	if (kind && code_control_make(kind->letter, row->code, control, sizeof(control)) == 0)
		text(o, "control", control);
	return o;
}

/* Rows valid on that day, in the catalogue's own order. */
json_t *json_catalogue(const struct catalogue *c, const char *day)
{
	json_t *o = json_object();

	text(o, "day", day);
	for (size_t k = 0; k < CATALOGUE_KIND_COUNT; k++)
		json_object_set_new(o, kinds[k], json_array());
	for (size_t i = 0; i < c->count; i++) {
		const struct catalogue_row *row = &c->rows[i];

		if (catalogue_row_valid(row, day))
			json_array_append_new(json_object_get(o, kinds[row->kind]), row_json(row));
	}
	return o;
}
