// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Letters of charts and paper. On a page none is smaller than 7 points, however small its picture is: what is
 * longer than its room is set smaller down to that, folded, and cut only then.
 */
#include <math.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <string.h>
#include "chart.h"
#include "letters.h"

enum { FONT = 11, FONT_LEAST = 9 };

/* What is not plain is set by pango: cairo's own letters join none and run from left to right. */
static PangoLayout *laid(cairo_t *cr, const char *text)
{
	PangoFontDescription *face = pango_font_description_from_string("DejaVu Sans");
	PangoLayout *layout = pango_cairo_create_layout(cr);
	char *shown = letters_shown(text);
	cairo_matrix_t size;

	cairo_get_font_matrix(cr, &size);
	pango_font_description_set_absolute_size(face, size.xx * PANGO_SCALE);
	pango_layout_set_font_description(layout, face);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	pango_layout_set_text(layout, shown, -1);
	pango_font_description_free(face);
	g_free(shown);
	return layout;
}

double chart_width(cairo_t *cr, const char *text)
{
	cairo_text_extents_t e;
	PangoRectangle r;
	PangoLayout *layout;

	if (letters_plain(text)) {
		cairo_text_extents(cr, text, &e);
		return e.x_advance;
	}
	layout = laid(cr, text);
	pango_layout_get_extents(layout, NULL, &r);
	g_object_unref(layout);
	return (double)r.width / PANGO_SCALE;
}

void chart_show(cairo_t *cr, const char *text)
{
	PangoLayout *layout;

	if (!text || letters_plain(text)) {
		cairo_show_text(cr, text);
		return;
	}
	layout = laid(cr, text);
	pango_cairo_show_layout_line(cr, pango_layout_get_line_readonly(layout, 0));
	g_object_unref(layout);
}

/* Of the units of a picture, what 7 points are on its page. */
static double least(cairo_t *cr)
{
	double across = CHART_LETTER_LEAST, down = 0;

	cairo_device_to_user_distance(cr, &across, &down);
	return fmax(hypot(across, down), FONT_LEAST);
}

double chart_letter(cairo_t *cr)
{
	return fmax(least(cr), FONT);
}

/* From the letter at `at` back to where it begins. */
static size_t begin_of_letter(const char *text, size_t at)
{
	while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
		at--;
	return at;
}

const char *chart_cut(cairo_t *cr, const char *text, double most, char *buf, size_t size)
{
	size_t end = strnlen(text, size - sizeof("…"));

	if (chart_width(cr, text) <= most)
		return text;
	do {
		(void)snprintf(buf, size, "%.*s…", (int)end, text);
		end = end > 0 ? begin_of_letter(text, end - 1) : 0;
	} while (end > 0 && chart_width(cr, buf) > most);
	return buf;
}

/* The bytes of a text that a line has room for: to the end of a word, or of a letter where a word is longer. */
static size_t line_end(cairo_t *cr, const char *text, double most, char *buf, size_t size)
{
	const size_t whole = strlen(text);
	size_t words = 0, letters = 0;

	for (size_t end = 1; end <= whole && end < size; end++) {
		if (end < whole && begin_of_letter(text, end) != end)
			continue;
		(void)snprintf(buf, size, "%.*s", (int)end, text);
		if (chart_width(cr, buf) > most)
			break;
		letters = end;
		if (text[end] == ' ' || !text[end])
			words = end;
	}
	return words ? words : letters ? letters : whole;
}

const char *chart_fold(
	cairo_t *cr, const char **rest, double most, bool last, char buf[CHART_LINE_SIZE])
{
	const char *text = *rest;
	size_t end;

	if (last || chart_width(cr, text) <= most) {
		*rest = "";
		return chart_cut(cr, text, most, buf, CHART_LINE_SIZE);
	}
	end = line_end(cr, text, most, buf, CHART_LINE_SIZE);
	(void)snprintf(buf, CHART_LINE_SIZE, "%.*s", (int)end, text);
	*rest = text + end + strspn(text + end, " ");
	return buf;
}

size_t chart_lines(cairo_t *cr, const char *text, double most, size_t lines_most)
{
	char buf[CHART_LINE_SIZE];
	size_t lines = 0;

	do
		(void)chart_fold(cr, &text, most, ++lines == lines_most, buf);
	while (*text);
	return lines;
}

/* As small as it needs to be, and the text as long as there is room then. */
static const char *fit(cairo_t *cr, const char *text, double most, char buf[CHART_LINE_SIZE])
{
	double wide = chart_width(cr, text), size = chart_letter(cr);

	if (wide > most)
		cairo_set_font_size(cr, fmax(size * most / wide, least(cr)));
	return chart_cut(cr, text, most, buf, CHART_LINE_SIZE);
}

void chart_text(cairo_t *cr, double x, double y, double align, const char *text)
{
	char buf[CHART_LINE_SIZE];

	cairo_save(cr);
	if (align > 0) /* what would leave the page on the left */
		text = fit(cr, text, x / align - 4, buf);
	cairo_move_to(cr, x - align * chart_width(cr, text), y);
	chart_show(cr, text);
	cairo_new_path(cr);
	cairo_restore(cr);
}

void chart_text_figure(cairo_t *cr, double x, double y, const char *name, const char *figure)
{
	char buf[CHART_LINE_SIZE], text[2 * CHART_LINE_SIZE];
	double most = x - 4, wide;

	cairo_save(cr);
	wide = chart_width(cr, name) + chart_width(cr, figure);
	if (wide > most)
		cairo_set_font_size(cr, fmax(chart_letter(cr) * most / wide, least(cr)));
	(void)snprintf(text, sizeof(text), "%s%s",
		chart_cut(cr, name, most - chart_width(cr, figure), buf, sizeof(buf)), figure);
	cairo_move_to(cr, x - chart_width(cr, text), y);
	chart_show(cr, text);
	cairo_new_path(cr);
	cairo_restore(cr);
}

void chart_text_turned(cairo_t *cr, double x, double y, double most, const char *text)
{
	char buf[CHART_LINE_SIZE];

	cairo_save(cr);
	text = fit(cr, text, most, buf);
	cairo_translate(cr, x, y + chart_width(cr, text));
	cairo_rotate(cr, -M_PI_2);
	cairo_move_to(cr, 0, 0);
	chart_show(cr, text);
	cairo_new_path(cr);
	cairo_restore(cr);
}

void chart_text_within(cairo_t *cr, double x, double y, double most, const char *text)
{
	char buf[CHART_LINE_SIZE];

	cairo_save(cr);
	cairo_move_to(cr, x, y);
	chart_show(cr, fit(cr, text, most, buf));
	cairo_new_path(cr);
	cairo_restore(cr);
}

size_t chart_text_folded(cairo_t *cr, double x, double y, double most, const char *text)
{
	char buf[CHART_LINE_SIZE];
	size_t lines = 0;

	do {
		const char *line = chart_fold(cr, &text, most, lines > 0, buf);

		cairo_move_to(cr, x, y + (double)lines++ * chart_letter(cr));
		chart_show(cr, line);
	} while (*text);
	cairo_new_path(cr);
	return lines;
}

/* Letters are the same wherever it is drawn, whatever else the program draws. */
void chart_letters(cairo_t *cr)
{
	cairo_font_options_t *o = cairo_font_options_create();

	cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	cairo_set_font_options(cr, o);
	cairo_font_options_destroy(o);
	cairo_select_font_face(
		cr, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
}
