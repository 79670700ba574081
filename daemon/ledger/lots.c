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
	if (!w->category[0]) /* a line of a slip names the lot alone */
		memcpy(w->category, of->category, strlen(of->category) + 1);
	if (strcmp(of->category, w->category) != 0)
		return ledger_refuse_field(res, "lot_differs", of->category, "category");
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
	(void)ledger_refuse_field(res, "unknown_lot", lot, "lot");
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

HANDING(food_received)

int ledger_lots(struct ledger *l, const struct lot_query *q,
	int (*each)(void *data, const struct food_received *lot), void *data, uint64_t *ret_next)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct handing to = { each, data };
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

	return r < 0 ? r : record_page(&lot_record, stmt, q->limit, hand, &to, ret_next);
}
