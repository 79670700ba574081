// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What can be asked of a scale beside its weight: commands, one at a time and answered once
 * whatever happens to the device; service, during which nothing can be weighed; and what
 * the device last told of itself.
 */
#include "registry.h"

/* A capture averages 16 s, and may first wait for a line that repeats. */
enum { COMMAND_LIMIT_US = 30 * 1000 * 1000 };

void scale_commanded(struct scale *s, const struct scale_commanded *result)
{
	scale_commanded_fn done = s->commanded;

	if (!s->commanding)
		return;
	s->commanding = false;
	s->commanded = NULL;
	(void)loop_timer_disarm(s->command_limit);
	if (done && s->all->started)
		done(s->commanded_data, s->index, result);
}

static void on_limit(void *data)
{
	scale_commanded(data, &(struct scale_commanded){ .error = -ETIMEDOUT });
}

int scale_command_init(struct scale *s)
{
	return loop_add_timer(
		s->all->loop, "scale-command", LOOP_DEVICE, on_limit, s, &s->command_limit);
}

int scales_command(struct scales *all, size_t index, const struct scale_command *command,
	scale_commanded_fn done, void *data)
{
	struct scale *s = &all->list[index];
	int r;

	if (!s->driver || !s->driver->command)
		return -EOPNOTSUPP;
	if (s->link != LINK_OPEN)
		return -ENODEV;
	if (s->commanding)
		return -EBUSY;
	r = s->driver->command(s, command);
	if (r < 0)
		return r;
	s->commanding = true;
	s->commanded = done;
	s->commanded_data = data;
	(void)loop_timer_arm(s->command_limit, COMMAND_LIMIT_US);
	return 0;
}

int scales_zero(struct scales *all, size_t index)
{
	static const struct scale_command zero = { .kind = SCALE_COMMAND_ZERO };
	struct scale *s = &all->list[index];

	if (!s->driver || !s->driver->zero)
		return scales_command(all, index, &zero, NULL, NULL);
	return s->link == LINK_OPEN ? s->driver->zero(s) : -ENODEV;
}

const char *scale_refusal_name(enum scale_refusal refusal)
{
	static const char *const names[SCALE_REFUSAL_COUNT] = {
		[SCALE_REFUSAL_NONE] = "",
		[SCALE_REFUSAL_UNKNOWN] = "unknown",
		[SCALE_REFUSAL_NOT_STABLE] = "not_stable",
		[SCALE_REFUSAL_NO_WEIGHT] = "no_weight",
		[SCALE_REFUSAL_OUT_OF_RANGE] = "out_of_range",
		[SCALE_REFUSAL_JUMPER_OPEN] = "jumper_open",
		[SCALE_REFUSAL_SPAN_MASS] = "span_mass",
		[SCALE_REFUSAL_SIGNAL] = "signal",
		[SCALE_REFUSAL_EEPROM] = "eeprom",
		[SCALE_REFUSAL_BUSY] = "busy",
	};

	return (unsigned)refusal < SCALE_REFUSAL_COUNT ? names[refusal] : "unknown";
}

void scale_detailed(struct scale *s, const struct scale_detail *d)
{
	if (s->link == LINK_OPEN)
		s->detail = *d;
}

void scales_detail(const struct scales *all, size_t index, struct scale_detail *ret_detail)
{
	*ret_detail = all->list[index].detail;
}

static void tell(struct scale *s, const struct reading *r)
{
	struct reading calibrating = { .state = SCALE_FAULT, .reason = REASON_CALIBRATING };

	calibrating.at_boot_us = r->at_boot_us;
	if (s->all->started) /* not while they are freed: whoever listens may be gone */
		s->all->reading(s->all->data, s->index, s->in_service ? &calibrating : r);
}

void scale_hand_on(struct scale *s, const struct reading *r)
{
	s->last = *r;
	s->said = true;
	tell(s, r);
}

/* Afterwards a weight of before is no weight: the next reading says what there is. */
void scales_service(struct scales *all, size_t index, bool on)
{
	struct scale *s = &all->list[index];
	struct reading now = s->last;

	if (on == s->in_service)
		return;
	s->in_service = on;
	now.at_boot_us = loop_now_us(all->loop);
	if (on || (s->said && !reading_has_mass(&now)))
		tell(s, &now);
}

bool scales_in_service(const struct scales *all, size_t index)
{
	return all->list[index].in_service;
}
