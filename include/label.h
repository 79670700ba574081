// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Labels, drawn from committed records only. Text is fitted into its box: smaller, then
 * on more lines, then cut with an ellipsis; it never overlaps and never leaves the label.
 */
#pragma once
#include "catalogue.h"
#include "lang.h"
#include "raster.h"
#include "weighing.h"

struct label_media {
	uint32_t width_um;  /* of the label, across the feed */
	uint32_t height_um; /* along the feed */
	uint16_t dpi;       /* 203 or 300 */
};

/*
 * The goods label: category, kilograms, day, site, origin or destination, the private key
 * as Data Matrix and in letters; marked "copie" when copy. Warm: well under 1 ms to 3 ms.
 * 0; -EINVAL: media too small or too large for the label; -ENOMEM.
 */
int label_goods(const struct weighing *w, const struct catalogue *catalogue, enum lang lang,
	const struct label_media *media, bool copy, struct raster **ret_raster);

/* A sheet or strip of control barcodes: type letter and rows come from the catalogue. */
int label_control(const struct catalogue_row *row, enum lang lang, const struct label_media *media,
	struct raster **ret_raster);
/*
 * The same for a code that has no row (actions): control as code_control_make() gives it,
 * name large, full ("" for none) below it where there is room.
 */
int label_control_text(const char *control, const char *name, const char *full,
	const struct label_media *media, struct raster **ret_raster);

/*
 * Loads the fonts at start, so that the first label is as quick as the next; without it the
 * first label loads them. 0 or -errno. Labels are drawn from one thread only.
 */
int label_warm(void);
/* Gives the fonts back, at the end. */
void label_cool(void);
