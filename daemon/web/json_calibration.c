// SPDX-License-Identifier: GPL-3.0-or-later
/* A calibration as JSON: what was set, what was seen, and what came of each trial. */
#include "calibration_json.h"
#include <stdio.h>
#include "clock.h"
#include "web_private.h"

static void text(json_t *o, const char *name, const char *value)
{
	json_object_set_new(o, name, json_text_or_null(value));
}

static void number(json_t *o, const char *name, int64_t value)
{
	json_object_set_new(o, name, json_integer(value));
}

static void number_if(json_t *o, const char *name, bool done, int64_t value)
{
	json_object_set_new(o, name, done ? json_integer(value) : json_null());
}

static void who_and_when(json_t *o, const struct calibration *c)
{
	char at[32], firmware[16] = "";

	if (c->firmware)
		(void)snprintf(
			firmware, sizeof(firmware), "%u.%u", c->firmware >> 8, c->firmware & 0xff);
	text(o, "journal", c->journal);
	number(o, "seq", (int64_t)c->seq);
	text(o, "at", clock_iso(c->at_wall_us, at, sizeof(at)));
	text(o, "day", c->day);
	text(o, "clock", c->clock == CLOCK_TRUSTED ? "trusted" : "doubtful");
	text(o, "operator", c->operator_code);
	text(o, "scale", c->scale);
	text(o, "device", c->device);
	text(o, "map", c->map);
	text(o, "firmware", firmware);
	text(o, "note", c->note);
}

static json_t *corners(const struct calibration *c)
{
	json_t *list;

	if (!c->done[CALIBRATION_CORNERS])
		return json_null();
	list = json_array();
	for (size_t i = 0; i < CALIBRATION_CORNER_COUNT; i++)
		json_array_append_new(list, json_integer(c->corners_mg[i]));
	return list;
}

static void trials(json_t *o, const struct calibration *c)
{
	json_t *verdicts = json_object();

	number_if(o, "zero_return_mg", c->done[CALIBRATION_ZERO_RETURN], c->zero_return_mg);
	json_object_set_new(o, "corners_mg", corners(c));
	number_if(o, "half_load_mg", c->done[CALIBRATION_HALF_LOAD], c->half_load_mg);
	number_if(o, "half_error_mg", c->done[CALIBRATION_HALF_LOAD], c->half_error_mg);
	number_if(o, "creep_mg", c->done[CALIBRATION_CREEP], c->creep_mg);
	number_if(o, "creep_minutes", c->done[CALIBRATION_CREEP], c->creep_minutes);
	for (enum calibration_part p = 0; p < CALIBRATION_PARTS; p++)
		text(verdicts, calibration_part_name(p),
			calibration_verdict_name(calibration_verdict(c, p)));
	json_object_set_new(o, "verdicts", verdicts);
}

json_t *json_calibration(const struct calibration *c)
{
	json_t *o = json_object();

	who_and_when(o, c);
	number(o, "number", c->number);
	number(o, "e_mg", c->e_mg);
	number(o, "max_mg", c->max_mg);
	number(o, "span_mass_mg", c->span_mass_mg);
	number(o, "zero_counts", c->zero_counts);
	number(o, "span_counts", c->span_counts);
	trials(o, c);
	json_object_set_new(o, "passed", json_boolean(c->passed));
	return o;
}
