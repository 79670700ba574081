// SPDX-License-Identifier: GPL-3.0-or-later
/* Charts: each in each format, and no name over another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../daemon/report/chart.h"
#include "letters.h"
#include "report_rig.h"

/* Every chart in every format, of many rows, few, and none; the same bytes again. */
static void charts_are_drawn(void **state)
{
	static const char *const starts[] = { "<?xml", "\x89PNG", "%PDF" };
	static const char *const bys[] = { "root", "month,category", "" };

	for (size_t i = 0; i < ARRAY_SIZE(bys) * CHART_COUNT * 3; i++) {
		struct table t = make(*state, "2026", bys[i % 3]);
		enum chart chart = (enum chart)(i / 3 % CHART_COUNT);
		size_t as = i / 3 / CHART_COUNT, size[2];
		char *text[2] = { NULL, NULL };

		for (int k = 0; k < 2; k++) {
			FILE *out = open_memstream(&text[k], &size[k]);
			bool pile = chart == CHART_STACK && t.keys != 2; /* is of two keys */

			assert_int_equal(table_write(&t, FORMAT_SVG + (enum table_format)as, chart,
						 LANG_FR, out),
				pile ? -ENOTSUP : 0);
			(void)fclose(out);
		}
		if (chart == CHART_STACK && t.keys != 2) {
			assert_int_equal(size[0], 0);
			goto next;
		}
		assert_memory_equal(text[0], starts[as], strlen(starts[as]));
		assert_memory_equal(text[1], starts[as], strlen(starts[as]));
		if (as > 0) { /* cairo numbers the parts of its SVG through the whole program */
			assert_int_equal(size[0], size[1]);
			assert_memory_equal(text[0], text[1], size[0]);
		}
	next:
		free(text[0]);
		free(text[1]);
		table_done(&t);
	}
}

/* A person reads the title: its days are not those of a file for programs. */
static void days_of_a_title_are_as_people_write_them(void **state)
{
	static const char *const titles[LANG_COUNT] = {
		[LANG_FR] = "Tonnage du 1er janvier au 31 décembre 2026 inclus, en kilogrammes",
		[LANG_EN] = "Tonnage from 1 January to 31 December 2026 included, in kilograms",
	};

	for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
		struct table t = make(*state, "2026", "root");
		const struct chart_page page = { .t = &t, .lang = lang };
		char title[256];

		table_said_title(page.t, lang, title, sizeof(title));
		assert_string_equal(title, titles[lang]);
		table_done(&t);
	}
}

/* ---- a text of an SVG: cairo puts each letter where it stands */

struct box {
	double left, right, top, bottom;
};

enum { LETTER = 6, TALL = 8, TEXTS_MOST = 600 };

/* The letters of the next text from *svg on; false: no more. */
static bool next_text(const char **svg, struct box *b)
{
	const char *group = strstr(*svg, "<g "), *end, *at;
	size_t letters = 0;

	for (; group; group = strstr(end, "<g ")) {
		end = strstr(group, "</g>");
		*b = (struct box){ 1e9, -1e9, 1e9, -1e9 };
		for (at = group; (at = strstr(at, "<use ")) && at < end; at++, letters++) {
			double x = strtod(strstr(at, " x=\"") + 4, NULL);
			double y = strtod(strstr(at, " y=\"") + 4, NULL);

			b->left = x < b->left ? x : b->left;
			b->right = x > b->right ? x : b->right;
			b->top = y < b->top ? y : b->top;
			b->bottom = y > b->bottom ? y : b->bottom;
		}
		*svg = end;
		if (letters)
			return true;
	}
	return false;
}

static struct box inked(struct box b)
{
	bool turned = b.right - b.left < 0.1 && b.bottom - b.top > 0.1;

	return turned ? (struct box){ b.left - TALL, b.right, b.top - LETTER, b.bottom }
		      : (struct box){ b.left, b.right + LETTER, b.top - TALL, b.bottom };
}

static size_t texts_of_bars(const struct table *t)
{
	char *text = NULL;
	size_t size, n = 0;
	FILE *out = open_memstream(&text, &size);
	struct box box;

	assert_int_equal(table_write(t, FORMAT_SVG, CHART_BARS, LANG_FR, out), 0);
	(void)fclose(out);
	for (const char *at = text; next_text(&at, &box);)
		n++;
	free(text);
	return n;
}

/* "0,000" beside a row that has no such figure says what nobody knows. */
static void a_bar_of_no_figure_says_none(void **state)
{
	struct table t = make(*state, "2026", "root");
	size_t texts = texts_of_bars(&t);

	assert_true(t.rows > 1);
	t.cells[t.keys].none = true;
	assert_int_equal(texts_of_bars(&t), texts - 1);
	table_done(&t);
}

/* Months of categories had their names one over the other. */
static void names_of_a_chart_never_overlap(void **state)
{
	static const char *const bys[] = { "month", "day", "category", "month,root",
		"month,category", "origin,day" };
	static const enum chart charts[] = { CHART_MONTHS, CHART_BARS };

	for (size_t i = 0; i < ARRAY_SIZE(bys) * 2; i++) {
		struct table t = make(*state, "2026", bys[i / 2]);
		struct box box[TEXTS_MOST];
		size_t n = 0, size;
		char *text = NULL;
		const char *at;
		FILE *out = open_memstream(&text, &size);

		assert_int_equal(table_write(&t, FORMAT_SVG, charts[i % 2], LANG_FR, out), 0);
		(void)fclose(out);
		for (at = text; n < TEXTS_MOST && next_text(&at, &box[n]); n++)
			box[n] = inked(box[n]);
		assert_in_range(n, t.rows ? 3 : 1, TEXTS_MOST - 1);
		for (size_t a = 0; a < n; a++)
			for (size_t b = 0; b < a; b++)
				if (box[a].left < box[b].right && box[b].left < box[a].right &&
					box[a].top < box[b].bottom && box[b].top < box[a].bottom)
					fail_msg("%s: %.0f,%.0f lies over %.0f,%.0f", bys[i / 2],
						box[a].left, box[a].top, box[b].left, box[b].top);
		free(text);
		table_done(&t);
	}
}

/* A store, an origin that nobody said is no part of a row's name; a row of nothing else is a dash. */
static void an_empty_key_takes_no_room(void **state)
{
	struct table t = make(*state, "2026", "origin,root,destination");
	const struct chart_page page = { .t = &t, .lang = LANG_FR };
	char name[128];
	size_t empty = 0;

	for (size_t n = 0; n < t.rows; n++) {
		for (size_t i = 0; i < t.keys; i++)
			empty += !*table_cell(&t, t.order[n], i)->text;
		(void)chart_row_name(&page, n, name, sizeof(name));
		assert_null(strstr(name, "-"));
		assert_true(strncmp(name, " ", 1) != 0 && strncmp(name, "·", 2) != 0);
		assert_null(strstr(name, "·  ·"));
	}
	assert_true(empty >= t.rows);
	assert_string_equal(chart_keys_name(&page, 0, 0, 0, name, sizeof(name)), "-");
	table_done(&t);
	t = make(*state, "2026", "partner");
	assert_string_equal(
		chart_row_name(&(struct chart_page){ .t = &t }, 0, name, sizeof(name)), "-");
	table_done(&t);
}

static bool is_utf8(const char *text)
{
	while (*text) {
		unsigned char first = (unsigned char)*text++;
		int more = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;

		for (; more > 0; more--)
			if (((unsigned char)*text++ & 0xC0) != 0x80)
				return false;
	}
	return true;
}

/* A name cut within a letter would be the last that cairo draws: the rest of the paper stayed white. */
static void a_long_name_is_cut_between_letters(void **state)
{
	struct table t = make(*state, "2026", "origin,root,destination");
	const struct chart_page page = { .t = &t, .lang = LANG_FR };
	char whole[256], name[256];
	size_t cut = 0;

	for (size_t n = 0; n < t.rows; n++) {
		(void)chart_row_name(&page, n, whole, sizeof(whole));
		for (size_t size = 8; size <= strlen(whole); size++, cut++) {
			(void)chart_row_name(&page, n, name, size);
			assert_true(is_utf8(name));
			assert_true(strlen(name) < size);
			assert_string_equal(name + strlen(name) - strlen("…"), "…");
		}
	}
	assert_true(cut > 0);
	table_done(&t);
}

/* A source of 180 letters set its table in letters of 4 points. */
static void a_long_text_is_folded_and_all_there(void **state)
{
	static const double rooms[] = { 60, 150, 400 };
	char text[400] = "", whole[400], buf[CHART_LINE_SIZE];
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
	cairo_t *cr = cairo_create(s);

	(void)state;
	for (int i = 0; i < 12; i++)
		(void)snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s",
			i ? " " : "", i % 4 == 3 ? "étéétéétéétéétéété" : "donnée relevée");
	chart_letters(cr);
	cairo_set_font_size(cr, 9);
	for (size_t i = 0; i < ARRAY_SIZE(rooms); i++) {
		const char *rest = text;
		size_t lines = 0;

		for (whole[0] = '\0'; *rest; lines++) {
			bool within = *rest != ' ' && lines > 0 && rest[-1] != ' ';
			const char *line = chart_fold(cr, &rest, rooms[i], false, buf);

			assert_true(chart_width(cr, line) <= rooms[i] && is_utf8(line));
			(void)snprintf(whole + strlen(whole), sizeof(whole) - strlen(whole), "%s%s",
				!lines || within ? "" : " ", line);
		}
		assert_true(lines > 1);
		assert_string_equal(whole, text);
		rest = text;
		assert_non_null(strstr(chart_fold(cr, &rest, rooms[i], true, buf), "…"));
		assert_string_equal(rest, "");
	}
	cairo_destroy(cr);
	cairo_surface_destroy(s);
}

/* The rectangle of the n-th bar in an SVG, which has each several times. */
static struct box bar_of(const char *svg, size_t n)
{
	struct box b = { 0 };
	double left, top, right, top2, bottom, y = 0;

	for (const char *at = svg; (at = strstr(at, " d=\"M ")); at++) {
		if (sscanf(at, " d=\"M %lf %lf L %lf %lf L %*f %lf", &left, &top, &right, &top2,
			    &bottom) != 5 ||
			top != top2 || bottom - top != 16 || top == y)
			continue;
		y = top;
		b = (struct box){ left, right, top, bottom };
		if (n-- == 0)
			return b;
	}
	fail_msg("no bar");
	return b;
}

/* Stock that was overdrawn, what came back: a figure below nothing had a bar of no length. */
static void a_figure_below_nothing_has_a_bar(void **state)
{
	struct table t = make(*state, "2026", "root");
	struct box below, above;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_true(t.rows >= 2);
	t.cells[t.order[0] * t.columns + t.keys].number = -5000000000;
	t.cells[t.order[1] * t.columns + t.keys].number = 10000000000;
	assert_int_equal(table_write(&t, FORMAT_SVG, CHART_BARS, LANG_FR, out), 0);
	(void)fclose(out);
	below = bar_of(text, 0);
	above = bar_of(text, 1);
	assert_true(below.right < below.left && above.right > above.left);
	assert_true(below.left == above.left && below.right >= 299);
	free(text);
	table_done(&t);
}

#define NO_PICTURE "\xF0\x9F\xA3\xBF" /* U+1F8FF and U+323AF: in no font at all */
#define NO_LETTER "\xF0\xB2\x8E\xAF"

/* Pictures go, other letters that no font has are said to be there, the others stay as they are. */
static void what_no_font_has_is_no_box(void **state)
{
	static const char *const cases[][2] = {
		{ "Soupe " NO_PICTURE " du jour", "Soupe du jour" },
		{ NO_PICTURE " Soupe", "Soupe" },
		{ "Soupe " NO_PICTURE "\xE2\x80\x8D" NO_PICTURE "🏽", "Soupe" },
		{ NO_PICTURE, "\xEF\xBF\xBD" },
		{ NO_LETTER NO_LETTER, "\xEF\xBF\xBD\xEF\xBF\xBD" },
		{ "مطبخ", "مطبخ" },
		{ "Œuf à 1 € − ½ → café…", "Œuf à 1 € − ½ → café…" },
		{ "a\xFF", "a\xEF\xBF\xBD" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *shown = letters_shown(cases[i][0]);

		assert_string_equal(shown, cases[i][1]);
		free(shown);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(charts_are_drawn),
		T(a_figure_below_nothing_has_a_bar),
		T(a_long_text_is_folded_and_all_there),
		T(days_of_a_title_are_as_people_write_them),
		T(names_of_a_chart_never_overlap),
		T(a_bar_of_no_figure_says_none),
		T(an_empty_key_takes_no_room),
		T(a_long_name_is_cut_between_letters),
		T(what_no_font_has_is_no_box),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
