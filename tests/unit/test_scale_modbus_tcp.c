// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The Modbus driver over the network, against libmodbus's own server: a peer that goes away and
 * comes back, and a status that is read apart from its weight.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <modbus/modbus.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include "modbus_bench.h"

enum { REGISTERS = 64, COIL_OVER = 33, COIL_STABLE = 38, HEAD_COMMAND = 32 };

struct server {
	struct bench *bench;
	modbus_t *server;
	modbus_mapping_t *mapping;
	struct loop_source *caller;
	struct loop_source *guest;
	int listening;
	int port;
	bool restless; /* the coils change at each look */
	bool other;    /* another unit answers what is written */
	unsigned writes;
};

static bool is_write(const uint8_t *ask)
{
	return ask[7] == MODBUS_FC_WRITE_SINGLE_REGISTER ||
	       ask[7] == MODBUS_FC_WRITE_MULTIPLE_REGISTERS;
}

/* As a gateway that mixes up its units: head, function, address and what was written. */
static int reply_as_another(const struct server *v, uint8_t ask[12])
{
	ask[5] = 6;
	ask[6] ^= 1;
	return send(modbus_get_socket(v->server), ask, 12, 0) == 12 ? 0 : -1;
}

static int reply(struct server *v, uint8_t *ask, int n)
{
	v->writes += is_write(ask);
	if (v->other && is_write(ask))
		return reply_as_another(v, ask);
	return modbus_reply(v->server, ask, n, v->mapping);
}

static void on_guest(void *data, uint32_t revents)
{
	struct server *v = data;
	uint8_t ask[MODBUS_TCP_MAX_ADU_LENGTH];
	int n = modbus_receive(v->server, ask);

	(void)revents;
	if (n > 7 && ask[7] == MODBUS_FC_READ_COILS && v->restless)
		v->mapping->tab_bits[COIL_STABLE] ^= 1;
	if (n < 0 || reply(v, ask, n) < 0)
		v->guest = loop_source_free(v->guest);
}

static void on_caller(void *data, uint32_t revents)
{
	struct server *v = data;

	(void)revents;
	v->guest = loop_source_free(v->guest);
	assert_true(modbus_tcp_accept(v->server, &v->listening) >= 0);
	assert_int_equal(loop_add_fd(v->bench->loop, "guest", LOOP_NORMAL,
				 modbus_get_socket(v->server), EPOLLIN, on_guest, v, &v->guest),
		0);
}

static void serve(struct server *v)
{
	struct sockaddr_in a;
	socklen_t len = sizeof(a);

	v->server = modbus_new_tcp("127.0.0.1", v->port);
	assert_non_null(v->server);
	v->listening = modbus_tcp_listen(v->server, 1);
	assert_true(v->listening >= 0);
	assert_int_equal(getsockname(v->listening, (struct sockaddr *)&a, &len), 0);
	v->port = ntohs(a.sin_port);
	assert_int_equal(loop_add_fd(v->bench->loop, "caller", LOOP_NORMAL, v->listening, EPOLLIN,
				 on_caller, v, &v->caller),
		0);
}

static void stop(struct server *v)
{
	v->guest = loop_source_free(v->guest);
	v->caller = loop_source_free(v->caller);
	if (v->listening >= 0)
		(void)close(v->listening);
	if (v->server) {
		modbus_close(v->server);
		modbus_free(v->server);
	}
	v->listening = -1;
	v->server = NULL;
}

static int begin(void **state)
{
	static struct server v;
	void *bench;

	v = (struct server){ .listening = -1 };
	if (bench_begin(&bench) < 0)
		return -1;
	v.bench = bench;
	v.mapping = modbus_mapping_new(REGISTERS, 0, REGISTERS, 0);
	assert_non_null(v.mapping);
	v.bench->regs = v.mapping->tab_registers;
	*state = &v;
	return 0;
}

static int end(void **state)
{
	struct server *v = *state;
	void *bench = v->bench;

	stop(v);
	modbus_mapping_free(v->mapping);
	return bench_end(&bench);
}

static void a_network_scale_comes_back(void **state)
{
	struct server *v = *state;
	struct bench *b = v->bench;
	char keys[96];

	serve(v);
	bench_weigh(b, 12340);
	(void)snprintf(keys, sizeof(keys),
		"address = 127.0.0.1:%d\npoll_ms = 50\ntimeout_ms = 300\n", v->port);
	bench_start(b, keys);
	for (int32_t i = 1; i <= 3; i++) {
		bench_weigh(b, i * 1000);
		bench_until(b, SCALE_STABLE, i * 1000000);
		stop(v);
		bench_until(b, SCALE_UNPLUGGED, 0);
		serve(v);
	}
	bench_until(b, SCALE_STABLE, 3000000);
}

/* Weight and status in two requests: taken when the status is the same before and after. */
static void a_status_among_coils_belongs_to_its_weight(void **state)
{
	struct server *v = *state;
	struct bench *b = v->bench;
	char keys[512];

	serve(v);
	v->mapping->tab_registers[17] = 12340;
	v->mapping->tab_bits[COIL_STABLE] = 1;
	(void)snprintf(keys, sizeof(keys),
		"map = coils\nchecked = oui\naddress = 127.0.0.1:%d\npoll_ms = 50\n[map "
		"coils]\nblock = 16+2\n"
		"coils = 32+8\ngross = 16, s32\nunit = g\nstable = c38\nover = c33 c34\n",
		v->port);
	bench_start(b, keys);
	bench_until(b, SCALE_STABLE, 12340000);
	v->mapping->tab_bits[COIL_OVER] = 1;
	bench_until(b, SCALE_OVERLOAD, 0);
	v->mapping->tab_bits[COIL_OVER] = 0;
	v->restless = true;
	v->mapping->tab_registers[17] = 777;
	bench_until(b, SCALE_SILENT, 0);
	v->restless = false;
	v->mapping->tab_bits[COIL_STABLE] = 0;
	bench_until(b, SCALE_MOVING, 777000);
}

static void on_end(void *data, size_t index, const struct scale_commanded *end)
{
	struct bench *b = data;

	assert_int_equal(index, 0);
	b->ends++;
	b->end = *end;
}

static void until(struct bench *b, const unsigned *counted, unsigned wanted)
{
	uint64_t since_us = loop_now_us(b->loop);

	while (*counted < wanted)
		bench_turn(b, since_us);
}

/* What another unit says to a command is no answer of ours; what ours says is. */
static void truth_17_a_written_command_is_answered_by_its_own_unit(void **state)
{
	const struct scale_command zero = { .kind = SCALE_COMMAND_CAPTURE_ZERO };
	struct server *v = *state;
	struct bench *b = v->bench;
	char keys[96];

	serve(v);
	bench_weigh(b, 500);
	(void)snprintf(keys, sizeof(keys),
		"address = 127.0.0.1:%d\npoll_ms = 50\ntimeout_ms = 300\nretries = 0\n", v->port);
	bench_start(b, keys);
	bench_until(b, SCALE_STABLE, 500000);
	v->other = true;
	assert_int_equal(scales_command(b->scales, 0, &zero, on_end, b), 0);
	until(b, &b->ends, 1);
	assert_int_equal(b->end.error, -EXDEV);
	assert_int_equal(v->writes, 1);
	v->other = false;
	assert_int_equal(scales_command(b->scales, 0, &zero, on_end, b), 0);
	until(b, &v->writes, 2);
	v->mapping->tab_registers[HEAD_COMMAND] = 0;
	until(b, &b->ends, 2);
	assert_int_equal(b->end.error, 0);
}

#define SERVED(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SERVED(a_network_scale_comes_back),
		SERVED(a_status_among_coils_belongs_to_its_weight),
		SERVED(truth_17_a_written_command_is_answered_by_its_own_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
