// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A scale in service weighs again by itself when nobody speaks of it any more, as after a wizard
 * that was killed. The scale, its driver and its slave are real; the clock of the web room is a
 * loop of its own, whose minutes pass when they are told to (the linker puts that loop's time and
 * timer in front of the real ones: see the Makefile).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "../../daemon/web/web_private.h"
#include "modbus_bench.h"

enum { SECOND_US = 1000 * 1000 };

static struct {
	struct loop *loop;
	uint64_t now_us, due_us; /* 0: not armed */
	loop_timer_fn fn;
	void *data;
	struct loop_source *source;
	struct scales *scales;
} hand;

uint64_t __real_loop_now_us(struct loop *loop);
uint64_t __wrap_loop_now_us(struct loop *loop);
int __real_loop_add_timer(struct loop *loop, const char *name, enum loop_priority priority,
	loop_timer_fn fn, void *data, struct loop_source **ret_source);
int __wrap_loop_add_timer(struct loop *loop, const char *name, enum loop_priority priority,
	loop_timer_fn fn, void *data, struct loop_source **ret_source);
int __real_loop_timer_arm(struct loop_source *timer, uint64_t delay_us);
int __wrap_loop_timer_arm(struct loop_source *timer, uint64_t delay_us);
int __real_loop_timer_disarm(struct loop_source *timer);
int __wrap_loop_timer_disarm(struct loop_source *timer);
struct scales *__wrap_desk_scales(struct desk *d);

uint64_t __wrap_loop_now_us(struct loop *loop)
{
	return loop == hand.loop ? hand.now_us : __real_loop_now_us(loop);
}

int __wrap_loop_add_timer(struct loop *loop, const char *name, enum loop_priority priority,
	loop_timer_fn fn, void *data, struct loop_source **ret_source)
{
	int r = __real_loop_add_timer(loop, name, priority, fn, data, ret_source);

	if (r == 0 && loop == hand.loop) {
		hand.source = *ret_source;
		hand.fn = fn;
		hand.data = data;
	}
	return r;
}

int __wrap_loop_timer_arm(struct loop_source *timer, uint64_t delay_us)
{
	if (timer != hand.source)
		return __real_loop_timer_arm(timer, delay_us);
	hand.due_us = hand.now_us + delay_us;
	return 0;
}

int __wrap_loop_timer_disarm(struct loop_source *timer)
{
	if (timer != hand.source)
		return __real_loop_timer_disarm(timer);
	hand.due_us = 0;
	return 0;
}

struct scales *__wrap_desk_scales(struct desk *d)
{
	(void)d;
	return hand.scales;
}

/* Seconds of the web room's clock, with what falls due in them. */
static void pass(unsigned seconds)
{
	uint64_t end_us = hand.now_us + (uint64_t)seconds * SECOND_US;

	while (hand.due_us && hand.due_us <= end_us) {
		hand.now_us = hand.due_us;
		hand.due_us = 0;
		hand.fn(hand.data);
	}
	hand.now_us = end_us;
}

static void until_reason(struct bench *b, enum scale_reason reason)
{
	uint64_t since_us = loop_now_us(b->loop);

	while (b->last.reason != reason)
		bench_turn(b, since_us);
}

/* A few more readings, none of them a weight. */
static void still_in_service(struct bench *b)
{
	unsigned heard = b->heard;

	while (b->heard < heard + 3) {
		bench_turn(b, __real_loop_now_us(b->loop));
		assert_int_equal(b->last.reason, REASON_CALIBRATING);
	}
}

static void a_wizard_that_vanished_blocks_a_minute_only(void **state)
{
	_cleanup_(cleanup_loop_free) struct loop *loop = NULL;
	struct bench *b = *state;
	struct services *services;
	struct web w = { 0 };

	assert_int_equal(loop_new(&loop), 0);
	memset(&hand, 0, sizeof(hand));
	hand.loop = w.loop = loop;
	hand.now_us = SECOND_US;
	bench_plug(b);
	bench_weigh(b, 500);
	bench_start_line(b);
	hand.scales = b->scales;
	bench_until(b, SCALE_STABLE, 500000);
	assert_int_equal(services_new(&w, &services), 0);

	services_set(services, 0, true);
	until_reason(b, REASON_CALIBRATING);
	for (int looks = 0; looks < 5; looks++) { /* a wizard that waits for its person */
		pass(40);
		services_touch(services, 0);
	}
	pass(59);
	assert_true(services_on(services, 0));
	still_in_service(b);
	pass(1); /* nobody has spoken of it for a minute */
	assert_false(services_on(services, 0));
	bench_until(b, SCALE_STABLE, 500000);

	services_touch(services, 0); /* a look afterwards puts nothing in service */
	assert_false(services_on(services, 0));
	pass(600);
	assert_int_equal(hand.due_us, 0);
	services_free(services);
}

#define BENCH(f) cmocka_unit_test_setup_teardown(f, bench_begin, bench_end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		BENCH(a_wizard_that_vanished_blocks_a_minute_only),
	};

	return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
