// SPDX-License-Identifier: GPL-3.0-or-later
/* Lots that were received: their numbers, found, listed: see lots.h. */
#include "lots.h"
#include <string.h>
#include "made.h"
#include "cleanup.h"
#include "code.h"
#include "food.h"
#include "mass.h"
#include "write.h"

/* Digits and capitals without I and O, as in prefixes: 1155 lots in a day. */
static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
enum { BASE = sizeof(alphabet) - 1 };

static int key_of(
	sqlite3_stmt *stmt, const char *day, uint32_t number, char ret_key[PRIVATE_KEY_SIZE])
{
	char prefix[8], pole[CODE_SIZE], site[CODE_SIZE], text[32];

	sql_text(stmt, 0, prefix, sizeof(prefix));
	sql_text(stmt, 1, pole, sizeof(pole));
	sql_text(stmt, 2, site, sizeof(site));
	(void)snprintf(text, sizeof(text), "%.2s%.2s%.2s%s%c%c", day + 2, day + 5, day + 8, prefix,
		alphabet[number / BASE], alphabet[number % BASE]);
	return code_private_key_make(pole, site, 'L', text, ret_key, PRIVATE_KEY_SIZE);
}

int lot_next(struct sql *s, const char *journal, const char *day, char ret_key[PRIVATE_KEY_SIZE],
	uint32_t *ret_number)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int64_t next;
	int r = sql_start(s, &stmt,
		"SELECT n.prefix, j.pole, j.site, 1 + ifnull((SELECT last FROM lot_number o"
		" WHERE o.journal = n.journal AND o.day = ?2), 0) FROM number n"
		" JOIN journal j USING (journal) WHERE n.journal = ?1 AND n.type = 'W'",
		V_TEXT(journal), V_TEXT(day));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	next = sqlite3_column_int64(stmt, 3);
	if (next >= (int64_t)BASE * BASE)
		return -ERANGE;
	r = key_of(stmt, day, (uint32_t)next, ret_key);
	if (r == 0)
		*ret_number = (uint32_t)next;
	return r;
}

int lot_used(struct sql *s, const char *journal, const char *day, uint32_t number)
{
	return sql_run(s,
		"INSERT INTO lot_number (journal, day, last) VALUES (?, ?, ?)"
		" ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
		V_TEXT(journal), V_TEXT(day), V_INT(number));
}

int lot_find(struct sql *s, const char *id, struct food_received *ret_lot)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char key[PRIVATE_KEY_SIZE];
	int r = key_squash(id, key);

	if (r == 0)
		r = record_select(s, &lot_record,
			"WHERE replace(r.lot, '-', '') = ? ORDER BY r.row LIMIT 1",
			SQL_VALUES(V_TEXT(key)), &stmt);
	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	return record_from_row(&lot_record, stmt, ret_lot);
}

/* SQL: the whole numbers that begin like the mark ?1, in that form which indexes hold. */
#define STEMS                                                                                  \
	"WITH k (stem) AS (SELECT DISTINCT replace(pole || site, '-', '') || 'L' || substr(?1" \
	", -10) FROM journal WHERE replace(site, '-', '') || substr(?1, -10) = ?1) "
#define BEGINS(id_) "replace(" id_ ", '-', '') BETWEEN stem AND stem || '~'"

int lot_of_mark(struct sql *s, const char *mark, char ret_lot[PRIVATE_KEY_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char key[PRIVATE_KEY_SIZE];
	int r = key_squash(strncmp(mark, "L ", 2) == 0 ? mark + 2 : mark, key);

	if (r == 0)
		r = sql_start(s, &stmt,
			STEMS "SELECT r.lot FROM k JOIN food_received r ON " BEGINS(
				"r.lot") " UNION ALL SELECT r.id FROM k JOIN lot r "
					 "ON " BEGINS("r.id") " LIMIT 1",
			V_TEXT(key));
	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	sql_text(stmt, 0, ret_lot, PRIVATE_KEY_SIZE);
	return 0;
}

/* ---- out of one ---- */

/*
 * Gone, or to be used nowhere any more; to be eaten here; to somebody who uses it: each asks more than the one before.
 * What was stolen or is broken has gone, whatever anybody holds.
 */
enum way { WAY_GONE, WAY_HERE, WAY_HANDED_ON };

static enum way way_of_class(const char *class, const char *destination)
{
	if (strcmp(class, "reuse") == 0 || strcmp(class, "transfer") == 0)
		return WAY_HANDED_ON;
	if (strcmp(destination, "VOL_CASSE") == 0)
		return WAY_GONE;
	if (strcmp(destination, "ANIMAL") != 0 && /* it is eaten, too */
		(strcmp(class, "recycling") == 0 || strcmp(class, "energy") == 0 ||
			strcmp(class, "disposal") == 0))
		return WAY_GONE;
	return WAY_HERE;
}

/* enum way; -errno. */
static int way_of(struct ledger *l, const char *destination, const char *day)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char class[16] = "";
	int r = sql_start(l->sql, &stmt,
		"SELECT class FROM catalogue WHERE journal = ? AND kind = 'destination' AND code ="
		" ? AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1",
		V_TEXT(l->journal), V_TEXT(destination), V_TEXT(day));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, class, sizeof(class));
	return r < 0 ? r : (int)way_of_class(class, destination);
}

int lot_hands_on(struct ledger *l, const char *destination, const char *day)
{
	int way = way_of(l, destination, day);

	return way < 0 ? way : way == WAY_HANDED_ON;
}

int lot_too_little(struct ledger_result *res, const char *lot, int64_t left_mg)
{
	(void)ledger_conflict(res, "lot_less_left", lot);
	sentence_param_kg(&res->why, "kg", left_mg);
	return 0;
}

/* What may leave of a lot of either sort. */
struct leaving {
	const char *lot, *category, *date;
	int64_t left_mg;
	bool handed_on; /* it may be: a made lot is packed first */
	uint32_t date_kind;
	const struct weighing *was; /* that w stands for from now on; NULL: it leaves now */
};

/* What has left already has left: only more of it, or another way that asks more, is asked about. 1; 0; -errno. */
static int is_asked(struct ledger *l, const struct weighing *w, int way, const struct weighing *was)
{
	int before = was ? way_of(l, was->destination, was->at.day) : 0;

	return before < 0 ? before : !was || w->net_mg > was->net_mg || way > before;
}

/* Nothing of a held lot is eaten; past its use-by date it is not handed on, nor moved behind it. */
static int check_hold(struct ledger *l, const struct weighing *w, const struct leaving *of,
	struct ledger_result *res)
{
	const bool later = of->was && strcmp(w->at.day, of->was->at.day) > 0;
	int way = way_of(l, w->destination, w->at.day);
	int r = way < 0 ? way : is_asked(l, w, way, of->was);

	if (r > 0)
		r = way == WAY_GONE ? 0 : lot_is_free(l, of->lot, res);
	else if (r == 0 && !later)
		return 0;
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	if (way == WAY_HANDED_ON && of->date_kind == DATE_DLC && strcmp(of->date, w->at.day) < 0)
		return ledger_conflict(res, "lot_dlc_past", of->lot);
	return 0;
}

static int may_leave(
	struct ledger *l, struct weighing *w, const struct leaving *of, struct ledger_result *res)
{
	int r = lot_hands_on(l, w->destination, w->at.day);

	if (r < 0)
		return r;
	memcpy(w->lot, of->lot, strlen(of->lot) + 1);
	if (strcmp(of->category, w->category) != 0)
		return ledger_refuse(res, "lot_differs", of->category);
	if (r && !of->handed_on)
		return ledger_conflict(res, "lot_not_packed", of->lot);
	r = check_hold(l, w, of, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN || w->net_mg <= of->left_mg)
		return r;
	return lot_too_little(res, of->lot, of->left_mg);
}

/* lang: unknown_lot */
int lot_unknown(struct ledger *l, const char *lot, struct ledger_result *res)
{
	struct sentence whose;
	int r = ledger_elsewhere(l, lot, &whose);

	if (r < 0)
		return r;
	(void)ledger_refuse(res, "unknown_lot", lot);
	if (r)
		res->why = whose;
	return 0;
}

/* What is in trays leaves with them. */
static int made_leaves(
	struct ledger *l, struct weighing *w, const struct weighing *was, struct ledger_result *res)
{
	struct made_packs packs = { 0 };
	struct lot_made lot;
	struct leaving of;
	int r = made_find(l->sql, w->lot, &lot);

	if (r == -ENOENT)
		return lot_unknown(l, w->lot, res);
	if (r == 0)
		r = made_packs(l->sql, lot.id, &packs);
	if (r < 0)
		return r;
	if (lot.state == MADE_VOID)
		return ledger_conflict(res, "lot_void", lot.id);
	of = (struct leaving){ lot.id, lot.category, lot.date,
		lot.left_mg - (packs.mass_mg - packs.gone_mg), lot.state >= MADE_PACKED,
		lot.date_kind, was };
	return may_leave(l, w, &of, res);
}

/* lang: unknown_lot lot_differs lot_less_left lot_dlc_past lot_held lot_not_packed lot_void */
int lot_leaves(
	struct ledger *l, struct weighing *w, const struct weighing *was, struct ledger_result *res)
{
	struct food_received lot;
	struct leaving of;
	int r = lot_find(l->sql, w->lot, &lot);

	if (r == -ENOENT)
		return made_leaves(l, w, was, res);
	if (r < 0)
		return r;
	of = (struct leaving){ lot.lot, lot.category, lot.date, lot.left_mg, true, lot.date_kind,
		was };
	return may_leave(l, w, &of, res);
}

/* ---- what stands on one ---- */

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
	bool back;
};

static int find_standing(struct ledger *l, const struct weighing *was, struct standing *ret)
{
	struct made_packs packs = { 0 };
	struct food_received received;
	struct lot_made made;
	int r = lot_find(l->sql, was->lot, &received), back = lot_is_return(l, was);

	if (r == 0)
		*ret = (struct standing){ "", "", "", received.left_mg, back > 0 };
	if (r == 0) {
		memcpy(ret->lot, received.lot, sizeof(ret->lot));
		memcpy(ret->category, received.category, sizeof(ret->category));
		if (received.date_kind == DATE_DLC)
			memcpy(ret->dlc, received.date, sizeof(ret->dlc));
	}
	if (r != -ENOENT)
		return back < 0 ? back : r;
	r = made_find(l->sql, was->lot, &made);
	if (r == 0)
		r = made_packs(l->sql, made.id, &packs);
	if (r < 0)
		return r;
	*ret = (struct standing){ "", "", "", made.left_mg - (packs.mass_mg - packs.gone_mg),
		true };
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

int lot_stands(struct ledger *l, const struct weighing *was, const struct weighing *now,
	struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct standing on = { "", "", "", 0, false };
	int r = was->lot[0] && was->direction == DIRECTION_IN ? find_standing(l, was, &on)
							      : -ENOENT;

	if (r == -ENOENT)
		r = was->lot[0] ? lot_returns_stand(l, was, now, res) : 0;
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	if (!on.lot[0])
		return packed_stands(l, was, res);
	if (now && strcmp(now->category, on.category) != 0)
		return ledger_refuse(res, "lot_differs", on.category);
	if (now && !on.back && on.dlc[0] && strcmp(on.dlc, now->at.day) < 0 &&
		strcmp(was->at.day, now->at.day) < 0)
		return past_date(res, on.dlc);
	/* With another one in its place it is void by now, in this transaction. */
	if (on.left_mg - (was->voided_by[0] ? 0 : was->net_mg) + (now ? now->net_mg : 0) >= 0 &&
		(now || on.back))
		return 0;
	r = sql_start(l->sql, &stmt,
		"SELECT * FROM (SELECT id FROM weighing WHERE lot = ?1 AND lot <> '' AND direction"
		" = 'out' AND voided_seq IS NULL ORDER BY row DESC LIMIT 1) UNION ALL SELECT i.lot"
		" FROM lot_input i WHERE i.from_lot = ?1 AND i.from_lot <> '' AND " COUNTS_SQL(
			"i") " LIMIT 1",
		V_TEXT(on.lot));
	return r < 0 ? r : lot_used_by(l, stmt, res);
}

/* SQL: lots came in by slip ?1. Each partial index is asked by its own condition: nobody reads all weighings. */
#define CAME_BY                                                                                \
	"w.slip = ?1 AND w.slip <> '' AND w.lot <> '' AND w.direction = 'in' AND w.voided_seq" \
	" IS NULL"

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

	return r < 0 ? r : lot_used_by(l, stmt, res);
}

int ledger_lots(struct ledger *l, const struct lot_query *q,
	int (*each)(void *data, const struct food_received *lot), void *data, uint64_t *ret_next)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	uint64_t row = 0, next = 0;
	uint32_t count = 0;
	struct food_received lot;
	int r = !l->sql ? -EIO
			: record_select(l->sql, &lot_record,
				  "WHERE (?1 IS NULL OR ?1 = " LOT_STATE_SQL
				  ") AND (?2 IS NULL OR r.product = ?2 OR r.ingredient = ?2)"
				  " AND (?3 = '' OR (r.date <> '' AND r.date < ?3))"
				  " AND (?4 = 0 OR r.row < ?4) AND (?6 IS NULL OR " SAME_GTIN(
					  "r.gtin", "?6") ")"
							  " ORDER BY r.row DESC LIMIT ?5",
				  SQL_VALUES(V_TEXT(q->state), V_TEXT(q->product),
					  V_TEXT(q->expires_before), V_INT(q->after),
					  V_INT((int64_t)q->limit + 1), V_TEXT(q->gtin)),
				  &stmt);

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		if (count++ == q->limit) {
			next = row;
			break;
		}
		r = record_from_row(&lot_record, stmt, &lot);
		row = (uint64_t)lot.row;
		if (r == 0)
			r = each(data, &lot);
		if (r != 0)
			break;
	}
	if (r < 0)
		return r;
	*ret_next = next;
	return 0;
}
