// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Goods labels: whatever the words, nothing overlaps or leaves the paper, letters stay
 * readable, and what is said is what was weighed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "label_cases.h"

static void every_category_fits_every_label(void **state)
{
	(void)state;
	for (size_t i = 0; i < case_all.count; i++) {
		struct weighing w = case_weighing(case_all.rows[i].code);

		if (case_all.rows[i].kind != CATALOGUE_CATEGORY)
			continue;
		(void)snprintf(w.id, sizeof(w.id), "HD-MS-W-AB%06u-T", (unsigned int)i % 1000000);
		for (size_t m = 0; m < CASE_MEDIA; m++) {
			enum lang lang = (i + m) % 2 ? LANG_EN : LANG_FR;
			struct goods_words g;
			struct drawing s = { 0 };

			w.at.quality = i % 5 ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
			w.units = i % 4 ? 0 : 120;
			g = case_words(&case_all, &w, lang, i % 3 == 0);
			(void)snprintf(g.line, sizeof(g.line), "%s",
				i % 2 ? "" : "Recyclerie Métabief 25370 HD");

			assert_int_equal(drawing_init(&s, &case_media[m]), 0);
			assert_int_equal(goods_draw(&s, &g), 0);
			case_holds(&s);
			for (size_t k = 0; k < s.count; k++)
				assert_false(s.marks[k].kind == MARK_TEXT && s.marks[k].text.cut);
			assert_non_null(case_find(&s, "pictogram"));
			assert_int_equal(case_find(&s, "indicative")->text.lines, 1);
			assert_int_equal(case_find(&s, "line") != NULL, i % 2 == 0);
			assert_int_equal(case_find(&s, "units") != NULL, i % 4 == 0);
			/* larger, but beside 120 pieces on the smallest label at least as large */
			assert_true(case_find(&s, "number")->text.size + (w.units > 0) >
				    case_find(&s, "key")->text.size);
			if (m == i % CASE_MEDIA)
				case_reads(&s, w.id);
			drawing_done(&s);
		}
	}
}

/* Where to, in black behind an arrow: whole on the smallest too. */
static void fruits_4_every_destination_fits(void **state)
{
	(void)state;
	for (size_t i = 0; i < case_all.count; i++) {
		struct weighing w = case_weighing("TLC-VET");
		const struct label_media *media = &case_media[i % 2 ? 8 : i % CASE_MEDIA];
		struct goods_words g;
		struct drawing s = { 0 };

		if (case_all.rows[i].kind != CATALOGUE_DESTINATION)
			continue;
		w.direction = DIRECTION_OUT;
		memcpy(w.destination, case_all.rows[i].code, sizeof(w.destination));
		g = case_words(&case_all, &w, i % 4 > 1 ? LANG_EN : LANG_FR, false);
		assert_int_equal(drawing_init(&s, media), 0);
		assert_int_equal(goods_draw(&s, &g), 0);
		case_holds(&s);
		assert_memory_equal(g.from, "→ ", 4);
		assert_false(case_find(&s, "from")->text.cut);
		/* the corner is black: a first line of the box */
		assert_true(raster_dot(
			s.raster, case_find(&s, "from")->box.x, case_find(&s, "from")->box.y));
		drawing_done(&s);
	}
}

static void fruits_4_the_number_is_what_people_say(void **state)
{
	struct weighing w = case_weighing("TLC-VET");

	(void)state;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).number, "AB000123T");
	(void)snprintf(w.id, sizeof(w.id), "HD-MS-W-QJ651-8");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).number, "QJ6518");
	(void)snprintf(w.id, sizeof(w.id), "ODD");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).number, "ODD");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).pictogram, "TLC-VET");
	w.units = 3;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).units, "3 p.");
}

/* Larger than all small print; where there is room, by half. */
static void fruits_4_the_number_is_seen_first(void **state)
{
	static const char *const small[] = { "indicative", "line", "code", "day", "from", "key" };
	struct weighing w = case_weighing("EEE-PAM-OUT");

	(void)state;
	for (size_t m = 0; m < CASE_MEDIA; m++) {
		bool large =
			case_media[m].width_um / 1000 * (case_media[m].height_um / 1000) > 4000;
		struct goods_words g = case_words(&case_all, &w, LANG_FR, false);
		struct drawing s = { 0 };
		uint32_t size;

		(void)snprintf(g.line, sizeof(g.line), "Recyclerie · 03 81 00 00 00");
		assert_int_equal(drawing_init(&s, &case_media[m]), 0);
		assert_int_equal(goods_draw(&s, &g), 0);
		case_holds(&s);
		size = case_find(&s, "number")->text.size;
		for (size_t i = 0; i < ARRAY_SIZE(small); i++) {
			const struct mark *mark = case_find(&s, small[i]);

			if (mark)
				assert_true(size * 2 >= mark->text.size * (large ? 3 : 2));
		}
		drawing_done(&s);
	}
}

static uint32_t seed = 20261121;

static uint32_t draw_number(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

/* Words of one of several alphabets, often far too long; some bytes that are no UTF-8. */
static void random_words(char *to, size_t size)
{
	static const char *const letters[] = { "abcdefgéèêçœÉ", "абвгдежзийЩЮЄї", "αβγδεζηθΩΨ",
		"ابتثجحخدذ", "WMQÅŰ@%&", "\xff\xc3\t\n\x01" };
	const char *set = letters[draw_number(ARRAY_SIZE(letters))];
	size_t n = draw_number((uint32_t)size - 1);
	size_t i = 0;

	while (i < n) {
		to[i] = set[draw_number((uint32_t)strlen(set))];
		if ((to[i++] & 0x80) == 0 && draw_number(9) == 0 && i < n)
			to[i++] = ' ';
	}
	to[n] = '\0';
}

/* Letters of several bytes come out whole often enough when copied in pairs. */
static void random_text(char *to, size_t size)
{
	static const char *const words[] = { "Électroménager ", "réfrigérateur", "Холодильник ",
		"ψυγείο ", "ثلاجة ", "Donaudampfschifffahrtsgesellschaftskapitän", "i", " ", "%",
		"W" };
	size_t n = 0;

	if (draw_number(3) == 0) {
		random_words(to, size);
		return;
	}
	to[0] = '\0';
	for (uint32_t k = draw_number(9); k > 0; k--) {
		const char *w = words[draw_number(ARRAY_SIZE(words))];

		if (n + strlen(w) + 1 > size)
			break;
		memcpy(to + n, w, strlen(w) + 1);
		n += strlen(w);
	}
}

static void any_words_keep_their_boxes(void **state)
{
	(void)state;
	for (int i = 0; i < (getenv("SANITIZED") ? 100 : 600); i++) {
		const struct label_media any = { 45000 + draw_number(60000),
			27000 + draw_number(80000), draw_number(2) ? 203 : 300 };
		struct weighing w = case_weighing("TLC-VET");
		struct goods_words g = case_words(&case_all, &w, LANG_FR, i % 2 == 0);
		struct drawing s = { 0 };

		random_text(g.category, sizeof(g.category));
		random_text(g.family, sizeof(g.family));
		random_text(g.full, sizeof(g.full));
		random_text(g.from, sizeof(g.from));
		random_text(g.day, sizeof(g.day));
		random_text(g.code, sizeof(g.code));
		random_text(g.kg, sizeof(g.kg));
		random_text(g.method, sizeof(g.method));
		random_text(g.state, sizeof(g.state));
		if (g.method[0] != '\0') /* what was not weighed is not indicative */
			g.indicative[0] = '\0';
		assert_int_equal(drawing_init(&s, &any), 0);
		assert_int_equal(goods_draw(&s, &g), 0);
		case_holds(&s);
		if (i % 50 == 0) {
			case_no_dot_outside(&s);
			case_reads(&s, w.id);
		}
		drawing_done(&s);
	}
}

/* An approved scale and a typed weight have no such line, and its room goes to the rest. */
static void only_an_unapproved_scale_is_indicative(void **state)
{
	(void)state;
	for (size_t m = 0; m < CASE_MEDIA; m++) {
		struct weighing w = case_weighing("TLC-VET");

		for (int kind = 0; kind < 3; kind++) {
			struct drawing s = { 0 };
			struct goods_words g;

			w.approved = kind == 1;
			w.method = kind == 2 ? METHOD_TYPED : METHOD_WEIGHED;
			g = case_words(&case_all, &w, m % 2 ? LANG_EN : LANG_FR, false);
			assert_int_equal(drawing_init(&s, &case_media[m]), 0);
			assert_int_equal(goods_draw(&s, &g), 0);
			case_holds(&s);
			assert_int_equal(case_find(&s, "indicative") != NULL, kind == 0);
			drawing_done(&s);
		}
	}
}

static void no_dot_leaves_its_box(void **state)
{
	(void)state;
	for (size_t m = 0; m < CASE_MEDIA; m++) {
		struct weighing w = case_weighing("EEE-PAM-CUI");
		struct goods_words g = case_words(&case_all, &w, LANG_FR, true);
		struct drawing s = { 0 };

		assert_int_equal(drawing_init(&s, &case_media[m]), 0);
		assert_int_equal(goods_draw(&s, &g), 0);
		case_no_dot_outside(&s);
		drawing_done(&s);
	}
}

static void truth_36_a_seventeenth_box_has_its_place(void **state)
{
	const struct label_media media = { .width_um = 100000, .height_um = 100000, .dpi = 203 };
	const struct type_style style = { 0 };
	struct drawing s = { 0 };

	(void)state;
	assert_int_equal(drawing_init(&s, &media), 0);
	for (uint32_t i = 0; i < 20; i++) {
		struct box box = { 0, i * 35, 300, 35 };

		assert_int_equal(drawing_text(&s, "line", &box, &style, "17"), 0);
	}
	assert_int_equal(s.count, 20);
	case_no_dot_outside(&s);
	drawing_done(&s);
}

static void weight_is_said_as_the_instrument_did(void **state)
{
	struct weighing w = case_weighing("TLC-VET");

	(void)state;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).kg, "12,35 kg");
	assert_string_equal(case_words(&case_all, &w, LANG_EN, false).kg, "12.35 kg");
	w.shown = (struct mass_shown){ 1250, -2, MASS_KILOGRAM };
	w.net_mg = 12500000;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).kg, "12,50 kg");
	w.shown = (struct mass_shown){ 7, 0, MASS_GRAM };
	w.net_mg = 7000;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).kg, "0,007 kg");
	w.shown = (struct mass_shown){ 352, -1, MASS_OUNCE };
	w.net_mg = 997903;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).kg, "0,998 kg");
	w.shown = (struct mass_shown){ 400, 0, MASS_MILLIGRAM };
	w.net_mg = 400;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).kg, "0,0004 kg");
	w.provenance = PROVENANCE_NONE;
	w.net_mg = 12500000;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).kg, "12,5 kg");
	w.net_mg = 900000000;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).kg, "900 kg");
}

static void what_is_not_plain_is_said(void **state)
{
	struct weighing w = case_weighing("TLC-VET");

	(void)state;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).method, "");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).state, "");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, true).state, "COPIE");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).day, "21/11/2026 · MS");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).from, "De : Apport sur site");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, true).indicative,
		"Poids indicatif, non utilisable pour une transaction");
	assert_string_equal(case_words(&case_all, &w, LANG_EN, true).indicative,
		"Indicative weight, not for use in transactions");
	w.approved = true;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, true).indicative, "");
	w.approved = false;
	w.method = METHOD_TYPED;
	assert_string_equal(case_words(&case_all, &w, LANG_FR, true).indicative, "");
	w.at.quality = CLOCK_DOUBTFUL;
	w.direction = DIRECTION_OUT;
	(void)snprintf(w.destination, sizeof(w.destination), "TRI_TLC");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).method, "saisi");
	assert_string_equal(case_words(&case_all, &w, LANG_EN, false).day, "2026-11-21 to check");
	assert_string_equal(case_words(&case_all, &w, LANG_EN, false).from, "→ Textile sorting");
	(void)snprintf(w.voided_by, sizeof(w.voided_by), "x 7");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, true).state, "ANNULÉ");
	(void)snprintf(w.category, sizeof(w.category), "GONE");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).category, "GONE");
	assert_string_equal(case_words(&case_all, &w, LANG_FR, false).full, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_category_fits_every_label),
		cmocka_unit_test(fruits_4_every_destination_fits),
		cmocka_unit_test(fruits_4_the_number_is_what_people_say),
		cmocka_unit_test(fruits_4_the_number_is_seen_first),
		cmocka_unit_test(any_words_keep_their_boxes),
		cmocka_unit_test(only_an_unapproved_scale_is_indicative),
		cmocka_unit_test(no_dot_leaves_its_box),
		cmocka_unit_test(truth_36_a_seventeenth_box_has_its_place),
		cmocka_unit_test(weight_is_said_as_the_instrument_did),
		cmocka_unit_test(what_is_not_plain_is_said),
	};

	return cmocka_run_group_tests(tests, case_set_up, case_tear_down);
}
