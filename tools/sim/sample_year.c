// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The days of the year: open Tuesday to Saturday, closed on holidays and for two weeks in
 * August. Goods come in through the day; what is sold goes out the same evening, collectors
 * come on Thursdays, waste leaves on the last Friday of a month. Nothing goes out that did
 * not come in: each category has a stock by way out.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "clock.h"
#include "reading.h"
#include "sample.h"
#include "weighing.h"

enum way { WAY_SALE, WAY_ONLINE, WAY_GIFT, WAY_RECYCLING, WAY_WASTE, WAY_COUNT };
enum { KINDS_MOST = 48, DAY_MOST = 160, OPEN_S = SAMPLE_OPEN_S, CLOSE_S = 17 * 3600 + 1800 };

struct year {
	struct sample *s;
	int64_t stock_mg[KINDS_MOST][WAY_COUNT];
	struct tm day; /* its midnight, local */
	bool broken;   /* the scale is away today: weights are typed from a paper sheet */
	unsigned second;
	char last_id[PRIVATE_KEY_SIZE];
};

static const double by_month[12] = { 1.05, 0.95, 1.1, 1.15, 1.15, 1.1, 1.0, 0.75, 1.15, 1.05, 0.9,
	0.8 };
static const double by_weekday[7] = { 0, 0, 0.85, 1.1, 0.8, 0.95, 1.5 };

static bool is_open(const struct tm *t)
{
	static const struct {
		int month, day;
	} holidays[] = { { 0, 1 }, { 4, 1 }, { 4, 8 }, { 6, 14 }, { 7, 15 }, { 10, 1 }, { 10, 11 },
		{ 11, 24 }, { 11, 25 }, { 11, 26 }, { 11, 31 } };

	for (size_t i = 0; i < ARRAY_SIZE(holidays); i++)
		if (t->tm_mon == holidays[i].month && t->tm_mday == holidays[i].day)
			return false;
	return by_weekday[t->tm_wday] > 0 && !(t->tm_mon == 7 && t->tm_mday < 15);
}

static int put_on_scale(struct year *y, int64_t net_mg, struct weighing *w)
{
	static const int64_t tares_mg[] = { 0, 0, 0, 0, 0, 1900000, 2350000 };
	int64_t tare_mg = tares_mg[dice_below(&y->s->dice, ARRAY_SIZE(tares_mg))];

	return sample_put_on_scale(y->s, net_mg, net_mg < 3000000 ? 0 : tare_mg, w);
}

static void type_it(int64_t net_mg, struct weighing *w)
{
	w->method = METHOD_TYPED;
	w->net_mg = (net_mg + 50000) / 100000 * 100000;
	if (w->net_mg == 0)
		w->net_mg = 100000;
	memcpy(w->reason, "SCALE", sizeof("SCALE"));
}

static int weigh(struct year *y, const struct sample_kind *kind, enum direction direction,
	const char *place, int64_t net_mg)
{
	struct weighing_entry e = { 0 };
	struct ledger_job job = { .drafts = { { &weighing_kind, &e, NULL } } };
	struct weighing *w = &e.weighing;
	struct ledger_result res;
	int r = 0;

	sample_moment(y->s, y->second, &job.now);
	w->at = job.now;
	w->direction = direction;
	memcpy(w->site, y->s->identity.site, sizeof(w->site));
	memcpy(w->station, y->s->identity.station, sizeof(w->station));
	memcpy(w->category, kind->code, sizeof(w->category));
	(void)snprintf(
		direction == DIRECTION_IN ? w->origin : w->destination, CODE_SIZE, "%s", place);
	if (kind->unit_kg > 0)
		w->units = (uint32_t)lround(fmax(1, (double)net_mg / 1e6 / kind->unit_kg));
	if (y->broken)
		type_it(net_mg, w);
	else
		r = put_on_scale(y, net_mg, w);
	if (r == 0)
		r = sample_write(y->s, &job, &res);
	if (r < 0)
		return r;
	y->s->weighings++;
	memcpy(y->last_id, res.weighing.id, sizeof(y->last_id));
	return 0;
}

/* A slip of the finger, seen at once: voided, or put under another category. */
static int correct(struct year *y, const struct sample_kind *kind)
{
	struct weighing_void v = { .reason = "UNDO" };
	struct weighing_entry e = { .weighing.reason = "CATEGORY" };
	struct ledger_job job = { .drafts = { { &void_kind, &v, NULL } } };
	struct ledger_result res;

	sample_moment(y->s, y->second + 40, &job.now);
	memcpy(v.id, y->last_id, sizeof(v.id));
	if (dice_below(&y->s->dice, 2)) {
		memcpy(v.reason, e.weighing.reason, sizeof(v.reason));
		memcpy(e.weighing.category, kind->code, sizeof(e.weighing.category));
		memcpy(e.weighing.corrects, v.id, sizeof(e.weighing.corrects));
		job.drafts[1] = (struct ledger_draft){ &weighing_kind, &e, ledger_reclassified };
	}
	return sample_write(y->s, &job, &res);
}

static const struct sample_kind *draw_kind(struct dice *d)
{
	uint32_t total = 0, at;
	size_t i = 0;

	for (size_t k = 0; k < sample_kind_count; k++)
		total += sample_kinds[k].share;
	for (at = dice_below(d, total); at >= sample_kinds[i].share; i++)
		at -= sample_kinds[i].share;
	return &sample_kinds[i];
}

static const char *draw_origin(struct dice *d, const struct sample_kind *kind)
{
	const struct sample_choice *list =
		kind->median_kg > 15 ? sample_bulky_origins : sample_origins;
	uint32_t at = dice_below(d, 100);
	size_t i = 0;

	for (; i < sample_origin_count - 1 && at >= list[i].share; i++)
		at -= list[i].share;
	return list[i].code;
}

/* Which way what came in will go, kept as stock until the van comes. */
static void stock(struct year *y, size_t kind, int64_t mg)
{
	const struct sample_kind *k = &sample_kinds[kind];
	int64_t reused_mg = mg * k->reuse / 100, rest_mg = mg - reused_mg;
	int64_t recycled_mg = k->recycling[0] ? rest_mg * 85 / 100 : 0;

	y->stock_mg[kind][WAY_SALE] += reused_mg * 86 / 100;
	y->stock_mg[kind][WAY_ONLINE] += reused_mg * 3 / 100;
	y->stock_mg[kind][WAY_GIFT] += reused_mg * 8 / 100;
	y->stock_mg[kind][WAY_RECYCLING] += recycled_mg;
	y->stock_mg[kind][WAY_WASTE] += rest_mg - recycled_mg;
}

static int take_in(struct year *y)
{
	struct dice *d = &y->s->dice;
	const struct sample_kind *kind = draw_kind(d);
	double kg = kind->median_kg * exp(kind->spread * dice_normal(d));
	int64_t mg = llround(fmin(fmax(kg, 0.04), 120) * 1000) * 1000;
	bool back = dice_below(d, 80) == 0; /* unsold, put back in stock */
	int r = weigh(y, kind, DIRECTION_IN, back ? "RETOUR" : draw_origin(d, kind), mg);

	if (r < 0)
		return r;
	if (dice_below(d, 70) == 0)
		return correct(y, draw_kind(d));
	if (!back)
		stock(y, (size_t)(kind - sample_kinds), mg);
	return 0;
}

/* One way out of one category: as many loads as the stock fills, at most `most`. */
static int send_out(struct year *y, size_t kind, enum way way, const char *place, double least_kg,
	unsigned most)
{
	const struct sample_kind *k = &sample_kinds[kind];
	int64_t *stock_mg = &y->stock_mg[kind][way];
	int r = 0;

	for (; r == 0 && most > 0 && *stock_mg > llround(least_kg * 1e6); most--) {
		double load_kg =
			fmax(least_kg, k->median_kg) * (1.2 + dice_below(&y->s->dice, 180) / 100.0);
		int64_t mg = llround(fmin(load_kg, 140) * 1000) * 1000;

		if (mg > *stock_mg)
			mg = *stock_mg / 1000 * 1000;
		r = weigh(y, k, DIRECTION_OUT, place, mg);
		*stock_mg -= mg;
		y->second += 30 + dice_below(&y->s->dice, 40);
	}
	return r;
}

static int evening(struct year *y)
{
	bool gifts = y->day.tm_wday == 3, vans = y->day.tm_wday == 4;
	bool waste = y->day.tm_wday == 5 && y->day.tm_mday > 21 && y->day.tm_mday < 29;
	int r = 0;

	for (size_t k = 0; r == 0 && k < sample_kind_count; k++) {
		const struct sample_kind *kind = &sample_kinds[k];

		r = send_out(y, k, WAY_SALE, "VENTE", fmax(kind->median_kg * 1.2, 3), 2);
		if (r == 0 && gifts)
			r = send_out(y, k, WAY_GIFT, k % 3 ? "DON_PART" : "DON_ASSO",
				fmax(kind->median_kg, 4), 1);
		if (r == 0 && gifts)
			r = send_out(y, k, WAY_ONLINE, "VENTE_LIGNE", 2, 1);
		if (r == 0 && vans && kind->recycling[0])
			r = send_out(y, k, WAY_RECYCLING, kind->recycling, 25, 4);
		if (r == 0 && waste)
			r = send_out(y, k, WAY_WASTE, k % 4 ? "DECH_TV" : "OMR", 8, 2);
	}
	return r;
}

static int open_day(struct year *y)
{
	double expected = 17 * by_month[y->day.tm_mon] * by_weekday[y->day.tm_wday];
	unsigned count = (unsigned)fmax(3, expected + 3 * dice_normal(&y->s->dice));
	int r = 0;

	if (count > DAY_MOST)
		count = DAY_MOST;
	y->broken = dice_below(&y->s->dice, 90) == 0;
	y->second = OPEN_S;
	for (unsigned i = 0; r == 0 && i < count; i++) {
		y->second += 60 + dice_below(&y->s->dice, 2 * (CLOSE_S - OPEN_S) / count - 119);
		r = take_in(y);
	}
	if (r == 0 && y->second < CLOSE_S)
		y->second = CLOSE_S;
	return r < 0 ? r : evening(y);
}

/* The day that lies so many before that of now_s, at its midnight. */
static struct tm day_back(const struct sample *s, unsigned back)
{
	time_t now = (time_t)s->now_s;
	struct tm t;

	(void)localtime_r(&now, &t);
	t.tm_mday -= (int)back;
	t.tm_hour = t.tm_min = t.tm_sec = 0;
	t.tm_isdst = -1;
	(void)mktime(&t);
	return t;
}

struct tm sample_day(struct sample *s, unsigned days, unsigned back)
{
	struct tm day = day_back(s, back);

	s->midnight_us = (int64_t)mktime(&day) * 1000000;
	(void)snprintf(s->boot_id, sizeof(s->boot_id), "%032x", days - back + 1);
	return day;
}

static unsigned count_open(const struct sample *s, unsigned days)
{
	unsigned count = 0;

	for (unsigned back = days; back > 0; back--) {
		struct tm t = day_back(s, back);

		count += is_open(&t);
	}
	return count;
}

int sample_days(struct sample *s, unsigned days)
{
	const unsigned open = count_open(s, days);
	struct year y = { .s = s };
	unsigned opened = 0;
	int r = 0;

	for (unsigned back = days; r == 0 && back > 0; back--) {
		y.day = sample_day(s, days, back);
		if (!is_open(&y.day))
			continue;
		if (s->full && days >= SAMPLE_DAYS_LEAST)
			r = sample_slips(s, ++opened * SAMPLE_SLIPS / open);
		if (r == 0)
			r = open_day(&y);
	}
	return r;
}
