// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The year on paper, to be handed over: whose it is, its figures, then every picture as wide as a page of
 * A4 that stands, one below the other; a picture that has no room begins the next page.
 */
#include <cairo-pdf.h>
#include <string.h>
#include "catalogue_facts.h"
#include "chart.h"
#include "report.h"
#include "table_private.h"

/* A4 that stands, in points. */
enum { WIDE = 595, HIGH = 842, EDGE = 36, FONT = 9, LINE = 12, BETWEEN = 6, SITES_MOST = 3 };
static const double columns_end[] = { 0, 250, 370, WIDE - 2 * EDGE };

struct sheet {
	const struct chart_page *p;
	const struct chart_paper *a;
	cairo_t *cr; /* NULL: it is only measured */
	double y;
	int wide, high; /* of this page: a picture that stands on it too small has one that lies */
	size_t page;
};

static void put(const struct sheet *s, double x, double align, const char *text)
{
	if (!s->cr)
		return;
	cairo_set_font_size(s->cr, FONT);
	if (align > 0)
		x -= chart_width(s->cr, text);
	cairo_move_to(s->cr, EDGE + x, s->y);
	chart_show(s->cr, text);
}

/* ---- whose it is ---- */

static const char *fact(const struct catalogue_row *row, const char *name)
{
	const struct record_field *f = catalogue_fact_find(CATALOGUE_SITE, name);
	const char *text = f ? record_text(f, catalogue_facts(row)) : NULL;

	return text ? text : "";
}

static bool is_asked(const struct table *t, const struct catalogue_row *row)
{
	if (row->kind != CATALOGUE_SITE)
		return false;
	for (size_t i = 0; i < t->facts; i++)
		if (strcmp(t->fact[i].name, "site") == 0)
			return strcmp(t->fact[i].value, row->code) == 0;
	return true;
}

/* The last row of each site: what it is called today. */
static void sites(struct sheet *s)
{
	const struct catalogue *c = s->p->t->catalogue;
	size_t count = 0;
	char text[512];

	for (size_t i = 0; i < c->count && count < SITES_MOST; i++) {
		const struct catalogue_row *row = &c->rows[i];
		const char *name = fact(row, "legal_name"), *siret = fact(row, "siret");

		if (!is_asked(s->p->t, row) ||
			(i + 1 < c->count && strcmp(row[1].code, row->code) == 0))
			continue;
		(void)snprintf(text, sizeof(text), "%s%s%s%s%s", *name ? name : row->label_fr,
			*fact(row, "address") ? ", " : "", fact(row, "address"),
			*siret ? ", SIRET " : "", siret);
		s->y += LINE;
		put(s, 0, 0, text);
		count++;
	}
}

/* ---- its figures ---- */

static void line(struct sheet *s, const char *const text[4])
{
	s->y += LINE;
	for (size_t i = 0; i < 4; i++)
		put(s, columns_end[i], i > 0, text[i]);
}

static void figures(struct sheet *s)
{
	const struct table *t = s->p->t;
	char buf[3][TYPESET_SIZE];
	const char *text[4];

	s->y += BETWEEN;
	for (size_t i = 0; i < 4 && i < t->columns; i++)
		text[i] = table_title(t, i, s->p->lang);
	line(s, text);
	for (size_t n = 0; n < t->rows; n++) {
		const struct cell *key = table_cell(t, t->order[n], 0);

		text[0] = key->label ? key->label : key->text;
		for (size_t i = 0; i < 3; i++)
			text[i + 1] = table_said(t, t->order[n], t->keys + i, s->p->lang, buf[i]);
		line(s, text);
	}
}

/* ---- its pictures ---- */

static void number(const struct sheet *s)
{
	struct chart_paper a = *s->a;

	a.wide = s->wide;
	a.high = s->high;
	chart_page_number(s->cr, &a, s->page + 1);
}

static void next_page(struct sheet *s, int wide, int high)
{
	if (s->cr) {
		number(s);
		cairo_show_page(s->cr);
		cairo_pdf_surface_set_size(cairo_get_target(s->cr), wide, high);
	}
	s->wide = wide;
	s->high = high;
	s->page++;
	s->y = EDGE;
}

static void draw(const struct sheet *s, const struct chart_page *p, double scale)
{
	if (!s->cr)
		return;
	cairo_save(s->cr);
	cairo_translate(s->cr, EDGE, s->y);
	cairo_scale(s->cr, scale, scale);
	cairo_rectangle(s->cr, 0, 0, p->width, p->height);
	cairo_clip(s->cr);
	chart_draw(p, report_find(p->t->name)->chart);
	cairo_restore(s->cr);
}

static void picture(struct sheet *s, const struct table *t)
{
	struct chart_page p = { .cr = s->cr, .t = t, .lang = s->p->lang };
	struct chart_paper alone;
	double scale = (double)(WIDE - 2 * EDGE);

	chart_size(&p, report_find(t->name)->chart);
	alone = chart_paper(&p, 0);
	if (!alone.pages)
		return;
	scale /= p.width;
	if (scale * CHART_LETTER_MOST < CHART_LETTER_LEAST || p.height * scale > HIGH - 2 * EDGE) {
		next_page(s, alone.wide, alone.high);
		draw(s, &p, alone.scale);
		s->y = alone.high;
		return;
	}
	if (s->wide != WIDE || p.height * scale > HIGH - EDGE - s->y)
		next_page(s, WIDE, HIGH);
	draw(s, &p, scale);
	s->y += p.height * scale + BETWEEN;
}

static void run(struct sheet *s)
{
	char title[256];

	s->wide = WIDE;
	s->high = HIGH;
	s->y = EDGE + LINE;
	table_said_title(s->p->t, s->p->lang, title, sizeof(title));
	if (s->cr) {
		chart_letters(s->cr);
		cairo_set_font_size(s->cr, 13);
		cairo_move_to(s->cr, EDGE, s->y);
		chart_show(s->cr, title);
	}
	sites(s);
	figures(s);
	s->y += BETWEEN;
	for (const struct table *t = s->p->t->next; t; t = t->next)
		if (t->rows > 0)
			picture(s, t);
}

struct chart_paper chart_sheet_paper(const struct chart_page *p)
{
	struct chart_paper a = chart_paper(p, 0);
	struct sheet s = { .p = p };

	run(&s);
	a.of += s.page + 1 - a.pages;
	a.pages = s.page + 1;
	a.wide = WIDE;
	a.high = HIGH;
	return a;
}

void chart_sheet(const struct chart_page *p, const struct chart_paper *a)
{
	struct sheet s = { .p = p, .a = a, .cr = p->cr };

	run(&s);
	number(&s);
}
