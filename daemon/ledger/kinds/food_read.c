// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * food-read: what the pack of a received lot says of allergens; read again, the newest counts. A lot without
 * one is unknown, whatever its ingredient says. food-refused: what was brought and turned away: a fact, never
 * intake, on no attestation.
 */
#include <string.h>
#include "../lots.h"
#include "../write.h"

#define AT(type_)                                                                             \
	{                                                                                     \
		.name = "at", .column = "wall_us", RECORD_AT(type_, at_wall_us, RECORD_TIME), \
		.rules = RECORD_STAMP                                                         \
	}
#define SAID(member_) TEXT(food_read, member_, .rules = RECORD_ASKED)

static const struct record_field read_fields[] = {
	STAMP(food_read, journal, RECORD_TEXT),
	STAMP(food_read, seq, RECORD_UINT),
	AT(food_read),
	STAMP(food_read, day, RECORD_TEXT),
	TEXT(food_read, lot),
	TRUTH(food_read, none, .rules = RECORD_ASKED),
	SAID(allergens),
	SAID(traces),
	SAID(emphasise),
	SAID(compound),
	{ .name = "operator",
		RECORD_AT(food_read, operator_code, RECORD_TEXT),
		.codes = 1 + CATALOGUE_OPERATOR },
};
static const struct record food_read_record =
	RECORD_OF(food_read, read_fields, .table = "food_read", .about = "lot");

static int names_a_lot(const void *value)
{
	const struct food_read *d = value;

	return d->lot[0] && (d->none != (d->allergens[0] != '\0')) ? 0 : -EBADMSG;
}

/* lang: allergens_unsaid allergens_both allergens_unknown no_such_lot */
static int allow_read(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct food_read *d = value;
	struct food_received lot;
	int r = lot_find(l->sql, d->lot, &lot);

	(void)job;
	if (r == -ENOENT) {
		res->answer = LEDGER_NOT_FOUND;
		res->why = (struct sentence){ .key = "no_such_lot" };
		return 0;
	}
	if (r < 0)
		return r;
	memcpy(d->lot, lot.lot, sizeof(d->lot));
	if (!d->none && !d->allergens[0])
		return ledger_refuse_field(res, "allergens_unsaid", NULL, "allergens");
	if (d->none && d->allergens[0])
		return ledger_refuse_field(res, "allergens_both", NULL, "none");
	if (!food_allergens_good(d->allergens))
		return ledger_refuse_field(res, "allergens_unknown", NULL, "allergens");
	return food_allergens_good(d->traces)
		       ? 0
		       : ledger_refuse_field(res, "allergens_unknown", NULL, "traces");
}

const struct kind food_read_kind = {
	"food-read",
	1,
	.record = &food_read_record,
	.check = names_a_lot,
	.allow = allow_read,
};

/* ---- refused ---- */

static const struct record_field refused_fields[] = {
	STAMP(food_refused, journal, RECORD_TEXT),
	STAMP(food_refused, seq, RECORD_UINT),
	AT(food_refused),
	STAMP(food_refused, day, RECORD_TEXT),
	TEXT(food_refused, slip, .rules = RECORD_ASKED),
	TEXT(food_refused, partner, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_PARTNER),
	TEXT(food_refused, category, .rules = RECORD_ASKED | RECORD_NEEDED,
		.codes = 1 + CATALOGUE_CATEGORY),
	MASS(food_refused, net_mg, .rules = RECORD_ASKED, .least = 1,
		.most = INT64_C(100) * 1000 * 1000000), /* 100 t */
	WHOLE(food_refused, units, .rules = RECORD_ASKED, .least = 0, .most = 100000),
	TEXT(food_refused, reason),
	TEXT(food_refused, note, .rules = RECORD_ERASABLE),
	VOIDED_BY(food_refused),
};
static const struct record food_refused_record =
	RECORD_OF(food_refused, refused_fields, .table = "food_refused", .about = "partner");

static int says_why(const void *value)
{
	const struct food_refused *f = value;

	return f->category[0] && f->reason[0] && f->net_mg >= 0 ? 0 : -EBADMSG;
}

/* For a slip that is open; its partner is that of the slip. */
static int allow_refused(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct food_refused *f = value;
	struct slip s;
	int r = f->slip[0] ? ledger_open_slip(l, f->slip, &s, res) : 0;

	(void)job;
	if (r < 0 || res->answer != LEDGER_WRITTEN || !f->slip[0])
		return r;
	memcpy(f->slip, s.id, sizeof(f->slip));
	if (!f->partner[0])
		memcpy(f->partner, s.partner, sizeof(f->partner));
	return 0;
}

const struct kind food_refused_kind = {
	"food-refused",
	1,
	.record = &food_refused_record,
	.check = says_why,
	.take_back = entry_only_void,
	.allow = allow_refused,
};
