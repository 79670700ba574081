// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The Modbus driver with the real loop and its real worker, against an RTU slave that this
 * program plays on a pty, and against libmodbus's own TCP server. The slave answers well,
 * damaged, not at all or with an exception; loops are turned until what is awaited was said.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <modbus/modbus.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>
#include "../../daemon/scale/driver.h"
#include "cleanup.h"
#include "modbus_slave.h"

enum { LIMIT_US = 60 * 1000 * 1000, HEAD_COMMAND = 32 };

struct bench {
	char dir[64];
	char path[96];
	struct slave rtu;
	modbus_t *server;
	modbus_mapping_t *mapping;
	int listening;
	int port;
	struct loop *loop;
	struct loop_source *slave;
	struct loop_source *guest;
	struct conf *conf;
	struct scales *scales;
	struct reading last;
	unsigned heard; /* readings */
	unsigned ends;  /* of commands */
	struct scale_commanded end;
};

static void on_request(void *data, uint32_t revents)
{
	struct bench *b = data;

	(void)revents;
	slave_answer(&b->rtu);
}

static void plug(struct bench *b)
{
	struct termios raw;
	char name[64];

	b->rtu.master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	assert_true(b->rtu.master >= 0);
	assert_int_equal(grantpt(b->rtu.master), 0);
	assert_int_equal(unlockpt(b->rtu.master), 0);
	assert_int_equal(ptsname_r(b->rtu.master, name, sizeof(name)), 0);
	assert_int_equal(tcgetattr(b->rtu.master, &raw), 0);
	cfmakeraw(&raw);
	raw.c_cflag |= HUPCL; /* as a serial line has it, and a pty has not */
	assert_int_equal(tcsetattr(b->rtu.master, TCSANOW, &raw), 0);
	assert_int_equal(symlink(name, b->path), 0);
	assert_int_equal(loop_add_fd(b->loop, "slave", LOOP_NORMAL, b->rtu.master, EPOLLIN,
				 on_request, b, &b->slave),
		0);
}

static void unplug(struct bench *b)
{
	b->slave = loop_source_free(b->slave);
	assert_int_equal(unlink(b->path), 0);
	assert_int_equal(close(b->rtu.master), 0);
	b->rtu.master = -1;
}

static void weigh(struct bench *b, int32_t g)
{
	uint16_t *regs = b->mapping ? b->mapping->tab_registers : b->rtu.regs;

	regs[1] = g == 0 ? 3 : 1;
	regs[2] = regs[4] = (uint16_t)(g >> 16);
	regs[3] = regs[5] = (uint16_t)g;
	regs[12] = 20;
}

static void on_reading(void *data, size_t index, const struct reading *r)
{
	struct bench *b = data;

	assert_int_equal(index, 0);
	b->last = *r;
	b->heard++;
	b->rtu.regs[10]++; /* a heart that beats */
	if (b->mapping)
		b->mapping->tab_registers[10]++;
}

static void on_end(void *data, size_t index, const struct scale_commanded *end)
{
	struct bench *b = data;

	assert_int_equal(index, 0);
	b->ends++;
	b->end = *end;
}

static void turn(struct bench *b, uint64_t since_us)
{
	assert_int_equal(loop_turn(b->loop, 100000), 0);
	assert_true(loop_now_us(b->loop) - since_us < LIMIT_US);
}

static void until(struct bench *b, enum scale_state state, int64_t mg)
{
	uint64_t since_us = loop_now_us(b->loop);

	while (b->last.state != state || b->last.mass_mg != mg || b->heard == 0)
		turn(b, since_us);
}

static void until_asked(struct bench *b, unsigned more)
{
	uint64_t since_us = loop_now_us(b->loop);
	unsigned asked = b->rtu.asked + more;

	while (b->rtu.asked < asked)
		turn(b, since_us);
}

static void start(struct bench *b, const char *keys)
{
	static const char *const kinds[] = { "scale", NULL };
	char text[512];

	(void)snprintf(text, sizeof(text), "[scale floor]\ndriver = modbus\n%s", keys);
	assert_int_equal(conf_read_text("station", text, strlen(text), &b->conf), 0);
	assert_int_equal(scales_new(b->loop, NULL, b->conf, on_reading, b, &b->scales), 0);
	conf_check_unused(b->conf, kinds);
	assert_int_equal(conf_mistakes(b->conf), 0);
	scales_start(b->scales);
}

static void start_line(struct bench *b)
{
	char keys[160];

	(void)snprintf(
		keys, sizeof(keys), "device = %s\npoll_ms = 50\ntimeout_ms = 100\n", b->path);
	start(b, keys);
}

static int begin(void **state)
{
	static struct bench b;

	memset(&b, 0, sizeof(b));
	b.rtu.master = b.listening = -1;
	(void)snprintf(b.dir, sizeof(b.dir), "/tmp/bascule-modbus-XXXXXX");
	assert_non_null(mkdtemp(b.dir));
	(void)snprintf(b.path, sizeof(b.path), "%s/line", b.dir);
	assert_int_equal(loop_new(&b.loop), 0);
	*state = &b;
	return 0;
}

static void stop_server(struct bench *b)
{
	b->guest = loop_source_free(b->guest);
	b->slave = loop_source_free(b->slave);
	if (b->listening >= 0)
		(void)close(b->listening);
	if (b->server) {
		modbus_close(b->server);
		modbus_free(b->server);
	}
	b->listening = -1;
	b->server = NULL;
}

static int end(void **state)
{
	struct bench *b = *state;

	b->scales = scales_free(b->scales);
	(void)conf_free(b->conf);
	stop_server(b);
	if (b->mapping)
		modbus_mapping_free(b->mapping);
	if (b->rtu.master >= 0)
		unplug(b);
	(void)loop_free(b->loop);
	return rmdir(b->dir);
}

static void weighs_and_survives_unplugging(void **state)
{
	struct bench *b = *state;

	start_line(b);
	until(b, SCALE_UNPLUGGED, 0);
	for (int32_t i = 1; i <= 5; i++) {
		plug(b);
		weigh(b, i * 1000 + 20);
		until(b, SCALE_STABLE, i * 1000000 + 20000);
		assert_int_equal(b->last.step_mg, 20000);
		weigh(b, 0);
		until(b, SCALE_ZERO, 0);
		unplug(b);
		until(b, SCALE_UNPLUGGED, 0);
	}
}

static void a_line_in_use_is_left_alone(void **state)
{
	struct bench *b = *state;
	int other;

	plug(b);
	weigh(b, 500);
	other = open(b->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(other >= 0);
	assert_int_equal(flock(other, LOCK_EX), 0);
	start_line(b);
	until(b, SCALE_FAULT, 0);
	assert_int_equal(b->last.reason, REASON_NO_ACCESS);
	assert_int_equal(b->rtu.asked, 0);
	assert_int_equal(close(other), 0);
	until(b, SCALE_STABLE, 500000);
}

/* The line is given back as one that does not hang up: DTR would reset the board. */
static void closing_resets_no_board(void **state)
{
	struct bench *b = *state;
	struct termios line;

	plug(b);
	weigh(b, 500);
	start_line(b);
	until(b, SCALE_STABLE, 500000);
	b->scales = scales_free(b->scales);
	assert_int_equal(tcgetattr(b->rtu.master, &line), 0);
	assert_int_equal(line.c_cflag & HUPCL, 0);
}

static void damaged_answers_are_no_weights(void **state)
{
	static const enum slave_manner manners[] = { SLAVE_WRONG_CRC, SLAVE_CUTS, SLAVE_SILENT };
	struct bench *b = *state;
	struct scale_detail d;

	plug(b);
	weigh(b, 500);
	start_line(b);
	for (size_t i = 0; i < ARRAY_SIZE(manners); i++) {
		until(b, SCALE_STABLE, 500000);
		b->rtu.manner = manners[i];
		weigh(b, 777);
		until(b, SCALE_SILENT, 0);
		assert_true(b->rtu.asked > 2);
		b->rtu.manner = SLAVE_ANSWERS;
		weigh(b, 500);
	}
	until(b, SCALE_STABLE, 500000);
	scales_detail(b->scales, 0, &d);
	assert_true(d.valid);
	assert_true(d.errors.line > 3);
	assert_int_equal(d.e_mg, 20000);
}

static void registers_that_are_not_there_are_said(void **state)
{
	struct bench *b = *state;
	uint64_t before_us;

	plug(b);
	weigh(b, 500);
	b->rtu.manner = SLAVE_REFUSES;
	start_line(b);
	until(b, SCALE_FAULT, 0);
	assert_int_equal(b->last.reason, REASON_BAD_REGISTER);
	before_us = loop_now_us(b->loop);
	until_asked(b, 1);
	assert_true(loop_now_us(b->loop) - before_us >= 1000000);
	b->rtu.manner = SLAVE_ANSWERS;
	until(b, SCALE_STABLE, 500000);
}

static int give(struct bench *b, enum scale_command_kind kind)
{
	const struct scale_command c = {
		.kind = kind, .span_mass_mg = 70000000000, .e_mg = 20000, .max_mg = 150000000
	};

	b->ends = 0;
	return scales_command(b->scales, 0, &c, on_end, b);
}

static void until_ended(struct bench *b)
{
	uint64_t since_us = loop_now_us(b->loop);

	while (b->ends == 0)
		turn(b, since_us);
	assert_int_equal(b->ends, 1);
}

static void commands_are_answered_once(void **state)
{
	struct bench *b = *state;

	plug(b);
	weigh(b, 500);
	start_line(b);
	assert_int_equal(give(b, SCALE_COMMAND_ZERO), -ENODEV);
	until(b, SCALE_STABLE, 500000);
	assert_int_equal(give(b, SCALE_COMMAND_CAPTURE_SPAN), 0);
	assert_int_equal(give(b, SCALE_COMMAND_ZERO), -EBUSY);
	until_asked(b, 12); /* under way: the register reads the command */
	assert_int_equal(b->ends, 0);
	assert_int_equal(b->rtu.written[0], 33);
	assert_int_equal(b->rtu.written[1], HEAD_COMMAND);
	assert_int_equal(b->rtu.regs[33] << 16 | b->rtu.regs[34], 70000000);
	assert_int_equal(b->rtu.regs[HEAD_COMMAND], 0x11);
	b->rtu.regs[HEAD_COMMAND] = 0;
	until_ended(b);
	assert_int_equal(b->end.error, 0);
	assert_int_equal(b->end.refusal, SCALE_REFUSAL_NONE);
	assert_int_equal(give(b, SCALE_COMMAND_CAPTURE_ZERO), 0);
	until_asked(b, 4);
	b->rtu.regs[HEAD_COMMAND] = 0x8005;
	until_ended(b);
	assert_int_equal(b->end.refusal, SCALE_REFUSAL_JUMPER_OPEN);
	b->rtu.writes = 0;
	assert_int_equal(give(b, SCALE_COMMAND_SETTINGS), 0);
	until_asked(b, 8);
	assert_int_equal(b->rtu.writes, 3);
	assert_int_equal(b->rtu.regs[35], 20);
	assert_int_equal(b->rtu.regs[36] << 16 | b->rtu.regs[37], 150000);
	unplug(b);
	until_ended(b);
	assert_int_equal(b->end.error, -ENODEV);
}

static void in_service_nothing_can_be_weighed(void **state)
{
	struct bench *b = *state;
	struct scale_facts f;

	plug(b);
	weigh(b, 500);
	start_line(b);
	until(b, SCALE_STABLE, 500000);
	scales_service(b->scales, 0, true);
	until(b, SCALE_FAULT, 0);
	assert_int_equal(b->last.reason, REASON_CALIBRATING);
	weigh(b, 600);
	b->heard = 0;
	while (b->heard < 5) {
		turn(b, loop_now_us(b->loop));
		assert_int_equal(b->last.reason, REASON_CALIBRATING);
	}
	scales_facts(b->scales, 0, &f);
	assert_int_equal(f.last.mass_mg, 600000);
	scales_service(b->scales, 0, false);
	until(b, SCALE_STABLE, 600000);
}

static void on_guest(void *data, uint32_t revents)
{
	struct bench *b = data;
	uint8_t ask[MODBUS_TCP_MAX_ADU_LENGTH];
	int n = modbus_receive(b->server, ask);

	(void)revents;
	b->rtu.asked++;
	if (n < 0 || modbus_reply(b->server, ask, n, b->mapping) < 0)
		b->guest = loop_source_free(b->guest);
}

static void on_caller(void *data, uint32_t revents)
{
	struct bench *b = data;

	(void)revents;
	b->guest = loop_source_free(b->guest);
	assert_true(modbus_tcp_accept(b->server, &b->listening) >= 0);
	assert_int_equal(loop_add_fd(b->loop, "guest", LOOP_NORMAL, modbus_get_socket(b->server),
				 EPOLLIN, on_guest, b, &b->guest),
		0);
}

static void serve(struct bench *b)
{
	struct sockaddr_in a;
	socklen_t len = sizeof(a);

	b->server = modbus_new_tcp("127.0.0.1", b->port);
	assert_non_null(b->server);
	b->listening = modbus_tcp_listen(b->server, 1);
	assert_true(b->listening >= 0);
	assert_int_equal(getsockname(b->listening, (struct sockaddr *)&a, &len), 0);
	b->port = ntohs(a.sin_port);
	assert_int_equal(loop_add_fd(b->loop, "caller", LOOP_NORMAL, b->listening, EPOLLIN,
				 on_caller, b, &b->slave),
		0);
}

static void a_network_scale_comes_back(void **state)
{
	struct bench *b = *state;
	char keys[96];

	b->mapping = modbus_mapping_new(0, 0, SLAVE_REGISTERS, 0);
	assert_non_null(b->mapping);
	serve(b);
	weigh(b, 12340);
	(void)snprintf(keys, sizeof(keys),
		"address = 127.0.0.1:%d\npoll_ms = 50\ntimeout_ms = 300\n", b->port);
	start(b, keys);
	for (int32_t i = 1; i <= 3; i++) {
		weigh(b, i * 1000);
		until(b, SCALE_STABLE, i * 1000000);
		stop_server(b);
		until(b, SCALE_UNPLUGGED, 0);
		serve(b);
	}
	until(b, SCALE_STABLE, 3000000);
}

#define BENCH(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		BENCH(weighs_and_survives_unplugging),
		BENCH(a_line_in_use_is_left_alone),
		BENCH(closing_resets_no_board),
		BENCH(damaged_answers_are_no_weights),
		BENCH(registers_that_are_not_there_are_said),
		BENCH(commands_are_answered_once),
		BENCH(in_service_nothing_can_be_weighed),
		BENCH(a_network_scale_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
