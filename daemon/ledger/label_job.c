// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The label outbox. A job is written with its weighing, done when the printer says so; of a
 * job that was under way when the power went nobody knows, so it is offered, never repeated.
 */
#include <string.h>
#include "ledger_private.h"
#include "item.h"
#include "lot.h"

static const char *const state_names[] = {
	[LABEL_WAITING] = "waiting",
	[LABEL_SENDING] = "sending",
	[LABEL_DONE] = "done",
	[LABEL_UNKNOWN] = "unknown",
	[LABEL_DROPPED] = "dropped",
};

static void job_from_row(sqlite3_stmt *stmt, enum label_state state, struct label_job *ret_job)
{
	ret_job->number = sqlite3_column_int64(stmt, 0);
	ret_job->state = state;
	sql_text(stmt, 1, ret_job->id, sizeof(ret_job->id));
	ret_job->copy = sqlite3_column_int(stmt, 2);
}

int label_job_add(struct ledger *l, const char *id, const struct moment *now)
{
	return sql_run(l->sql,
		"INSERT INTO label_job (journal, id, state, copy, wall_us)"
		" VALUES (?, ?, 'waiting', 0, ?)",
		V_TEXT(l->journal), V_TEXT(id), V_INT(now->wall_us));
}

int ledger_label_next(
	struct ledger *l, const struct moment *now, uint64_t wait_us, struct label_job *ret_job)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = !l->sql ? -EIO
			: sql_start(l->sql, &stmt,
				  "SELECT number, id, copy FROM label_job WHERE state = 'waiting'"
				  " AND abs(? - wall_us) <= ? ORDER BY number LIMIT 1",
				  V_INT(now->wall_us), V_INT(wait_us));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	job_from_row(stmt, LABEL_WAITING, ret_job);
	return 0;
}

int ledger_label_set(struct ledger *l, int64_t number, enum label_state state)
{
	int r = !l->sql ? -EIO
			: sql_run(l->sql, "UPDATE label_job SET state = ? WHERE number = ?",
				  V_TEXT(state_names[state]), V_INT(number));

	return r < 0 ? r : sqlite3_changes(l->sql->db) ? 0 : -ENOENT;
}

/* Of a weighing, a pack or an item: whose label it is, as its number stands. */
struct owner {
	char id[PRIVATE_KEY_SIZE], journal[JOURNAL_SIZE];
};

static int find_owner(struct ledger *l, const char *id, struct owner *ret)
{
	struct weighing w;
	struct pack p;
	int r = ledger_weighing(l, id, &w);

	if (r == 0) {
		memcpy(ret->id, w.id, sizeof(ret->id));
		memcpy(ret->journal, w.journal, sizeof(ret->journal));
	}
	if (r != -ENOENT)
		return r;
	r = ledger_pack(l, id, &p);
	if (r == 0) {
		memcpy(ret->id, p.id, sizeof(ret->id));
		memcpy(ret->journal, p.journal, sizeof(ret->journal));
	}
	return r == -ENOENT ? ledger_item_key(l, id, ret->id, ret->journal) : r;
}

static int drop(struct ledger *l, const struct owner *w, bool unknown)
{
	return sql_run(l->sql,
		"UPDATE label_job SET state = 'dropped' WHERE id = ? AND journal = ?"
		" AND (state = 'waiting' OR (state = 'unknown' AND ?))",
		V_TEXT(w->id), V_TEXT(w->journal), V_INT(unknown));
}

/* A copy is marked as one if an earlier label of this weighing exists, or may exist. */
int ledger_label_again(struct ledger *l, char id[PRIVATE_KEY_SIZE], const struct moment *now)
{
	struct owner w;
	int r = find_owner(l, id, &w);

	if (r == 0)
		r = drop(l, &w, false);
	if (r < 0)
		return r;
	memcpy(id, w.id, PRIVATE_KEY_SIZE); /* as printed, with its hyphens */
	return sql_run(l->sql,
		"INSERT INTO label_job (journal, id, state, copy, wall_us) SELECT ?1, ?2, "
		"'waiting',"
		" EXISTS (SELECT 1 FROM label_job WHERE id = ?2 AND journal = ?1"
		" AND state IN ('sending', 'done', 'unknown')), ?3",
		V_TEXT(w.journal), V_TEXT(w.id), V_INT(now->wall_us));
}

int ledger_label_drop(struct ledger *l, const char *id)
{
	struct owner w;
	int r = find_owner(l, id, &w);

	if (r == 0)
		r = drop(l, &w, true);
	return r < 0 ? r : sqlite3_changes(l->sql->db) ? 0 : -ENOENT;
}

int ledger_label_offered(struct ledger *l, const struct moment *now, uint64_t wait_us,
	struct label_job *ret_jobs, size_t size)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	size_t n = 0;
	int r = !l->sql ? -EIO
			: sql_start(l->sql, &stmt,
				  "SELECT number, id, copy, state = 'unknown' FROM label_job"
				  " WHERE state = 'unknown'"
				  " OR (state = 'waiting' AND abs(? - wall_us) > ?)"
				  " ORDER BY number DESC LIMIT ?",
				  V_INT(now->wall_us), V_INT(wait_us), V_INT(size));

	while (r >= 0 && (r = sql_step(stmt)) > 0 && n < size)
		job_from_row(stmt, sqlite3_column_int(stmt, 3) ? LABEL_UNKNOWN : LABEL_WAITING,
			&ret_jobs[n++]);
	return r < 0 ? r : (int)n;
}
