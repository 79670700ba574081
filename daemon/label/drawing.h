// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A label while it is drawn: the raster and, for each thing put on it, where it lies. What
 * was put is kept, so that tests can hold the promise of label.h on every label.
 */
#pragma once
#include "barcode.h"
#include "flow.h"
#include "label.h"
#include "type.h"

enum mark_kind { MARK_TEXT, MARK_CODE, MARK_PATTERN, MARK_PICTOGRAM };

struct mark {
	enum mark_kind kind;
	const char *name; /* "kg", "category" … */
	struct box box;   /* nothing of it lies outside */
	struct type_laid text;
	uint32_t module; /* dots of one module of a code */
};

struct drawing {
	struct raster *raster;
	size_t count;
	struct mark *marks; /* valid until the next one is put */
};

/* 0; -EINVAL: not a size of paper; -ENOMEM. */
int drawing_init(struct drawing *s, const struct label_media *media);
void drawing_done(struct drawing *s);
uint32_t drawing_dots(const struct drawing *s, uint32_t um);

/* Nothing for an empty text. 0; -EINVAL: the box is too low, or overlaps another; -ENOMEM. */
int drawing_text(struct drawing *s, const char *name, const struct box *box,
	const struct type_style *style, const char *text);
/* Running text at its own size; the box is as high as it was measured. */
int drawing_flow(
	struct drawing *s, const char *name, const struct box *box, const struct flow *flow);
/* Lines in the middle of an oval as large as the box; an empty line is none. */
int drawing_oval(struct drawing *s, const char *name, const struct box *box,
	const char *const *lines, size_t count, uint32_t size);
/* The pattern of a root category; plain lines for a root that we do not know. */
int drawing_pattern(struct drawing *s, const char *name, const struct box *box, const char *root);
/* In the middle of the box; nothing for a name that is not known. */
int drawing_pictogram(
	struct drawing *s, const char *name, const struct box *box, const char *pictogram);
/* module dots each, in the middle of the box, whose rest is the quiet zone. */
int drawing_matrix(struct drawing *s, const char *name, const struct box *box,
	const struct barcode *code, uint32_t module);
/* Two lines from corner to corner over all that was put, but over no code: what it says counts nowhere. */
void drawing_cross(struct drawing *s);
/* Bars as high as the box. */
int drawing_bars(struct drawing *s, const char *name, const struct box *box,
	const struct barcode *code, uint32_t module);
