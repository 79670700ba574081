// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The year on paper, to be handed over: whose it is, its figures, its indicators, then every picture as wide as a
 * page of A4 that stands, one below the other; what has no room begins the next page.
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
static const double facts_end[] = { 0, 430, WIDE - 2 * EDGE };
enum { FACT_NAME = 350, FACT_INDENT = 12, FACT_SIZE = 1024 };

struct sheet {
	const struct chart_page *p;
	const struct chart_paper *a;
	cairo_t *cr;    /* NULL: it is only measured */
	cairo_t *ruler; /* how wide letters are, also then */
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

/* ---- its pages ---- */

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

/* ---- its indicators: each beside a year before, below it in which range, of what, and who says so ---- */

static const struct cell *fact_cell(const struct chart_page *p, size_t n, const char *column)
{
	return table_cell(p->t, p->t->order[n], table_column(p->t, column));
}

/* A figure as it is read; "": there is none. */
static const char *fact_said(
	const struct chart_page *p, size_t n, const char *column, char buf[TYPESET_SIZE])
{
	const struct cell *c = fact_cell(p, n, column);

	return c->none ? "" : chart_kg(p, table_column(p->t, column), c->number, 0, buf);
}

static void add_note(const struct chart_page *p, const struct sentence *said, char notes[FACT_SIZE])
{
	size_t used = strlen(notes);
	char text[SENTENCE_VALUE_SIZE + 64];

	(void)snprintf(notes + used, FACT_SIZE - used, "%s%s", used ? " · " : "",
		lang_say(p->lang, said, text, sizeof(text)));
}

static void add_value(const struct chart_page *p, const char *key, const char *name,
	const char *value, char *notes)
{
	struct sentence said = { .key = key };

	sentence_param(&said, name, value);
	if (*value)
		add_note(p, &said, notes);
}

static void add_range(const struct chart_page *p, size_t n, char notes[FACT_SIZE])
{
	struct sentence said = { .key = "paper_range" };
	char least[TYPESET_SIZE], most[TYPESET_SIZE];

	sentence_param(&said, "least", fact_said(p, n, "co2e_least_kg", least));
	sentence_param(&said, "most", fact_said(p, n, "co2e_most_kg", most));
	if (*said.param[0].value)
		add_note(p, &said, notes);
}

/* lang: paper_coverage paper_coverage_before paper_source paper_source_before */
static const char *notes_of(const struct chart_page *p, size_t n, char notes[FACT_SIZE])
{
	const char *source = fact_cell(p, n, "source")->text,
		   *before = fact_cell(p, n, "source_before")->text;
	const char *why = fact_cell(p, n, "note")->label;
	char buf[TYPESET_SIZE];
	size_t used;

	notes[0] = '\0';
	add_range(p, n, notes);
	add_value(p, "paper_coverage", "share", fact_said(p, n, "coverage_ppm", buf), notes);
	add_value(p, "paper_coverage_before", "share", fact_said(p, n, "coverage_before_ppm", buf),
		notes);
	used = strlen(notes);
	if (why && *why)
		(void)snprintf(notes + used, FACT_SIZE - used, "%s%s", used ? " · " : "", why);
	add_value(p, "paper_source", "source", source, notes);
	if (strcmp(source, before) != 0)
		add_value(p, "paper_source_before", "source", before, notes);
	return notes;
}

/* What the next row of the same indicator says as well is said once, below that. */
static bool is_said_below(const struct chart_page *p, size_t n, const char *notes)
{
	char next[FACT_SIZE];

	return n + 1 < p->t->rows &&
	       strcmp(fact_cell(p, n, "indicator")->text, fact_cell(p, n + 1, "indicator")->text) ==
		       0 &&
	       strcmp(notes, notes_of(p, n + 1, next)) == 0;
}

static void fact_line(struct sheet *s, const char *const text[3])
{
	char cut[CHART_LINE_SIZE];

	s->y += LINE;
	put(s, 0, 0, chart_cut(s->ruler, text[0], FACT_NAME, cut, sizeof(cut)));
	for (size_t i = 1; i < 3; i++)
		put(s, facts_end[i], 1, text[i]);
}

static void indicator(struct sheet *s, const struct chart_page *p, size_t n)
{
	char name[CHART_LINE_SIZE], notes[FACT_SIZE], buf[2][TYPESET_SIZE], line[CHART_LINE_SIZE];
	const double most = WIDE - 2 * EDGE - FACT_INDENT;
	const char *rest = notes_of(p, n, notes);
	size_t lines =
		is_said_below(p, n, notes) ? 0 : chart_lines(s->ruler, notes, most, FACT_SIZE);
	const char *const text[] = { chart_keys_name(p, n, 0, table_column(p->t, "note"), name,
					     sizeof(name)),
		fact_said(p, n, "number", buf[0]), fact_said(p, n, "number_before", buf[1]) };

	if (s->y + LINE * (double)(1 + lines) > HIGH - EDGE)
		next_page(s, WIDE, HIGH);
	fact_line(s, text);
	for (; lines > 0 && *rest; lines--) {
		s->y += LINE;
		put(s, FACT_INDENT, 0, chart_fold(s->ruler, &rest, most, false, line));
	}
}

/* What they are, and the days of the year before: of a period that is not over they are fewer. */
static const char *indicators_head(const struct chart_page *p, char *buf, size_t size)
{
	struct sentence said = { .key = "paper_indicators" };
	char day[16];

	for (size_t i = 0; i < p->t->facts; i++)
		if (strncmp(p->t->fact[i].name, "before_", 7) == 0 &&
			chart_day(p->t->fact[i].value, day))
			sentence_param(&said, p->t->fact[i].name, day);
	return said.param[0].name ? lang_say(p->lang, &said, buf, size)
				  : table_heading(p->t, p->lang);
}

static void indicators(struct sheet *s, const struct table *t)
{
	const struct chart_page p = { .t = t, .lang = s->p->lang };
	char said[SENTENCE_VALUE_SIZE];
	const char *const head[] = { indicators_head(&p, said, sizeof(said)), "",
		table_title(t, table_column(t, "number_before"), p.lang) };

	cairo_set_font_size(s->ruler, FONT);
	s->y += BETWEEN;
	fact_line(s, head);
	for (size_t n = 0; n < t->rows; n++)
		indicator(s, &p, n);
}

/* ---- its pictures ---- */

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
	for (const struct table *t = s->p->t->next; t; t = t->next)
		if (t->rows > 0 && t->bare)
			indicators(s, t);
	s->y += BETWEEN;
	for (const struct table *t = s->p->t->next; t; t = t->next)
		if (t->rows > 0 && !t->bare)
			picture(s, t);
}

struct chart_paper chart_sheet_paper(const struct chart_page *p)
{
	cairo_surface_t *none = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
	struct chart_paper a = chart_paper(p, 0);
	struct sheet s = { .p = p, .ruler = cairo_create(none) };

	chart_letters(s.ruler);
	run(&s);
	cairo_destroy(s.ruler);
	cairo_surface_destroy(none);
	a.of += s.page + 1 - a.pages;
	a.pages = s.page + 1;
	a.wide = WIDE;
	a.high = HIGH;
	return a;
}

void chart_sheet(const struct chart_page *p, const struct chart_paper *a)
{
	struct sheet s = { .p = p, .a = a, .cr = p->cr, .ruler = p->cr };

	run(&s);
	number(&s);
}
