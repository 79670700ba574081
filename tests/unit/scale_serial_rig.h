// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A part of test_scale_serial.c: the registry and the serial driver over a pty with the real loop;
 * the test plays the indicator from the other end.
 */
#pragma once
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
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include "../../daemon/scale/driver.h"
#include "cleanup.h"

enum { LIMIT_US = 60 * 1000 * 1000, MOST = 64 };

struct bench;

/* What the indicator does, and what the registry must then say before the next step. */
struct step {
	void (*act)(struct bench *b);
	const char *text; /* written to the line */
	enum scale_state awaited;
	int64_t mg; /* -1: no number */
};

struct bench {
	char dir[64];
	char path[96]; /* the cable's end: a link to whatever pty stands for the device now */
	int master;
	int other; /* a descriptor of somebody else on the line */
	struct loop *loop;
	struct loop_source *limit;
	struct loop_source *next;
	struct loop_source *listener;
	struct loop_source *pouring;
	struct conf *conf;
	struct scales *scales;
	const struct step *step;
	const struct step *acted; /* whose act is done */
	struct reading heard[MOST];
	size_t count;
};

static inline void on_limit(void *data)
{
	loop_quit(((struct bench *)data)->loop, -ETIMEDOUT);
}

static inline void begin_step(void *data)
{
	struct bench *b = data;
	const struct step *now = b->step;
	struct scale_facts facts;

	if (now->act && now != b->acted)
		now->act(b);
	b->acted = now;
	scales_facts(b->scales, 0, &facts);
	if (now->text && !facts.open) /* nobody listens yet */
		assert_int_equal(loop_timer_arm(b->next, 10000), 0);
	else if (now->text)
		assert_int_equal(write(b->master, now->text, strlen(now->text)), strlen(now->text));
	if (!now->act && !now->text)
		loop_quit(b->loop, 0);
}

static inline void on_reading(void *data, size_t index, const struct reading *r)
{
	struct bench *b = data;

	assert_int_equal(index, 0);
	assert_in_range(b->count, 0, MOST - 1);
	b->heard[b->count++] = *r;
	if (r->state != b->step->awaited || (b->step->mg >= 0 && r->mass_mg != b->step->mg))
		return;
	b->step++;
	assert_int_equal(loop_timer_arm(b->next, 0), 0);
}

static inline void plug(struct bench *b)
{
	char name[64];

	b->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	assert_true(b->master >= 0);
	assert_int_equal(grantpt(b->master), 0);
	assert_int_equal(unlockpt(b->master), 0);
	assert_int_equal(ptsname_r(b->master, name, sizeof(name)), 0);
	assert_int_equal(symlink(name, b->path), 0);
}

static inline void unplug(struct bench *b)
{
	assert_int_equal(unlink(b->path), 0);
	assert_int_equal(close(b->master), 0);
	b->master = -1;
}

static inline void start(struct bench *b)
{
	scales_start(b->scales);
}

static inline void configure(struct bench *b, const char *more)
{
	static const char *const kinds[] = { "scale", NULL };
	char file[96];
	FILE *f;

	(void)snprintf(file, sizeof(file), "%s/station.conf", b->dir);
	f = fopen(file, "w");
	assert_non_null(f);
	(void)fprintf(f, "[scale floor]\n%s", more);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(conf_read(file, &b->conf), 0);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(scales_new(b->loop, NULL, b->conf, on_reading, b, &b->scales), 0);
	conf_check_unused(b->conf, kinds);
	assert_int_equal(scales_count(b->scales), 1);
}

static inline int begin(void **state)
{
	static struct bench b;

	memset(&b, 0, sizeof(b));
	b.master = b.other = -1;
	(void)snprintf(b.dir, sizeof(b.dir), "/tmp/bascule-scale-XXXXXX");
	assert_non_null(mkdtemp(b.dir));
	(void)snprintf(b.path, sizeof(b.path), "%s/line", b.dir);
	assert_int_equal(loop_new(&b.loop), 0);
	assert_int_equal(loop_add_timer(b.loop, "limit", LOOP_IDLE, on_limit, &b, &b.limit), 0);
	assert_int_equal(loop_add_timer(b.loop, "next", LOOP_NORMAL, begin_step, &b, &b.next), 0);
	*state = &b;
	return 0;
}

static inline int end(void **state)
{
	struct bench *b = *state;

	b->scales = scales_free(b->scales);
	(void)loop_source_free(b->listener);
	(void)loop_source_free(b->pouring);
	(void)loop_source_free(b->next);
	(void)loop_source_free(b->limit);
	(void)loop_free(b->loop);
	(void)conf_free(b->conf);
	if (b->master >= 0)
		unplug(b);
	if (b->other >= 0)
		(void)close(b->other);
	return rmdir(b->dir);
}

static inline void play(struct bench *b, const char *more, const struct step *steps)
{
	char keys[256];

	(void)snprintf(keys, sizeof(keys), "driver = serial\ndevice = %s\n%s", b->path, more);
	configure(b, keys);
	assert_int_equal(conf_mistakes(b->conf), 0);
	b->step = steps;
	assert_int_equal(loop_timer_arm(b->next, 0), 0);
	assert_int_equal(loop_timer_arm(b->limit, LIMIT_US), 0);
	assert_int_equal(loop_run(b->loop), 0);
}

#define FRAME(kg) "ST,GS,+00" kg "kg\r\n"
