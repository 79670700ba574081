// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A control barcode: pictogram and words that a person looks for, and bars that the cheapest scanner reads
 * (Code 128, narrowest bar at least 0.25 mm). Where the label is too narrow for that, a
 * Data Matrix, which needs a scanner of the better kind.
 */
#include <errno.h>
#include "control.h"

enum {
	MARGIN_UM = 1500,
	BAR_LEAST_UM = 245, /* 2 dots of 203 dpi are 0.2502 mm */
	BAR_MOST_UM = 510,
	BAR_QUIET = 10, /* modules on each side, ISO/IEC 15417 */
	MATRIX_MOST_UM = 14000,
	MATRIX_QUIET = 2,
	ROOMY_UM = 40000,
};

/* Bars over the whole width if they are wide enough there, else 0. */
static uint32_t bar_dots(const struct drawing *s, const struct barcode *bars)
{
	uint32_t module = s->raster->width / (bars->columns + 2u * BAR_QUIET);
	uint32_t most = drawing_dots(s, BAR_MOST_UM);

	if ((uint64_t)module * 25400 < (uint64_t)BAR_LEAST_UM * s->raster->dpi)
		return 0;
	return module < most ? module : most;
}

static int draw_code(struct drawing *s, const struct box *box, const char *control)
{
	struct barcode code;
	uint32_t module;
	int e = barcode_bars(control, &code);

	if (e < 0)
		return e;
	module = bar_dots(s, &code);
	if (module > 0)
		return drawing_bars(s, "bars", box, &code, module);
	e = barcode_matrix(control, &code);
	if (e < 0)
		return e;
	module = box->height < drawing_dots(s, MATRIX_MOST_UM) ? box->height
							       : drawing_dots(s, MATRIX_MOST_UM);
	module /= code.columns + 2u * MATRIX_QUIET;
	return module < 2 ? -EINVAL : drawing_matrix(s, "matrix", box, &code, module);
}

/* At the left of the words, as high as they are or a quarter of the label wide; on high paper above. */
static int draw_pictogram(struct drawing *s, struct box *words, const char *name)
{
	bool above = words->height > words->width / 2;
	struct box box = *words;

	if (above) {
		box.height /= 2;
		words->y += box.height;
		words->height -= box.height;
	} else {
		box.width = box.height < box.width / 4 ? box.height : box.width / 4;
		words->x += box.width + drawing_dots(s, MARGIN_UM);
		words->width -= box.width + drawing_dots(s, MARGIN_UM);
	}
	return drawing_pictogram(s, "pictogram", &box, name);
}

int control_draw(struct drawing *s, const struct control_cell *cell)
{
	const bool coded = cell->control[0] != '\0';
	const struct type_style big = {
		.bold = true, .lines = coded ? 2 : 4, .align = TYPE_CENTER
	};
	static const struct type_style plain = {
		.lines = 2, .align = TYPE_CENTER, .most_um = 3800
	};
	const struct raster *r = s->raster;
	uint32_t margin = drawing_dots(s, MARGIN_UM);
	uint32_t least = type_least_height(r->dpi, false);
	uint32_t inside = r->height - 2 * margin;
	bool roomy = r->height >= drawing_dots(s, ROOMY_UM) && cell->full[0] != '\0';
	struct box words = { margin, margin, r->width - 2 * margin, inside * 3 / 5 - least };
	struct box code = { 0, margin + inside * 3 / 5 - least, r->width, inside * 2 / 5 };
	struct box letters = { margin, margin + inside - least, words.width, least };
	struct box below;
	int e;

	words.height = coded ? words.height - margin / 2 : inside;
	e = draw_pictogram(s, &words, cell->pictogram);
	below = words;
	below.height = roomy ? inside / 6 : 0;
	words.height -= below.height;
	below.y += words.height;
	if (e == 0)
		e = drawing_text(s, "name", &words, &big, cell->name);
	if (e == 0 && roomy)
		e = drawing_text(s, "full", &below, &plain, cell->full);
	if (e == 0 && coded)
		e = draw_code(s, &code, cell->control);
	return e < 0 || !coded ? e : drawing_text(s, "letters", &letters, &plain, cell->control);
}

int label_control(const struct control_cell *cell, const struct label_media *media,
	struct raster **ret_raster)
{
	struct drawing s = { 0 };
	int e = drawing_init(&s, media);

	if (e < 0)
		return e;
	e = control_draw(&s, cell);
	if (e == 0 && cell->crossed)
		drawing_cross(&s);
	if (e == 0)
		*ret_raster = TAKE_PTR(s.raster);
	drawing_done(&s);
	return e;
}
