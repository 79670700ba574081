// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The loop: timers in the order of their delays, priorities among what is due together,
 * a source that frees itself, signals, the exit code. Nothing is measured.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <cmocka.h>
#include "loop.h"

struct fixture {
	struct loop *loop;
	struct loop_source *source[3];
	char order[8];
};

static struct fixture fx;

static int setup(void **state)
{
	(void)state;
	memset(&fx, 0, sizeof(fx));
	return loop_new(&fx.loop);
}

static int teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++)
		fx.source[i] = loop_source_free(fx.source[i]);
	fx.loop = loop_free(fx.loop);
	return 0;
}

static void say(char c)
{
	fx.order[strlen(fx.order)] = c;
}

static void first(void *data)
{
	(void)data;
	say('1');
}

static void second(void *data)
{
	(void)data;
	say('2');
}

static void last(void *data)
{
	(void)data;
	say('.');
	loop_quit(fx.loop, 7);
}

/* Priorities agree with the times: on a busy machine all three may be due at once. */
static void test_timers_in_order(void **state)
{
	(void)state;
	assert_int_equal(loop_add_timer(fx.loop, "last", LOOP_WEB, last, NULL, &fx.source[0]), 0);
	assert_int_equal(
		loop_add_timer(fx.loop, "second", LOOP_NORMAL, second, NULL, &fx.source[1]), 0);
	assert_int_equal(
		loop_add_timer(fx.loop, "first", LOOP_DEVICE, first, NULL, &fx.source[2]), 0);
	loop_timer_arm(fx.source[0], 60000);
	loop_timer_arm(fx.source[1], 30000);
	loop_timer_arm(fx.source[2], 1000);
	assert_int_equal(loop_run(fx.loop), 7);
	assert_string_equal(fx.order, "12.");
}

static void test_disarmed_timer_never_fires(void **state)
{
	(void)state;
	loop_add_timer(fx.loop, "first", LOOP_NORMAL, first, NULL, &fx.source[0]);
	loop_add_timer(fx.loop, "second", LOOP_NORMAL, second, NULL, &fx.source[1]);
	loop_add_timer(fx.loop, "last", LOOP_NORMAL, last, NULL, &fx.source[2]);
	loop_timer_arm(fx.source[0], 1000);
	loop_timer_disarm(fx.source[0]);
	loop_timer_arm(fx.source[2], 40000);
	assert_int_equal(loop_run(fx.loop), 7);
	assert_string_equal(fx.order, ".");
}

static void on_web(void *data, uint32_t revents)
{
	(void)data;
	assert_true(revents & EPOLLIN);
	say('w');
	loop_quit(fx.loop, 0);
}

static void on_device(void *data, uint32_t revents)
{
	(void)data;
	assert_true(revents & EPOLLIN);
	say('d');
	fx.source[1] = loop_source_free(fx.source[1]); /* itself */
}

static void test_devices_before_web_and_free_in_callback(void **state)
{
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], "x", 1), 1);
	loop_add_fd(fx.loop, "web", LOOP_WEB, fds[0], EPOLLIN, on_web, NULL, &fx.source[0]);
	int copy = dup(fds[0]);
	loop_add_fd(fx.loop, "device", LOOP_DEVICE, copy, EPOLLIN, on_device, NULL, &fx.source[1]);
	assert_int_equal(loop_run(fx.loop), 0);
	assert_string_equal(fx.order, "dw");
	fx.source[0] = loop_source_free(fx.source[0]);
	close(fds[0]);
	close(fds[1]);
	close(copy);
}

static void test_signal(void **state)
{
	(void)state;
	assert_int_equal(loop_add_signal(fx.loop, SIGUSR1, last, NULL, &fx.source[0]), 0);
	assert_int_equal(raise(SIGUSR1), 0);
	assert_int_equal(loop_run(fx.loop), 7);
}

static void test_every_callback_is_counted(void **state)
{
	uint64_t counts[LOOP_BUCKETS], sum = 0;

	(void)state;
	loop_add_timer(fx.loop, "first", LOOP_NORMAL, first, NULL, &fx.source[0]);
	loop_add_timer(fx.loop, "last", LOOP_NORMAL, last, NULL, &fx.source[1]);
	loop_timer_arm(fx.source[0], 1000);
	loop_timer_arm(fx.source[1], 20000);
	loop_run(fx.loop);
	loop_latency(fx.loop, counts);
	for (size_t i = 0; i < LOOP_BUCKETS; i++)
		sum += counts[i];
	assert_int_equal(sum, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_timers_in_order, setup, teardown),
		cmocka_unit_test_setup_teardown(test_disarmed_timer_never_fires, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_devices_before_web_and_free_in_callback, setup, teardown),
		cmocka_unit_test_setup_teardown(test_signal, setup, teardown),
		cmocka_unit_test_setup_teardown(test_every_callback_is_counted, setup, teardown),
	};

	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
