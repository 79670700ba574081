// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Labels, drawn from committed records only. Text is fitted into its box: smaller, then
 * on more lines, then cut with an ellipsis; it never overlaps and never leaves the label.
 */
#pragma once
#include <stdio.h>
#include "act.h"
#include "catalogue.h"
#include "lang.h"
#include "raster.h"
#include "weighing.h"

struct label_media {
	uint32_t width_um;  /* of the label, across the feed */
	uint32_t height_um; /* along the feed */
	uint16_t dpi;       /* 203 or 300 */
};

extern const struct label_media label_media_usual; /* a common roll: 57 x 32 mm, 203 dpi */

/* What a label says besides its weighing. */
struct label_text {
	enum lang lang;
	bool copy;
	bool crossed;     /* of training: it counts nowhere, and is seen not to */
	const char *line; /* the site's own, at most LABEL_LINE_MOST letters; NULL: none */
};

enum { LABEL_LINE_MOST = 28 }; /* so many are never cut */

/*
 * The goods label: pictogram, family and category, kilograms as the instrument showed them, day,
 * site, origin or (on black, behind an arrow) destination, pieces, the short number large, the
 * private key as Data Matrix and in letters; marked "copie" when copy. Warm: well under 1 ms
 * to 3 ms. 0; -EINVAL: media too small or too large for the label; -ENOMEM.
 */
int label_goods(const struct weighing *w, const struct catalogue *catalogue,
	const struct label_text *text, const struct label_media *media, struct raster **ret_raster);

struct item;
/* The label of an item, likewise; its category "": of a key that is on no item yet. Errors as label_goods(). */
int label_item(const struct item *i, const struct catalogue *catalogue,
	const struct label_text *text, const struct label_media *media, struct raster **ret_raster);

/* One control code with what a person looks for. */
struct control_cell {
	char control[PRIVATE_KEY_SIZE]; /* "": words alone */
	char name[LABEL_SIZE];
	char full[LABEL_SIZE]; /* "" where name says it all */
	char pictogram[DEVICE_SIZE];
	bool crossed; /* as of label_text */
};

/*
 * One code of a strip: pictogram, name large, full below it where there is room, bars (on a narrow
 * label a Data Matrix). Errors as label_goods().
 */
int label_control(const struct control_cell *cell, const struct label_media *media,
	struct raster **ret_raster);

/*
 * The codes of a kind that the page offers on that day, in its order; free(*ret_cells). How
 * many; -ENOMEM; -EINVAL: a row that cannot have a code.
 */
int control_cells(const struct control_kind *kind, const struct catalogue *c, const char *day,
	enum lang lang, struct control_cell **ret_cells);
/* The one with that code, read with or without hyphens. 0; -ENOENT: not offered; -ENOMEM, -EINVAL. */
int control_cell_of(const char *scanned, const struct catalogue *c, const char *day, enum lang lang,
	struct control_cell *ret_cell);

struct control_paper {
	const struct control_kind *kind;
	unsigned int cells;       /* of a page: 24 or 40 of A4, or 1: a strip, one label a page */
	unsigned int skip;        /* so many are left free on the first page; fewer than cells */
	struct label_media media; /* of a strip */
	char day[DAY_SIZE];       /* the day of the file */
	enum lang lang;
	bool picture; /* SVG, the pages one below the other; else PDF */
};

/*
 * Writes them; a strip dot by dot as label_control() draws it, as PDF only. 0; -EINVAL: no such paper, or
 * no cell at all; -ENOMEM; -EIO: out. Any thread.
 */
int control_write(const struct control_paper *want, const struct control_cell *cells, size_t count,
	FILE *out);

/*
 * Loads the fonts at start, so that the first label is as quick as the next; without it the
 * first label loads them. 0 or -errno. Each thread that draws labels has fonts of its own.
 */
int label_warm(void);
/* Gives those of the calling thread back. */
void label_cool(void);
