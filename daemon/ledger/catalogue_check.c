// SPDX-License-Identifier: GPL-3.0-or-later
/* What a catalogue row must be, whoever made it: page, CSV or program. */
#include <string.h>
#include "catalogue_csv.h"
#include "catalogue_facts.h"
#include "catalogue_plan.h"
#include "cleanup.h"
#include "code.h"
#include "csv.h"
#include "day.h"

enum { CODE_LENGTH_MAX = 12 };

/* Capitals, digits, '-' and '_', at most 12, and something left to print as control code. */
static bool good_code(const char *code)
{
	char squashed[CODE_SIZE];

	return strlen(code) <= CODE_LENGTH_MAX &&
	       code_squash(code, squashed, sizeof(squashed)) == 0;
}

static bool good_mass(int64_t mg)
{
	return mg >= 0 && mg <= CATALOGUE_MASS_MAX_MG;
}

/* The key of what is wrong and the field that it is in. lang: row_bad_mass */
static const char *row_mistake(const struct catalogue_row *row, const char **ret_field)
{
	const bool is_destination = row->kind == CATALOGUE_DESTINATION;
	const struct {
		bool wrong;
		const char *key, *field;
	} rules[] = {
		{ (unsigned)row->kind >= CATALOGUE_KIND_COUNT, "row_without_kind", "kind" },
		{ !good_code(row->code), "row_bad_code", "code" },
		{ row->parent[0] && (row->kind != CATALOGUE_CATEGORY || !good_code(row->parent)),
			"row_bad_parent", "parent" },
		{ !row->label_fr[0], "row_without_label", "label_fr" },
		{ is_destination != (row->class != CLASS_NONE), "row_bad_class", "class" },
		{ row->kind == CATALOGUE_SCHEME_MAP && !scheme_flow_good(row->flow), "row_bad_flow",
			"flow" },
		{ !day_exists(row->valid_from), "row_bad_days", "valid_from" },
		{ row->valid_until[0] && (!day_exists(row->valid_until) ||
						 strcmp(row->valid_until, row->valid_from) <= 0),
			"row_bad_days", "valid_until" },
		{ !good_mass(row->tare_mg), "row_bad_mass", "tare_mg" },
		{ !good_mass(row->unit_mg), "row_bad_mass", "unit_mg" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if (rules[i].wrong) {
			*ret_field = rules[i].field;
			return rules[i].key;
		}
	return NULL;
}

/* Words that a page, a label or a terminal would obey instead of showing them. */
static bool find_unseen(
	const struct catalogue_row *row, uint32_t *ret_character, const char **ret_name)
{
	const struct {
		const char *name, *text;
	} words[] = { { "label_fr", row->label_fr }, { "label_en", row->label_en },
		{ "short_fr", row->short_fr }, { "short_en", row->short_en },
		{ "scheme", row->scheme }, { "flow", row->flow } };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		*ret_name = words[i].name;
		if (csv_unseen(words[i].text, strlen(words[i].text), ret_character))
			return true;
	}
	return false;
}

static bool find_unseen_fact(
	const struct catalogue_row *row, uint32_t *ret_character, const char **ret_name)
{
	const struct record *r = catalogue_facts_record(row->kind);

	for (size_t i = 0; row->facts && i < r->count; i++) {
		const struct record_field *f = &r->fields[i];
		const char *text = f->type == RECORD_TEXT ? record_text(f, row->facts) : "";

		*ret_name = f->name;
		if ((f->rules & RECORD_ASKED) && csv_unseen(text, strlen(text), ret_character))
			return true;
	}
	return false;
}

static void tell_unseen(const struct catalogue_row *row, struct sentence *why)
{
	const char *field = "";
	uint32_t character;
	char name[16];

	if (!find_unseen(row, &character, &field) && !find_unseen_fact(row, &character, &field))
		return;
	(void)snprintf(name, sizeof(name), "U+%04X", character);
	why->key = "row_unseen";
	sentence_param(why, "code", row->code);
	sentence_param(why, "value", name);
	sentence_param(why, "column", field);
}

static void tell_fact(const struct catalogue_row *row, struct sentence *why)
{
	const char *key = NULL;
	const struct catalogue_facts *facts = catalogue_facts(row);
	const struct record_field *f = catalogue_facts_check(row->kind, facts, &key);
	char number[24];

	if (!f)
		return;
	why->key = key;
	(void)snprintf(number, sizeof(number), "%lld", (long long)f->most);
	sentence_param(why, "code", row->code);
	sentence_param(why, "column", f->name);
	sentence_param(why, "value", f->type == RECORD_TEXT ? record_text(f, facts) : number);
}

void catalogue_row_check(const struct catalogue_row *row, struct sentence *ret_why)
{
	const char *field = NULL;
	struct sentence why = { .key = row_mistake(row, &field) };

	if (why.key) {
		sentence_param(&why, "code", row->code);
		sentence_param(&why, "column", field);
	}
	if (!why.key)
		tell_unseen(row, &why);
	if (!why.key)
		tell_fact(row, &why);
	*ret_why = why;
}
