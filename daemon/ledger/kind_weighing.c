// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * weighing: the fact. The body holds all that was known, the instrument's own digits and raw
 * frame included; the row holds what is looked up, the daily total what is summed.
 */
#include "kinds.h"
#include <string.h>

static int put_shown(json_t *body, const struct weighing *w)
{
	json_t *shown;

	if (w->shown.unit == MASS_UNIT_NONE)
		return 0;
	shown = json_pack("{s:I, s:i, s:s}", "digits", (json_int_t)w->shown.digits, "exp10",
		(int)w->shown.exp10, "unit", mass_unit_name((enum mass_unit)w->shown.unit));
	return json_object_set_new(body, "shown", shown);
}

static int read_shown(struct fields *b, struct mass_shown *shown)
{
	struct fields in = { .json = json_object_get(b->json, "shown") };
	char unit[8];
	int64_t exp10;

	if (!field_has(b, "shown"))
		return 0;
	shown->digits = field_int(&in, "digits");
	exp10 = field_int(&in, "exp10");
	field_text(&in, "unit", unit, sizeof(unit));
	if (in.error || exp10 < INT8_MIN || exp10 > INT8_MAX)
		return -EBADMSG;
	shown->exp10 = (int8_t)exp10;
	return mass_unit_from_name(unit, &shown->unit) < 0 ? -EBADMSG : 0;
}

static int put_moment(json_t *body, const struct moment *at, const struct moment *now)
{
	int r = field_put_int(body, "at_us", at->wall_us) | field_put_text(body, "day", at->day);

	r |= field_put_text(body, "clock", at->quality == CLOCK_TRUSTED ? "trusted" : "doubtful");
	/* Of another boot, or typed for another day: there is nothing to tell its order by. */
	if (strcmp(at->boot_id, now->boot_id) == 0)
		r |= json_object_set_new(body, "at_boot_us", json_integer((json_int_t)at->boot_us));
	return r;
}

static int put_masses(json_t *body, const struct weighing *w)
{
	int r = field_put_text(body, "provenance", provenance_name(w->provenance));

	if (w->provenance == PROVENANCE_STATION_TARE) {
		r |= json_object_set_new(body, "gross_mg", json_integer(w->gross_mg));
		r |= json_object_set_new(body, "tare_mg", json_integer(w->tare_mg));
	}
	r |= field_put_int(body, "net_mg", w->net_mg);
	r |= field_put_int(body, "units", w->units);
	r |= field_put_text(body, "method", method_name(w->method));
	r |= field_put_text(body, "scale", w->scale);
	r |= field_put_true(body, "stable", w->stable);
	r |= field_put_true(body, "approved", w->approved);
	r |= put_shown(body, w);
	return r | field_put_hex(body, "raw", w->raw, w->raw_len);
}

json_t *weighing_body(const struct weighing *w, const struct moment *now, uint64_t number)
{
	_cleanup_json_ json_t *body = json_object();
	int r = field_put_text(body, "id", w->id) | field_put_int(body, "number", (int64_t)number);

	r |= put_moment(body, &w->at, now);
	r |= field_put_text(body, "direction", direction_name(w->direction));
	r |= field_put_text(body, "category", w->category);
	r |= field_put_text(body, "origin", w->origin);
	r |= field_put_text(body, "destination", w->destination);
	r |= field_put_text(body, "place", w->place);
	r |= field_put_text(body, "partner", w->partner);
	r |= field_put_text(body, "lot", w->lot);
	r |= put_masses(body, w);
	r |= field_put_text(body, "container", w->container);
	r |= field_put_text(body, "operator", w->operator_code);
	r |= field_put_text(body, "corrects", w->corrects);
	r |= field_put_text(body, "reason", w->reason);
	return r ? NULL : TAKE_PTR(body);
}

static void read_codes(struct fields *b, struct weighing *w)
{
	field_text(b, "id", w->id, sizeof(w->id));
	field_text(b, "category", w->category, sizeof(w->category));
	field_text(b, "origin", w->origin, sizeof(w->origin));
	field_text(b, "destination", w->destination, sizeof(w->destination));
	field_text(b, "place", w->place, sizeof(w->place));
	field_text(b, "partner", w->partner, sizeof(w->partner));
	field_text(b, "lot", w->lot, sizeof(w->lot));
	field_text(b, "scale", w->scale, sizeof(w->scale));
	field_text(b, "container", w->container, sizeof(w->container));
	field_text(b, "operator", w->operator_code, sizeof(w->operator_code));
	field_text(b, "corrects", w->corrects, sizeof(w->corrects));
	field_text(b, "reason", w->reason, sizeof(w->reason));
}

static void read_moment(const struct entry *e, struct fields *b, struct moment *at)
{
	char clock[16];

	at->wall_us = field_int(b, "at_us");
	field_text(b, "day", at->day, sizeof(at->day));
	field_text(b, "clock", clock, sizeof(clock));
	at->quality = strcmp(clock, "trusted") == 0 ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
	if (field_has(b, "at_boot_us")) {
		at->boot_us = (uint64_t)field_int(b, "at_boot_us");
		memcpy(at->boot_id, e->at.boot_id, sizeof(at->boot_id));
	}
}

static int read_weighing(const struct entry *e, struct fields *b, struct weighing *w)
{
	char direction[8], method[16], provenance[16];
	int64_t units = field_int(b, "units");

	memcpy(w->journal, e->journal, sizeof(w->journal));
	w->seq = e->seq;
	read_codes(b, w);
	read_moment(e, b, &w->at);
	field_text(b, "direction", direction, sizeof(direction));
	field_text(b, "method", method, sizeof(method));
	field_text(b, "provenance", provenance, sizeof(provenance));
	w->gross_mg = field_int(b, "gross_mg");
	w->tare_mg = field_int(b, "tare_mg");
	w->net_mg = field_int(b, "net_mg");
	w->stable = field_true(b, "stable");
	w->approved = field_true(b, "approved");
	if (b->error || !w->id[0] || !w->category[0] || w->net_mg <= 0 || units < 0 ||
		units > UINT32_MAX || read_shown(b, &w->shown) < 0 ||
		direction_from_name(direction, &w->direction) < 0 ||
		method_from_name(method, &w->method) < 0 ||
		provenance_from_name(provenance, &w->provenance) < 0)
		return -EBADMSG;
	w->units = (uint32_t)units;
	return 0;
}

static int insert(struct sql *s, const struct entry *e, const struct weighing *w)
{
	bool has_gross = w->provenance == PROVENANCE_STATION_TARE;

	return sql_run(s,
		"INSERT INTO weighing (row, journal, seq, id, wall_us, boot_id, boot_us, day, "
		"clock,"
		" direction, category, origin, destination, place, partner, lot, gross_mg, tare_mg,"
		" net_mg, units, method, provenance, scale, stable, container, operator, corrects,"
		" reason, approved, shown_digits, shown_exp10, shown_unit) VALUES (?, ?, ?, ?, ?,"
		" ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		V_INT(e->row), V_TEXT(w->journal), V_INT(w->seq), V_TEXT(w->id),
		V_INT(w->at.wall_us), V_TEXT(w->at.boot_id), V_INT(w->at.boot_us),
		V_TEXT(w->at.day), V_TEXT(w->at.quality == CLOCK_TRUSTED ? "trusted" : "doubtful"),
		V_TEXT(direction_name(w->direction)), V_TEXT(w->category), V_TEXT(w->origin),
		V_TEXT(w->destination), V_TEXT(w->place), V_TEXT(w->partner), V_TEXT(w->lot),
		has_gross ? V_INT(w->gross_mg) : V_NULL, has_gross ? V_INT(w->tare_mg) : V_NULL,
		V_INT(w->net_mg), V_INT(w->units), V_TEXT(method_name(w->method)),
		V_TEXT(provenance_name(w->provenance)), V_TEXT(w->scale), V_INT(w->stable),
		V_TEXT(w->container), V_TEXT(w->operator_code), V_TEXT(w->corrects),
		V_TEXT(w->reason), V_INT(w->approved), V_INT(w->shown.digits),
		V_INT(w->shown.exp10), V_TEXT(mass_unit_name((enum mass_unit)w->shown.unit)));
}

int apply_weighing(struct sql *s, const struct entry *e, struct fields *b)
{
	int64_t number = field_int(b, "number");
	struct weighing w = { 0 };
	int r = read_weighing(e, b, &w);

	if (r == 0)
		r = insert(s, e, &w);
	if (r == 0)
		r = total_add(s, &w, 1);
	if (r == 0)
		r = sql_run(s,
			"UPDATE number SET last = ?2 WHERE journal = ?1 AND type = 'W' AND last < "
			"?2",
			V_TEXT(e->journal), V_INT(number));
	return r;
}
