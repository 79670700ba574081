// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * T1, summary: what each site took in and where it went, with the rates that everybody asks for and
 * what they are of; the same a year earlier; and the reports that begin with it (R1, R3).
 */
#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include "day.h"
#include "../flows.h"

#define PPM(name_)                                    \
	{                                             \
		name_, COLUMN_PPM, LABELS_NONE, false \
	}

static const struct column columns[] = {
	{ "site", COLUMN_CODE, LABELS_OF(CATALOGUE_SITE), false },
	MG("in_mg"),
	PART("reuse_net_mg"),
	PART("transfer_mg"),
	PART("recycling_mg"),
	PART("energy_mg"),
	PART("disposal_mg"),
	MG("dk_mg"),
	PPM("reuse_of_out_ppm"),
	PPM("network_ppm"),
	MG("diverted_mg"),
	MG("out_mg"),
	MG("reuse_mg"),
	MG("neutral_in_mg"),
	MG("from_members_mg"),
	MG("correction_mg"),
	MG("recovered_mg"),
	PPM("reuse_of_in_ppm"),
	PPM("recycling_ppm"),
	PPM("recovered_ppm"),
	PPM("disposal_ppm"),
	{ "weighings", COLUMN_COUNT, LABELS_NONE, false },
	MG("added_mg"),
};

static const struct rate rates[] = {
	{ "reuse_of_out_ppm", "reuse_net_mg", "out_mg" },
	{ "network_ppm", "diverted_mg", "out_mg" },
	{ "reuse_of_in_ppm", "reuse_net_mg", "in_mg" },
	{ "recycling_ppm", "recycling_mg", "out_mg" },
	{ "recovered_ppm", "recovered_mg", "out_mg" },
	{ "disposal_ppm", "disposal_mg", "out_mg" },
};

/* By what the stock of each site changed: read from the stock, never made of the flows. */
static const char stock_sql[] =
	"WITH RECURSIVE " STOCK_CHANGE " SELECT site, sum(mg) FROM stock_change GROUP BY site";

static int take_stock(sqlite3_stmt *stmt, void *table)
{
	struct table *t = table;
	size_t dk = table_column(t, "dk_mg");
	int64_t mg = sqlite3_column_int64(stmt, 1);
	struct cell *row;

	if (mg == 0)
		return 0;
	row = flows_row(t, (const char *)sqlite3_column_text(stmt, 0));
	if (!row)
		return -ENOMEM;
	row[dk].number = mg;
	t->total[dk].number += mg;
	return 0;
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const enum report_key by[] = { BY_SITE };
	const char *const values[] = { query->first_day, query->last_day, query->site };
	int r = flows_make(l, query, by, ARRAY_SIZE(by), t);

	return r < 0 ? r : report_each(l, stock_sql, values, ARRAY_SIZE(values), take_stock, t);
}

/* ---- the same days a year earlier: what ends with February does so in either year ---- */

static int year_earlier(const char *day, bool last, char ret_day[DAY_SIZE])
{
	char before[32], next[DAY_SIZE];

	(void)snprintf(before, sizeof(before), "%04d%s", atoi(day) - 1, day + 4);
	if (last && day_is_month_end(day)) {
		memcpy(before + 8, "01", 3);
		if (!day_exists(before))
			return -EINVAL;
		day_next_month(before, next);
		return day_shift(next, -1, ret_day);
	}
	return day_exists(before) ? day_shift(before, 0, ret_day) : day_shift(day, -366, ret_day);
}

static int make_before(struct ledger *l, const struct report_query *query, struct table *t)
{
	struct report_query q = *query;

	if (year_earlier(query->first_day, false, q.first_day) < 0 ||
		year_earlier(query->last_day, true, q.last_day) < 0)
		return 0; /* before there were years */
	t->facts = 0;
	table_fact(t, "first_day", q.first_day, true);
	table_fact(t, "last_day", q.last_day, true);
	memset(t->title.param, 0, sizeof(t->title.param));
	sentence_param(&t->title, "first_day", q.first_day);
	sentence_param(&t->title, "last_day", q.last_day);
	sentence_param(&t->title, "site", q.site);
	return make(l, &q, t);
}

#define SUMMARY                                                                         \
	.columns = columns, .count = ARRAY_SIZE(columns), .make = make, .tonnes = true, \
	.chart = CHART_SANKEY, .rate = rates, .rates = ARRAY_SIZE(rates)

/* lang: t1_title* */
const struct report summary_table = {
	.name = "T1", .title = { "t1_title", "t1_title_site" }, SUMMARY
};

/* lang: before_title* */
const struct report before_table = {
	.name = "before",
	.title = { "before_title", "before_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make_before,
	.tonnes = true,
	.chart = CHART_SANKEY,
	.rate = rates,
	.rates = ARRAY_SIZE(rates),
};

static const struct report *const board[] = { &category_table, &days_report, &controls_table,
	NULL };
/* lang: r1_title* */
const struct report board_report = {
	.name = "R1", .title = { "r1_title", "r1_title_site" }, .with = board, SUMMARY
};

static const struct report *const year[] = { &category_table, &origin_table, &destination_table,
	&month_table, &before_table, &indicators_table, &controls_table, NULL };
/* lang: r3_title* */
const struct report year_report = {
	.name = "R3", .title = { "r3_title", "r3_title_site" }, .with = year, SUMMARY
};
