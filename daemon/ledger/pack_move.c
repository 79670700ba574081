// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What becomes of one pack after it was packed: it comes back from whoever got it, it is tasted, it is
 * destroyed, or staff put one that came back among the others again. Coming back is a weighing in as a
 * return, leaving one out, of the pack's mass and its lot. Whatever leaves or comes back after the end of
 * the packing carries its share of what was rescued then, a loss too: rescued out + in stock + the rescued
 * part of losses = what was frozen as rescued, never more than came in.
 */
#include <string.h>
#include "closed.h"
#include "delivery.h"
#include "entry_void.h"
#include "lots.h"
#include "record.h"
#include "slip.h"
#include "write.h"

static const struct record_field fields[] = {
	WORD(pack_state, state, pack_state_words, .rules = RECORD_ASKED | RECORD_NEEDED),
	TEXT(pack_state, destination, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_DESTINATION),
};
const struct record pack_move_record = RECORD_OF(pack_state, fields, .table = NULL);

static bool may_become(uint32_t from, uint32_t to)
{
	switch (to) {
	case PACK_RETURNED:
		return from == PACK_DELIVERED;
	case PACK_STOCK:
		return from == PACK_RETURNED;
	case PACK_DESTROYED:
	case PACK_TASTED:
		return from == PACK_STOCK || from == PACK_RETURNED;
	default:
		return false; /* on slips and off them by their lines, delivered by their close */
	}
}

/* Where it goes: compost, or what else is no use; or it is stolen or broken, as food in bulk. lang: pack_destination */
static int check_way(
	struct ledger *l, const struct pack_state *t, const char *day, struct ledger_result *res)
{
	int64_t waste = 0;
	int r;

	if (t->state != PACK_DESTROYED)
		return 0;
	r = sql_int(l->sql, &waste,
		"SELECT class IN ('recycling', 'energy', 'disposal') OR code = 'VOL_CASSE' FROM "
		"catalogue WHERE journal ="
		" ?1 AND kind = 'destination' AND code = ?2 AND valid_from <= ?3"
		" AND (valid_until = '' OR valid_until > ?3)",
		V_TEXT(l->journal), V_TEXT(t->destination), V_TEXT(day));
	return r < 0 || waste ? r
			      : ledger_refuse_field(
					res, "pack_destination", t->destination, "destination");
}

static int check_lot(struct ledger *l, struct pack_state *t, struct ledger_result *res)
{
	struct lot_made lot;
	int r = made_target(l, t->lot, MADE_PACKED, &lot, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return t->state == PACK_TASTED && lot.held ? ledger_conflict(res, "lot_held", lot.id) : 0;
}

int pack_move_allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct pack_state *t = value;
	struct pack p;
	int r = ledger_pack(l, t->id, &p);

	if (r < 0)
		return r == -ENOENT ? ledger_no_food(l, t->id, "no_such_pack", res) : r;
	memcpy(t->id, p.id, sizeof(t->id));
	memcpy(t->lot, p.lot, sizeof(t->lot));
	r = check_lot(l, t, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN &&
		(p.voided_by[0] || !may_become(p.state, t->state)))
		return ledger_conflict(res, "pack_state", p.id);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : check_way(l, t, job->now.day, res);
}

/*
 * The newest entry of a pack before that row that counts: a void one does not, nor what a void wrote, which
 * says again what the one before it says. 1; 0: none; -errno.
 */
static int newest(struct ledger *l, const char *id, int64_t before, struct pack_state *ret)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = record_select(l->sql, &pack_state_record,
		"/* newest */ WHERE r.id = ? AND r.row < ? AND r.reason <> 'UNDO' AND " COUNTS_SQL(
			"r") " ORDER BY r.row DESC LIMIT 1",
		SQL_VALUES(V_TEXT(id), V_INT(before)), &stmt);

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	r = record_from_row(&pack_state_record, stmt, ret);
	return r < 0 ? r : 1;
}

/* A return comes from whoever the slip was for. */
static int take_partner(struct ledger *l, const char *slip, struct weighing *w)
{
	struct slip s;
	int r = ledger_slip(l, slip, &s);

	if (r == 0)
		memcpy(w->partner, s.partner, sizeof(w->partner));
	return r == -ENOENT ? 0 : r;
}

/* What is weighed of it. 0, -errno. */
static int want_weighing(struct ledger *l, const struct pack_state *t, struct weighing *ret_w)
{
	struct lot_made lot;
	struct pack p;
	int r = ledger_pack(l, t->id, &p);

	if (r == 0)
		r = made_find(l->sql, p.lot, &lot);
	if (r < 0)
		return r;
	memcpy(ret_w->category, lot.category, sizeof(ret_w->category));
	memcpy(ret_w->lot, lot.id, sizeof(ret_w->lot));
	ret_w->net_mg = p.net_mg;
	ret_w->units = 1;
	ret_w->direction = t->state == PACK_RETURNED ? DIRECTION_IN : DIRECTION_OUT;
	if (t->state != PACK_RETURNED) {
		(void)snprintf(ret_w->destination, sizeof(ret_w->destination), "%s",
			t->state == PACK_TASTED ? "ALIM_ECH" : t->destination);
		return 0;
	}
	(void)snprintf(ret_w->origin, sizeof(ret_w->origin), "%s", "RETOUR");
	return take_partner(l, t->slip, ret_w);
}

/* Where it is comes first: what is in a tray leaves with the tray only. */
int pack_move_append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	struct pack_state t = *(const struct pack_state *)value, was = { .row = 0 };
	struct weighing want = { .at = *as->now };
	char id[PRIVATE_KEY_SIZE] = "";
	uint64_t number;
	int r = t.state == PACK_STOCK ? 0
				      : number_next(l->sql, l->journal, 'W', t.weighing, &number);

	if (r >= 0)
		r = newest(l, t.id, INT64_MAX, &was);
	if (r < 0)
		return r;
	t.at_wall_us = as->now->wall_us;
	memcpy(t.day, as->now->day, sizeof(t.day));
	if (t.state == PACK_RETURNED)
		memcpy(t.slip, was.slip, sizeof(t.slip));
	r = want_weighing(l, &t, &want);
	if (r == 0)
		r = record_append(l->sql, as, &pack_state_record, &t, ret_entry);
	if (r < 0 || t.state == PACK_STOCK)
		return r;
	r = lot_weigh(l, as->now, &want, id, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return strcmp(id, t.weighing) == 0 ? 0 : -EINVAL;
}

/* ---- void ---- */

static int of_entry(struct ledger *l, const char *id, struct pack_state *ret)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = record_select(l->sql, &pack_state_record,
		"/* entry */ WHERE r.journal || '/' || r.seq = ?1 AND r.row = (SELECT e.row FROM"
		" entry e WHERE e.journal = substr(?1, 1, 32) AND e.seq ="
		" CAST(substr(?1, 34) AS INTEGER))",
		SQL_VALUES(V_TEXT(id)), &stmt);

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	return record_from_row(&pack_state_record, stmt, ret);
}

/* On a slip, off it again, delivered or given back by it: that is the slip's. 1; 0: a move of its own; -errno. */
static int is_of_slip(struct ledger *l, const struct pack_state *t, char ret_slip[PRIVATE_KEY_SIZE])
{
	struct pack_state was = { .state = PACK_STOCK };
	int r = 0;

	if (t->state == PACK_STOCK)
		r = newest(l, t->id, t->row, &was);
	if (r < 0)
		return r;
	memcpy(ret_slip, t->state == PACK_STOCK ? was.slip : t->slip, PRIVATE_KEY_SIZE);
	return t->state == PACK_ON_SLIP || t->state == PACK_DELIVERED ||
	       (t->state == PACK_STOCK && was.state != PACK_RETURNED);
}

/* Only where the pack is now is taken back, and only what people said of this pack. lang: belongs_to */
int pack_move_held(struct ledger *l, const char *id, struct ledger_result *res)
{
	char name[ENTRY_NAME_SIZE], slip[PRIVATE_KEY_SIZE];
	struct pack_state t, last = { .row = 0 };
	int r = of_entry(l, id, &t);

	if (r == 0 && strcmp(t.reason, "UNDO") == 0)
		return ledger_conflict(res, "not_voidable", t.id);
	if (r == 0)
		r = is_of_slip(l, &t, slip);
	if (r > 0)
		return ledger_conflict(res, "belongs_to", slip);
	if (r == 0)
		r = newest(l, t.id, INT64_MAX, &last);
	if (r < 0 || last.row == t.row)
		return r < 0 ? r : 0;
	(void)snprintf(name, sizeof(name), "%s/%llu", last.journal, (unsigned long long)last.seq);
	return lot_used_by_name(l, name, res);
}

/* Its weighing is void with it, and the pack is where it was before. */
int pack_move_drop(struct ledger *l, const struct moment *now, const struct entry_void *v)
{
	struct pack_state t, back = { .state = PACK_STOCK };
	struct weighing w = { 0 };
	int r = of_entry(l, v->id, &t);

	if (r == 0 && t.weighing[0])
		r = weighing_find(l->sql, NULL, t.weighing, &w);
	if (r == 0 && t.weighing[0] && !w.voided_by[0])
		r = void_append(l, now, &w, v->reason);
	if (r == 0)
		r = newest(l, t.id, t.row, &back);
	if (r < 0)
		return r;
	memcpy(back.id, t.id, sizeof(back.id));
	(void)snprintf(back.reason, sizeof(back.reason), "%s", "UNDO");
	back.operator_code[0] = back.note[0] = '\0';
	return pack_state_put(l, now, &back);
}

int pack_move_weighing(struct ledger *l, const char *id, struct weighing *ret_w)
{
	struct pack_state t;
	int r = of_entry(l, id, &t);

	return r < 0 || !t.weighing[0] ? r : weighing_find(l->sql, NULL, t.weighing, ret_w);
}

/* lang: belongs_to */
int pack_move_owns(struct ledger *l, const char *weighing_id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char pack[PRIVATE_KEY_SIZE];
	int r = sql_start(l->sql, &stmt,
		"SELECT id FROM pack_state WHERE weighing = ?"
		" AND weighing <> '' AND state <> 'delivered' ORDER BY row LIMIT 1",
		V_TEXT(weighing_id));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, pack, sizeof(pack));
	return ledger_conflict(res, "belongs_to", pack);
}
