// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reports: one row each of the list in report.c, made by one function for page, CSV and
 * command line, from the totals of days and months that the ledger keeps, never from a year of
 * rows. To add one: CONTRIBUTING.md.
 */
#pragma once
#include "ledger.h"
#include "table.h"

enum report_key {
	BY_CATEGORY,
	BY_ROOT,
	BY_SCHEME,
	BY_ORIGIN,
	BY_DESTINATION,
	BY_SITE,
	BY_STATION,
	BY_MONTH,
	BY_DAY,
	BY_PARTNER,
	BY_PLACE,
	BY_METHOD,
	BY_FLOW,
	BY_COUNT,
};

struct sums;
struct report_query {
	char first_day[DAY_SIZE]; /* both days inclus */
	char last_day[DAY_SIZE];
	size_t by_count; /* 0: the total only */
	enum report_key by[BY_COUNT];
	char site[CODE_SIZE]; /* "" : all */
	bool nameless;        /* people are told by their codes, */
	bool placeless;       /* places, too: a label may be somebody's address */
	bool paper;           /* with what it has on paper only */
	bool shareless;       /* without how they were made, for who looks at figures alone */
	struct sums *sums;    /* what was read so far for the same report; NULL: nothing is kept */
};

struct report {
	const char *name;
	const char *title[2];         /* language keys: of all sites, of one */
	const struct column *columns; /* without those that were asked by key */
	size_t count;
	int (*make)(struct ledger *l, const struct report_query *query, struct table *t);
	bool by;          /* rows by the keys that were asked */
	bool tonnes;      /* masses are read in tonnes */
	size_t late;      /* columns that came later (table.h) */
	bool wide;        /* a column more for each month */
	bool bare;        /* rows of facts: no total, and a figure may be missing */
	bool acts;        /* each row was done by somebody, also one of 0 kg: none is nothing */
	bool sheet;       /* on paper all its charts stand first, one below the other */
	bool replays;     /* the whole journal: nobody who weighs waits for it */
	enum chart chart; /* drawn when none is named */
	const struct rate *rate;
	size_t rates;
	const struct report *const *with; /* whose tables belong to it, NULL at the end; or NULL */
	const struct report *on_paper;    /* one more, which nobody else waits for; or NULL */
};

const struct report *report_at(size_t i); /* NULL: no more */
/* NULL: no such report. */
const struct report *report_find(const char *name);
/* "category,month" -> by. 0, -EINVAL with the bad word in ret_why. */
int report_by(const struct report *r, const char *words, struct report_query *query,
	struct sentence *ret_why);
const char *report_key_name(enum report_key key);
/* Releases *ret_table with table_done(), also after a failure. 0, -EIO, -ENOMEM. */
int report_make(struct ledger *l, const struct report *r, const struct report_query *query,
	enum lang lang, struct table *ret_table);

/* The figures alone, without labels, for what is made of them. As report_make(). */
int report_figures(struct ledger *l, const struct report *r, const struct report_query *query,
	struct table *ret_table);

/* 2027-01-12_MS_R3_2026_v1.xlsx; site: this one's, where the query names none. */
enum { REPORT_FILE_SIZE = 128 };
void report_file_name(const struct report *r, const struct report_query *q, const char *site,
	const char *today, enum table_format format, char *buf, size_t size);

/* What lay where at the end of a day; each NULL: all. A family means all its categories. */
struct stock_query {
	const char *day, *place, *category, *site;
};
/* As report_make(). */
int stock_table(
	struct ledger *l, const struct stock_query *query, enum lang lang, struct table *ret_table);

/* ---- for reports ---- */

struct sqlite3_stmt;

/*
 * Each row of a statement goes to take(), ?1 … are the values (NULL: not said), lent. 0 or -errno, the
 * first that take() gives.
 */
typedef int (*report_take_fn)(struct sqlite3_stmt *stmt, void *data);
int report_each(struct ledger *l, const char *sql, const char *const *values, size_t count,
	report_take_fn take, void *data);
/* A report_take_fn for a struct table whose columns are those of the statement: adds up the total. */
int report_take_row(struct sqlite3_stmt *stmt, void *table);

/*
 * Rows of a statement whose columns are those of the report; ?1 and ?2 are the days, ?3 the
 * site or ''. Figures are added up to the total.
 */
int report_rows(
	struct ledger *l, const struct report_query *query, const char *sql, struct table *t);

extern const struct report tonnage_report, days_report, balance_report, counts_report,
	stock_lines_report, rescued_report, day_report, day_left_table;
extern const struct report summary_table, category_table, origin_table, destination_table,
	month_table, controls_table, before_table, food_table;
extern const struct report indicators_report, indicators_table, co2e_table, factors_table;
extern const struct report rectified_report, scheme_report, scheme_origin_table, unmapped_table;
extern const struct report board_report, year_report, register_report, donor_report, food_report,
	member_report;
extern const struct report bilan_report, bilan_months, bilan_destinations, bilan_reuse, bilan_top,
	bilan_ways, bilan_indicators;
