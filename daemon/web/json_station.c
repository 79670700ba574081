// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The station's snapshot as contract.md has it: what page, lamps and command line see. A
 * scale without a plain number has null masses and a sentence.
 */
#include "clock.h"
#include "web_private.h"

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
	set(o, "reason", json_text_or_null(scale_reason_name(s->scale[i].load.last.reason)));
	set(o, "gross_mg", known && has_gross ? json_integer(gross_mg) : json_null());
	set(o, "tare_mg", known && has_gross ? json_integer(tare_mg) : json_null());
	set(o, "net_mg", known ? json_integer(net_mg) : json_null());
	set(o, "approved", json_boolean(approval_holds(&s->scale[i].approval, now)));
	set(o, "text", scale_said(s, i, lang));
	return o;
}

static json_t *scales(const struct station *s, enum lang lang)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->scale_count; i++) {
		json_t *o = json_object();

		set(o, "name", json_string(s->scale[i].name));
		set(o, "state", json_string(scale_state_name(station_scale_state(s, i))));
		set(o, "text", scale_said(s, i, lang));
		json_array_append_new(list, o);
	}
	return list;
}

json_t *json_question(const struct station *s)
{
	const char *const *choices = station_choices(s);
	bool masses = s->question.kind == QUESTION_CHANGED_LOAD;
	json_t *o, *list;

	if (!choices)
		return json_null();
	o = json_object();
	list = json_array();
	for (; *choices; choices++)
		json_array_append_new(list, json_string(*choices));
	set(o, "kind", json_string(station_question_name(s->question.kind)));
	set(o, "choices", list);
	set(o, "from_mg", masses ? json_integer(s->question.from_mg) : json_null());
	set(o, "to_mg", masses ? json_integer(s->question.to_mg) : json_null());
	set(o, "category", json_text_or_null(s->question.category));
	if (s->question.kind == QUESTION_OTHER_SCALE && s->question.scale < s->scale_count)
		set(o, "scale", json_string(s->scale[s->question.scale].name));
	return o;
}

static json_t *context(const struct station *s)
{
	const struct station_context *c = &s->context;
	json_t *o = json_object();

	set(o, "direction", json_string(direction_name(c->direction)));
	set(o, "category", json_text_or_null(s->armed.category));
	set(o, "origin", json_text_or_null(c->origin));
	set(o, "destination", json_text_or_null(c->destination));
	set(o, "place", json_text_or_null(c->place));
	set(o, "container", json_text_or_null(c->container));
	set(o, "operator", json_text_or_null(c->operator_code));
	return o;
}

static json_t *last(const struct station *s)
{
	json_t *o;

	if (!s->last.any)
		return json_null();
	o = json_weighing(&s->last.weighing);
	set(o, "undone", json_boolean(s->last.undone));
	return o;
}

static json_t *today(const struct station *s)
{
	json_t *o = json_object();

	set(o, "in_mg", json_integer(s->today.in_mg));
	set(o, "weighings", json_integer((json_int_t)s->today.weighings));
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

static json_t *notice(const struct web *w, enum lang lang)
{
	const struct desk_notice *n = desk_notice(w->desk);
	json_t *o;

	if (!n)
		return json_null();
	o = json_object();
	set(o, "kind", json_string(n->news ? "news" : "refusal"));
	set(o, "key", json_string(n->said.key));
	set(o, "text", json_said(lang, &n->said));
	return o;
}

json_t *json_station(const struct web *w, enum lang lang)
{
	const struct station *s = desk_station(w->desk);
	json_t *o = json_object();
	struct moment now;

	clock_now(&now);
	set(o, "site", json_string(s->config.site));
	set(o, "station", json_string(s->config.station));
	set(o, "clock", json_string(now.quality == CLOCK_TRUSTED ? "trusted" : "doubtful"));
	set(o, "scale", scale_in_force(s, &now, lang));
	set(o, "scales", scales(s, lang));
	set(o, "phase", json_string(station_phase_name(station_phase(s))));
	set(o, "question", json_question(s));
	set(o, "armed", json_text_or_null(s->armed.category));
	set(o, "context", context(s));
	set(o, "last", last(s));
	set(o, "today", today(s));
	set(o, "store", store_state(w, lang));
	set(o, "notice", notice(w, lang));
	set(o, "codes", events_codes(w->events));
	return o;
}
