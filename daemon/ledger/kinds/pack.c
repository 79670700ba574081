// SPDX-License-Identifier: GPL-3.0-or-later
/* pack: a tray of a lot was filled; no weighing, because it has not left. Where it is since: pack_state.c. */
#include <string.h>
#include "../lots.h"
#include "../made.h"
#include "../recorded.h"
#include "../write.h"
#include "mass.h"

static bool has_shown(const void *value)
{
	return ((const struct pack *)value)->shown.unit != MASS_UNIT_NONE;
}

static const struct record_field fields[] = {
	ROW_OF(pack),
	STAMP(pack, journal, RECORD_TEXT),
	STAMP(pack, seq, RECORD_UINT),
	{ .name = "at",
		.body = "at_us",
		.column = "wall_us",
		RECORD_AT(pack, at_wall_us, RECORD_TIME) },
	TEXT(pack, day),
	TEXT(pack, id),
	{ .name = "number",
		RECORD_AT(pack, number, RECORD_UINT),
		.rules = RECORD_BODY | RECORD_SILENT },
	TEXT(pack, lot),
	MASS(pack, gross_mg, .rules = RECORD_ASKED, .least = 1, .most = LOT_MASS_MOST_MG),
	MASS(pack, tare_mg),
	MASS(pack, net_mg, .rules = RECORD_ASKED, .least = 1, .most = LOT_MASS_MOST_MG),
	TEXT(pack, container, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_CONTAINER),
	WORD(pack, method, method_words),
	TEXT(pack, scale),
	TRUTH(pack, approved),
	SHOWN_OF(pack, digits, RECORD_INT),
	SHOWN_OF(pack, exp10, RECORD_INT),
	SHOWN_OF(pack, unit, RECORD_WORD, .words = &mass_unit_words),
	{ .name = "raw",
		RECORD_AT(pack, raw, RECORD_BYTES),
		.rules = RECORD_BODY | RECORD_SILENT,
		.done = offsetof(struct pack, raw_len) + 1 },
	{ .name = "operator",
		RECORD_AT(pack, operator_code, RECORD_TEXT),
		.codes = 1 + CATALOGUE_OPERATOR },
	{ .name = "state",
		RECORD_AT(pack, state, RECORD_WORD),
		.words = &pack_state_words,
		.column = PACK_STATE_SQL,
		.rules = RECORD_JOINED },
	VOIDED_BY(pack),
};
const struct record pack_record = RECORD_OF(pack, fields, .table = "pack", .about = "lot");

static int check(const void *value)
{
	const struct pack *p = value;

	return p->id[0] && p->number && p->lot[0] && p->net_mg > 0 ? 0 : -EBADMSG;
}

static int after(struct sql *s, const struct entry *e, const void *value)
{
	return number_used(s, e->journal, 'B', ((const struct pack *)value)->number);
}

/* ---- writing one ---- */

/* The tare of its container, where the gross mass was said. */
static int take_net(struct ledger *l, struct pack *p, struct ledger_result *res)
{
	int r;

	if (p->method == METHOD_TYPED && p->net_mg && p->gross_mg)
		return ledger_refuse_field(res, "net_and_gross", NULL, "gross_kg");
	if (p->net_mg)
		return 0;
	if (!p->gross_mg)
		return ledger_refuse_field(res, "pack_mass", NULL, "net_kg");
	r = sql_int(l->sql, &p->tare_mg,
		"SELECT tare_mg FROM catalogue WHERE journal = ?1 AND kind = 'container' AND code "
		"= ?2"
		" AND valid_from <= ?3 AND (valid_until = '' OR valid_until > ?3)",
		V_TEXT(l->journal), V_TEXT(p->container), V_TEXT(p->day));
	if (r < 0)
		return r;
	p->net_mg = p->gross_mg - p->tare_mg;
	return p->net_mg > 0 ? 0 : ledger_refuse_field(res, "only_containers", NULL, "gross_kg");
}

/* No more comes out than went in. */
static int fits(struct ledger *l, const struct lot_made *lot, const struct pack *p,
	struct ledger_result *res)
{
	struct made_packs packs;
	int64_t over_mg;
	int r = made_packs(l->sql, lot->id, &packs);

	over_mg = r < 0 ? 0 : packs.mass_mg + p->net_mg - lot->left_mg;
	if (r < 0 || over_mg <= 0)
		return r;
	(void)ledger_conflict(res, "outputs_exceed_inputs", lot->id);
	sentence_param_kg(&res->why, "kg", over_mg);
	return 0;
}

/* lang: net_and_gross pack_mass only_containers lot_held */
static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct pack *p = value;
	struct lot_made lot;
	int r = made_target(l, p->lot, MADE_CLOSED, &lot, res);

	(void)job;
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_is_there(lot.id, lot.day, p->day, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	memcpy(p->lot, lot.id, sizeof(p->lot));
	if (lot.held)
		return ledger_conflict(res, "lot_held", lot.id);
	r = take_net(l, p, res);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : fits(l, &lot, p, res);
}

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct pack *p = value;

	(void)job;
	(void)res;
	return number_next(l->sql, l->journal, 'B', p->id, &p->number);
}

static int beside(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	(void)res;
	return job->label ? label_job_add(l, ((const struct pack *)value)->id, &job->now) : 0;
}

/* As it was made: where it is since is not what was asked. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	const struct record_query query = { .seq = seq, .journal = l->journal };
	struct pack *p = (struct pack *)res->value;
	int r = record_rows(l->sql, &pack_record, &query, p, 1);

	_Static_assert(sizeof(*p) <= sizeof(res->value), "a pack is an answer");
	(void)asked;
	p->state = PACK_STOCK;
	p->voided_by[0] = '\0';
	return r < 0 ? r : r == 0 ? -ENOENT : pack_shown(l, p, &res->received);
}

/* Its lot is packed and balanced, or it is not in stock: one that came off its slip again is. */
static int held(struct ledger *l, const char *id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT * FROM (SELECT t.journal || '/' || t.seq FROM pack r JOIN pack_state t ON"
		" t.id = r.id WHERE r.journal || '/' || r.seq = ?1 AND " PACK_STATE_SQL
		" <> 'stock' ORDER BY t.row DESC LIMIT 1) UNION ALL SELECT"
		" c.journal || '/' || c.seq FROM pack r JOIN lot_packed c ON c.lot = r.lot"
		" WHERE r.journal || '/' || r.seq = ?1 AND " COUNTS_SQL("c") " LIMIT 1",
		V_TEXT(id));

	return r < 0 ? r : lot_used_by(l, stmt, res);
}

const struct kind pack_kind = {
	"pack",
	1,
	.record = &pack_record,
	.check = check,
	.after = after,
	.take_back = entry_only_void,
	.held = held,
	.allow = allow,
	.fill = fill,
	.beside = beside,
	.answer = answer,
};
