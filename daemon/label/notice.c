// SPDX-License-Identifier: GPL-3.0-or-later
/* Draws a notice on A4. Nothing here is shared: any thread may draw. */
#include "letters.h"
#include "notice.h"
#include <cairo-pdf.h>
#include <errno.h>
#include <pango/pangocairo.h>
#include <stdint.h>

#define PT (72 / 25.4) /* cairo counts in points, this file in millimetres */
#define A4_WIDTH 210.0
#define A4_HEIGHT 297.0
#define EDGE 18.0
#define SMALL 3.2
#define BETWEEN 1.5 /* columns */

struct sheet {
	cairo_t *c;
	PangoLayout *layout;
	double x, y;
	int page;
	const struct notice_line *head; /* of the table that goes on */
};

static void set(struct sheet *s, const char *words, double size_mm, bool bold)
{
	PangoFontDescription *face = pango_font_description_from_string(
		bold ? "DejaVu Sans,Sans Bold Condensed" : "DejaVu Sans,Sans Condensed");
	char *clean = letters_shown(words);

	for (char *at = clean; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = ' ';
	pango_font_description_set_absolute_size(face, size_mm * PANGO_SCALE);
	pango_layout_set_font_description(s->layout, face);
	pango_font_description_free(face);
	pango_layout_set_text(s->layout, clean, -1);
	g_free(clean);
}

/* The text that was set. The height that it takes. */
static double put(struct sheet *s, double width, bool right, bool draw)
{
	PangoRectangle r;

	pango_layout_set_width(s->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(s->layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(s->layout, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	pango_layout_get_extents(s->layout, NULL, &r);
	if (draw) {
		cairo_move_to(s->c, s->x, s->y);
		pango_cairo_show_layout(s->c, s->layout);
	}
	return (double)r.height / PANGO_SCALE;
}

static void end_page(struct sheet *s)
{
	char number[16];
	const double y = s->y;

	(void)snprintf(number, sizeof(number), "%d", ++s->page);
	s->y = A4_HEIGHT - EDGE + 4;
	s->x = A4_WIDTH - EDGE - 30;
	set(s, number, SMALL, false);
	(void)put(s, 30, true, true);
	cairo_show_page(s->c);
	s->y = y > 0 ? EDGE : y;
}

static void put_line(struct sheet *s, const struct notice_line *line)
{
	const double width = A4_WIDTH - 2 * EDGE, right = line->right ? 50 : 0;
	double high;

	s->x = EDGE;
	set(s, line->words, line->size_mm, line->bold);
	high = put(s, width - right, false, false);
	s->y += line->gap_mm;
	if (s->y + high > A4_HEIGHT - EDGE)
		end_page(s);
	s->x = EDGE;
	set(s, line->words, line->size_mm, line->bold);
	(void)put(s, width - right, false, true);
	if (line->right) {
		s->x = A4_WIDTH - EDGE - right;
		set(s, line->right, line->size_mm, line->bold);
		(void)put(s, right, true, true);
	}
	s->y += high;
}

/* ---- tables ---- */

/* The height of its highest cell. */
static double put_cells(struct sheet *s, const struct notice_line *row, bool draw)
{
	double high = 0, one;

	s->x = EDGE;
	for (size_t i = 0; i < row->columns->count; i++) {
		const double width = row->columns->width_mm[i];

		set(s, row->cells[i], row->size_mm, row->bold);
		one = put(s, width - BETWEEN, row->columns->right[i], draw);
		high = one > high ? one : high;
		s->x += width;
	}
	return high;
}

static void put_row(struct sheet *s, const struct notice_line *row)
{
	const double high = put_cells(s, row, false);

	s->y += row->gap_mm;
	if (s->y + high > A4_HEIGHT - EDGE) {
		end_page(s);
		if (s->head && s->head != row)
			put_row(s, s->head);
		s->y += row->gap_mm;
	}
	(void)put_cells(s, row, true);
	s->y += high;
	if (row->head) {
		s->head = row;
		s->y += 0.6;
		cairo_set_line_width(s->c, 0.2);
		cairo_move_to(s->c, EDGE, s->y);
		cairo_line_to(s->c, A4_WIDTH - EDGE, s->y);
		cairo_stroke(s->c);
	}
}

static cairo_status_t to_file(void *out, const unsigned char *bytes, unsigned int size)
{
	return fwrite(bytes, 1, size, out) == size ? CAIRO_STATUS_SUCCESS
						   : CAIRO_STATUS_WRITE_ERROR;
}

int notice_write(const struct notice_line *lines, size_t count, FILE *out)
{
	cairo_surface_t *surface =
		cairo_pdf_surface_create_for_stream(to_file, out, A4_WIDTH * PT, A4_HEIGHT * PT);
	struct sheet s = { .c = cairo_create(surface), .y = EDGE };
	cairo_status_t status;

	cairo_scale(s.c, PT, PT);
	s.layout = pango_cairo_create_layout(s.c);
	/* Letters stand where they belong, not at whole millimetres. */
	pango_context_set_round_glyph_positions(pango_layout_get_context(s.layout), FALSE);
	pango_layout_context_changed(s.layout);
	for (size_t i = 0; i < count; i++)
		if (lines[i].columns)
			put_row(&s, &lines[i]);
		else
			put_line(&s, &lines[i]);
	end_page(&s);
	g_object_unref(s.layout);
	cairo_surface_finish(surface);
	status = cairo_status(s.c) ? cairo_status(s.c) : cairo_surface_status(surface);
	cairo_destroy(s.c);
	cairo_surface_destroy(surface);
	return status == CAIRO_STATUS_SUCCESS     ? 0
	       : status == CAIRO_STATUS_NO_MEMORY ? -ENOMEM
						  : -EIO;
}
