// SPDX-License-Identifier: GPL-3.0-or-later
#include "usual.h"
#include <stdlib.h>
#include <string.h>
#include "weighing.h"

static size_t place_of(const struct usual *u, const char *category)
{
	size_t i = 0;

	while (i < u->count && strcmp(u->of[i].category, category) != 0)
		i++;
	return i;
}

static struct usual_category *oldest(struct usual *u)
{
	struct usual_category *found = &u->of[0];

	for (size_t i = 1; i < u->count; i++)
		if (u->of[i].turn < found->turn)
			found = &u->of[i];
	return found;
}

static struct usual_category *room_for(struct usual *u, const char *category)
{
	size_t i = place_of(u, category);
	struct usual_category *c;

	if (i < u->count)
		return &u->of[i];
	c = u->count < USUAL_CATEGORIES ? &u->of[u->count++] : oldest(u);
	memset(c, 0, sizeof(*c));
	memcpy(c->category, category, strnlen(category, CODE_SIZE - 1));
	return c;
}

void usual_add(struct usual *u, const char *category, int64_t net_mg)
{
	struct usual_category *c = room_for(u, category);

	c->turn = ++u->turn;
	c->net_mg[c->next] = net_mg;
	c->next = (c->next + 1) % USUAL_MASSES;
	if (c->count < USUAL_MASSES)
		c->count++;
}

static int by_mass(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int64_t usual_median_mg(const struct usual *u, const char *category)
{
	int64_t sorted[USUAL_MASSES];
	size_t i = place_of(u, category), count = i < u->count ? u->of[i].count : 0;

	if (count < USUAL_LEAST)
		return 0;
	memcpy(sorted, u->of[i].net_mg, count * sizeof(sorted[0]));
	qsort(sorted, count, sizeof(sorted[0]), by_mass);
	return sorted[count / 2];
}

/* Two in all, of one kind or of two. */
static bool read_pair(const char *containers, struct usual_pair *ret)
{
	struct usual_pair pair = { 0 };
	char code[CODE_SIZE];
	uint32_t units, all = 0;

	while (container_next(&containers, code, &units)) {
		if (all == 0)
			memcpy(pair.one, code, CODE_SIZE);
		memcpy(pair.other, code, CODE_SIZE);
		all += units;
		if (units > 2 || all > 2)
			return false;
	}
	*ret = pair;
	return all == 2;
}

void usual_add_containers(struct usual *u, const char *containers)
{
	struct usual_pair pair;

	if (!read_pair(containers, &pair))
		return;
	for (size_t i = 0; i < u->pair_count; i++)
		if (memcmp(&u->pair[i], &pair, sizeof(pair)) == 0)
			return;
	u->pair[u->pair_next] = pair;
	u->pair_next = (u->pair_next + 1) % USUAL_PAIRS;
	if (u->pair_count < USUAL_PAIRS)
		u->pair_count++;
}
