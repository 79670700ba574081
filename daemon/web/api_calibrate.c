// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Setting a scale: its service (it does not weigh meanwhile), the commands of its head, the record
 * of a calibration in the journal, and that of a check with a known mass.
 */
#include <string.h>
#include "scale_check.h"
#include "web_private.h"

static void refuse(struct exchange *x, unsigned status, const char *key)
{
	struct sentence why = { .key = key };

	sentence_param(&why, "name", x->arg);
	reply_refusal(x, status, &why);
}

/* false: answered with 409, since it tells nothing of itself and so cannot be set. */
static bool has_head(struct exchange *x, size_t i)
{
	struct scale_detail d;

	scales_detail(desk_scales(x->web->desk), i, &d);
	if (!d.valid)
		refuse(x, MHD_HTTP_CONFLICT, "scale_not_set_here");
	return d.valid;
}

/* ---- service ---- */

void api_scale_service(struct exchange *x)
{
	bool on, anyway;
	struct body b;
	size_t i;

	if (!scale_of(x, &i) || !body_open(x, &b))
		return;
	on = body_bool(&b, "on", true);
	anyway = body_bool(&b, "anyway", false);
	if (!body_done(&b))
		return;
	/* A load that nobody has recorded would be forgotten; anyway: a person says it is none. */
	if (on && station_is_weighing(desk_station(x->web->desk), i, !anyway)) {
		refuse(x, MHD_HTTP_CONFLICT, "scale_has_load");
		return;
	}
	if (on && !has_head(x, i))
		return;
	services_set(x->web->services, i, on);
	reply_json(x, MHD_HTTP_OK, json_pack("{s:s,s:b}", "name", x->arg, "service", on));
}

/* ---- commands ---- */

/* Whole grams: what a head keeps. 0: absent. */
static int64_t take_kg(struct body *b, const char *field, bool needed)
{
	const char *text = body_text(b, field, needed, 31);
	int64_t mg = 0;

	if (!text)
		return 0;
	if (mass_parse_kg(text, &mg) < 0 || mg % 1000 || mg / 1000 > INT32_MAX)
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "bad_kg", field);
	return mg;
}

static int command_from_name(const char *name, enum scale_command_kind *ret_kind)
{
	static const char *const names[] = {
		[SCALE_COMMAND_ZERO] = "zero",
		[SCALE_COMMAND_CAPTURE_ZERO] = "capture_zero",
		[SCALE_COMMAND_CAPTURE_SPAN] = "capture_span",
		[SCALE_COMMAND_SETTINGS] = "settings",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i] && strcmp(names[i], name) == 0) {
			*ret_kind = (enum scale_command_kind)i;
			return 0;
		}
	return -EINVAL;
}

static bool read_command(struct exchange *x, struct scale_command *c)
{
	struct body b;
	const char *word;

	if (!body_open(x, &b))
		return false;
	word = body_text(&b, "command", true, 31);
	if (word && command_from_name(word, &c->kind) < 0)
		body_fault(&b, MHD_HTTP_UNPROCESSABLE_CONTENT, "scale_command_unknown", NULL);
	c->span_mass_mg = take_kg(&b, "mass_kg", c->kind == SCALE_COMMAND_CAPTURE_SPAN);
	c->e_mg = take_kg(&b, "e_kg", false);
	c->max_mg = take_kg(&b, "max_kg", false);
	return body_done(&b);
}

/* A setting that was not given stays as it is. */
static void complete(const struct exchange *x, size_t i, struct scale_command *c)
{
	struct scale_detail d;

	scales_detail(desk_scales(x->web->desk), i, &d);
	if (!c->e_mg)
		c->e_mg = d.e_mg;
	if (!c->max_mg)
		c->max_mg = d.max_mg;
}

void api_scale_command(struct exchange *x)
{
	struct scale_command c = { 0 };
	size_t i;

	if (!scale_of(x, &i) || !read_command(x, &c))
		return;
	if (!services_on(x->web->services, i)) {
		refuse(x, MHD_HTTP_CONFLICT, "scale_not_in_service");
		return;
	}
	complete(x, i, &c);
	services_command(x->web->services, i, &c, x);
}

/* ---- the record ---- */

/* Who is logged in; else who stands at the scale. */
static void sign(const struct exchange *x, char ret_code[CODE_SIZE])
{
	const char *who = x->request.who.operator_code;

	memcpy(ret_code, *who ? who : desk_station(x->web->desk)->context.operator_code, CODE_SIZE);
}

/* What the head says of itself is taken from the head, not from who asks. */
static void take_head(const struct exchange *x, size_t i, struct calibration *c)
{
	struct scales *all = desk_scales(x->web->desk);
	struct scale_detail d;
	struct scale_facts f;

	scales_detail(all, i, &d);
	scales_facts(all, i, &f);
	(void)snprintf(c->scale, sizeof(c->scale), "%s", f.name);
	(void)snprintf(c->device, sizeof(c->device), "%s", f.device);
	(void)snprintf(c->map, sizeof(c->map), "%s", d.map);
	c->firmware = d.firmware;
	c->number = d.calibration_number;
	c->e_mg = d.e_mg;
	c->max_mg = d.max_mg;
	c->zero_counts = d.zero_counts;
	c->span_counts = d.span_counts;
	sign(x, c->operator_code);
}

static void record_calibration(struct exchange *x)
{
	struct calibration c = { 0 };
	size_t i;

	if (!scale_of(x, &i) || reply_if_down(x) || !has_head(x, i))
		return;
	take_head(x, i, &c);
	entry_make(x, &c);
}

void api_scale_calibration(struct exchange *x)
{
	first_ask(x, record_calibration);
}

/* ---- a check ---- */

/* A doubtful weight is never a number: what it shows must be one, and at rest. */
static void record_check(struct exchange *x)
{
	const struct station *s = desk_station(x->web->desk);
	const struct station_watch *watch;
	struct scale_check c = { 0 };
	size_t i;

	if (!scale_of(x, &i) || reply_if_down(x))
		return;
	watch = &s->scale[i].watch;
	if (!watch->stable || station_scale_state(s, i) != SCALE_STABLE ||
		!reading_has_mass(&watch->last)) {
		refuse(x, MHD_HTTP_CONFLICT, "check_not_stable");
		return;
	}
	(void)snprintf(c.scale, sizeof(c.scale), "%s", s->scale[i].name);
	c.reading_mg = watch->last.mass_mg;
	c.e_mg = watch->e_mg;
	sign(x, c.operator_code);
	entry_make(x, &c);
}

void api_scale_check(struct exchange *x)
{
	first_ask(x, record_check);
}
