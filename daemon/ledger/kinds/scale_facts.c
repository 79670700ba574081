// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * scale-facts: what stands on a scale's plate, typed by staff; the newest for a scale counts. Its
 * approval stays in station.conf.
 */
#include <errno.h>
#include "../ledger_private.h"

struct scale_facts_entry {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char scale[DEVICE_SIZE];
	char maker[64], model[64], serial[64];
	uint32_t class;
	int64_t max_mg, min_mg, e_mg;
	char uses[64];
	char voided_by[ENTRY_NAME_SIZE];
};

/* Accuracy classes of EN 45501, and of a scale that has none. */
static const char *const names[] = { "none", "I", "II", "III", "IIII" };
static const struct record_words classes = { names, ARRAY_SIZE(names) };

enum { ASKED = RECORD_ASKED | RECORD_NEEDED };
#define KG_MOST (INT64_C(100) * 1000 * 1000000)

static const struct record_field fields[] = {
	STAMPED(scale_facts_entry),
	TEXT(scale_facts_entry, scale, .rules = ASKED),
	TEXT(scale_facts_entry, maker, .rules = RECORD_ASKED),
	TEXT(scale_facts_entry, model, .rules = RECORD_ASKED),
	TEXT(scale_facts_entry, serial, .rules = RECORD_ASKED),
	WORD(scale_facts_entry, class, classes, .rules = ASKED),
	MASS(scale_facts_entry, max_mg, .rules = ASKED, .least = 1, .most = KG_MOST),
	MASS(scale_facts_entry, min_mg, .rules = RECORD_ASKED, .least = 0, .most = KG_MOST),
	MASS(scale_facts_entry, e_mg, .rules = ASKED, .least = 1, .most = KG_MOST),
	TEXT(scale_facts_entry, uses, .rules = RECORD_ASKED),
	VOIDED_BY(scale_facts_entry),
};
static const struct record scale_facts_record =
	RECORD_OF(scale_facts_entry, fields, .table = "scale_facts", .about = "scale");

int ledger_scale_min(struct ledger *l, const char *scale, int64_t *ret_min_mg)
{
	int64_t min_mg = 0;
	int r = l->sql ? sql_int(l->sql, &min_mg,
				 "SELECT ifnull(min_mg, 0) FROM scale_facts f WHERE scale = ? AND"
				 " NOT EXISTS (SELECT 1 FROM entry_void v WHERE v.id ="
				 " f.journal || '/' || f.seq) ORDER BY wall_us DESC, seq DESC "
				 "LIMIT 1",
				 V_TEXT(scale))
		       : -EIO;

	if (r >= 0)
		*ret_min_mg = min_mg;
	return r < 0 ? r : 0;
}

const struct kind scale_facts_kind = { "scale-facts", 1, .record = &scale_facts_record,
	.take_back = entry_only_void, .role = ROLE_STAFF };
