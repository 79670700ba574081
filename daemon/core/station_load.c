// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What lies on a plate, and whether it has been counted. The rules are the contract's
 * (Station, Re-arming), judged on net = gross - tare in force:
 *   emptied     any reading, moving included, below min(5 e, half the recorded net), or zero,
 *               or under zero after a record;
 *   quick swap  a reading below a tenth of the recorded net, then a rise above it.
 * What rests on the plate below those floors is residue, never a load of its own.
 * The first report after a device was away may be stale: it is shown as moving and judges nothing.
 */
#include <string.h>
#include "station_impl.h"

struct station_scale *scale_in_force(struct station *s)
{
	return s->in_force < s->scale_count ? &s->scale[s->in_force] : NULL;
}

int64_t load_net_mg(const struct station_load *load)
{
	return load->last.mass_mg - load->tare_mg;
}

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t distance_mg(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

void load_fresh(struct station_load *load)
{
	load->recorded = false;
	load->floor_mg = 0;
	load->counted_mg = 0;
	load->remembered_mg = 0;
	memset(&load->record, 0, sizeof(load->record));
}

void load_record(struct station_load *load, const char *category, int64_t base_mg)
{
	load->recorded = true;
	load->floor_mg = 0;
	load->counted_mg = load->last.mass_mg;
	load->record.net_mg = load_net_mg(load);
	load->record.gross_mg = load->last.mass_mg;
	load->record.base_mg = base_mg;
	load->record.id[0] = '\0';
	memcpy(load->record.category, category, CODE_SIZE);
}

/*
 * Without the tare, what was counted before must not look like a new load: the plate is
 * then recorded up to what has lain there ever since.
 */
void load_drop_tare(struct station_load *load)
{
	load->tare_mg = 0;
	load->tare_loaded = false;
	if (!load->recorded && load->counted_mg >= load->e_mg) {
		load->recorded = true;
		load->floor_mg = 0;
		load->record.net_mg = load->counted_mg;
		load->record.gross_mg = load->counted_mg;
	}
}

bool load_ready(const struct station_load *load)
{
	return load->stable && !load->recorded && load->floor_mg == 0 &&
	       load->last.state != SCALE_ZERO && load_net_mg(load) >= load->e_mg;
}

bool load_changed(const struct station_load *load)
{
	return load->recorded && reading_has_mass(&load->last) &&
	       distance_mg(load->last.mass_mg, load->record.gross_mg) >= 5 * load->e_mg;
}

/*
 * How far up from here a new load must rise: 0 when the plate is truly empty, -1 when the
 * recorded load has not left. What rests below is residue of it, already counted.
 */
static int64_t floor_after_leaving_mg(const struct station_load *load, const struct reading *r)
{
	int64_t emptied_mg = smaller(5 * load->e_mg, load->record.net_mg / 2);
	int64_t tenth_mg = load->record.net_mg / 10;
	int64_t net_mg = r->mass_mg - load->tare_mg;

	if (r->state == SCALE_ZERO || r->state == SCALE_UNDER_ZERO)
		return 0;
	if (!reading_has_mass(r) || (net_mg >= emptied_mg && net_mg >= tenth_mg))
		return -1;
	return net_mg < emptied_mg ? emptied_mg : tenth_mg;
}

static void judge_residue(struct station_load *load, const struct reading *r)
{
	int64_t net_mg = r->mass_mg - load->tare_mg;

	if (load->floor_mg == 0 || load->recorded)
		return;
	if (r->state == SCALE_ZERO || r->state == SCALE_UNDER_ZERO)
		load->floor_mg = 0;
	else if (reading_has_mass(r) && (net_mg < load->e_mg || net_mg > load->floor_mg))
		load->floor_mg = 0;
}

static void judge_record(struct station_load *load, const struct reading *r)
{
	int64_t floor_mg, counted_mg;

	if (r->state == SCALE_ZERO || r->state == SCALE_UNDER_ZERO)
		load->counted_mg = 0;
	else if (reading_has_mass(r) && r->mass_mg < load->counted_mg)
		load->counted_mg = r->mass_mg;
	judge_residue(load, r);
	if (!load->recorded)
		return;
	floor_mg = floor_after_leaving_mg(load, r);
	if (floor_mg < 0)
		return;
	counted_mg = load->counted_mg;
	load_fresh(load);
	load->floor_mg = floor_mg;
	/* Below a tare in force something counted may still lie there. */
	load->counted_mg = load->tare_mg > 0 ? counted_mg : 0;
}

/* A tare stays until its container has been on the plate and has left it. */
static void judge_tare(struct station *s, struct station_load *load, const struct reading *r)
{
	bool empty = r->state == SCALE_ZERO || r->state == SCALE_UNDER_ZERO;

	if (load->tare_mg == 0 || (!reading_has_mass(r) && !empty))
		return;
	if (!empty && r->mass_mg >= load->tare_mg / 2) {
		load->tare_loaded = true;
		return;
	}
	if (!load->tare_loaded)
		return;
	load_drop_tare(load);
	s->context.container[0] = '\0';
}

/* After a restart: the load that was recorded before it is not a new one. */
static void judge_memory(struct station_load *load)
{
	static const char any_category[CODE_SIZE];

	if (load->remembered_mg == 0 || !load->stable)
		return;
	if (distance_mg(load->last.mass_mg, load->remembered_mg) <= load->e_mg)
		load_record(load, any_category, 0);
	load->remembered_mg = 0;
}

static void judge_loaded(struct station_load *load, const struct reading *r)
{
	bool was = load->loaded;

	if (!reading_has_mass(r))
		return;
	load->loaded = r->state != SCALE_ZERO && load->floor_mg == 0 &&
		       r->mass_mg - load->tare_mg >= load->e_mg;
	if (load->loaded && !was)
		load->left_empty_boot_us = r->at_boot_us;
}

static bool device_was_away(enum scale_state state)
{
	return state == SCALE_UNPLUGGED || state == SCALE_ASLEEP || state == SCALE_SILENT;
}

static void take_reading(struct station_scale *scale, const struct reading *r)
{
	struct station_load *load = &scale->load;

	load->last = *r;
	if (reading_has_mass(r) && scale->max_mg > 0 && r->mass_mg > scale->max_mg)
		load->last.state = SCALE_OUT_OF_RANGE;
	if (reading_has_mass(r))
		load->e_mg = scale->e_mg > 0 ? scale->e_mg : r->step_mg;
	if (load->e_mg <= 0)
		load->e_mg = 1;
	load->stable = stability_feed(&load->stability, &scale->rule, &load->last, load->e_mg);
}

/* A question about a load ends when the load leaves: that is no answer, and leaves all as it is. */
static void judge_question(struct station *s, const struct station_load *load)
{
	enum station_question kind = s->question.kind;
	bool about_record = kind == QUESTION_CHANGED_LOAD || kind == QUESTION_OTHER_CATEGORY;

	if (kind == QUESTION_NONE)
		return;
	if (reading_is_doubtful(&load->last) || (about_record && !load->recorded) ||
		(kind == QUESTION_OTHER_SCALE && other_loaded_scale(s) < 0))
		question_drop(s);
	else if (load->stable)
		s->question.to_mg = load_net_mg(load);
}

void load_reading(struct step *x, size_t scale, const struct reading *r)
{
	struct station_load *load = &x->s->scale[scale].load;
	bool first = load->unconfirmed && !device_was_away(r->state);

	take_reading(&x->s->scale[scale], r);
	load->unconfirmed = device_was_away(r->state);
	if (!first) {
		judge_record(load, &load->last);
		judge_tare(x->s, load, &load->last);
		judge_memory(load);
		judge_loaded(load, &load->last);
	}
	if (scale != x->s->in_force) {
		choose_scale(x->s);
		return;
	}
	if (reading_is_doubtful(&load->last))
		armed_drop(x->s);
	judge_question(x->s, load);
	choose_scale(x->s);
}

static bool unrecorded(const struct station_load *load)
{
	return load->loaded && !load->recorded && reading_has_mass(&load->last);
}

bool station_is_weighing(const struct station *s, size_t scale, bool a_load_counts)
{
	if (s->pending.job && s->pending.on_plate && s->pending.scale == scale)
		return true;
	return a_load_counts && unrecorded(&s->scale[scale].load);
}

void choose_scale(struct station *s)
{
	uint64_t latest = 0;
	size_t chosen = s->in_force;

	if (s->pending.job || s->question.kind != QUESTION_NONE || s->scale_count == 0 ||
		unrecorded(&s->scale[s->in_force].load))
		return;
	for (size_t i = 0; i < s->scale_count; i++)
		if (unrecorded(&s->scale[i].load) &&
			s->scale[i].load.left_empty_boot_us >= latest) {
			latest = s->scale[i].load.left_empty_boot_us;
			chosen = i;
		}
	s->in_force = chosen;
}

int other_loaded_scale(const struct station *s)
{
	for (size_t i = 0; i < s->scale_count; i++)
		if (i != s->in_force && unrecorded(&s->scale[i].load))
			return (int)i;
	return -1;
}
