// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The goods label. Lying: a band with the family at the left, then category, kilograms, what
 * they are worth (only where the scale is not approved), and at the foot the details beside
 * the Data Matrix. Standing: the band on top, the same below. Sizes are shares of the label, so that any roll works.
 */
#include <errno.h>
#include "goods.h"

enum {
	MARGIN_UM = 1500,
	LEAST_WIDTH_UM = 45000,
	LEAST_HEIGHT_UM = 27000,
	MATRIX_LEAST_UM = 9990, /* rules.md: 10 to 14 mm */
	MATRIX_MOST_UM = 14000,
	QUIET_MODULES = 2, /* on each side; ISO/IEC 16022 asks for 1 */
	DETAILS = 4,
	DETAIL_MOST_UM = 4600,
	MARK_LEAST_UM = 10500,
	BAND_LEAST_UM = 6500,
	ROOMY_UM = 75000,
	INDICATIVE_SHARE = 12, /* of the height, at least */
};

struct plan {
	struct sheet *s;
	const struct goods_words *w;
	bool standing;
	bool roomy; /* the long name fits too */
	struct barcode code;
	uint32_t module;
	uint32_t gap;
	struct box band;
	struct box category;
	struct box full;
	struct box kg;
	struct box indicative;
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
	return fewer(QUIET_MODULES * p->module, sheet_dots(p->s, MARGIN_UM) - 4);
}

/*
 * The largest module that keeps the symbol within 14 mm and leaves the key in letters its
 * line and the kilograms their height; else the smallest that gives 10 mm.
 */
static int plan_module(struct plan *p, uint32_t width, uint32_t height)
{
	uint32_t key = type_least_width(p->s->raster->dpi, false, p->w->key) + 2;
	uint32_t least =
		(sheet_dots(p->s, MATRIX_LEAST_UM) + p->code.columns - 1) / p->code.columns;

	p->module = sheet_dots(p->s, MATRIX_MOST_UM) / p->code.columns;
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

static uint32_t foot_height(const struct plan *p)
{
	return more(
		matrix_side(p) - reach(p), DETAILS * type_least_height(p->s->raster->dpi, false));
}

/* As many lines as the sentence needs in the smallest letters; larger ones where there is room. */
static uint32_t indicative_height(const struct plan *p, struct box all)
{
	uint16_t dpi = p->s->raster->dpi;

	if (p->w->indicative[0] == '\0')
		return 0;
	return more(all.height / INDICATIVE_SHARE,
		type_least_lines(dpi, false, all.width, p->w->indicative) *
			type_least_height(dpi, false));
}

static void plan_kg(struct plan *p, struct box row)
{
	p->kg = row;
	if (p->w->state[0] == '\0' && p->w->method[0] == '\0')
		return;
	p->marks = right(&p->kg, more(sheet_dots(p->s, MARK_LEAST_UM), row.width / 5));
	(void)right(&p->kg, p->gap);
}

static int plan_lying(struct plan *p, struct box all)
{
	uint32_t above, said, category;
	int e;

	p->band = left(&all, more(sheet_dots(p->s, BAND_LEAST_UM), p->s->raster->width / 10));
	(void)left(&all, p->gap);
	e = plan_module(p, all.width, all.height);
	said = indicative_height(p, all);
	above = all.height - fewer(all.height, foot_height(p) + said);
	category = more(above * 3 / 8, type_least_height(p->s->raster->dpi, true));
	p->category = top(&all, fewer(category, above));
	plan_kg(p, top(&all, above - p->category.height));
	p->indicative = top(&all, said);
	plan_foot(p, all);
	return e;
}

static int plan_standing(struct plan *p, struct box all)
{
	uint32_t height = all.height;
	uint32_t said = indicative_height(p, all);
	int e = plan_module(p, all.width, all.height);

	p->band = top(&all, height / 9);
	(void)top(&all, p->gap);
	p->category = top(&all, height / 5);
	p->full = top(&all, height / 11);
	plan_kg(p, top(&all, height / 4));
	p->indicative = top(&all, said);
	plan_foot(p, all);
	return e;
}

static int plan_make(struct plan *p)
{
	const struct raster *r = p->s->raster;
	uint32_t margin = sheet_dots(p->s, MARGIN_UM);
	struct box all = { margin, margin, r->width - 2 * margin, r->height - 2 * margin };
	int e = barcode_matrix(p->w->key, &p->code);

	if (e < 0)
		return e;
	if (r->width + 1 < sheet_dots(p->s, LEAST_WIDTH_UM) ||
		r->height + 1 < sheet_dots(p->s, LEAST_HEIGHT_UM))
		return -EINVAL;
	p->gap = r->width / 60;
	p->standing = r->height * 4 > r->width * 5;
	p->roomy = !p->standing && r->width >= sheet_dots(p->s, ROOMY_UM);
	return p->standing ? plan_standing(p, all) : plan_lying(p, all);
}

/* The family's words white on black, then its pattern. */
static int draw_band(struct plan *p)
{
	static const struct type_style across = {
		.bold = true, .inverse = true, .align = TYPE_CENTER, .lines = 2
	};
	static const struct type_style up = {
		.bold = true, .inverse = true, .upright = true, .align = TYPE_CENTER, .lines = 2
	};
	struct box pattern = p->band;
	struct box words;
	int e;

	if (p->standing) {
		words = left(&pattern, p->band.width * 3 / 5);
		(void)left(&pattern, 2);
	} else {
		words = p->band;
		words.height = p->band.height * 5 / 8;
		words.y += p->band.height - words.height;
		pattern.height = p->band.height - words.height - 2;
	}
	e = sheet_text(p->s, "family", &words, p->standing ? &across : &up, p->w->family);
	return e < 0 ? e : sheet_pattern(p->s, "pattern", &pattern, p->w->root);
}

static int draw_head(struct plan *p)
{
	const struct type_style category = { .bold = true, .lines = p->standing ? 2 : 1 };
	const struct type_style full = { .lines = 2, .most_um = DETAIL_MOST_UM };
	const struct type_style kg = { .bold = true, .tight = true };
	const struct type_style indicative = { .lines = 3, .most_um = DETAIL_MOST_UM };
	int e = sheet_text(p->s, "category", &p->category, &category, p->w->category);

	if (e == 0 && p->standing)
		e = sheet_text(p->s, "full", &p->full, &full, p->w->full);
	if (e == 0)
		e = sheet_text(p->s, "kg", &p->kg, &kg, p->w->kg);
	return e < 0 ? e
		     : sheet_text(
			       p->s, "indicative", &p->indicative, &indicative, p->w->indicative);
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
	e = sheet_text(p->s, "state", p->w->method[0] == '\0' ? &p->marks : &state_box, &state,
		p->w->state);
	return e < 0 ? e
		     : sheet_text(p->s, "method", p->w->state[0] == '\0' ? &p->marks : &rest,
			       &method, p->w->method);
}

static int draw_details(struct plan *p)
{
	const char *lines[DETAILS] = { p->roomy && p->w->full[0] != '\0' ? p->w->full : p->w->code,
		p->w->day, p->w->from, p->w->key };
	static const char *const names[DETAILS] = { "code", "day", "from", "key" };
	struct box rest = p->details;
	uint32_t each = rest.height / DETAILS;

	for (size_t i = 0; i < DETAILS; i++) {
		const struct type_style style = { .most_um = DETAIL_MOST_UM };
		struct box line = top(&rest, each);
		int e = sheet_text(p->s, names[i], &line, &style, lines[i]);

		if (e < 0)
			return e;
	}
	return 0;
}

int goods_draw(struct sheet *s, const struct goods_words *words)
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
	return e < 0 ? e : sheet_matrix(s, "matrix", &p.matrix, &p.code, p.module);
}

int label_goods(const struct weighing *w, const struct catalogue *catalogue, enum lang lang,
	const struct label_media *media, bool copy, struct raster **ret_raster)
{
	struct goods_words words;
	struct sheet s = { 0 };
	int e = sheet_init(&s, media);

	if (e < 0)
		return e;
	goods_words(w, catalogue, lang, copy, &words);
	e = goods_draw(&s, &words);
	if (e == 0)
		*ret_raster = TAKE_PTR(s.raster);
	sheet_done(&s);
	return e;
}
