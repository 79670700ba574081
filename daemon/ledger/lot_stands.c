// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands on a weighing of food: nobody takes out of a lot what is needed by what came later, an input, a
 * weighing out, the end of a packing, what came back; nor by the void of a whole slip.
 */
#include <string.h>
#include "food.h"
#include "lots.h"
#include "made.h"
#include "write.h"

/* What people read on it; behind that what bascule void takes, of this journal. */
static int mark_of(struct ledger *l, const char *name, char ret_mark[ENTRY_NAME_SIZE])
{
	static const char sql[] =
		"SELECT mark || CASE WHEN kind <> '' AND journal = ?2 THEN ' (' || kind || '/' || "
		"seq"
		" || ')' ELSE '' END FROM (SELECT journal, seq, lot AS mark, 'lot-input' AS kind "
		"FROM"
		" lot_input UNION ALL SELECT journal, seq, lot, 'lot-closed' FROM lot_closed"
		" UNION ALL SELECT journal, seq, lot, 'lot-packed' FROM lot_packed UNION ALL SELECT"
		" journal, seq, id, 'pack-state' FROM pack_state UNION ALL SELECT journal, seq, "
		"lot, 'cooling' FROM cooling UNION ALL SELECT journal, seq, id, ''"
		" FROM weighing)"
		" WHERE journal = substr(?1, 1, 32) AND seq = CAST(substr(?1, 34) AS INTEGER)";
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, sql, V_TEXT(name), V_TEXT(l->journal));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, ret_mark, ENTRY_NAME_SIZE);
	return r;
}

int lot_used_by_name(struct ledger *l, const char *id, struct ledger_result *res)
{
	char mark[ENTRY_NAME_SIZE];
	int r = strchr(id, '/') ? mark_of(l, id, mark) : 0;

	return r < 0 ? r : ledger_used_by(res, id, r ? mark : id);
}

int lot_used_by(struct ledger *l, sqlite3_stmt *stmt, struct ledger_result *res)
{
	char id[ENTRY_NAME_SIZE];
	int r = sql_step(stmt);

	if (r <= 0)
		return r;
	sql_text(stmt, 0, id, sizeof(id));
	return lot_used_by_name(l, id, res);
}

/* SQL: the end of a packing p that counts stands on what weighing w had lost of its lot before. */
#define STANDS_ON_LOSS                                                                         \
	"p.lot = w.lot AND w.lot <> '' AND w.row < (SELECT e.row FROM entry e WHERE e.journal" \
	" = p.journal AND e.seq = p.seq) AND " COUNTS_SQL("p")

/* Itself may be void by now, in this transaction. */
static int packed_stands(struct ledger *l, const struct weighing *was, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT p.journal || '/' || p.seq FROM weighing w JOIN lot_packed p"
		" ON " STANDS_ON_LOSS " WHERE w.row = (SELECT row FROM entry WHERE journal = ?"
		" AND seq = ?) LIMIT 1",
		V_TEXT(was->journal), V_INT(was->seq));

	return r < 0 ? r : lot_used_by(l, stmt, res);
}

/* The lot into which a weighing came, received or back, and what is left of it in bulk. */
struct standing {
	char lot[PRIVATE_KEY_SIZE], category[CODE_SIZE], dlc[DAY_SIZE];
	int64_t left_mg;
	bool made;
	bool loose_animal; /* what only some donors may give */
};

static void standing_of_received(const struct food_received *f, struct standing *ret)
{
	*ret = (struct standing){ .left_mg = f->left_mg,
		.loose_animal = f->animal && !f->prepacked };
	memcpy(ret->lot, f->lot, sizeof(ret->lot));
	memcpy(ret->category, f->category, sizeof(ret->category));
	if (f->date_kind == DATE_DLC)
		memcpy(ret->dlc, f->date, sizeof(ret->dlc));
}

/* 0; -ENOENT. */
static int find_standing(struct ledger *l, const char *lot, struct standing *ret)
{
	struct made_packs packs = { 0 };
	struct food_received received;
	struct lot_made made;
	int r = lot_find(l->sql, lot, &received);

	if (r == 0)
		standing_of_received(&received, ret);
	if (r != -ENOENT)
		return r;
	r = made_find(l->sql, lot, &made);
	if (r == 0)
		r = made_packs(l->sql, made.id, &packs);
	if (r < 0)
		return r;
	*ret = (struct standing){ .left_mg = made.left_mg - (packs.mass_mg - packs.gone_mg),
		.made = true };
	memcpy(ret->lot, made.id, sizeof(ret->lot));
	memcpy(ret->category, made.category, sizeof(ret->category));
	return 0;
}

/* As of food that is received. lang: dlc_past */
static int past_date(struct ledger_result *res, const char *date)
{
	(void)ledger_refuse(res, "dlc_past", NULL);
	sentence_param(&res->why, "date", date);
	return 0;
}

/* The newest that went out of it, or what it went into; before that day only, as clocks know ("": any). */
static int used_by_what_left(
	struct ledger *l, const char *lot, const char *before, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT * FROM (SELECT id FROM weighing WHERE lot = ?1 AND lot <> '' AND direction"
		" = 'out' AND voided_seq IS NULL AND (?2 = '' OR (day < ?2 AND clock = 'trusted'))"
		" ORDER BY row DESC LIMIT 1) UNION ALL SELECT i.lot FROM lot_input i WHERE"
		" i.from_lot = ?1 AND i.from_lot <> '' AND (?2 = '' OR i.day < ?2) AND " COUNTS_SQL(
			"i") " LIMIT 1",
		V_TEXT(lot), V_TEXT(before));

	return r < 0 ? r : lot_used_by(l, stmt, res);
}

/* Another donor is asked what he would have been at the reception. lang: animal_not_prepacked */
static int check_donor(struct ledger *l, const struct weighing *was, const struct weighing *now,
	const struct standing *on, struct ledger_result *res)
{
	uint32_t donor = 0;
	int r;

	if (!on->loose_animal || strcmp(was->partner, now->partner) == 0)
		return 0;
	r = lot_donor_type(l, now->partner, now->at.day, &donor);
	if (r < 0 || food_may_give_loose(donor))
		return r;
	return ledger_refuse(res, "animal_not_prepacked", NULL);
}

/* What is said of a reception from now on is what could have been said then. */
static int check_received(struct ledger *l, const struct weighing *was, const struct weighing *now,
	const struct standing *on, struct ledger_result *res)
{
	int r = 0;

	if (on->dlc[0] && strcmp(on->dlc, now->at.day) < 0 && strcmp(was->at.day, now->at.day) < 0)
		return past_date(res, on->dlc);
	if (strcmp(was->at.day, now->at.day) < 0)
		r = used_by_what_left(l, on->lot, now->at.day, res);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : check_donor(l, was, now, on, res);
}

/* It came into that lot, received or back. */
static int came_in_stands(struct ledger *l, const struct weighing *was, const struct weighing *now,
	const struct standing *on, struct ledger_result *res)
{
	const int back = on->made ? 1 : lot_is_return(l, was);
	int r = back < 0 ? back : 0;

	if (now && strcmp(now->category, on->category) != 0)
		return ledger_refuse_field(res, "lot_differs", on->category, "category");
	if (now && back == 0)
		r = check_received(l, was, now, on, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	/* With another one in its place it is void by now, in this transaction. */
	if (on->left_mg - (was->voided_by[0] ? 0 : was->net_mg) + (now ? now->net_mg : 0) >= 0 &&
		(now || back))
		return 0;
	return used_by_what_left(l, on->lot, "", res);
}

int lot_day_stands(struct ledger *l, const struct weighing *w, struct ledger_result *res)
{
	const int back = lot_is_return(l, w);

	if (back < 0)
		return back;
	return w->direction == DIRECTION_OUT || back ? lot_was_there(l, w, res)
						     : used_by_what_left(l, w->lot, w->at.day, res);
}

int lot_stands(struct ledger *l, const struct weighing *was, const struct weighing *now,
	struct ledger_result *res)
{
	struct standing on;
	int r = was->lot[0] && was->direction == DIRECTION_IN ? find_standing(l, was->lot, &on)
							      : -ENOENT;

	if (r == 0)
		return came_in_stands(l, was, now, &on, res);
	if (r == -ENOENT)
		r = was->lot[0] ? lot_returns_stand(l, was, now, res) : 0;
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : packed_stands(l, was, res);
}

/* SQL: what came in by slip ?1, with its lot. Each partial index is asked by its own condition: nobody reads all weighings. */
#define CAME_IN                                                                                \
	"w.slip = ?1 AND w.slip <> '' AND w.lot <> '' AND w.direction = 'in' AND w.voided_seq" \
	" IS NULL AND " LEDGER_FLOW("w")
/* SQL: lots were received by it; came back by it. */
#define CAME_BY CAME_IN " <> 'neutral_in'"
#define BROUGHT_BACK CAME_IN " = 'neutral_in'"

/* SQL: what came back of a lot, more than would have been handed on, in all or to its recipient, without slip ?1. */
#define CAME_BACK                                                                               \
	"SELECT n.id FROM weighing w JOIN weighing n ON " LOT_BULK_SQL(                         \
		"n", "w.lot") " AND n.direction = 'in' WHERE w.slip = ?1 AND w.slip <> '' AND " \
			      "w.lot <> '' AND"                                                 \
			      " w.direction = 'out' AND w.voided_seq IS NULL AND 0 > (SELECT "  \
			      "min(sum(mg), sum(iif("                                           \
			      "partner = w.partner, mg, 0))) FROM (SELECT "                     \
			      "x.partner, " LOT_HANDED_ON_SQL(                                  \
				      "x") " AS mg"                                             \
					   " FROM weighing x WHERE " LOT_BULK_SQL(              \
						   "x", "w.lot") " AND x.slip <> ?1))"

/* All that came back by a slip goes with it: so much of each lot has to lie there. */
static int brought_back_stands(struct ledger *l, const char *slip, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char lot[PRIVATE_KEY_SIZE];
	struct standing on;
	int r = sql_start(l->sql, &stmt,
		"SELECT w.lot, sum(w.net_mg) FROM weighing w WHERE " BROUGHT_BACK " GROUP BY w.lot",
		V_TEXT(slip));

	while (r >= 0 && res->answer == LEDGER_WRITTEN && (r = sql_step(stmt)) > 0) {
		sql_text(stmt, 0, lot, sizeof(lot));
		r = find_standing(l, lot, &on);
		if (r == 0 && on.left_mg < sqlite3_column_int64(stmt, 1))
			r = used_by_what_left(l, on.lot, "", res);
	}
	return r < 0 ? r : 0;
}

int lot_slip_stands(struct ledger *l, const char *slip, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT o.id FROM weighing w JOIN weighing o ON o.lot = w.lot AND o.lot <> '' AND"
		" o.direction = 'out' AND o.voided_seq IS NULL AND o.slip <> w.slip WHERE " CAME_BY
		" UNION ALL SELECT i.lot FROM weighing w JOIN lot_input i ON i.from_lot = w.lot AND"
		" i.from_lot <> '' WHERE " CAME_BY " AND " COUNTS_SQL(
			"i") " UNION ALL SELECT p.journal || '/' || p.seq FROM weighing w"
			     " JOIN lot_packed p ON " STANDS_ON_LOSS
			     " WHERE w.slip = ?1 AND w.slip <> '' AND w.voided_seq IS NULL"
			     " UNION ALL " CAME_BACK " LIMIT 1",
		V_TEXT(slip));

	if (r == 0)
		r = lot_used_by(l, stmt, res);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : brought_back_stands(l, slip, res);
}
