// SPDX-License-Identifier: GPL-3.0-or-later
/* What pages, lamps and command line may show of a station, and its words. */
#include <errno.h>
#include <string.h>
#include "station.h"
#include "station_impl.h"

enum station_phase station_phase(const struct station *s)
{
	const struct station_scale *scale = &s->scale[s->in_force];
	const struct station_watch *w = &scale->watch;

	if (s->pending.job && !s->pending.unknown)
		return PHASE_RECORDING;
	if (s->question.kind != QUESTION_NONE)
		return PHASE_QUESTION;
	if (s->scale_count == 0 || reading_is_doubtful(&w->last))
		return PHASE_EMPTY;
	if (plate_recorded(&scale->plate))
		return scale->plate.unsure || scale->plate.left_alone || s->pending.unknown
			       ? PHASE_UNSURE
			       : PHASE_RECORDED;
	if (load_ready(s, scale))
		return PHASE_READY;
	if (w->last.state == SCALE_ZERO || load_net_mg(scale) < w->e_mg)
		return PHASE_EMPTY;
	return PHASE_SETTLING;
}

enum scale_state station_scale_state(const struct station *s, size_t scale)
{
	const struct station_watch *w = &s->scale[scale].watch;

	if (w->last.state == SCALE_STABLE || w->last.state == SCALE_ZERO)
		return watch_rests(w, s->now.boot_us) ? w->last.state : SCALE_MOVING;
	return w->last.state;
}

int station_masses(const struct station *s, size_t scale, bool *ret_has_gross,
	int64_t *ret_gross_mg, int64_t *ret_tare_mg, int64_t *ret_net_mg)
{
	const struct station_watch *w = &s->scale[scale].watch;

	if (scale >= s->scale_count || !reading_has_mass(&w->last))
		return -ENODATA;
	*ret_has_gross = !w->last.device_net;
	*ret_gross_mg = w->last.device_net ? 0 : w->last.mass_mg;
	*ret_tare_mg = plate_tare_mg(&s->scale[scale].plate);
	*ret_net_mg = w->last.mass_mg - *ret_tare_mg;
	return 0;
}

bool station_is_slow(const struct station *s, size_t scale)
{
	const struct station_watch *w = &s->scale[scale].watch;

	for (size_t i = 0; i < WATCH_GAPS; i++)
		if (w->gap_us[i] < 900000)
			return false;
	return true;
}

int station_last_on_plate(const struct station *s)
{
	for (size_t i = 0; i < s->scale_count && s->last.any && !s->last.undone; i++) {
		const struct plate_part *part = plate_find(&s->scale[i].plate, s->last.weighing.id);

		/* What was typed while nobody saw that scale is perhaps of a sheet of paper. */
		if (part && (!part->typed || i == s->in_force ||
				    !reading_is_doubtful(&s->scale[i].watch.last)))
			return (int)i;
	}
	return -1;
}

static void sooner(uint64_t *at_us, uint64_t other_us, const struct station *s)
{
	if (other_us > s->now.boot_us && (*at_us == 0 || other_us < *at_us))
		*at_us = other_us;
}

uint64_t station_wakes_us(const struct station *s)
{
	uint64_t at_us = 0;

	if (s->armed.category[0])
		sooner(&at_us, s->armed.since_boot_us + s->config.armed_us, s);
	if (s->notice.kind)
		sooner(&at_us, s->notice.since_boot_us + 10000000, s);
	for (size_t i = 0; i < s->scale_count; i++) {
		const struct station_watch *w = &s->scale[i].watch;

		if (w->off)
			sooner(&at_us, w->off_since_boot_us + OFF_US, s);
		if (w->stable)
			sooner(&at_us, watch_stale_at_us(w), s);
		if ((w->low || w->low_gross) &&
			(w->loaded || (s->stray_count > 0 && w->stable && !w->bare)))
			sooner(&at_us, s->now.boot_us + 500000, s);
	}
	return at_us;
}

static const char *reason_sentence(enum scale_reason reason)
{
	static const char *const keys[REASON_COUNT] = {
		[REASON_NONE] = "scale_fault",
		[REASON_DEVICE_FAULT] = "scale_fault_device_fault",
		[REASON_NEEDS_CALIBRATION] = "scale_fault_needs_calibration",
		[REASON_NEEDS_ZERO] = "scale_fault_needs_zero",
		[REASON_BAD_FRAME] = "scale_fault_bad_frame",
		[REASON_UNKNOWN_STATUS] = "scale_fault_unknown_status",
		[REASON_UNKNOWN_UNIT] = "scale_fault_unknown_unit",
		[REASON_TOO_LARGE] = "scale_fault_too_large",
		[REASON_NO_ACCESS] = "scale_fault_no_access",
		[REASON_HELD] = "scale_fault_held",
		[REASON_CELL_NEVER_READY] = "scale_fault_cell_never_ready",
		[REASON_CELL_SATURATED] = "scale_fault_cell_saturated",
		[REASON_CELL_BROKEN] = "scale_fault_cell_broken",
		[REASON_CELL_STUCK] = "scale_fault_cell_stuck",
		[REASON_STANDS_STILL] = "scale_fault_stands_still",
		[REASON_NO_WEIGHT] = "scale_fault_no_weight",
		[REASON_BAD_REGISTER] = "scale_fault_bad_register",
		[REASON_MAP_UNCHECKED] = "scale_fault_map_unchecked",
		[REASON_UNKNOWN_SCALE] = "scale_fault_unknown_scale",
		[REASON_SIGN_UNKNOWN] = "scale_fault_sign_unknown",
		[REASON_CALIBRATING] = "scale_fault_calibrating",
		[REASON_UNKNOWN_FORMAT] = "scale_fault_unknown_format",
		[REASON_COMMA_UNCHECKED] = "scale_fault_comma_unchecked",
		[REASON_DEVICE_BUSY] = "scale_fault_device_busy",
		[REASON_GATEWAY_NO_ANSWER] = "scale_fault_gateway_no_answer",
		[REASON_OTHER_UNIT] = "scale_fault_other_unit",
		[REASON_WAITING] = "scale_silent_waiting",
		[REASON_ONE_LINE] = "scale_silent_one_line",
		[REASON_LATE] = "scale_silent_late",
	};

	return keys[(unsigned)reason < REASON_COUNT ? reason : REASON_NONE];
}

/* The key that says a state, and of a fault or a silence its reason. */
static const char *sentence_key(enum scale_state state, enum scale_reason reason)
{
	static const char *const keys[SCALE_STATE_COUNT] = {
		[SCALE_ZERO] = "scale_zero",
		[SCALE_STABLE] = "scale_stable",
		[SCALE_MOVING] = "scale_moving",
		[SCALE_UNDER_ZERO] = "scale_under_zero",
		[SCALE_OVERLOAD] = "scale_overload",
		[SCALE_OUT_OF_RANGE] = "scale_out_of_range",
		[SCALE_UNPLUGGED] = "scale_unplugged",
		[SCALE_ASLEEP] = "scale_asleep",
		[SCALE_SILENT] = "scale_silent",
	};

	if (state == SCALE_FAULT || (state == SCALE_SILENT && reason != REASON_NONE))
		return reason_sentence(reason);
	return keys[state];
}

const char *reading_sentence(const struct reading *r)
{
	return sentence_key(r->state, r->reason);
}

/* What the scale says that nobody understands: for whoever asks for help with it. */
static void show_bytes(const struct reading *r, struct sentence *ret)
{
	char text[READING_TEXT_SIZE];

	if (r->state != SCALE_FAULT || r->reason != REASON_UNKNOWN_FORMAT || r->raw_len == 0)
		return;
	ret->key = "scale_fault_unknown_bytes";
	sentence_param(ret, "bytes", reading_raw_text(r, text));
}

bool station_tares_only(const struct station *s, size_t scale)
{
	const struct station_scale *it = &s->scale[scale];

	return station_scale_state(s, scale) == SCALE_STABLE && plate_tare_mg(&it->plate) > 0 &&
	       !plate_recorded(&it->plate) && !it->watch.device_net &&
	       distance_mg(load_net_mg(it), 0) < it->watch.e_mg;
}

void station_scale_sentence(const struct station *s, size_t scale, struct sentence *ret)
{
	*ret = (struct sentence){ .key = "no_scale" };
	if (scale >= s->scale_count)
		return;
	ret->key = sentence_key(station_scale_state(s, scale), s->scale[scale].watch.last.reason);
	if (station_tares_only(s, scale))
		ret->key = "containers_only";
	sentence_param(ret, "scale", s->scale[scale].name);
	show_bytes(&s->scale[scale].watch.last, ret);
}

/* ---- words ---- */

static const char *const phase_names[PHASE_COUNT] = {
	[PHASE_EMPTY] = "empty",
	[PHASE_SETTLING] = "settling",
	[PHASE_READY] = "ready",
	[PHASE_RECORDING] = "recording",
	[PHASE_RECORDED] = "recorded",
	[PHASE_UNSURE] = "unsure",
	[PHASE_QUESTION] = "question",
};

static const char *const question_names[QUESTION_COUNT] = {
	[QUESTION_NONE] = "",
	[QUESTION_AGAIN] = "again",
	[QUESTION_CHANGED_LOAD] = "changed_load",
	[QUESTION_CHOOSE] = "choose",
	[QUESTION_OTHER_SCALE] = "other_scale",
	[QUESTION_ORIGIN] = "origin",
	[QUESTION_DESTINATION] = "destination",
	[QUESTION_LIGHT] = "light",
	[QUESTION_UNUSUAL] = "unusual",
	[QUESTION_EMPTY_CONTAINER] = "empty_container",
	[QUESTION_ONE_MORE] = "one_more",
};

static const char *const action_names[ACTION_COUNT] = {
	[ACTION_CATEGORY] = "category",
	[ACTION_ORIGIN] = "origin",
	[ACTION_DESTINATION] = "destination",
	[ACTION_DIRECTION] = "direction",
	[ACTION_PLACE] = "place",
	[ACTION_PARTNER] = "partner",
	[ACTION_SLIP] = "slip",
	[ACTION_CONTAINER] = "container",
	[ACTION_OPERATOR] = "operator",
	[ACTION_SCALE] = "scale",
	[ACTION_ANSWER] = "answer",
	[ACTION_UNDO] = "undo",
	[ACTION_TARE] = "tare",
	[ACTION_ZERO] = "zero",
	[ACTION_PRINT] = "print",
	[ACTION_CANCEL] = "cancel",
};

const char *station_phase_name(enum station_phase phase)
{
	return (unsigned)phase < PHASE_COUNT ? phase_names[phase] : "";
}

const char *station_question_name(enum station_question question)
{
	return (unsigned)question < QUESTION_COUNT ? question_names[question] : "";
}

const char *station_action_name(enum station_action action)
{
	return (unsigned)action < ACTION_COUNT ? action_names[action] : "";
}

int station_action_from_name(const char *name, enum station_action *ret_action)
{
	for (int i = 0; i < ACTION_COUNT; i++)
		if (strcmp(action_names[i], name) == 0) {
			*ret_action = (enum station_action)i;
			return 0;
		}
	return -EINVAL;
}
