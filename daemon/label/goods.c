// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The goods label. Lying: a band with pictogram and family at the left, then category, kilograms,
 * what they are worth (only where the scale is not approved), the site's own line, and at the
 * foot the details beside the Data Matrix: the short number large, where to on black when goods go
 * out. Standing: the band on top, the same below. Sizes are shares of the label, so that any roll
 * works.
 */
#include <errno.h>
#include <stdio.h>
#include "goods.h"

enum {
	MARGIN_UM = 1500,
	LEAST_WIDTH_UM = 45000,
	LEAST_HEIGHT_UM = 27000,
	MATRIX_LEAST_UM = 9990, /* rules.md: 10 to 14 mm */
	MATRIX_MOST_UM = 14000,
	QUIET_MODULES = 2, /* on each side; ISO/IEC 16022 asks for 1 */
	DETAILS_MOST = 6,
	DETAIL_MOST_UM = 4600,
	MARK_LEAST_UM = 10500,
	BAND_LEAST_UM = 6500,
	ROOMY_UM = 75000,
	ROOMY_HEIGHT_UM = 40000,
	SAID_SHARE = 12, /* of the height, at least; standing there is more of it */
	SAID_SHARE_STANDING = 20,
};

struct detail {
	const char *name, *text;
	struct type_style style;
	uint32_t share; /* of the foot's height, in halves of a line */
};

struct plan {
	struct drawing *s;
	const struct goods_words *w;
	bool standing;
	bool roomy; /* the long name fits too */
	struct detail lines[DETAILS_MOST];
	size_t line_count;
	uint32_t shares;
	struct barcode code;
	uint32_t module;
	uint32_t gap;
	struct box band;
	struct box category;
	struct box full;
	struct box kg;
	struct box indicative;
	struct box line;
	struct box marks;
	struct box details;
	struct box matrix;
};

static uint32_t fewer(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t more(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* Takes height from the top of *from. */
static struct box top(struct box *from, uint32_t height)
{
	struct box b = *from;

	b.height = fewer(height, from->height);
	from->y += b.height;
	from->height -= b.height;
	return b;
}

static struct box left(struct box *from, uint32_t width)
{
	struct box b = *from;

	b.width = fewer(width, from->width);
	from->x += b.width;
	from->width -= b.width;
	return b;
}

static struct box right(struct box *from, uint32_t width)
{
	struct box b = *from;

	b.width = fewer(width, from->width);
	b.x = from->x + from->width - b.width;
	from->width -= b.width;
	return b;
}

static uint32_t matrix_side(const struct plan *p)
{
	return (p->code.columns + 2 * QUIET_MODULES) * p->module;
}

/* So much of the quiet zone lies in the margin, which is white too. */
static uint32_t reach(const struct plan *p)
{
	return fewer(QUIET_MODULES * p->module, drawing_dots(p->s, MARGIN_UM) - 4);
}

/*
 * The largest module that keeps the symbol within 14 mm and leaves the key in letters its
 * line and the kilograms their height; else the smallest that gives 10 mm.
 */
static int plan_module(struct plan *p, uint32_t width, uint32_t height)
{
	uint32_t key = type_least_width(p->s->raster->dpi, false, p->w->key) + 2;
	uint32_t least =
		(drawing_dots(p->s, MATRIX_LEAST_UM) + p->code.columns - 1) / p->code.columns;

	p->module = drawing_dots(p->s, MATRIX_MOST_UM) / p->code.columns;
	while (p->module > least && (matrix_side(p) - reach(p) + key > width ||
					    matrix_side(p) - reach(p) > height * 11 / 20))
		p->module--;
	return p->module < least ? -EINVAL : 0;
}

/* The Data Matrix stands in the lower right corner. */
static void plan_foot(struct plan *p, struct box foot)
{
	uint32_t side = matrix_side(p);

	p->details = foot;
	(void)right(&p->details, side - reach(p));
	p->matrix = (struct box){
		.x = foot.x + foot.width + reach(p) - side,
		.y = foot.y + foot.height + reach(p) - side,
		.width = side,
		.height = side,
	};
}

static void add(struct plan *p, const char *name, const char *text, uint32_t share)
{
	const struct type_style style = { .most_um = DETAIL_MOST_UM };

	if (text[0] == '\0')
		return;
	p->lines[p->line_count++] = (struct detail){ name, text, style, share };
	p->shares += share;
}

/* The number is what people look for; the code of the category is only for whoever has room. */
static void plan_details(struct plan *p)
{
	const struct raster *r = p->s->raster;
	const struct goods_words *w = p->w;

	add(p, "number", w->number, p->roomy || p->standing ? 5 : 3);
	p->lines[0].style = (struct type_style){ .bold = true };
	if (p->roomy && w->full[0] != '\0' &&
		type_least_width(r->dpi, false, w->full) < r->width * 13 / 20)
		add(p, "code", w->full, 2);
	else if (p->standing || p->roomy)
		add(p, "code", w->code, 2);
	add(p, "day", w->day, 2);
	add(p, "from", w->from, 2);
	if (w->out && w->from[0] != '\0')
		p->lines[p->line_count - 1].style = (struct type_style){
			.bold = true, .inverse = true, .most_um = DETAIL_MOST_UM
		};
	add(p, "key", w->key, 2);
}

/* Lines of the smallest letters; larger ones where there is room. */
static uint32_t foot_height(const struct plan *p, struct box all)
{
	uint32_t lines = (p->shares * type_least_height(p->s->raster->dpi, true) + 1) / 2;

	return more(more(matrix_side(p) - reach(p), lines), p->roomy ? all.height * 9 / 20 : 0);
}

/* In one line: the short words where the others take more. */
static const char *indicative(const struct plan *p, uint32_t width)
{
	uint16_t dpi = p->s->raster->dpi;

	return type_least_width(dpi, false, p->w->indicative) <= width ? p->w->indicative
								       : p->w->indicative_short;
}

/* One line of the smallest letters; larger ones where there is room. */
static uint32_t said_height(const struct plan *p, struct box all, const char *text)
{
	if (text[0] == '\0')
		return 0;
	return more(all.height / (p->standing ? SAID_SHARE_STANDING : SAID_SHARE),
		type_least_height(p->s->raster->dpi, false));
}

static void plan_kg(struct plan *p, struct box row)
{
	p->kg = row;
	if (p->w->state[0] == '\0' && p->w->method[0] == '\0')
		return;
	p->marks = right(&p->kg, more(drawing_dots(p->s, MARK_LEAST_UM), row.width / 5));
	(void)right(&p->kg, p->gap);
}

static int plan_lying(struct plan *p, struct box all)
{
	uint32_t above, said, line, category;
	int e;

	p->band = left(&all, more(drawing_dots(p->s, BAND_LEAST_UM), p->s->raster->width / 10));
	(void)left(&all, p->gap);
	e = plan_module(p, all.width, all.height);
	said = said_height(p, all, p->w->indicative);
	line = said_height(p, all, p->w->line);
	above = all.height - fewer(all.height, foot_height(p, all) + said + line);
	category = more(above * 3 / 8, type_least_height(p->s->raster->dpi, true));
	p->category = top(&all, fewer(category, above));
	plan_kg(p, top(&all, above - p->category.height));
	p->indicative = top(&all, said);
	p->line = top(&all, line);
	plan_foot(p, all);
	return e;
}

static int plan_standing(struct plan *p, struct box all)
{
	uint32_t height = all.height;
	uint32_t said = said_height(p, all, p->w->indicative);
	uint32_t line = said_height(p, all, p->w->line);
	int e = plan_module(p, all.width, all.height);

	p->band = top(&all, height / 9);
	(void)top(&all, p->gap);
	p->category = top(&all, height / 5);
	p->full = top(&all, height / 11);
	plan_kg(p, top(&all, height / 4));
	p->indicative = top(&all, said);
	p->line = top(&all, line);
	plan_foot(p, all);
	return e;
}

static int plan_make(struct plan *p)
{
	const struct raster *r = p->s->raster;
	uint32_t margin = drawing_dots(p->s, MARGIN_UM);
	struct box all = { margin, margin, r->width - 2 * margin, r->height - 2 * margin };
	int e = barcode_matrix(p->w->key, &p->code);

	if (e < 0)
		return e;
	if (r->width + 1 < drawing_dots(p->s, LEAST_WIDTH_UM) ||
		r->height + 1 < drawing_dots(p->s, LEAST_HEIGHT_UM))
		return -EINVAL;
	p->gap = r->width / 60;
	p->standing = r->height * 4 > r->width * 5;
	p->roomy = !p->standing && r->width >= drawing_dots(p->s, ROOMY_UM) &&
		   r->height >= drawing_dots(p->s, ROOMY_HEIGHT_UM);
	plan_details(p);
	return p->standing ? plan_standing(p, all) : plan_lying(p, all);
}

/* The pictogram, the pattern between, and the family's words white on black. */
static int draw_band(struct plan *p)
{
	static const struct type_style across = {
		.bold = true, .inverse = true, .align = TYPE_CENTER, .lines = 2
	};
	static const struct type_style up = {
		.bold = true, .inverse = true, .upright = true, .align = TYPE_CENTER, .lines = 2
	};
	struct box pattern = p->band;
	struct box words, picture;
	int e;

	if (p->standing) {
		words = left(&pattern, p->band.width * 3 / 5);
		(void)left(&pattern, 2);
		picture = right(&pattern, pattern.height);
		(void)right(&pattern, 4);
	} else {
		words = p->band;
		words.height = p->band.height * 5 / 8;
		words.y += p->band.height - words.height;
		pattern.height = p->band.height - words.height - 2;
		picture = top(&pattern, fewer(pattern.width, pattern.height * 3 / 4));
		(void)top(&pattern, 4);
	}
	e = drawing_text(p->s, "family", &words, p->standing ? &across : &up, p->w->family);
	if (e == 0)
		e = drawing_pictogram(p->s, "pictogram", &picture, p->w->pictogram);
	return e < 0 ? e : drawing_pattern(p->s, "pattern", &pattern, p->w->root);
}

static int draw_head(struct plan *p)
{
	const struct type_style category = { .bold = true, .lines = p->standing ? 2 : 1 };
	const struct type_style full = { .lines = 2, .most_um = DETAIL_MOST_UM };
	const struct type_style kg = { .bold = true, .tight = true };
	const struct type_style said = { .most_um = DETAIL_MOST_UM };
	int e = drawing_text(p->s, "category", &p->category, &category, p->w->category);

	if (e == 0 && p->standing)
		e = drawing_text(p->s, "full", &p->full, &full, p->w->full);
	if (e == 0)
		e = drawing_text(p->s, "kg", &p->kg, &kg, p->w->kg);
	if (e == 0 && p->w->indicative[0] != '\0')
		e = drawing_text(p->s, "indicative", &p->indicative, &said,
			indicative(p, p->indicative.width));
	return e < 0 ? e : drawing_text(p->s, "line", &p->line, &said, p->w->line);
}

/* What makes this label another than a weighed first one stands beside the number. */
static int draw_marks(struct plan *p)
{
	const struct type_style state = { .bold = true, .inverse = true, .align = TYPE_CENTER };
	const struct type_style method = { .bold = true, .align = TYPE_CENTER };
	uint32_t high = more(type_least_height(p->s->raster->dpi, true), p->kg.height / 4);
	struct box rest = p->marks;
	struct box state_box;
	int e;

	if (rest.width == 0)
		return 0;
	high = fewer(2 * high + p->gap, rest.height);
	rest.y += (rest.height - high) / 2;
	rest.height = high;
	state_box = top(&rest, rest.height / 2);
	e = drawing_text(p->s, "state", p->w->method[0] == '\0' ? &p->marks : &state_box, &state,
		p->w->state);
	return e < 0 ? e
		     : drawing_text(p->s, "method", p->w->state[0] == '\0' ? &p->marks : &rest,
			       &method, p->w->method);
}

/* Pieces stand behind the short number. */
static int draw_units(struct plan *p, struct box *number)
{
	static const struct type_style style = { .align = TYPE_RIGHT };
	uint32_t least = type_least_width(p->s->raster->dpi, false, p->w->units) + 2;
	uint32_t width = p->roomy || p->standing ? least * 5 / 4 : least;
	struct box units;

	if (p->w->units[0] == '\0')
		return 0;
	units = right(number, fewer(width, number->width / 2));
	(void)right(number, p->gap);
	return drawing_text(p->s, "units", &units, &style, p->w->units);
}

static int draw_details(struct plan *p)
{
	struct box rest = p->details;
	int e = 0;

	for (size_t i = 0; i < p->line_count && e == 0; i++) {
		const struct detail *d = &p->lines[i];
		struct box line = top(&rest, p->details.height * d->share / p->shares);

		if (i == 0)
			e = draw_units(p, &line);
		if (e == 0)
			e = drawing_text(p->s, d->name, &line, &d->style, d->text);
	}
	return e;
}

int goods_draw(struct drawing *s, const struct goods_words *words)
{
	struct plan p = { .s = s, .w = words };
	int e = plan_make(&p);

	if (e == 0)
		e = draw_band(&p);
	if (e == 0)
		e = draw_head(&p);
	if (e == 0)
		e = draw_marks(&p);
	if (e == 0)
		e = draw_details(&p);
	return e < 0 ? e : drawing_matrix(s, "matrix", &p.matrix, &p.code, p.module);
}

int label_goods(const struct weighing *w, const struct catalogue *catalogue,
	const struct label_text *text, const struct label_media *media, struct raster **ret_raster)
{
	struct goods_words words;
	struct drawing s = { 0 };
	int e = drawing_init(&s, media);

	if (e < 0)
		return e;
	goods_words(w, catalogue, text->lang, text->copy, &words);
	if (text->line && !words.line[0])
		(void)snprintf(words.line, sizeof(words.line), "%s", text->line);
	e = goods_draw(&s, &words);
	if (e == 0 && text->crossed)
		drawing_cross(&s);
	if (e == 0)
		*ret_raster = TAKE_PTR(s.raster);
	drawing_done(&s);
	return e;
}
