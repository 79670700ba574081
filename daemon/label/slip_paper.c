// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Draws a slip on A4, one copy after the other, on as many pages as its rows take. The head stands on
 * the first page of a copy, the boxes to sign on its last. Nothing here is shared: any thread may draw.
 */
#include "slip_paper.h"
#include <cairo-pdf.h>
#include <errno.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"
#include "clock.h"
#include "modules.h"
#include "row_names.h"
#include "slip_rows.h"
#include "letters.h"

#define PT (72 / 25.4) /* cairo counts in points, this file in millimetres */
#define A4_WIDTH 210.0
#define A4_HEIGHT 297.0
#define LEFT 15.0
#define RIGHT 195.0
#define HEAD 14.0
#define TABLE 108.0 /* on the first page; */
#define NEXT 32.0   /* on the others */
#define END 232.0   /* of the table: the boxes to sign stand below */
#define LINE 6.0
#define SMALL 3.1
#define PLAIN 3.6

enum { COPIES = 2 };

struct text {
	const char *words;
	double x, y, width, size;
	bool bold, right;
	int lines; /* at most; 0 is 1 */
};

struct paper {
	const struct slip_paper *want;
	const struct slip_row *rows;
	size_t count;
	cairo_t *c;
	PangoLayout *layout;
};

/* What is too long ends in an ellipsis. The height that it took. */
static double put(struct paper *p, const struct text *t)
{
	PangoFontDescription *face = pango_font_description_from_string(
		t->bold ? "DejaVu Sans,Sans Bold Condensed" : "DejaVu Sans,Sans Condensed");
	char *clean = letters_shown(t->words);
	PangoRectangle r;

	for (char *at = clean; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = ' ';
	pango_font_description_set_absolute_size(face, t->size * PANGO_SCALE);
	pango_layout_set_font_description(p->layout, face);
	pango_font_description_free(face);
	pango_layout_set_text(p->layout, clean, -1);
	g_free(clean);
	pango_layout_set_width(p->layout, (int)(t->width * PANGO_SCALE));
	pango_layout_set_height(p->layout, t->lines ? -t->lines : -1);
	pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_END);
	pango_layout_set_alignment(p->layout, t->right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	pango_layout_get_extents(p->layout, NULL, &r);
	cairo_move_to(p->c, t->x, t->y);
	pango_cairo_show_layout(p->c, p->layout);
	return (double)r.height / PANGO_SCALE;
}

static void rule(struct paper *p, double y, double width)
{
	cairo_set_line_width(p->c, width);
	cairo_move_to(p->c, LEFT, y);
	cairo_line_to(p->c, RIGHT, y);
	cairo_stroke(p->c);
}

static const char *say(const struct paper *p, const char *key)
{
	return lang_text(p->want->lang, key);
}

/* "SIRET 123 …", below what stands there; nothing for an empty one. The next line. */
static double put_fact(struct paper *p, const char *key, const char *value, double x, double y)
{
	char words[2 * LABEL_SIZE];
	const struct text t = { .words = words, .x = x, .y = y, .width = 88, .size = SMALL };

	if (!value[0])
		return y;
	(void)snprintf(
		words, sizeof(words), "%s%s%s", key ? say(p, key) : "", key ? " " : "", value);
	return y + put(p, &t) + 0.6;
}

static const struct catalogue_row *row_of(
	const struct paper *p, enum catalogue_kind kind, const char *code)
{
	return code[0] ? catalogue_find(p->want->catalogue, kind, code, p->want->slip->day) : NULL;
}

static const char *name_of(const struct paper *p, const struct catalogue_row *row, const char *code)
{
	const char *label = row_label(row, p->want->lang);

	return label[0] ? label : code;
}

static void put_site(struct paper *p)
{
	const struct catalogue_row *row = row_of(p, CATALOGUE_SITE, p->want->site);
	const struct catalogue_facts *f = row ? catalogue_facts(row) : NULL;
	const char *name = f && f->legal_name[0] ? f->legal_name : name_of(p, row, p->want->site);
	const struct text t = { .words = name,
		.x = LEFT,
		.y = HEAD,
		.width = 88,
		.size = 4.6,
		.bold = true,
		.lines = 2 };
	double y = HEAD + put(p, &t) + 1;

	if (!f)
		return;
	y = put_fact(p, NULL, f->address, LEFT, y);
	y = put_fact(p, "slip_siret", f->siret, LEFT, y);
	y = put_fact(p, "slip_agreement", f->agrement, LEFT, y);
	(void)put_fact(p, NULL, f->label_line, LEFT, y);
}

/* lang: slip_title_deposit slip_title_pickup slip_title_removal slip_title_transfer slip_title_delivery */
static const char *title(const struct paper *p, char key[48])
{
	(void)snprintf(key, 48, "slip_title_%s", slip_type_words.names[p->want->slip->type]);
	return say(p, key);
}

static const char *on_day(const struct paper *p, const char *key, int64_t wall_us, char buf[96])
{
	struct sentence said = { .key = key };
	char at[32], day[16];

	slip_day(p->want, clock_iso(wall_us, at, sizeof(at)), day);
	sentence_param(&said, "day", day);
	return lang_say(p->want->lang, &said, buf, 96);
}

/* What became of it; nothing where it was closed and left as it is. */
static const char *mark(const struct paper *p, char buf[96])
{
	const struct slip *s = p->want->slip;

	if (s->state == SLIP_VOID)
		return on_day(p, "slip_void_mark", s->void_wall_us, buf);
	if (s->state == SLIP_OPEN)
		return say(p, "slip_open_mark");
	if (s->rectified_wall_us)
		return on_day(p, "slip_rectified", s->rectified_wall_us, buf);
	return s->state == SLIP_REFUSED ? say(p, "slip_refused_mark") : "";
}

static void put_title(struct paper *p)
{
	const struct slip *s = p->want->slip;
	char key[48], day[16], marked[96];
	struct text t = { .words = title(p, key),
		.x = 105,
		.y = HEAD,
		.width = 90,
		.size = 6.4,
		.bold = true,
		.right = true };

	t.y += put(p, &t) + 1;
	t = (struct text){
		.words = s->id, .x = 105, .y = t.y, .width = 90, .size = 4.6, .right = true
	};
	t.y += put(p, &t) + 1;
	slip_day(p->want, s->day, day);
	t.words = day;
	t.y += put(p, &t) + 1;
	t.words = mark(p, marked);
	t.bold = true;
	(void)put(p, &t);
}

/* "Partenaire  Re Bon": a line of the block below the head. */
static double put_named(struct paper *p, const char *key, const char *words, double y)
{
	const struct text name = {
		.words = say(p, key), .x = LEFT, .y = y, .width = 38, .size = PLAIN
	};
	const struct text what = {
		.words = words, .x = LEFT + 40, .y = y, .width = 114, .size = PLAIN, .bold = true
	};

	if (!words[0])
		return y;
	(void)put(p, &name);
	return y + put(p, &what) + 0.8;
}

static double put_partner(struct paper *p, const char *key, const char *code, double y)
{
	const struct catalogue_row *row = row_of(p, CATALOGUE_PARTNER, code);
	const struct catalogue_facts *f = row ? catalogue_facts(row) : NULL;

	y = put_named(p, key, name_of(p, row, code), y);
	if (!f)
		return y;
	y = put_fact(p, NULL, f->address, LEFT + 40, y);
	y = put_fact(p, "slip_siret", f->siret, LEFT + 40, y);
	return put_fact(p, "slip_permit", f->permit, LEFT + 40, y);
}

static void put_parties(struct paper *p)
{
	const struct slip *s = p->want->slip;
	double y = 52;

	rule(p, 49, 0.3);
	y = put_partner(p, "slip_partner", s->partner, y);
	y = put_named(
		p, "slip_place", name_of(p, row_of(p, CATALOGUE_PLACE, s->place), s->place), y);
	y = put_named(
		p, "slip_origin", name_of(p, row_of(p, CATALOGUE_ORIGIN, s->origin), s->origin), y);
	y = put_named(p, "slip_destination",
		name_of(p, row_of(p, CATALOGUE_DESTINATION, s->destination), s->destination), y);
	y = put_partner(p, "slip_carrier", s->carrier, y);
	y = put_named(p, "slip_ref", s->ref, y);
	(void)put_named(p, "slip_note", s->note, y);
}

/* Scanned at the station, what is weighed goes into this slip. Black on the paper's white. */
static void put_code(struct paper *p)
{
	static const struct modules_area area = { 172, 51, 22, 22 };
	struct barcode code;

	if (barcode_matrix(p->want->slip->id, &code) < 0)
		return; /* the number stands above it */
	modules_draw(p->c, &code, &area, area.width / (code.columns + 2),
		area.width / (code.columns + 2));
}

/* On pages after the first one: whose they are. */
static void put_short_head(struct paper *p)
{
	char words[2 * LABEL_SIZE], key[48];
	const struct text t = {
		.words = words, .x = LEFT, .y = HEAD, .width = 180, .size = 4.6, .bold = true
	};

	(void)snprintf(words, sizeof(words), "%s %s", title(p, key), p->want->slip->id);
	(void)put(p, &t);
}

static void put_row(struct paper *p, const struct slip_row *row, double y)
{
	static const double x[SLIP_CELLS] = { LEFT, 116, 150, 166 };
	static const double width[SLIP_CELLS] = { 99, 38, 14, 29 };

	for (size_t i = 0; i < SLIP_CELLS; i++) {
		const struct text t = { .words = row->cell[i],
			.x = x[i],
			.y = y,
			.width = row->below ? 135 : width[i],
			.size = row->strong ? 4.2 : PLAIN,
			.bold = row->strong,
			.right = i >= 2 };

		(void)put(p, &t);
	}
}

static size_t rows_on(size_t page)
{
	return (size_t)((END - (page ? NEXT : TABLE)) / LINE) - 1;
}

/* Those of a page, from that one: what belongs to one line stays together. */
static size_t rows_from(const struct paper *p, size_t page, size_t from)
{
	const size_t on = rows_on(page), left = p->count - from;

	if (left <= on)
		return left;
	return p->rows[from + on].below ? on - 1 : on;
}

static size_t pages_of(const struct paper *p)
{
	size_t from = 0, pages = 0;

	do
		from += rows_from(p, pages++, from);
	while (from < p->count);
	return pages;
}

static void put_table(struct paper *p, size_t page, size_t from)
{
	const double top = page ? NEXT : TABLE;
	struct slip_row head = { 0 };

	(void)snprintf(head.cell[0], LABEL_SIZE, "%s", say(p, "slip_column_goods"));
	(void)snprintf(head.cell[1], LABEL_SIZE, "%s", say(p, "slip_column_number"));
	(void)snprintf(head.cell[2], LABEL_SIZE, "%s", say(p, "slip_column_units"));
	(void)snprintf(head.cell[3], LABEL_SIZE, "kg");
	put_row(p, &head, top);
	rule(p, top + LINE - 0.8, 0.3);
	for (size_t i = 0; i < rows_from(p, page, from); i++) {
		if (p->rows[from + i].strong)
			rule(p, top + LINE * (double)(i + 1) - 0.3, 0.3);
		put_row(p, &p->rows[from + i], top + LINE * (double)(i + 1) + 0.4);
	}
}

/* A box with its title above, and in it the name of who signed, if somebody said. */
static void put_box(struct paper *p, const char *key, const char *name, double x)
{
	struct text t = { .words = say(p, key), .x = x, .y = 240, .width = 86, .size = SMALL };

	(void)put(p, &t);
	cairo_set_line_width(p->c, 0.3);
	cairo_rectangle(p->c, x, 245, 86, 28);
	cairo_stroke(p->c);
	t = (struct text){ .words = name, .x = x + 3, .y = 247, .width = 80, .size = PLAIN };
	(void)put(p, &t);
}

static bool is_indicative(const struct slip_paper *want)
{
	for (size_t i = 0; i < want->line_count; i++)
		if (!want->lines[i].voided_by[0] && want->lines[i].method == METHOD_WEIGHED &&
			!want->lines[i].approved)
			return true;
	return false;
}

static void put_end(struct paper *p)
{
	const struct text t = { .words = say(p, "label_indicative"),
		.x = LEFT,
		.y = 234,
		.width = 180,
		.size = SMALL };

	if (is_indicative(p->want))
		(void)put(p, &t);
	put_box(p, "slip_sign_site", "", LEFT);
	put_box(p, "slip_sign_partner", p->want->slip->signed_by, 109);
}

static void put_foot(struct paper *p, unsigned int copy, size_t page, size_t pages)
{
	struct sentence number = { .key = "control_page" };
	char said[80];
	struct text t = { .words = say(p, copy ? "slip_copy_partner" : "slip_copy_site"),
		.x = LEFT,
		.y = 281,
		.width = 120,
		.size = SMALL };

	(void)put(p, &t);
	sentence_param_int(&number, "page", (int64_t)page + 1);
	sentence_param_int(&number, "pages", (int64_t)pages);
	t = (struct text){ .words = lang_say(p->want->lang, &number, said, sizeof(said)),
		.x = 135,
		.y = 281,
		.width = 60,
		.size = SMALL,
		.right = true };
	(void)put(p, &t);
}

static void put_copy(struct paper *p, unsigned int copy)
{
	const size_t pages = pages_of(p);
	size_t from = 0;

	for (size_t page = 0; page < pages; page++) {
		if (page) {
			put_short_head(p);
		} else {
			put_site(p);
			put_title(p);
			put_parties(p);
			put_code(p);
		}
		put_table(p, page, from);
		from += rows_from(p, page, from);
		if (page + 1 == pages)
			put_end(p);
		put_foot(p, copy, page, pages);
		cairo_show_page(p->c);
	}
}

static cairo_status_t put_bytes(void *out, const unsigned char *data, unsigned int length)
{
	return fwrite(data, 1, length, out) == length ? CAIRO_STATUS_SUCCESS
						      : CAIRO_STATUS_WRITE_ERROR;
}

static void draw(struct paper *p)
{
	PangoFontMap *fonts = pango_cairo_font_map_new();
	PangoContext *context = pango_font_map_create_context(fonts);
	cairo_font_options_t *o = cairo_font_options_create();

	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, o);
	cairo_font_options_destroy(o);
	pango_context_set_round_glyph_positions(context, FALSE);
	cairo_scale(p->c, PT, PT);
	pango_cairo_update_context(p->c, context);
	p->layout = pango_layout_new(context);
	/* Words hold marks of a new paragraph that are no control characters: they break no line. */
	pango_layout_set_single_paragraph_mode(p->layout, TRUE);
	g_object_unref(context);
	for (unsigned int copy = 0; copy < COPIES; copy++)
		put_copy(p, copy);
	g_object_unref(p->layout);
	g_object_unref(fonts);
}

int slip_paper_write(const struct slip_paper *want, FILE *out)
{
	struct paper p = { .want = want };
	struct slip_row *rows = slip_rows(want, &p.count);
	cairo_surface_t *s;
	char at[32];
	int r;

	if (!rows)
		return -ENOMEM;
	p.rows = rows;
	s = cairo_pdf_surface_create_for_stream(put_bytes, out, A4_WIDTH * PT, A4_HEIGHT * PT);
	(void)snprintf(at, sizeof(at), "%.10sT12:00:00Z", want->slip->day);
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, at);
	p.c = cairo_create(s);
	draw(&p);
	cairo_destroy(p.c);
	cairo_surface_finish(s);
	r = cairo_surface_status(s) == CAIRO_STATUS_SUCCESS ? 0 : -EIO;
	cairo_surface_destroy(s);
	free(rows);
	return r;
}
