// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * slip-closed: a slip is full, and this is what was printed of it. Later voids change what it comes to,
 * not this entry. slip-refused: what was turned away, and why: a fact, never intake.
 */
#include <string.h>
#include "../delivery.h"
#include "../write.h"
#include "slip.h"

static const struct record_field closed_fields[] = {
	STAMPED(slip_closed),
	TEXT(slip_closed, id),
	NUMBER(slip_closed, weighings, .rules = RECORD_ZERO),
	NUMBER(slip_closed, units, .rules = RECORD_ZERO),
	MASS(slip_closed, mass_mg, .rules = RECORD_ZERO),
	{ .name = "signed",
		RECORD_AT(slip_closed, signed_by, RECORD_TEXT),
		.rules = RECORD_ASKED | RECORD_ERASABLE },
};
static const struct record slip_closed_record =
	RECORD_OF(slip_closed, closed_fields, .table = "slip_closed", .about = "id");

static int names_a_slip(const void *value)
{
	return ((const struct slip_closed *)value)->id[0] ? 0 : -EBADMSG;
}

/* What it comes to now. */
static int fill_closed(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct slip_closed *c = value;
	struct slip s;
	int r = ledger_open_slip(l, c->id, &s, res);

	(void)job;
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	memcpy(c->id, s.id, sizeof(c->id));
	c->weighings = s.weighings;
	c->units = s.units;
	c->mass_mg = s.mass_mg;
	return 0;
}

/* What lies on it leaves first; what it comes to is counted anew then. */
static int append_closed(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	struct slip_closed c = *(const struct slip_closed *)value;
	struct slip s;
	int r = delivery_close(l, as->now, c.id, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = ledger_slip(l, c.id, &s);
	if (r < 0)
		return r;
	c.weighings = s.weighings;
	c.units = s.units;
	c.mass_mg = s.mass_mg;
	return record_append(l->sql, as, &slip_closed_record, &c, ret_entry);
}

/* Of packs that it delivered: they go with the slip. */
static int owns(struct ledger *l, const char *weighing_id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char slip[PRIVATE_KEY_SIZE];
	int r = sql_start(l->sql, &stmt,
		"SELECT slip FROM pack_state WHERE weighing = ? AND weighing <> '' AND state ="
		" 'delivered' LIMIT 1",
		V_TEXT(weighing_id));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, slip, sizeof(slip));
	return ledger_conflict(res, "belongs_to", slip);
}

const struct kind slip_closed_kind = {
	"slip-closed",
	1,
	.record = &slip_closed_record,
	.check = names_a_slip,
	.fill = fill_closed,
	.append = append_closed,
	.owns = owns,
};

/* ---- refused ---- */

static const struct record_field refused_fields[] = {
	STAMPED(slip_refused),
	TEXT(slip_refused, id),
	TEXT(slip_refused, reason),
	TEXT(slip_refused, category, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_CATEGORY),
	MASS(slip_refused, estimated_mg, .rules = RECORD_ASKED, .least = 1,
		.most = INT64_C(100) * 1000 * 1000000), /* 100 t */
	TEXT(slip_refused, note, .rules = RECORD_ERASABLE),
	VOIDED_BY(slip_refused),
};
static const struct record slip_refused_record =
	RECORD_OF(slip_refused, refused_fields, .table = "slip_refused", .about = "id");

static int says_why(const void *value)
{
	const struct slip_refused *f = value;

	return f->id[0] && f->reason[0] && f->estimated_mg >= 0 ? 0 : -EBADMSG;
}

static int fill_refused(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct slip_refused *f = value;
	struct slip s;
	int r = ledger_open_slip(l, f->id, &s, res);

	(void)job;
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		memcpy(f->id, s.id, sizeof(f->id));
	return r;
}

const struct kind slip_refused_kind = {
	"slip-refused",
	1,
	.record = &slip_refused_record,
	.check = says_why,
	.take_back = entry_only_void,
	.fill = fill_refused,
};
