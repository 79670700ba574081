// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One pattern for each root category, told apart in black and white from two metres.
 */
#pragma once
#include "ink.h"

void pattern_fill(struct raster *r, const struct box *box, const char *root);
