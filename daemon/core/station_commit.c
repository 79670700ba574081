// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Commits of the load in force, handed out as effects. The plate is judged as after it from
 * the tap on; nothing is shown as saved before its commit has come back durable.
 */
#include <string.h>
#include "station_impl.h"

struct station_effect *commit_begin(struct step *x, enum station_commit commit, uint64_t request,
	const char *key, const uint8_t digest[32])
{
	struct station *s = x->s;
	struct station_effect *e = step_effect(x, EFFECT_COMMIT);

	memset(&s->pending, 0, sizeof(s->pending));
	s->pending.job = ++s->next_job;
	s->pending.request = request;
	memcpy(s->pending.key, key, REQUEST_KEY_SIZE);
	memcpy(s->pending.digest, digest, sizeof(s->pending.digest));
	memcpy(s->pending.newest, s->last.weighing.id, PRIVATE_KEY_SIZE);
	e->job = s->pending.job;
	e->commit = commit;
	memcpy(e->key, key, REQUEST_KEY_SIZE);
	memcpy(e->digest, digest, 32);
	armed_drop(s);
	question_drop(s);
	s->context_boot_us = x->now->boot_us;
	return e;
}

/* On a way of its own, whatever is in force. */
static void fill_taken(struct weighing *w, const struct station_take *take)
{
	if (take->at.wall_us)
		w->at = take->at;
	w->direction = take->lot[0] && !take->pack ? DIRECTION_OUT : DIRECTION_IN;
	memcpy(w->origin, take->origin, CODE_SIZE);
	memcpy(w->partner, take->partner, CODE_SIZE);
	memcpy(w->place, take->place, CODE_SIZE);
	memcpy(w->store, take->store, CODE_SIZE);
	memcpy(w->slip, take->slip, PRIVATE_KEY_SIZE);
	w->pack = take->pack;
}

static void fill_way(const struct station_context *c, struct weighing *w)
{
	const bool in = c->direction == DIRECTION_IN;

	w->direction = c->direction;
	memcpy(in ? w->origin : w->destination, in ? c->origin : c->destination, CODE_SIZE);
	memcpy(w->place, c->place, CODE_SIZE);
	memcpy(w->partner, c->partner, CODE_SIZE);
	memcpy(w->slip, c->slip, PRIVATE_KEY_SIZE);
}

static void fill_context(const struct step *x, struct weighing *w, const struct tile *tile)
{
	const struct station *s = x->s;

	memcpy(w->site, s->config.site, CODE_SIZE);
	memcpy(w->station, s->config.station, CODE_SIZE);
	w->at = *x->now;
	memcpy(w->category, tile->category, CODE_SIZE);
	if (takes_way_in_force(tile->take))
		fill_way(&s->context, w);
	else
		fill_taken(w, tile->take);
	if (tile->take)
		memcpy(w->lot, tile->take->lot, PRIVATE_KEY_SIZE);
	memcpy(w->container, s->context.container, CODE_SIZE);
	plate_containers_text(&s->scale[s->in_force].plate, w->containers);
	memcpy(w->operator_code, s->context.operator_code, CODE_SIZE);
	w->units = tile->units;
}

/*
 * What is not of this weighing counts as tare; a device's own net has no gross to take it
 * from, so its mass is the part. 0, or refused.
 */
static int make(struct step *x, const struct tile *tile, int64_t net_mg, struct weighing *w)
{
	struct station_scale *scale = scale_in_force(x->s);
	struct reading reading = scale->watch.last;
	bool tared_twice = reading.device_net && plate_tare_mg(&scale->plate) > 0;
	struct weighing_input in = { .reading = &reading,
		.tare_mg = reading.mass_mg - net_mg,
		.max_mg = x->s->config.max_mg,
		.e_mg = scale->watch.e_mg };
	struct sentence why;

	if (reading.device_net && !tared_twice) {
		reading.mass_mg = net_mg;
		in.tare_mg = 0;
	}
	if (weighing_make(&in, w, &why) == 0) {
		fill_context(x, w, tile);
		memcpy(w->scale, scale->name, DEVICE_SIZE);
		w->approved = approval_holds(&scale->approval, x->now);
		return 0;
	}
	armed_drop(x->s);
	(void)step_refuse_why(x, tile->request, REPLY_REFUSED, &why);
	return -1;
}

static void begin_on_plate(struct step *x)
{
	struct station *s = x->s;

	s->pending.on_plate = true;
	s->pending.scale = s->in_force;
	s->pending.before = s->scale[s->in_force].plate;
}

/* The plate as it is once the weighing is durable; its number comes with the result. */
static void lay(struct step *x, const struct weighing *w)
{
	struct station_scale *scale = scale_in_force(x->s);
	struct plate_part part = { .net_mg = w->net_mg,
		.tare_mg = plate_tare_mg(&scale->plate),
		.device_net = w->provenance == PROVENANCE_DEVICE_TARE,
		.pack = w->pack,
		.state = PART_ON };

	memcpy(part.category, w->category, CODE_SIZE);
	x->s->pending.net_mg = w->net_mg;
	plate_add(&scale->plate, &part);
	plate_settle(&scale->plate, scale->watch.device_net, scale->watch.mass_mg);
	scale->plate.left_alone = scale->plate.extra_mg >= watch_c_mg(&scale->watch);
	scale->watch.off = false;
}

void commit_load(struct step *x, const struct tile *tile, int64_t net_mg)
{
	struct weighing w = { 0 };

	if (make(x, tile, net_mg, &w) < 0)
		return;
	commit_begin(x, COMMIT_RECORD, tile->request, tile->key, tile->digest)->weighing = w;
	begin_on_plate(x);
	lay(x, &w);
}

void commit_new(struct step *x, const struct tile *tile, int64_t net_mg)
{
	struct weighing w = { 0 };

	if (make(x, tile, net_mg, &w) < 0)
		return;
	commit_begin(x, COMMIT_RECORD, tile->request, tile->key, tile->digest)->weighing = w;
	begin_on_plate(x);
	plate_put_aside(&scale_in_force(x->s)->plate);
	lay(x, &w);
}

void commit_replace(struct step *x, const struct tile *tile, int64_t net_mg, const char *void_id)
{
	struct weighing w = { 0 };
	struct station_effect *e;

	if (make(x, tile, net_mg, &w) < 0)
		return;
	memcpy(w.corrects, void_id, PRIVATE_KEY_SIZE);
	e = commit_begin(x, COMMIT_REPLACE, tile->request, tile->key, tile->digest);
	e->weighing = w;
	memcpy(e->void_id, void_id, PRIVATE_KEY_SIZE);
	memcpy(e->reason, "LOAD_CHANGED", sizeof("LOAD_CHANGED"));
	begin_on_plate(x);
	memcpy(x->s->pending.void_id, void_id, PRIVATE_KEY_SIZE);
	plate_take_out(&scale_in_force(x->s)->plate, void_id);
	lay(x, &w);
}

void commit_void(struct step *x, const struct tile *tile, const char *void_id)
{
	struct station_scale *scale = scale_in_force(x->s);
	struct station_effect *e =
		commit_begin(x, COMMIT_VOID, tile->request, tile->key, tile->digest);

	memcpy(e->void_id, void_id, PRIVATE_KEY_SIZE);
	memcpy(e->reason, "LOAD_CHANGED", sizeof("LOAD_CHANGED"));
	begin_on_plate(x);
	x->s->pending.voids_only = true;
	memcpy(x->s->pending.void_id, void_id, PRIVATE_KEY_SIZE);
	plate_take_out(&scale->plate, void_id);
	plate_settle(&scale->plate, scale->watch.device_net, scale->watch.mass_mg);
	scale->plate.extra_mg = 0;
	scale->watch.off = false;
}

void commit_reclassify(struct step *x, const struct tile *tile, const char *void_id)
{
	struct station_effect *e =
		commit_begin(x, COMMIT_RECLASSIFY, tile->request, tile->key, tile->digest);

	memcpy(e->weighing.category, tile->category, CODE_SIZE);
	e->weighing.units = tile->units;
	memcpy(e->void_id, void_id, PRIVATE_KEY_SIZE);
	memcpy(e->reason, "CATEGORY", sizeof("CATEGORY"));
	x->s->pending.changes_only = true;
	memcpy(x->s->pending.void_id, void_id, PRIVATE_KEY_SIZE);
}
