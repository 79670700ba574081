// SPDX-License-Identifier: GPL-3.0-or-later
/* One Modbus scale with the real loop and its real worker, until what is awaited was said. */
#include "modbus_bench.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <termios.h>
#include <unistd.h>
#include "cleanup.h"

static void on_request(void *data, uint32_t revents)
{
	struct bench *b = data;

	(void)revents;
	if (b->quiet_us && loop_now_us(b->loop) - b->quiet_us < b->shortest_us)
		b->shortest_us = loop_now_us(b->loop) - b->quiet_us;
	b->quiet_us = loop_now_us(b->loop); /* before: then never later than it was heard */
	slave_answer(&b->rtu);
}

void bench_plug(struct bench *b)
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

void bench_unplug(struct bench *b)
{
	b->slave = loop_source_free(b->slave);
	assert_int_equal(unlink(b->path), 0);
	assert_int_equal(close(b->rtu.master), 0);
	b->rtu.master = -1;
}

void bench_weigh(struct bench *b, int32_t g)
{
	b->regs[1] = g == 0 ? 3 : 1;
	b->regs[2] = b->regs[4] = (uint16_t)(g >> 16);
	b->regs[3] = b->regs[5] = (uint16_t)g;
	b->regs[12] = 20;
}

static void on_reading(void *data, size_t index, const struct reading *r)
{
	struct bench *b = data;

	assert_int_equal(index, 0);
	b->last = *r;
	b->heard++;
	b->regs[10]++; /* a heart that beats */
}

void bench_turn(struct bench *b, uint64_t since_us)
{
	assert_int_equal(loop_turn(b->loop, 100000), 0);
	assert_true(loop_now_us(b->loop) - since_us < LIMIT_US);
}

void bench_until(struct bench *b, enum scale_state state, int64_t mg)
{
	uint64_t since_us = loop_now_us(b->loop);

	while (b->last.state != state || b->last.mass_mg != mg || b->heard == 0)
		bench_turn(b, since_us);
}

void bench_until_asked(struct bench *b, unsigned more)
{
	uint64_t since_us = loop_now_us(b->loop);
	unsigned asked = b->rtu.asked + more;

	while (b->rtu.asked < asked)
		bench_turn(b, since_us);
}

void bench_start(struct bench *b, const char *keys)
{
	static const char *const kinds[] = { "scale", "map", NULL };
	char text[1024];

	(void)snprintf(text, sizeof(text), "[scale floor]\ndriver = modbus\n%s", keys);
	assert_int_equal(conf_read_text("station", text, strlen(text), &b->conf), 0);
	assert_int_equal(scales_new(b->loop, NULL, b->conf, on_reading, b, &b->scales), 0);
	conf_check_unused(b->conf, kinds);
	assert_int_equal(conf_mistakes(b->conf), 0);
	scales_start(b->scales);
}

void bench_start_line(struct bench *b)
{
	char keys[160];

	(void)snprintf(
		keys, sizeof(keys), "device = %s\npoll_ms = 50\ntimeout_ms = 100\n", b->path);
	bench_start(b, keys);
}

int bench_begin(void **state)
{
	static struct bench b;

	memset(&b, 0, sizeof(b));
	b.rtu.master = -1;
	b.regs = b.rtu.regs;
	(void)snprintf(b.dir, sizeof(b.dir), "/tmp/bascule-modbus-XXXXXX");
	assert_non_null(mkdtemp(b.dir));
	(void)snprintf(b.path, sizeof(b.path), "%s/line", b.dir);
	assert_int_equal(loop_new(&b.loop), 0);
	*state = &b;
	return 0;
}

int bench_end(void **state)
{
	struct bench *b = *state;

	b->scales = scales_free(b->scales);
	(void)conf_free(b->conf);
	if (b->rtu.master >= 0)
		bench_unplug(b);
	(void)loop_free(b->loop);
	return rmdir(b->dir);
}
