// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The end of a day on one label: whose day it is, what came in and went out, by family where there is room, who weighed,
 * and what somebody has to see to, which is never left out.
 */
#include <errno.h>
#include "day_label.h"
#include "drawing.h"

enum { MARGIN_UM = 1200, LINES_OF_LEFT = 3 };

struct plan {
	struct drawing *s;
	struct box rest;
	uint32_t high; /* of a line */
};

static struct box take(struct plan *p, uint32_t lines)
{
	struct box line = p->rest;

	line.height = p->high * lines;
	p->rest.y += line.height;
	p->rest.height -= line.height;
	return line;
}

static int pair(struct plan *p, const char *name, const struct type_style *style, const char *left,
	const char *right)
{
	struct box line = take(p, 1), half = line;
	int e;

	half.width = line.width / 2 - p->high / 2;
	e = drawing_text(p->s, name, &half, style, left);
	half.x = line.x + line.width / 2;
	return e < 0 ? e : drawing_text(p->s, name, &half, style, right);
}

static int draw_lines(struct plan *p, const struct day_words *w, size_t rows)
{
	static const struct type_style bold = { .bold = true }, plain = { .most_um = 3600 },
				       all = { .bold = true, .lines = 3, .most_um = 3600 };
	struct box line = take(p, 1);
	int e = drawing_text(p->s, "head", &line, &bold, w->head);

	if (e == 0)
		e = pair(p, "sums", &bold, w->in, w->out);
	for (size_t n = 0; e == 0 && n < rows; n++)
		e = pair(p, "root", &plain, w->root[2 * n],
			2 * n + 1 < w->roots ? w->root[2 * n + 1] : "");
	if (e == 0 && w->who[0]) {
		line = take(p, 1);
		e = drawing_text(p->s, "who", &line, &plain, w->who);
	}
	return e < 0 ? e : drawing_text(p->s, "left", &p->rest, &all, w->left);
}

static int draw(struct drawing *s, const struct day_words *w)
{
	const uint32_t margin = drawing_dots(s, MARGIN_UM),
		       least = type_least_height(s->raster->dpi, true);
	struct plan p = { .s = s,
		.rest = { margin, margin, s->raster->width - 2 * margin,
			s->raster->height - 2 * margin } };
	uint32_t lines = p.rest.height / least, others = 2 + (w->who[0] != '\0') + LINES_OF_LEFT;
	size_t rows = (w->roots + 1) / 2;

	if (lines < others)
		return -EINVAL;
	if (rows > lines - others)
		rows = lines - others;
	p.high = p.rest.height / (others + (uint32_t)rows);
	return draw_lines(&p, w, rows);
}

int label_day(
	const struct day_words *w, const struct label_media *media, struct raster **ret_raster)
{
	struct drawing s = { 0 };
	int e = drawing_init(&s, media);

	if (e < 0)
		return e;
	e = draw(&s, w);
	if (e == 0)
		*ret_raster = TAKE_PTR(s.raster);
	drawing_done(&s);
	return e;
}
