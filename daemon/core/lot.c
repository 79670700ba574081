// SPDX-License-Identifier: GPL-3.0-or-later
/* What a lot was rescued of, and how long it keeps: see lot.h. */
#include "lot.h"
#include <stdio.h>
#include <string.h>
#include "cleanup.h"
#include "day.h"
#include "record.h"
#include "times.h"

static const char *const processes[] = { "", "cook", "portion", "freeze", "thaw", "mix" };
const struct record_words lot_process_words = { processes, ARRAY_SIZE(processes) };
static const char *const sources[] = { "", "rescued", "made", "bought", "water" };
const struct record_words lot_source_words = { sources, ARRAY_SIZE(sources) };
static const char *const states[MADE_STATES] = { "open", "closed", "packed", "empty", "void" };
const struct record_words made_state_words = { states, ARRAY_SIZE(states) };
static const char *const packs[] = { "stock", "on_slip", "delivered", "returned", "destroyed",
	"tasted" };
const struct record_words pack_state_words = { packs, ARRAY_SIZE(packs) };
static const char *const whys[] = { "", "recall", "cooling", "temperature", "date", "allergen" };
const struct record_words held_why_words = { whys, ARRAY_SIZE(whys) };
static const char *const decisions[] = { "", "good", "destroy" };
const struct record_words held_decision_words = { decisions, ARRAY_SIZE(decisions) };

const char *lot_mark(const char *site, const char *id, char buf[LOT_MARK_SIZE])
{
	const char *number = strstr(id, "-L-");
	size_t len = number ? strcspn(number + 3, "-") : 0;

	buf[0] = '\0';
	if (len > 6)
		(void)snprintf(buf, LOT_MARK_SIZE, "%s-%.6s-%.*s", site, number + 3, (int)len - 6,
			number + 9);
	return buf;
}

/* a times b over c, rounded down; of nothing nothing. */
static int64_t part(int64_t a, int64_t b, int64_t c)
{
	return c > 0 ? times_over(a, b, c) : 0;
}

int64_t lot_rescued_mg(const struct lot_masses *m)
{
	const int64_t share_mg = part(m->outputs_mg, m->rescued_in_mg, m->in_mg);
	const int64_t rest_mg = m->rescued_in_mg - m->losses_mg;

	return rest_mg < 0 ? 0 : share_mg < rest_mg ? share_mg : rest_mg;
}

int64_t lot_share_mg(int64_t mg, int64_t left_mg, int64_t rescued_left_mg)
{
	return mg >= left_mg ? rescued_left_mg : part(mg, rescued_left_mg, left_mg);
}

/* ---- dates ---- */

static void take_earlier(char day[DAY_SIZE], const char *other)
{
	if (other[0] && (!day[0] || strcmp(other, day) < 0))
		(void)snprintf(day, DAY_SIZE, "%s", other);
}

void lot_date_add(struct lot_dated *all, const struct lot_dated *input)
{
	if (input->date_kind == DATE_DLC)
		all->date_kind = DATE_DLC;
	else if (!all->date_kind && input->date_kind == DATE_DDM)
		all->date_kind = DATE_DDM;
	take_earlier(all->date, input->date);
	take_earlier(all->frozen_on, input->frozen_on);
	all->thawed |= input->thawed;
}

/* The last day that it may bear, of what it is itself. 0; -EINVAL: nobody says how long it keeps. */
static int latest(const struct lot_dating *of, char ret_day[DAY_SIZE])
{
	int days = (int)of->life_days;

	if (of->process == PROCESS_THAW)
		days = LOT_LIFE_DAYS;
	else if (!of->frozen && (!days || (days > LOT_LIFE_DAYS && !of->studied)))
		days = LOT_LIFE_DAYS;
	return days ? day_shift(of->day, days, ret_day) : -1;
}

static void refuse(struct sentence *ret_why, const char *key, const char *day)
{
	*ret_why = (struct sentence){ .key = key };
	if (day)
		sentence_param(ret_why, "day", day);
}

/* A pot that was boiled is new food: it neither was frozen nor thawed. */
static void take_freezing(
	const struct lot_dating *of, const struct lot_dated *inputs, struct lot_dated *d)
{
	if (of->process != PROCESS_COOK) {
		memcpy(d->frozen_on, inputs->frozen_on, DAY_SIZE);
		d->thawed = inputs->thawed || of->process == PROCESS_THAW;
		take_earlier(d->frozen_on, of->frozen_on);
	}
	if (of->process == PROCESS_FREEZE)
		take_earlier(d->frozen_on, of->day);
}

/* lang: life_missing life_unproven date_after_inputs never_refrozen lot_date_past */
void lot_date(const struct lot_dating *of, const struct lot_dated *inputs, const char *asked,
	struct lot_dated *ret_dated, struct sentence *ret_why)
{
	struct lot_dated d = { .date_kind = of->frozen ? DATE_DDM : DATE_DLC };
	const bool cooked = of->process == PROCESS_COOK;
	char most[DAY_SIZE] = "";

	*ret_why = (struct sentence){ .key = NULL };
	take_freezing(of, inputs, &d);
	if (latest(of, most) < 0)
		refuse(ret_why, "life_missing", NULL);
	else if (d.thawed && of->frozen)
		refuse(ret_why, "never_refrozen", NULL);
	else if (asked[0] && strcmp(asked, most) > 0 &&
		 !(of->studied && of->coordinator && of->process != PROCESS_THAW))
		refuse(ret_why, "life_unproven", NULL);
	else if (asked[0] && !cooked && of->process != PROCESS_FREEZE && inputs->date[0] &&
		 strcmp(asked, inputs->date) > 0)
		refuse(ret_why, "date_after_inputs", inputs->date);
	else if (asked[0] && strcmp(asked, of->day) < 0)
		refuse(ret_why, "lot_date_past", asked);
	if (ret_why->key)
		return;
	(void)snprintf(d.date, sizeof(d.date), "%s", asked[0] ? asked : most);
	if (!cooked && of->process != PROCESS_FREEZE)
		take_earlier(d.date, inputs->date);
	if (strcmp(d.date, of->day) < 0)
		refuse(ret_why, "lot_date_past", d.date);
	*ret_dated = d;
}

int64_t lot_tolerance_mg(int64_t nominal_mg)
{
	static const struct {
		int64_t until_g, per_mille, g10; /* a share, else tenths of a gram */
	} steps[] = { { 50, 90, 0 }, { 100, 0, 45 }, { 200, 45, 0 }, { 300, 0, 90 }, { 500, 30, 0 },
		{ 1000, 0, 150 }, { 10000, 15, 0 }, { 15000, 0, 1500 } };

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		if (nominal_mg <= steps[i].until_g * 1000)
			return steps[i].g10 ? steps[i].g10 * 100
					    : nominal_mg * steps[i].per_mille / 1000;
	return nominal_mg / 100;
}
