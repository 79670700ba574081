// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Puts things on the raster of a label and refuses a box that overlaps one already there:
 * a layout that would print one text over another fails its test, not at the counter.
 */
#include <errno.h>
#include <string.h>
#include "pattern.h"
#include "pictogram.h"
#include "drawing.h"

const struct label_media label_media_usual = { 57000, 32000, 203 };

enum { LEAST_UM = 15000, MOST_UM = 500000 };

int drawing_init(struct drawing *s, const struct label_media *media)
{
	struct raster *r;

	if ((media->dpi != 203 && media->dpi != 300) || media->width_um < LEAST_UM ||
		media->height_um < LEAST_UM || media->width_um > MOST_UM ||
		media->height_um > MOST_UM)
		return -EINVAL;
	r = raster_new((uint32_t)((uint64_t)media->width_um * media->dpi / 25400),
		(uint32_t)((uint64_t)media->height_um * media->dpi / 25400), media->dpi);
	if (r == NULL)
		return -ENOMEM;
	*s = (struct drawing){ .raster = r };
	return 0;
}

void drawing_done(struct drawing *s)
{
	free(s->raster);
	free(s->marks);
	*s = (struct drawing){ 0 };
}

uint32_t drawing_dots(const struct drawing *s, uint32_t um)
{
	return (uint32_t)(((uint64_t)um * s->raster->dpi + 12700) / 25400);
}

static bool overlap(const struct box *a, const struct box *b)
{
	return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
	       b->y < a->y + a->height;
}

static int drawing_mark(struct drawing *s, enum mark_kind kind, const char *name,
	const struct box *box, struct mark **ret_mark)
{
	const struct raster *r = s->raster;
	struct mark *more;

	if (box->width == 0 || box->height == 0 || box->x >= r->width || box->y >= r->height ||
		box->width > r->width - box->x || box->height > r->height - box->y)
		return -EINVAL;
	for (size_t i = 0; i < s->count; i++) {
		if (overlap(&s->marks[i].box, box))
			return -EINVAL;
	}
	more = realloc(s->marks, (s->count + 1) * sizeof(*more));
	if (more == NULL)
		return -ENOMEM;
	s->marks = more;
	*ret_mark = &more[s->count++];
	**ret_mark = (struct mark){ .kind = kind, .name = name, .box = *box };
	return 0;
}

int drawing_text(struct drawing *s, const char *name, const struct box *box,
	const struct type_style *style, const char *text)
{
	struct mark *m;
	int r;

	if (text[0] == '\0')
		return 0;
	r = drawing_mark(s, MARK_TEXT, name, box, &m);
	return r < 0 ? r : type_draw(s->raster, box, style, text, &m->text);
}

int drawing_flow(
	struct drawing *s, const char *name, const struct box *box, const struct flow *flow)
{
	struct mark *m;
	int r = drawing_mark(s, MARK_TEXT, name, box, &m);

	if (r < 0)
		return r;
	m->text = (struct type_laid){ .size = flow->size, .ink = *box };
	return flow_draw(s->raster, box, flow);
}

/* Where a dot lies: below 1 inside of the oval that fills width x height, both in half dots. */
static double oval_at(uint32_t x, uint32_t y, const struct box *box, double thick)
{
	double dx = (2.0 * x + 1 - box->width) / (box->width - 2 * thick);
	double dy = (2.0 * y + 1 - box->height) / (box->height - 2 * thick);

	return dx * dx + dy * dy;
}

int drawing_oval(struct drawing *s, const char *name, const struct box *box,
	const char *const *lines, size_t count, uint32_t size)
{
	double thick = s->raster->dpi / 100.0;
	struct box line = *box;
	struct mark *m;
	int r = drawing_mark(s, MARK_PATTERN, name, box, &m);

	for (uint32_t i = 0; r == 0 && i < box->width * box->height; i++) {
		uint32_t x = i % box->width, y = i / box->width;

		if (oval_at(x, y, box, 0) <= 1 && oval_at(x, y, box, thick) > 1)
			ink_dot(s->raster, box->x + x, box->y + y);
	}
	for (size_t i = 0; r == 0 && i < count; i++) {
		const struct flow f = { .text = lines[i], .bold = true, .size = size };

		r = flow_measure(&f, 0, &line.width, &line.height);
		line.x = box->x + (box->width - line.width) / 2;
		line.y = box->y + box->height / 2 + (uint32_t)i * line.height -
			 (uint32_t)count * line.height / 2;
		if (r == 0)
			r = flow_draw(s->raster, &line, &f);
	}
	return r;
}

int drawing_pattern(struct drawing *s, const char *name, const struct box *box, const char *root)
{
	struct mark *m;
	int r = drawing_mark(s, MARK_PATTERN, name, box, &m);

	if (r == 0)
		pattern_fill(s->raster, box, root);
	return r;
}

int drawing_pictogram(
	struct drawing *s, const char *name, const struct box *box, const char *pictogram)
{
	uint32_t side = box->width < box->height ? box->width : box->height;
	const uint8_t *dots;
	size_t stride;
	struct mark *m;
	int r;

	if (!pictogram_known(pictogram))
		return 0;
	r = drawing_mark(s, MARK_PICTOGRAM, name, box, &m);
	if (r < 0)
		return r;
	dots = pictogram_dots(pictogram, side, &stride);
	if (dots == NULL)
		return -ENOMEM;
	for (uint32_t y = 0; y < side; y++)
		ink_row(s->raster, box->x + (box->width - side) / 2,
			box->y + (box->height - side) / 2 + y, dots + y * stride, stride);
	return 0;
}

static void module_fill(struct raster *r, uint32_t x, uint32_t y, uint32_t width, uint32_t height)
{
	struct box box = { x, y, width, height };

	ink_fill(r, &box);
}

int drawing_matrix(struct drawing *s, const char *name, const struct box *box,
	const struct barcode *code, uint32_t module)
{
	uint32_t side = code->columns * module;
	struct mark *m;
	int r = drawing_mark(s, MARK_CODE, name, box, &m);

	if (r < 0 || side > box->width || side > box->height)
		return r < 0 ? r : -EINVAL;
	m->module = module;
	for (uint32_t i = 0; i < (uint32_t)code->columns * code->rows; i++) {
		uint32_t column = i % code->columns;
		uint32_t row = i / code->columns;

		if (barcode_module(code, column, row))
			module_fill(s->raster, box->x + (box->width - side) / 2 + column * module,
				box->y + (box->height - side) / 2 + row * module, module, module);
	}
	return 0;
}

int drawing_bars(struct drawing *s, const char *name, const struct box *box,
	const struct barcode *code, uint32_t module)
{
	uint32_t width = code->columns * module;
	struct mark *m;
	int r = drawing_mark(s, MARK_CODE, name, box, &m);

	if (r < 0 || width > box->width)
		return r < 0 ? r : -EINVAL;
	m->module = module;
	for (uint32_t i = 0; i < code->columns; i++) {
		if (barcode_module(code, i, 0))
			module_fill(s->raster, box->x + (box->width - width) / 2 + i * module,
				box->y, module, box->height);
	}
	return 0;
}

enum { CROSS_UM = 900 };

static bool on_code(const struct drawing *s, uint32_t x, uint32_t y)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct box *b = &s->marks[i].box;

		if (s->marks[i].kind == MARK_CODE && x >= b->x && x < b->x + b->width &&
			y >= b->y && y < b->y + b->height)
			return true;
	}
	return false;
}

static void black(struct drawing *s, uint32_t x, uint32_t y)
{
	if (x < s->raster->width && y < s->raster->height && !on_code(s, x, y))
		s->raster->bits[(size_t)y * s->raster->stride + x / 8] |= (uint8_t)(0x80 >> x % 8);
}

void drawing_cross(struct drawing *s)
{
	const uint32_t thick = drawing_dots(s, CROSS_UM), width = s->raster->width,
		       height = s->raster->height, longest = width > height ? width : height;

	for (uint32_t i = 0; i < longest; i++) {
		const uint32_t x = (uint32_t)((uint64_t)i * width / longest),
			       y = (uint32_t)((uint64_t)i * height / longest);

		for (uint32_t n = 0; n < thick; n++) {
			black(s, width > height ? x : x + n, width > height ? y + n : y);
			black(s, width > height ? width - 1 - x : width - 1 - x + n,
				width > height ? y + n : y);
		}
	}
}
