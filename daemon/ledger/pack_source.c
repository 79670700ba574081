// SPDX-License-Identifier: GPL-3.0-or-later
/* What the label of a pack is made of, as the ledger holds it now; and whether a tray may become one. */
#include "pack_label.h"
#include <stdlib.h>
#include <string.h>
#include "cleanup.h"
#include "made.h"

void pack_source_done(struct pack_source *s)
{
	s->catalogue = catalogue_free(s->catalogue);
}

static int read_lot(struct ledger *l, struct pack_source *s)
{
	int count, r = made_find(l->sql, s->pack.lot, &s->lot);

	if (r == 0)
		r = made_closed(l->sql, s->lot.id, &s->closed);
	count = r < 0 ? r : ledger_lot_ingredients(l, s->lot.id, s->ingredients, LOT_INGREDIENTS);
	s->ingredient_count = count < 0 ? 0 : (size_t)count;
	return count < 0 ? count : 0;
}

int ledger_pack_to_be(struct ledger *l, const struct pack *p, struct pack_source *ret_source)
{
	struct pack_source *s = ret_source;
	int r;

	memset(s, 0, sizeof(*s));
	s->pack = *p;
	r = p->id[0] ? 0 : number_next(l->sql, l->journal, 'B', s->pack.id, &s->pack.number);
	if (r == 0)
		r = read_lot(l, s);
	if (r == 0)
		r = ledger_scale_min(l, s->pack.scale, &s->min_mg);
	memcpy(s->site, l->identity.site, sizeof(s->site));
	return r < 0 ? r : ledger_catalogue(l, &s->catalogue);
}

int ledger_pack_source(struct ledger *l, const char *id, struct pack_source *ret_source)
{
	struct pack p;
	int r = ledger_pack(l, id, &p);

	memset(ret_source, 0, sizeof(*ret_source));
	return r < 0 ? r : ledger_pack_to_be(l, &p, ret_source);
}

/* ---- a tray on the plate ---- */

/* Sentences of all that keeps its label from being printed that day, and how it fits on its paper. */
static int check_label(const struct pack_source *s, struct food_refusals *why)
{
	const struct label_media on = { s->pack.paper.width_um, s->pack.paper.height_um,
		s->pack.paper.dpi };
	struct raster *drawn[FOOD_LABELS_MOST] = { NULL };
	_cleanup_free_ struct pack_label *label = calloc(1, sizeof(*label));
	int r;

	if (!label)
		return -ENOMEM;
	pack_label_make(s, label);
	label_food_check(&label->label, why);
	pack_label_check(s, s->pack.day, why);
	if (why->count || !on.dpi)
		return 0;
	r = label_food(&label->label, &on, 1, drawn, why);
	free(drawn[0]);
	return r < 0 ? r : 0;
}

static int is_lawful(struct ledger *l, const struct pack *p, struct ledger_result *res)
{
	_cleanup_free_ struct food_refusals *why = calloc(1, sizeof(*why));
	_cleanup_free_ struct pack_source *s = calloc(1, sizeof(*s));
	int r = why && s ? ledger_pack_to_be(l, p, s) : -ENOMEM;

	if (r == 0)
		r = check_label(s, why);
	if (r == 0 && why->count) {
		res->answer = LEDGER_CONFLICT;
		res->why = why->list[0];
	}
	if (s)
		pack_source_done(s);
	return r;
}

int ledger_pack_weighed(struct ledger *l, void *value, struct ledger_result *res)
{
	int r = pack_kind.allow(l, NULL, value, res);

	return r < 0 || res->answer != LEDGER_WRITTEN ? r : is_lawful(l, value, res);
}
