// SPDX-License-Identifier: GPL-3.0-or-later
/* The catalogue as JSON: what a page offers on a day, or all of it for who sets it up. */
#include "act.h"
#include "code.h"
#include "api_private.h"
#include "catalogue_facts.h"

static const char *const kinds[CATALOGUE_KIND_COUNT] = {
	[CATALOGUE_CATEGORY] = "categories",
	[CATALOGUE_ORIGIN] = "origins",
	[CATALOGUE_DESTINATION] = "destinations",
	[CATALOGUE_CONTAINER] = "containers",
	[CATALOGUE_OPERATOR] = "operators",
	[CATALOGUE_PARTNER] = "partners",
	[CATALOGUE_PLACE] = "places",
	[CATALOGUE_SITE] = "sites",
	[CATALOGUE_REASON] = "reasons",
	[CATALOGUE_WASTE_CODE] = "waste_codes",
	[CATALOGUE_INGREDIENT] = "ingredients",
	[CATALOGUE_PRODUCT] = "products",
	[CATALOGUE_RECIPE] = "recipes",
	[CATALOGUE_SCHEME_SITE] = "scheme_sites",
	[CATALOGUE_SCHEME_CATEGORY] = "scheme_categories",
	[CATALOGUE_SCHEME_MAP] = "scheme_maps",
	[CATALOGUE_FACTOR_SET] = "factor_sets",
	[CATALOGUE_FACTOR] = "factors",
};

/* Members of each row, and what only rows of that kind say; behind all what only its versions say. */
static const char *const words[] = { "code", "label_fr", "label_en", "short_fr", "short_en",
	"hidden", NULL };
static const char *const own[CATALOGUE_KIND_COUNT][5] = {
	[CATALOGUE_CATEGORY] = { "parent", "scheme", "flow", "unit_mg" },
	[CATALOGUE_ORIGIN] = { "counts_as_intake" },
	[CATALOGUE_DESTINATION] = { "class" },
	[CATALOGUE_CONTAINER] = { "tare_mg" },
	[CATALOGUE_SCHEME_SITE] = { "scheme" },
	[CATALOGUE_SCHEME_CATEGORY] = { "unit_mg" },
	[CATALOGUE_SCHEME_MAP] = { "flow" },
};
static const char *const days[] = { "sort", "valid_from", "valid_until", NULL };

static void put(json_t *o, json_t *said, const char *const *names)
{
	for (; *names; names++)
		json_object_set(o, *names, json_object_get(said, *names));
}

/* Facts of its kind: where a page weighs by it those that were said, else each. */
static void put_facts(json_t *o, const struct catalogue_row *row, bool all)
{
	const struct record *r = catalogue_facts_record(row->kind);
	const struct catalogue_facts *facts = catalogue_facts(row);
	json_t *said = json_record(r, facts);

	for (size_t i = 0; i < r->count; i++)
		if ((r->fields[i].rules & RECORD_ASKED) &&
			(all || record_says(&r->fields[i], facts)))
			json_object_set(
				o, r->fields[i].name, json_object_get(said, r->fields[i].name));
	json_decref(said);
}

static json_t *row_json(const struct catalogue_row *row, const char *day, bool all)
{
	json_t *o = json_object(), *said = json_record(&catalogue_row_record, row);
	const struct control_kind *kind = control_kind_for(row->kind);
	char control[PRIVATE_KEY_SIZE];

	put(o, said, words);
	put(o, said, own[row->kind]);
	if (kind && code_control_make(kind->letter, row->code, control, sizeof(control)) == 0)
		json_object_set_new(o, "control", json_string(control));
	put_facts(o, row, all);
	if (all) {
		put(o, said, days);
		json_object_set_new(o, "current", json_boolean(catalogue_row_valid(row, day)));
	}
	json_decref(said);
	return o;
}

json_t *json_catalogue_fields(const struct catalogue_row *row)
{
	json_t *o = json_record(&catalogue_row_record, row);

	put_facts(o, row, true);
	return o;
}

json_t *json_catalogue(
	const struct catalogue *c, const char *day, enum catalogue_kind kind, bool all)
{
	json_t *o = json_object();

	json_object_set_new(o, "day", json_string(day));
	for (size_t k = 0; k < CATALOGUE_KIND_COUNT; k++)
		if (kind == CATALOGUE_KIND_COUNT || kind == k)
			json_object_set_new(o, kinds[k], json_array());
	for (size_t i = 0; i < c->count; i++) {
		const struct catalogue_row *row = &c->rows[i];
		json_t *list = json_object_get(o, kinds[row->kind]);

		if (list && (all || catalogue_row_valid(row, day)))
			json_array_append_new(list, row_json(row, day, all));
	}
	return o;
}
