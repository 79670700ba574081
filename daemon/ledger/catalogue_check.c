// SPDX-License-Identifier: GPL-3.0-or-later
/* What a catalogue row must be, whoever made it: page, CSV or program. */
#include <string.h>
#include "catalogue_csv.h"
#include "code.h"
#include "day.h"

enum { CODE_LENGTH_MAX = 12 };

/* Capitals, digits, '-' and '_', at most 12, and something left to print as control code. */
static bool good_code(const char *code)
{
	char squashed[CODE_SIZE];

	return strlen(code) <= CODE_LENGTH_MAX &&
	       code_squash(code, squashed, sizeof(squashed)) == 0;
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
	return row->tare_mg < 0 || row->unit_mg < 0 ? "row_bad_mass" : NULL;
}

void catalogue_row_check(const struct catalogue_row *row, struct sentence *ret_why)
{
	struct sentence why = { .key = row_mistake(row) };

	if (why.key)
		sentence_param(&why, "code", row->code);
	*ret_why = why;
}
