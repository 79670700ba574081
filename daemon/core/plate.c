// SPDX-License-Identifier: GPL-3.0-or-later
/* What lies on a plate: parts, tares, grounds, rests. Pure values; the rules are plate.h's. */
#include "plate.h"
#include <errno.h>
#include <string.h>
#include "mass.h"

void plate_init(struct plate *p, const char *scale)
{
	memset(p, 0, sizeof(*p));
	memcpy(p->scale, scale, strnlen(scale, sizeof(p->scale) - 1));
}

int64_t plate_tare_mg(const struct plate *p)
{
	return p->tare_count ? p->tare[p->tare_count - 1].mg : 0;
}

int64_t plate_counted_mg(const struct plate *p)
{
	int64_t sum_mg = 0;

	for (size_t i = 0; i < p->part_count; i++)
		if (p->part[i].state == PART_ON)
			sum_mg += p->part[i].net_mg;
	return sum_mg;
}

const struct plate_part *plate_newest(const struct plate *p)
{
	for (size_t i = p->part_count; i-- > 0;)
		if (p->part[i].state == PART_ON)
			return &p->part[i];
	return NULL;
}

bool plate_recorded(const struct plate *p)
{
	return plate_newest(p) != NULL;
}

static int index_of(const struct plate *p, const char *id)
{
	for (size_t i = 0; i < p->part_count; i++)
		if (strcmp(p->part[i].id, id) == 0)
			return (int)i;
	return -1;
}

static bool lies_there(const struct plate_part *part)
{
	return part->state == PART_ON || part->state == PART_UNDER;
}

const struct plate_part *plate_find(const struct plate *p, const char *id)
{
	int i = index_of(p, id);

	return i >= 0 && lies_there(&p->part[i]) ? &p->part[i] : NULL;
}

bool plate_holds(const struct plate *p)
{
	for (size_t i = 0; i < p->part_count; i++)
		if (lies_there(&p->part[i]))
			return true;
	return false;
}

/* ---- parts ---- */

static void remove_at(struct plate *p, size_t at)
{
	p->part_count--;
	memmove(&p->part[at], &p->part[at + 1], (p->part_count - at) * sizeof(p->part[0]));
	memset(&p->part[p->part_count], 0, sizeof(p->part[0]));
}

static void remove_state(struct plate *p, enum part_state state)
{
	for (size_t i = p->part_count; i-- > 0;)
		if (p->part[i].state == state)
			remove_at(p, i);
}

static void make_room(struct plate *p)
{
	for (size_t i = 0; i < p->part_count; i++)
		if (p->part[i].state != PART_ON) {
			remove_at(p, i);
			return;
		}
	remove_at(p, 0);
}

void plate_add(struct plate *p, const struct plate_part *part)
{
	if (p->part_count == PLATE_PARTS)
		make_room(p);
	p->part[p->part_count++] = *part;
}

void plate_settle(struct plate *p, bool device_net, int64_t mass_mg)
{
	p->device_net = device_net;
	p->level_mg = mass_mg;
	p->lowest_mg = mass_mg;
	p->put_mg = 0;
	p->rested = true;
	p->rest_mg = mass_mg;
	p->high_mg = 0;
	p->extra_mg = larger_mg(mass_mg - plate_tare_mg(p) - plate_counted_mg(p), 0);
	p->unsure = false;
	p->glitch = false;
	p->left_alone = false;
	p->gap = false;
	p->vague = false;
}

void plate_put_aside(struct plate *p)
{
	for (size_t i = 0; i < p->part_count; i++)
		if (p->part[i].state == PART_ON) {
			p->part[i].state = PART_ASIDE;
			memset(p->part[i].aside_by, 0, sizeof(p->part[i].aside_by));
		}
}

void plate_take_out(struct plate *p, const char *id)
{
	int i = index_of(p, id);

	if (i < 0)
		return;
	for (size_t k = 0; k < p->part_count; k++)
		if (id[0] && strcmp(p->part[k].aside_by, id) == 0)
			memset(p->part[k].aside_by, 0, sizeof(p->part[k].aside_by));
	remove_at(p, (size_t)i);
}

void plate_name(struct plate *p, const char *id)
{
	for (size_t i = 0; i < p->part_count; i++) {
		struct plate_part *part = &p->part[i];

		if (part->id[0] == '\0')
			memcpy(part->id, id, sizeof(part->id));
		if (part->state == PART_ASIDE && part->aside_by[0] == '\0')
			memcpy(part->aside_by, id, sizeof(part->aside_by));
	}
}

/* What "new" had put aside lies where the new one lay. */
static bool bring_back(struct plate *p, const struct plate_part *by)
{
	bool any = false;

	for (size_t i = 0; i < p->part_count; i++) {
		struct plate_part *part = &p->part[i];

		if (part->state != PART_ASIDE || strcmp(part->aside_by, by->id) != 0)
			continue;
		part->state = by->state;
		memcpy(part->aside_by, by->aside_by, sizeof(part->aside_by));
		if (part->state == PART_ON)
			p->level_mg += part->net_mg;
		any = true;
	}
	return any;
}

/* Nothing recorded counts there any more: the load can be weighed. */
static void forget_record(struct plate *p)
{
	p->unsure = false;
	p->glitch = false;
	p->left_alone = false;
	p->high_mg = larger_mg(p->high_mg, p->put_mg);
	if (p->rested)
		p->high_mg = larger_mg(p->high_mg, p->rest_mg - plate_tare_mg(p));
	p->put_mg = 0;
	p->extra_mg = 0;
}

/* What was recorded with the tare now in force, or with more, is no longer under it. */
static void uncover(struct plate *p)
{
	for (size_t i = 0; i < p->part_count; i++)
		if (p->part[i].state == PART_UNDER && p->part[i].tare_mg >= plate_tare_mg(p))
			p->part[i].state = PART_ON;
}

/* The last one. What lay under it in no weighing has been put on what is recorded there. */
static int64_t take_tare_off(struct plate *p)
{
	const int64_t under_mg = p->tare[--p->tare_count].under_mg;

	memset(&p->tare[p->tare_count], 0, sizeof(p->tare[0]));
	return under_mg;
}

/* And what rested over it. Nothing recorded there: what rests now is known to rest at once. */
static void tares_gone(struct plate *p, int64_t under_mg, bool recorded_over)
{
	if (recorded_over) {
		p->put_mg += under_mg;
	} else if (plate_recorded(p)) {
		p->put_mg = under_mg + p->high_mg;
		p->high_mg = 0;
	}
}

static void back_to_tare(struct plate *p, int64_t to_mg)
{
	const bool recorded_over = plate_recorded(p);
	int64_t under_mg = 0;

	if (p->tare_count == 0)
		return; /* it lies under the device's */
	while (p->tare_count && plate_tare_mg(p) > to_mg)
		under_mg += take_tare_off(p);
	uncover(p);
	tares_gone(p, under_mg, recorded_over);
}

void plate_doubt(struct plate *p, int64_t net_mg)
{
	p->unsure = true;
	p->vague = true;
	p->high_mg = larger_mg(p->high_mg, net_mg);
}

bool plate_void(struct plate *p, const char *id)
{
	int i = id[0] ? index_of(p, id) : -1;
	struct plate_part part;
	bool back, uncovered;

	if (i < 0)
		return false;
	part = p->part[i];
	remove_at(p, (size_t)i);
	back = bring_back(p, &part);
	uncovered = part.state == PART_UNDER && !part.device_net && p->tare_count > 0;
	if (part.state == PART_UNDER && !part.device_net)
		back_to_tare(p, part.tare_mg);
	if (part.state == PART_UNDER && !back && p->device_net && !p->tare_count)
		p->under_mg += part.net_mg;
	if (back && (part.state == PART_ON || uncovered))
		plate_doubt(p, p->rested ? p->rest_mg - plate_tare_mg(p) : 0);
	if ((part.state == PART_ON || uncovered) && part.device_net == p->device_net)
		p->level_mg -= part.net_mg;
	if (!plate_recorded(p)) {
		forget_record(p);
		return true;
	}
	if (!back && (part.state == PART_ON || uncovered))
		p->put_mg += part.net_mg;
	p->unsure |= part.state == PART_ON || part.state == PART_UNDER;
	return true;
}

/* By an undo of what had taken its place: what lies there beyond it is in no weighing any more. */
static void changes_mass(struct plate *p, const struct plate_part *part, int64_t net_mg)
{
	const int64_t more_mg = net_mg - part->net_mg;

	if (more_mg == 0)
		return;
	p->unsure = true;
	if (part->device_net == p->device_net)
		p->level_mg += more_mg;
	if (more_mg < 0)
		p->put_mg -= more_mg;
	else
		plate_doubt(p, part->net_mg); /* the load was exchanged for a lighter one */
}

int64_t plate_said_mg(const struct plate_part *part)
{
	return part->said_mg ? part->said_mg : part->net_mg;
}

/*
 * Weighed anew, or that undone: the plate holds another mass. What a person says instead, by a figure or by what it
 * lay in, is of the load that lies there, and so what they take back.
 */
static void take_mass(struct plate *p, struct plate_part *part, const struct weighing *successor)
{
	const bool anew = strcmp(successor->reason, "LOAD_CHANGED") == 0;
	const bool undone = strcmp(successor->reason, "UNDO") == 0;

	if (successor->net_mg == plate_said_mg(part))
		return;
	if (!anew && (part->said_mg || !undone)) {
		part->said_mg = successor->net_mg == part->net_mg ? 0 : successor->net_mg;
		return;
	}
	if (part->state == PART_ON)
		changes_mass(p, part, successor->net_mg);
	part->net_mg = successor->net_mg;
	part->said_mg = 0;
}

bool plate_succeed(struct plate *p, const char *id, const struct weighing *successor)
{
	int i = id[0] ? index_of(p, id) : -1;

	if (i < 0)
		return false;
	memcpy(p->part[i].id, successor->id, sizeof(p->part[i].id));
	memcpy(p->part[i].category, successor->category, sizeof(p->part[i].category));
	for (size_t k = 0; k < p->part_count; k++)
		if (strcmp(p->part[k].aside_by, id) == 0)
			memcpy(p->part[k].aside_by, successor->id, sizeof(p->part[k].aside_by));
	take_mass(p, &p->part[i], successor);
	return true;
}

/* ---- tares and grounds ---- */

/* Of what nobody has recorded: they are of no mass that is known from now on. */
static void forget_rises(struct plate *p)
{
	if (!plate_recorded(p))
		p->put_mg = 0;
}

/* Of what rested and is in no weighing, what does not lie there any more. */
static int64_t gone_mg(const struct plate *p, const struct plate_tare *tare, int64_t c_mg)
{
	const int64_t held_mg = tare->mg - plate_tare_mg(p);
	int64_t gone_mg = p->high_mg - held_mg, put_mg;

	if (plate_recorded(p)) {
		/* such a tare is of all that lies there; on two grounds nobody knows what does */
		put_mg = p->put_mg;
		if (!p->device_net)
			put_mg -= larger_mg(tare->mg - p->level_mg, 0);
		gone_mg = p->high_mg - larger_mg(held_mg - plate_counted_mg(p), 0);
		gone_mg = p->vague ? larger_mg(put_mg, gone_mg) : put_mg;
	}
	return gone_mg >= c_mg ? gone_mg : 0;
}

int plate_push_tare(struct plate *p, const struct plate_tare *tare, int64_t c_mg)
{
	const int64_t left_mg = gone_mg(p, tare, c_mg);
	const bool recorded = plate_recorded(p); /* what was taken off may be that */
	const int64_t base_mg =
		smaller_mg(p->lowest_mg, p->level_mg); /* an undo: less than ever rested */
	struct plate_tare added = *tare;

	if (p->tare_count == PLATE_TARES)
		return -ENOSPC;
	for (size_t i = 0; i < p->part_count; i++)
		if (p->part[i].state == PART_ON)
			p->part[i].state = PART_UNDER;
	added.under_mg = plate_holds(p) ? tare->mg - plate_tare_mg(p) : 0;
	if (recorded) /* but for what was taken off again: it is owed its line over the tare */
		added.under_mg = larger_mg(smaller_mg(p->put_mg, tare->mg - base_mg), 0);
	p->tare[p->tare_count++] = added;
	p->unsure = false;
	p->glitch = false;
	p->left_alone = false;
	p->put_mg = 0;
	p->extra_mg = 0;
	p->high_mg = left_mg;
	p->vague |= left_mg > 0 && recorded;
	p->rested = recorded;
	p->rest_mg = recorded ? tare->mg : 0;
	return 0;
}

void plate_pop_tare(struct plate *p)
{
	const bool recorded_over = plate_recorded(p);
	int64_t under_mg;

	if (p->tare_count == 0)
		return;
	forget_rises(p);
	under_mg = take_tare_off(p);
	for (size_t i = 0; i < p->part_count; i++)
		if (p->part[i].state == PART_TIPPED) {
			p->part[i].state = PART_ON;
			p->gap = p->vague = true; /* it may be its container that lies there */
		}
	uncover(p);
	tares_gone(p, under_mg, recorded_over);
	p->rested = false;
	p->unsure = plate_recorded(p);
	p->level_mg = plate_counted_mg(p) + plate_tare_mg(p);
	p->lowest_mg = p->level_mg;
}

static void rest_anew(struct plate *p)
{
	p->unsure = false;
	p->glitch = false;
	p->left_alone = false;
	p->gap = false;
	p->vague = false;
	p->put_mg = 0;
	p->extra_mg = 0;
	p->high_mg = 0;
	p->rested = false;
	p->rest_mg = 0;
}

void plate_net_emptied(struct plate *p, bool device_net)
{
	if (!device_net && plate_recorded(p))
		remove_state(p, PART_TIPPED);
	for (size_t i = 0; i < p->part_count; i++)
		if (p->part[i].state == PART_ON)
			p->part[i].state = device_net ? PART_UNDER : PART_TIPPED;
	rest_anew(p);
	p->device_net = device_net;
}

/* Those that have been on the plate have left it. */
static void tares_leave(struct plate *p)
{
	const size_t come = plate_tares_come(p), waits = p->tare_count - come;
	const int64_t come_mg = come ? p->tare[come - 1].mg : 0;

	memmove(p->tare, &p->tare[come], waits * sizeof(p->tare[0]));
	memset(&p->tare[waits], 0, (PLATE_TARES - waits) * sizeof(p->tare[0]));
	for (size_t i = 0; i < waits; i++)
		p->tare[i].mg -= come_mg;
	p->tare_count = waits;
}

void plate_gross_emptied(struct plate *p)
{
	memset(p->part, 0, sizeof(p->part));
	p->part_count = 0;
	tares_leave(p);
	rest_anew(p);
	p->device_net = false;
	p->under_mg = 0;
	p->level_mg = 0;
	p->lowest_mg = 0;
}

void plate_ground_changed(struct plate *p, bool device_net)
{
	forget_rises(p);
	for (size_t i = 0; i < p->part_count; i++)
		if (p->part[i].state == PART_UNDER && (p->part[i].device_net || !p->tare_count))
			p->part[i].state = PART_ON;
	p->rested = false;
	if (!p->gap) /* a scale that comes back has let go of its tare: what rested may have gone */
		p->high_mg = 0;
	p->vague |= p->high_mg > 0;
	p->high_mg = larger_mg(p->high_mg, p->under_mg); /* seen from now on */
	p->under_mg = 0;
	p->unsure = plate_recorded(p);
	if (!p->unsure)
		p->device_net = device_net;
}

/* ---- before plates were kept ---- */

void plate_of_weighing(struct plate *p, const struct weighing *w)
{
	bool net = w->provenance == PROVENANCE_DEVICE_TARE;
	struct plate_part part = { .net_mg = w->net_mg,
		.tare_mg = net ? 0 : w->tare_mg,
		.device_net = net,
		.state = PART_ON };

	plate_init(p, w->scale);
	memcpy(part.id, w->id, sizeof(part.id));
	memcpy(part.category, w->category, sizeof(part.category));
	plate_add(p, &part);
	plate_settle(p, net, net ? w->net_mg : w->gross_mg);
	p->extra_mg = 0;
	p->unsure = true;
}
