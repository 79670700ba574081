// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A part of test_station_model.c: what must hold of the station after every event, and of a plate
 * that is truly empty.
 */
#pragma once
#include "station_oracle.h"

/* ---- what must hold after every event ---- */

/* "A shorter change is a glitch: the phase stays `recorded`": half a second of it. */
static bool rests_for_long(const struct pan *p)
{
	return p->at_rest && w.r.now.boot_us - p->rest_since_us >= 500000 + w.r.period_us;
}

static void check_tick(void)
{
	const struct station *s = &w.r.s;
	const struct pan *p = &w.pan[s->in_force];

	if (station_phase(s) != PHASE_RECORDED || !rests_for_long(p) || !p->plugged)
		return;
	ticks++;
	if (p->exempt || p->offset_g || p->device_tare_g || has_vouched(p))
		return;
	hold_that(open_g(p) < C_G, "a tick over %lld g uncovered", (long long)open_g(p));
}

/* What was a container is a thing like others once its tare is no more. */
static void follow_tares(void)
{
	for (size_t s = 0; s < w.r.scales; s++)
		for (size_t i = 0; i < THINGS; i++) {
			struct thing *t = &w.pan[s].thing[i];

			if (t->base == 0 ||
				(t->base == DEVICE_TARE
						? w.pan[s].device_tare_g != 0
						: w.r.s.scale[s].plate.tare_count >= t->base))
				continue;
			t->base = 0;
			t->rested = false;
		}
}

static bool can_tell(const struct moment *a, const struct moment *b)
{
	return strcmp(a->boot_id, b->boot_id) == 0 ||
	       (a->quality == CLOCK_TRUSTED && b->quality == CLOCK_TRUSTED);
}

static bool is_near(int64_t a_mg, int64_t b_mg)
{
	return llabs(a_mg - b_mg) < C_G * 1000;
}

/* Newly struck, not taken over from the one before it. */
static void check_strike(const struct left_load *l, int by)
{
	const struct weighing *it = &w.r.log[by];

	strikes++;
	hold_that(!it->corrects[0] || strcmp(it->id, w.replaced_by) == 0,
		"struck by a change of category");
	hold_that(can_tell(&l->at, &w.r.now), "struck, and nobody knows how long ago it left");
	hold_that(is_near(it->net_mg, l->high_mg) ||
			  (l->low_mg > 0 && is_near(it->net_mg, l->low_mg)),
		"%lld g strike another mass", (long long)it->net_mg / 1000);
}

static void check_strikes(void)
{
	const struct station *s = &w.r.s;

	for (size_t i = 0; i < s->left_count; i++) {
		const struct left_load *l = &s->left[i];
		int by = l->struck_by[0] ? log_index(l->struck_by) : -1;

		hold_that(!l->struck_by[0] || (by >= 0 && !w.r.log[by].voided_by[0]),
			"struck by %s, which is void", l->struck_by);
		if (by >= 0 && !(w.struck[i].number == l->number && w.struck[i].by[0]) &&
			s->left_count < STATION_LEFT)
			check_strike(l, by);
		w.struck[i].number = l->number;
		memcpy(w.struck[i].by, l->struck_by, PRIVATE_KEY_SIZE);
	}
}

static void check(void)
{
	steps++;
	follow_tares();
	if (w.r.holding && !w.r.s.pending.unknown)
		assert_int_equal(station_phase(&w.r.s), PHASE_RECORDING);
	assert_int_equal(w.r.signals[SIGNAL_SAVED], w.r.durable);
	check_tick();
	check_strikes();
}

/* Nothing is listed for sure that was not taken. What was put one after the other may be summed. */
static void check_line(const struct pan *p, const struct left_load *l)
{
	if (l->number <= p->owed_since || pan_of(l->scale) != p || p->exempt || p->vague ||
		p->offset_g)
		return;
	hold_that(l->low_mg / 1000 < p->gone_g + C_G, "at least %lld g listed, %lld g were taken",
		(long long)l->low_mg / 1000, (long long)p->gone_g);
}

static void truly_empty(struct pan *p)
{
	const struct station *s = &w.r.s;
	const int64_t owed_g = p->owed_g - p->paper_g;
	bool listed = false;

	for (size_t i = 0; i < s->left_count; i++)
		check_line(p, &s->left[i]);

	for (size_t i = 0; i < s->left_count; i++)
		listed |= s->left[i].number > p->owed_since &&
			  s->left[i].high_mg / 1000 > owed_g - C_G;
	lefts += owed_g > 0;
	if (owed_g >= C_G && !p->exempt)
		hold_that(listed, "%lld g left without a line", (long long)owed_g);
	p->owed_g = p->typing_g = p->paper_g = 0;
	p->owed_since = s->left_number;
	p->gone_g = 0;
	p->vague = w.r.holding || w.r.page.under_way;
	p->exempt = false;
	p->base_gone = false;
	p->took_open = p->took_covered = p->took = false;
	p->plain = true;
}
