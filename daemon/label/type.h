// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Type on labels: one family (DejaVu Sans Condensed), drawn without grey, fitted into its
 * box. First smaller, down to an x-height of 1.2 mm measured on the drawn letter, then on
 * more lines if that allows larger letters, and cut with an ellipsis only in the end.
 * Fonts are loaded once and kept; to be used from one thread.
 */
#pragma once
#include <stdbool.h>
#include "ink.h"

enum type_align { TYPE_LEFT, TYPE_CENTER, TYPE_RIGHT };

struct type_style {
	bool bold;
	bool tight;   /* fitted by its ink: for a number alone in its box */
	bool inverse; /* white on black, the whole box */
	bool upright; /* turned a quarter to the left: read from the bottom up */
	enum type_align align;
	uint8_t lines;    /* at most; 0 is 1 */
	uint16_t most_um; /* largest size of the font; 0: what the box allows */
};

struct type_laid {
	uint32_t size; /* of the font, dots */
	uint32_t lines;
	bool cut;       /* not all of the text is there */
	struct box ink; /* on the raster */
};

enum { TYPE_LEAST_X_HEIGHT_UM = 1200 };

/* Gives everything back; the next use loads again. */
void type_done(void);

/*
 * Draws UTF-8 text into box, nothing outside of it. 0; -EINVAL: the box is too low for one
 * line or leaves the raster; -ENOMEM.
 */
int type_draw(struct raster *r, const struct box *box, const struct type_style *style,
	const char *text, struct type_laid *ret_laid);
/* Height of the drawn x at a font size, dots. */
uint32_t type_x_height(uint32_t size, bool bold);
/* Width of a text on one line at the smallest size, dots. */
uint32_t type_least_width(uint16_t dpi, bool bold, const char *text);
/* Lines that a text takes at the smallest size, wrapped at words into that width. */
uint32_t type_least_lines(uint16_t dpi, bool bold, uint32_t width, const char *text);
/* The least height of a box for one line of this style, dots. */
uint32_t type_least_height(uint16_t dpi, bool bold);
