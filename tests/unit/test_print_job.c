// SPDX-License-Identifier: GPL-3.0-or-later
/* The life of one label, without a printer: what may be said of it at each moment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "../../daemon/printer/ieee1284.h"
#include "../../daemon/printer/job.h"

static const struct print_status ready = { PRINTER_READY, 0 };
static const struct print_status printing = { PRINTER_PRINTING, 1 };
static const struct print_status no_paper = { PRINTER_PAPER_OUT, 1 };

static struct job confirming(void)
{
	struct job j;

	assert_int_equal(job_start(&j, 1000, true), JOB_ASK);
	assert_int_equal(job_answer(&j, &ready), JOB_SEND);
	assert_int_equal(job_sent(&j, 600, 1), JOB_SEND);
	assert_int_equal(job_sent(&j, 400, 2), JOB_ASK);
	return j;
}

static void done_when_the_printer_says_so_twice(void **state)
{
	struct job j = confirming();

	(void)state;
	assert_int_equal(job_answer(&j, &printing), JOB_WAIT);
	assert_int_equal(job_answer(&j, &ready), JOB_WAIT);
	assert_int_equal(job_answer(&j, &printing), JOB_WAIT);
	assert_int_equal(job_answer(&j, &ready), JOB_WAIT);
	assert_int_equal(job_answer(&j, &ready), JOB_DONE);
	assert_int_equal(j.phase, JOB_NONE);
}

static void not_sent_when_it_is_not_ready(void **state)
{
	struct job j;

	(void)state;
	assert_int_equal(job_start(&j, 10, true), JOB_ASK);
	assert_int_equal(job_answer(&j, &no_paper), JOB_NOT_SENT);
	assert_int_equal(job_start(&j, 10, true), JOB_ASK);
	assert_int_equal(job_answer(&j, &printing), JOB_NOT_SENT);
	assert_int_equal(job_start(&j, 10, true), JOB_ASK);
	assert_int_equal(job_silence(&j, 5), JOB_NOT_SENT);
	assert_int_equal(job_start(&j, 10, true), JOB_ASK);
	assert_int_equal(job_lost(&j), JOB_NOT_SENT);
	assert_int_equal(job_lost(&j), JOB_WAIT);
}

static void unknown_once_a_byte_has_left(void **state)
{
	struct job j;

	(void)state;
	for (size_t sent = 1; sent <= 1000; sent += 111) {
		(void)job_start(&j, 1000, true);
		(void)job_answer(&j, &ready);
		(void)job_sent(&j, sent, 1);
		assert_int_equal(job_lost(&j), JOB_UNKNOWN);
	}
	j = confirming();
	(void)job_answer(&j, &ready);
	assert_int_equal(job_lost(&j), JOB_UNKNOWN);
}

static void silence_is_limited_for_a_printer_that_was_well(void **state)
{
	struct job j = confirming();
	uint64_t limit_us = JOB_SILENCE_US + 1000 * JOB_BYTE_US;

	(void)state;
	assert_int_equal(job_silence(&j, 2 + limit_us - 1), JOB_WAIT);
	assert_int_equal(job_answer(&j, &printing), JOB_WAIT);
	assert_int_equal(job_silence(&j, 50 * limit_us), JOB_WAIT);
	assert_int_equal(job_silence(&j, 51 * limit_us - 1), JOB_WAIT);
	assert_int_equal(job_silence(&j, 51 * limit_us), JOB_UNKNOWN);
}

static void silence_after_trouble_is_still_that_trouble(void **state)
{
	struct job j = confirming();

	(void)state;
	assert_int_equal(job_answer(&j, &no_paper), JOB_WAIT);
	assert_int_equal(job_silence(&j, UINT64_MAX / 2), JOB_WAIT);
	assert_int_equal(job_answer(&j, &ready), JOB_WAIT);
	assert_int_equal(job_answer(&j, &ready), JOB_DONE);
}

static void handed_by_a_printer_that_cannot_say(void **state)
{
	struct job j;

	(void)state;
	assert_int_equal(job_start(&j, 10, false), JOB_SEND);
	assert_int_equal(job_arrived(&j), JOB_WAIT);
	assert_int_equal(job_sent(&j, 10, 1), JOB_WAIT);
	assert_int_equal(job_answer(&j, &ready), JOB_WAIT);
	assert_int_equal(job_arrived(&j), JOB_HANDED);
	assert_int_equal(job_start(&j, 10, false), JOB_SEND);
	assert_int_equal(job_lost(&j), JOB_NOT_SENT);
	assert_int_equal(job_start(&j, 10, false), JOB_SEND);
	(void)job_sent(&j, 10, 1);
	assert_int_equal(job_lost(&j), JOB_UNKNOWN);
}

static int parse(const char *text, size_t skew, struct ieee1284 *id)
{
	uint8_t bytes[300];
	size_t n = strlen(text) + 2;

	bytes[0] = (uint8_t)(skew ? n & 255 : n >> 8);
	bytes[1] = (uint8_t)(skew ? n >> 8 : n & 255);
	memcpy(bytes + 2, text, n - 2);
	return ieee1284_parse(bytes, n, id);
}

static void device_ids_are_understood(void **state)
{
	struct ieee1284 id;

	(void)state;
	for (size_t little = 0; little <= 1; little++) {
		assert_int_equal(
			parse("MFG:Zebra Technologies ;MDL:ZTC ZD421-203dpi ZPL;CMD:EPL, zpl;"
			      "CLS:PRINTER;SN:D2J1",
				little, &id),
			0);
		assert_string_equal(id.maker, "Zebra Technologies");
		assert_string_equal(id.model, "ZTC ZD421-203dpi ZPL");
		assert_string_equal(id.serial, "D2J1");
		assert_true(ieee1284_speaks(&id, "zpl"));
		assert_true(ieee1284_speaks(&id, "epl"));
		assert_false(ieee1284_speaks(&id, "tspl"));
	}
	assert_int_equal(parse("MANUFACTURER:A\x01;MODEL: B;COMMAND SET:TSPL2;", 0, &id), 0);
	assert_string_equal(id.maker, "A?");
	assert_true(ieee1284_speaks(&id, "tspl"));
	assert_int_equal(parse("nothing here", 0, &id), -EBADMSG);
	assert_int_equal(ieee1284_parse((const uint8_t *)"\xff", 1, &id), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(done_when_the_printer_says_so_twice),
		cmocka_unit_test(not_sent_when_it_is_not_ready),
		cmocka_unit_test(unknown_once_a_byte_has_left),
		cmocka_unit_test(silence_is_limited_for_a_printer_that_was_well),
		cmocka_unit_test(silence_after_trouble_is_still_that_trouble),
		cmocka_unit_test(handed_by_a_printer_that_cannot_say),
		cmocka_unit_test(device_ids_are_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
