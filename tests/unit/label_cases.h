// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the tests of labels and printers share: the shipped catalogue, weighings to print,
 * and a Data Matrix reader that is not ours (libdmtx).
 */
#pragma once
#include "../../daemon/label/goods.h"

/* From the compiled-in CSV files; freed with free(c.rows). */
struct catalogue case_catalogue(void);
/* For a group of tests: that catalogue, languages and fonts. */
extern struct catalogue case_all;
int case_set_up(void **state);
int case_tear_down(void **state);
/* A weighed weighing of 12.35 kg. */
struct weighing case_weighing(const char *category);
/* The papers that people have, at both resolutions. */
enum { CASE_MEDIA = 12 };
extern const struct label_media case_media[CASE_MEDIA];
struct goods_words case_words(
	const struct catalogue *c, const struct weighing *w, enum lang lang, bool copy);

const struct mark *case_find(const struct drawing *s, const char *name);
/* The promise of label.h, on what was drawn: nothing overlaps, leaves the paper or is too small. */
void case_holds(const struct drawing *s);
void case_no_dot_outside(const struct drawing *s);
/* The mark "matrix" reads as expected. */
void case_reads(const struct drawing *s, const char *expected);
/* Reads the one Data Matrix in that part of the raster; false: none. text: 64 bytes. */
bool case_read_matrix(const struct raster *r, uint32_t x, uint32_t y, uint32_t width,
	uint32_t height, char *text);
