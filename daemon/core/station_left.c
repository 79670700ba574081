// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Loads that rested on a plate and left without being in the ledger. Not a weighing: a line
 * for a person to see to. A weighing of that mass soon afterwards strikes it: it is that load.
 */
#include <string.h>
#include "station_impl.h"

enum { STRIKE_US = 120 * 1000 * 1000 };

static void make_room(struct station *s)
{
	if (s->left_count < STATION_LEFT)
		return;
	s->left_count--;
	memmove(&s->left[0], &s->left[1], s->left_count * sizeof(s->left[0]));
}

void left_add(struct step *x, const char *scale, int64_t low_mg, int64_t high_mg)
{
	struct station *s = x->s;
	struct left_load *l;

	make_room(s);
	l = &s->left[s->left_count++];
	memset(l, 0, sizeof(*l));
	l->number = ++s->left_number;
	memcpy(l->scale, scale, sizeof(l->scale));
	l->at = *x->now;
	l->low_mg = low_mg;
	l->high_mg = high_mg;
}

static bool soon_after(const struct left_load *l, const struct moment *now)
{
	int64_t passed_us = now->wall_us - l->at.wall_us;

	if (strcmp(l->at.boot_id, now->boot_id) == 0)
		passed_us = (int64_t)(now->boot_us - l->at.boot_us);
	return passed_us >= 0 && passed_us <= STRIKE_US;
}

static int64_t c_of(const struct station *s, const char *scale)
{
	for (size_t i = 0; i < s->scale_count; i++)
		if (strcmp(s->scale[i].name, scale) == 0)
			return watch_c_mg(&s->scale[i].watch);
	return 0;
}

void left_strike(struct step *x, const struct weighing *w)
{
	struct station *s = x->s;

	for (size_t i = s->left_count; i-- > 0;) {
		struct left_load *l = &s->left[i];
		int64_t c_mg = c_of(s, l->scale);

		if (l->struck_by[0] || !soon_after(l, x->now) || w->net_mg <= l->low_mg - c_mg ||
			w->net_mg >= l->high_mg + c_mg)
			continue;
		memcpy(l->struck_by, w->id, sizeof(l->struck_by));
		return;
	}
}

void left_seen(struct station *s, uint64_t number)
{
	for (size_t i = 0; i < s->left_count; i++) {
		if (s->left[i].number != number)
			continue;
		s->left_count--;
		memmove(&s->left[i], &s->left[i + 1], (s->left_count - i) * sizeof(s->left[0]));
		return;
	}
}
