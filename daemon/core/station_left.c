// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Loads that rested on a plate and left without being in the ledger. Not a weighing: a line
 * for a person to see to. A new weighing of that mass soon afterwards strikes it: it is that load,
 * until that weighing is void.
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

void left_append(struct station *s, const struct left_load *load)
{
	make_room(s);
	s->left[s->left_count] = *load;
	s->left[s->left_count++].number = ++s->left_number;
}

void left_add(struct step *x, const char *scale, int64_t low_mg, int64_t high_mg)
{
	struct left_load l = { .at = *x->now, .low_mg = low_mg, .high_mg = high_mg };

	memcpy(l.scale, scale, sizeof(l.scale));
	left_append(x->s, &l);
}

/* Written soon after it had left; and weighed about then, not on paper long before. */
static bool is_of_then(
	const struct left_load *l, const struct weighing *w, const struct moment *now)
{
	int64_t us, paper_us = now->wall_us - w->at.wall_us;

	return passed_us(&l->at, now, &us) && us >= 0 && us <= STRIKE_US &&
	       paper_us <= us + STRIKE_US;
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

		if (l->struck_by[0] || !is_of_then(l, w, x->now) || w->net_mg <= l->low_mg - c_mg ||
			w->net_mg >= l->high_mg + c_mg)
			continue;
		memcpy(l->struck_by, w->id, sizeof(l->struck_by));
		return;
	}
}

void left_void(struct station *s, const char *id)
{
	for (size_t i = 0; i < s->left_count; i++)
		if (id[0] && strcmp(s->left[i].struck_by, id) == 0)
			memset(s->left[i].struck_by, 0, PRIVATE_KEY_SIZE);
}

bool left_succeed(struct station *s, const char *id, const char *successor_id)
{
	for (size_t i = 0; i < s->left_count; i++) {
		if (!id[0] || strcmp(s->left[i].struck_by, id) != 0)
			continue;
		memset(s->left[i].struck_by, 0, PRIVATE_KEY_SIZE);
		memcpy(s->left[i].struck_by, successor_id, strlen(successor_id));
		return true;
	}
	return false;
}

void left_seen(struct station *s, uint64_t number, const char *by)
{
	for (size_t i = 0; i < s->left_count; i++) {
		if (s->left[i].number != number)
			continue;
		memcpy(s->left[i].struck_by, by, sizeof(s->left[i].struck_by));
		if (by[0])
			return;
		s->left_count--;
		memmove(&s->left[i], &s->left[i + 1], (s->left_count - i) * sizeof(s->left[0]));
		return;
	}
}
