// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Fonts are loaded at start: finding and opening them takes some hundred milliseconds on a
 * Pi, and the first label of the day should not pay for it. Fonts are loaded by drawing.
 */
#include "goods.h"
#include "pictogram.h"

/* A label of everyday words, drawn and thrown away. */
int label_warm(void)
{
	static const struct label_media media = { 50000, 30000, 203 };
	static const struct goods_words words = { .root = "TLC",
		.family = "Textiles",
		.category = "Vêtements",
		.full = "Vêtements",
		.pictogram = "TLC-VET",
		.number = "0000000",
		.kg = "0123456,789 kg",
		.day = "01/01/2026 · AB",
		.from = "De : Apport sur site",
		.key = "AB-CD-W-000000-0" };
	struct drawing s = { 0 };
	int r = drawing_init(&s, &media);

	if (r == 0)
		r = goods_draw(&s, &words);
	drawing_done(&s);
	return r;
}

void label_cool(void)
{
	type_done();
	pictogram_done();
}
