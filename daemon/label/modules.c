// SPDX-License-Identifier: GPL-3.0-or-later
#include "modules.h"

/* One rectangle for each run of black modules: neighbours leave no hairline between them. */
void modules_draw(cairo_t *c, const struct barcode *code, const struct modules_area *a,
	double module, double high)
{
	double x = a->x + (a->width - code->columns * module) / 2;
	double y = a->y + (a->height - code->rows * high) / 2;

	for (uint32_t row = 0; row < code->rows; row++) {
		for (uint32_t i = 0, run; i < code->columns; i += run) {
			bool black = barcode_module(code, i, row);

			for (run = 1; i + run < code->columns &&
				      barcode_module(code, i + run, row) == black;)
				run++;
			if (black)
				cairo_rectangle(
					c, x + i * module, y + row * high, run * module, high);
		}
	}
	cairo_fill(c);
}
