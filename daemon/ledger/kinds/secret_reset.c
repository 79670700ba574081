// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * secret-reset: whoever has the console gave somebody a new PIN or password, because theirs was lost.
 * Whose, by the pseudonym; the secret itself and its hash are in no ledger.
 */
#include "../kinds.h"

struct secret_reset {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char operator_code[CODE_SIZE];
	uint32_t sort;
};

static const char *const names[] = { "pin", "password" };
static const struct record_words sorts = { names, ARRAY_SIZE(names) };

enum { ASKED = RECORD_ASKED | RECORD_NEEDED };

static const struct record_field fields[] = {
	STAMP(secret_reset, journal, RECORD_TEXT),
	STAMP(secret_reset, seq, RECORD_UINT),
	{ .name = "at",
		.column = "wall_us",
		RECORD_AT(secret_reset, at_wall_us, RECORD_TIME),
		.rules = RECORD_STAMP },
	STAMP(secret_reset, day, RECORD_TEXT),
	{ .name = "operator",
		RECORD_AT(secret_reset, operator_code, RECORD_TEXT),
		.rules = ASKED,
		.codes = 1 + CATALOGUE_OPERATOR },
	WORD(secret_reset, sort, sorts, .rules = ASKED),
};
static const struct record secret_reset_record =
	RECORD_OF(secret_reset, fields, .table = "secret_reset", .about = "operator");

const struct kind secret_reset_kind = { "secret-reset", 1, .record = &secret_reset_record };
