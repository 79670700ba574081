// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a closed period was when it was closed: the journal is replayed up to the heads of its close, so
 * that neither a void nor a clock put right nor another catalogue changes it. Its pack is made of that; what
 * its figures gained and lost since is the difference between its lines then and now.
 */
#include <stdlib.h>
#include <string.h>
#include "closed.h"
#include "evidence.h"
#include "evidence_files.h"
#include "replay.h"

struct frozen {
	struct sql *sql;
	struct close_head *heads;
	size_t count;
	bool refused;
};

static int add_head(void *data, const struct close_head *head)
{
	struct frozen *f = data;
	struct close_head *more = reallocarray(f->heads, f->count + 1, sizeof(*more));

	if (!more)
		return -ENOMEM;
	f->heads = more;
	f->heads[f->count++] = *head;
	return 0;
}

static bool was_there(const void *data, const struct entry *e)
{
	const struct frozen *f = data;

	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->heads[i].journal, e->journal) == 0)
			return e->seq <= f->heads[i].seq;
	return false;
}

static void note_refused(void *data, const struct entry *e)
{
	(void)e;
	((struct frozen *)data)->refused = true;
}

static void frozen_done(struct frozen *f)
{
	replay_close(f->sql);
	free(f->heads);
}

/* frozen_done() in either case. -EUCLEAN: its journal cannot be replayed. */
static int freeze(struct ledger *l, const struct period_close *close, struct frozen *f)
{
	const struct replay replay = { was_there, note_refused, f };
	int r = l->sql ? ledger_close_heads(l, close, add_head, f) : -EIO;

	if (r == 0)
		r = replay_open(l->path, &f->sql);
	if (r == 0)
		r = replay_entries(f->sql, &replay);
	return r == 0 && f->refused ? -EUCLEAN : r;
}

int ledger_evidence(
	struct ledger *l, const struct period_close *close, struct evidence *ret_evidence)
{
	struct frozen f = { .sql = NULL };
	struct evidence_reports reports = { .count = 0 };
	int r = freeze(l, close, &f);
	const struct evidence_of of = { close->period, close->first_day, close->last_day,
		close->figures_hash, f.heads, f.count, &reports };

	*ret_evidence = (struct evidence){ 0 };
	if (r == 0)
		r = evidence_reports_read(l->sql, close, &reports);
	if (r == 0)
		r = evidence_make(f.sql, &of, ret_evidence);
	evidence_reports_done(&reports);
	frozen_done(&f);
	return r;
}

static int take_close(void *data, const void *value)
{
	*(struct period_close *)data = *(const struct period_close *)value;
	return 0;
}

int ledger_close_of(struct ledger *l, const char *period, struct period_close *ret_close)
{
	const struct entries_query query = { .about = period, .limit = 1 };
	struct period_close close = { .seq = 0 };
	int r = period[0] ? ledger_entries(l, &close_kind, &query, take_close, &close) : 0;

	if (r < 0)
		return r;
	if (!close.seq)
		return -ENOENT;
	*ret_close = close;
	return 0;
}

/* ---- the difference ---- */

/* Behind what a line says, the day of the entry: of the weighing, and of what voided it. */
static const char lines[] =
	"SELECT " EVIDENCE_WEIGHING ", e.day AS written, w.partner AS partner" EVIDENCE_WEIGHINGS
	" ORDER BY w.journal, w.seq";
enum {
	LINE_ID = 3,
	LINE_SITE,
	LINE_DAY = 5,
	LINE_DIRECTION = 7,
	LINE_NET = 16,
	LINE_UNITS = 17,
	LINE_WRITTEN = 18
};
enum { LINE_CODES = 8 }; /* flow, category, origin, destination */

struct side {
	sqlite3_stmt *stmt;
	bool any;
};

static int step(struct side *s)
{
	int r = sql_step(s->stmt);

	s->any = r > 0;
	return r < 0 ? r : 0;
}

static const char *text(const struct side *s, int column)
{
	const char *t = (const char *)sqlite3_column_text(s->stmt, column);

	return t ? t : "";
}

/* Which comes first, by journal and entry; what has no more comes last. */
static int order(const struct side *a, const struct side *b)
{
	int by;

	if (!a->any || !b->any)
		return a->any ? -1 : 1;
	by = strcmp(text(a, 0), text(b, 0));
	if (by != 0)
		return by;
	by = sqlite3_column_int64(a->stmt, 1) < sqlite3_column_int64(b->stmt, 1);
	return by ? -1 : sqlite3_column_int64(a->stmt, 1) > sqlite3_column_int64(b->stmt, 1);
}

static bool same(const struct side *a, const struct side *b)
{
	for (int i = 0; i < sqlite3_column_count(a->stmt); i++)
		if (strcmp(text(a, i), text(b, i)) != 0)
			return false;
	return true;
}

/* The day of the entry that voided it; "" while it is valid. */
static int voided_on(struct ledger *l, const struct side *s, char ret_day[DAY_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT v.day FROM weighing w JOIN entry v ON v.journal = w.voided_journal"
		" AND v.seq = w.voided_seq WHERE w.journal = ? AND w.seq = ?",
		V_TEXT(text(s, 0)), V_INT(sqlite3_column_int64(s->stmt, 1)));

	ret_day[0] = '\0';
	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, ret_day, DAY_SIZE);
	return r < 0 ? r : 0;
}

struct difference {
	struct ledger *ledger;
	rectified_fn each;
	void *data;
};

/* moved: it counts before and after, as something else. */
static int tell(const struct difference *d, const struct side *s, bool gained, bool moved)
{
	struct rectified one = { .gained = gained };
	int r = 0;

	sql_text(s->stmt, LINE_ID, one.id, sizeof(one.id));
	sql_text(s->stmt, LINE_SITE, one.site, sizeof(one.site));
	sql_text(s->stmt, LINE_DAY, one.of_day, sizeof(one.of_day));
	sql_text(s->stmt, LINE_DIRECTION, one.direction, sizeof(one.direction));
	sql_text(s->stmt, LINE_CODES, one.flow, sizeof(one.flow));
	sql_text(s->stmt, LINE_CODES + 1, one.category, sizeof(one.category));
	sql_text(s->stmt, LINE_CODES + 2, one.origin, sizeof(one.origin));
	sql_text(s->stmt, LINE_CODES + 3, one.destination, sizeof(one.destination));
	one.net_mg = sqlite3_column_int64(s->stmt, LINE_NET);
	one.units = (uint32_t)sqlite3_column_int64(s->stmt, LINE_UNITS);
	if (!moved && gained)
		sql_text(s->stmt, LINE_WRITTEN, one.day, sizeof(one.day));
	else if (!moved)
		r = voided_on(d->ledger, s, one.day);
	return r < 0 ? r : d->each(d->data, &one);
}

static int both(const struct difference *d, struct side *then, struct side *now)
{
	int r = 0;

	if (!same(then, now)) {
		r = tell(d, then, false, true);
		if (r == 0)
			r = tell(d, now, true, true);
	}
	if (r == 0)
		r = step(then);
	return r < 0 ? r : step(now);
}

static int walk(const struct difference *d, struct side *then, struct side *now)
{
	int r = step(then);

	if (r == 0)
		r = step(now);
	while (r == 0 && (then->any || now->any)) {
		const int by = order(then, now);

		if (by == 0) {
			r = both(d, then, now);
			continue;
		}
		r = tell(d, by < 0 ? then : now, by > 0, false);
		if (r == 0)
			r = step(by < 0 ? then : now);
	}
	return r;
}

int ledger_rectified(
	struct ledger *l, const struct period_close *close, rectified_fn each, void *data)
{
	const struct difference d = { l, each, data };
	struct frozen f = { .sql = NULL };
	struct side then = { 0 }, now = { 0 };
	int r = freeze(l, close, &f);

	if (r == 0)
		r = sql_start(f.sql, &then.stmt, lines, V_TEXT(close->first_day),
			V_TEXT(close->last_day));
	if (r == 0)
		r = sql_start(l->sql, &now.stmt, lines, V_TEXT(close->first_day),
			V_TEXT(close->last_day));
	if (r == 0)
		r = walk(&d, &then, &now);
	cleanup_sql_reset(&then.stmt);
	cleanup_sql_reset(&now.stmt);
	if (r == 0)
		r = rectified_maps(l, f.sql, close, each, data);
	frozen_done(&f);
	return r;
}
