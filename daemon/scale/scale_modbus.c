// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scales over Modbus RTU or TCP, by a register map. The loop's side: what is asked next and
 * what an answer means; the asking itself blocks, and happens in a worker. One job is under
 * way at a time. Opening, too, is a job: open() says "not yet" until it has come back, and
 * closing never waits: what an earlier opening still answers is not looked at.
 */
#include <stdio.h>
#include <string.h>
#include "log.h"
#include "modbus_bus.h"

enum {
	LINK_OUT_US = 3000 * 1000, /* a network peer that says nothing so long is another one */
	REFUSED_US = 2000 * 1000,  /* registers that are not there will not be there at once */
};

static bool submit(struct bus *b, struct wire_job job)
{
	job.generation = b->generation;
	b->asked = job;
	return worker_submit(b->worker, &job) == 0;
}

static void ask_next(struct bus *b)
{
	struct wire_job read = { .what = WIRE_READ,
		.function = b->map.function,
		.address = b->map.first,
		.count = b->map.count,
		.coil_function = b->map.coil_function,
		.first_coil = b->map.first_coil,
		.coils = b->map.coils };

	if (b->ask_command && b->command_state == COMMAND_NONE)
		b->ask_command = false;
	if (!submit(b, b->ask_command ? command_job(b) : read))
		(void)loop_timer_arm(b->timer, b->poll_us);
}

static void on_timer(void *data)
{
	struct bus *b = data;

	if (b->state == LINE_OPEN && worker_pending(b->worker) == 0)
		ask_next(b);
}

static void say_fault(struct bus *b, enum scale_reason reason)
{
	struct reading r = { .state = SCALE_FAULT,
		.reason = reason,
		.at_boot_us = loop_now_us(scale_loop(b->scale)) };

	scale_report(b->scale, &r);
}

static void weight_came(struct bus *b, const uint16_t *regs)
{
	struct scale_detail detail;
	struct reading r;

	modbus_parse(&b->map, regs, loop_now_us(scale_loop(b->scale)), &r);
	modbus_feel(&b->map, regs, &b->pulse, &r);
	modbus_detail(&b->map, regs, &detail);
	detail.errors.line = b->missed;
	scale_detailed(b->scale, &detail);
	b->ask_command = b->command_state != COMMAND_NONE;
	scale_report(b->scale, &r);
}

/* Modbus Application Protocol V1.1b3, chapter 7. */
static enum scale_reason exception_reason(int exception)
{
	switch (exception) {
	case 1: /* function */
	case 2: /* address */
	case 3: /* count: the map is wrong */
		return REASON_BAD_REGISTER;
	case 5: /* acknowledged, still at it */
	case 6: /* busy */
		return REASON_DEVICE_BUSY;
	case 10: /* no path */
	case 11: /* the target does not answer */
		return REASON_GATEWAY_NO_ANSWER;
	default:
		return REASON_DEVICE_FAULT;
	}
}

static void refused(struct bus *b, int exception)
{
	if (command_asked(b)) {
		command_end(b, -EREMOTEIO, SCALE_REFUSAL_NONE);
		(void)loop_timer_arm(b->timer, b->poll_us);
		return;
	}
	say_fault(b, exception_reason(exception));
	(void)loop_timer_arm(b->timer, REFUSED_US);
}

static void missed(struct bus *b, int error)
{
	uint64_t quiet_us = loop_now_us(scale_loop(b->scale)) - b->answered_boot_us;

	b->missed++;
	if (b->wire.network && error == -ETIMEDOUT && quiet_us >= LINK_OUT_US) {
		scale_lost(b->scale, error);
		return;
	}
	if (b->tries++ < b->retries) {
		(void)loop_timer_arm(b->timer, 0);
		return;
	}
	b->tries = 0;
	if (command_asked(b))
		command_end(b, error, SCALE_REFUSAL_NONE);
	else if (error == WIRE_OTHER_UNIT)
		say_fault(b, REASON_OTHER_UNIT);
	(void)loop_timer_arm(b->timer, b->poll_us);
}

static void answered(struct bus *b, const struct wire_result *result)
{
	if (wire_is_lost(result->error)) {
		scale_lost(b->scale, result->error == -EIO ? -ENODEV : result->error);
		return;
	}
	if (result->error != 0 && result->error != -EREMOTEIO) {
		missed(b, result->error);
		return;
	}
	b->tries = 0;
	b->answered_boot_us = loop_now_us(scale_loop(b->scale));
	if (result->error == -EREMOTEIO) {
		refused(b, result->exception);
		return;
	}
	if (command_asked(b))
		command_went(b, result);
	else
		weight_came(b, result->regs);
	(void)loop_timer_arm(b->timer, b->ask_command ? 0 : b->poll_us);
}

static void connected(struct bus *b, int error)
{
	b->last_error = error;
	b->state = error < 0 ? LINE_CLOSED : LINE_CONNECTED;
	if (error == 0)
		scale_appeared(b->scale);
}

static void done(void *data, const void *job, const void *result)
{
	struct bus *b = data;
	const struct wire_job *j = job;
	const struct wire_result *r = result;

	if (j->generation != b->generation || j->what == WIRE_CLOSE)
		return;
	if (j->what == WIRE_OPEN)
		connected(b, r->error);
	else if (b->state == LINE_OPEN)
		answered(b, r);
}

static int setup(struct scale *s, struct conf_section *section)
{
	static const struct worker_ops ops = { .name = "modbus",
		.job_size = sizeof(struct wire_job),
		.result_size = sizeof(struct wire_result),
		.run = wire_run,
		.done = done };
	struct bus *b = calloc(1, sizeof(*b));
	int r;

	if (!b)
		return -ENOMEM;
	scale_set_private(s, b);
	b->scale = s;
	b->wire.guard = -1;
	b->last_error = -EINPROGRESS;
	r = modbus_conf_read(b, section);
	if (r == 0)
		r = loop_add_timer(
			scale_loop(s), "scale-modbus", LOOP_DEVICE, on_timer, b, &b->timer);
	return r < 0 ? r : worker_new(scale_loop(s), &ops, &b->wire, b, &b->worker);
}

static int open_bus(struct scale *s)
{
	struct bus *b = scale_private(s);

	if (b->state == LINE_CLOSED) {
		b->generation++;
		b->state = LINE_CONNECTING;
		if (!submit(b, (struct wire_job){ .what = WIRE_OPEN }))
			b->state = LINE_CLOSED;
	}
	if (b->state != LINE_CONNECTED)
		return b->last_error < 0 ? b->last_error : -EINPROGRESS;
	b->state = LINE_OPEN;
	b->tries = 0;
	b->pulse.felt = false;
	b->answered_boot_us = loop_now_us(scale_loop(s));
	if (b->map.untested && !b->map.checked)
		log_line(LOG_NOTE,
			"scale=%s map=%s is from a manual and untested: check it with a known mass",
			scale_name(s), b->map.name);
	return loop_timer_arm(b->timer, 0);
}

/* Also called after an open() that said "not yet": a connection being made goes on. */
static void close_bus(struct scale *s)
{
	struct bus *b = scale_private(s);

	if (b->state != LINE_OPEN)
		return;
	b->state = LINE_CLOSED;
	b->command_state = COMMAND_NONE;
	b->ask_command = false;
	b->generation++;
	b->last_error = -EINPROGRESS;
	(void)loop_timer_disarm(b->timer);
	(void)submit(b, (struct wire_job){ .what = WIRE_CLOSE });
}

static void cleanup(struct scale *s)
{
	struct bus *b = scale_private(s);

	if (!b)
		return;
	b->worker = worker_free(b->worker);
	wire_done(&b->wire);
	(void)loop_source_free(b->timer);
	free(b);
}

const struct scale_driver scale_modbus_driver = {
	.name = "modbus",
	.options = modbus_options,
	.setup = setup,
	.open = open_bus,
	.close = close_bus,
	.cleanup = cleanup,
	.command = command_begin,
};
