// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Deliveries of packs. They lie on a slip, counted as stock, until it is closed: then all packs of one lot
 * are one weighing out. A void of the slip voids these, and the packs are in stock again.
 */
#include "delivery.h"
#include <string.h>
#include "slip.h"
#include "write.h"

int hand_weigh(struct ledger *l, const struct moment *now, const struct weighing *want,
	enum weighed_as of, struct ledger_result *res)
{
	const struct record_entry as = { l->journal, "weighing", now, "", NULL };
	const struct ledger_job job = { .now = *now };
	struct weighing_entry w = { .weighing = *want };
	struct entry e = { 0 };
	int r;

	/* Asked as of what is typed: its mass is no question any more. */
	w.weighing.method = METHOD_TYPED;
	w.weighing.provenance = PROVENANCE_NONE;
	r = weighing_allow(l, &w.weighing, of, res);
	w.weighing.method = want->method;
	w.weighing.provenance = want->provenance;
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = weighing_kind.fill(l, &job, &w, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = record_append(l->sql, &as, &weighing_record, &w, &e);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = weighing_of_entry(l->sql, e.journal, e.seq, &res->received);
	return r;
}

int lot_weigh(struct ledger *l, const struct moment *now, const struct weighing *want,
	char ret_id[PRIVATE_KEY_SIZE], struct ledger_result *res)
{
	struct weighing typed = *want;
	int r;

	typed.method = METHOD_TYPED;
	r = hand_weigh(l, now, &typed, WEIGHED_OF_PACK, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		memcpy(ret_id, res->received.id, PRIVATE_KEY_SIZE);
	return r;
}

/* What is handed on as food goes to where packs go, unless the slip says another way. */
int ledger_slip_line(struct ledger *l, void *value, struct ledger_result *res)
{
	struct weighing *w = value;
	struct slip s;
	int r = ledger_open_slip(l, w->slip, &s, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	if (s.type == SLIP_DELIVERY && !s.destination[0] && !s.partner[0])
		return ledger_refuse_field(res, "partner_missing", NULL, "partner");
	if (s.type == SLIP_DELIVERY && !s.destination[0])
		memcpy(w->destination, "ALIM_DIST", sizeof("ALIM_DIST"));
	return weighing_allow(l, w, WEIGHED_ALONE, res);
}

/* The first lot of which packs lie there. 1; 0: none; -errno. */
static int next_lot(struct ledger *l, const char *slip, struct weighing *w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT r.lot, m.category, count(*), sum(r.net_mg) FROM pack r " ON_SLIP_SQL(
			"?1", "'on_slip'") " JOIN lot m ON replace(m.id, '-', '') = replace(r.lot, "
					   "'-', '') GROUP BY r.lot"
					   " ORDER BY r.lot LIMIT 1",
		V_TEXT(slip));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, w->lot, sizeof(w->lot));
	sql_text(stmt, 1, w->category, sizeof(w->category));
	w->units = (uint32_t)sqlite3_column_int(stmt, 2);
	w->net_mg = sqlite3_column_int64(stmt, 3);
	return 1;
}

/* The next pack of a lot (any: "") that lies there, on_slip, or was delivered by it too. */
static int next_pack(
	struct ledger *l, const char *slip, const char *lot, bool delivered, struct pack_state *ret)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT r.id FROM pack r " ON_SLIP_SQL(
			"?1", "'on_slip', iif(?3, 'delivered', '')") " WHERE ?2 = '' OR r.lot = ?2 "
								     "ORDER BY r.row LIMIT 1",
		V_TEXT(slip), V_TEXT(lot), V_INT(delivered));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, ret->id, sizeof(ret->id));
	return r;
}

/* They are delivered by the weighing that comes next: its mass is in no tray any more then. */
static int deliver_lot(struct ledger *l, const struct moment *now, const struct weighing *want,
	struct ledger_result *res)
{
	struct pack_state state = { .state = PACK_DELIVERED };
	char id[PRIVATE_KEY_SIZE] = "";
	uint64_t number;
	int r = number_next(l->sql, l->journal, 'W', state.weighing, &number);

	memcpy(state.slip, want->slip, sizeof(state.slip));
	while (r >= 0 && (r = next_pack(l, want->slip, want->lot, false, &state)) > 0)
		r = pack_state_put(l, now, &state);
	if (r == 0)
		r = lot_weigh(l, now, want, id, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return strcmp(id, state.weighing) == 0 ? 0 : -EINVAL;
}

int delivery_close(
	struct ledger *l, const struct moment *now, const char *slip, struct ledger_result *res)
{
	struct weighing want = { .at = *now, .direction = DIRECTION_OUT };
	struct slip s;
	int r = ledger_slip(l, slip, &s);

	if (r < 0)
		return r;
	(void)snprintf(want.destination, sizeof(want.destination), "%s",
		s.destination[0] ? s.destination : "ALIM_DIST");
	memcpy(want.slip, s.id, sizeof(want.slip));
	while (r >= 0 && res->answer == LEDGER_WRITTEN && (r = next_lot(l, s.id, &want)) > 0) {
		r = lot_is_free(l, want.lot, res);
		if (r == 0 && res->answer == LEDGER_WRITTEN)
			r = deliver_lot(l, now, &want, res);
	}
	return r < 0 ? r : 0;
}

int delivery_stands(struct ledger *l, const char *slip, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT t.id FROM pack_state t WHERE t.slip = ?1 AND t.slip <> '' AND t.state ="
		" 'delivered' AND NOT EXISTS (SELECT 1 FROM pack_state n WHERE n.id = t.id AND"
		" n.row = (SELECT max(m.row) FROM pack_state m WHERE m.id = t.id) AND n.state ="
		" 'delivered' AND n.slip = t.slip) LIMIT 1",
		V_TEXT(slip));

	return r < 0 ? r : ledger_used_by_first(stmt, res);
}

int delivery_undo(struct ledger *l, const struct moment *now, const char *slip)
{
	struct pack_state state = { .state = PACK_STOCK };
	int r;

	while ((r = next_pack(l, slip, "", true, &state)) > 0) {
		r = pack_state_put(l, now, &state);
		if (r < 0)
			break;
	}
	return r;
}
