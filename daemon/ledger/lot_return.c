// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a recipient brings back goes back into the lot that it was part of, and is counted as what was handed on
 * no more. It is never more than was handed on in bulk: a pack comes back by its own number (pack_move.c). It
 * lies with its lot then: what a recall holds stays held.
 */
#include <string.h>
#include "lots.h"
#include "made.h"
#include "mass.h"
#include "recall.h"
#include "write.h"

int lot_is_return(struct ledger *l, const struct weighing *w)
{
	int64_t counts = 1;
	int r = w->direction != DIRECTION_IN
			? 0
			: sql_int(l->sql, &counts,
				  "SELECT counts_as_intake FROM catalogue WHERE journal = ?1 AND "
				  "kind"
				  " = 'origin' AND code = ?2 AND valid_from <= ?3"
				  " ORDER BY valid_from DESC LIMIT 1",
				  V_TEXT(l->journal), V_TEXT(w->origin), V_TEXT(w->at.day));

	return r < 0 ? r : !counts;
}

/* What recipients have of a lot in bulk; "": whoever took it was not named. */
struct out {
	int64_t all_mg, partner_mg; /* of them all; of the one that was asked about */
	int64_t recipients;         /* who have some of it still */
	char only[CODE_SIZE];       /* if there is one */
	char names[128];            /* of those that have a name, with commas */
	char first_day
		[DAY_SIZE]; /* when the one that was asked about got any, and brought any back; "" */
	char first_back[DAY_SIZE];
};

static int find_out(struct ledger *l, const char *lot, const char *partner, struct out *ret)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT ifnull(sum(mg), 0), ifnull(sum(iif(partner = ?2, mg, 0)), 0),"
		" count(iif(mg > 0, 1, NULL)), ifnull(max(iif(mg > 0, partner, NULL)), ''),"
		" ifnull(group_concat(iif(mg > 0, nullif(partner, ''), NULL), ', '), ''),"
		" ifnull(max(iif(partner = ?2, first, NULL)), ''),"
		" ifnull(max(iif(partner = ?2, back, NULL)), '') FROM (SELECT partner, sum(mg) AS"
		" mg, min(iif(mg > 0, day, NULL)) AS first, min(iif(mg < 0, day, NULL)) AS back"
		" FROM (SELECT w.partner, w.day, " LOT_HANDED_ON_SQL(
			"w") " AS mg FROM weighing w WHERE " LOT_BULK_SQL("w",
			"?1") ") GROUP BY partner)",
		V_TEXT(lot), V_TEXT(partner));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	ret->all_mg = sqlite3_column_int64(stmt, 0);
	ret->partner_mg = sqlite3_column_int64(stmt, 1);
	ret->recipients = sqlite3_column_int64(stmt, 2);
	sql_text(stmt, 3, ret->only, sizeof(ret->only));
	sql_text(stmt, 4, ret->names, sizeof(ret->names));
	sql_text(stmt, 5, ret->first_day, sizeof(ret->first_day));
	sql_text(stmt, 6, ret->first_back, sizeof(ret->first_back));
	return 0;
}

/*
 * w's partner has so much of it, others have the rest: he is asked for, or is the reason. What came back of nobody
 * before stays so. lang: lot_less_delivered return_partner return_whose return_before
 */
static int check_back(const struct weighing *w, const struct weighing *was, const struct out *out,
	struct ledger_result *res)
{
	const bool same = was && strcmp(w->partner, was->partner) == 0;
	const int64_t still_mg = was && !was->voided_by[0] ? was->net_mg : 0;
	const int64_t all_mg = out->all_mg + still_mg;
	const bool whose = w->partner[0] || (out->recipients > 1 && !same);
	int64_t most_mg = out->partner_mg + (same ? still_mg : 0);

	if (!w->partner[0] && whose && w->net_mg <= all_mg) {
		(void)ledger_conflict(res, "return_whose", w->lot);
		sentence_param(&res->why, "names", out->names);
		return 0;
	}
	most_mg = whose && w->partner[0] && most_mg < all_mg ? most_mg : all_mg;
	if (w->net_mg > most_mg) {
		(void)ledger_conflict(
			res, w->net_mg > all_mg ? "lot_less_delivered" : "return_partner", w->lot);
		sentence_param_kg(&res->why, "kg", most_mg > 0 ? most_mg : 0);
		if (w->net_mg <= all_mg)
			sentence_param(&res->why, "partner", w->partner);
	} else if (w->at.quality == CLOCK_TRUSTED && strcmp(w->at.day, out->first_day) < 0) {
		(void)ledger_conflict(res, "return_before", w->lot);
		sentence_param(&res->why, "day", out->first_day);
	}
	return 0;
}

/* Of either sort: what it is called, and of which category. 0; -ENOENT. */
static int find_lot(struct ledger *l, const char *said, char ret_lot[PRIVATE_KEY_SIZE],
	char ret_category[CODE_SIZE], bool *ret_void)
{
	struct food_received received;
	struct lot_made made;
	int r = ledger_lot_of(l, said, ret_lot);

	if (r == 0)
		r = lot_find(l->sql, ret_lot, &received);
	if (r == 0) {
		memcpy(ret_category, received.category, CODE_SIZE);
		*ret_void = received.state == LOT_VOID;
	}
	if (r != -ENOENT || !ret_lot[0])
		return r;
	r = made_find(l->sql, ret_lot, &made);
	if (r == 0) {
		memcpy(ret_category, made.category, CODE_SIZE);
		*ret_void = made.state == MADE_VOID;
	}
	return r;
}

int lot_comes_back(
	struct ledger *l, struct weighing *w, const struct weighing *was, struct ledger_result *res)
{
	char lot[PRIVATE_KEY_SIZE] = "", category[CODE_SIZE] = "";
	struct out out;
	bool is_void = false;
	int r = find_lot(l, w->lot, lot, category, &is_void);

	if (r == -ENOENT)
		return lot_unknown(l, w->lot, res);
	if (r < 0)
		return r;
	memcpy(w->lot, lot, sizeof(lot));
	if (is_void)
		return ledger_conflict(res, "lot_void", lot);
	if (strcmp(category, w->category) != 0)
		return ledger_refuse_field(res, "lot_differs", category, "category");
	r = find_out(l, lot, w->partner, &out);
	if (r == 0 && !w->partner[0] && out.recipients == 1 && out.only[0]) {
		memcpy(w->partner, out.only, sizeof(w->partner));
		r = find_out(l, lot, w->partner, &out);
	}
	return r < 0 ? r : check_back(w, was, &out, res);
}

/* Since which day that lot is there; "": no clock knows. */
static int day_of_lot(struct ledger *l, const char *lot, char ret_day[DAY_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT iif(EXISTS (SELECT 1 FROM weighing w WHERE w.lot = r.lot AND w.lot <> '' "
		"AND"
		" w.direction = 'in' AND w.voided_seq IS NULL AND w.clock = 'doubtful' AND"
		" " LEDGER_FLOW("w") " = 'in'), '', " LEDGER_RECEIVED("r",
			"day") ") FROM food_received r WHERE replace(r.lot, '-', '') = "
			       "replace(?1, '-', '') UNION ALL SELECT iif(e.clock = 'doubtful' AND"
			       " e.wall_us = m.wall_us, '', m.day) FROM lot m JOIN entry e ON e.row"
			       " = m.row WHERE replace(m.id, '-', '') = replace(?1, '-', '') LIMIT "
			       "1",
		V_TEXT(lot));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, ret_day, DAY_SIZE);
	return r < 0 ? r : 0;
}

int lot_was_there(struct ledger *l, const struct weighing *w, struct ledger_result *res)
{
	char since[DAY_SIZE] = "";
	int r = w->at.quality == CLOCK_TRUSTED ? day_of_lot(l, w->lot, since) : 0;

	return r < 0 ? r : lot_is_there(w->lot, since, w->at.day, res);
}

static int goes_or_comes(struct ledger *l, struct weighing *w, const struct weighing *was, int back,
	struct ledger_result *res)
{
	int before;

	if (w->direction == DIRECTION_OUT)
		return lot_leaves(l, w, was, res);
	before = was ? lot_is_return(l, was) : back;
	if (before < 0)
		return before;
	if (before != back) /* lang: return_stays */
		return ledger_conflict(res, "return_stays", w->lot);
	return back ? lot_comes_back(l, w, was, res) : 0;
}

int lot_moves(
	struct ledger *l, struct weighing *w, const struct weighing *was, struct ledger_result *res)
{
	int back = w->lot[0] ? lot_is_return(l, w) : 0;
	int r = back < 0 || !w->lot[0] ? back : goes_or_comes(l, w, was, back, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN || !w->lot[0])
		return r;
	return w->direction == DIRECTION_OUT || back ? lot_was_there(l, w, res) : 0;
}

/* The newest that came back of that lot. */
static int returned_by(struct ledger *l, const char *lot, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT w.id FROM weighing w WHERE " LOT_BULK_SQL("w",
			"?1") " AND " LOT_HANDED_ON_SQL("w") " < 0 ORDER BY w.row DESC LIMIT 1",
		V_TEXT(lot));

	return r < 0 ? r : lot_used_by(l, stmt, res);
}

/* Another day than any that came back of it, with nothing that left before that. */
static bool is_late(const struct weighing *now, const struct out *out)
{
	return out->first_back[0] && strcmp(out->first_back, now->at.day) < 0 &&
	       (!out->first_day[0] || strcmp(out->first_back, out->first_day) < 0);
}

int lot_returns_stand(struct ledger *l, const struct weighing *was, const struct weighing *now,
	struct ledger_result *res)
{
	int then = lot_hands_on(l, was->destination, was->at.day);
	int after = now ? lot_hands_on(l, now->destination, now->at.day) : 0;
	struct out out;
	int r = then < 0 ? then : after < 0 ? after : find_out(l, was->lot, was->partner, &out);
	int64_t gone_mg = then && !was->voided_by[0] ? was->net_mg : 0;
	bool late = false;

	if (r < 0)
		return r;
	out.all_mg += (after ? now->net_mg : 0) - gone_mg;
	out.partner_mg -= gone_mg;
	if (after && strcmp(now->partner, was->partner) == 0) {
		out.partner_mg += now->net_mg;
		late = is_late(now, &out);
	}
	return out.all_mg < 0 || (then && out.partner_mg < 0) || late
		       ? returned_by(l, was->lot, res)
		       : 0;
}
