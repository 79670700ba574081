// SPDX-License-Identifier: GPL-3.0-or-later
/* A strip of control codes as pages, for whoever prints labels from another computer. */
#pragma once
#include <cairo.h>
#include "label.h"

/* Onto a PDF, one page a label, each of the label's size. 0; -EINVAL, -ENOMEM. */
int strip_put(cairo_surface_t *pdf, cairo_t *c, const struct label_media *media,
	const struct control_cell *cells, size_t count);
