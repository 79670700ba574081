// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * food-received: a donor's food as a lot, with its weighing before it, in one transaction. What is left of
 * it, and whether it is void, is read from its weighings: a void or a correction of the weighing is one of
 * the reception, also of who gave it and when.
 */
#include <string.h>
#include "../lots.h"
#include "../write.h"
#include "clock.h"
#include "lot.h"
#include "lot_sql.h"

#define ASKED(member_, ...) TEXT(food_received, member_, .rules = RECORD_ASKED, __VA_ARGS__)
#define OF(kind_) .codes = 1 + (kind_)
#define NOW(member_, type_, column_, ...)                                                        \
	{                                                                                        \
		.name = #member_, RECORD_AT(food_received, member_, type_), .column = (column_), \
		.rules = RECORD_JOINED, __VA_ARGS__                                              \
	}
#define READ(what_)                                                                              \
	"(SELECT " what_                                                                         \
	" FROM food_read d JOIN entry e USING (journal, seq) WHERE d.lot = r.lot ORDER BY e.row" \
	" DESC LIMIT 1)"
/* A single raw food, as a carrot, has no pack. */
#define RAW                                                                                  \
	"(SELECT i.raw FROM catalogue_ingredient i WHERE i.journal = r.journal AND i.code =" \
	" r.ingredient AND i.valid_from <= r.day ORDER BY i.valid_from DESC LIMIT 1)"

/* Of another partner since it is what he is called by the catalogue. */
#define DONOR_TYPE                                                                              \
	"iif(" LEDGER_RECEIVED(                                                                 \
		"r", "partner") " = r.partner, r.donor_type, ifnull((SELECT"                    \
				" p.donor_type FROM catalogue_partner p WHERE p.journal = "     \
				"r.journal AND p.code = " LEDGER_RECEIVED("r",                  \
					"partner") " AND p.valid_from <= " LEDGER_RECEIVED("r", \
					"day") " ORDER BY p.valid_from DESC LIMIT 1), ''))"

static const char *const donors[] = { "", "retail", "wholesale", "catering", "producer", "industry",
	"food_bank" };
static const struct record_words donor_words = { donors, ARRAY_SIZE(donors) };

static const struct record_field fields[] = {
	ROW_OF(food_received),
	STAMP(food_received, journal, RECORD_TEXT),
	STAMP(food_received, seq, RECORD_UINT),
	TEXT(food_received, lot),
	{ .name = "number",
		RECORD_AT(food_received, number, RECORD_UINT),
		.rules = RECORD_BODY | RECORD_SILENT },
	{ .name = "at",
		.body = "at_us",
		.column = "wall_us",
		RECORD_AT(food_received, at_wall_us, RECORD_TIME),
		.rules = RECORD_SILENT },
	{ .name = "at",
		.column = LEDGER_RECEIVED("r", "wall_us"),
		RECORD_AT(food_received, at_wall_us, RECORD_TIME),
		.rules = RECORD_JOINED },
	TEXT(food_received, day, .rules = RECORD_SILENT),
	NOW(day, RECORD_TEXT, LEDGER_RECEIVED("r", "day")),
	TEXT(food_received, slip),
	TEXT(food_received, partner, OF(CATALOGUE_PARTNER), .rules = RECORD_SILENT),
	NOW(partner, RECORD_TEXT, LEDGER_RECEIVED("r", "partner"), OF(CATALOGUE_PARTNER)),
	WORD(food_received, donor_type, donor_words, .rules = RECORD_ASKED | RECORD_SILENT),
	NOW(donor_type, RECORD_WORD, DONOR_TYPE, .words = &donor_words),
	TEXT(food_received, category),
	ASKED(ingredient, OF(CATALOGUE_INGREDIENT)),
	ASKED(product, OF(CATALOGUE_PRODUCT)),
	ASKED(gtin),
	ASKED(donor_lot),
	ASKED(description),
	WORD(food_received, date_kind, food_date_words, .rules = RECORD_ASKED),
	ASKED(date, .shape = SHAPE_DAY),
	NUMBER(food_received, temp_mc, .rules = RECORD_ASKED | RECORD_ZERO, .least = -60000,
		.most = 100000, .done = offsetof(struct food_received, temp_seen) + 1),
	WORD(food_received, temp_from, temp_from_words, .rules = RECORD_ASKED),
	TRUTH(food_received, prepacked, .rules = RECORD_ASKED),
	TRUTH(food_received, animal, .rules = RECORD_ASKED),
	TRUTH(food_received, commitment, .rules = RECORD_ASKED),
	ASKED(store, OF(CATALOGUE_PLACE)),
	WHOLE(food_received, units),
	MASS(food_received, net_mg),
	TEXT(food_received, weighing),
	{ .name = "operator",
		RECORD_AT(food_received, operator_code, RECORD_TEXT),
		OF(CATALOGUE_OPERATOR) },
	NOW(state, RECORD_WORD, LOT_STATE_SQL, .words = &lot_state_words),
	NOW(left_mg, RECORD_MG, LOT_LEFT_SQL),
	NOW(returnable_mg, RECORD_MG, LOT_OUT_SQL("r.lot")),
	NOW(known, RECORD_TRUE, "ifnull(coalesce(" READ("1") ", " RAW "), 0)"),
	NOW(allergens, RECORD_TEXT, READ("d.allergens")),
	NOW(traces, RECORD_TEXT, READ("d.traces")),
	NOW(held, RECORD_WORD, LOT_HELD_SQL("r.lot"), .words = &held_why_words),
};
const struct record lot_record =
	RECORD_OF(food_received, fields, .table = "food_received", .about = "lot");

static int check(const void *value)
{
	const struct food_received *f = value;

	return f->lot[0] && f->number && f->weighing[0] && f->net_mg > 0 ? 0 : -EBADMSG;
}

static int after(struct sql *s, const struct entry *e, const void *value)
{
	const struct food_received *f = value;

	return lot_used(s, e->journal, f->day, f->number);
}

/* ---- writing one ---- */

static int no_number(struct ledger_result *res, int error)
{
	/* lang: lot_key_long lots_full */
	if (error == -ENOBUFS)
		return ledger_conflict(res, "lot_key_long", "");
	return error == -ERANGE ? ledger_conflict(res, "lots_full", "") : error;
}

int ledger_food_weighing(struct ledger *l, void *value, struct ledger_result *res)
{
	struct weighing *w = value;
	uint32_t number;
	int r = lot_next(l->sql, l->journal, w->at.day, w->lot, &number);

	return r < 0 ? no_number(res, r) : weighing_allow(l, w, WEIGHED_OF_RECEPTION, res);
}

/* The one just written, in this transaction. */
static int take_weighing(struct ledger *l, struct food_received *f)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct weighing w;
	int r = weighing_select(l->sql, &stmt,
		"WHERE r.journal = ? AND r.lot <> '' ORDER BY r.row DESC LIMIT 1",
		V_TEXT(l->journal));

	if (r == 0)
		r = weighing_step(stmt, &w);
	if (r <= 0)
		return r < 0 ? r : -EINVAL;
	memcpy(f->lot, w.lot, sizeof(f->lot));
	memcpy(f->weighing, w.id, sizeof(f->weighing));
	memcpy(f->slip, w.slip, sizeof(f->slip));
	memcpy(f->partner, w.partner, sizeof(f->partner));
	memcpy(f->category, w.category, sizeof(f->category));
	memcpy(f->operator_code, w.operator_code, sizeof(f->operator_code));
	memcpy(f->day, w.at.day, sizeof(f->day));
	f->at_wall_us = w.at.wall_us;
	f->units = w.units;
	f->net_mg = w.net_mg;
	return 0;
}

int lot_donor_type(struct ledger *l, const char *partner, const char *day, uint32_t *ret_type)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char donor[16] = "";
	uint32_t type = 0;
	int r = sql_start(l->sql, &stmt,
		"SELECT donor_type FROM catalogue_partner WHERE journal = ? AND code = ? AND"
		" valid_from <= ? ORDER BY valid_from DESC LIMIT 1",
		V_TEXT(l->journal), V_TEXT(partner), V_TEXT(day));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, donor, sizeof(donor));
	for (uint32_t i = 1; i < ARRAY_SIZE(donors); i++)
		if (strcmp(donors[i], donor) == 0)
			type = i;
	if (r >= 0)
		*ret_type = type;
	return r < 0 ? r : 0;
}

/* What the catalogue knows of its donor and its ingredient, where nobody said it. */
static int take_facts(struct ledger *l, struct food_received *f, int64_t *ret_food)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT"
		" ifnull((SELECT animal FROM catalogue_ingredient WHERE journal = ?1 AND code = ?2"
		" AND valid_from <= ?4 ORDER BY valid_from DESC LIMIT 1), 0),"
		" ifnull((SELECT max(f.food) FROM catalogue_category f WHERE f.journal = ?1 AND"
		" f.valid_from <= ?4 AND f.code IN (?3, (SELECT parent FROM catalogue c WHERE"
		" c.journal = ?1 AND c.kind = 'category' AND c.code = ?3 AND c.valid_from <= ?4"
		" ORDER BY c.valid_from DESC LIMIT 1))), 0)",
		V_TEXT(l->journal), V_TEXT(f->ingredient), V_TEXT(f->category), V_TEXT(f->day));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	f->animal |= sqlite3_column_int(stmt, 0) != 0;
	*ret_food = sqlite3_column_int64(stmt, 1);
	return f->donor_type ? 0 : lot_donor_type(l, f->partner, f->day, &f->donor_type);
}

/* lang: not_food */
static int check_rules(const struct food_received *f, bool food, struct ledger_result *res)
{
	struct sentence why;
	char soon[DAY_SIZE];
	bool ask;

	if (!food)
		return ledger_refuse_field(res, "not_food", f->category, "category");
	clock_day(f->at_wall_us + GUARD_US - 1, soon);
	food_check(f, soon, &why, &ask);
	if (!why.key)
		return 0;
	res->answer = ask ? LEDGER_CONFLICT : LEDGER_REFUSED;
	res->why = why;
	return 0;
}

static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct food_received *f = value;
	char key[PRIVATE_KEY_SIZE];
	int64_t food = 0;
	int r = take_weighing(l, f);

	(void)job;
	if (r == 0)
		r = lot_next(l->sql, l->journal, f->day, key, &f->number);
	if (r == 0 && strcmp(key, f->lot) != 0)
		return -EINVAL;
	if (r == 0)
		r = take_facts(l, f, &food);
	return r < 0 ? r : check_rules(f, food != 0, res);
}

/* By its own entry. */
static int said_donor_type(struct ledger *l, struct food_received *f)
{
	_cleanup_json_ json_t *body = NULL;
	struct food_received said = { 0 };
	int r = entry_body(l->sql, f->journal, f->seq, &body);

	if (r == 0)
		r = record_from_body(&lot_record, body, &said);
	if (r == 0)
		f->donor_type = said.donor_type;
	return r;
}

/* As it was received, and its weighing: what came of them since is not what was asked. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	const struct record_query query = { .seq = seq, .journal = l->journal };
	struct food_received *f = (struct food_received *)res->value;
	int r = record_rows(l->sql, &lot_record, &query, f, 1);

	_Static_assert(sizeof(*f) <= sizeof(res->value), "a reception is an answer");
	(void)asked;
	if (r > 0)
		r = weighing_find(l->sql, l->journal, f->weighing, &res->received) < 0 ? -EUCLEAN
										       : 1;
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	res->received.voided_by[0] = res->received.void_reason[0] = '\0';
	memcpy(f->partner, res->received.partner, sizeof(f->partner));
	memcpy(f->day, res->received.at.day, sizeof(f->day));
	f->at_wall_us = res->received.at.wall_us;
	r = said_donor_type(l, f);
	if (r < 0)
		return r;
	f->state = LOT_OPEN;
	f->left_mg = f->net_mg;
	f->returnable_mg = 0;
	f->known = false;
	f->held = HELD_NOT;
	f->allergens[0] = f->traces[0] = '\0';
	return 0;
}

static const char *const tables[] = { "lot_number", NULL };
const struct kind food_received_kind = {
	"food-received",
	1,
	.record = &lot_record,
	.tables = tables,
	.check = check,
	.after = after,
	.allow = allow,
	.answer = answer,
};
