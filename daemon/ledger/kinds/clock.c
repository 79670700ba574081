// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * clock-corrected: the clock became trusted, and this is the right time and day of each
 * weighing of this boot that was written while it was not. The days are in the entry: a
 * rebuild asks no zone file. Order never changes, only days and times.
 */
#include "../kinds.h"
#include <string.h>

static int move(struct sql *s, const struct weighing *w, const struct moment *to)
{
	struct weighing moved = *w;
	int r = w->voided_by[0] ? 0 : total_add(s, w, -1);

	moved.at = *to;
	if (r == 0)
		r = sql_run(s,
			"UPDATE weighing SET wall_us = ?, day = ?, clock = 'trusted' WHERE row ="
			" (SELECT row FROM entry WHERE journal = ? AND seq = ?)",
			V_INT(to->wall_us), V_TEXT(to->day), V_TEXT(w->journal), V_INT(w->seq));
	return r < 0 || w->voided_by[0] ? r : total_add(s, &moved, 1);
}

static int correct_one(struct sql *s, const struct entry *e, const json_t *item)
{
	struct fields b = { .json = item };
	int64_t seq = field_int(&b, "seq"), wall_us = field_int(&b, "at_us");
	char day[DAY_SIZE];
	struct weighing w;
	struct moment to;
	int r;

	field_text(&b, "day", day, sizeof(day));
	if (!json_is_object(item) || b.error || seq <= 0 || strlen(day) != DAY_SIZE - 1)
		return -EBADMSG;
	r = weighing_of_entry(s, e->journal, (uint64_t)seq, &w);
	if (r < 0)
		return r == -ENOENT ? -EBADMSG : r;
	to = w.at;
	to.wall_us = wall_us;
	to.quality = CLOCK_TRUSTED;
	memcpy(to.day, day, sizeof(day));
	return move(s, &w, &to);
}

static int apply(struct sql *s, const struct entry *e, struct fields *b)
{
	const json_t *items = json_object_get(b->json, "weighings"), *item;
	size_t i;

	if (!json_is_array(items))
		return -EBADMSG;
	json_array_foreach(items, i, item)
	{
		int r = correct_one(s, e, item);

		if (r < 0)
			return r;
	}
	return 0;
}

const struct kind clock_corrected_kind = { "clock-corrected", 1, .apply = apply };
