// SPDX-License-Identifier: GPL-3.0-or-later
/* Days that the clock did not know and that no boot put right: a person gives them. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "api.h"
#include "api_body.h"
#include "ledger_rig.h"

static void truth_24_a_person_gives_the_day_that_no_clock_knew(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result a, b;
	struct ledger_doubtful unsure;
	struct rig_job job;
	struct weighing w;

	r->now.quality = CLOCK_DOUBTFUL;
	r->now.wall_us = 0;
	rig_day(r, "1970-01-01");
	a = rig_record(r, "TLC-VET", 1000);
	r->now.boot_us += UINT64_C(86400000000);
	b = rig_record(r, "TLC-VET", 2000);
	assert_int_equal(ledger_doubtful(r->ledger, r->now.boot_id, &unsure), 0);
	assert_int_equal(unsure.count, 0); /* this boot may put it right yet */
	assert_int_equal(ledger_doubtful(r->ledger, "another", &unsure), 0);
	assert_int_equal(unsure.count, 2);
	assert_string_equal(unsure.first, a.weighing.id);
	r->now.quality = CLOCK_TRUSTED;
	r->now.wall_us = 1767261600000000;
	rig_day(r, "2026-01-01");
	job = rig_job(r, RIG_CLOCK);
	memcpy(job.void_id, a.weighing.id, PRIVATE_KEY_SIZE);
	memcpy(job.text, "2026-01-02", DAY_SIZE); /* not yet */
	assert_string_equal(rig_write(r, &job, LEDGER_REFUSED).why.key, "bad_day");
	memcpy(job.text, "2025-02-29", DAY_SIZE);
	rig_write(r, &job, LEDGER_REFUSED);
	memcpy(job.text, "2025-12-03", DAY_SIZE);
	assert_string_equal(rig_write(r, &job, LEDGER_WRITTEN).weighing.at.day, "2025-12-03");
	assert_int_equal(ledger_weighing(r->ledger, b.weighing.id, &w), 0);
	assert_string_equal(w.at.day, "2025-12-04");
	assert_int_equal(rig_int(r, "SELECT mass_mg FROM total WHERE day = '2025-12-03'"), 1000);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM total WHERE day < '2025'"), 0);
	rig_write(r, &job, LEDGER_ALREADY);
	assert_int_equal(ledger_doubtful(r->ledger, "another", &unsure), 0);
	assert_int_equal(unsure.count, 0);
	rig_expect_sound(r);
}

/* As page and command line ask, in the writer or on a file that is theirs alone. */
static unsigned give_day(struct ledger_rig *r, const char *id, const char *day, struct answer *ret)
{
	static const struct caller staff = { .role = ROLE_STAFF };
	struct sentence why;
	struct request request;
	char path[80], arg[ARG_SIZE], body[40];
	struct sent sent = { .bytes = body };

	(void)snprintf(path, sizeof(path), "/weighings/%s/day", id);
	sent.size = (size_t)snprintf(body, sizeof(body), "{\"day\":\"%s\"}", day);
	assert_int_equal(
		request_begin(&request, call_find("POST", path, arg), arg, &staff, &why), 0);
	request.now = r->now;
	assert_int_equal(request_write(r->ledger, &request, &sent, ret), 0);
	return ret->status;
}

static void truth_24_the_call_gives_the_day(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_doubtful unsure;
	struct ledger_result res;
	struct answer a;

	r->now.quality = CLOCK_DOUBTFUL;
	rig_day(r, "1970-01-01");
	res = rig_record(r, "TLC-VET", 1000);
	r->now.quality = CLOCK_TRUSTED;
	rig_day(r, "2026-01-01");
	assert_int_equal(give_day(r, res.weighing.id, "2026-01-02", &a), 422); /* not yet */
	assert_string_equal(a.why.key, "bad_day");
	assert_int_equal(give_day(r, "HD-MS-W-QQQ-9", "2025-12-03", &a), 404);
	assert_int_equal(give_day(r, res.weighing.id, "2025-12-03", &a), 200);
	assert_non_null(strstr(a.text, res.weighing.id));
	assert_non_null(strstr(a.text, "\"day\":\"2025-12-03\""));
	answer_done(&a);
	assert_int_equal(give_day(r, res.weighing.id, "2025-12-04", &a), 409);
	assert_string_equal(a.why.key, "day_sure");
	assert_int_equal(ledger_doubtful(r->ledger, "another", &unsure), 0);
	assert_int_equal(unsure.count, 0);
}

/* From paper, while the clock knew nothing: what becomes sure later is not that day. */
static void a_day_that_a_person_gave_is_no_clocks(void **state)
{
	static const char said[] = "{\"at\":\"2025-12-31T10:00:00Z\"}";
	struct ledger_rig *r = *state;
	struct rig_job job;
	struct sentence why;
	struct weighing w;
	struct body b;

	r->now.quality = CLOCK_DOUBTFUL;
	job = rig_job(r, RIG_RECORD);
	job.weighing = rig_weighing(r, "TLC-VET", 1000);
	assert_int_equal(body_begin(&b, said, strlen(said), &why), 0);
	body_at(&b, &r->now, &job.weighing.at);
	assert_int_equal(body_end(&b, &why), 0);
	w = rig_write(r, &job, LEDGER_WRITTEN).weighing;
	(void)rig_record(r, "TLC-VET", 2000);
	rig_tick(r);
	r->now.quality = CLOCK_TRUSTED;
	r->now.wall_us += INT64_C(200) * 86400 * 1000000;
	job = rig_job(r, RIG_CLOCK);
	rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(ledger_weighing(r->ledger, w.id, &w), 0);
	assert_string_equal(w.at.day, "2025-12-31");
	assert_int_equal(w.at.wall_us, INT64_C(1767175200000000));
	assert_int_equal(rig_int(r, "SELECT mass_mg FROM total WHERE day = '2025-12-31'"), 1000);
	rig_expect_sound(r);
}

static int count_one(void *data, const struct weighing *w)
{
	(void)w;
	++*(int *)data;
	return 0;
}

/* The last line of a page is given a later day before the next page is asked: none of the others is missed. */
static void pages_by_day_go_on_where_they_were(void **state)
{
	struct ledger_rig *r = *state;
	struct weighing_query q = { .by_day = true, .limit = 1 };
	struct ledger_result first;
	struct answer a;
	uint64_t next;
	int seen = 0;

	r->now.quality = CLOCK_DOUBTFUL;
	rig_day(r, "1970-01-01");
	first = rig_record(r, "TLC-VET", 1000);
	r->now.quality = CLOCK_TRUSTED;
	rig_day(r, "2025-12-01");
	(void)rig_record(r, "TLC-VET", 2000);
	rig_day(r, "2025-12-02");
	(void)rig_record(r, "TLC-VET", 3000);
	assert_int_equal(ledger_weighings(r->ledger, &q, count_one, &seen, &q.after), 0);
	assert_int_equal(seen, 1);
	memcpy(q.after_day, "1970-01-01", DAY_SIZE);
	rig_day(r, "2026-01-01");
	assert_int_equal(give_day(r, first.weighing.id, "2025-12-31", &a), 200);
	answer_done(&a);
	q.limit = 2;
	assert_int_equal(ledger_weighings(r->ledger, &q, count_one, &seen, &next), 0);
	assert_int_equal(seen, 3);
	q.after += 1000;
	assert_int_equal(ledger_weighings(r->ledger, &q, count_one, &seen, &next), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			truth_24_a_person_gives_the_day_that_no_clock_knew, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			truth_24_the_call_gives_the_day, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_day_that_a_person_gave_is_no_clocks, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			pages_by_day_go_on_where_they_were, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
