// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A worker: results come back in the order of the jobs, in the loop's thread; freeing it
 * runs what was submitted; a job submitted while it ends is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <semaphore.h>
#include <string.h>
#include <sys/syscall.h>
#include <cmocka.h>
#include "worker.h"

enum { JOBS = 200, GATE = -1 };

struct result {
	int twice;
	long thread;
};

static struct {
	struct loop *loop;
	struct worker *worker;
	int seen[JOBS];
	size_t count;
	size_t quit_at;
	long resource; /* touched by the thread only */
	int refused;
	bool submit_in_done;
	sem_t gate; /* the job GATE runs until it opens */
} fx;

static long thread_id(void)
{
	return syscall(SYS_gettid);
}

static void run(void *resource, const void *job, void *result)
{
	long *calls = resource;
	struct result *r = result;

	++*calls;
	if (*(const int *)job == GATE)
		(void)sem_wait(&fx.gate);
	assert_int_equal(r->twice, 0); /* zeroed before */
	r->twice = 2 * *(const int *)job;
	r->thread = thread_id();
}

static void done(void *data, const void *job, const void *result)
{
	const struct result *r = result;

	assert_ptr_equal(data, &fx);
	assert_int_equal(r->twice, 2 * *(const int *)job);
	assert_true(r->thread != thread_id());
	fx.seen[fx.count++] = *(const int *)job;
	if (fx.submit_in_done)
		fx.refused = worker_submit(fx.worker, job);
	if (fx.count == fx.quit_at)
		loop_quit(fx.loop, 0);
}

static const struct worker_ops ops = {
	.name = "test",
	.job_size = sizeof(int),
	.result_size = sizeof(struct result),
	.run = run,
	.done = done,
};

static int setup(void **state)
{
	(void)state;
	memset(&fx, 0, sizeof(fx));
	if (loop_new(&fx.loop) < 0)
		return -1;
	return worker_new(fx.loop, &ops, &fx.resource, &fx, &fx.worker);
}

static int teardown(void **state)
{
	(void)state;
	fx.worker = worker_free(fx.worker);
	fx.loop = loop_free(fx.loop);
	return 0;
}

static void submit_all(void)
{
	for (int i = 0; i < JOBS; i++)
		assert_int_equal(worker_submit(fx.worker, &i), 0);
	assert_int_equal(worker_pending(fx.worker), JOBS);
}

static void assert_all_in_order(void)
{
	assert_int_equal(fx.count, JOBS);
	for (int i = 0; i < JOBS; i++)
		assert_int_equal(fx.seen[i], i);
}

static void test_order_through_the_loop(void **state)
{
	(void)state;
	fx.quit_at = JOBS;
	submit_all();
	assert_int_equal(loop_run(fx.loop), 0);
	assert_all_in_order();
	assert_int_equal(worker_pending(fx.worker), 0);
}

static void test_free_finishes_what_was_submitted(void **state)
{
	(void)state;
	submit_all();
	fx.worker = worker_free(fx.worker);
	assert_all_in_order();
	assert_int_equal(fx.resource, JOBS);
}

static void test_submit_while_ending_is_refused(void **state)
{
	int job = 1;

	(void)state;
	fx.submit_in_done = true;
	worker_submit(fx.worker, &job);
	fx.worker = worker_free(fx.worker);
	assert_int_equal(fx.count, 1);
	assert_int_equal(fx.refused, -ESHUTDOWN);
}

static void test_those_behind_give_way_and_keep_their_order(void **state)
{
	const int gate = GATE, jobs[] = { 1, 2, 3, 4 }, order[] = { GATE, 3, 4, 1, 2 };

	(void)state;
	assert_int_equal(sem_init(&fx.gate, 0, 0), 0);
	assert_int_equal(worker_submit(fx.worker, &gate), 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(i < 2 ? worker_submit_behind(fx.worker, &jobs[i])
				       : worker_submit(fx.worker, &jobs[i]),
			0);
	assert_int_equal(worker_pending(fx.worker), 5);
	(void)sem_post(&fx.gate);
	fx.worker = worker_free(fx.worker);
	assert_int_equal(fx.count, 5);
	assert_memory_equal(fx.seen, order, sizeof(order));
	(void)sem_destroy(&fx.gate);
}

static void test_free_without_jobs(void **state)
{
	(void)state;
	assert_null(worker_free(NULL));
	fx.worker = worker_free(fx.worker);
	assert_null(fx.worker);
	assert_int_equal(fx.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_order_through_the_loop, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_free_finishes_what_was_submitted, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_submit_while_ending_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_those_behind_give_way_and_keep_their_order, setup, teardown),
		cmocka_unit_test_setup_teardown(test_free_without_jobs, setup, teardown),
	};

	return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
