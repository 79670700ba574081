// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What readings mean for the plate: seen empty, changed, at rest, of another ground. The
 * rules are the contract's (Station: Seen empty, Changed, Unsure), in this order: a plate
 * that was seen empty has nothing to be changed. The first report after a device was away
 * may be stale: it judges nothing.
 */
#include <errno.h>
#include <string.h>
#include "station_impl.h"

struct station_scale *scale_in_force(struct station *s)
{
	return s->in_force < s->scale_count ? &s->scale[s->in_force] : NULL;
}

int64_t load_net_mg(const struct station_scale *scale)
{
	return scale->watch.mass_mg - plate_tare_mg(&scale->plate);
}

bool load_changed(const struct station_scale *scale)
{
	const struct plate *p = &scale->plate;
	const struct station_watch *w = &scale->watch;

	return plate_recorded(p) && (w->device_net != p->device_net ||
					    distance_mg(w->mass_mg, p->level_mg) >= watch_c_mg(w));
}

bool load_asks(const struct station_scale *scale)
{
	const struct plate *p = &scale->plate;

	return plate_recorded(p) &&
	       (p->unsure || p->glitch || p->left_alone || load_changed(scale));
}

bool load_below_tare(const struct station_scale *scale)
{
	const struct plate *p = &scale->plate;

	return p->tare_count && p->tare[p->tare_count - 1].loaded && !scale->watch.device_net &&
	       load_net_mg(scale) <= -watch_c_mg(&scale->watch);
}

bool load_ready(const struct station *s, const struct station_scale *scale)
{
	const struct station_watch *w = &scale->watch;

	return watch_rests(w, s->now.boot_us) && !plate_recorded(&scale->plate) &&
	       w->last.state != SCALE_ZERO && load_net_mg(scale) >= w->e_mg;
}

int64_t load_put_mg(const struct station_scale *scale)
{
	const struct plate *p = &scale->plate;
	int64_t rise_mg = p->rested ? scale->watch.mass_mg - p->rest_mg : 0;

	return p->put_mg + (rise_mg >= watch_c_mg(&scale->watch) ? rise_mg : 0);
}

int64_t load_added_mg(const struct station_scale *scale)
{
	const struct plate *p = &scale->plate;
	int64_t counted_mg = plate_counted_mg(p) + p->extra_mg;
	int64_t base_mg = smaller_mg(counted_mg, p->lowest_mg - plate_tare_mg(p));

	if (scale->watch.device_net != p->device_net)
		return 0;
	return load_net_mg(scale) - larger_mg(base_mg, 0);
}

/* ---- seen empty ---- */

/* Below it nothing lies there; half of what does, so that it is never taken for nothing. */
static int64_t limit_mg(const struct station_watch *w, int64_t there_mg)
{
	return there_mg > 0 ? smaller_mg(watch_c_mg(w), there_mg / 2) : w->e_mg;
}

static bool is_under_zero(const struct station_scale *scale, const struct reading *r)
{
	return r->state == SCALE_UNDER_ZERO && !scale->watch.sunk &&
	       (plate_holds(&scale->plate) || scale->watch.loaded);
}

static bool net_is_low(const struct station_scale *scale, const struct reading *r)
{
	const struct station_watch *w = &scale->watch;
	int64_t tare_mg = plate_tare_mg(&scale->plate), net_mg = r->mass_mg - tare_mg;

	if (is_under_zero(scale, r))
		return tare_mg == 0;
	if (!reading_has_mass(r))
		return false;
	if (r->state == SCALE_ZERO && tare_mg == 0)
		return true;
	return net_mg >= -watch_c_mg(w) && net_mg < limit_mg(w, plate_counted_mg(&scale->plate));
}

/* Under a tare of ours: the container has gone too. */
static bool gross_is_low(const struct station_scale *scale, const struct reading *r)
{
	const struct station_watch *w = &scale->watch;
	int64_t tare_mg = plate_tare_mg(&scale->plate);

	if (tare_mg == 0 || r->device_net)
		return false;
	if (is_under_zero(scale, r) || r->state == SCALE_ZERO)
		return true;
	return reading_has_mass(r) && r->mass_mg >= -watch_c_mg(w) &&
	       r->mass_mg < limit_mg(w, tare_mg);
}

static bool runs(bool now, bool *on, uint64_t *since_boot_us, uint64_t at_boot_us)
{
	if (now && !*on)
		*since_boot_us = at_boot_us;
	*on = now;
	return now && at_boot_us - *since_boot_us >= EMPTY_US;
}

/* A load whose commit is under way has gone: nothing to take back, should it fail. */
static void note_pending(struct station *s, size_t scale)
{
	if (s->pending.job && s->pending.on_plate && s->pending.scale == scale &&
		(s->pending.voids_only || plate_find(&s->scale[scale].plate, "")))
		s->pending.left = true;
}

static void list_left(struct step *x, struct station_scale *scale)
{
	struct station_watch *w = &scale->watch;
	int64_t low_mg, high_mg;

	if (w->snapped ||
		!plate_unrecorded(&scale->plate, w->e_mg, watch_c_mg(w), &low_mg, &high_mg))
		return;
	left_add(x, scale->name, low_mg, high_mg);
	if (w->from_start && !w->start_line)
		w->start_line = x->s->left_number;
}

/* Under the device's own tare until now: what was void of it is in no weighing. */
static void list_under(struct step *x, const struct station_scale *scale)
{
	if (scale->plate.under_mg >= watch_c_mg(&scale->watch))
		left_add(x, scale->name, scale->plate.under_mg, scale->plate.under_mg);
}

static void emptied(struct step *x, size_t i, bool gross)
{
	struct station_scale *scale = &x->s->scale[i];
	struct station_watch *w = &scale->watch;
	int64_t put_mg = plate_recorded(&scale->plate) ? scale->plate.put_mg : 0;

	note_pending(x->s, i);
	list_left(x, scale);
	if (gross || plate_tare_mg(&scale->plate) > 0)
		typing_left(x->s, i);
	if (gross)
		list_under(x, scale);
	if (gross)
		plate_gross_emptied(&scale->plate);
	else
		plate_net_emptied(&scale->plate, w->device_net);
	if (w->snapped && w->device_net) /* a tare key: what was put lies there still */
		scale->plate.put_mg = put_mg;
	w->loaded = false;
	w->up = 0;
	w->off = false;
	w->resting = false;
	w->passed_over = false;
	container_follow(x->s);
	scale_emptied(x->s, i);
}

static bool has_something(const struct station_scale *scale)
{
	const struct plate *p = &scale->plate;

	return scale->watch.loaded || plate_holds(p) || p->part_count > 0 || p->high_mg > 0 ||
	       p->under_mg > 0 || plate_tares_come(p) > 0;
}

/* For hands: only a tare key does it. A scale that says little may have missed them. */
static bool is_too_quick(const struct station_watch *w, const struct reading *r)
{
	return r->device_net || w->since_us < EMPTY_US;
}

static void judge_empty(struct step *x, size_t i, const struct reading *r)
{
	struct station_scale *scale = &x->s->scale[i];
	struct station_watch *w = &scale->watch;
	bool low = net_is_low(scale, r), gross_low = gross_is_low(scale, r);
	bool tared = plate_tare_mg(&scale->plate) > 0, net, gross;
	bool was_low = w->low || w->low_gross;

	if ((low || gross_low) && !w->low && !w->low_gross)
		w->snapped = w->steady && w->loaded && is_too_quick(w, r) &&
			     (r->state == SCALE_ZERO || r->state == SCALE_STABLE);
	net = runs(low, &w->low, &w->low_since_boot_us, r->at_boot_us);
	gross = runs(gross_low, &w->low_gross, &w->low_gross_since_boot_us, r->at_boot_us);
	w->bare |= gross || (net && !tared && !w->device_net);
	/* Too short to be seen empty: what lies there now may be another load. */
	scale->plate.gap |= was_low && !low && !gross_low && plate_recorded(&scale->plate);
	if (!has_something(scale))
		return;
	if (gross)
		emptied(x, i, true);
	else if (net && (plate_recorded(&scale->plate) || w->loaded || scale->plate.high_mg > 0 ||
				(!tared && !w->device_net)))
		emptied(x, i, !tared && !w->device_net);
}

/* One stable reading that nothing contradicts for as long as the next one should have come. */
static bool stays_newest(const struct station *s, const struct station_watch *w)
{
	uint64_t wait_us = watch_gap_us(w) * 3 / 2;

	if (wait_us < 1000000)
		wait_us = 1000000;
	else if (wait_us > 2500000)
		wait_us = 2500000;
	return watch_rests(w, s->now.boot_us) && s->now.boot_us - w->last.at_boot_us >= wait_us;
}

/* ---- changed ---- */

static bool contradicts(const struct station_scale *scale, const struct reading *r)
{
	if (reading_has_mass(r))
		return scale->watch.device_net == scale->plate.device_net && load_changed(scale);
	return r->state == SCALE_UNDER_ZERO || r->state == SCALE_OVERLOAD ||
	       r->state == SCALE_OUT_OF_RANGE;
}

static void judge_change(struct station_scale *scale, const struct reading *r)
{
	struct station_watch *w = &scale->watch;
	struct plate *p = &scale->plate;
	bool off = contradicts(scale, r);

	if (!plate_recorded(p) || (!reading_has_mass(r) && !off)) {
		w->off = w->off && plate_recorded(p);
		return;
	}
	if (w->off && r->at_boot_us - w->off_since_boot_us >= OFF_US)
		p->unsure = true;
	else if (w->off && !off)
		p->glitch = true;
	if (off && !w->off)
		w->off_since_boot_us = r->at_boot_us;
	w->off = off;
}

/* A scale that says nothing of the load for as long as a swap takes. */
static void judge_mute(struct station_scale *scale, const struct reading *r)
{
	struct station_watch *w = &scale->watch;
	struct plate *p = &scale->plate;
	bool mute = r->state == SCALE_FAULT;

	if (watch_is_away(r->state)) {
		p->gap |= w->loaded || plate_holds(p);
		p->unsure |= plate_recorded(p);
	}
	if (mute && !w->mute)
		w->mute_since_boot_us = r->at_boot_us;
	if (mute && r->at_boot_us - w->mute_since_boot_us >= OFF_US)
		p->unsure |= plate_recorded(p);
	w->mute = mute;
}

/* ---- ground, rest, load ---- */

static void judge_ground(struct step *x, size_t i, const struct reading *r)
{
	struct station_scale *scale = &x->s->scale[i];
	struct station_watch *w = &scale->watch;

	if (!reading_has_mass(r))
		return;
	if (w->seen && r->device_net == w->device_net)
		return;
	if (w->seen || plate_holds(&scale->plate)) {
		if (w->seen || r->device_net != scale->plate.device_net)
			plate_ground_changed(&scale->plate, r->device_net);
		w->low = w->low_gross = false;
		w->resting = false;
		if (w->seen && i == x->s->in_force) {
			armed_drop(x->s);
			question_close(x->s);
		}
	} else {
		scale->plate.device_net = r->device_net;
	}
	w->device_net = r->device_net;
	w->seen = true;
}

void load_rests(struct station_scale *scale)
{
	struct station_watch *w = &scale->watch;
	struct plate *p = &scale->plate;
	uint64_t since_us = w->last.at_boot_us - w->rest_since_boot_us;

	if (!w->resting)
		return;
	if (since_us >= LOWEST_US && plate_recorded(p) && w->device_net == p->device_net &&
		w->mass_mg < p->lowest_mg)
		p->lowest_mg = w->mass_mg;
	if (since_us >= REST_US)
		plate_rests(p, w->mass_mg, w->e_mg, watch_c_mg(w));
}

void load_uncovered(struct station_scale *scale)
{
	struct station_watch *w = &scale->watch;

	w->loaded |= w->seen && load_net_mg(scale) >= w->e_mg;
	w->off = w->low = w->low_gross = false;
	load_rests(scale);
}

/* At rest: one bad frame, or a hand, is no container. Of several each has come with half of its own mass. */
static void judge_tares_loaded(struct station_scale *scale, const struct reading *r)
{
	struct plate *p = &scale->plate;
	int64_t under_mg = 0;

	for (size_t i = 0; i < p->tare_count && scale->watch.stable && !r->device_net; i++) {
		struct plate_tare *t = &p->tare[i];

		if (r->mass_mg >= under_mg + (t->mg - under_mg) / 2)
			t->loaded = true;
		under_mg = t->mg;
	}
}

int load_tare(struct station_scale *scale, const struct plate_tare *tare)
{
	struct station_watch *w = &scale->watch;

	if (plate_push_tare(&scale->plate, tare, watch_c_mg(w)) < 0)
		return -ENOSPC;
	judge_tares_loaded(scale, &w->last); /* a scale may say nothing more until it has gone */
	w->loaded = load_net_mg(scale) >= w->e_mg;
	w->low = w->off = false;
	w->up = 0;
	load_rests(scale);
	return 0;
}

static void judge_rest(struct station_scale *scale, const struct reading *r)
{
	struct station_watch *w = &scale->watch;
	bool same = w->stable && w->resting && distance_mg(r->mass_mg, w->rest_mg) <= w->e_mg;

	if (w->stable && !same) {
		w->rest_mg = r->mass_mg;
		w->rest_since_boot_us = r->at_boot_us;
	}
	w->resting = w->stable;
	load_rests(scale);
}

/* Two readings, or one at rest: one bad frame is no load. */
static void judge_loaded(struct step *x, size_t i, const struct reading *r)
{
	struct station_scale *scale = &x->s->scale[i];
	struct station_watch *w = &scale->watch;
	bool up = r->state != SCALE_ZERO && load_net_mg(scale) >= w->e_mg;

	if (w->passed_over && distance_mg(r->mass_mg, w->passed_mg) >= watch_c_mg(w))
		w->passed_over = false;
	w->up = up ? w->up + 1 : 0;
	if (w->loaded || !up || (w->up < 2 && !w->stable))
		return;
	w->loaded = true;
	w->from_start = !w->bare;
	w->left_empty_boot_us = r->at_boot_us;
	notice_drop(x->s);
	scale_left_empty(x->s, i);
}

static void judge_mass(struct step *x, size_t i, const struct reading *r)
{
	struct station_scale *scale = &x->s->scale[i];

	scale->watch.mass_mg = r->mass_mg;
	judge_tares_loaded(scale, r);
	judge_loaded(x, i, r);
}

static void judge_in_force(struct step *x, const struct station_scale *scale)
{
	const struct station_watch *w = &scale->watch;

	if (reading_is_doubtful(&w->last) || load_below_tare(scale))
		armed_drop(x->s);
	else if (watch_rests(w, x->now->boot_us) && plate_recorded(&scale->plate) &&
		 !load_asks(scale))
		armed_drop(x->s);
}

void load_reading(struct step *x, size_t i, const struct reading *reading)
{
	struct station_scale *scale = &x->s->scale[i];
	const struct reading *r = &scale->watch.last;

	if (!watch_take(scale, reading)) {
		if (i == x->s->in_force && reading_is_doubtful(r))
			armed_drop(x->s);
		return;
	}
	judge_ground(x, i, r);
	judge_mute(scale, r);
	if (reading_has_mass(r))
		judge_mass(x, i, r);
	judge_empty(x, i, r);
	judge_change(scale, r);
	if (reading_has_mass(r))
		judge_rest(scale, r);
	else
		scale->watch.resting = false;
	kept_meets_load(x->s, i);
	question_judge(x->s, i);
	if (i == x->s->in_force)
		judge_in_force(x, scale);
}

void load_time(struct step *x, size_t i)
{
	struct station_scale *scale = &x->s->scale[i];
	struct station_watch *w = &scale->watch;
	bool gross;

	if (w->off && plate_recorded(&scale->plate) &&
		x->now->boot_us - w->off_since_boot_us >= OFF_US)
		scale->plate.unsure = true;
	if ((!w->low && !w->low_gross) || !stays_newest(x->s, w))
		return;
	gross = w->low_gross || (plate_tare_mg(&scale->plate) == 0 && !w->device_net);
	w->bare |= gross;
	if (has_something(scale))
		emptied(x, i, gross);
}
