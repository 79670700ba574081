// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A part of test_station_model.c: what happens at the plates. Hands and frames, people and
 * their answers, tares, scales that go and come back.
 */
#pragma once
#include "station_holds.h"

/* ---- what happens ---- */

static size_t index_of(const struct pan *p)
{
	return (size_t)(p - w.pan);
}

/* "Nothing for a load that went to zero between two stable readings running", or came back so. */
static void keyed(struct pan *p)
{
	p->owed_g = p->typing_g = 0;
	p->vague = true;
	for (size_t i = 0; i < THINGS; i++) {
		p->thing[i].rested = false;
		p->thing[i].keyed = true;
	}
}

static void frame(struct pan *p, enum scale_state state, int64_t grams)
{
	if (!p->plugged)
		return;
	if (p->device_tare_g && p->net_rested && state == SCALE_ZERO)
		keyed(p);
	p->net_rested = state == SCALE_STABLE;
	if (p->device_tare_g)
		rig_report_net(&w.r, index_of(p), state, grams);
	else
		rig_report(&w.r, index_of(p), state, grams);
	check();
}

static void resting_frame(struct pan *p)
{
	int64_t grams = shown_g(p);

	frame(p, grams == 0 ? SCALE_ZERO : grams < 0 ? SCALE_UNDER_ZERO : SCALE_STABLE, grams);
}

static unsigned frames_in(uint64_t us)
{
	return (unsigned)(us / w.r.period_us) + 1;
}

static bool is_listening(const struct pan *p)
{
	return p->plugged && !p->offset_g && !w.r.s.scale[index_of(p)].watch.sunk;
}

static void rest(struct pan *p)
{
	if (!p->plugged)
		return;
	comes_to_rest(p);
	for (unsigned i = frames_in(1200000) + 2; i > 0; i--)
		resting_frame(p);
	for (size_t i = 0; i < THINGS && is_listening(p); i++)
		p->thing[i].rested |= is_open(&p->thing[i]);
	if (gross_g(p) == 0 && p->device_tare_g == 0 && is_listening(p))
		truly_empty(p);
}

/* It takes 0.6 s, as hands do, or less than a slow scale sees; then it rests, mostly. */
static void moved(struct pan *p, int64_t before_g)
{
	int64_t after_g = shown_g(p);
	bool unseen = w.r.period_us >= 500000 && pick(2);

	p->plain &= p->at_rest;
	p->at_rest = false;
	for (unsigned i = unseen ? 0 : frames_in(600000); i > 0; i--)
		frame(p, SCALE_MOVING, i % 2 ? (before_g + after_g) / 2 : after_g);
	if (unseen || pick(8))
		rest(p);
	else
		p->plain = false;
}

/* Of few masses, so that twins are common; none is less than c. */
static int64_t some_mass(void)
{
	static const int64_t grams[] = { 100, 600, 2000, 2000, 5000, 5000, 12500, 30000 };

	return grams[pick(8)];
}

static void put(struct pan *p)
{
	int64_t before_g = shown_g(p);
	bool over = has_covered(p) || plate_recorded(&w.r.s.scale[index_of(p)].plate);
	bool rested = p->at_rest;

	for (size_t i = 0; i < THINGS; i++)
		if (p->thing[i].grams == 0) {
			p->thing[i] = (struct thing){ .grams = some_mass(), .covered = -1 };
			p->exempt |= p->base_gone;
			note("put %lld on %zu", (long long)p->thing[i].grams, index_of(p));
			moved(p, before_g);
			/* Nor does anybody know what lies there beside what is being typed. */
			p->thing[i].quiet = w.page.of_load || (over && (!rested || !p->at_rest));
			return;
		}
}

static bool is_owed(const struct thing *t, bool typing)
{
	return is_open(t) && t->rested && !t->vouched && !t->pending && !t->quiet && !t->keyed &&
	       t->typing == typing;
}

/* All that rests there uncovered, when the first of it is taken. */
static void owe(struct pan *p, const struct thing *t)
{
	int64_t *owed_g = t->typing ? &p->typing_g : &p->owed_g, sum_g = 0;

	if (!is_owed(t, t->typing))
		return;
	for (size_t i = 0; i < THINGS; i++)
		sum_g += is_owed(&p->thing[i], t->typing) ? p->thing[i].grams : 0;
	if (sum_g > *owed_g)
		*owed_g = sum_g;
}

static void remove_thing(struct pan *p, struct thing *t)
{
	bool base = t->base > 0;

	note("take %lld from %zu", (long long)t->grams, index_of(p));
	owe(p, t);
	takes(p, t);
	*t = (struct thing){ .covered = -1 };
	p->base_gone |= base;
	if (p->base_gone && gross_g(p) > 0)
		p->exempt = true; /* base_exchanged */
}

static void take(struct pan *p)
{
	int64_t before_g = shown_g(p);
	struct thing *t = &p->thing[pick(THINGS)];

	if (t->grams == 0)
		return;
	remove_thing(p, t);
	moved(p, before_g);
}

static void take_all(struct pan *p)
{
	int64_t before_g = shown_g(p);
	bool was_exempt = p->exempt;

	for (size_t i = 0; i < THINGS; i++)
		if (p->thing[i].grams)
			remove_thing(p, &p->thing[i]);
	p->exempt = was_exempt;
	moved(p, before_g);
}

/* Some of it is tipped out, and its residue lies there still: of what was recorded, recorded too. */
static void tip_out(struct pan *p)
{
	int64_t before_g = shown_g(p);
	struct thing *t = &p->thing[pick(THINGS)];
	struct thing gone = *t;

	if (t->grams < 1000 || t->base)
		return;
	gone.grams -= t->grams / (pick(2) ? 2 : 10);
	note("tip %lld out of %lld on %zu", (long long)gone.grams, (long long)t->grams,
		index_of(p));
	owe(p, t);
	takes(p, &gone);
	t->grams -= gone.grams;
	tipped++;
	moved(p, before_g);
}

/* One for another, in one go: the plate may never be seen empty. */
static void exchange(struct pan *p)
{
	int64_t before_g = shown_g(p);
	struct thing *t = &p->thing[pick(THINGS)];
	int64_t grams = pick(2) ? t->grams : some_mass();

	if (t->grams == 0)
		return;
	remove_thing(p, t);
	frame(p, SCALE_MOVING, shown_g(p));
	note("put %lld in its place", (long long)grams);
	*t = (struct thing){ .grams = grams, .covered = -1, .quiet = true };
	p->exempt |= p->base_gone;
	p->at_rest = false;
	for (unsigned i = frames_in(600000); i > 0; i--)
		frame(p, SCALE_MOVING, shown_g(p) + (i % 2 ? 100 : before_g / 2 + 300));
	rest(p);
}

/* Bad frames: too few to be anything but that. */
static void glitch(struct pan *p)
{
	unsigned most = w.r.period_us >= 400000 ? 1 : w.r.period_us >= 200000 ? 2 : 3;
	unsigned kind = pick(5);

	if (!p->at_rest || w.r.s.armed.category[0])
		return;
	note("glitch %u on %zu", kind, index_of(p));
	p->at_rest = false;
	for (unsigned i = kind == 0 ? 1 + pick(most) : 1; i > 0; i--)
		switch (kind) {
		case 0:
			frame(p, SCALE_ZERO, 0);
			break;
		case 1:
			frame(p, SCALE_UNDER_ZERO, 0);
			break;
		case 2:
			frame(p, SCALE_STABLE, some_mass() + 10);
			break;
		case 3:
			frame(p, SCALE_FAULT, 0);
			break;
		default:
			frame(p, SCALE_OVERLOAD, 0);
		}
	for (int i = 0; i < 2; i++)
		resting_frame(p);
	comes_to_rest(p);
	resting_frame(p);
}

static void person(enum station_action action, const char *code)
{
	note("%s %s", station_action_name(action), code);
	rig_do(&w.r, action, code);
	note("  reply %d %s phase %s", (int)w.r.reply, w.r.error,
		station_phase_name(station_phase(&w.r.s)));
	check();
}

/* What lies there is a pack: a load like any, but no goods. */
static void pack(void)
{
	note("pack");
	rig_pack(&w.r, "HD-MS-L-261130K702-c");
	note("  reply %d %s phase %s", (int)w.r.reply, w.r.error,
		station_phase_name(station_phase(&w.r.s)));
	check();
}

/* ---- questions ---- */

/* All that the voided one covers lies here still. */
static bool all_here(const struct pan *p, int index)
{
	int64_t here_g = 0;

	for (size_t i = 0; i < THINGS; i++)
		here_g += p->thing[i].covered == index ? p->thing[i].grams : 0;
	return index >= 0 && here_g == w.r.log[index].net_mg / 1000;
}

static bool is_right(const struct pan *p, const struct station_choice *c)
{
	int64_t open = open_g(p), make_g = c->make_mg / 1000;
	int voids = c->void_id[0] ? log_index(c->void_id) : -1;

	if (strcmp(c->code, "leave") == 0)
		return open == 0;
	if (strcmp(c->code, "change") == 0)
		return false;
	if (c->void_id[0])
		return c->makes && open > 0 && all_here(p, voids) &&
		       make_g == open + w.r.log[voids].net_mg / 1000;
	return open > 0 && make_g == open;
}

/*
 * All that came rested before and after, in plain sight: one of the answers is its mass. Not
 * where both of what was recorded and of what was not something was taken: nothing is offered
 * for that but the sentence's "else take everything off and put it on again".
 */
static bool must_be_offered(const struct pan *p)
{
	const struct plate *plate = &w.r.s.scale[index_of(p)].plate;

	for (size_t i = 0; i < THINGS; i++)
		if (p->thing[i].grams > 0 &&
			(p->thing[i].quiet || p->thing[i].vouched || p->thing[i].keyed))
			return false;
	if (p->took_open && p->took_covered)
		return false;
	return p->at_rest && p->plain && open_g(p) >= C_G && !p->exempt && !p->offset_g &&
	       plate->tare_count == 0;
}

/* What lies there without a weighing lies under a tare of ours from now on. */
static void all_there_is_container(struct pan *p, int64_t there_g)
{
	for (size_t i = 0; i < THINGS; i++)
		if (p->thing[i].grams > 0 && !p->thing[i].base)
			p->thing[i].base = (unsigned)w.r.s.scale[index_of(p)].plate.tare_count;
	/* "Its highest net": what is a container now was in that. */
	p->owed_g = p->owed_g > there_g ? p->owed_g - there_g : 0;
}

static void give_answer(struct pan *p, const struct station_choice *c, bool honest)
{
	enum station_question kind = w.r.s.question.kind;
	int64_t there_g = open_g(p);
	size_t tares = w.r.s.scale[index_of(p)].plate.tare_count;

	w.answering =
		kind == QUESTION_AGAIN || kind == QUESTION_CHANGED_LOAD || kind == QUESTION_CHOOSE;
	w.honest = honest;
	if (w.answering && !honest)
		vouch(p);
	if (w.answering && strcmp(c->code, "leave") == 0)
		p->owed_g = 0; /* all that lies there is counted: a person says so */
	note("%s answer, %s", honest ? "right" : "any", c->code);
	person(ACTION_ANSWER, c->code);
	w.answering = false;
	if (w.r.s.scale[index_of(p)].plate.tare_count > tares)
		all_there_is_container(p, there_g);
}

static void answer(void)
{
	struct station_choice list[STATION_CHOICES];
	size_t count = station_choices(&w.r.s, list);
	struct pan *p = &w.pan[w.r.s.question.scale];

	if (w.r.s.question.kind == QUESTION_NONE || count == 0) {
		person(ACTION_ANSWER, pick(2) ? "leave" : "new");
		return;
	}
	if (w.r.s.question.kind == QUESTION_OTHER_SCALE || pick(8) == 0) {
		give_answer(p, &list[pick((unsigned)count)], false);
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (is_right(p, &list[i])) {
			give_answer(p, &list[i], true);
			return;
		}
	hold_that(!must_be_offered(p), "%lld g lie there uncovered, and no answer is right",
		(long long)open_g(p));
	person(ACTION_CANCEL, "");
	take_all(p);
}

/* ---- tares ---- */

static void tare(void)
{
	const struct plate *plate = &w.r.s.scale[w.r.s.in_force].plate;
	struct pan *p = &w.pan[w.r.s.in_force];
	size_t before = plate->tare_count;
	int64_t there_g = open_g(p);

	person(ACTION_TARE, "");
	if (plate->tare_count != before)
		all_there_is_container(p, there_g);
}

static void device_tare(struct pan *p)
{
	if (!p->plugged || !p->at_rest || p->offset_g || w.r.s.scale[index_of(p)].plate.tare_count)
		return;
	note("tare key of %zu", index_of(p));
	p->device_tare_g = p->device_tare_g ? 0 : gross_g(p);
	keyed(p);
	for (size_t i = 0; i < THINGS; i++)
		p->thing[i].base = p->device_tare_g && p->thing[i].grams > 0 ? DEVICE_TARE : 0;
	rest(p);
}

/* ---- scales that go and come back ---- */

static void zero_key(struct pan *p)
{
	if (!p->plugged || gross_g(p) != 0 || p->device_tare_g)
		return;
	note("zero key of %zu", index_of(p));
	p->offset_g = 0;
	rest(p);
}

static void goes(struct pan *p)
{
	static const enum scale_state away[] = { SCALE_UNPLUGGED, SCALE_ASLEEP, SCALE_SILENT };

	note("scale %zu goes", index_of(p));
	p->plain = false;
	if (pick(4) == 0 && w.r.period_us >= 1000000) {
		frame(p, SCALE_ZERO, 0); /* torn */
		p->at_rest = false;
		rig_wait(&w.r, 1600000);
		check();
	}
	p->at_rest = false;
	frame(p, away[pick(3)], 0);
	p->plugged = false;
}

static void comes(struct pan *p)
{
	bool zeroes = pick(6) == 0;

	note("scale %zu comes back%s", index_of(p), zeroes ? " at zero" : "");
	p->plugged = true;
	for (size_t i = 0; i < THINGS && p->device_tare_g; i++)
		p->thing[i].keyed = true; /* what left meanwhile is owed its line all the same */
	p->vague |= p->device_tare_g != 0;
	p->device_tare_g = 0;
	follow_tares();
	if (zeroes) {
		p->offset_g = gross_g(p);
		p->owed_g = 0;
		p->vague = true;
	}
	frame(p, SCALE_STABLE, pick(2) ? 0 : some_mass()); /* stale */
	rest(p);
}

static void plug(struct pan *p)
{
	if (p->plugged)
		goes(p);
	else
		comes(p);
}

/* Before the daemon starts again. */
static void change_while_away(struct pan *p)
{
	switch (pick(4)) {
	case 0:
		for (size_t i = 0; i < THINGS; i++)
			if (p->thing[i].grams)
				remove_thing(p, &p->thing[i]);
		break;
	case 1:
		if (p->thing[0].grams)
			takes(p, &p->thing[0]);
		p->thing[0] = (struct thing){ .grams = some_mass(), .covered = -1, .quiet = true };
		p->exempt |= p->base_gone;
		note("while away: %lld on %zu", (long long)p->thing[0].grams, index_of(p));
		break;
	default:
		break;
	}
}

/* As it was recorded, or nothing of it is: a recorded load with more on it is another load. */
static bool is_untouched(const struct pan *p)
{
	const struct plate *plate = &w.r.s.scale[index_of(p)].plate;

	return p->plugged && p->at_rest && !p->device_tare_g && !p->offset_g && !p->exempt &&
	       plate->tare_count == 0 && !plate->unsure && !plate->gap && !has_vouched(p) &&
	       plate_holds(plate) == has_covered(p) && (!has_covered(p) || open_g(p) == 0) &&
	       plate_counted_mg(plate) == (has_covered(p) ? gross_g(p) * 1000 : 0);
}

/*
 * Their cables are exchanged: what lay on one is now shown by the other. True if both show as much:
 * had anything else changed then, nobody could say whose it was.
 */
static bool change_places(void)
{
	struct pan *a = &w.pan[0], *b = &w.pan[1];
	struct thing things[THINGS];

	if (w.r.scales < 2 || w.r.holding || !is_untouched(a) || !is_untouched(b))
		return false;
	note("the scales change places");
	swapped++;
	memcpy(things, a->thing, sizeof(things));
	memcpy(a->thing, b->thing, sizeof(things));
	memcpy(b->thing, things, sizeof(things));
	for (size_t s = 0; s < 2; s++) {
		w.pan[s].plain = false;
		w.pan[s].vague = true;
		w.pan[s].owed_g = 0;
		for (size_t i = 0; i < THINGS; i++)
			w.pan[s].thing[i].quiet = true;
	}
	return llabs(gross_g(a) - gross_g(b)) < C_G;
}
