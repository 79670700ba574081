// SPDX-License-Identifier: GPL-3.0-or-later
/* Characters become whole codes: suffixes, slow scanners, AIM, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/scanner/parse_code.h"
#include "cleanup.h"
#include "lang.h"

enum { KEY_US = 100 * 1000 }; /* a slow scanner */

static const struct code_rule cr = { CODE_CR, false, 1000000, false, KEYS_US };
static const struct code_rule tab = { CODE_TAB, false, 1000000, false, KEYS_US };
static const struct code_rule none = { CODE_NO_SUFFIX, false, 250000, false, KEYS_US };
static const struct code_rule aim = { CODE_CR, true, 1000000, false, KEYS_US };
static const struct code_rule etx = { CODE_ETX, false, 1000000, false, KEYS_US };
static const struct code_rule typed_us = { CODE_CR, false, 1000000, true, KEYS_US };
static const struct code_rule typed_fr = { CODE_CR, false, 1000000, true, KEYS_FR };

struct heard {
	char text[4][SCANNED_SIZE];
	enum scanner_trouble trouble[4];
	size_t count;
	size_t refused;
	uint64_t now_us;
};

static void take(
	struct heard *h, enum code_answer answer, const char *text, enum scanner_trouble trouble)
{
	if (answer == CODE_MORE)
		return;
	assert_in_range(h->count, 0, 3);
	h->trouble[h->count] = trouble;
	if (answer == CODE_WHOLE)
		snprintf(h->text[h->count], SCANNED_SIZE, "%s", text);
	h->refused += answer == CODE_REFUSED;
	h->count++;
}

static void type(
	struct code *c, const struct code_rule *rule, const char *text, size_t len, struct heard *h)
{
	for (size_t i = 0; i < len; i++) {
		char out[SCANNED_SIZE] = "";
		enum scanner_trouble trouble = SCANNER_FINE;
		enum code_answer answer;

		h->now_us += KEY_US;
		answer = code_byte(c, rule, (uint8_t)text[i], h->now_us, out, &trouble);
		take(h, answer, out, trouble);
	}
}

static struct heard scan(const struct code_rule *rule, const char *text, size_t len)
{
	struct heard h = { .now_us = 77 };
	struct code c = { .len = 0 };
	char out[SCANNED_SIZE] = "";
	enum scanner_trouble trouble = SCANNER_FINE;
	enum code_answer answer;

	type(&c, rule, text, len, &h);
	answer = code_silence(&c, rule, out, &trouble);
	take(&h, answer, out, trouble);
	return h;
}

static void suffixes_end_codes(void **state)
{
	static const struct {
		const struct code_rule *rule;
		const char *text;
		const char *expected;
	} rows[] = {
		{ &cr, "KTLCVET7\r", "KTLCVET7" },
		{ &cr, "KTLCVET7\n", "KTLCVET7" },
		{ &cr, "\r\nKTLCVET7\r\n", "KTLCVET7" },
		{ &tab, "KTLCVET7\t", "KTLCVET7" },
		{ &tab, "KTLCVET7\r\n", "KTLCVET7" },
		{ &none, "KTLCVET7", "KTLCVET7" },
		{ &none, "KTLCVET7\r", "KTLCVET7" },
		{ &etx, "\x02KTLCVET7\x03", "KTLCVET7" },
		{ &etx, "\x02KTLCVET7\x03\r\n", "KTLCVET7" },
		{ &etx, "\x02KTLCVET7\r", "KTLCVET7" },
		{ &cr, "\tKTLCVET7\r\t", "KTLCVET7" },
		{ &cr,
			"0112345678901231\x1d"
			"10A\r",
			"0112345678901231\x1d"
			"10A" },
		{ &cr, "Étagère\r", "Étagère" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct heard h = scan(rows[i].rule, rows[i].text, strlen(rows[i].text));

		assert_int_equal(h.count, 1);
		assert_int_equal(h.refused, 0);
		assert_int_equal(h.trouble[0], SCANNER_FINE);
		assert_string_equal(h.text[0], rows[i].expected);
	}
}

static void what_is_no_code_is_refused_whole(void **state)
{
	static const char *const rows[] = { "A\x07"
					    "B\r",
		"A\x7f\r", "\x1b[A\r", "A\tB\r",
		"A\xff"
		"B\r",
		"A\xc3\r", "\xed\xa0\x80\r", "A\xc2\x85\r" };
	char longest[SCANNED_SIZE + 1];
	struct heard h;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		h = scan(&cr, rows[i], strlen(rows[i]));
		assert_int_equal(h.count, 1);
		assert_int_equal(h.refused, 1);
		assert_int_equal(h.trouble[0], SCANNER_WRONG_BYTES);
	}
	memset(longest, 'A', sizeof(longest));
	longest[SCANNED_SIZE - 1] = '\r';
	h = scan(&cr, longest, SCANNED_SIZE);
	assert_int_equal(h.refused, 0);
	assert_int_equal(strlen(h.text[0]), SCANNED_SIZE - 1);
	longest[SCANNED_SIZE - 1] = 'A';
	longest[SCANNED_SIZE] = '\r';
	h = scan(&cr, longest, SCANNED_SIZE + 1);
	assert_int_equal(h.refused, 1);
	assert_int_equal(h.trouble[0], SCANNER_TOO_LONG);
}

/* A key that types nothing spoils the code it stands in, and no other. */
static void unknown_keys_spoil_one_code(void **state)
{
	struct heard h = { .now_us = 1 };
	struct code c = { .len = 0 };
	char out[SCANNED_SIZE];
	enum scanner_trouble trouble = SCANNER_FINE;

	(void)state;
	type(&c, &cr, "AB", 2, &h);
	assert_int_equal(code_char(&c, &cr, 0xFFFD, h.now_us, out, &trouble), CODE_MORE);
	type(&c, &cr, "C\rDEF\r", 6, &h);
	assert_int_equal(h.count, 2);
	assert_int_equal(h.refused, 1);
	assert_string_equal(h.text[1], "DEF");
}

static void a_torn_code_does_not_begin_the_next(void **state)
{
	struct heard h = { .now_us = 1 };
	struct code c = { .len = 0 };

	(void)state;
	type(&c, &cr, "TORN", 4, &h);
	h.now_us += 5000000;
	type(&c, &cr, "WHOLE\r", 6, &h);
	assert_int_equal(h.count, 1);
	assert_string_equal(h.text[0], "WHOLE");
	/* Without suffix it was a code, even if nobody looked at the clock in between. */
	h = (struct heard){ .now_us = 1 };
	code_reset(&c);
	type(&c, &none, "FIRST", 5, &h);
	h.now_us += 5000000;
	type(&c, &none, "SECOND\r", 7, &h);
	assert_int_equal(h.count, 2);
	assert_string_equal(h.text[0], "FIRST");
	assert_string_equal(h.text[1], "SECOND");
}

static void aim_goes_only_when_configured(void **state)
{
	static const struct {
		const struct code_rule *rule;
		const char *text;
		const char *expected;
	} rows[] = {
		{ &aim, "]E03760091726169\r", "3760091726169" },
		{ &aim, "]C1011234\r", "011234" },
		{ &aim, "]d2ABC\r", "ABC" },
		{ &aim, "]Q3ABC\r", "ABC" },
		{ &aim, "]y1ABC\r", "]y1ABC" },
		{ &aim, "]E-ABC\r", "]E-ABC" },
		{ &aim, "ABC\r", "ABC" },
		{ &cr, "]E03760091726169\r", "]E03760091726169" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_string_equal(scan(rows[i].rule, rows[i].text, strlen(rows[i].text)).text[0],
			rows[i].expected);
	assert_int_equal(scan(&aim, "]E0\r", 4).count, 0);
}

static void a_wrong_layout_is_seen(void **state)
{
	static const struct {
		const char *text;
		enum scanner_trouble expected;
	} rows[] = {
		{ "\"èà&éç_-à(&é'\r", SCANNER_WRONG_LAYOUT },
		{ "&é\"'(-è_\r", SCANNER_WRONG_LAYOUT },
		{ "!@#$%^&*\r", SCANNER_WRONG_LAYOUT },
		{ "!@#$%^&*()!@\r", SCANNER_WRONG_LAYOUT },
		{ "!@#$%^&\r", SCANNER_FINE },
		{ "3760091726169\r", SCANNER_FINE },
		{ "!@#$%^&1\r", SCANNER_FINE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct heard h = scan(&cr, rows[i].text, strlen(rows[i].text));

		assert_int_equal(h.count, 1);
		assert_int_equal(h.refused, 0);
		assert_int_equal(h.trouble[0], rows[i].expected);
		assert_int_equal(strlen(h.text[0]), strlen(rows[i].text) - 1);
	}
}

struct odd {
	const struct code_rule *rule;
	const char *bytes;
	enum scanner_trouble expected;
	const char *text; /* NULL: refused */
};

static void check_odd(const struct odd *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct heard h = scan(rows[i].rule, rows[i].bytes, strlen(rows[i].bytes));

		assert_int_equal(h.count, 1);
		assert_int_equal(h.trouble[0], rows[i].expected);
		assert_int_equal(h.refused, rows[i].text == NULL);
		assert_string_equal(h.text[0], rows[i].text ? rows[i].text : "");
	}
}

static void truth_26_a_missing_suffix_is_said(void **state)
{
	static const struct odd rows[] = {
		{ &cr, "3760091726169", SCANNER_NO_SUFFIX, NULL },
		{ &tab, "3760091726169", SCANNER_NO_SUFFIX, NULL },
		{ &etx,
			"\x02"
			"3760091726169",
			SCANNER_NO_SUFFIX, NULL },
		{ &cr, "3760091726169\t", SCANNER_TAB_SUFFIX, NULL },
		{ &cr, "3760091726169\t\r", SCANNER_TAB_SUFFIX, NULL },
		{ &none, "3760091726169\t", SCANNER_TAB_SUFFIX, NULL },
		{ &cr, "A\tB", SCANNER_WRONG_BYTES, NULL },
	};

	(void)state;
	check_odd(rows, ARRAY_SIZE(rows));
	assert_int_equal(scan(&cr, "K", 1).count, 0); /* noise */
}

/* KMEUZ and a lot's number with their check characters, typed in one layout, read in the other. */
static void truth_27_our_codes_in_the_wrong_layout_are_said(void **state)
{
	static const struct odd rows[] = {
		{ &typed_us, "KMEUZW\r", SCANNER_FINE, "KMEUZW" },
		{ &typed_us, "K:EUWZ\r", SCANNER_WRONG_LAYOUT, "K:EUWZ" },
		{ &typed_fr, "K?EUWZ\r", SCANNER_WRONG_LAYOUT, "K?EUWZ" },
		{ &typed_us, "HD6:S6L6@^!!@!)@6T\r", SCANNER_WRONG_LAYOUT, "HD6:S6L6@^!!@!)@6T" },
		{ &typed_fr, "HD)?S)L)é-&&é&àé)T\r", SCANNER_WRONG_LAYOUT, "HD)?S)L)é-&&é&àé)T" },
		{ &typed_us, "K:EUWY\r", SCANNER_FINE, "K:EUWY" },
		{ &cr, "K:EUWZ\r", SCANNER_FINE, "K:EUWZ" },
	};

	(void)state;
	check_odd(rows, ARRAY_SIZE(rows));
}

static void truth_28_each_wrong_setting_says_its_key(void **state)
{
	static const struct odd rows[] = {
		{ &cr, "]E03760091726169\r", SCANNER_AIM, "]E03760091726169" },
		{ &aim, "]E03760091726169\r", SCANNER_FINE, "3760091726169" },
		{ &cr,
			"\x02"
			"3760091726169\x03",
			SCANNER_ETX_SUFFIX, NULL },
		{ &cr,
			"\x02"
			"3760091726169\r",
			SCANNER_ETX_SUFFIX, NULL },
		{ &none, "3760091726169\x03", SCANNER_ETX_SUFFIX, NULL },
		{ &cr, "\xe6\x9e\x86\xe6\xff\x80", SCANNER_WRONG_BYTES, NULL },
		{ &cr, "\xe6\x9e\x86\xe6\xff\x80\r", SCANNER_WRONG_BYTES, NULL },
		{ &typed_us,
			"AB\x07"
			"C\r",
			SCANNER_UNREADABLE, NULL },
	};

	(void)state;
	check_odd(rows, ARRAY_SIZE(rows));
	for (int t = SCANNER_FINE + 1; t < SCANNER_TROUBLE_COUNT; t++) {
		assert_non_null(scanner_trouble_key((enum scanner_trouble)t));
		assert_true(scanner_trouble_name((enum scanner_trouble)t)[0]);
	}
}

/* What page and doctor say of it: the line of station.conf, in both languages. */
static void truth_28_page_and_doctor_say_the_key_of_each_trouble(void **state)
{
	static const char *const keys[SCANNER_TROUBLE_COUNT][LANG_COUNT] = {
		[SCANNER_NO_SUFFIX] = { "suffix = none", "suffix = none" }, /* 26 */
		[SCANNER_TAB_SUFFIX] = { "suffix = tab", "suffix = tab" },
		[SCANNER_WRONG_LAYOUT] = { "layout (us ou fr)", "layout (us or fr)" }, /* 27 */
		[SCANNER_AIM] = { "aim = oui", "aim = yes" },
		[SCANNER_ETX_SUFFIX] = { "suffix = etx", "suffix = etx" },
		[SCANNER_WRONG_BYTES] = { "baud, bits et parity", "baud, bits and parity" },
		[SCANNER_UNREADABLE] = { "layout", "layout" },
		[SCANNER_TOO_LONG] = { "suffix", "suffix" },
		[SCANNER_NO_KEYS] = { "driver = serial", "driver = serial" },
	};

	(void)state;
	assert_int_equal(lang_init(), 0);
	for (int t = SCANNER_FINE + 1; t < SCANNER_TROUBLE_COUNT; t++)
		for (enum lang l = 0; l < LANG_COUNT; l++) {
			const char *said =
				lang_text(l, scanner_trouble_key((enum scanner_trouble)t));

			if (!keys[t][l] || !strstr(said, keys[t][l]))
				fail_msg("trouble %d: %s", t, said);
		}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(suffixes_end_codes),
		cmocka_unit_test(what_is_no_code_is_refused_whole),
		cmocka_unit_test(unknown_keys_spoil_one_code),
		cmocka_unit_test(a_torn_code_does_not_begin_the_next),
		cmocka_unit_test(aim_goes_only_when_configured),
		cmocka_unit_test(a_wrong_layout_is_seen),
		cmocka_unit_test(truth_26_a_missing_suffix_is_said),
		cmocka_unit_test(truth_27_our_codes_in_the_wrong_layout_are_said),
		cmocka_unit_test(truth_28_each_wrong_setting_says_its_key),
		cmocka_unit_test(truth_28_page_and_doctor_say_the_key_of_each_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
