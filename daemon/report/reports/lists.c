// SPDX-License-Identifier: GPL-3.0-or-later
/* T2, T3, T4: what came in and went out by category, by origin and place, by destination and partner. */
#include "../flows.h"

/* ---- T2 ---- */

static const struct column category_columns[] = {
	KEY("category", CATALOGUE_CATEGORY),
	CODE("scheme"),
	CODE("scheme_flow"),
	MG("in_mg"),
	PART("reuse_net_mg"),
	PART("recycling_mg"),
	PART("energy_mg"),
	PART("disposal_mg"),
	{ "share_of_in_ppm", COLUMN_PPM, LABELS_NONE, false },
	COUNT("weighings"),
	COUNT("units"),
	PART("transfer_mg"),
	MG("reuse_mg"),
	MG("neutral_in_mg"),
	MG("from_members_mg"),
	MG("correction_mg"),
	MG("added_mg"),
};
static const struct rate category_rates[] = { { "share_of_in_ppm", "in_mg", NULL } };

static int make_categories(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const enum report_key by[] = { BY_CATEGORY, BY_SCHEME };

	return flows_make(l, query, by, ARRAY_SIZE(by), t);
}

/* lang: t2_title* */
const struct report category_table = {
	.name = "T2",
	.title = { "t2_title", "t2_title_site" },
	.columns = category_columns,
	.count = ARRAY_SIZE(category_columns),
	.make = make_categories,
	.tonnes = true,
	.rate = category_rates,
	.rates = ARRAY_SIZE(category_rates),
};

/* ---- T3 ---- */

static const struct column origin_columns[] = {
	KEY("origin", CATALOGUE_ORIGIN),
	KEY("place", CATALOGUE_PLACE),
	CODE("insee"),
	CODE("epci_siren"),
	CODE("departement"),
	MG("in_mg"),
	COUNT("deposits"),
	MG("neutral_in_mg"),
};

static int make_origins(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const enum report_key by[] = { BY_ORIGIN, BY_PLACE };

	return flows_make(l, query, by, ARRAY_SIZE(by), t);
}

/* lang: t3_title* */
const struct report origin_table = {
	.name = "T3",
	.title = { "t3_title", "t3_title_site" },
	.columns = origin_columns,
	.count = ARRAY_SIZE(origin_columns),
	.make = make_origins,
	.tonnes = true,
};

/* ---- T4: what came back stands with its sign, so that the sum is what T1 has ---- */

static const struct column destination_columns[] = {
	KEY("destination", CATALOGUE_DESTINATION),
	{ "flow", COLUMN_CODE, LABELS_WORDS, false },
	KEY("partner", CATALOGUE_PARTNER),
	CODE("siret"),
	CODE("treatment"),
	MG("out_mg"),
	MG("correction_mg"),
	COUNT("removals"),
};

static int make_destinations(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const enum report_key by[] = { BY_DESTINATION, BY_FLOW, BY_PARTNER };

	return flows_make(l, query, by, ARRAY_SIZE(by), t);
}

/* lang: t4_title* */
const struct report destination_table = {
	.name = "T4",
	.title = { "t4_title", "t4_title_site" },
	.columns = destination_columns,
	.count = ARRAY_SIZE(destination_columns),
	.make = make_destinations,
	.tonnes = true,
};
