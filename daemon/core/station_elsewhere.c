// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What other ways than the tiles write about the plates: typed entries, voids and corrections by
 * page, command line or scan, also while the daemon was away.
 */
#include <string.h>
#include "station_impl.h"

/* In place of a scale: what is being typed of it lies there no more. */
#define HAS_LEFT SIZE_MAX

/* elsewhere: and nothing of it lies here that could leave unrecorded, but what did before. */
static bool take_out_of(struct plate *p, const char *id, bool elsewhere)
{
	const int64_t put_mg = p->put_mg, high_mg = p->high_mg;

	if (!plate_void(p, id))
		return false;
	if (!elsewhere)
		return true;
	p->put_mg = plate_recorded(p) ? put_mg : 0;
	p->high_mg = high_mg;
	p->rested = false;
	if (!plate_recorded(p) && put_mg > p->high_mg) { /* put on it: it may lie there alone */
		p->high_mg = put_mg;
		p->vague = true;
	}
	return true;
}

/* ---- while nobody looked ---- */

/* Where somebody has looked since, else where it was found after it had been recorded. */
static bool is_likelier(const struct plate *a, const struct plate *b, const char *home)
{
	return a->gap != b->gap ? b->gap : strcmp(a->scale, home) != 0 && !strcmp(b->scale, home);
}

static const struct plate *likeliest(const struct station_kept *k, const char *id, const char *home)
{
	const struct plate *best = NULL;

	for (size_t i = 0; i < k->plate_count; i++) {
		const struct plate *p = &k->plate[i];

		if (!p->carried && plate_find(p, id) && (!best || is_likelier(p, best, home)))
			best = p;
	}
	return best;
}

void station_kept_void(struct station_kept *k, const char *id, const char *home)
{
	const struct plate *there = likeliest(k, id, home);

	for (size_t i = 0; i < k->plate_count; i++) {
		struct plate *p = &k->plate[i];
		bool elsewhere = p->gap && p != there && plate_find(p, id);

		take_out_of(p, id, elsewhere);
	}
}

/* ---- while it runs ---- */

static size_t plates_with(const struct station *s, const char *id)
{
	size_t n = 0;

	for (size_t i = 0; i < s->scale_count; i++)
		n += plate_find(&s->scale[i].plate, id) != NULL;
	return n;
}

/*
 * Out of one plate. elsewhere: it stands on another plate, too, where it was found. A scale that
 * was not seen yet has then nothing of it that could leave unrecorded.
 */
static bool void_on(struct station_scale *scale, const char *id, bool elsewhere)
{
	if (!take_out_of(&scale->plate, id, elsewhere && !scale->watch.seen))
		return false;
	load_uncovered(scale);
	return true;
}

/* Should the commit fail: what comes to be owed is owed by the plate as it is by then. */
static bool void_before(struct station *s, const char *id)
{
	struct plate *p = &s->pending.before;
	const int64_t put_mg = p->put_mg;

	if (!s->pending.on_plate || !plate_void(p, id))
		return false;
	if (plate_recorded(p))
		p->put_mg = put_mg;
	return true;
}

bool plates_void(struct station *s, const char *id)
{
	bool any = void_before(s, id);
	const bool elsewhere = plates_with(s, id) > 1;

	for (size_t i = 0; i < s->scale_count; i++)
		any |= void_on(&s->scale[i], id, elsewhere);
	for (size_t i = 0; i < s->orphan_count; i++)
		any |= plate_void(&s->orphan[i], id);
	for (size_t i = 0; i < s->stray_count; i++)
		(void)plate_void(&s->stray[i], id);
	left_void(s, id);
	if (any)
		container_follow(s);
	return any;
}

void plates_void_elsewhere(struct station *s, size_t here, const char *id)
{
	for (size_t i = 0; i < s->scale_count; i++)
		if (i != here)
			(void)void_on(&s->scale[i], id, true);
	for (size_t i = 0; i < s->stray_count; i++)
		(void)plate_void(&s->stray[i], id);
}

bool plates_succeed(struct station *s, const char *id, const struct weighing *successor)
{
	bool any = s->pending.on_plate && plate_succeed(&s->pending.before, id, successor);

	for (size_t i = 0; i < s->scale_count; i++)
		any |= plate_succeed(&s->scale[i].plate, id, successor);
	for (size_t i = 0; i < s->orphan_count; i++)
		any |= plate_succeed(&s->orphan[i], id, successor);
	for (size_t i = 0; i < s->stray_count; i++)
		(void)plate_succeed(&s->stray[i], id, successor);
	(void)left_succeed(s, id, successor->id);
	if (id[0] && strcmp(s->pending.void_id, id) == 0) /* id may be that very place: last */
		memcpy(s->pending.void_id, successor->id, PRIVATE_KEY_SIZE);
	return any;
}

static bool shows_load(const struct station_scale *scale)
{
	return scale->watch.loaded && load_net_mg(scale) >= scale->watch.e_mg;
}

/* It equals what "add" or "add_all" would make. */
static bool equals_put(const struct station_scale *scale, const struct weighing *w)
{
	int64_t c_mg = watch_c_mg(&scale->watch), all_mg = load_put_mg(scale);
	int64_t add_mg = plate_recorded(&scale->plate) ? load_added_mg(scale) : 0;

	return (add_mg >= c_mg && distance_mg(add_mg, w->net_mg) < c_mg) ||
	       (all_mg >= c_mg && distance_mg(all_mg, w->net_mg) < c_mg &&
		       w->net_mg < load_net_mg(scale) + c_mg);
}

/* It equals what lies there in no weighing: as last seen, if its scale is doubtful. */
static bool equals_unrecorded(const struct station_scale *scale, const struct weighing *w)
{
	int64_t c_mg = watch_c_mg(&scale->watch);
	int64_t came_mg = load_net_mg(scale) - plate_counted_mg(&scale->plate);

	return shows_load(scale) &&
	       ((came_mg >= scale->watch.e_mg && distance_mg(came_mg, w->net_mg) < c_mg &&
			(came_mg >= c_mg || !plate_recorded(&scale->plate))) ||
		       equals_put(scale, w));
}

/* It equals all that lies there. */
static bool equals_load(const struct station_scale *scale, const struct weighing *w)
{
	return shows_load(scale) &&
	       distance_mg(load_net_mg(scale), w->net_mg) < watch_c_mg(&scale->watch);
}

/* Nobody sees what lies there: its scale is doubtful, or has said too little since it is back. */
static bool is_unseen(const struct station_scale *scale)
{
	const struct station_watch *w = &scale->watch;

	return reading_is_doubtful(&w->last) || w->first || (!w->loaded && !w->bare && !w->stable);
}

/* It went, and nothing is known to lie there. */
static bool may_have_got(const struct station_scale *scale, const struct weighing *w)
{
	(void)w;
	return reading_is_doubtful(&scale->watch.last) && scale->watch.seen &&
	       !plate_recorded(&scale->plate) && !shows_load(scale);
}

/* What had rested there, in no weighing, beyond what is typed: it is owed a line still. */
static int64_t beyond_mg(const struct plate *p, const struct weighing *w)
{
	bool all_of_it = !plate_recorded(p) || (p->vague && p->high_mg > p->put_mg);
	int64_t rested_mg = all_of_it ? p->high_mg : p->put_mg;

	return rested_mg > w->net_mg ? rested_mg - w->net_mg : 0;
}

/*
 * It lies there: it is all that is seen, alone or with what else is counted, or it lies beside
 * another load, or nobody sees it at rest.
 */
static void settle_typed(
	struct station_scale *scale, const struct weighing *w, int64_t beyond, bool vague)
{
	const struct station_watch *watch = &scale->watch;
	const int64_t c_mg = watch_c_mg(watch);
	struct plate *p = &scale->plate;
	int64_t all_mg = plate_counted_mg(p) + plate_tare_mg(p);
	bool all_seen = distance_mg(watch->mass_mg, all_mg) < c_mg ||
			distance_mg(load_net_mg(scale), w->net_mg) < c_mg;

	if (all_seen && watch->stable) {
		plate_settle(p, watch->device_net, watch->mass_mg);
		return;
	}
	plate_settle(p, watch->device_net, all_mg);
	p->put_mg = beyond;
	p->rest_mg = all_mg + beyond;
	p->rested = beyond > 0 || !is_unseen(scale);
	p->gap = beyond == 0; /* it may be of another load than what is seen next */
	p->vague = vague && beyond > 0;
	load_rests(scale);
}

static void lay_typed(struct station_scale *scale, const struct weighing *w)
{
	struct plate *p = &scale->plate;
	const int64_t beyond = beyond_mg(p, w);
	const bool vague = p->vague;
	struct plate_part part = { .net_mg = w->net_mg,
		.tare_mg = plate_tare_mg(p),
		.device_net = scale->watch.device_net,
		.typed = true,
		.pack = w->pack,
		.state = PART_ON };

	memcpy(part.id, w->id, sizeof(part.id));
	memcpy(part.category, w->category, sizeof(part.category));
	plate_add(p, &part);
	settle_typed(scale, w, beyond, vague);
	p->unsure = true;
}

/* It is being written already, as another entry. */
static bool is_being_typed(
	const struct station *s, const struct station_scale *scale, const struct weighing *w)
{
	const size_t here = (size_t)(scale - s->scale);

	for (size_t i = 0; i < s->typing_count; i++)
		if (s->typing[i].scale == here && s->typing[i].net_mg == w->net_mg)
			return true;
	return false;
}

/* The scale in force first; one of which as much is being typed only if there is no other. */
static struct station_scale *first_where(struct station *s, const struct weighing *w,
	bool (*where)(const struct station_scale *, const struct weighing *))
{
	struct station_scale *typed = NULL;

	for (size_t i = 0; i <= s->scale_count; i++) {
		struct station_scale *scale = i ? &s->scale[i - 1] : scale_in_force(s);

		if (!where(scale, w))
			continue;
		if (!is_being_typed(s, scale, w))
			return scale;
		typed = typed ? typed : scale;
	}
	return typed;
}

/* A person typed it of a line of the list: one that is open, or just seen to by it. */
static bool is_of_a_line(const struct station *s, const struct weighing *w)
{
	if (strcmp(w->reason, "LEFT") != 0)
		return false;
	for (size_t i = 0; i < s->left_count; i++)
		if (!s->left[i].struck_by[0] || strcmp(s->left[i].struck_by, w->id) == 0)
			return true;
	return false;
}

/*
 * The plate that a typed entry is about, NULL if none: where its load lies in no weighing, else
 * one that nobody sees (if it is not the one in force: nothing lies on that), else where as much
 * lies that was recorded already.
 */
static struct station_scale *typed_on(struct station *s, const struct weighing *w)
{
	struct station_scale *in_force = scale_in_force(s), *on;

	if (!in_force || is_of_a_line(s, w))
		return NULL;
	on = first_where(s, w, equals_unrecorded);
	if (!on && is_unseen(in_force))
		on = in_force;
	else if (!on && !shows_load(in_force) && !left_has(s, w))
		on = first_where(s, w, may_have_got);
	return on ? on : first_where(s, w, equals_load);
}

/*
 * It was typed of that load, whatever was put or taken while it was being written: *ret is NULL if
 * that has left, then it lies on no plate, even if as much lies on another. False: of none.
 */
static bool typed_before(struct station *s, const struct weighing *w, struct station_scale **ret)
{
	for (size_t i = 0; i < s->typing_count && !is_of_a_line(s, w); i++) {
		const size_t on = s->typing[i].scale;

		if (s->typing[i].net_mg != w->net_mg)
			continue;
		s->typing[i] = s->typing[--s->typing_count];
		*ret = on == HAS_LEFT ? NULL : &s->scale[on];
		return true;
	}
	return false;
}

void typing_left(struct station *s, size_t scale)
{
	for (size_t i = 0; i < s->typing_count; i++)
		if (s->typing[i].scale == scale)
			s->typing[i].scale = HAS_LEFT;
}

/* Typed of no plate: it may be some of what is owed over a record, which is then not so for sure. */
static void may_be_owed(struct station *s, const struct weighing *w)
{
	for (size_t i = 0; i < s->scale_count; i++) {
		const int64_t c_mg = watch_c_mg(&s->scale[i].watch);
		struct plate *p = &s->scale[i].plate;

		if (plate_recorded(p) && p->put_mg >= c_mg && w->net_mg >= c_mg &&
			w->net_mg < p->put_mg + c_mg)
			p->vague = true;
	}
}

/* A tray lies there with its container: what the scale sees of a pack is its gross mass. */
static struct weighing as_it_lies(const struct weighing *w)
{
	struct weighing lies = *w;

	if (w->pack && w->gross_mg > 0)
		lies.net_mg = w->gross_mg;
	return lies;
}

void writing_elsewhere(struct station *s, const struct station_event *event)
{
	const struct weighing lies = as_it_lies(&event->weighing), *w = &lies;
	const struct station_scale *on;

	s->writing = event->writing;
	if (s->writing == 0)
		s->typing_count = 0;
	on = w->net_mg > 0 && !w->corrects[0] ? typed_on(s, w) : NULL;
	if (!on || s->typing_count == STATION_TYPING)
		return;
	s->typing[s->typing_count].net_mg = w->net_mg;
	s->typing[s->typing_count++].scale = (size_t)(on - s->scale);
}

static bool take_plates(struct station *s, const struct weighing *w, const char *voided_id)
{
	struct station_scale *on = NULL;

	if (voided_id[0] && w)
		return plates_succeed(s, voided_id, w);
	if (voided_id[0])
		return plates_void(s, voided_id);
	if (!w || w->corrects[0])
		return false;
	if (!typed_before(s, w, &on))
		on = typed_on(s, w);
	if (on)
		lay_typed(on, w);
	else if (!is_of_a_line(s, w) && !left_has(s, w))
		may_be_owed(s, w);
	return on != NULL;
}

void station_kept_with(const struct station *s, const struct weighing *typed, const char *voided_id,
	struct station_kept *ret)
{
	const struct weighing lies = typed ? as_it_lies(typed) : (struct weighing){ 0 };
	const struct weighing *w = typed ? &lies : NULL;
	struct station copy = *s;

	(void)take_plates(&copy, w, voided_id);
	if (w && !w->corrects[0] && strcmp(w->reason, "LEFT") != 0)
		left_strike_new(&copy, w);
	station_kept(&copy, ret);
}

void station_kept_new(const struct station *s, const struct weighing *w, struct station_kept *ret)
{
	struct station copy = *s;
	const struct plate_part *old =
		w->corrects[0] ? plate_find(&copy.pending.before, w->corrects) : NULL;

	if (old && w->net_mg < old->net_mg)
		left_lighter(&copy, w->corrects, w->net_mg);
	if (!left_succeed(&copy, w->corrects, LEFT_BY_NEW))
		left_strike_new(&copy, w);
	station_kept(&copy, ret);
}

static void take_last(struct step *x, const struct weighing *w)
{
	struct station *s = x->s;

	if (strcmp(w->station, s->config.station) != 0 || strcmp(w->site, s->config.site) != 0)
		return;
	s->last.weighing = *w;
	s->last.written = *x->now;
	s->last.any = true;
	s->last.undone = false;
	memset(s->last.key, 0, sizeof(s->last.key));
}

void written_elsewhere(struct step *x, const struct station_event *event)
{
	struct station *s = x->s;
	const struct weighing lies = as_it_lies(&event->weighing);
	const struct weighing *w = event->weighing.id[0] ? &lies : NULL;

	take_totals(x, event);
	if (event->owned) {
		if (w)
			take_last(x, w);
		return;
	}
	if (s->last.any && event->voided_id[0] &&
		strcmp(s->last.weighing.id, event->voided_id) == 0)
		s->last.undone = true;
	if (take_plates(s, w, event->voided_id))
		armed_drop(s); /* it was meant for another load than what lies there now */
	if (w || event->voided_id[0])
		question_close(s);
	if (!w)
		return;
	take_last(x, &event->weighing);
	if (strcmp(w->reason, "LEFT") != 0 && !w->corrects[0])
		left_strike(s, w, x->now);
}
