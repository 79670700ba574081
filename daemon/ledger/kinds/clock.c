// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * clock-corrected: the clock became trusted, and this is the right time and day of each
 * weighing of this boot that was written while it was not. The days are in the entry: a
 * rebuild asks no zone file. Order never changes, only days and times.
 */
#include <string.h>
#include "../write.h"
#include "clock.h"
#include "day.h"

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

/* ---- writing one ---- */

/* The right time of a moment of this boot: the boot clock never jumped, the wall clock did. */
static json_t *corrected(sqlite3_stmt *stmt, const struct moment *now)
{
	int64_t age_us = (int64_t)now->boot_us - sqlite3_column_int64(stmt, 1);
	int64_t wall_us = now->wall_us - age_us;
	char day[DAY_SIZE];

	clock_day(wall_us, day);
	return json_pack("{s:I, s:I, s:s}", "seq", (json_int_t)sqlite3_column_int64(stmt, 0),
		"at_us", (json_int_t)wall_us, "day", day);
}

static int collect_doubtful(struct ledger *l, const struct moment *now, json_t *array)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT seq, boot_us FROM weighing WHERE journal = ? AND boot_id = ?"
		" AND clock = 'doubtful' ORDER BY row",
		V_TEXT(l->journal), V_TEXT(now->boot_id));

	while (r >= 0 && (r = sql_step(stmt)) > 0)
		if (json_array_append_new(array, corrected(stmt, now)))
			return -ENOMEM;
	return r;
}

/* What was doubtful in the boot of right, a moment of it whose time is known. */
static int correct(struct ledger *l, const struct record_entry *as, const struct moment *right,
	int64_t offset_us, struct entry *ret_entry, struct ledger_result *res)
{
	_cleanup_json_ json_t *body = json_object();
	json_t *array = json_array();
	int r;

	if (field_put_text(body, "boot_id", right->boot_id) ||
		field_put_int(body, "offset_us", offset_us) ||
		json_object_set_new(body, "weighings", array) ||
		entry_put_request(body, as->key, as->digest))
		return -ENOMEM;
	r = collect_doubtful(l, right, array);
	if (r == 0 && json_array_size(array) == 0)
		res->answer = LEDGER_NOT_FOUND;
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return entry_append(l->sql, as->journal, as->kind, as->now, body, ret_entry);
}

/* Noon in Greenwich is the same day wherever people live. */
static int noon(const char *day, int64_t *ret_wall_us)
{
	int64_t number;
	int r = day_number(day, &number);

	*ret_wall_us = r < 0 ? 0 : (number * 24 + 12) * INT64_C(3600000000);
	return r;
}

static int refuse_day(struct ledger_result *res, const char *day)
{
	ledger_refuse(res, "bad_day", NULL);
	sentence_param(&res->why, "day", day);
	return 0;
}

static int give_day(struct ledger *l, const struct record_entry *as,
	const struct clock_correction *c, struct entry *ret_entry, struct ledger_result *res)
{
	struct moment right;
	struct weighing w;
	int r = ledger_target(l, c->id, &w, res);

	if (r == 0 && res->answer == LEDGER_WRITTEN && w.at.quality == CLOCK_TRUSTED)
		res->answer = LEDGER_ALREADY;
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	right = w.at;
	if (!day_exists(c->day) || noon(c->day, &right.wall_us) < 0 ||
		strcmp(c->day, as->now->day) > 0)
		return refuse_day(res, c->day);
	return correct(l, as, &right, right.wall_us - w.at.wall_us, ret_entry, res);
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	const struct clock_correction *c = value;

	return c->id[0] ? give_day(l, as, c, ret_entry, res)
			: correct(l, as, as->now, c->offset_us, ret_entry, res);
}

/* The weighing that was asked about. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	const struct clock_correction *c = asked;

	(void)seq;
	return c && c->id[0] ? weighing_find(l->sql, l->journal, c->id, &res->weighing) : 0;
}

const struct kind clock_corrected_kind = {
	"clock-corrected",
	1,
	.apply = apply,
	.size = sizeof(struct clock_correction),
	.append = append,
	.answer = answer,
};
