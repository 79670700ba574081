// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Keyboard scanners: every character that a barcode can hold, in both layouts, against
 * tables written here as the keyboards are printed; and the habits of real scanners.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "../../daemon/scanner/parse_keys.h"
#include "cleanup.h"

/* Keys in the order in which they lie, with what is printed on them: plain, shift, AltGr. */
struct row {
	uint8_t first; /* HID usage of the first key; the others follow */
	const char *plain;
	const char *shift;
	const char *alt_gr; /* blank: nothing */
};

static const struct row american[] = {
	{ 0x04, "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "" },
	{ 0x1E, "1234567890", "!@#$%^&*()", "" },
	{ 0x2C, " -=[]\\", " _+{}|", "" },
	{ 0x33, ";'`,./", ":\"~<>?", "" },
};

static const struct row french[] = {
	{ 0x04, "qbcdefghijkl,noparstuvzxyw", "QBCDEFGHIJKL?NOPARSTUVZXYW", "" },
	{ 0x1E, "&é\"'(-è_çà", "1234567890", " ~#{[|`\\^@" },
	{ 0x2C, " )=^$*", " °+¨£µ", " ]}" },
	{ 0x33, "mù²;:!", "M%\x01./§", "" },
	{ 0x64, "<", ">", "" },
};

static uint32_t next(const char **text)
{
	const uint8_t *t = (const uint8_t *)*text;
	size_t n = t[0] < 0x80 ? 1 : t[0] < 0xE0 ? 2 : 3;

	*text += n;
	return n == 1   ? t[0]
	       : n == 2 ? (t[0] & 0x1FU) << 6 | (t[1] & 0x3FU)
			: (t[0] & 0xFU) << 12 | (t[1] & 0x3FU) << 6 | (t[2] & 0x3FU);
}

static uint32_t press(struct keys *k, uint8_t modifiers, uint8_t usage)
{
	const uint8_t report[KEYS_REPORT] = { modifiers, 0, usage }, up[KEYS_REPORT] = { 0 };
	uint32_t c[KEYS_MOST] = { 0 }, none[KEYS_MOST];

	assert_int_equal(keys_feed(k, report, sizeof(report), c), 1);
	assert_int_equal(keys_feed(k, up, sizeof(up), none), 0);
	return c[0];
}

static void check_row(struct keys *k, const struct row *row, const char *text, uint8_t modifiers)
{
	for (uint8_t usage = row->first; *text; usage++) {
		uint32_t expected = next(&text);

		if (expected == 1 || (modifiers == 0x40 && expected == ' '))
			expected = KEYS_UNKNOWN;
		assert_int_equal(press(k, modifiers, usage), expected);
	}
}

static void check_layout(enum keys_layout layout, const struct row *rows, size_t count)
{
	struct keys k;

	keys_init(&k, layout);
	for (size_t i = 0; i < count; i++) {
		check_row(&k, &rows[i], rows[i].plain, 0);
		check_row(&k, &rows[i], rows[i].shift, 0x02);
		check_row(&k, &rows[i], rows[i].shift, 0x20);
		check_row(&k, &rows[i], rows[i].alt_gr, 0x40);
	}
	/* The keypad is the same on all. */
	for (uint8_t i = 0; i < 16; i++)
		assert_int_equal(press(&k, 0, (uint8_t)(0x54 + i)), "/*-+\r1234567890."[i]);
	assert_int_equal(press(&k, 0, 0x28), '\r');
	assert_int_equal(press(&k, 0, 0x2B), '\t');
	assert_int_equal(press(&k, 0, 0x3A), KEYS_UNKNOWN); /* F1 */
	assert_int_equal(press(&k, 0, 0xFF), KEYS_UNKNOWN);
}

static void american_keyboard(void **state)
{
	(void)state;
	check_layout(KEYS_US, american, ARRAY_SIZE(american));
}

static void french_keyboard(void **state)
{
	(void)state;
	check_layout(KEYS_FR, french, ARRAY_SIZE(french));
}

/* Every printable ASCII character can be typed in each layout. */
static void nothing_is_missing(void **state)
{
	(void)state;
	for (int layout = 0; layout < 2; layout++) {
		bool found[128] = { false };

		for (unsigned usage = 4; usage <= 0x64; usage++)
			for (unsigned m = 0; m < 3; m++) {
				static const uint8_t modifiers[] = { 0, 0x02, 0x40 };
				const uint8_t report[] = { modifiers[m], 0, (uint8_t)usage, 0, 0, 0,
					0, 0 };
				uint32_t c[KEYS_MOST];
				struct keys k;

				keys_init(&k, (enum keys_layout)layout);
				if (keys_feed(&k, report, sizeof(report), c) == 1 && c[0] < 128)
					found[c[0]] = true;
			}
		for (int c = ' '; c < 127; c++)
			assert_true(found[c]);
	}
}

static size_t feed(struct keys *k, const char *report, uint32_t *chars)
{
	return keys_feed(k, (const uint8_t *)report, KEYS_REPORT, chars);
}

static void only_new_keys_count(void **state)
{
	uint32_t c[KEYS_MOST];
	struct keys k;

	(void)state;
	keys_init(&k, KEYS_US);
	/* a; a and b: b is new; b alone; b and a: a is new */
	assert_int_equal(feed(&k, "\0\0\x04\0\0\0\0\0", c), 1);
	assert_int_equal(feed(&k, "\0\0\x04\0\0\0\0\0", c), 0);
	assert_int_equal(feed(&k, "\0\0\x04\x05\0\0\0\0", c), 1);
	assert_int_equal(c[0], 'b');
	assert_int_equal(feed(&k, "\0\0\x05\0\0\0\0\0", c), 0);
	assert_int_equal(feed(&k, "\0\0\x05\x04\0\0\0\0", c), 1);
	assert_int_equal(c[0], 'a');
	/* The same character twice needs a release between. */
	assert_int_equal(feed(&k, "\0\0\0\0\0\0\0\0", c), 0);
	assert_int_equal(feed(&k, "\0\0\x04\0\0\0\0\0", c), 1);
	assert_int_equal(c[0], 'a');
	/* All ones: too many keys at once. It is not a release either. */
	assert_int_equal(feed(&k, "\0\0\1\1\1\1\1\1", c), 0);
	assert_int_equal(feed(&k, "\0\0\x04\0\0\0\0\0", c), 0);
}

static void keys_of_one_report_are_in_order(void **state)
{
	uint32_t c[KEYS_MOST];
	struct keys k;

	(void)state;
	keys_init(&k, KEYS_US);
	assert_int_equal(feed(&k, "\2\0\x06\x04\x05\x06\x1e\x28", c), 5);
	assert_int_equal(c[0], 'C');
	assert_int_equal(c[1], 'A');
	assert_int_equal(c[2], 'B');
	assert_int_equal(c[3], '!');
	assert_int_equal(c[4], '\r');
}

static void alt_codes_are_characters(void **state)
{
	static const struct {
		const char *reports[6];
		uint32_t expected;
	} rows[] = {
		/* A recorded scanner: left Alt with keypad 0, 8, 3 in one report is S. */
		{ { "\4\0\x62\x60\x5b\0\0\0", "\0\0\0\0\0\0\0\0" }, 'S' },
		{ { "\4\0\0\0\0\0\0\0", "\4\0\x62\0\0\0\0\0", "\4\0\0\0\0\0\0\0",
			  "\4\0\x5a\0\0\0\0\0", "\4\0\x61\0\0\0\0\0", "\0\0\0\0\0\0\0\0" },
			0x1D },                                          /* Alt+029 */
		{ { "\4\0\x5e\x5d\0\0\0\0", "\0\0\0\0\0\0\0\0" }, 'A' }, /* Alt+65 */
		{ { "\4\0\x62\x5a\x5b\0\0\0", "\4\0\0\0\0\0\0\0", "\4\0\x5b\0\0\0\0\0",
			  "\0\0\0\0\0\0\0\0" },
			0xE9 },                                                     /* Alt+0233 */
		{ { "\4\0\x59\x5b\x62\0\0\0", "\0\0\0\0\0\0\0\0" }, KEYS_UNKNOWN }, /* Alt+130 */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint32_t c[KEYS_MOST] = { 0 };
		struct keys k;
		size_t n = 0;

		keys_init(&k, KEYS_FR);
		for (size_t j = 0; j < 6 && rows[i].reports[j]; j++) {
			assert_int_equal(n, 0);
			n = feed(&k, rows[i].reports[j], c);
		}
		assert_int_equal(n, 1);
		assert_int_equal(c[0], rows[i].expected);
	}
}

/* "055": the same digit twice inside an Alt code, and a key that follows at once. */
static void alt_ends_when_alt_goes_up(void **state)
{
	uint32_t c[KEYS_MOST];
	struct keys k;

	(void)state;
	keys_init(&k, KEYS_US);
	assert_int_equal(feed(&k, "\4\0\x62\x5d\0\0\0\0", c), 0);
	assert_int_equal(feed(&k, "\4\0\0\0\0\0\0\0", c), 0);
	assert_int_equal(feed(&k, "\4\0\x5d\0\0\0\0\0", c), 0);
	assert_int_equal(feed(&k, "\0\0\x04\0\0\0\0\0", c), 2);
	assert_int_equal(c[0], '7');
	assert_int_equal(c[1], 'a');
	/* Alt without digits types nothing. */
	assert_int_equal(feed(&k, "\4\0\0\0\0\0\0\0", c), 0);
	assert_int_equal(feed(&k, "\0\0\0\0\0\0\0\0", c), 0);
}

static void control_bracket_is_gs(void **state)
{
	struct keys k;

	(void)state;
	for (int layout = 0; layout < 2; layout++) {
		keys_init(&k, (enum keys_layout)layout);
		assert_int_equal(press(&k, 0x01, 0x30), 0x1D);
		assert_int_equal(press(&k, 0x10, 0x30), 0x1D);
	}
	keys_init(&k, KEYS_US);
	assert_int_equal(press(&k, 0x01, 0x10), '\r'); /* Ctrl+M */
	assert_int_equal(press(&k, 0x01, 0x1E), KEYS_UNKNOWN);
	/* Ctrl with left Alt is AltGr. */
	keys_init(&k, KEYS_FR);
	assert_int_equal(press(&k, 0x05, 0x27), '@');
}

static void caps_lock_is_a_key(void **state)
{
	uint32_t c[KEYS_MOST];
	struct keys k;

	(void)state;
	keys_init(&k, KEYS_US);
	assert_int_equal(feed(&k, "\0\0\x39\0\0\0\0\0", c), 0);
	assert_int_equal(feed(&k, "\0\0\0\0\0\0\0\0", c), 0);
	assert_int_equal(press(&k, 0, 0x04), 'A');
	assert_int_equal(press(&k, 0x02, 0x04), 'a');
	assert_int_equal(press(&k, 0, 0x1E), '1');
	assert_int_equal(feed(&k, "\0\0\x39\0\0\0\0\0", c), 0);
	assert_int_equal(press(&k, 0, 0x04), 'a');
	/* On the French keyboard it gives the digits. */
	keys_init(&k, KEYS_FR);
	assert_int_equal(feed(&k, "\0\0\x39\0\0\0\0\0", c), 0);
	assert_int_equal(press(&k, 0, 0x1E), '1');
	assert_int_equal(press(&k, 0, 0x14), 'A');
	assert_int_equal(press(&k, 0x02, 0x1E), '&');
}

static void short_reports_are_survived(void **state)
{
	static const uint8_t report[12] = { 0, 0, 0x04, 0, 0, 0, 0, 0x05, 0x06, 0x07, 0x08, 0x09 };
	uint32_t c[KEYS_MOST];
	struct keys k;

	(void)state;
	for (size_t len = 0; len <= sizeof(report); len++) {
		keys_init(&k, KEYS_US);
		assert_int_equal(keys_feed(&k, report, len, c), len < 3 ? 0 : len < 8 ? 1 : 2);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(american_keyboard),
		cmocka_unit_test(french_keyboard),
		cmocka_unit_test(nothing_is_missing),
		cmocka_unit_test(only_new_keys_count),
		cmocka_unit_test(keys_of_one_report_are_in_order),
		cmocka_unit_test(alt_codes_are_characters),
		cmocka_unit_test(alt_ends_when_alt_goes_up),
		cmocka_unit_test(control_bracket_is_gs),
		cmocka_unit_test(caps_lock_is_a_key),
		cmocka_unit_test(short_reports_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
