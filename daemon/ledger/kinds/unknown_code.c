// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * unknown-code: somebody scanned a code that nobody knows; it is kept to be shown. What was
 * scanned may be anything, a person's card included, so the words themselves are erasable.
 */
#include "../write.h"

static const struct record_field fields[] = {
	STAMP(unknown_code, journal, RECORD_TEXT),
	STAMP(unknown_code, seq, RECORD_UINT),
	TEXT(unknown_code, device),
	{ .name = "at",
		.column = "wall_us",
		RECORD_AT(unknown_code, at_wall_us, RECORD_TIME),
		.rules = RECORD_STAMP },
	TEXT(unknown_code, text, .rules = RECORD_ERASABLE),
};
static const struct record unknown_code_record =
	RECORD_OF(unknown_code, fields, .table = "unknown_code");

static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	(void)l;
	(void)job;
	(void)res;
	return ((const struct unknown_code *)value)->text[0] ? 0 : -EINVAL;
}

const struct kind unknown_code_kind = {
	"unknown-code",
	1,
	.record = &unknown_code_record,
	.allow = allow,
};

/* As they are shown, those of the own journal, which its seq names: each that was not seen since, when it came last and how often it came. */
static const struct record_field shown_fields[] = {
	TEXT(unknown_code, id),
	WHOLE(unknown_code, seq, .rules = RECORD_SILENT),
	TEXT(unknown_code, text),
	TEXT(unknown_code, device),
	{ .name = "at", .column = "wall_us", RECORD_AT(unknown_code, at_wall_us, RECORD_TIME) },
	WHOLE(unknown_code, count),
};
const struct record unknown_codes_record = RECORD_OF(unknown_code, shown_fields,
	.table = "(SELECT e.text, u.device, max(u.wall_us) AS wall_us, count(*) AS count,"
		 " max(u.seq) AS seq, CAST(max(u.seq) AS TEXT) AS id FROM unknown_code u"
		 " LEFT JOIN erasable e USING (journal, seq)"
		 " LEFT JOIN code_seen s USING (journal, seq)"
		 " WHERE u.journal = (SELECT value FROM kept WHERE name = 'journal')"
		 " GROUP BY 1, 2 HAVING max(u.seq) > ifnull(max(s.seq), 0))");
