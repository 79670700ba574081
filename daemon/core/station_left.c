// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Loads that rested on a plate and left without being in the ledger. Not a weighing: a line
 * for a person to see to. A new weighing of that mass soon afterwards strikes it: it is that load,
 * until that weighing is void.
 */
#include <string.h>
#include "station_impl.h"

enum { STRIKE_US = 120 * 1000 * 1000 };

static void take_off(struct station *s, size_t i)
{
	s->left_count--;
	memmove(&s->left[i], &s->left[i + 1], (s->left_count - i) * sizeof(s->left[0]));
}

static size_t oldest_struck(const struct station *s)
{
	size_t i = 0;

	while (i < s->left_count && !s->left[i].struck_by[0])
		i++;
	return i < s->left_count ? i : 0;
}

/* Those that the store keeps may go. While it cannot, the two oldest become one. */
static void make_room(struct station *s)
{
	const size_t i = oldest_struck(s);
	struct left_load *l = s->left;

	if (s->left_count < STATION_LEFT)
		return;
	if (!l[i].struck_by[0] && s->ledger_down && l[0].number > s->down_left) {
		l[1].low_mg += l[0].low_mg;
		l[1].high_mg += l[0].high_mg;
	}
	take_off(s, i);
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

/*
 * All of it, or what lay there last. A mass in between is another load as likely: a line too many
 * is seen to, one too few is lost.
 */
static bool is_as_heavy(const struct station *s, const struct left_load *l, int64_t net_mg)
{
	const int64_t c_mg = c_of(s, l->scale);

	return distance_mg(net_mg, l->high_mg) < c_mg ||
	       (l->low_mg > 0 && distance_mg(net_mg, l->low_mg) < c_mg);
}

static struct left_load *first_struck_by(
	struct station *s, const struct weighing *w, const struct moment *now)
{
	for (size_t i = s->left_count; i-- > 0;) {
		struct left_load *l = &s->left[i];

		if (!l->struck_by[0] && is_of_then(l, w, now) && is_as_heavy(s, l, w->net_mg))
			return l;
	}
	return NULL;
}

static bool has_struck(const struct station *s, const char *id)
{
	for (size_t i = 0; i < s->left_count; i++)
		if (strcmp(s->left[i].struck_by, id) == 0)
			return true;
	return false;
}

bool left_has(struct station *s, const struct weighing *w)
{
	return first_struck_by(s, w, &s->now) != NULL;
}

void left_strike(struct station *s, const struct weighing *w, const struct moment *now)
{
	struct left_load *l = has_struck(s, w->id) ? NULL : first_struck_by(s, w, now);

	if (l)
		memcpy(l->struck_by, w->id, sizeof(l->struck_by));
}

void left_strike_new(struct station *s, const struct weighing *w)
{
	struct left_load *l = first_struck_by(s, w, &s->now);

	if (l)
		memcpy(l->struck_by, LEFT_BY_NEW, sizeof(LEFT_BY_NEW));
}

void left_name(struct left_load *l, const char *id)
{
	if (strcmp(l->struck_by, LEFT_BY_NEW) != 0)
		return;
	memset(l->struck_by, 0, sizeof(l->struck_by));
	memcpy(l->struck_by, id, strlen(id));
}

void left_void(struct station *s, const char *id)
{
	for (size_t i = 0; i < s->left_count; i++)
		if (id[0] && strcmp(s->left[i].struck_by, id) == 0)
			memset(s->left[i].struck_by, 0, PRIVATE_KEY_SIZE);
}

void left_lighter(struct station *s, const char *id, int64_t net_mg)
{
	for (size_t i = 0; i < s->left_count; i++) {
		struct left_load *l = &s->left[i];

		if (id[0] && strcmp(l->struck_by, id) == 0 && net_mg < l->high_mg &&
			!is_as_heavy(s, l, net_mg))
			memset(l->struck_by, 0, PRIVATE_KEY_SIZE);
	}
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
		take_off(s, i);
		return;
	}
}

/* It left without being asked; a slip opened or taken since is not its own, nor what that says. */
static struct station_context context_of(const struct station *s, const struct left_load *l)
{
	struct station_context c = s->context;

	if (c.slip[0] && (l->at.wall_us < c.slip_wall_us || l->at.wall_us < c.slip_taken_us))
		station_context_let_slip_go(&c);
	return c;
}

void station_left_as(const struct station *s, const struct left_load *l, struct weighing *ret)
{
	const struct station_context c = context_of(s, l);

	ret->at = l->at;
	ret->method = METHOD_TYPED;
	ret->provenance = PROVENANCE_NONE;
	ret->direction = c.direction;
	memcpy(ret->reason, "LEFT", sizeof("LEFT"));
	memcpy(ret->site, s->config.site, sizeof(ret->site));
	memcpy(ret->station, s->config.station, sizeof(ret->station));
	if (c.direction == DIRECTION_IN)
		memcpy(ret->origin, c.origin, sizeof(ret->origin));
	else
		memcpy(ret->destination, c.destination, sizeof(ret->destination));
	memcpy(ret->place, c.place, sizeof(ret->place));
	memcpy(ret->partner, c.partner, sizeof(ret->partner));
	memcpy(ret->slip, c.slip, sizeof(ret->slip));
}
