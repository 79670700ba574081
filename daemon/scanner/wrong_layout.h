// SPDX-License-Identifier: GPL-3.0-or-later
/* A scanner that types in one keyboard layout while station.conf says the other. Pure. */
#pragma once
#include "parse_keys.h"

/*
 * A number of a usual length (EAN-8, UPC-A, EAN-13, GTIN-14) made only of what the digit
 * row gives in the other layout. text: UTF-8, as all below.
 */
bool is_digits_elsewhere(const char *text);
/*
 * No code of our own as it was read in `layout`, but one in the other: its check character
 * says so.
 */
bool is_ours_elsewhere(const char *text, enum keys_layout layout);
