// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * pack-state: where a pack is: it is in one state at every instant, that of its newest entry, and in stock
 * while there is none. A line of a slip moves packs of a lot on it or off it again; what becomes of one
 * pack (returned, tasted, destroyed) is pack_move.c. A mistake is void as a whole: its weighing with it, and
 * the pack is again where it was.
 */
#include <string.h>
#include "../delivery.h"
#include "../lots.h"
#include "../write.h"
#include "clock.h"
#include "entry_void.h"
#include "slip.h"

static const struct record_field state_fields[] = {
	ROW_OF(pack_state),
	STAMP(pack_state, journal, RECORD_TEXT),
	STAMP(pack_state, seq, RECORD_UINT),
	{ .name = "at",
		.body = "at_us",
		.column = "wall_us",
		RECORD_AT(pack_state, at_wall_us, RECORD_TIME) },
	TEXT(pack_state, day),
	TEXT(pack_state, id),
	WORD(pack_state, state, pack_state_words),
	TEXT(pack_state, slip),
	TEXT(pack_state, reason),
	TEXT(pack_state, weighing),
	{ .name = "operator",
		RECORD_AT(pack_state, operator_code, RECORD_TEXT),
		.codes = 1 + CATALOGUE_OPERATOR },
	VOIDED_BY(pack_state),
	TEXT(pack_state, note, .rules = RECORD_ERASABLE),
};
const struct record pack_state_record =
	RECORD_OF(pack_state, state_fields, .table = "pack_state", .about = "id");

static const struct record_field line_fields[] = {
	{ .name = "pack", RECORD_AT(pack_state, id, RECORD_TEXT), .rules = RECORD_ASKED },
	TEXT(pack_state, lot, .rules = RECORD_ASKED),
	WHOLE(pack_state, units, .rules = RECORD_ASKED, .least = 1, .most = 10000),
	TRUTH(pack_state, off, .rules = RECORD_ASKED),
};
const struct record slip_line_record = RECORD_OF(pack_state, line_fields, .table = NULL);

static int check_state(const void *value)
{
	return ((const struct pack_state *)value)->id[0] ? 0 : -EBADMSG;
}

int pack_state_put(struct ledger *l, const struct moment *now, const struct pack_state *state)
{
	const struct record_entry as = { l->journal, "pack-state", now, "", NULL };
	struct pack_state to = *state;
	struct entry e;

	to.at_wall_us = now->wall_us;
	memcpy(to.day, now->day, sizeof(to.day));
	return record_append(l->sql, &as, &pack_state_record, &to, &e);
}

/* ---- a line of a slip: one pack, or so many of a lot; on it, or off it again ---- */

/* Those that may be moved so, the oldest first. */
#define MOVABLE                                                                     \
	" FROM pack r WHERE r.lot = ?1 AND (?2 = '' OR r.id = ?2) AND " COUNTS_SQL( \
		"r") " AND " PACK_STATE_SQL                                         \
		     " = iif(?3, 'on_slip', 'stock') AND (NOT ?3 OR ?4 = (SELECT"   \
		     " t.slip FROM pack_state t WHERE t.id = r.id ORDER BY t.row DESC LIMIT 1))"

static int count_movable(struct ledger *l, const struct pack_state *t, int64_t *ret_count)
{
	return sql_int(l->sql, ret_count, "SELECT count(*)" MOVABLE, V_TEXT(t->lot), V_TEXT(t->id),
		V_INT(t->off), V_TEXT(t->slip));
}

/* Past its date it does not go; in its last 48 hours only for a reason that somebody says. */
static int check_date(const struct lot_made *lot, const struct moment *now, const char *reason,
	struct ledger_result *res)
{
	char soon[DAY_SIZE];

	if (lot->date_kind != DATE_DLC)
		return 0;
	if (strcmp(lot->date, now->day) < 0)
		return ledger_conflict(res, "lot_dlc_past", lot->id);
	clock_day(now->wall_us + GUARD_US - 1, soon);
	if (strcmp(soon, lot->date) <= 0 || reason[0])
		return 0;
	(void)ledger_conflict(res, "delivery_48h", lot->id);
	sentence_param(&res->why, "date", lot->date);
	return 0;
}

/* Food that was received lies in none. lang: lot_no_packs */
static int no_packs(struct ledger *l, const char *lot, struct ledger_result *res)
{
	struct food_received received;
	int r = lot_find(l->sql, lot, &received);

	if (r == -ENOENT)
		return ledger_no_food(l, lot, "no_such_lot", res);
	return r < 0 ? r : ledger_conflict(res, "lot_no_packs", received.lot);
}

/* Its lot may go: packed, not held, its date. */
static int check_lot(
	struct ledger *l, struct pack_state *t, const struct moment *now, struct ledger_result *res)
{
	struct lot_made lot;
	int r = made_find(l->sql, t->lot, &lot);

	if (r < 0)
		return r == -ENOENT ? no_packs(l, t->lot, res) : r;
	memcpy(t->lot, lot.id, sizeof(t->lot));
	if (t->off)
		return 0;
	if (lot.state < MADE_PACKED)
		return ledger_conflict(res, "lot_not_packed", lot.id);
	r = lot_is_free(l, lot.id, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return check_date(&lot, now, t->reason, res);
}

/* Which lot: that of the pack, where one is named. */
static int take_pack(struct ledger *l, struct pack_state *t, struct ledger_result *res)
{
	struct pack p;
	int r;

	if (!t->id[0])
		return t->lot[0] ? 0 : ledger_refuse_field(res, "line_of_what", NULL, "pack");
	r = ledger_pack(l, t->id, &p);
	if (r < 0)
		return r == -ENOENT ? ledger_no_food(l, t->id, "no_such_pack", res) : r;
	memcpy(t->id, p.id, sizeof(t->id));
	memcpy(t->lot, p.lot, sizeof(t->lot));
	t->units = 1;
	return 0;
}

/* They go to somebody who eats them: as waste each is destroyed. lang: slip_no_delivery delivery_destination */
static int check_slip(
	struct ledger *l, const struct slip *s, const char *day, struct ledger_result *res)
{
	const char *to = s->destination[0] ? s->destination : "ALIM_DIST";
	int r;

	if (s->type != SLIP_DELIVERY)
		return ledger_conflict(res, "slip_no_delivery", s->id);
	if (!s->destination[0] && !s->partner[0]) /* it would be ALIM_DIST, to nobody */
		return ledger_refuse_field(res, "partner_missing", NULL, "partner");
	r = lot_hands_on(l, to, day);
	if (r == 0)
		return ledger_conflict(res, "delivery_destination", to);
	return r < 0 ? r : 0;
}

/* lang: delivery_48h line_of_what pack_state packs_too_few */
static int allow_line(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct pack_state *t = value;
	int64_t there = 0;
	struct slip s;
	int r = ledger_open_slip(l, t->slip, &s, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	memcpy(t->slip, s.id, sizeof(t->slip));
	t->state = t->off ? PACK_STOCK : PACK_ON_SLIP;
	r = t->off ? 0 : check_slip(l, &s, job->now.day, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = take_pack(l, t, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = check_lot(l, t, &job->now, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = count_movable(l, t, &there);
	if (r < 0 || res->answer != LEDGER_WRITTEN || there >= (t->units ? t->units : 1))
		return r < 0 ? r : 0;
	if (t->id[0])
		return ledger_conflict(res, "pack_state", t->id);
	(void)ledger_conflict(res, "packs_too_few", t->lot);
	sentence_param_int(&res->why, "count", there);
	return 0;
}

static int next_movable(struct ledger *l, struct pack_state *t, const struct pack_state *asked)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, "SELECT r.id" MOVABLE " ORDER BY r.row LIMIT 1",
		V_TEXT(asked->lot), V_TEXT(asked->id), V_INT(asked->off), V_TEXT(asked->slip));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, t->id, sizeof(t->id));
	return r > 0 ? 0 : r < 0 ? r : -ENOENT;
}

/* The last one answers the request. */
static int append_lines(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	const struct pack_state *asked = value;
	struct pack_state t = *asked;
	uint32_t left = asked->units ? asked->units : 1;
	int r = 0;

	(void)res;
	t.at_wall_us = as->now->wall_us;
	memcpy(t.day, as->now->day, sizeof(t.day));
	if (asked->off)
		t.slip[0] = '\0';
	while (r == 0 && left > 0) {
		r = next_movable(l, &t, asked);
		if (r == 0)
			r = --left ? pack_state_put(l, as->now, &t)
				   : record_append(l->sql, as, &pack_state_record, &t, ret_entry);
	}
	return r;
}

/* ---- of both ---- */

static bool is_line(const struct pack_state *t)
{
	return t->slip[0];
}

static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	return is_line(value) ? allow_line(l, job, value, res)
			      : pack_move_allow(l, job, value, res);
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	return is_line(value) ? append_lines(l, as, value, ret_entry, res)
			      : pack_move_append(l, as, value, ret_entry, res);
}

const struct kind pack_state_kind = {
	"pack-state",
	1,
	.record = &pack_state_record,
	.check = check_state,
	.take_back = entry_only_void,
	.held = pack_move_held,
	.drop = pack_move_drop,
	.owns = pack_move_owns,
	.allow = allow,
	.append = append,
};
