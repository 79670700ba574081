// SPDX-License-Identifier: GPL-3.0-or-later
/* Control codes on paper or labels, as PDF or as a picture, from the catalogue of the day. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_private.h"
#include "item.h"
#include "label.h"

/* Labels of items that are on none yet, for a sheet of stickers. */
static const struct control_kind item_keys = { "item", 'I', CATALOGUE_KIND_COUNT, ACTION_COUNT };
enum { KEYS_MOST = 240 };

static int key_cells(struct ledger *l, enum lang lang, struct control_cell **ret_cells)
{
	_cleanup_free_ char(*keys)[PRIVATE_KEY_SIZE] = calloc(KEYS_MOST, sizeof(*keys));
	int count = keys ? ledger_free_keys(l, keys, KEYS_MOST) : -ENOMEM;
	struct control_cell *cells = count > 0 ? calloc((size_t)count, sizeof(*cells)) : NULL;

	if (count > 0 && !cells)
		return -ENOMEM;
	for (int i = 0; i < count; i++) {
		struct control_cell *c = &cells[i];

		memcpy(c->control, keys[i], PRIVATE_KEY_SIZE);
		(void)snprintf(c->name, sizeof(c->name), "%s", keys[i]);
		(void)snprintf(c->full, sizeof(c->full), "%s", lang_text(lang, "label_item_key"));
		(void)snprintf(c->pictogram, sizeof(c->pictogram), "scanner");
	}
	*ret_cells = cells;
	return count;
}

int control_sheet(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	const char *kind = request_text(r, "kind"), *cells = request_text(r, "cells");
	const char *format = request_text(r, "format");
	struct control_paper paper = {
		.kind = kind && !strcmp(kind, "item") ? &item_keys
						      : control_kind_named(kind ? kind : ""),
		.cells = cells ? (unsigned int)strtoul(cells, NULL, 10) : 24,
		.skip = (unsigned int)request_int(r, "skip"),
		.media = r->media.dpi ? r->media : label_media_usual,
		.lang = r->who.lang,
		.picture = format && !strcmp(format, "svg"),
	};
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	_cleanup_free_ struct control_cell *rows = NULL;
	struct sentence why = { .key = "bad_control_kind" };
	int count;

	if (!paper.kind) {
		sentence_param(&why, "kind", "");
		return refuse_saying(a, 422, &why);
	}
	if (paper.picture && paper.cells == 1) {
		why.key = "bad_cells";
		sentence_param(&why, "cells", cells);
		return refuse_saying(a, 422, &why);
	}
	if (paper.skip >= paper.cells) {
		why.key = "bad_skip";
		sentence_param_int(&why, "skip", paper.skip);
		return refuse_saying(a, 422, &why);
	}
	memcpy(paper.day, r->now.day, DAY_SIZE);
	count = ledger_catalogue(l, &c);
	if (count == 0)
		count = paper.kind == &item_keys
				? key_cells(l, paper.lang, &rows)
				: control_cells(paper.kind, c, paper.day, paper.lang, &rows);
	if (count <= 0)
		return count < 0 ? count : refuse(a, 404, "control_none");
	a->type = paper.picture ? "image/svg+xml" : "application/pdf";
	return control_write(&paper, rows, (size_t)count, out);
}
