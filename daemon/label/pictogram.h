// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The page's pictograms, which the build has made dots of (Makefile): black where their
 * lines are, nothing elsewhere.
 */
#pragma once
#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool pictogram_known(const char *name);
/* Its alpha is the drawing. 0; -ENOENT; -ENOMEM. cairo_surface_destroy(). Any thread. */
int pictogram_open(const char *name, cairo_surface_t **ret_surface);
/* Fills a square of that side whose corner is at x, y with the drawing in the source's colour. */
void pictogram_put(cairo_t *c, cairo_surface_t *pictogram, double x, double y, double side);
/*
 * side rows of *ret_stride bytes for ink_row(); lent until the next call. Kept, since a label is
 * drawn in less time than its pictogram. NULL: no such name, or no memory. Each thread its own.
 */
const uint8_t *pictogram_dots(const char *name, uint32_t side, size_t *ret_stride);
void pictogram_done(void);
