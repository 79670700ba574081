// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * R5 and R7: what each donor gave, to be attested; what went between members of the
 * cluster, which nobody may count twice; of food what a donor gave, and beside it what a pot added to that.
 */
#include "../flows.h"

static const struct column donor_columns[] = {
	KEY("partner", CATALOGUE_PARTNER),
	CODE("siret"),
	KEY("category", CATALOGUE_CATEGORY),
	MG("in_mg"),
	COUNT("units_in"),
	COUNT("deposits"),
};

static const struct column member_columns[] = {
	KEY("partner", CATALOGUE_PARTNER), CODE("siret"), KEY("category", CATALOGUE_CATEGORY),
	MG("from_members_mg"), MG("to_members_mg"),
	MG("to_members_added_mg"), /* beside it: left with it */
};

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const enum report_key by[] = { BY_PARTNER, BY_CATEGORY };

	return flows_make(l, query, by, ARRAY_SIZE(by), t);
}

/* lang: r5_title* */
const struct report donor_report = {
	.name = "R5",
	.title = { "r5_title", "r5_title_site" },
	.columns = donor_columns,
	.count = ARRAY_SIZE(donor_columns),
	.make = make,
};

/* lang: r7_title* */
const struct report member_report = {
	.name = "R7",
	.title = { "r7_title", "r7_title_site" },
	.columns = member_columns,
	.count = ARRAY_SIZE(member_columns),
	.make = make,
};
