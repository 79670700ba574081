// SPDX-License-Identifier: GPL-3.0-or-later
/* What is kept of the plates over a restart, and where it may lie by then. */
#include <string.h>
#include "station_impl.h"

/* ---- start ---- */

static struct station_scale *find_scale(struct station *s, const char *name)
{
	for (size_t i = 0; i < s->scale_count; i++)
		if (strcmp(s->scale[i].name, name) == 0)
			return &s->scale[i];
	return NULL;
}

/* Readings may have come before: the ground they stand on counts. */
static void restore_plate(struct station_scale *scale, const struct plate *kept)
{
	struct plate *p = &scale->plate;
	struct station_watch *w = &scale->watch;

	*p = *kept;
	p->gap |= plate_holds(p) || p->high_mg > 0;
	p->unsure |= plate_recorded(p);
	w->away = true;
	if (w->seen && plate_holds(p) && w->device_net != p->device_net)
		plate_ground_changed(p, w->device_net);
}

/* What was recorded may lie on another scale by now. */
static void restore_stray(struct station *s, const struct plate *kept, bool configured)
{
	if (!plate_recorded(kept))
		return;
	if (configured && s->scale_count > 1 && s->stray_count < STATION_STRAYS) {
		s->stray[s->stray_count] = *kept;
		s->stray[s->stray_count++].unsure = true;
	} else if ((!configured || kept->carried) && s->orphan_count < STATION_ORPHANS) {
		s->orphan[s->orphan_count++] = *kept;
	}
}

static void restore_plates(struct station *s, const struct station_kept *kept)
{
	for (size_t i = 0; i < kept->plate_count && i < STATION_PLATES; i++) {
		struct station_scale *scale = find_scale(s, kept->plate[i].scale);

		if (scale && !kept->plate[i].carried)
			restore_plate(scale, &kept->plate[i]);
		restore_stray(s, &kept->plate[i], scale != NULL);
	}
}

/* What lay there at start and left since is what was kept of that plate, if that held anything. */
static bool is_of_kept(struct station *s, const struct left_load *l)
{
	struct station_scale *scale = find_scale(s, l->scale);
	struct plate *p = scale ? &scale->plate : NULL;

	if (!scale || scale->watch.start_line != l->number || (!plate_holds(p) && !p->high_mg))
		return false;
	plate_rests(p, l->high_mg + plate_tare_mg(p), scale->watch.e_mg, watch_c_mg(&scale->watch));
	return true;
}

/* Those that left before the store could be read come after all that is kept. */
static void restore_left(struct station *s, const struct station_memory *m)
{
	struct left_load early[STATION_LEFT];
	const size_t early_count = s->left_count;

	memcpy(early, s->left, sizeof(early));
	s->left_count = m->kept.left_count < STATION_LEFT ? m->kept.left_count : STATION_LEFT;
	memcpy(s->left, m->kept.left, s->left_count * sizeof(s->left[0]));
	s->left_number = m->left_number;
	for (size_t i = 0; i < s->left_count; i++)
		if (s->left[i].number > s->left_number)
			s->left_number = s->left[i].number;
	s->down_left = s->left_number;
	for (size_t i = 0; i < early_count; i++)
		if (!is_of_kept(s, &early[i]))
			left_append(s, &early[i]);
}

/*
 * Seen empty before the store could be read, and loaded again: what was kept of it has left, and
 * what came since lies there alone, or the container that was tared.
 */
static void let_kept_leave(
	struct station *s, struct station_scale *scale, const struct plate *early)
{
	struct plate *p = &scale->plate;
	const struct station_watch *w = &scale->watch;
	struct left_load l = { .at = s->now };
	const bool lay_there = plate_holds(p) || p->high_mg > 0;

	memcpy(l.scale, scale->name, sizeof(l.scale));
	if (plate_unrecorded(p, w->e_mg, watch_c_mg(w), &l.low_mg, &l.high_mg))
		left_append(s, &l);
	plate_gross_emptied(p);
	if (p->tare_count == 0 || early->tare_count) /* else a container waits still */
		*p = *early;
	p->zeroed |= lay_there;
	load_rests(scale);
	s->keep_due = true;
}

void station_restore(struct station *s, const struct station_memory *m, const struct moment *now)
{
	struct plate early[STATION_SCALES];

	for (size_t i = 0; i < s->scale_count; i++)
		early[i] = s->scale[i].plate;
	if (m->has_context)
		s->context = m->context;
	s->context_boot_us = s->before_boot_us = now->boot_us;
	s->context_unsaid = s->context.slip[0] != '\0';
	(void)whom_let_go(&s->context); /* a card of before the start: no question would name it */
	memcpy(s->today.day, now->day, DAY_SIZE);
	s->today.sums = m->today;
	restore_plates(s, &m->kept);
	restore_left(s, m);
	s->now = *now;
	for (size_t i = 0; i < s->scale_count; i++)
		if (s->scale[i].watch.bare && (s->scale[i].watch.loaded || early[i].tare_count))
			let_kept_leave(s, &s->scale[i], &early[i]);
	for (size_t i = 0; i < s->scale_count; i++) /* a tile may come before the next reading */
		kept_meets_load(s, i);
	container_waits_on(s);
	container_follow(s);
	if (!m->has_last)
		return;
	s->last.weighing = m->last;
	s->last.written = m->last_written;
	s->last.any = true;
	s->last.undone = m->last_undone;
}

static bool may_lie_elsewhere(const struct plate *stray)
{
	return stray->unsure && plate_recorded(stray);
}

/*
 * Of a plate that has nothing of its own: what may have been carried away from it, so that a second
 * start knows it, too. NULL: nothing.
 */
static const struct plate *stands_in(const struct station *s, const struct station_scale *scale)
{
	const struct plate *p = &scale->plate;

	if (p->part_count > 0 || p->tare_count > 0 || p->high_mg > 0)
		return NULL;
	for (size_t i = 0; i < s->stray_count; i++)
		if (strcmp(s->stray[i].scale, scale->name) == 0 && may_lie_elsewhere(&s->stray[i]))
			return &s->stray[i];
	return NULL;
}

/* Whatever had been put on it is dealt with. */
static void keep_stray(const struct plate *stray, bool carried, struct plate *ret)
{
	*ret = *stray;
	ret->put_mg = ret->rest_mg = ret->high_mg = 0;
	ret->rested = false;
	ret->carried = carried;
}

static void keep_plate(
	const struct station *s, const struct station_scale *scale, struct plate *ret)
{
	const struct plate *stray = stands_in(s, scale);

	if (stray)
		keep_stray(stray, false, ret);
	else
		*ret = scale->plate;
}

/* Its scale's own plate says it, or stands for it. */
static bool is_kept_at_home(const struct station *s, const struct plate *stray)
{
	for (size_t i = 0; i < s->scale_count; i++)
		if (strcmp(s->scale[i].name, stray->scale) == 0)
			return plate_find(&s->scale[i].plate, plate_newest(stray)->id) ||
			       stands_in(s, &s->scale[i]) == stray;
	return false;
}

/* Of a plate on which another load was recorded since. */
static void keep_carried(const struct station *s, struct station_kept *ret)
{
	for (size_t i = 0; i < s->stray_count; i++)
		if (may_lie_elsewhere(&s->stray[i]) && !is_kept_at_home(s, &s->stray[i]))
			keep_stray(&s->stray[i], true, &ret->plate[ret->plate_count++]);
}

void station_kept(const struct station *s, struct station_kept *ret)
{
	memset(ret, 0, sizeof(*ret));
	for (size_t i = 0; i < s->scale_count; i++)
		keep_plate(s, &s->scale[i], &ret->plate[ret->plate_count++]);
	keep_carried(s, ret);
	for (size_t i = 0; i < s->orphan_count; i++)
		ret->plate[ret->plate_count++] = s->orphan[i];
	ret->left_count = s->left_count;
	memcpy(ret->left, s->left, sizeof(s->left));
}

/* As what is counted, as with what else had lain there, or as when it rested last (a part is void). */
static bool is_as_heavy(const struct station_scale *scale, const struct plate *kept)
{
	const struct station_watch *w = &scale->watch;
	int64_t c_mg = watch_c_mg(w);

	if (distance_mg(load_net_mg(scale), plate_counted_mg(kept)) < c_mg)
		return true;
	return w->device_net == kept->device_net &&
	       (distance_mg(w->mass_mg, kept->level_mg) < c_mg ||
		       (kept->rested && distance_mg(w->mass_mg, kept->rest_mg) < c_mg));
}

/* Perhaps it lies here, of that mass: asked about. If it is another one, nobody has recorded it. */
static void lay(
	struct station *s, struct station_scale *scale, const struct plate *kept, int64_t mass_mg)
{
	int64_t high_mg = scale->plate.high_mg;
	struct plate_part part;

	for (size_t i = 0; i < kept->part_count; i++) {
		part = kept->part[i];
		part.tare_mg = plate_tare_mg(&scale->plate); /* of this plate from now on */
		if (part.state == PART_ON)
			plate_add(&scale->plate, &part);
	}
	plate_settle(&scale->plate, scale->watch.device_net, mass_mg);
	plate_doubt(&scale->plate, high_mg);
	plate_doubt(&scale->plate, load_net_mg(scale));
	s->keep_due = true;
}

static void lay_kept(struct station *s, struct station_scale *scale, const struct plate *kept)
{
	lay(s, scale, kept, scale->watch.mass_mg);
}

/* It has become another load: what was put on it or taken of it is seen. */
static void lay_changed(struct station *s, struct station_scale *scale, const struct plate *kept)
{
	lay(s, scale, kept, plate_counted_mg(kept) + plate_tare_mg(&scale->plate));
}

static bool knows(const struct plate *p, const char *id)
{
	for (size_t i = 0; i < p->part_count; i++)
		if (strcmp(p->part[i].id, id) == 0)
			return true;
	return false;
}

/* Perhaps it is that load, not the one recorded here: if this one is voided, that lies there. */
static void lay_aside(struct station *s, struct station_scale *scale, const struct plate *kept)
{
	struct plate_part part, newest = *plate_newest(&scale->plate);

	for (size_t i = 0; i < kept->part_count; i++) {
		part = kept->part[i];
		if (part.state != PART_ON || knows(&scale->plate, part.id))
			continue;
		part.state = PART_ASIDE;
		part.tare_mg = newest.tare_mg;
		memcpy(part.aside_by, newest.id, sizeof(part.aside_by));
		plate_add(&scale->plate, &part);
	}
	if (scale->watch.device_net == scale->plate.device_net)
		scale->plate.lowest_mg = scale->watch.mass_mg;
	s->keep_due = true;
}

/* The newest stay in front: where there is no room for more, the oldest is not restored. */
static void forget(struct plate *list, size_t *count, size_t i)
{
	--*count;
	memmove(&list[i], &list[i + 1], (*count - i) * sizeof(list[0]));
	memset(&list[*count], 0, sizeof(list[0]));
}

/*
 * It, and not what was recorded there since, was seen at home: it was carried nowhere, and a second
 * start needs to know nothing of it. Its twin is asked about all the same.
 */
static void see_at_home(struct station *s, const struct station_scale *scale)
{
	const struct plate_part *newest, *there;

	if (load_changed(scale) || !watch_rests(&scale->watch, s->now.boot_us))
		return;
	for (size_t i = 0; i < s->stray_count; i++) {
		newest = plate_newest(&s->stray[i]);
		there = newest ? plate_find(&scale->plate, newest->id) : NULL;
		if (there && there->state == PART_ON && /* under a tare it is not seen */
			strcmp(s->stray[i].scale, scale->name) == 0)
			s->stray[i].unsure = false;
	}
}

/* Home is elsewhere, too, once another load was recorded there. */
static bool is_elsewhere(const struct plate *stray, const struct station_scale *scale)
{
	return stray->carried || strcmp(stray->scale, scale->name) != 0;
}

/*
 * While nobody looked, two scales may have changed places, or the load did: it is asked about
 * once, where a load that was not seen to come is as heavy. It stays at home, too, so that
 * neither of both is taken for new: of twins nobody can tell which one was recorded. Seen
 * fresh or not: it is what lay there.
 */
static void stray_meets_load(struct station *s, struct station_scale *scale)
{
	const struct station_watch *w = &scale->watch;
	bool recorded = plate_recorded(&scale->plate);

	see_at_home(s, scale);
	if (w->bare || !w->stable || !w->loaded)
		return;
	for (size_t i = 0; i < s->stray_count; i++) {
		if (!is_elsewhere(&s->stray[i], scale) || !plate_recorded(&s->stray[i]) ||
			!is_as_heavy(scale, &s->stray[i]))
			continue;
		(recorded ? lay_aside : lay_kept)(s, scale, &s->stray[i]);
		forget(s->stray, &s->stray_count, i);
		return;
	}
}

/* It lay there when nobody looked, and is not what had last been seen there. */
static bool came_unseen(const struct station_scale *scale)
{
	const struct plate *p = &scale->plate;

	return !scale->watch.bare && !plate_recorded(p) && (p->vague || p->high_mg == 0);
}

/* What may have been carried to that scale, NULL if nothing. */
static const struct plate *may_lie_on(const struct station *s, const struct station_scale *scale)
{
	for (size_t i = 0; i < s->stray_count; i++)
		if (may_lie_elsewhere(&s->stray[i]) && is_elsewhere(&s->stray[i], scale))
			return &s->stray[i];
	return NULL;
}

/* Kept with the plate: after another start, too, it is not what was seen to come there. */
static void remember_unseen(struct station *s, struct station_scale *scale)
{
	const struct station_watch *w = &scale->watch;

	if (w->stable && w->loaded && came_unseen(scale) && may_lie_on(s, scale))
		scale->plate.vague = true;
}

void kept_meets_tile(struct station *s, size_t i)
{
	struct station_scale *scale = &s->scale[i];
	const struct plate *stray = may_lie_on(s, scale);

	if (stray && load_ready(s, scale) && came_unseen(scale))
		lay_changed(s, scale, stray);
}

/* All other scales have been seen empty since the start, or nothing of it is valid. */
static bool lies_nowhere(const struct station *s, const struct plate *stray)
{
	for (size_t i = 0; i < s->scale_count; i++)
		if (is_elsewhere(stray, &s->scale[i]) && !s->scale[i].watch.bare)
			return !plate_recorded(stray);
	return true;
}

void kept_meets_load(struct station *s, size_t i)
{
	struct station_scale *scale = &s->scale[i];

	if (s->pending.job)
		return;
	if (s->stray_count > 0)
		stray_meets_load(s, scale);
	remember_unseen(s, scale);
	for (size_t k = s->stray_count; k-- > 0;)
		if (lies_nowhere(s, &s->stray[k]))
			forget(s->stray, &s->stray_count, k);
	for (size_t k = 0; k < s->orphan_count && load_ready(s, scale); k++)
		if (plate_recorded(&s->orphan[k]) && is_as_heavy(scale, &s->orphan[k])) {
			lay_kept(s, scale, &s->orphan[k]);
			forget(s->orphan, &s->orphan_count, k);
		}
}
