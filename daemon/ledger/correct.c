// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What takes the place of a weighing that is void by the entry before, in the same transaction:
 * corrected by a person, under another category, weighed anew, or put back by an undo. It is another
 * weighing; what nobody said of it stays as it was, its slip always.
 */
#include <string.h>
#include "lots.h"
#include "slip.h"
#include "write.h"

/* The instrument's raw frame is in the entry only. */
static int read_raw(struct ledger *l, const struct weighing *of, struct weighing *ret_w)
{
	_cleanup_json_ json_t *body = NULL;
	struct weighing_entry e = { 0 };
	int r = entry_body(l->sql, of->journal, of->seq, &body);

	if (r == 0)
		r = record_from_body(&weighing_record, body, &e);
	if (r < 0)
		return r;
	memcpy(ret_w->raw, e.weighing.raw, sizeof(ret_w->raw));
	ret_w->raw_len = e.weighing.raw_len;
	return 0;
}

/* e is old again, but for its reason; and has the place of the one that corrects names. */
static int make_of(struct ledger *l, struct weighing_entry *e, const struct weighing *old,
	const char *corrects)
{
	char reason[CODE_SIZE], id[PRIVATE_KEY_SIZE];

	memcpy(reason, e->weighing.reason, sizeof(reason));
	memcpy(id, corrects, sizeof(id));
	e->weighing = *old;
	e->weighing.voided_by[0] = e->weighing.void_reason[0] = '\0';
	memcpy(e->weighing.reason, reason, sizeof(reason));
	memcpy(e->weighing.corrects, id, sizeof(id));
	return read_raw(l, old, &e->weighing);
}

/* ---- what a person says ---- */

static bool take_codes(struct weighing *w, const struct weighing *said, unsigned what)
{
	static const struct {
		unsigned bit;
		size_t at;
	} codes[] = {
		{ CORRECTS_CATEGORY, offsetof(struct weighing, category) },
		{ CORRECTS_ORIGIN, offsetof(struct weighing, origin) },
		{ CORRECTS_DESTINATION, offsetof(struct weighing, destination) },
		{ CORRECTS_PARTNER, offsetof(struct weighing, partner) },
		{ CORRECTS_PLACE, offsetof(struct weighing, place) },
	};
	bool any = false;

	for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
		char *old = (char *)w + codes[i].at;
		const char *new = (const char *)said + codes[i].at;

		if (!(what & codes[i].bit) || strcmp(old, new) == 0)
			continue;
		memcpy(old, new, CODE_SIZE);
		any = true;
	}
	return any;
}

/* What is typed has no instrument: nothing of the old frame speaks for it. */
static bool take_net(struct weighing *w, const struct weighing *said, unsigned what)
{
	if (!(what & CORRECTS_NET) || w->net_mg == said->net_mg)
		return false;
	w->net_mg = said->net_mg;
	w->method = METHOD_TYPED;
	w->provenance = PROVENANCE_NONE;
	w->gross_mg = w->tare_mg = 0;
	w->stable = w->approved = false;
	w->shown = (struct mass_shown){ 0 };
	memset(w->scale, 0, sizeof(w->scale));
	memset(w->container, 0, sizeof(w->container));
	memset(w->containers, 0, sizeof(w->containers));
	memset(w->raw, 0, sizeof(w->raw));
	w->raw_len = 0;
	return true;
}

/* Those of the day: what they weigh together. false: one of them was none. */
static bool tare_of(
	const struct catalogue *c, const struct weighing *said, const char *day, int64_t *ret_mg)
{
	const char *text = said->containers;
	const struct catalogue_row *row;
	char code[CODE_SIZE];
	int64_t mg = 0;
	uint32_t units;

	while (container_next(&text, code, &units)) {
		int64_t each_mg;

		row = catalogue_find(c, CATALOGUE_CONTAINER, code, day);
		if (!row || __builtin_mul_overflow(row->tare_mg, units, &each_mg) ||
			__builtin_add_overflow(mg, each_mg, &mg))
			return false;
	}
	*ret_mg = mg;
	return *text == '\0';
}

static void last_container(struct weighing *w)
{
	const char *text = w->containers;
	uint32_t units;

	memset(w->container, 0, sizeof(w->container));
	while (container_next(&text, w->container, &units))
		;
}

/*
 * It lay in something else than was thought, or in nothing: the scale showed what it showed, the goods are what is
 * left of it.
 */
static int take_tare(struct ledger *l, struct weighing *w, const struct weighing *said,
	struct ledger_result *res)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	int64_t tare_mg;
	int r = 0;

	if (w->provenance != PROVENANCE_STATION_TARE)
		return ledger_refuse_field(res, "tare_not_weighed", NULL, "containers");
	r = ledger_catalogue(l, &c);
	if (r < 0)
		return r;
	if (!tare_of(c, said, w->at.day, &tare_mg))
		return ledger_refuse_field(res, "unknown_container", NULL, "containers");
	if (tare_mg >= w->gross_mg)
		return ledger_refuse_field(res, "tare_too_heavy", NULL, "containers");
	if (tare_mg == w->tare_mg && strcmp(w->containers, said->containers) == 0)
		return 0;
	w->tare_mg = tare_mg;
	w->net_mg = w->gross_mg - tare_mg;
	memcpy(w->containers, said->containers, sizeof(w->containers));
	last_container(w);
	return 1;
}

static bool take_rest(struct weighing *w, const struct weighing *said, unsigned what)
{
	const bool units = (what & CORRECTS_UNITS) && w->units != said->units;
	const bool at = (what & CORRECTS_AT) && w->at.wall_us != said->at.wall_us;

	if (units)
		w->units = said->units;
	if (at)
		w->at = said->at;
	return units || at;
}

/* It is another waste now: its catalogue says which. */
static void forget_waste(struct weighing *w, const struct weighing *old)
{
	if (strcmp(w->category, old->category) != 0 ||
		strcmp(w->destination, old->destination) != 0)
		w->waste_code[0] = w->treatment[0] = '\0';
}

static bool take_fact(struct weighing *w, const struct weighing *said, const struct record_field *f)
{
	char *old = (char *)w + f->offset;
	const char *new = (const char *)said + f->offset;

	if (f->type == RECORD_TEXT ? strcmp(old, new) == 0 : memcmp(old, new, f->size) == 0)
		return false;
	memcpy(old, new, f->size);
	return true;
}

static bool take_facts(struct weighing *w, const struct weighing *said, unsigned what)
{
	const struct weighing old = *w;
	const struct record_field *f;
	bool any = false;

	for (size_t i = 0; (f = weighing_fact(i)); i++)
		if (what & (CORRECTS_FACT << i))
			any |= take_fact(w, said, f);
	if (strcmp(w->waste_code, old.waste_code) != 0)
		w->treatment[0] = '\0'; /* as it is treated */
	return any;
}

/* Only what was said is looked at: the rest was right on its day. */
static int check(struct ledger *l, const struct weighing *w, bool moved, unsigned what,
	struct ledger_result *res)
{
	const unsigned way = CORRECTS_ORIGIN | CORRECTS_DESTINATION | CORRECTS_PARTNER |
			     CORRECTS_PLACE | ~(CORRECTS_FACT - 1U);
	int r = 0;

	if (moved || (what & way))
		r = ledger_check_way(l, w, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN && (moved || (what & CORRECTS_CATEGORY)))
		r = ledger_check_category(l, w->category, w->at.day, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN && w->slip[0])
		r = ledger_keep_slip(l, w, res);
	return r;
}

/*
 * What was weighed before the site's first day as a workshop is of no lot, and keeps what it was then; as other
 * food, or of another day, it is asked for one.
 */
static int still_of_no_lot(struct ledger *l, const struct weighing *w, const struct weighing *was,
	struct ledger_result *res)
{
	return strcmp(w->category, was->category) == 0 && strcmp(w->at.day, was->at.day) == 0
		       ? 0
		       : lot_needed(l, w, res);
}

static int correct(struct ledger *l, struct weighing_entry *e, bool same, struct ledger_result *res)
{
	struct weighing said = e->weighing, target, *w = &e->weighing;
	int r = ledger_target(l, said.corrects, &target, res);
	bool any;

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = make_of(l, e, &target, target.id);
	if (r < 0)
		return r;
	any = take_codes(w, &said, e->says);
	any |= take_net(w, &said, e->says);
	any |= take_rest(w, &said, e->says);
	if (e->says & CORRECTS_TARE)
		r = take_tare(l, w, &said, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	any |= r > 0;
	forget_waste(w, &target);
	any |= take_facts(w, &said, e->says);
	if (!any && !same)
		return ledger_refuse(res, "nothing_to_correct", NULL);
	r = check(l, w, strcmp(w->at.day, target.at.day) != 0, e->says, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN && w->method == METHOD_ESTIMATED &&
		(e->says & (CORRECTS_CATEGORY | CORRECTS_UNITS)))
		r = ledger_estimate(l, w, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_moves(
			l, w, &target, res); /* no more than is left of it, or was handed on */
	if (r == 0 && res->answer == LEDGER_WRITTEN && !w->lot[0])
		r = still_of_no_lot(l, w, &target, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_stands(l, &target, w, res);
	return r;
}

int ledger_corrected(struct ledger *l, void *value, struct ledger_result *res)
{
	return correct(l, value, false, res);
}

/* The same mass, day and way under another category. */
int ledger_reclassified(struct ledger *l, void *value, struct ledger_result *res)
{
	struct weighing_entry *e = value;

	e->says = CORRECTS_CATEGORY | (e->weighing.units ? CORRECTS_UNITS : 0);
	return correct(l, e, true, res);
}

/* ---- weighed anew, put back ---- */

/* The load has changed, not the way that it went: what is in force by now may be of the next one. */
int ledger_replaced(struct ledger *l, void *value, struct ledger_result *res)
{
	struct weighing *w = &((struct weighing_entry *)value)->weighing, target;
	const struct weighing anew = *w;
	int r = ledger_target(l, w->corrects, &target, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	w->direction = target.direction;
	memcpy(w->origin, target.origin, sizeof(w->origin));
	memcpy(w->destination, target.destination, sizeof(w->destination));
	memcpy(w->partner, target.partner, sizeof(w->partner));
	memcpy(w->place, target.place, sizeof(w->place));
	memcpy(w->slip, target.slip, sizeof(w->slip));
	memcpy(w->lot, target.lot, sizeof(w->lot));
#define KEEP(type_, name_, ...) memcpy(&w->name_, &target.name_, sizeof(w->name_));
	WEIGHING_FACTS(KEEP)
	memcpy(w->containers, anew.containers, sizeof(w->containers)); /* of its own tare */
	forget_waste(w, &target);
	r = lot_stands(l, &target, w, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_moves(l, w, &target, res); /* heavier now, or of another category */
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = ledger_check_weighing(l, w, res);
	return r < 0 || res->answer != LEDGER_WRITTEN || w->lot[0] ? r : lot_needed(l, w, res);
}

/* Nothing is put back into a slip that is void; what a closed one comes to may change. */
static int check_slip(struct ledger *l, const char *id, struct ledger_result *res)
{
	struct slip s;
	int r = id[0] ? ledger_slip(l, id, &s) : -ENOENT;

	if (r == 0 && s.state == SLIP_VOID)
		return ledger_conflict(res, "slip_void", s.id);
	return r == -ENOENT ? 0 : r;
}

/* The ledger holds again what it held before, under a new number. */
int ledger_restored(struct ledger *l, void *value, struct ledger_result *res)
{
	struct weighing_entry *e = value;
	struct weighing target, old;
	int r = ledger_target(l, e->weighing.corrects, &target, res);

	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = ledger_target(l, target.corrects, &old, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = check_slip(l, old.slip, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_stands(l, &target, &old, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_moves(l, &old, &old, res); /* others may have taken of it since */
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = make_of(l, e, &old, target.id);
	return r;
}
