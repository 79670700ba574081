// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The food label. Above: the name, then quantity, date and lot beside the symbols, which have to be
 * seen together. Below: running text across the label, ingredients first. One size for all that runs,
 * as large as the label has room for and never below what the law asks of an x on this
 * container; it is laid out without being drawn until it is known to fit.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "food.h"

enum {
	MARGIN_UM = 1500,
	GAP_UM = 800,
	MATRIX_UM = 9990, /* at least; rules.md 4: 10 to 14 mm */
	MATRIX_QUIET = 2, /* modules on each side */
	ABREAST_UM = 80000,
	LARGEST_PERCENT = 175, /* of the least size: larger letters help nobody */
	NAME_PERCENT = 125,
	WIDEST_UM = 200000,
	WIDER_UM = 5000,
	ENDLESS = 1 << 24,
};

struct symbol {
	uint32_t width, height; /* 0: none */
};

struct sheet {
	const struct food_label *f;
	const struct food_words *w;
	uint16_t dpi;
	unsigned int labels;
	uint32_t margin, gap, width, bottom; /* inside the margins */
	uint32_t least, digits_least;        /* sizes */
	uint32_t size, name_size, quantity_size;
	struct barcode code;
	uint32_t module;
	struct symbol matrix, oval;
	struct drawing *pages; /* NULL: only measured */
	unsigned int page;
	uint32_t y;
	enum food_block at; /* the last that was put, for whoever says what went wrong */
};

static uint32_t dots_of(uint32_t um, uint16_t dpi)
{
	return (uint32_t)(((uint64_t)um * dpi + 25399) / 25400);
}

static uint32_t more(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static struct flow flow_of(const struct sheet *t, enum food_block block)
{
	return (struct flow){
		.text = t->w->text[block],
		.bold = block < FOOD_HEAD,
		.size = block == FOOD_NAME       ? t->name_size
			: block == FOOD_QUANTITY ? t->quantity_size
						 : t->size,
	};
}

static int draw(struct sheet *t, const char *name, const struct box *box, const struct flow *flow)
{
	return t->pages ? drawing_flow(&t->pages[t->page], name, box, flow) : 0;
}

/* -EMSGSIZE: a word is wider than that; -ENOSPC: below the label's foot. */
static int put(struct sheet *t, const char *name, uint32_t width, const struct flow *flow)
{
	struct box box = { .x = t->margin, .y = t->y };
	int e;

	if (flow->text[0] == '\0')
		return 0;
	e = flow_measure(flow, width, &box.width, &box.height);
	if (e < 0 || box.width > width)
		return e < 0 ? e : -EMSGSIZE;
	if (t->y + box.height > t->bottom)
		return -ENOSPC;
	box.width = width;
	t->y += box.height + t->gap;
	return draw(t, name, &box, flow);
}

static int put_block(struct sheet *t, enum food_block block, uint32_t width)
{
	const struct flow flow = flow_of(t, block);

	t->at = block;
	return put(t, food_block_name(block), width, &flow);
}

/* Portions stand behind the quantity, on its foot, or below it where there is no room. */
static int put_quantity(struct sheet *t, uint32_t width)
{
	const struct flow quantity = flow_of(t, FOOD_QUANTITY);
	const struct flow portions = flow_of(t, FOOD_PORTIONS);
	struct box q = { .x = t->margin, .y = t->y }, p = q;
	int e = flow_measure(&quantity, width, &q.width, &q.height);

	t->at = FOOD_QUANTITY;
	if (e == 0 && portions.text[0] != '\0')
		e = flow_measure(&portions, width, &p.width, &p.height);
	if (e < 0 || portions.text[0] == '\0' || q.width + 2 * t->gap + p.width > width) {
		e = e < 0 ? e : put_block(t, FOOD_QUANTITY, width);
		return e < 0 ? e : put_block(t, FOOD_PORTIONS, width);
	}
	if (t->y + q.height > t->bottom)
		return -ENOSPC;
	p.x += q.width + 2 * t->gap;
	p.y += q.height - p.height;
	t->y += q.height + t->gap;
	e = draw(t, "quantity", &q, &quantity);
	return e < 0 ? e : draw(t, "portions", &p, &portions);
}

static int put_note(struct sheet *t, uint32_t width)
{
	char text[40];
	const struct flow flow = { .text = text, .size = t->size };

	(void)snprintf(text, sizeof(text), "Étiquette %u sur %u", t->page + 1, t->labels);
	return t->labels > 1 ? put(t, "note", width, &flow) : 0;
}

/* From the right edge to the left, or one below the other. */
static int put_symbols(struct sheet *t, uint32_t top, uint32_t *ret_bottom)
{
	const char *lines[] = { "FR", t->f->approval, "CE" };
	bool abreast = t->width >= dots_of(ABREAST_UM, t->dpi);
	uint32_t right = t->margin + t->width;
	struct box m = { right - t->matrix.width, top, t->matrix.width, t->matrix.height };
	struct box o = { right - t->oval.width, top, t->oval.width, t->oval.height };
	struct drawing *s = t->pages ? &t->pages[t->page] : NULL;
	int e = 0;

	if (m.width > 0 && abreast)
		o.x -= m.width + t->gap;
	else if (m.width > 0)
		o.y += m.height + t->gap;
	*ret_bottom = more(m.y + m.height, o.width > 0 ? o.y + o.height : 0);
	if (*ret_bottom > t->bottom)
		return -ENOSPC;
	if (s && m.width > 0)
		e = drawing_matrix(s, "matrix", &m, &t->code, t->module);
	if (s && o.width > 0 && e == 0)
		e = drawing_oval(s, "approval", &o, lines, ARRAY_SIZE(lines), t->size);
	return e;
}

static uint32_t symbols_width(const struct sheet *t)
{
	if (t->matrix.width == 0 || t->oval.width == 0)
		return t->matrix.width + t->oval.width;
	return t->width >= dots_of(ABREAST_UM, t->dpi) ? t->matrix.width + t->gap + t->oval.width
						       : more(t->matrix.width, t->oval.width);
}

static int put_head(struct sheet *t)
{
	uint32_t beside = symbols_width(t), width = t->width, low = 0, top;
	int e = put_block(t, FOOD_NAME, t->width);

	if (beside > 0 && beside + 2 * t->gap >= t->width)
		return -EMSGSIZE;
	if (beside > 0)
		width -= beside + 2 * t->gap;
	top = t->y;
	if (e == 0)
		e = put_quantity(t, width);
	if (e == 0)
		e = put_block(t, FOOD_DATE, width);
	if (e == 0)
		e = put_block(t, FOOD_LOT, width);
	if (e == 0)
		e = put_note(t, width);
	if (e == 0 && beside > 0)
		e = put_symbols(t, top, &low);
	t->y = more(t->y, low > 0 ? low + t->gap : 0);
	return e;
}

/* The second label says of what it speaks. */
static int turn(struct sheet *t)
{
	struct flow name = flow_of(t, FOOD_NAME);
	int e;

	name.size = t->size;
	t->page++;
	t->y = t->margin;
	e = put(t, "name", t->width, &name);
	if (e == 0)
		e = put_block(t, FOOD_LOT, t->width);
	return e < 0 ? e : put_note(t, t->width);
}

static int lay_out(struct sheet *t)
{
	int e;

	t->page = 0;
	t->y = t->margin;
	e = put_head(t);
	for (enum food_block b = FOOD_HEAD; b < FOOD_BLOCKS && e == 0; b++) {
		e = put_block(t, b, t->width);
		if (e == -ENOSPC && t->page + 1 < t->labels) {
			e = turn(t);
			t->at = b;
			e = e < 0 ? e : put_block(t, b, t->width);
		}
	}
	return e;
}

static int size_symbols(struct sheet *t)
{
	const struct food_label *f = t->f;
	struct flow number = { .text = f->approval, .bold = true, .size = t->size };
	uint32_t width, height;
	int e = 0;

	t->matrix = t->oval = (struct symbol){ 0 };
	if (f->code && f->code[0] != '\0')
		e = barcode_matrix(f->code, &t->code);
	if (e == 0 && t->code.columns > 0) {
		t->module = (dots_of(MATRIX_UM, t->dpi) + t->code.columns - 1) / t->code.columns;
		t->matrix.width = (t->code.columns + 2u * MATRIX_QUIET) * t->module;
		t->matrix.height = t->matrix.width;
	}
	if (e == 0 && f->approval && f->approval[0] != '\0') {
		e = flow_measure(&number, 0, &width, &height);
		if (e == 0)
			t->oval = (struct symbol){ width * 6 / 5 + 8, height * 19 / 5 };
	}
	return e;
}

static int try_size(struct sheet *t, uint32_t size, uint32_t name_size)
{
	int e;

	t->size = size;
	t->name_size = name_size;
	t->quantity_size = more(t->digits_least, size);
	e = size_symbols(t);
	return e < 0 ? e : lay_out(t);
}

/* What the law asks for, as sizes of the real font. */
static void measure_least(struct sheet *t)
{
	t->least = flow_size("x", dots_of(label_food_x_height_um(t->f), t->dpi));
	t->digits_least =
		flow_size("0123456789", dots_of(label_food_digit_um(t->f->net_mg), t->dpi));
}

/* The largest that fits, else the name as small as the rest. As lay_out() of the last try. */
static int fit(struct sheet *t)
{
	uint32_t least = t->least, low = least, high = least * LARGEST_PERCENT / 100, best = 0;

	while (low <= high) {
		uint32_t size = low + (high - low) / 2;
		int e = try_size(t, size, size * NAME_PERCENT / 100);

		if (e < 0 && e != -ENOSPC && e != -EMSGSIZE)
			return e;
		if (e == 0) {
			best = size;
			low = size + 1;
		} else {
			high = size - 1;
		}
	}
	return best > 0 ? try_size(t, best, best * NAME_PERCENT / 100) : try_size(t, least, least);
}

static void set_paper(struct sheet *t, uint32_t width, uint32_t height, unsigned int labels)
{
	t->margin = dots_of(MARGIN_UM, t->dpi);
	t->gap = dots_of(GAP_UM, t->dpi);
	t->width = width - 2 * t->margin;
	t->bottom = height - t->margin;
	t->labels = labels;
}

/* The smallest label that would do, at the least size: as wide as this one, or wider where words are. */
static int larger(struct sheet *t, const struct label_media *media, char *ret_text, size_t size)
{
	uint32_t least = t->least, um, height_um;
	int e = -EMSGSIZE;

	for (um = media->width_um; um <= WIDEST_UM && e == -EMSGSIZE; um += WIDER_UM) {
		set_paper(t, um / 100 * t->dpi / 254, ENDLESS, 1);
		e = try_size(t, least, least);
		height_um = (uint32_t)((uint64_t)(t->y - t->gap + t->margin) * 25400 / t->dpi);
		(void)snprintf(ret_text, size, "%u × %u", um / 1000, height_um / 1000 + 1);
	}
	return e;
}

static int refuse_letters(const struct sheet *t, struct food_refusals *r)
{
	sentence_param(food_refuse(r, "food_letters"), "field", food_block_name(t->at));
	return 0;
}

static int refuse_size(struct sheet *t, const struct label_media *media, struct food_refusals *r)
{
	unsigned int labels = t->labels;
	char is[32], needed[32], x[16];
	struct sentence *s;
	bool two;

	(void)snprintf(is, sizeof(is), "%u × %u", media->width_um / 1000, media->height_um / 1000);
	(void)snprintf(x, sizeof(x), "%u,%u", label_food_x_height_um(t->f) / 1000,
		label_food_x_height_um(t->f) / 100 % 10);
	t->labels = FOOD_LABELS_MOST;
	two = labels == 1 && fit(t) == 0;
	if (larger(t, media, needed, sizeof(needed)) < 0)
		(void)snprintf(needed, sizeof(needed), "> %d × %u", WIDEST_UM / 1000,
			media->height_um / 1000);
	s = food_refuse(r, two ? "food_too_small_or_two" : "food_too_small");
	sentence_param(s, "label", is);
	sentence_param(s, "needed", needed);
	sentence_param(s, "x", x);
	return 0;
}

/* What was measured, drawn. How many labels. */
static int draw_all(struct sheet *t, const struct label_media *media,
	struct raster *ret_rasters[FOOD_LABELS_MOST])
{
	struct drawing pages[FOOD_LABELS_MOST] = { 0 };
	int e = 0;

	for (unsigned int i = 0; i < t->labels && e == 0; i++)
		e = drawing_init(&pages[i], media);
	t->pages = pages;
	if (e == 0)
		e = lay_out(t);
	for (unsigned int i = 0; i < t->labels; i++) {
		if (e == 0)
			ret_rasters[i] = TAKE_PTR(pages[i].raster);
		drawing_done(&pages[i]);
	}
	t->pages = NULL;
	return e < 0 ? e : (int)t->labels;
}

static int compose(struct sheet *t, const struct label_media *media, unsigned int labels,
	struct raster *ret_rasters[FOOD_LABELS_MOST], struct food_refusals *r)
{
	struct drawing paper = { 0 };
	int e = drawing_init(&paper, media);

	if (e < 0)
		return e;
	set_paper(t, paper.raster->width, paper.raster->height, 1);
	drawing_done(&paper);
	measure_least(t);
	e = fit(t);
	if ((e == -ENOSPC || e == -EMSGSIZE) && labels > 1) {
		t->labels = labels;
		e = fit(t);
	}
	if (e == -ENOSPC || e == -EMSGSIZE)
		return refuse_size(t, media, r);
	if (e == -EILSEQ)
		return refuse_letters(t, r);
	return e < 0 ? e : draw_all(t, media, ret_rasters);
}

int label_food(const struct food_label *f, const struct label_media *media, unsigned int labels,
	struct raster *ret_rasters[FOOD_LABELS_MOST], struct food_refusals *ret_refusals)
{
	struct food_words words;
	struct sheet t = { .f = f, .w = &words, .dpi = media->dpi };
	int e;

	label_food_check(f, ret_refusals);
	if (ret_refusals->count > 0)
		return 0;
	if (labels == 0 || labels > FOOD_LABELS_MOST)
		return -EINVAL;
	food_words(f, &words);
	e = compose(&t, media, labels, ret_rasters, ret_refusals);
	food_words_done(&words);
	return e;
}
