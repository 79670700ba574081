// SPDX-License-Identifier: GPL-3.0-or-later
/* Codes people scan: check characters find mistakes, hyphens and case do not matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "cleanup.h"
#include "code.h"
#include "paper_sheet.h"

static void known_vector(void **state)
{
	char check = '?', key[PRIVATE_KEY_SIZE];

	(void)state;
	/* Computed independently for the domain rules: lot MS-261121-02 of pole HD. */
	assert_int_equal(code_check_character("HD-MS-L-26112102", &check), 0);
	assert_int_equal(check, 'T');
	assert_int_equal(code_private_key_make("HD", "MS", 'L', "26112102", key, sizeof(key)), 0);
	assert_string_equal(key, "HD-MS-L-26112102-T");
	assert_int_equal(code_check_character("HD MS", &check), -EINVAL);
}

static void control_codes_round_trip(void **state)
{
	static const char *const codes[] = { "TLC-VET", "APP_VOL", "EEE-GEMH-LAV", "DEA", "UNDO" };
	char control[PRIVATE_KEY_SIZE], squashed[CODE_SIZE];
	struct code code;

	(void)state;
	for (const char *type = "KODCUAPZRQ"; *type; type++)
		for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
			assert_int_equal(
				code_control_make(*type, codes[i], control, sizeof(control)), 0);
			assert_null(strpbrk(control, "-_"));
			code_parse(control, &code);
			assert_int_equal(code.kind, CODE_CONTROL);
			assert_int_equal(code.type, *type);
			assert_int_equal(code_squash(codes[i], squashed, sizeof(squashed)), 0);
			assert_string_equal(code.squashed, squashed);
		}
	assert_int_equal(code_control_make('W', "TLC-VET", control, sizeof(control)), -EINVAL);
	assert_int_equal(code_control_make('K', "tlc", control, sizeof(control)), -EINVAL);
	assert_int_equal(code_control_make('K', "TLC-VET", control, 8), -ENOBUFS);
}

static void keys_are_read_as_people_type_them(void **state)
{
	struct code code;

	(void)state;
	code_parse("HD-MS-L-26112102-T", &code);
	assert_int_equal(code.kind, CODE_PRIVATE_KEY);
	assert_string_equal(code.squashed, "HDMSL26112102T");
	code_parse("hdmsl26112102t", &code);
	assert_int_equal(code.kind, CODE_PRIVATE_KEY);
	assert_string_equal(code.squashed, "HDMSL26112102T");
	code_parse("HD-MS-L-26112103-T", &code);
	assert_int_equal(code.kind, CODE_MISREAD);
	/* A pole whose name begins like a control code's type is still a key with hyphens. */
	char key[PRIVATE_KEY_SIZE];

	assert_int_equal(code_private_key_make("KA", "B", 'W', "7X1", key, sizeof(key)), 0);
	code_parse(key, &code);
	assert_int_equal(code.kind, CODE_PRIVATE_KEY);
}

static void one_wrong_character_is_always_found(void **state)
{
	static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char control[PRIVATE_KEY_SIZE], wrong[PRIVATE_KEY_SIZE];
	struct code code;

	(void)state;
	assert_int_equal(code_control_make('K', "TLC-VET", control, sizeof(control)), 0);
	for (size_t at = 0; control[at]; at++)
		for (const char *c = letters; *c; c++) {
			if (*c == control[at])
				continue;
			memcpy(wrong, control, sizeof(wrong));
			wrong[at] = *c;
			code_parse(wrong, &code);
			assert_int_equal(code.kind, CODE_UNKNOWN);
		}
}

static void anything_else_is_unknown(void **state)
{
	static const char *const others[] = { "", "-", "TLC-VET", "3017620422003", "é", "A B",
		"\x1d", "KTLCVETKTLCVETKTLCVETKTLCVETKTLCVET" };
	struct code code;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		code_parse(others[i], &code);
		assert_true(code.kind == CODE_UNKNOWN);
	}
}

static void keys_that_do_not_fit(void **state)
{
	char key[PRIVATE_KEY_SIZE];

	(void)state;
	assert_int_equal(
		code_private_key_make("POLE", "SITELONG", 'W', "AB1234567", key, sizeof(key)),
		-ENOBUFS);
	/* A lot's number holds its day: 22 characters where pole and site have six between them. */
	assert_int_equal(
		code_private_key_make("HDX", "MSX", 'L', "261121K702", key, sizeof(key)), 0);
	assert_int_equal(strlen(key), 22);
	assert_int_equal(code_private_key_make("HDX", "MSXX", 'L', "261121K702", key, sizeof(key)),
		-ENOBUFS);
	assert_int_equal(
		code_private_key_make("HDX", "MSX", 'W', "261121K702", key, sizeof(key)), -ENOBUFS);
	assert_int_equal(code_private_key_make("HD", "MS", 'X', "1", key, sizeof(key)), -EINVAL);
	assert_int_equal(code_private_key_make("", "MS", 'W', "1", key, sizeof(key)), -EINVAL);
	assert_int_equal(code_private_key_make("hd", "MS", 'W', "1", key, sizeof(key)), -EINVAL);
}

/* As long as a number may be, and told from those of any station, however it is read. */
static void numbers_of_training_are_told(void **state)
{
	char key[PRIVATE_KEY_SIZE], other[PRIVATE_KEY_SIZE];

	(void)state;
	assert_int_equal(code_private_key_make(
				 TRAINING_POLE, TRAINING_SITE, 'W', "XX999999", key, sizeof(key)),
		0);
	assert_true(code_is_training(key));
	assert_int_equal(code_private_key_make("HD", "MS", 'W', "QJ651", other, sizeof(other)), 0);
	assert_false(code_is_training(other));
	assert_false(code_is_training("XESSAI"));
	assert_false(code_is_training(""));
}

static void a_paper_sheet_has_a_number_that_tells_a_misread_one(void **state)
{
	const uint8_t random[PAPER_SHEET_BYTES] = { 0, 31, 255, 7, 100, 64 };
	char sheet[PAPER_SHEET_SIZE], read[PAPER_SHEET_SIZE], other[PAPER_SHEET_SIZE];
	char typed[16], key[REQUEST_KEY_SIZE];

	(void)state;
	paper_sheet_make(random, sheet);
	assert_int_equal(strlen(sheet), PAPER_SHEET_SIZE - 1);
	(void)snprintf(typed, sizeof(typed), " %.4s %s", sheet, sheet + 5);
	for (char *at = typed; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	assert_int_equal(paper_sheet_read(typed, read), 0);
	assert_string_equal(read, sheet);
	for (size_t i = 0; i + 1 < sizeof(sheet); i++) {
		memcpy(other, sheet, sizeof(sheet));
		other[i] = sheet[i] == '3' ? '4' : '3';
		assert_int_equal(paper_sheet_read(other, read), -EINVAL);
	}
	assert_int_equal(paper_sheet_read("", read), -EINVAL);
	assert_int_equal(paper_sheet_read("2345-67AAA", read), -EINVAL);
	paper_sheet_key(sheet, 7, key);
	assert_true(paper_sheet_is_key(key));
	assert_string_equal(key + strlen(key) - 3, "-07");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_vector),
		cmocka_unit_test(control_codes_round_trip),
		cmocka_unit_test(keys_are_read_as_people_type_them),
		cmocka_unit_test(one_wrong_character_is_always_found),
		cmocka_unit_test(anything_else_is_unknown),
		cmocka_unit_test(keys_that_do_not_fit),
		cmocka_unit_test(numbers_of_training_are_told),
		cmocka_unit_test(a_paper_sheet_has_a_number_that_tells_a_misread_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
