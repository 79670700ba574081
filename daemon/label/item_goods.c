// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The label of an item: that of the goods which it is, under its own number; of a key that waits for an item
 * the number alone, so that whoever has the thing in hand scans it first.
 */
#include <stdio.h>
#include <string.h>
#include "item.h"
#include "label.h"

/* HD-MS-I-K71-3: MS. */
static void site_of(const char *id, char ret_site[CODE_SIZE])
{
	const char *site = strchr(id, '-');
	const size_t len = site ? strcspn(site + 1, "-") : 0;

	(void)snprintf(
		ret_site, CODE_SIZE, "%.*s", len < CODE_SIZE ? (int)len : 0, site ? site + 1 : "");
}

/* lang: label_item_key */
static int waiting(const struct item *i, const struct label_text *text,
	const struct label_media *media, struct raster **ret_raster)
{
	struct control_cell cell = { .pictogram = "scanner", .crossed = text->crossed };

	memcpy(cell.control, i->id, sizeof(cell.control));
	(void)snprintf(cell.name, sizeof(cell.name), "%s", i->id);
	(void)snprintf(cell.full, sizeof(cell.full), "%s", lang_text(text->lang, "label_item_key"));
	return label_control(&cell, media, ret_raster);
}

int label_item(const struct item *i, const struct catalogue *catalogue,
	const struct label_text *text, const struct label_media *media, struct raster **ret_raster)
{
	struct weighing w = { .net_mg = i->net_mg, .units = i->units, .method = i->method };

	if (!i->category[0])
		return waiting(i, text, media, ret_raster);
	memcpy(w.id, i->id, sizeof(w.id));
	memcpy(w.category, i->category, sizeof(w.category));
	memcpy(w.at.day, i->day, sizeof(w.at.day));
	w.at.wall_us = i->at_wall_us;
	w.at.quality = CLOCK_TRUSTED;
	site_of(i->id, w.site);
	return label_goods(&w, catalogue, text, media, ret_raster);
}
