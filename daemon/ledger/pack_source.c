// SPDX-License-Identifier: GPL-3.0-or-later
/* What the label of a pack is made of, as the ledger holds it now. */
#include "pack_label.h"
#include <string.h>
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

int ledger_pack_source(struct ledger *l, const char *id, struct pack_source *ret_source)
{
	struct pack_source *s = ret_source;
	int r;

	memset(s, 0, sizeof(*s));
	r = ledger_pack(l, id, &s->pack);
	if (r == 0)
		r = read_lot(l, s);
	if (r == 0)
		r = ledger_scale_min(l, s->pack.scale, &s->min_mg);
	memcpy(s->site, l->identity.site, sizeof(s->site));
	return r < 0 ? r : ledger_catalogue(l, &s->catalogue);
}
