// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Exactly one scale is in force: the one whose plate last left empty, or chosen. It never
 * changes by itself while an unrecorded load lies on it, and no doubtful reading ends a load.
 */
#include "station_impl.h"

bool scale_unrecorded(const struct station_scale *scale)
{
	const struct station_watch *w = &scale->watch;
	const struct plate *p = &scale->plate;

	if (!w->loaded)
		return false;
	if (!plate_recorded(p))
		return true;
	return w->device_net == p->device_net && !p->left_alone &&
	       w->mass_mg - p->level_mg >= watch_c_mg(w);
}

void scale_choose(struct station *s, size_t scale, bool hold)
{
	s->in_force = scale;
	s->held = hold;
	container_follow(s);
}

/* All of what was chosen: where a part of it has come, the rest is of that load. */
static bool container_waits(const struct station_scale *scale)
{
	const struct plate *p = &scale->plate;

	return p->tare_count && plate_tares_come(p) == 0 && !scale->watch.loaded && !plate_holds(p);
}

bool container_goes_along(struct station *s, size_t to)
{
	struct station_scale *from = scale_in_force(s), *scale = &s->scale[to];
	struct plate waits;
	int r = 0;

	if (to == s->in_force || !container_waits(from) || scale->plate.tare_count ||
		plate_holds(&scale->plate) || scale->watch.device_net)
		return false;
	waits = from->plate;
	while (from->plate.tare_count)
		plate_pop_tare(&from->plate);
	load_uncovered(from);
	for (size_t i = 0; i < waits.tare_count && r == 0; i++)
		r = load_tare(scale, &waits.tare[i]);
	return r == 0;
}

void container_waits_on(struct station *s)
{
	for (size_t i = 0; i < s->scale_count && !scale_unrecorded(scale_in_force(s)); i++)
		if (container_waits(&s->scale[i]))
			scale_choose(s, i, false);
}

void scale_left_empty(struct station *s, size_t scale)
{
	if (scale == s->in_force || s->held || is_writing(s) || s->question.kind != QUESTION_NONE ||
		scale_unrecorded(&s->scale[s->in_force]))
		return;
	(void)container_goes_along(s, scale);
	scale_choose(s, scale, false);
}

/* Of the other plates, the one that left empty last. */
static int latest(const struct station *s, bool (*is)(const struct station *s, size_t scale))
{
	int found = -1;

	for (size_t i = 0; i < s->scale_count; i++)
		if (i != s->in_force && is(s, i) &&
			(found < 0 || s->scale[i].watch.left_empty_boot_us >=
					      s->scale[found].watch.left_empty_boot_us))
			found = (int)i;
	return found;
}

static bool holds_unrecorded(const struct station *s, size_t scale)
{
	return scale_unrecorded(&s->scale[scale]);
}

void scale_emptied(struct station *s, size_t scale)
{
	int other;

	if (scale != s->in_force)
		return;
	s->held = false;
	other = latest(s, holds_unrecorded);
	if (other >= 0 && !is_writing(s) && s->question.kind == QUESTION_NONE)
		scale_choose(s, (size_t)other, false);
}

static bool must_be_asked(const struct station *s, size_t scale)
{
	const struct station_scale *other = &s->scale[scale];

	return scale_unrecorded(other) &&
	       (!other->watch.passed_over || plate_recorded(&s->scale[s->in_force].plate));
}

int other_loaded_scale(const struct station *s)
{
	return latest(s, must_be_asked);
}

bool station_is_weighing(const struct station *s, size_t scale, bool a_load_counts)
{
	const struct station_scale *it = &s->scale[scale];

	if (s->pending.job && s->pending.on_plate && s->pending.scale == scale)
		return true;
	return a_load_counts && scale_unrecorded(it) && reading_has_mass(&it->watch.last);
}
