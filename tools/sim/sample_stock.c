// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is done with the goods of that year inside: what lay there at its beginning, a crate of small
 * things sorted every other week, two counts that find a little less than the books say. Entered from
 * paper at the end, so that no weighing of the year has another place in the journal.
 */
#include <string.h>
#include <time.h>
#include "clock.h"
#include "report.h"
#include "sample.h"
#include "stock.h"

enum { SORTINGS = 20, DAYS_LEAST = SAMPLE_DAYS_LEAST, COUNTED = 6 };

static const struct {
	const char *category;
	int64_t opening_kg;
	unsigned found; /* of what should be there, in thousandths */
} counted[COUNTED] = {
	{ "TLC-VET", 640, 972 },
	{ "HRP-LIV", 410, 991 },
	{ "HRP-VAI", 265, 958 },
	{ "DEA-ASS", 180, 1000 },
	{ "EEE-PAM-CUI", 72, 944 },
	{ "JOU-JOU", 95, 1013 },
};

static void set_moment(const struct sample *s, unsigned back, int hour, struct stock_head *ret_head)
{
	time_t now = (time_t)s->now_s;
	struct tm t;

	(void)localtime_r(&now, &t);
	t.tm_mday -= (int)back;
	t.tm_hour = hour;
	t.tm_min = t.tm_sec = 0;
	t.tm_isdst = -1;
	ret_head->at_wall_us = (int64_t)mktime(&t) * 1000000;
	clock_day(ret_head->at_wall_us, ret_head->day);
}

static int write_entry(struct sample *s, const struct kind *kind, const struct stock_entry *e)
{
	struct ledger_job job = { .drafts = { { kind, e, NULL } } };
	struct ledger_result res;

	job.now.wall_us = s->now_s * 1000000;
	job.now.quality = CLOCK_TRUSTED;
	memset(job.now.boot_id, '0', JOURNAL_SIZE - 1);
	clock_day(job.now.wall_us, job.now.day);
	ledger_write(s->ledger, &job, &res);
	return res.error < 0 ? res.error : res.answer == LEDGER_WRITTEN ? 0 : -EINVAL;
}

static void add_line(struct stock_entry *e, const char *category, int64_t mass_mg)
{
	struct stock_line *line = &e->lines[e->count++];

	(void)snprintf(line->category, CODE_SIZE, "%s", category);
	line->mass_mg = mass_mg / 100000 * 100000;
	line->method = METHOD_WEIGHED;
}

static int count_opening(struct sample *s, unsigned back)
{
	struct stock_entry e = { .head.scope = SCOPE_OPENING };

	set_moment(s, back, 8, &e.head);
	for (size_t i = 0; i < COUNTED; i++)
		add_line(&e, counted[i].category, counted[i].opening_kg * 1000000);
	return write_entry(s, &stock_count_kind, &e);
}

/* As the books say, but for what went astray. */
static int count(struct sample *s, unsigned back, enum stock_scope scope)
{
	struct stock_entry e = { .head.scope = scope };
	const struct stock_query query = { e.head.day, "", NULL, NULL };
	struct table t = { 0 };
	int r;

	set_moment(s, back, 20, &e.head);
	r = stock_table(s->ledger, &query, LANG_FR, &t);
	for (size_t i = 0; r == 0 && i < COUNTED; i++)
		for (size_t n = 0; n < t.rows; n++)
			if (strcmp(table_cell(&t, n, 1)->text, counted[i].category) == 0 &&
				table_cell(&t, n, 2)->number > 0)
				add_line(&e, counted[i].category,
					table_cell(&t, n, 2)->number / 1000 * counted[i].found);
	table_done(&t);
	return r < 0 || e.count == 0 ? r : write_entry(s, &stock_count_kind, &e);
}

static int sort(struct sample *s, unsigned back, unsigned n)
{
	struct stock_entry e = { .head.from = "DEA-DIV" };

	set_moment(s, back, 14, &e.head);
	add_line(&e, "HRP-BIB", 1400000 + n % 5 * 300000);
	add_line(&e, n % 3 ? "EEE-PAM-LUM" : "HRP-VAI", 900000 + n % 4 * 200000);
	return write_entry(s, &sorted_kind, &e);
}

int sample_stock(struct sample *s, unsigned days)
{
	int r = days < DAYS_LEAST ? 0 : count_opening(s, days);

	for (unsigned n = 0; r == 0 && days >= DAYS_LEAST && n < SORTINGS; n++)
		r = sort(s, days - 10 - n * (days - 20) / SORTINGS, n);
	if (r == 0 && days >= DAYS_LEAST)
		r = count(s, days / 2, SCOPE_CYCLE);
	if (r == 0 && days >= DAYS_LEAST)
		r = count(s, 5, SCOPE_ANNUAL);
	return r;
}
