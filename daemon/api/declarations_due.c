// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * GET /declarations: of each body what is due by the convention in force when a period ends, and what was
 * filed, whatever became of its convention.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_private.h"
#include "asked.h"
#include "catalogue_facts.h"
#include "catalogue_plan.h"
#include "day.h"

enum { PERIODS_BACK = 4, MONTHS_BACK = 240 };

/* What is listed of a body, newest first: the last periods, and before them what is late or not paid. */
struct due {
	struct asked asked;
	struct rows rows;
	const struct scheme_filed *filed;
	size_t count;
	char first_month[DAY_SIZE]; /* before it nothing was weighed that could be late */
	int listed;
};

static int months_of(uint32_t rhythm)
{
	static const int months[] = { [RHYTHM_NONE] = 3,
		[RHYTHM_MONTH] = 1,
		[RHYTHM_QUARTER] = 3,
		[RHYTHM_HALF] = 6,
		[RHYTHM_YEAR] = 12 };

	return months[rhythm <= RHYTHM_YEAR ? rhythm : 0];
}

/* The period of so many months that ends with the month of that day. false: none ends there. */
static bool period_ending(const char *day, int months, char ret_period[32])
{
	const int year = atoi(day), month = atoi(day + 5);

	if (month % months != 0)
		return false;
	if (months == 12)
		(void)snprintf(ret_period, 32, "%04d", year);
	else if (months == 1)
		(void)snprintf(ret_period, 32, "%04d-%02d", year, month);
	else
		(void)snprintf(
			ret_period, 32, "%04d-%c%d", year, months == 3 ? 'Q' : 'S', month / months);
	return true;
}

/* The convention in force on that day; NULL: none. */
static const struct catalogue_row *in_force(
	const struct catalogue *c, const char *body, const char *day)
{
	for (size_t i = 0; i < c->count; i++)
		if (!c->rows[i].hidden && scheme_is_site_of(&c->rows[i], body) &&
			catalogue_row_valid(&c->rows[i], day))
			return &c->rows[i];
	return NULL;
}

static int put_found(struct due *d)
{
	json_t *json;
	int r = asked_json(&d->asked, &json);

	d->listed++;
	return r < 0 ? r : put_row(&d->rows, json);
}

/* Whether some of its days were filed: those come by themselves. */
static bool was_filed(const struct due *d, const struct declaration *as)
{
	for (size_t i = 0; i < d->count; i++)
		if (strcmp(d->filed[i].eco_organisme, as->eco_organisme) == 0 &&
			strcmp(d->filed[i].first_day, as->last_day) <= 0 &&
			strcmp(d->filed[i].last_day, as->first_day) >= 0)
			return true;
	return false;
}

/* What is to be filed of the period that ends on that day. */
static int list_open(struct due *d, const char *body, const char *day)
{
	const struct catalogue_row *site = in_force(d->asked.catalogue, body, day);
	char period[32];
	int r;

	if (!site || strcmp(day, d->asked.request->now.day) >= 0 ||
		!period_ending(day, months_of(catalogue_facts(site)->rhythm), period) ||
		(d->listed >= PERIODS_BACK && strcmp(day, d->first_month) < 0))
		return 0;
	r = asked_find(&d->asked, body, period);
	return r < 0 || was_filed(d, &d->asked.d) ? r : put_found(d);
}

/* What was filed that ends in that month. */
static int list_filed(struct due *d, const char *body, const char *day)
{
	int r = 0;

	for (size_t i = 0; i < d->count && r == 0; i++) {
		if (strcmp(d->filed[i].eco_organisme, body) != 0 ||
			strncmp(d->filed[i].last_day, day, 7) != 0)
			continue;
		r = asked_find(&d->asked, body, d->filed[i].period);
		if (r == 0 && (d->asked.d.state != DECLARATION_PAID || d->listed < PERIODS_BACK))
			r = put_found(d);
	}
	return r;
}

static int list_body(struct due *d, const char *body)
{
	char next[DAY_SIZE], day[DAY_SIZE];
	int r = 0;

	d->listed = 0;
	day_next_month(d->asked.request->now.day, next);
	for (int n = 0; n < MONTHS_BACK && r == 0; n++) {
		r = day_shift(next, -1, day);
		if (r == 0)
			r = list_filed(d, body, day);
		if (r == 0)
			r = list_open(d, body, day);
		day_month_start(day, next);
	}
	return r;
}

/* A body has one declaration, by however many conventions. */
static bool is_first(const struct catalogue *c, size_t at)
{
	const char *body = catalogue_facts(&c->rows[at])->eco_organisme;

	for (size_t i = 0; i < at; i++)
		if (scheme_is_site_of(&c->rows[i], body))
			return false;
	return true;
}

int declarations_list(struct ledger *l, const struct request *r, FILE *out, struct answer *answer)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	_cleanup_free_ struct scheme_filed *filed = NULL;
	struct due d = { .asked = { .ledger = l, .request = r }, .rows = { .out = out } };
	int done = ledger_catalogue(l, &c), count = 0;

	(void)answer;
	if (done == 0)
		done = count = ledger_filed_periods(l, &filed);
	if (done >= 0)
		done = ledger_first_month(l, d.first_month);
	d.asked.catalogue = c;
	d.filed = filed;
	d.count = count > 0 ? (size_t)count : 0;
	(void)fputs("{\"declarations\":[", out);
	for (size_t i = 0; done == 0 && i < c->count; i++)
		if (c->rows[i].kind == CATALOGUE_SCHEME_SITE && is_first(c, i))
			done = list_body(&d, catalogue_facts(&c->rows[i])->eco_organisme);
	(void)fputs("]}", out);
	return done;
}
