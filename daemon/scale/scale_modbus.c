// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scales over Modbus RTU or TCP, by a register map. The loop's side: what is asked next and
 * what an answer means; the asking itself blocks, and happens in a worker. One job is under
 * way at a time. Opening, too, is a job: open() says "not yet" until it has come back, and
 * closing never waits: what an earlier opening still answers is not looked at.
 */
#include <stdio.h>
#include <string.h>
#include "driver.h"
#include "log.h"
#include "modbus_wire.h"
#include "parse_modbus.h"
#include "worker.h"

enum {
	LINK_OUT_US = 3000 * 1000, /* a network peer that says nothing so long is another one */
	REFUSED_US = 2000 * 1000,  /* registers that are not there will not be there at once */
	HEAD_SPAN = 33,            /* arguments of our head's commands, firmware/README.md */
	HEAD_STEP = 35,
	HEAD_MAX = 36,
};

enum line_state { LINE_CLOSED, LINE_CONNECTING, LINE_CONNECTED, LINE_OPEN };
enum order_state { ORDER_NONE, ORDER_FIRST_WORD, ORDER_SECOND_WORD, ORDER_CODE, ORDER_ANSWER };

struct bus {
	struct scale *scale;
	struct modbus_map map;
	struct wire wire;
	struct worker *worker;
	struct loop_source *timer;
	enum line_state state;
	int last_error; /* of the last try to connect */
	unsigned generation;
	uint64_t poll_us;
	unsigned retries;
	unsigned tries; /* failed since the last good answer to this question */
	unsigned missed;
	uint64_t answered_boot_us;
	struct modbus_pulse pulse;
	enum order_state order;
	bool ask_order; /* the next question is about the command */
	struct scale_command command;
	struct wire_job asked; /* the job under way */
};

static const char *const options[] = { "device", "baud", "bits", "parity", "stop", "address",
	"unit", "map", "poll_ms", "timeout_ms", "retries", NULL };

static bool submit(struct bus *b, struct wire_job job)
{
	job.generation = b->generation;
	b->asked = job;
	return worker_submit(b->worker, &job) == 0;
}

/* The job that the order's state asks for; its arguments first, each in a write of its own. */
static struct wire_job order_job(const struct bus *b)
{
	const struct scale_command *c = &b->command;
	bool span = c->kind == SCALE_COMMAND_CAPTURE_SPAN;
	int64_t g = (span ? c->span_mass_mg : c->max_mg) / 1000;
	struct wire_job job = { .what = WIRE_WRITE, .count = 1, .address = b->map.command };

	switch (b->order) {
	case ORDER_FIRST_WORD:
		job.address = HEAD_STEP;
		job.values[0] = (uint16_t)(c->e_mg / 1000);
		break;
	case ORDER_SECOND_WORD:
		job.address = span ? HEAD_SPAN : HEAD_MAX;
		job.count = 2;
		job.values[0] = (uint16_t)(g >> 16);
		job.values[1] = (uint16_t)g;
		break;
	case ORDER_CODE:
		job.values[0] = b->map.code[c->kind];
		break;
	default:
		job.what = WIRE_READ;
		job.function = 3;
		break;
	}
	return job;
}

static void ask_next(struct bus *b)
{
	struct wire_job read = { .what = WIRE_READ,
		.function = b->map.function,
		.address = b->map.first,
		.count = b->map.count };

	if (b->ask_order && b->order == ORDER_NONE)
		b->ask_order = false;
	if (!submit(b, b->ask_order ? order_job(b) : read))
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

static void end_order(struct bus *b, int error, enum scale_refusal refusal)
{
	struct scale_commanded result = { .error = error, .refusal = refusal };

	if (b->order == ORDER_NONE)
		return;
	b->order = ORDER_NONE;
	b->ask_order = false;
	scale_commanded(b->scale, &result);
}

/* What the command register says: 0 done, 0x80xx refused, anything else: under way. */
static void hear_order(struct bus *b, uint16_t value)
{
	uint16_t why = value & 0xFF;

	if (value == 0)
		end_order(b, 0, SCALE_REFUSAL_NONE);
	else if ((value & 0xFF00) == 0x8000)
		end_order(b, 0,
			why < SCALE_REFUSAL_COUNT ? (enum scale_refusal)why
						  : SCALE_REFUSAL_UNKNOWN);
}

static void order_went(struct bus *b, const struct wire_result *result)
{
	switch (b->order) {
	case ORDER_FIRST_WORD:
		b->order = ORDER_SECOND_WORD;
		break;
	case ORDER_SECOND_WORD:
		b->order = ORDER_CODE;
		break;
	case ORDER_CODE:
		b->order = ORDER_ANSWER;
		if (!b->map.acknowledges)
			end_order(b, 0, SCALE_REFUSAL_NONE);
		b->ask_order = false; /* a weight in between: the head may need its time */
		return;
	default:
		hear_order(b, result->regs[0]);
		b->ask_order = false;
		return;
	}
	b->ask_order = true;
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
	b->ask_order = b->order != ORDER_NONE;
	scale_report(b->scale, &r);
}

static bool about_order(const struct bus *b)
{
	return b->asked.what == WIRE_WRITE || (b->ask_order && b->order == ORDER_ANSWER);
}

static void refused(struct bus *b, int exception)
{
	if (about_order(b)) {
		end_order(b, -EREMOTEIO, SCALE_REFUSAL_NONE);
		(void)loop_timer_arm(b->timer, b->poll_us);
		return;
	}
	/* 1 function, 2 address, 3 count: the map is wrong. Others are the device's own trouble. */
	say_fault(b, exception <= 3 ? REASON_BAD_REGISTER : REASON_DEVICE_FAULT);
	(void)loop_timer_arm(b->timer, REFUSED_US);
}

static void missed(struct bus *b, int error)
{
	uint64_t quiet_us = loop_now_us(scale_loop(b->scale)) - b->answered_boot_us;

	b->missed++;
	if (b->wire.network && quiet_us >= LINK_OUT_US) {
		scale_lost(b->scale, error);
		return;
	}
	if (b->tries++ < b->retries) {
		(void)loop_timer_arm(b->timer, 0);
		return;
	}
	b->tries = 0;
	if (about_order(b))
		end_order(b, error, SCALE_REFUSAL_NONE);
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
	if (about_order(b))
		order_went(b, result);
	else
		weight_came(b, result->regs);
	(void)loop_timer_arm(b->timer, b->ask_order ? 0 : b->poll_us);
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

/* host:port; a host may be a name. */
static void read_address(struct conf_section *section, struct bus *b, const char *address)
{
	struct sentence why = { .key = "modbus_bad_host" };
	const char *colon = strrchr(address, ':');
	size_t host = colon ? (size_t)(colon - address) : 0;
	size_t port = colon ? strlen(colon + 1) : 0;

	b->wire.network = true;
	if (host > 0 && host < sizeof(b->wire.host) && port > 0 && port < sizeof(b->wire.port) &&
		strspn(colon + 1, "0123456789") == port) {
		memcpy(b->wire.host, address, host);
		memcpy(b->wire.port, colon + 1, port);
		return;
	}
	sentence_param(&why, "key", "address");
	sentence_param(&why, "value", address);
	conf_mistake(section, "address", &why);
}

static void read_way(struct conf_section *section, struct bus *b)
{
	static const struct sentence one_way = { .key = "modbus_one_way" };
	const char *address = conf_text(section, "address", NULL);

	if (!address) {
		tty_read_conf(section, &b->wire.tty);
		if (!conf_text(section, "baud", NULL))
			b->wire.tty.speed = B19200; /* what the standard and our head begin with */
		return;
	}
	if (conf_text(section, "device", NULL))
		conf_mistake(section, "device", &one_way);
	read_address(section, b, address);
}

/* A map that nobody has confirmed says so wherever the device is named. */
static void name_device(struct bus *b, const char *way)
{
	char name[128];

	(void)snprintf(name, sizeof(name), "%.80s, map %s, untested", way, b->map.name);
	scale_set_device(b->scale, b->map.untested ? name : way);
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
	read_way(section, b);
	b->wire.unit = (int)conf_int(section, "unit", 1, b->wire.network ? 255 : 247, 1);
	b->poll_us = (uint64_t)conf_int(section, "poll_ms", 50, 10000, 200) * 1000;
	b->wire.timeout_us = (uint32_t)conf_int(section, "timeout_ms", 100, 5000, 300) * 1000;
	b->retries = (unsigned)conf_int(section, "retries", 0, 10, 2);
	r = modbus_map_find(section, &b->map);
	name_device(b, conf_text(section, b->wire.network ? "address" : "device", ""));
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
	if (b->map.untested)
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
	b->order = ORDER_NONE;
	b->ask_order = false;
	b->generation++;
	b->last_error = -EINPROGRESS;
	(void)loop_timer_disarm(b->timer);
	(void)submit(b, (struct wire_job){ .what = WIRE_CLOSE });
}

static int command(struct scale *s, const struct scale_command *c)
{
	struct bus *b = scale_private(s);

	if ((unsigned)c->kind >= SCALE_COMMAND_COUNT || b->map.code[c->kind] == 0)
		return -EOPNOTSUPP;
	if (c->kind >= SCALE_COMMAND_CAPTURE_ZERO && !b->map.head)
		return -EOPNOTSUPP;
	b->command = *c;
	b->order = ORDER_CODE;
	if (c->kind == SCALE_COMMAND_SETTINGS)
		b->order = ORDER_FIRST_WORD;
	else if (c->kind == SCALE_COMMAND_CAPTURE_SPAN)
		b->order = ORDER_SECOND_WORD;
	return 0;
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
	.options = options,
	.setup = setup,
	.open = open_bus,
	.close = close_bus,
	.cleanup = cleanup,
	.command = command,
};
