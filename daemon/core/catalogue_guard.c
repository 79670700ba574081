// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * That a change of the catalogue leaves somebody who may log in as coordinator at the station: on
 * today, and on each later day on which some operator begins or ends.
 */
#include <errno.h>
#include <string.h>
#include "catalogue_facts.h"
#include "catalogue_plan.h"

static bool is_guard(const struct catalogue_guards *guards, const struct catalogue_row *row)
{
	for (size_t i = 0; i < guards->count; i++)
		if (row->kind == CATALOGUE_OPERATOR && !strcmp(guards->code[i], row->code))
			return true;
	return false;
}

static bool coordinates(const struct catalogue_row *row)
{
	return !row->hidden && catalogue_facts(row)->role == OPERATOR_COORDINATOR;
}

static bool is_guarded_on(
	const struct catalogue *c, const struct catalogue_guards *guards, const char *day)
{
	for (size_t i = 0; i < c->count; i++)
		if (is_guard(guards, &c->rows[i]) && coordinates(&c->rows[i]) &&
			catalogue_row_valid(&c->rows[i], day))
			return true;
	return false;
}

static bool stays_guarded(
	const struct catalogue *c, const struct catalogue_guards *guards, const char *today)
{
	if (!is_guarded_on(c, guards, today))
		return false;
	for (size_t i = 0; i < c->count; i++) {
		const struct catalogue_row *row = &c->rows[i];
		const char *const days[] = { row->valid_from, row->valid_until };

		for (size_t d = 0; d < 2 && is_guard(guards, row); d++)
			if (strcmp(days[d], today) > 0 && !is_guarded_on(c, guards, days[d]))
				return false;
	}
	return true;
}

/* lang: last_coordinator */
static int tell(const struct catalogue *news, const struct catalogue_guards *guards,
	catalogue_mistake_fn mistake, void *data)
{
	int count = 0;

	for (size_t i = 0; i < news->count; i++) {
		const struct catalogue_row *row = &news->rows[i];
		struct sentence why = { .key = "last_coordinator" };

		if (!is_guard(guards, row) || (coordinates(row) && !row->valid_until[0]))
			continue;
		count++;
		sentence_param(&why, "code", row->code);
		sentence_param(&why, "column",
			row->hidden           ? "hidden"
			: row->valid_until[0] ? "valid_until"
					      : "role");
		mistake(data, row->line, &why);
	}
	return count;
}

int catalogue_check_guards(const struct catalogue *old, const struct catalogue *news,
	const char *today, const struct catalogue_guards *guards, catalogue_mistake_fn mistake,
	void *data)
{
	struct catalogue merged;
	size_t i = 0;
	bool stays;

	while (i < news->count && !is_guard(guards, &news->rows[i]))
		i++;
	if (i == news->count || !is_guarded_on(old, guards, today))
		return 0;
	if (catalogue_merge(old, news, &merged) < 0)
		return -ENOMEM;
	stays = stays_guarded(&merged, guards, today);
	catalogue_done(&merged);
	return stays ? 0 : tell(news, guards, mistake, data);
}
