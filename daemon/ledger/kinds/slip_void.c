// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * slip-void: a slip was a mistake, and all its weighings with it. Each of them is voided by an entry of
 * its own before this one, in its transaction, so that every sum reads as if each had been voided by hand.
 */
#include <string.h>
#include "../closed.h"
#include "../delivery.h"
#include "../items.h"
#include "../lots.h"
#include "../write.h"
#include "slip.h"

static const struct record_field fields[] = {
	STAMPED(slip_void),
	TEXT(slip_void, id),
	TEXT(slip_void, reason),
	TEXT(slip_void, note, .rules = RECORD_ERASABLE),
};
static const struct record slip_void_record =
	RECORD_OF(slip_void, fields, .table = "slip_void", .about = "id");

static int names_a_slip(const void *value)
{
	return ((const struct slip_void *)value)->id[0] ? 0 : -EBADMSG;
}

/* For who keeps them in mind: what lies on a plate is among the newest. */
static int list_weighings(struct ledger *l, const char *slip, struct ledger_voided *ret_voided)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT id FROM weighing WHERE slip = ? AND slip <> '' AND voided_seq IS NULL"
		" ORDER BY row DESC LIMIT ?",
		V_TEXT(slip), V_INT(ARRAY_SIZE(ret_voided->id)));

	ret_voided->count = 0;
	while (r >= 0 && (r = sql_step(stmt)) > 0)
		sql_text(stmt, 0, ret_voided->id[ret_voided->count++], PRIVATE_KEY_SIZE);
	return r;
}

/* A closed one may be void too; a void one is. */
static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct slip_void *v = value;
	struct slip s;
	int r = ledger_slip_target(l, v->id, &s, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	if (s.state == SLIP_VOID)
		return ledger_conflict(res, "slip_void", s.id);
	memcpy(v->id, s.id, sizeof(v->id));
	r = closed_guard_slip(l, job, s.id, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_slip_stands(l, s.id, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = delivery_stands(l, s.id, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = items_stand(l, s.id, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return job->voided ? list_weighings(l, s.id, job->voided) : 0;
}

/* The newest valid one before that row. 1; 0: none; -errno. */
static int next_weighing(struct ledger *l, const char *slip, struct weighing_entry *w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = record_select(l->sql, &weighing_record,
		"WHERE r.slip = ? AND r.slip <> '' AND r.voided_seq IS NULL AND r.row < ?"
		" ORDER BY r.row DESC LIMIT 1",
		SQL_VALUES(V_TEXT(slip), V_INT(w->row)), &stmt);

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	r = record_from_row(&weighing_record, stmt, w);
	return r < 0 ? r : 1;
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	const struct slip_void *v = value;
	struct weighing_entry w = { .row = INT64_MAX };
	int r;

	(void)res;
	while ((r = next_weighing(l, v->id, &w)) > 0) {
		r = item_undo(l, as->now, w.weighing.id);
		if (r == 0)
			r = void_append(l, as->now, &w.weighing, v->reason);
		if (r < 0)
			return r;
	}
	if (r == 0)
		r = delivery_undo(l, as->now, v->id);
	return r < 0 ? r : record_append(l->sql, as, &slip_void_record, v, ret_entry);
}

const struct kind slip_void_kind = {
	"slip-void",
	1,
	.record = &slip_void_record,
	.check = names_a_slip,
	.fill = fill,
	.append = append,
};
