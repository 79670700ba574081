// SPDX-License-Identifier: GPL-3.0-or-later
/* A table as text: what table_text.c (as wide as it is) and table_narrow.c (within a line) share. */
#pragma once
#include "table_private.h"

enum { LINE = 80, GAP = 2, KEY_LEAST = 5 /* "total" */ };

struct text {
	const struct table *t;
	enum lang lang;
	bool plain;
	char decimal;
	size_t columns; /* shown */
	size_t width[TABLE_COLUMNS], label_width[TABLE_COLUMNS];
};

/* For people: figures have their thousands apart, words of ours and months are said. */
const char *text_title(const struct text *x, size_t i, char buf[64]);
const char *text_key(const struct text *x, size_t row, size_t i, char buf[LANG_DAY_SIZE]);
const char *text_figure(const struct text *x, size_t row, size_t i, char buf[TYPESET_SIZE]);
bool text_has_labels(const struct text *x, size_t i);

/* ---- lines and boxes: text_boxes.c ---- */

size_t text_wider(size_t width, const char *text);
size_t text_longest_word(const char *text);
size_t text_lines(const char *text, size_t width);
/* The bytes of the next line of so many letters, broken between words; goes on behind it. */
size_t text_line(const char **rest, size_t width);
/* All lines of it, those behind the first one set in. */
void text_put(const char *said, size_t indent, FILE *out);
void text_pad(FILE *out, const char *text, size_t width, bool right);

enum { SAID_SIZE = 512 };
struct text_box {
	char text[SAID_SIZE];
	size_t width;
	bool right, low; /* low: it stands at the foot of its line, as a title does */
};

struct text_boxes {
	struct text_box box[2 * TABLE_COLUMNS];
	size_t count;
};

/* One more beside the others. */
struct text_box *text_box(struct text_boxes *b, const char *text, size_t width, bool right);
/* All of them, as high as the highest; and there are none any more. */
void text_put_boxes(struct text_boxes *b, size_t indent, FILE *out);

/* A table that is wider than a line. */
void text_narrow(const struct text *x, FILE *out);
