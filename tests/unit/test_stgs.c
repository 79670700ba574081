// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The "ST,GS" family: every variant is read, and a frame that was cut, glued, shortened or
 * bent on the way never becomes a number.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/scale/parse_stgs.h"
#include "cleanup.h"

enum { MOST = 64 };

struct heard {
	struct reading list[MOST];
	size_t count;
};

static void feed(struct stgs *p, const void *bytes, size_t len, struct heard *h)
{
	const uint8_t *b = bytes;

	while (len > 0) {
		bool complete = false;
		struct reading r = { 0 };
		size_t n = stgs_feed(p, b, len, 99, &complete, &r);

		assert_in_range(n, 1, len);
		if (complete) {
			assert_in_range(h->count, 0, MOST - 1);
			assert_int_equal(r.at_boot_us, 99);
			h->list[h->count++] = r;
		}
		b += n;
		len -= n;
	}
}

static struct heard hear(const char *text)
{
	struct heard h = { .count = 0 };
	struct stgs p;

	stgs_reset(&p);
	feed(&p, text, strlen(text), &h);
	return h;
}

static void reads_each_variant(void **state)
{
	static const struct {
		const char *text;
		enum scale_state expected;
		int64_t mg;
		int64_t step_mg;
		bool net;
	} rows[] = {
		{ "ST,GS,+0012.34kg\r\n", SCALE_STABLE, 12340000, 10000, false },
		{ "ST,NT,+0012.34kg\r\n", SCALE_STABLE, 12340000, 10000, true },
		{ "US,GS,+0012.34kg\r\n", SCALE_MOVING, 12340000, 10000, false },
		{ "ST,GS,+0000.00kg\r\n", SCALE_ZERO, 0, 10000, false },
		{ "ST,GS,-0000.00kg\r\n", SCALE_ZERO, 0, 10000, false },
		{ "ST,+0001.234  g\r\n", SCALE_STABLE, 1234, 1, false },
		{ "ST,OK,+0001.234  g\r\n", SCALE_STABLE, 1234, 1, false },
		{ "ST,GS,HI,+0001.234kg\r", SCALE_STABLE, 1234000, 1000, false },
		{ "ST,GS,+0012,34kg\r", SCALE_STABLE, 12340000, 10000, false },
		{ "ST,+0012,34kg\n", SCALE_STABLE, 12340000, 10000, false },
		{ "ST,GS,   12.34 kg\r\n", SCALE_STABLE, 12340000, 10000, false },
		{ "ST,GS,+  12.34kg\r\n", SCALE_STABLE, 12340000, 10000, false },
		{ "ST,G,     125kg\r\n", SCALE_STABLE, 125000000, 1000000, false },
		{ "ST, GS,+0012.34KG\r\n", SCALE_STABLE, 12340000, 10000, false },
		{ "\x02ST,GS,+0012.34kg\r\n\x03", SCALE_STABLE, 12340000, 10000, false },
		{ "ST,GS,+0010.00lb\r\n", SCALE_STABLE, 4535924, 4536, false },
		{ "ST,GS,+0001.25 t\r\n", SCALE_STABLE, 1250000000, 10000000, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct heard h = hear(rows[i].text);

		assert_int_equal(h.count, 1);
		assert_int_equal(h.list[0].state, rows[i].expected);
		assert_int_equal(h.list[0].mass_mg, rows[i].mg);
		assert_int_equal(h.list[0].step_mg, rows[i].step_mg);
		assert_int_equal(h.list[0].device_net, rows[i].net);
	}
}

static void doubtful_frames_have_no_number(void **state)
{
	static const struct {
		const char *text;
		enum scale_state expected;
		enum scale_reason reason;
	} rows[] = {
		{ "OL,GS,+9999.99kg\r\n", SCALE_OVERLOAD, REASON_NONE },
		{ "OL,GS,        kg\r\n", SCALE_OVERLOAD, REASON_NONE },
		{ "OL\r\n", SCALE_OVERLOAD, REASON_NONE },
		{ "UL,GS,-9999.99kg\r\n", SCALE_UNDER_ZERO, REASON_NONE },
		{ "ST,GS,-0000.50kg\r\n", SCALE_UNDER_ZERO, REASON_NONE },
		{ "US,NT,-0000.50kg\r\n", SCALE_UNDER_ZERO, REASON_NONE },
		{ "HD,GS,+0012.34kg\r\n", SCALE_FAULT, REASON_UNKNOWN_STATUS },
		{ "QT,GS,+0000012pcs\r\n", SCALE_FAULT, REASON_UNKNOWN_UNIT },
		{ "ST,GS,+0000012pcs\r\n", SCALE_FAULT, REASON_UNKNOWN_UNIT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct heard h = hear(rows[i].text);

		assert_int_equal(h.count, 1);
		assert_int_equal(h.list[0].state, rows[i].expected);
		assert_int_equal(h.list[0].reason, rows[i].reason);
		assert_int_equal(h.list[0].mass_mg, 0);
	}
	assert_int_equal(hear("ST,TR,+0001.00kg\r\nI\r\n\r\n").count, 0);
}

#define GOOD "ST,GS,+0012.34kg\r\n"

static void a_bent_frame_is_one_fault_a_run(void **state)
{
	static const char *const bad[] = {
		"ST,GS,+0012.34\r\n",
		"ST,GS,+0012.34kgST,GS,+0012.34kg\r\n",
		"ST,GS,+00ST,GS,+0012.34kg\r\n",
		"ST,GS,+0012.3.4kg\r\n",
		"ST,GS,+00 12.34kg\r\n",
		"ST,GS,+0012.34kg!\r\n",
		"ST,GS,++012.34kg\r\n",
		"ST,GS,+0012.kg\r\n",
		"ST,GS,+.34kg\r\n",
		"ST,GS,kg\r\n",
		"ST,GS,+00O2.34kg\r\n",
		"XX,GS,+0012.34kg\r\n",
		"ST,GS,+00000000000012.34kg\r\n",
		"OL,GS,?kg\r\n",
		"0123456789012345678901234567890123456789012345678901234567890123456789\r\n",
		"\xff\xfe garbage\r\nmore\r\nand more\r\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		char text[256];
		struct heard h;

		(void)snprintf(text, sizeof(text), GOOD "%s%s" GOOD, bad[i], bad[i]);
		h = hear(text);
		if (h.count != 3)
			print_error("%s", text);
		assert_int_equal(h.count, 3);
		assert_int_equal(h.list[1].state, SCALE_FAULT);
		assert_int_equal(h.list[1].reason, REASON_BAD_FRAME);
		assert_int_equal(h.list[2].mass_mg, 12340000);
	}
}

/* A number whose frame lost one byte, or all after some byte, is never believed. */
static void lost_bytes_never_change_a_number(void **state)
{
	static const char good[] = GOOD;

	(void)state;
	for (size_t lost = 0; lost < sizeof(good) - 1; lost++) {
		char text[128];
		struct heard h;

		(void)snprintf(text, sizeof(text), GOOD GOOD "%.*s%s" GOOD GOOD, (int)lost, good,
			good + lost + 1);
		h = hear(text);
		for (size_t i = 0; i < h.count; i++)
			if (reading_has_mass(&h.list[i]))
				assert_int_equal(h.list[i].mass_mg, 12340000);
		(void)snprintf(text, sizeof(text), GOOD GOOD "%.*s" GOOD GOOD, (int)lost, good);
		h = hear(text);
		for (size_t i = 0; i < h.count; i++)
			if (reading_has_mass(&h.list[i]))
				assert_int_equal(h.list[i].mass_mg, 12340000);
		assert_int_equal(h.list[h.count - 1].mass_mg, 12340000);
	}
}

static void the_tail_at_opening_is_no_fault(void **state)
{
	static const char good[] = GOOD;

	(void)state;
	for (size_t cut = 1; cut < sizeof(good) - 1; cut++) {
		char text[64];
		struct heard h;

		(void)snprintf(text, sizeof(text), "%s" GOOD, good + cut);
		h = hear(text);
		assert_int_equal(h.count, 1);
		assert_int_equal(h.list[0].mass_mg, 12340000);
	}
}

static void any_cut_into_reads_is_the_same(void **state)
{
	static const char text[] = GOOD "US,GS,+0012.44kg\r\nrubbish\r\n" GOOD;
	struct heard whole = hear(text);

	(void)state;
	for (size_t cut = 1; cut < sizeof(text) - 1; cut++) {
		struct heard h = { .count = 0 };
		struct stgs p;

		stgs_reset(&p);
		feed(&p, text, cut, &h);
		feed(&p, text + cut, sizeof(text) - 1 - cut, &h);
		assert_int_equal(h.count, whole.count);
		for (size_t i = 0; i < h.count; i++)
			assert_int_equal(h.list[i].mass_mg, whole.list[i].mass_mg);
	}
}

/* The unit key was pressed, or the display went from 9.9 to 10.0: the second frame counts. */
static void a_new_shape_needs_two_frames(void **state)
{
	struct heard h = hear(GOOD "ST,GS,+12340.g\r\nST,GS,+012340 g\r\nST,GS,+012340 g\r\n");

	(void)state;
	assert_int_equal(h.count, 3);
	assert_int_equal(h.list[1].state, SCALE_FAULT);
	assert_int_equal(h.list[2].mass_mg, 12340000);
	assert_int_equal(h.list[2].step_mg, 1000);
	h = hear("ST,9.8kg\r\nUS,9.9kg\r\nUS,10.1kg\r\nST,10.2kg\r\n");
	assert_int_equal(h.count, 3);
	assert_int_equal(h.list[2].mass_mg, 10200000);
	/* Shapes that never settle are noise. */
	h = hear("ST,1.8kg\r\nST,1.22kg\r\nST,1.333kg\r\nST,1.4444kg\r\n");
	assert_int_equal(h.count, 2);
	assert_int_equal(h.list[1].state, SCALE_FAULT);
}

static uint8_t with_parity(char c, bool odd)
{
	uint8_t b = (uint8_t)c;

	return (uint8_t)(b | (__builtin_parity(b) != odd ? 0x80 : 0));
}

static void parity_bits_are_understood(void **state)
{
	static const char text[] = GOOD GOOD;

	(void)state;
	for (int odd = 0; odd < 2; odd++) {
		uint8_t bytes[sizeof(text) - 1];
		struct heard h = { .count = 0 };
		struct stgs p;

		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = with_parity(text[i], odd);
		stgs_reset(&p);
		feed(&p, bytes, sizeof(bytes), &h);
		assert_int_equal(h.count, 2);
		assert_int_equal(h.list[1].mass_mg, 12340000);
		/* One bit wrong in a number: the parity tells. */
		bytes[sizeof(GOOD) - 1 + 8] ^= 1;
		h.count = 0;
		stgs_reset(&p);
		feed(&p, bytes, sizeof(bytes), &h);
		assert_int_equal(h.count, 2);
		assert_int_equal(h.list[1].state, SCALE_FAULT);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_each_variant),
		cmocka_unit_test(doubtful_frames_have_no_number),
		cmocka_unit_test(a_bent_frame_is_one_fault_a_run),
		cmocka_unit_test(lost_bytes_never_change_a_number),
		cmocka_unit_test(the_tail_at_opening_is_no_fault),
		cmocka_unit_test(any_cut_into_reads_is_the_same),
		cmocka_unit_test(a_new_shape_needs_two_frames),
		cmocka_unit_test(parity_bits_are_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
