// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * lot-packed: the packing of a lot ends, and its balance closes to the milligram: inputs = packs + bulk +
 * losses + evaporation. What was rescued of what came out is fixed here. Losses that are said with it are
 * weighed out before it, in its transaction, and are void with it.
 */
#include <stdlib.h>
#include <string.h>
#include "../lots.h"
#include "../delivery.h"
#include "../stock_book.h"
#include "../write.h"
#include "entry_void.h"
#include "mass.h"

static const struct record_field fields[] = {
	STAMP(lot_packed, journal, RECORD_TEXT),
	STAMP(lot_packed, seq, RECORD_UINT),
	{ .name = "at",
		.body = "at_us",
		.column = "wall_us",
		RECORD_AT(lot_packed, at_wall_us, RECORD_TIME) },
	TEXT(lot_packed, day),
	TEXT(lot_packed, lot),
	WHOLE(lot_packed, packs),
	MASS(lot_packed, outputs_mg),
	MASS(lot_packed, bulk_mg, .rules = RECORD_ASKED, .most = LOT_MASS_MOST_MG),
	MASS(lot_packed, losses_mg),
	MASS(lot_packed, evaporation_mg),
	MASS(lot_packed, rescued_mg),
	WHOLE(lot_packed, portions, .rules = RECORD_ASKED, .most = 100000),
	TEXT(lot_packed, store, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_PLACE),
	TEXT(lot_packed, reason),
	{ .name = "operator",
		RECORD_AT(lot_packed, operator_code, RECORD_TEXT),
		.codes = 1 + CATALOGUE_OPERATOR },
	VOIDED_BY(lot_packed),
	TEXT(lot_packed, note, .rules = RECORD_ERASABLE),
};
const struct record lot_packed_record =
	RECORD_OF(lot_packed, fields, .table = "lot_packed", .about = "lot");

static const struct record_field loss_fields[] = {
	TEXT(lot_loss, destination, .rules = RECORD_ASKED | RECORD_NEEDED,
		.codes = 1 + CATALOGUE_DESTINATION),
	MASS(lot_loss, mass_mg, .rules = RECORD_ASKED | RECORD_NEEDED, .least = 1,
		.most = LOT_MASS_MOST_MG),
	TEXT(lot_loss, weighing),
};
const struct record lot_loss_record = RECORD_OF(lot_loss, loss_fields, .table = NULL);

static int check(const void *value)
{
	const struct lot_packed *p = value;

	_Static_assert(sizeof(*p) <= LEDGER_VALUE_SIZE, "it is an answer");
	return p->lot[0] && p->outputs_mg >= 0 && p->evaporation_mg >= 0 && p->rescued_mg >= 0
		       ? 0
		       : -EBADMSG;
}

/* ---- what it changes ---- */

/* What is gone with steam and losses is no more in the lot: what is left of it was rescued so far. */
static int after(struct sql *s, const struct entry *e, const void *value)
{
	const struct lot_packed *p = value;
	int64_t left_mg, rescued_mg;
	struct lot_made lot;
	int r = made_find(s, p->lot, &lot);

	if (r == 0)
		r = lot_flow_left(s, p->lot, &left_mg, &rescued_mg);
	if (r == 0)
		r = lot_flow_add(s, &(struct lot_flow){ e->journal, e->seq, "evaporated", p->lot,
					    -p->evaporation_mg, p->rescued_mg - rescued_mg });
	return r < 0 ? (r == -ENOENT ? -EBADMSG : r)
		     : stock_put(s, e,
			       &(struct stock_at){ e->journal, e->seq, lot.category, "", p->day,
				       p->at_wall_us },
			       -p->evaporation_mg);
}

static int take_back(struct sql *s, const char *journal, uint64_t seq)
{
	int r = lot_flow_drop(s, journal, seq);

	return r < 0 ? r : stock_take_back(s, journal, seq);
}

/* ---- writing one ---- */

static int refuse_balance(struct ledger_result *res, const struct lot_packed *p)
{
	(void)ledger_conflict(res, "outputs_exceed_inputs", p->lot);
	sentence_param_kg(&res->why, "kg", -p->evaporation_mg);
	return 0;
}

/* Of what is missing at the end people are asked: steam has its limits. */
static int close_balance(
	const struct lot_made *lot, struct lot_packed *p, struct ledger_result *res)
{
	const struct lot_masses masses = { lot->in_mg, lot->rescued_in_mg, p->outputs_mg,
		p->losses_mg };

	p->evaporation_mg = lot->in_mg - p->outputs_mg - p->losses_mg;
	p->rescued_mg = lot_rescued_mg(&masses);
	if (p->evaporation_mg < 0)
		return refuse_balance(res, p);
	if (p->reason[0] || p->evaporation_mg <= lot->in_mg / 100 * EVAPORATION_MOST_PERCENT)
		return 0;
	(void)ledger_conflict(res, "evaporation_high", p->lot);
	sentence_param_int(&res->why, "percent", p->evaporation_mg / (lot->in_mg / 100 + 1));
	return 0;
}

/* Packs and what was lost before, then what is said now. */
static int take_masses(struct ledger *l, const struct lot_made *lot, struct lot_packed *p)
{
	struct made_packs packs;
	int r = made_packs(l->sql, lot->id, &packs);

	if (r < 0)
		return r;
	p->packs = (uint32_t)packs.count;
	p->outputs_mg = packs.mass_mg + p->bulk_mg;
	p->losses_mg = lot->in_mg - lot->left_mg;
	for (size_t i = 0; i < p->loss_count; i++)
		p->losses_mg += p->losses[i].mass_mg;
	return 0;
}

/*
 * Of a product whose packs are of one quantity their mean is that, or more (field study §3.6): each was weighed. What
 * is not packed is told nowhere. lang: average_too_low
 */
static int check_average(struct ledger *l, const struct lot_made *lot, const struct lot_packed *p,
	struct ledger_result *res)
{
	const int64_t packs_mg = p->outputs_mg - p->bulk_mg;
	int64_t nominal_mg = 0;
	int r = sql_int(l->sql, &nominal_mg,
		"SELECT constant_mg FROM catalogue_product WHERE journal = ?1 AND code = ?2 AND"
		" valid_from <= ?3 AND quantity = 'constant' ORDER BY valid_from DESC LIMIT 1",
		V_TEXT(l->journal), V_TEXT(lot->product), V_TEXT(lot->day));

	if (r < 0 || !p->packs || packs_mg >= p->packs * nominal_mg)
		return r < 0 ? r : 0;
	(void)ledger_conflict(res, "average_too_low", p->lot);
	/* Down to the gram: rounded up it would be what is told. */
	sentence_param_kg(&res->why, "kg", packs_mg / p->packs / MASS_MG_PER_G * MASS_MG_PER_G);
	sentence_param_kg(&res->why, "nominal", nominal_mg);
	return 0;
}

/* lang: outputs_exceed_inputs evaporation_high */
static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct lot_packed *p = value;
	struct lot_made lot;
	int r = made_target(l, p->lot, MADE_CLOSED, &lot, res);

	(void)job;
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_is_there(lot.id, lot.day, p->day, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	memcpy(p->lot, lot.id, sizeof(p->lot));
	r = take_masses(l, &lot, p);
	if (r == 0)
		r = check_average(l, &lot, p, res);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : close_balance(&lot, p, res);
}

/* One loss, as a weighing out by hand. */
static int weigh_loss(struct ledger *l, const struct record_entry *as, const struct lot_packed *p,
	struct lot_loss *loss, struct ledger_result *res)
{
	struct weighing want = {
		.at = *as->now, .direction = DIRECTION_OUT, .net_mg = loss->mass_mg
	};
	struct lot_made lot;
	int r = made_find(l->sql, p->lot, &lot);

	if (r < 0)
		return r;
	want.at.wall_us = p->at_wall_us;
	memcpy(want.at.day, p->day, DAY_SIZE);
	want.at.quality = CLOCK_TRUSTED; /* no other says when a packing ends */
	memcpy(want.lot, p->lot, sizeof(want.lot));
	memcpy(want.category, lot.category, sizeof(want.category));
	memcpy(want.destination, loss->destination, sizeof(want.destination));
	memcpy(want.operator_code, p->operator_code, sizeof(want.operator_code));
	return lot_weigh(l, as->now, &want, loss->weighing, res);
}

static json_t *list_of(const struct lot_packed *p)
{
	json_t *list = json_array();

	for (size_t i = 0; i < p->loss_count; i++)
		(void)json_array_append_new(list, record_body(&lot_loss_record, &p->losses[i]));
	return list;
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	_cleanup_json_ json_t *body = record_body(&lot_packed_record, value);
	struct lot_packed p = *(const struct lot_packed *)value;
	uint8_t salt[SALT_SIZE];
	int r = 0;

	for (size_t i = 0; i < p.loss_count && r == 0 && res->answer == LEDGER_WRITTEN; i++)
		r = weigh_loss(l, as, &p, &p.losses[i], res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	if ((p.loss_count && json_object_set_new(body, "losses", list_of(&p))) ||
		erasable_put(body, "note", p.note, salt) ||
		entry_put_request(body, as->key, as->digest))
		return -ENOMEM;
	r = entry_append(l->sql, as->journal, as->kind, as->now, body, ret_entry);
	return r < 0 || !p.note[0] ? r : erasable_keep(l->sql, ret_entry, ITEM_NOTE, salt, p.note);
}

/* ---- void ---- */

/* Whatever has left it since, or went into another, stands on it. */
static int held(struct ledger *l, const char *id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT * FROM (SELECT f.journal || '/' || f.seq FROM lot_packed p JOIN entry e"
		" USING (journal, seq) JOIN lot_flow f ON f.lot = p.lot AND f.kind IN ('used', "
		"'out')"
		" JOIN entry o ON o.journal = f.journal AND o.seq = f.seq AND o.row > e.row"
		" WHERE p.journal || '/' || p.seq = ?1 LIMIT 1) UNION ALL SELECT r.id FROM"
		" lot_packed p JOIN pack r ON r.lot = p.lot WHERE p.journal || '/' || p.seq = ?1"
		" AND " COUNTS_SQL("r") " AND " PACK_STATE_SQL " <> 'stock' LIMIT 1",
		V_TEXT(id));

	return r < 0 ? r : lot_used_by(l, stmt, res);
}

/* Its losses were weighed for it. */
static int drop(struct ledger *l, const struct moment *now, const struct entry_void *v)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct weighing w;
	int r = sql_start(l->sql, &stmt,
		"SELECT json_extract(x.value, '$.weighing') FROM lot_packed p JOIN entry e"
		" USING (journal, seq), json_each(CAST(e.body AS TEXT), '$.losses') x"
		" WHERE p.journal || '/' || p.seq = ?",
		V_TEXT(v->id));

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		char id[PRIVATE_KEY_SIZE];

		sql_text(stmt, 0, id, sizeof(id));
		r = weighing_find(l->sql, NULL, id, &w);
		if (r == 0 && !w.voided_by[0])
			r = void_append(l, now, &w, v->reason);
		if (r < 0)
			break;
	}
	return r;
}

/* A loss that was said with it. lang: belongs_to */
static int owns(struct ledger *l, const char *weighing_id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char lot[PRIVATE_KEY_SIZE];
	int r = sql_start(l->sql, &stmt,
		"SELECT p.lot FROM weighing w JOIN lot_packed p ON p.lot = w.lot JOIN entry e ON"
		" e.journal = p.journal AND e.seq = p.seq, json_each(CAST(e.body AS TEXT),"
		" '$.losses') x WHERE w.id = ?1 AND w.lot <> ''"
		" AND json_extract(x.value, '$.weighing') = ?1 LIMIT 1",
		V_TEXT(weighing_id));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, lot, sizeof(lot));
	return ledger_conflict(res, "belongs_to", lot);
}

static const char *const tables[] = { "lot_flow", "stock_line", "stock_day", NULL };
const struct kind lot_packed_kind = {
	"lot-packed",
	1,
	.record = &lot_packed_record,
	.tables = tables,
	.check = check,
	.after = after,
	.take_back = take_back,
	.held = held,
	.drop = drop,
	.owns = owns,
	.allow = allow,
	.append = append,
};
