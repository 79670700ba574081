// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ZPL II (Zebra and the many that follow it). Facts: Zebra's programming guide, ^GF, ^MN,
 * ~HS and "alternative data compression scheme".
 */
#pragma once
#include "language.h"

extern const struct print_language zpl_language;

int zpl_encode(
	const struct raster *r, enum print_tracking tracking, struct print_bytes **ret_bytes);
/* The answer to ~HS: its first two strings say all that we use. */
int zpl_status(const uint8_t *bytes, size_t size, struct print_status *ret_status);
