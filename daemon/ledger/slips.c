// SPDX-License-Identifier: GPL-3.0-or-later
/* Slips as they stand: found by their number, listed, and what a weighing may be made for. */
#include <stdio.h>
#include <string.h>
#include "write.h"
#include "slip.h"

static int one_slip(sqlite3_stmt *stmt, struct slip *ret_slip)
{
	int r = sql_step(stmt);

	return r > 0 ? record_from_row(&slip_record, stmt, ret_slip) : r < 0 ? r : -ENOENT;
}

static int find_slip(struct sql *s, const char *id, struct slip *ret_slip)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char key[PRIVATE_KEY_SIZE];
	int r = key_squash(id, key);

	if (r == 0)
		r = record_select(s, &slip_record,
			"WHERE replace(r.id, '-', '') = ? ORDER BY r.row LIMIT 1",
			SQL_VALUES(V_TEXT(key)), &stmt);
	return r < 0 ? r : one_slip(stmt, ret_slip);
}

int ledger_slip(struct ledger *l, const char *id, struct slip *ret_slip)
{
	return l->sql ? find_slip(l->sql, id, ret_slip) : -EIO;
}

HANDING(slip)

int ledger_slips(struct ledger *l, const struct slip_query *q,
	int (*each)(void *data, const struct slip *s), void *data, uint64_t *ret_next)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct handing to = { each, data };
	int r = !l->sql ? -EIO
			: record_select(l->sql, &slip_record,
				  "WHERE (?1 IS NULL OR r.type = ?1) AND (?2 IS NULL OR ?2 "
				  "= " SLIP_STATE_SQL
				  ") AND (?3 IS NULL OR r.partner = ?3) AND r.day >= ?4"
				  " AND (?5 = '' OR r.day <= ?5) AND (?6 = 0 OR r.row < ?6)"
				  " ORDER BY r.row DESC LIMIT ?7",
				  SQL_VALUES(V_TEXT(q->type), V_TEXT(q->state), V_TEXT(q->partner),
					  V_TEXT(q->first_day), V_TEXT(q->last_day),
					  V_INT(q->after), V_INT((int64_t)q->limit + 1)),
				  &stmt);

	return r < 0 ? r : record_page(&slip_record, stmt, q->limit, hand, &to, ret_next);
}

int ledger_slip_weighings(struct ledger *l, const char *id,
	int (*each)(void *data, const struct weighing *w), void *data)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct weighing w;
	int r = !l->sql ? -EIO
			: weighing_select(l->sql, &stmt,
				  "WHERE r.slip = ? AND r.slip <> '' ORDER BY r.row", V_TEXT(id));

	while (r >= 0 && (r = weighing_step(stmt, &w)) > 0) {
		r = each(data, &w);
		if (r != 0)
			break;
	}
	return r < 0 ? r : 0;
}

/* ---- before something is written ---- */

int ledger_conflict(struct ledger_result *res, const char *key, const char *id)
{
	res->answer = LEDGER_CONFLICT;
	res->why = (struct sentence){ .key = key };
	sentence_param(&res->why, "id", id);
	return 0;
}

int ledger_used_by(struct ledger_result *res, const char *id, const char *mark)
{
	(void)ledger_conflict(res, "used_by", id);
	sentence_param(&res->why, "mark", mark);
	return 0;
}

int ledger_used_by_first(sqlite3_stmt *stmt, struct ledger_result *res)
{
	char name[ENTRY_NAME_SIZE], mark[ENTRY_NAME_SIZE];
	int r = sql_step(stmt);

	if (r <= 0)
		return r;
	sql_text(stmt, 0, name, sizeof(name));
	sql_text(stmt, sqlite3_column_count(stmt) > 1, mark, sizeof(mark));
	return ledger_used_by(res, name, mark);
}

int ledger_slip_target(
	struct ledger *l, const char *id, struct slip *ret_slip, struct ledger_result *res)
{
	int r = find_slip(l->sql, id, ret_slip);

	if (r != -ENOENT)
		return r;
	res->answer = LEDGER_NOT_FOUND;
	res->why = (struct sentence){ .key = "no_such_slip" };
	return 0;
}

int ledger_open_slip(
	struct ledger *l, const char *id, struct slip *ret_slip, struct ledger_result *res)
{
	int r = ledger_slip_target(l, id, ret_slip, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN || ret_slip->state == SLIP_OPEN)
		return r;
	return ledger_conflict(
		res, ret_slip->state == SLIP_VOID ? "slip_void" : "slip_closed", ret_slip->id);
}

/* Takes over what the slip says and nobody said; what was said otherwise is another slip's. */
static bool agrees(char said[CODE_SIZE], const char *slip)
{
	if (!said[0])
		memcpy(said, slip, CODE_SIZE);
	return !slip[0] || strcmp(said, slip) == 0;
}

static int differs(struct ledger_result *res, const char *field)
{
	return ledger_refuse_field(res, "slip_differs", NULL, field);
}

int ledger_keep_slip(struct ledger *l, const struct weighing *w, struct ledger_result *res)
{
	struct slip s;
	int r = find_slip(l->sql, w->slip, &s);
	const struct {
		const char *field, *slip, *said;
	} ends[] = {
		{ "origin", s.origin, w->origin },
		{ "destination", s.destination, w->destination },
		{ "partner", s.partner, w->partner },
		{ "place", s.place, w->place },
	};

	if (r < 0) /* of a journal that is not here: it says nothing */
		return r == -ENOENT ? 0 : r;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (ends[i].slip[0] && strcmp(ends[i].slip, ends[i].said) != 0)
			return differs(res, ends[i].field);
	return 0;
}

int ledger_join_slip(struct ledger *l, struct weighing *w, struct ledger_result *res)
{
	const char *field = NULL;
	struct slip s;
	int r = ledger_open_slip(l, w->slip, &s, res);

	if (r == 0 && res->answer == LEDGER_NOT_FOUND)
		return ledger_refuse_field(res, "unknown_slip", w->slip, "slip");
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	if (slip_direction(s.type) != w->direction)
		return ledger_refuse_field(res,
			slip_direction(s.type) == DIRECTION_IN ? "slip_only_in" : "slip_only_out",
			NULL, "direction");
	memcpy(w->slip, s.id, sizeof(w->slip));
	if (!agrees(w->origin, s.origin))
		field = "origin";
	else if (!agrees(w->destination, s.destination))
		field = "destination";
	else if (!agrees(w->partner, s.partner))
		field = "partner";
	else if (!agrees(w->place, s.place))
		field = "place";
	return field ? differs(res, field) : 0;
}
