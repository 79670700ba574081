// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * clock-corrected: the clock became trusted, and this is the right time and day of each weighing and
 * slip of this boot that was written while it was not, and of what was said of a slip. The days are in
 * the entry: a rebuild asks no zone file. Order never changes, only days and times.
 */
#include <string.h>
#include "../closed.h"
#include "../lots.h"
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

static int correct_weighing(struct sql *s, const struct entry *e, uint64_t seq, struct moment *to)
{
	const struct moment right = *to;
	struct weighing w;
	int r = weighing_of_entry(s, e->journal, seq, &w);

	if (r < 0)
		return r == -ENOENT ? -EBADMSG : r;
	*to = w.at;
	to->wall_us = right.wall_us;
	to->quality = CLOCK_TRUSTED;
	memcpy(to->day, right.day, sizeof(to->day));
	return move(s, &w, to);
}

static int correct_slip(struct sql *s, const struct entry *e, uint64_t seq, struct moment *to)
{
	int64_t row;
	int r = sql_int(s, &row,
		"SELECT p.row FROM slip p JOIN entry e ON e.row = p.row"
		" WHERE e.journal = ? AND e.seq = ?",
		V_TEXT(e->journal), V_INT(seq));

	if (r <= 0)
		return r < 0 ? r : -EBADMSG;
	return sql_run(s, "UPDATE slip SET wall_us = ?, day = ? WHERE row = ?", V_INT(to->wall_us),
		V_TEXT(to->day), V_INT(row));
}

/* Its close, a refusal, its void. */
static int correct_of_slip(struct sql *s, const struct entry *e, uint64_t seq, struct moment *to)
{
	static const char *const updates[] = {
		"UPDATE slip_closed SET wall_us = ?, day = ? WHERE journal = ? AND seq = ?",
		"UPDATE slip_refused SET wall_us = ?, day = ? WHERE journal = ? AND seq = ?",
		"UPDATE slip_void SET wall_us = ?, day = ? WHERE journal = ? AND seq = ?",
	};
	int r = 0, changed = 0;

	for (size_t i = 0; i < ARRAY_SIZE(updates) && r == 0; i++) {
		r = sql_run(s, updates[i], V_INT(to->wall_us), V_TEXT(to->day), V_TEXT(e->journal),
			V_INT(seq));
		changed += r == 0 ? sqlite3_changes(s->db) : 0;
	}
	return r < 0 ? r : changed == 1 ? 0 : -EBADMSG;
}

/* A slip says nothing of its clock: its entry does; once moved it differs from what that says. */
static const char doubtful_weighings[] =
	"SELECT seq, boot_us FROM weighing WHERE journal = ? AND boot_id = ?"
	" AND clock = 'doubtful' ORDER BY row";
static const char doubtful_slips[] =
	"SELECT p.seq, e.boot_us FROM slip p JOIN entry e ON e.row = p.row WHERE p.journal = ?"
	" AND e.boot_id = ? AND e.clock = 'doubtful'"
	" AND p.wall_us = json_extract(CAST(e.body AS TEXT), '$.at_us') ORDER BY p.row";
static const char doubtful_of_slips[] =
	"SELECT c.seq, e.boot_us FROM (SELECT journal, seq, wall_us FROM slip_closed UNION ALL"
	" SELECT journal, seq, wall_us FROM slip_refused UNION ALL"
	" SELECT journal, seq, wall_us FROM slip_void) c"
	" JOIN entry e ON e.journal = c.journal AND e.seq = c.seq WHERE c.journal = ?"
	" AND e.boot_id = ? AND e.clock = 'doubtful' AND c.wall_us = e.wall_us ORDER BY c.seq";

/* What is put right: the first is in every entry, the others where there are any. */
static const struct corrected {
	const char *name, *doubtful;
	int (*correct)(struct sql *s, const struct entry *e, uint64_t seq, struct moment *to);
} all[] = {
	{ "weighings", doubtful_weighings, correct_weighing },
	{ "slips", doubtful_slips, correct_slip },
	{ "of_slips", doubtful_of_slips, correct_of_slip },
};

/* Of an entry whose journal is that of what it corrects: the one it says, or its own. */
static int correct_one(
	struct sql *s, const struct entry *e, const struct corrected *of, const json_t *item)
{
	struct fields b = { .json = item };
	int64_t seq = field_int(&b, "seq");
	struct moment to = { .wall_us = field_int(&b, "at_us") };

	field_text(&b, "day", to.day, sizeof(to.day));
	if (!json_is_object(item) || b.error || seq <= 0 || strlen(to.day) != DAY_SIZE - 1)
		return -EBADMSG;
	return of->correct(s, e, (uint64_t)seq, &to);
}

/* Those from before slips were corrected name none. */
static int apply(struct sql *s, const struct entry *e, struct fields *b)
{
	struct entry of = *e;
	int r = 0;

	if (field_has(b, "journal"))
		field_text(b, "journal", of.journal, sizeof(of.journal));
	if (b->error)
		return -EBADMSG;
	for (size_t i = 0; i < ARRAY_SIZE(all) && r == 0; i++) {
		const json_t *list = json_object_get(b->json, all[i].name), *item;
		size_t n;

		if (list ? !json_is_array(list) : i == 0)
			return -EBADMSG;
		json_array_foreach(list, n, item) if (r == 0) r =
			correct_one(s, &of, &all[i], item);
	}
	return r;
}

/* ---- writing one ---- */

/* The right time of a moment of this boot: the boot clock never jumped, the wall clock did. */
static int64_t right_us(const struct moment *now, int64_t boot_us, char ret_day[DAY_SIZE])
{
	const int64_t wall_us = now->wall_us - ((int64_t)now->boot_us - boot_us);

	clock_day(wall_us, ret_day);
	return wall_us;
}

static json_t *corrected(sqlite3_stmt *stmt, const struct moment *now)
{
	char day[DAY_SIZE];
	const int64_t wall_us = right_us(now, sqlite3_column_int64(stmt, 1), day);

	return json_pack("{s:I, s:I, s:s}", "seq", (json_int_t)sqlite3_column_int64(stmt, 0),
		"at_us", (json_int_t)wall_us, "day", day);
}

/* What was doubtful: of that journal, in the boot of right, a moment of it whose time is known. */
struct doubted {
	char journal[JOURNAL_SIZE];
	struct moment right;
	int64_t offset_us;
};

static int collect_doubtful(
	struct ledger *l, const struct doubted *what, const char *sql, json_t *array)
{
	const struct moment *now = &what->right;
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, sql, V_TEXT(what->journal), V_TEXT(now->boot_id));

	while (r >= 0 && (r = sql_step(stmt)) > 0)
		if (json_array_append_new(array, corrected(stmt, now)))
			return -ENOMEM;
	return r;
}

/* All of it, as the body says it, and how much that is. */
static int collect_all(
	struct ledger *l, const struct doubted *what, json_t *body, size_t *ret_count)
{
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(all) && r == 0; i++) {
		_cleanup_json_ json_t *list = json_array();

		r = list ? collect_doubtful(l, what, all[i].doubtful, list) : -ENOMEM;
		*ret_count += json_array_size(list);
		if (r == 0 && (i == 0 || json_array_size(list)) &&
			json_object_set(body, all[i].name, list))
			r = -ENOMEM;
	}
	return r;
}

static int correct(struct ledger *l, const struct record_entry *as, const struct doubted *what,
	struct entry *ret_entry, struct ledger_result *res)
{
	_cleanup_json_ json_t *body = json_object();
	size_t count = 0;
	int r;

	if (field_put_text(body, "boot_id", what->right.boot_id) ||
		field_put_int(body, "offset_us", what->offset_us) ||
		(strcmp(what->journal, as->journal) != 0 &&
			field_put_text(body, "journal", what->journal)))
		return -ENOMEM;
	r = collect_all(l, what, body, &count);
	if (r == 0 && entry_put_request(body, as->key, as->digest))
		r = -ENOMEM;
	if (r == 0 && count == 0)
		res->answer = LEDGER_NOT_FOUND;
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return entry_append(l->sql, as->journal, as->kind, as->now, body, ret_entry);
}

/* Each that moved is of a lot that is there on its day. */
static int lots_stand(struct ledger *l, const struct entry *e, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct weighing w;
	int r = weighing_select(l->sql, &stmt,
		"WHERE r.journal = ifnull((SELECT json_extract(CAST(body AS TEXT), '$.journal') "
		"FROM"
		" entry WHERE journal = ?1 AND seq = ?2), ?1) AND r.seq IN (SELECT"
		" json_extract(m.value, '$.seq') FROM entry e, json_each(CAST(e.body AS TEXT),"
		" '$.weighings') m WHERE e.journal = ?1 AND e.seq = ?2) AND r.lot <> ''"
		" AND r.voided_seq IS NULL",
		V_TEXT(e->journal), V_INT(e->seq));

	while (r >= 0 && res->answer == LEDGER_WRITTEN && (r = weighing_step(stmt, &w)) > 0)
		r = lot_day_stands(l, &w, res);
	return r < 0 ? r : 0;
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
	ledger_refuse_field(res, "bad_day", NULL, "day");
	sentence_param(&res->why, "day", day);
	return 0;
}

/* When it was, as a person says. false: there is no such day. */
static bool day_given(
	const struct clock_correction *c, const struct weighing *w, struct moment *ret_right)
{
	*ret_right = w->at;
	return day_exists(c->day) && noon(c->day, &ret_right->wall_us) == 0;
}

static int give_day(struct ledger *l, const struct record_entry *as,
	const struct clock_correction *c, struct entry *ret_entry, struct ledger_result *res)
{
	struct doubted what;
	struct weighing w;
	int r = ledger_target(l, c->id, &w, res);

	if (r == 0 && res->answer == LEDGER_WRITTEN && w.at.quality == CLOCK_TRUSTED)
		res->answer = LEDGER_ALREADY;
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	what = (struct doubted){ .offset_us = 0 };
	memcpy(what.journal, w.journal, sizeof(what.journal));
	if (!day_given(c, &w, &what.right) || strcmp(c->day, as->now->day) > 0)
		return refuse_day(res, c->day);
	what.offset_us = what.right.wall_us - w.at.wall_us;
	r = correct(l, as, &what, ret_entry, res);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : lots_stand(l, ret_entry, res);
}

static int guard_move(struct ledger *l, const struct ledger_job *job, const char *from,
	const char *to, struct ledger_result *res)
{
	int r = closed_guard(l, job, from, res);

	return r < 0 || res->answer != LEDGER_WRITTEN ? r : closed_guard(l, job, to, res);
}

/* All that was doubtful in that boot moves along: none of it leaves or enters a closed period. */
static int guard_others(struct ledger *l, const struct ledger_job *job, const struct doubted *what,
	struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char from[DAY_SIZE], to[DAY_SIZE];
	int r = sql_start(l->sql, &stmt,
		"SELECT day, boot_us FROM weighing WHERE journal = ? AND boot_id = ?"
		" AND clock = 'doubtful' AND voided_seq IS NULL ORDER BY row",
		V_TEXT(what->journal), V_TEXT(what->right.boot_id));

	while (r >= 0 && res->answer == LEDGER_WRITTEN && (r = sql_step(stmt)) > 0) {
		sql_text(stmt, 0, from, sizeof(from));
		(void)right_us(&what->right, sqlite3_column_int64(stmt, 1), to);
		if (strcmp(from, to) != 0)
			r = guard_move(l, job, from, to, res);
	}
	return r < 0 ? r : 0;
}

/* Said by a person; what a clock says by itself is never refused. */
static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	const struct clock_correction *c = value;
	struct doubted what = { .offset_us = 0 };
	struct weighing w;
	int r = c->id[0] ? weighing_find(l->sql, l->journal, c->id, &w) : -ENOENT;

	if (r == 0)
		r = guard_move(l, job, w.at.day, c->day, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN && w.at.quality == CLOCK_DOUBTFUL &&
		day_given(c, &w, &what.right)) {
		memcpy(what.journal, w.journal, sizeof(what.journal));
		r = guard_others(l, job, &what, res);
	}
	return r == -ENOENT ? 0 : r;
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	const struct clock_correction *c = value;
	struct doubted what = { .right = *as->now, .offset_us = c->offset_us };

	memcpy(what.journal, as->journal, strnlen(as->journal, sizeof(what.journal) - 1));
	return c->id[0] ? give_day(l, as, c, ret_entry, res)
			: correct(l, as, &what, ret_entry, res);
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
	.fill = fill,
	.append = append,
	.answer = answer,
};
