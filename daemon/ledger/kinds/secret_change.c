// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * secret-set, secret-reset: somebody has another PIN or password, because it was changed, or given anew by
 * whoever has the console. See secret_change.h.
 */
#include "../kinds.h"
#include "../ledger_private.h"
#include "secret_change.h"

static const char *const names[] = { "pin", "password" };
static const struct record_words sorts = { names, ARRAY_SIZE(names) };

_Static_assert(ARRAY_SIZE(names) == SECRET_SORTS, "in their order");

enum { ASKED = RECORD_ASKED | RECORD_NEEDED };

#define FIELDS                                                                \
	STAMPED(secret_change),                                               \
		{ .name = "operator",                                         \
			RECORD_AT(secret_change, operator_code, RECORD_TEXT), \
			.rules = ASKED,                                       \
			.codes = 1 + CATALOGUE_OPERATOR },                    \
		WORD(secret_change, sort, sorts, .rules = ASKED)

static const struct record_field reset_fields[] = { FIELDS };
static const struct record_field set_fields[] = { FIELDS, TEXT(secret_change, set_by) };
static const struct record reset_record =
	RECORD_OF(secret_change, reset_fields, .table = "secret_reset", .about = "operator");
static const struct record set_record =
	RECORD_OF(secret_change, set_fields, .table = "secret_set", .about = "operator");

const struct kind secret_reset_kind = { "secret-reset", 1, .record = &reset_record };
const struct kind secret_set_kind = { "secret-set", 1, .record = &set_record };

bool ledger_had_secrets(struct ledger *l)
{
	int64_t one;

	return !l->sql ||
	       sql_int(l->sql, &one,
		       "SELECT 1 FROM catalogue_operator o WHERE o.role = 'coordinator'"
		       " AND o.code IN (SELECT operator FROM secret_set WHERE sort = 'pin'"
		       " UNION ALL SELECT operator FROM secret_reset WHERE sort = 'pin')"
		       " LIMIT 1") != 0;
}
