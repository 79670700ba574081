// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk without devices and store: what it hands to the ledger stands here instead, and the
 * test answers for it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "../../daemon/station/desk_private.h"

static struct {
	struct ledger_job job;
	store_written_fn done;
	void *data;
	int heard; /* live events of weighings */
	int answered;
} given;

int __wrap_store_write(
	struct store *s, const struct ledger_job *job, store_written_fn done, void *data);

int __wrap_store_write(
	struct store *s, const struct ledger_job *job, store_written_fn done, void *data)
{
	(void)s;
	given.job = *job;
	given.done = done;
	given.data = data;
	return 0;
}

static void heard(void *data, const struct weighing *w, uint64_t seq)
{
	(void)data;
	(void)seq;
	assert_true(w->id[0]);
	given.heard++;
}

static void answered(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	(void)data;
	(void)job;
	(void)result;
	given.answered++;
}

static void write_as_page(struct desk *d, enum ledger_op op, const char *id)
{
	struct ledger_result result = { .answer = LEDGER_WRITTEN, .seq = 7 };
	struct ledger_job job = { .op = op };

	(void)snprintf(result.weighing.id, sizeof(result.weighing.id), "%s", id);
	assert_int_equal(desk_write(d, &job, answered, NULL), 0);
	given.done(given.data, &given.job, &result);
}

static void truth_36_a_write_without_a_weighing_tells_of_none(void **state)
{
	static const struct catalogue none;
	const struct station_config config = { .max_mg = 1000 };
	struct desk *d = calloc(1, sizeof(*d));

	(void)state;
	d->catalogue = &none;
	d->events.weighing = heard;
	station_init(&d->station, &config, d->catalogue);
	write_as_page(d, LEDGER_CATALOGUE, "");
	write_as_page(d, LEDGER_CALIBRATION, "");
	assert_int_equal(given.answered, 2);
	assert_int_equal(given.heard, 0);
	write_as_page(d, LEDGER_RECORD, "HD-MS-W-XX1-Y");
	assert_int_equal(given.answered, 3);
	assert_int_equal(given.heard, 1);
	free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(truth_36_a_write_without_a_weighing_tells_of_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
