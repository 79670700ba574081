// SPDX-License-Identifier: GPL-3.0-or-later
/* What a catalogue row must be, whoever made it: page, CSV or program. */
#include <string.h>
#include "catalogue_csv.h"
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

static const char *row_mistake(const struct catalogue_row *row)
{
	if ((unsigned)row->kind >= CATALOGUE_KIND_COUNT)
		return "row_without_kind";
	if (!good_code(row->code))
		return "row_bad_code";
	if (row->parent[0] && (row->kind != CATALOGUE_CATEGORY || !good_code(row->parent)))
		return "row_bad_parent";
	if (!row->label_fr[0])
		return "row_without_label";
	if ((row->kind == CATALOGUE_DESTINATION) != (row->class != CLASS_NONE))
		return "row_bad_class";
	if (!day_exists(row->valid_from))
		return "row_bad_days";
	if (row->valid_until[0] &&
		(!day_exists(row->valid_until) || strcmp(row->valid_until, row->valid_from) <= 0))
		return "row_bad_days";
	return good_mass(row->tare_mg) && good_mass(row->unit_mg) ? NULL : "row_bad_mass";
}

/* Words that a page, a label or a terminal would obey instead of showing them. */
static bool find_unseen(const struct catalogue_row *row, uint32_t *ret_character)
{
	const char *const words[] = { row->label_fr, row->label_en, row->short_fr, row->short_en,
		row->scheme, row->flow };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (csv_unseen(words[i], strlen(words[i]), ret_character))
			return true;
	return false;
}

void catalogue_row_check(const struct catalogue_row *row, struct sentence *ret_why)
{
	struct sentence why = { .key = row_mistake(row) };
	uint32_t character;
	char name[16];

	if (why.key) {
		sentence_param(&why, "code", row->code);
	} else if (find_unseen(row, &character)) {
		(void)snprintf(name, sizeof(name), "U+%04X", character);
		why.key = "row_unseen";
		sentence_param(&why, "code", row->code);
		sentence_param(&why, "value", name);
	}
	*ret_why = why;
}
