// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * lot-held: nothing of that lot is labelled, handed on or cooked with any more. lot-released: somebody of
 * the staff decided about it: it is good again, or it is to be destroyed and stays held.
 */
#include <string.h>
#include "../lots.h"
#include "../made.h"
#include "../write.h"

#define FIRST(type_) ROW_OF(type_), STAMPED(type_), TEXT(type_, lot)

static const struct record_field held_fields[] = {
	FIRST(lot_held),
	WORD(lot_held, why, held_why_words, .rules = RECORD_ASKED | RECORD_NEEDED),
	TEXT(lot_held, reason),
	TEXT(lot_held, note, .rules = RECORD_ERASABLE),
};
static const struct record held_record =
	RECORD_OF(lot_held, held_fields, .table = "lot_held", .about = "lot");

static int names_why(const void *value)
{
	const struct lot_held *h = value;

	return h->lot[0] && h->why ? 0 : -EBADMSG;
}

/* Its number as it stands, of either sort. */
static int take_lot(struct ledger *l, char lot[PRIVATE_KEY_SIZE], struct ledger_result *res)
{
	struct food_received received;
	struct lot_made made;
	int r = lot_find(l->sql, lot, &received);

	if (r == 0)
		memcpy(lot, received.lot, PRIVATE_KEY_SIZE);
	if (r != -ENOENT)
		return r;
	r = made_find(l->sql, lot, &made);
	if (r == 0)
		memcpy(lot, made.id, PRIVATE_KEY_SIZE);
	return r == -ENOENT ? ledger_no_food(l, lot, "no_such_lot", res) : r;
}

static int allow_hold(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	(void)job;
	return take_lot(l, ((struct lot_held *)value)->lot, res);
}

const struct kind lot_held_kind = {
	"lot-held",
	1,
	.record = &held_record,
	.check = names_why,
	.allow = allow_hold,
};

static const struct record_field released_fields[] = {
	FIRST(lot_released),
	WORD(lot_released, decision, held_decision_words, .rules = RECORD_ASKED | RECORD_NEEDED),
	TEXT(lot_released, reason),
	{ .name = "operator",
		RECORD_AT(lot_released, operator_code, RECORD_TEXT),
		.codes = 1 + CATALOGUE_OPERATOR },
	WORD(lot_released, why, held_why_words),
	TEXT(lot_released, note, .rules = RECORD_ERASABLE),
};
static const struct record released_record =
	RECORD_OF(lot_released, released_fields, .table = "lot_released", .about = "lot");

static int names_decision(const void *value)
{
	const struct lot_released *o = value;

	return o->lot[0] && o->decision ? 0 : -EBADMSG;
}

/* The end of a recall says what is good of its lots, and nothing else does. */
static int check_recalls(struct ledger *l, const struct lot_released *o, struct ledger_result *res)
{
	int64_t number = 0;
	int r = o->decision == DECISION_GOOD ? lot_recalled(l->sql, o->lot, 0, &number) : 0;

	if (r <= 0)
		return r;
	(void)ledger_conflict(res, "recall_open", o->lot);
	sentence_param_int(&res->why, "number", number);
	return 0;
}

/* lang: lot_not_held recall_open */
static int allow_release(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct lot_released *o = value;
	uint32_t why = HELD_NOT;
	int r = take_lot(l, o->lot, res);

	(void)job;
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = lot_held_why(l->sql, o->lot, &why);
	if (r < 0 || !why)
		return r < 0 ? r : ledger_conflict(res, "lot_not_held", o->lot);
	o->why = why;
	return check_recalls(l, o, res);
}

const struct kind lot_released_kind = {
	"lot-released",
	1,
	.record = &released_record,
	.check = names_decision,
	.allow = allow_release,
};
