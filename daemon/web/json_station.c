// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The station's snapshot as contract.md has it: what page, lamps and command line see. A
 * scale without a plain number has null masses and a sentence.
 */
#include "clock.h"
#include "web_private.h"

#define UNDONE_US (UINT64_C(10) * 1000000)

static void set(json_t *o, const char *name, json_t *value)
{
	json_object_set_new(o, name, value);
}

static json_t *scale_said(const struct station *s, size_t i, enum lang lang)
{
	struct sentence said = { 0 };

	station_scale_sentence(s, i, &said);
	return json_said(lang, &said);
}

static json_t *scale_in_force(const struct station *s, const struct moment *now, enum lang lang)
{
	const size_t i = s->in_force;
	json_t *o;
	bool has_gross = false, known;
	int64_t gross_mg = 0, tare_mg = 0, net_mg = 0;

	if (i >= s->scale_count)
		return json_null();
	o = json_object();
	known = station_masses(s, i, &has_gross, &gross_mg, &tare_mg, &net_mg) == 0;
	set(o, "name", json_string(s->scale[i].name));
	set(o, "state", json_string(scale_state_name(station_scale_state(s, i))));
	set(o, "reason", json_text_or_null(scale_reason_name(s->scale[i].watch.last.reason)));
	set(o, "gross_mg", known && has_gross ? json_integer(gross_mg) : json_null());
	set(o, "tare_mg", known && has_gross ? json_integer(tare_mg) : json_null());
	set(o, "net_mg", known ? json_integer(net_mg) : json_null());
	set(o, "approved", json_boolean(approval_holds(&s->scale[i].approval, now)));
	set(o, "tares_only", json_boolean(station_tares_only(s, i)));
	set(o, "text", scale_said(s, i, lang));
	return o;
}

/* The net that lies there, or lay there when it was last seen; null: never seen. */
static json_t *net_seen(const struct station *s, size_t i)
{
	const struct station_watch *w = &s->scale[i].watch;
	bool has_gross;
	int64_t gross_mg, tare_mg, net_mg;

	if (station_masses(s, i, &has_gross, &gross_mg, &tare_mg, &net_mg) == 0)
		return json_integer(net_mg);
	return w->seen ? json_integer(w->mass_mg - plate_tare_mg(&s->scale[i].plate)) : json_null();
}

static json_t *scales(const struct station *s, enum lang lang)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->scale_count; i++) {
		json_t *o = json_object();

		set(o, "name", json_string(s->scale[i].name));
		set(o, "state", json_string(scale_state_name(station_scale_state(s, i))));
		set(o, "net_mg", net_seen(s, i));
		set(o, "loaded", json_boolean(s->scale[i].watch.loaded));
		set(o, "text", scale_said(s, i, lang));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *choice(const struct station *s, const struct station_choice *c)
{
	json_t *o = json_pack("{s:s}", "code", c->code);

	if (c->makes)
		set(o, "makes",
			json_pack("{s:s,s:I}", "category", c->make_category, "net_mg",
				(json_int_t)c->make_mg));
	if (c->void_id[0])
		set(o, "voids",
			json_pack("{s:s,s:s,s:I}", "id", c->void_id, "category", c->void_category,
				"net_mg", (json_int_t)c->void_mg));
	if (c->scale < 0 || (size_t)c->scale >= s->scale_count)
		return o;
	set(o, "scale", json_string(s->scale[c->scale].name));
	set(o, "net_mg", net_seen(s, (size_t)c->scale));
	set(o, "state", json_string(scale_state_name(station_scale_state(s, (size_t)c->scale))));
	return o;
}

json_t *json_question(const struct station *s)
{
	struct station_choice choices[STATION_CHOICES];
	size_t count = station_choices(s, choices);
	bool masses =
		s->question.kind != QUESTION_OTHER_SCALE && s->question.kind != QUESTION_ORIGIN &&
		s->question.kind != QUESTION_ONE_MORE && s->question.kind != QUESTION_DESTINATION;
	json_t *o, *list;

	if (!count)
		return json_null();
	o = json_object();
	list = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, choice(s, &choices[i]));
	set(o, "kind", json_string(station_question_name(s->question.kind)));
	set(o, "choices", list);
	set(o, "from_mg", masses ? json_integer(s->question.from_mg) : json_null());
	set(o, "to_mg", masses ? json_integer(s->question.to_mg) : json_null());
	set(o, "category", json_text_or_null(s->question.category));
	set(o, "slip", json_text_or_null(station_question_slip(s)));
	set(o, "container", json_text_or_null(s->question.container));
	set(o, "with", json_text_or_null(s->question.with));
	return o;
}

/* What the tare in force is composed of, and with it what lay there besides. */
static json_t *containers(const struct station *s)
{
	struct plate_container list[PLATE_CONTAINERS];
	const size_t count = s->in_force < s->scale_count
				     ? plate_containers(&s->scale[s->in_force].plate, list)
				     : 0;
	json_t *all = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(
			all, json_pack("{s:s,s:I,s:I}", "code", list[i].code, "units",
				     (json_int_t)list[i].units, "tare_mg", (json_int_t)list[i].mg));
	return all;
}

static json_t *context(const struct station *s, uint32_t units)
{
	const struct station_context *c = &s->context;
	json_t *o = json_object();
	char since[40];

	set(o, "direction", json_string(direction_name(c->direction)));
	set(o, "category", json_text_or_null(s->armed.category));
	set(o, "units", units ? json_integer(units) : json_null());
	set(o, "origin", json_text_or_null(c->origin));
	set(o, "destination", json_text_or_null(c->destination));
	set(o, "place", json_text_or_null(c->place));
	set(o, "container", json_text_or_null(c->container));
	set(o, "containers", containers(s));
	set(o, "operator", json_text_or_null(c->operator_code));
	set(o, "operator_turns", json_integer(s->operator_turns));
	set(o, "partner", json_text_or_null(c->partner));
	set(o, "slip", json_text_or_null(c->slip));
	set(o, "slip_since",
		c->slip[0] ? json_string(clock_iso(c->slip_wall_us, since, sizeof(since)))
			   : json_null());
	return o;
}

/* Of what is no weighing, an input is no pack. */
static int is_pack(bool no_weighing, const char *id)
{
	return no_weighing && !is_input_name(id);
}

/* What is believed to lie on the scale in force and to be in the ledger. */
static json_t *plate(const struct station *s)
{
	const struct plate *p = &s->scale[s->in_force].plate;
	json_t *list, *o;

	if (s->in_force >= s->scale_count)
		return json_null();
	o = json_object();
	list = json_array();
	for (size_t i = 0; i < p->part_count; i++) {
		const struct plate_part *part = &p->part[i];

		if (part->state == PART_ON && part->id[0])
			json_array_append_new(list,
				json_pack("{s:s,s:s,s:I,s:s,s:b,s:b}", "id", part->id, "category",
					part->category, "net_mg", (json_int_t)plate_said_mg(part),
					"method",
					method_name(part->typed ? METHOD_TYPED : METHOD_WEIGHED),
					"pack", is_pack(part->pack, part->id), "input",
					is_input_name(part->id)));
	}
	set(o, "counted_mg", json_integer(plate_counted_mg(p)));
	set(o, "weighings", list);
	return o;
}

static json_t *last(const struct station *s)
{
	json_t *o;

	if (!s->last.any)
		return json_null();
	o = json_weighing(&s->last.weighing);
	set(o, "undone", json_boolean(s->last.undone));
	set(o, "on_plate", json_boolean(station_last_on_plate(s) >= 0));
	set(o, "pack", json_boolean(is_pack(s->last.weighing.pack, s->last.weighing.id)));
	set(o, "input", json_boolean(is_input_name(s->last.weighing.id)));
	return o;
}

/* What undo has just taken back. */
static json_t *undone(const struct station *s, const struct moment *now)
{
	const struct weighing *w = &s->undone.weighing;

	if (!w->id[0] || now->boot_us - s->undone.at_boot_us > UNDONE_US)
		return json_null();
	return json_pack("{s:s,s:s,s:I,s:I,s:b,s:b}", "id", w->id, "category", w->category,
		"net_mg", (json_int_t)w->net_mg, "age_ms",
		(json_int_t)(now->boot_us - s->undone.at_boot_us) / 1000, "pack",
		is_pack(w->pack, w->id), "input", is_input_name(w->id));
}

static json_t *left(const struct station *s)
{
	json_t *list = json_array();

	for (size_t i = s->left_count; i-- > 0;)
		if (!s->left[i].struck_by[0])
			json_array_append_new(list, json_left(&s->left[i]));
	return list;
}

static json_t *today(const struct station *s)
{
	json_t *o = json_object();

	set(o, "in_mg", json_integer(s->today.sums.in_mg));
	set(o, "weighings", json_integer((json_int_t)s->today.sums.weighings));
	set(o, "out_mg", json_integer(s->today.sums.out_mg));
	set(o, "out_weighings", json_integer((json_int_t)s->today.sums.out_weighings));
	return o;
}

/* Beyond the contract: whether weighing is refused, and why. */
static json_t *store_state(const struct web *w, enum lang lang)
{
	struct sentence why = { 0 };
	json_t *o = json_object();

	if (store_down(desk_store(w->desk), &why)) {
		set(o, "ok", json_false());
		set(o, "error", json_string(why.key));
		set(o, "message", json_said(lang, &why));
	} else {
		set(o, "ok", json_true());
	}
	return o;
}

static void add_trouble(json_t *list, const char *kind, const char *picture, json_t *sentence)
{
	json_array_append_new(list,
		json_pack("{s:s,s:s,s:o}", "kind", kind, "picture", picture, "sentence", sentence));
}

/* Its green label ends, or has ended: weighing goes on, for no transaction. */
static void add_approvals(const struct station *s, enum lang lang, json_t *list)
{
	struct sentence said = { 0 };
	struct moment now;

	clock_now(&now);
	for (size_t i = 0; i < s->scale_count; i++) {
		enum approval_end end =
			approval_ends(&s->scale[i].approval, &now, s->scale[i].name, &said);

		if (end != APPROVAL_LASTS)
			add_trouble(list, end == APPROVAL_OVER ? "approval_over" : "approval_soon",
				"scale", json_said(lang, &said));
	}
}

/* What a person should see to while weighing goes on: each a picture and a sentence; lang: lan_failed */
static json_t *troubles(struct web *w, enum lang lang)
{
	const struct ledger_doubtful *unsure = store_doubtful(desk_store(w->desk));
	struct sentence why = { 0 };
	json_t *list = json_array();

	if (store_damaged(desk_store(w->desk), &why))
		add_trouble(list, "store", "warning", json_said(lang, &why));
	why = (struct sentence){ .key = "days_unsure" };
	sentence_param(&why, "id", unsure->first);
	sentence_param_int(&why, "count", (long long)unsure->count);
	if (unsure->count)
		add_trouble(list, "days", "clock-doubtful", json_said(lang, &why));
	why = (struct sentence){ .key = who_cannot(w) };
	if (!why.key && people_uncounted(w->people))
		why.key = "tries_unkept";
	if (why.key)
		add_trouble(list, "people", "warning", json_said(lang, &why));
	why = (struct sentence){ .key = "lan_failed" };
	if (lan_failed(w))
		add_trouble(list, "lan", "warning", json_said(lang, &why));
	add_approvals(desk_station(w->desk), lang, list);
	return list;
}

static json_t *notice(const struct station *s, enum lang lang)
{
	json_t *o;

	if (s->notice.kind == NOTICE_NONE)
		return json_null();
	o = json_object();
	set(o, "kind", json_string(s->notice.kind == NOTICE_NEWS ? "news" : "refusal"));
	set(o, "key", json_string(s->notice.said.key));
	set(o, "text", json_said(lang, &s->notice.said));
	return o;
}

json_t *json_station(struct web *w, enum lang lang)
{
	const struct station *s = desk_station(w->desk);
	const char *hearing = desk_hearing(w->desk);
	json_t *o = json_object();
	char load[LOAD_SIZE];
	struct moment now;

	clock_now(&now);
	desk_load(w->desk, load);
	set(o, "site", json_string(s->config.site));
	set(o, "station", json_string(s->config.station));
	set(o, "day", json_string(now.day));
	set(o, "clock", json_string(now.quality == CLOCK_TRUSTED ? "trusted" : "doubtful"));
	set(o, "scale", scale_in_force(s, &now, lang));
	set(o, "scales", scales(s, lang));
	set(o, "phase", json_string(station_phase_name(station_phase(s))));
	set(o, "question", json_question(s));
	set(o, "armed", json_text_or_null(s->armed.category));
	set(o, "context", context(s, desk_units(w->desk)));
	set(o, "load", json_string(load));
	set(o, "plate", plate(s));
	set(o, "last", last(s));
	set(o, "undone", undone(s, &now));
	set(o, "left", left(s));
	set(o, "today", today(s));
	set(o, "store", store_state(w, lang));
	set(o, "troubles", troubles(w, lang));
	set(o, "notice", notice(s, lang));
	set(o, "codes", events_codes(w->events));
	set(o, "guarded", json_boolean(who_guarded(w)));
	set(o, "hears", hearing ? json_string(hearing) : json_null());
	set(o, "training", json_boolean(desk_trains(w->desk)));
	set(o, "training_open", json_boolean(training_is_open(w)));
	set(o, "first_day", json_boolean(first_day_unfinished(w)));
	return o;
}
