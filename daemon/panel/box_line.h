// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The button box's lines (README.md of this room), gathered from bytes as they come. Pure.
 * A line that is too long or not understood is ignored whole.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "driver.h"

enum { BOX_LINE_SIZE = 64 };

enum box_word { BOX_NOTHING, BOX_IDENTITY, BOX_PRESSED, BOX_RELEASED, BOX_ALIVE };

struct box_line {
	size_t used;
	bool too_long;
	char text[BOX_LINE_SIZE];
};

/* One byte; what it completed. name is filled for pressed and released. */
enum box_word box_line_feed(struct box_line *b, char byte, char ret_name[PANEL_WORD_SIZE]);
