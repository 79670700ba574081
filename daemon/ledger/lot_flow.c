// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What goes into lots and out of them, in milligrams, and the rescued part of it. A lot that was made has
 * nothing but these; of a received one only what went into others is here, the rest are its weighings.
 */
#include <string.h>
#include "made.h"

int lot_flow_add(struct sql *s, const struct lot_flow *f)
{
	return sql_run(s,
		"INSERT INTO lot_flow (journal, seq, item, kind, lot, mass_mg, rescued_mg)"
		" SELECT ?1, ?2, (SELECT count(*) FROM lot_flow WHERE journal = ?1 AND seq = ?2),"
		" ?3, ?4, ?5, ?6",
		V_TEXT(f->journal), V_INT(f->seq), V_TEXT(f->kind), V_TEXT(f->lot),
		V_INT(f->mass_mg), V_INT(f->rescued_mg));
}

int lot_flow_drop(struct sql *s, const char *journal, uint64_t seq)
{
	return sql_run(s, "DELETE FROM lot_flow WHERE journal = ? AND seq = ?", V_TEXT(journal),
		V_INT(seq));
}

/* Of a statement that sums up, which has one row; r: whether it could be begun. */
static int two_sums(sqlite3_stmt *stmt, int r, int64_t *ret_mg, int64_t *ret_rescued_mg)
{
	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	*ret_mg = sqlite3_column_int64(stmt, 0);
	*ret_rescued_mg = sqlite3_column_int64(stmt, 1);
	return 0;
}

int lot_flow_left(struct sql *s, const char *lot, int64_t *ret_mg, int64_t *ret_rescued_mg)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(s, &stmt,
		"SELECT ifnull(sum(mass_mg), 0), ifnull(sum(rescued_mg), 0) FROM lot_flow"
		" WHERE lot = ?",
		V_TEXT(lot));

	return two_sums(stmt, r, ret_mg, ret_rescued_mg);
}

/* What was handed on of that lot, net of what came back, and the rescued part of it. */
static int handed_on(struct sql *s, const char *lot, int64_t *ret_mg, int64_t *ret_rescued_mg)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(s, &stmt,
		"SELECT -ifnull(sum(f.mass_mg), 0), -ifnull(sum(f.rescued_mg), 0) FROM lot_flow f"
		" JOIN weighing w ON w.journal = f.journal AND w.seq = f.seq WHERE f.lot = ? AND"
		" f.kind = 'out' AND " LEDGER_FLOW("w") " IN ('reuse', 'transfer', 'neutral_in')",
		V_TEXT(lot));

	return two_sums(stmt, r, ret_mg, ret_rescued_mg);
}

/*
 * What comes back takes with it what went out with it: its share of what was rescued when it was packed, never more
 * than went out, and the last of it all that did.
 */
static int came_back(struct sql *s, const struct weighing *w, struct lot_flow *f)
{
	struct lot_packed packed;
	int64_t out_mg = 0, rescued_mg = 0, share_mg;
	int r = made_packed(s, w->lot, &packed);

	f->mass_mg = w->net_mg;
	if (r <= 0)
		return r;
	r = handed_on(s, w->lot, &out_mg, &rescued_mg);
	share_mg = lot_share_mg(w->net_mg, packed.outputs_mg, packed.rescued_mg);
	f->rescued_mg = w->net_mg >= out_mg || share_mg > rescued_mg ? rescued_mg : share_mg;
	if (f->rescued_mg < 0)
		f->rescued_mg = 0;
	return r;
}

/* Before a lot is packed nobody knows what of its losses was rescued: the end of the packing does. */
int lot_flow_weighing(struct sql *s, const struct weighing *w)
{
	struct lot_flow f = { w->journal, w->seq, "out", w->lot, -w->net_mg, 0 };
	int64_t left_mg, rescued_mg, packed = 0;
	int r = !w->lot[0]
			? 0
			: sql_int(s, &packed,
				  "SELECT EXISTS (SELECT 1 FROM lot_flow f WHERE f.lot = r.id AND"
				  " f.kind = 'evaporated') FROM lot r WHERE"
				  " replace(r.id, '-', '') = replace(?, '-', '') LIMIT 1",
				  V_TEXT(w->lot));

	if (r <= 0)
		return r;
	if (w->direction == DIRECTION_IN)
		r = came_back(s, w, &f);
	else
		r = packed ? lot_flow_left(s, w->lot, &left_mg, &rescued_mg) : 0;
	if (r == 0 && packed && f.mass_mg < 0)
		f.rescued_mg = -lot_share_mg(w->net_mg, left_mg, rescued_mg);
	return r < 0 ? r : lot_flow_add(s, &f);
}
