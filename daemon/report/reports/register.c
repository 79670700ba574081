// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * R4, register of waste that left (order of 31 May 2021): a line a day, slip, sort and taker, with what the
 * catalogue knew of the taker and the carrier on that day. Only weighings that left as waste are read,
 * through their own index.
 */
#include "report.h"

static const struct column columns[] = {
	{ "day", COLUMN_DAY, LABELS_NONE, false },
	{ "slip", COLUMN_CODE, LABELS_NONE, false },
	{ "category", COLUMN_CODE, LABELS_OF(CATALOGUE_CATEGORY), false },
	{ "waste_code", COLUMN_CODE, LABELS_NONE, false },
	{ "hazardous", COLUMN_CODE, LABELS_WORDS, false },
	{ "treatment", COLUMN_CODE, LABELS_NONE, false },
	{ "destination", COLUMN_CODE, LABELS_OF(CATALOGUE_DESTINATION), false },
	{ "site_siret", COLUMN_CODE, LABELS_NONE, false },
	{ "partner", COLUMN_CODE, LABELS_OF(CATALOGUE_PARTNER), false },
	{ "siret", COLUMN_CODE, LABELS_NONE, false },
	{ "carrier", COLUMN_CODE, LABELS_OF(CATALOGUE_PARTNER), false },
	{ "carrier_siret", COLUMN_CODE, LABELS_NONE, false },
	{ "permit", COLUMN_CODE, LABELS_NONE, false },
	{ "out_mg", COLUMN_MG, LABELS_NONE, false },
	{ "weighings", COLUMN_COUNT, LABELS_NONE, false },
};

#define FACT(column, table, code)                                                            \
	"ifnull((SELECT f." column " FROM catalogue_" table " f WHERE f.journal = w.journal" \
	" AND f.code = " code                                                                \
	" AND f.valid_from <= w.day ORDER BY f.valid_from DESC LIMIT 1), '')"

static const char sql[] =
	"WITH r AS (SELECT w.day, w.slip, w.category, w.waste_code,"
	" iif(w.waste_code LIKE '%*', 'yes', 'no') AS hazardous, w.treatment, w.destination,"
	" " FACT("siret", "site", "j.site") " AS site_siret, w.partner, " FACT("siret", "partner",
		"w.partner") " AS siret, ifnull(s.carrier, '') AS"
			     " carrier, " FACT("siret", "partner",
				     "s.carrier") " AS carrier_siret, " FACT("permit", "partner",
				     "s.carrier") " AS permit, w.net_mg"
						  " FROM weighing w INDEXED BY weighing_waste JOIN "
						  "journal j USING (journal)"
						  " LEFT JOIN slip s ON replace(s.id, '-', '') = "
						  "replace(w.slip, '-', '') AND w.slip <> ''"
						  " WHERE w.waste_code <> '' AND w.day >= ?1 AND "
						  "w.day <= ?2 AND (?3 = '' OR j.site = ?3)"
						  " AND w.direction = 'out' AND w.voided_seq IS "
						  "NULL)"
						  " SELECT day, slip, category, waste_code, "
						  "hazardous, treatment, destination, site_siret,"
						  " partner, siret, carrier, carrier_siret, "
						  "permit, sum(net_mg), count(*) FROM r"
						  " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "
						  "12, 13"
						  " ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "
						  "12, 13";

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	return report_rows(l, query, sql, t);
}

/* lang: r4_title* word_hazardous_yes word_hazardous_no */
const struct report register_report = {
	.name = "R4",
	.title = { "r4_title", "r4_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make,
	.tonnes = true,
};
