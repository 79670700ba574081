// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scales in service (being calibrated): while one is, it does not weigh. Whoever set one so must
 * speak of it again within a minute, so that a wizard that died never blocks weighing for long.
 */
#include <stdlib.h>
#include "web_private.h"

enum { SERVICE_US = 60 * 1000 * 1000 };

struct services {
	struct web *web;
	struct loop_source *timer;
	uint64_t until_boot_us[STATION_SCALES];   /* 0: not in service */
	struct exchange *waiting[STATION_SCALES]; /* for its command; NULL: nobody */
};

static void arm(struct services *s)
{
	uint64_t now = loop_now_us(s->web->loop), first = 0;

	for (size_t i = 0; i < STATION_SCALES; i++)
		if (s->until_boot_us[i] && (!first || s->until_boot_us[i] < first))
			first = s->until_boot_us[i];
	if (first)
		(void)loop_timer_arm(s->timer, first > now ? first - now : 0);
	else
		(void)loop_timer_disarm(s->timer);
}

static void on_time(void *data)
{
	struct services *s = data;
	uint64_t now = loop_now_us(s->web->loop);

	for (size_t i = 0; i < STATION_SCALES; i++)
		if (s->until_boot_us[i] && s->until_boot_us[i] <= now)
			services_set(s, i, false);
	arm(s);
}

int services_new(struct web *w, struct services **ret_services)
{
	struct services *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return -ENOMEM;
	s->web = w;
	r = loop_add_timer(w->loop, "scale service", LOOP_NORMAL, on_time, s, &s->timer);
	if (r < 0) {
		free(s);
		return r;
	}
	*ret_services = s;
	return 0;
}

struct services *services_free(struct services *s)
{
	if (!s)
		return NULL;
	loop_source_free(s->timer);
	free(s);
	return NULL;
}

void services_end(struct services *s)
{
	for (size_t i = 0; i < STATION_SCALES; i++) {
		struct exchange *x = s->waiting[i];

		s->waiting[i] = NULL;
		if (x)
			reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "stopping");
	}
}

bool services_on(const struct services *s, size_t scale)
{
	return scale < STATION_SCALES && s->until_boot_us[scale];
}

void services_touch(struct services *s, size_t scale)
{
	if (!services_on(s, scale))
		return;
	s->until_boot_us[scale] = loop_now_us(s->web->loop) + SERVICE_US;
	arm(s);
}

void services_set(struct services *s, size_t scale, bool on)
{
	scales_service(desk_scales(s->web->desk), scale, on);
	s->until_boot_us[scale] = on ? loop_now_us(s->web->loop) + SERVICE_US : 0;
	arm(s);
}

/* What a person is told of a command's end; key NULL: it is done. */
static struct sentence end_of(const struct scale_commanded *result)
{
	static const char *const refusals[SCALE_REFUSAL_COUNT] = {
		[SCALE_REFUSAL_UNKNOWN] = "scale_refused_unknown",
		[SCALE_REFUSAL_NOT_STABLE] = "scale_refused_not_stable",
		[SCALE_REFUSAL_NO_WEIGHT] = "scale_refused_no_weight",
		[SCALE_REFUSAL_OUT_OF_RANGE] = "scale_refused_out_of_range",
		[SCALE_REFUSAL_JUMPER_OPEN] = "scale_refused_jumper_open",
		[SCALE_REFUSAL_SPAN_MASS] = "scale_refused_span_mass",
		[SCALE_REFUSAL_SIGNAL] = "scale_refused_signal",
		[SCALE_REFUSAL_EEPROM] = "scale_refused_eeprom",
		[SCALE_REFUSAL_BUSY] = "scale_busy",
	}; /* lang: scale_refused_* */

	if (result->error)
		return (struct sentence){ .key = "scale_command_failed" };
	return (struct sentence){ .key = refusals[result->refusal] };
}

static void on_done(void *data, size_t scale, const struct scale_commanded *result)
{
	struct services *s = data;
	struct exchange *x = s->waiting[scale];
	struct sentence said = end_of(result);

	s->waiting[scale] = NULL;
	if (!x)
		return;
	if (!said.key) {
		reply_json(x, MHD_HTTP_OK, json_pack("{s:s,s:s}", "name", x->arg, "state", "done"));
		return;
	}
	sentence_param(&said, "name", x->arg);
	reply_refusal(x, MHD_HTTP_CONFLICT, &said);
}

void services_command(
	struct services *s, size_t scale, const struct scale_command *command, struct exchange *x)
{
	struct sentence why = { .key = "scale_command_failed" };
	int r = scales_command(desk_scales(s->web->desk), scale, command, on_done, s);

	if (r == 0) {
		s->waiting[scale] = x;
		return;
	}
	if (r == -EBUSY)
		why.key = "scale_busy";
	else if (r == -EOPNOTSUPP)
		why.key = "scale_no_command";
	sentence_param(&why, "name", x->arg);
	reply_refusal(x, MHD_HTTP_CONFLICT, &why);
}
