// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Barcodes of GS1 as donors' packs carry them: each spelling says the same, is written and read back the
 * same; what is wrong is said, and no GTIN comes from nowhere.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "cleanup.h"
#include "gs1.h"

#define GTIN "09521234543213"
#define GS "\x1d"

static void is(const struct gs1 *g, const char *ai, const char *wanted)
{
	const char *value = gs1_value(g, ai);

	assert_non_null(value);
	assert_string_equal(value, wanted);
}

static void check_digits(void **state)
{
	static const struct {
		const char *digits;
		char check;
	} vectors[] = { { "952123454321", '3' }, { "0952123454321", '3' },
		{ "39521234500000001", '9' }, { "021234500265", '0' }, { "210004201234", '9' } };
	static const char *const good[] = { "9521234543213", GTIN, "96385074", "036000291452" };
	static const char *const bad[] = { "", "9521234543214", "952123454321", "95212345432133",
		"9638507X", "963850741" };
	char check;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(vectors); i++) {
		assert_int_equal(gs1_check_digit(vectors[i].digits, &check), 0);
		assert_int_equal(check, vectors[i].check);
	}
	assert_int_equal(gs1_check_digit("", &check), -EINVAL);
	assert_int_equal(gs1_check_digit("12-3", &check), -EINVAL);
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		assert_true(gs1_gtin_good(good[i]));
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(gs1_gtin_good(bad[i]));
	assert_true(gs1_is_private("02100042012349"));
	assert_true(gs1_is_private("00212345002650"));
	assert_false(gs1_is_private(GTIN));
	assert_false(gs1_is_private("12100042012349"));
}

/* One pack: number, lot, use by, mass; each way a scanner or a person may say it. */
static void each_spelling_says_the_same(void **state)
{
	static const char *const texts[] = {
		"]C101" GTIN "17261231310300125010LOT-7",
		"]d2" GS "01" GTIN "10LOT-7" GS "172612313103001250",
		"]Q301" GTIN "3103001250" GS "17261231" GS "10LOT-7",
		"01" GTIN "10LOT-7~1D172612313103001250",
		"01" GTIN "10LOT-7~1d172612313103001250",
		"(01)" GTIN "(10)LOT-7(17)261231(3103)001250",
		"https://id.example.org/01/" GTIN "/10/LOT-7?17=261231&3103=001250&utm=x",
		"HTTPS://shop.example/food/01/9521234543213/10/LOT%2D7?3103=001250;17=261231#top",
	};
	struct gs1 g;
	int64_t mg;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		assert_int_equal(gs1_parse(texts[i], &g), 0);
		assert_int_equal(g.count, 4);
		is(&g, "01", GTIN);
		is(&g, "10", "LOT-7");
		is(&g, "17", "261231");
		is(&g, "3103", "001250");
		assert_int_equal(gs1_net_mg(&g, &mg), 0);
		assert_int_equal(mg, 1250000);
	}
}

static void a_number_alone_is_filled_up(void **state)
{
	static const char *const texts[] = { "9521234543213", "]E09521234543213", GTIN,
		"]C101" GTIN };
	struct gs1 g;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		assert_int_equal(gs1_parse(texts[i], &g), 0);
		assert_int_equal(g.count, 1);
		is(&g, "01", GTIN);
	}
	assert_int_equal(gs1_parse("]E496385074", &g), 0);
	is(&g, "01", "00000096385074");
	assert_int_equal(gs1_net_mg(&g, &(int64_t){ 0 }), -ENOENT);
}

/* Whatever it is, it is told, and nothing is taken from it as a number. */
static void what_is_wrong_is_said(void **state)
{
	static const struct {
		const char *text;
		int error;
		const char *ai;
	} cases[] = {
		{ "", -EINVAL, NULL },
		{ "HD-MS-L-261121K702-1", -EINVAL, NULL },
		{ "9521234543214", -EINVAL, NULL },
		{ "]E09521234543214", -EBADMSG, "" },
		{ "12345", -EINVAL, NULL },
		{ "]C101" GTIN "88X", -EBADMSG, "" },
		{ "https://example.org/menu", -EINVAL, NULL },
		{ "(01)09521234543214", -EBADMSG, "01" },
		{ "(01)" GTIN "(17)261332", -EBADMSG, "17" },
		{ "(01)" GTIN "(17)2612", -EBADMSG, "17" },
		{ "(01)" GTIN "(10)", -EBADMSG, "10" },
		{ "(01)" GTIN "(10)A B", -EBADMSG, "10" },
		{ "(01)" GTIN "(10)123456789012345678901", -EBADMSG, "10" },
		{ "(01)" GTIN "(10)A(10)B", -EBADMSG, "10" },
		{ "(01)" GTIN "(7006)261200", -EBADMSG, "7006" },
		{ "(01)" GTIN "(3106)000001", -EBADMSG, "3106" },
		{ "(10)LOT-7", -EBADMSG, "10" },
		{ "]C11726123110LOT-7", -EBADMSG, "17" },
		{ "(3103)001250", -EBADMSG, "3103" },
		{ "(02)" GTIN, -EBADMSG, "02" },
		{ "(37)12", -EBADMSG, "37" },
		{ "(01)" GTIN "(02)" GTIN "(37)12", -EBADMSG, "02" },
		{ "https://example.org/01/" GTIN "/10/A%2", -EBADMSG, "" },
		{ "https://example.org/01/", -EINVAL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct gs1 g = { 0 };

		assert_int_equal(gs1_parse(cases[i].text, &g), cases[i].error);
		if (cases[i].ai)
			assert_string_equal(g.wrong, cases[i].ai);
		assert_true(g.count == 0 || cases[i].error == -EBADMSG);
	}
}

static void written_and_read_back_the_same(void **state)
{
	static const char *const texts[] = {
		"(01)" GTIN
		"(11)261101(13)261101(15)261200(16)261130(17)261231(3102)000125(10)a/b%(21)7",
		"(02)" GTIN "(37)24(10)LOT-7",
		"(99)HD-MS-L-261121K702-1",
		"(01)" GTIN "(7003)2612312359(422)250(10)x",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		for (enum gs1_spelling how = GS1_PLAIN; how <= GS1_LINK; how++) {
			char text[400];
			struct gs1 g, again;

			if (gs1_parse(texts[i], &g) < 0)
				fail_msg("%s", texts[i]);
			if (how == GS1_LINK && !gs1_value(&g, "01")) {
				assert_int_equal(
					gs1_write(&g, how, "id.example.org", text, 400), -EINVAL);
				continue;
			}
			assert_int_equal(gs1_write(&g, how, "id.example.org", text, 400), 0);
			assert_int_equal(gs1_parse(text, &again), 0);
			assert_int_equal(again.count, g.count);
			for (size_t n = 0; n < g.count; n++)
				is(&again, g.elements[n].ai, g.elements[n].value);
		}
}

/* A lot and a mass without a number of the article are not written: that number is not made up. */
static void nothing_is_written_without_a_number(void **state)
{
	struct gs1 g = { 2, { { "10", "LOT-7" }, { "3103", "001250" } }, "" };
	char text[64];

	(void)state;
	for (enum gs1_spelling how = GS1_PLAIN; how <= GS1_LINK; how++)
		assert_int_equal(gs1_write(&g, how, "id.example.org", text, 64), -EINVAL);
	g = (struct gs1){ 1, { { "01", "09521234543214" } }, "" };
	assert_int_equal(gs1_write(&g, GS1_BRACKETS, NULL, text, 64), -EINVAL);
	g = (struct gs1){ 1, { { "01", GTIN } }, "" };
	assert_int_equal(gs1_write(&g, GS1_BRACKETS, NULL, text, 18), -ENOBUFS);
	assert_int_equal(gs1_write(&g, GS1_BRACKETS, NULL, text, 19), 0);
	assert_string_equal(text, "(01)" GTIN);
}

static void dates_have_a_century(void **state)
{
	static const struct {
		const char *value, *today, *day;
	} cases[] = {
		{ "261231", "2026-11-30", "2026-12-31" },
		{ "260200", "2026-11-30", "2026-02-28" },
		{ "280200", "2026-11-30", "2028-02-29" },
		{ "261100", "2026-11-30", "2026-11-30" },
		{ "991231", "2026-11-30", "1999-12-31" },
		{ "760101", "2026-11-30", "2076-01-01" },
		{ "770101", "2026-11-30", "1977-01-01" },
		{ "010101", "2080-11-30", "2101-01-01" },
		{ "260230", "2026-11-30", NULL },
		{ "261301", "2026-11-30", NULL },
		{ "26123", "2026-11-30", NULL },
	};
	char day[DAY_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (cases[i].day) {
			assert_int_equal(gs1_day(cases[i].value, cases[i].today, day), 0);
			assert_string_equal(day, cases[i].day);
		} else {
			assert_int_equal(gs1_day(cases[i].value, cases[i].today, day), -EINVAL);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_digits),
		cmocka_unit_test(each_spelling_says_the_same),
		cmocka_unit_test(a_number_alone_is_filled_up),
		cmocka_unit_test(what_is_wrong_is_said),
		cmocka_unit_test(written_and_read_back_the_same),
		cmocka_unit_test(nothing_is_written_without_a_number),
		cmocka_unit_test(dates_have_a_century),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
