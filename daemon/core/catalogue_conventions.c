// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A body is declared to by one convention on each day: by two nobody could say which number, which rhythm
 * and which days to declare in hold. A body with a contract for each scheme is a partner for each.
 */
#include <string.h>
#include "catalogue_facts.h"
#include "catalogue_plan.h"

/* Two that hold on one day; what is hidden holds on none. */
static bool collide(const struct catalogue_row *a, const struct catalogue_row *b)
{
	return !b->hidden && a->kind == b->kind && strcmp(a->code, b->code) != 0 &&
	       strcmp(catalogue_facts(a)->eco_organisme, catalogue_facts(b)->eco_organisme) == 0 &&
	       (!a->valid_until[0] || strcmp(b->valid_from, a->valid_until) < 0) &&
	       (!b->valid_until[0] || strcmp(a->valid_from, b->valid_until) < 0);
}

static void tell(const struct catalogue_row *sent, const struct catalogue_row *other,
	catalogue_mistake_fn mistake, void *data)
{
	struct sentence why = { .key = "convention_overlaps" };

	sentence_param(&why, "code", sent->code);
	sentence_param(&why, "column", "eco_organisme");
	sentence_param(&why, "value", catalogue_facts(sent)->eco_organisme);
	sentence_param(&why, "other", other->code);
	if (mistake)
		mistake(data, sent->line, &why);
}

/* Only of what was sent: two that stand already hold up nothing else. lang: convention_overlaps */
int catalogue_check_conventions(
	const struct catalogue *merged, catalogue_mistake_fn mistake, void *data)
{
	int found = 0;

	for (size_t i = 0; i < merged->count; i++) {
		const struct catalogue_row *row = &merged->rows[i];

		if (row->kind != CATALOGUE_SCHEME_SITE || row->hidden || !row->line)
			continue;
		for (size_t n = 0; n < merged->count; n++)
			if (collide(row, &merged->rows[n])) {
				tell(row, &merged->rows[n], mistake, data);
				found++;
				break;
			}
	}
	return found;
}
