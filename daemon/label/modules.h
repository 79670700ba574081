// SPDX-License-Identifier: GPL-3.0-or-later
/* A barcode drawn by cairo, in the middle of an area; module wide and high each, in the area's unit. */
#pragma once
#include <cairo.h>
#include "barcode.h"

struct modules_area {
	double x, y, width, height;
};

void modules_draw(cairo_t *c, const struct barcode *code, const struct modules_area *a,
	double module, double high);
