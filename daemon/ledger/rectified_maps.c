// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a mapping that was put into a closed period, ended, shared otherwise or hidden there moves from one body to
 * another: today's weighings shared out by the mappings of then, and by those of today. What came in is
 * told; where none of that moves, what was reused, recycled or went elsewhere.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "closed.h"
#include "evidence.h"
#include "scheme.h"

enum { CAME_IN, REUSED, RECYCLED, ELSEWHERE, MEASURES };
enum { THEN, NOW, SIDES };

/* What of a category is declared as one of a body's; body "": to nobody. */
struct share {
	struct scheme_line of; /* its keys but where from */
	int64_t mg[SIDES][MEASURES];
	bool told;
};

struct moves {
	struct scheme_line *lines[SIDES];
	struct share *share;
	size_t shares;
	rectified_fn each;
	void *data;
	struct rectified act; /* the last that changed a mapping */
};

static struct share *share_of(struct moves *m, const struct scheme_line *line)
{
	for (size_t i = 0; i < m->shares; i++) {
		struct share *s = &m->share[i];

		if (strcmp(s->of.eco_organisme, line->eco_organisme) == 0 &&
			strcmp(s->of.scheme_category, line->scheme_category) == 0 &&
			strcmp(s->of.category, line->category) == 0 &&
			strcmp(s->of.site, line->site) == 0)
			return s;
	}
	m->share[m->shares] = (struct share){ .of = *line };
	return &m->share[m->shares++];
}

static void add(struct share *s, size_t side, const int64_t figure[SCHEME_FIGURES])
{
	int64_t *mg = s->mg[side];

	mg[CAME_IN] += figure[SCHEME_OWN_IN_MG] + figure[SCHEME_FROM_MEMBERS_MG];
	mg[REUSED] += figure[SCHEME_REUSE_MG] - figure[SCHEME_NEUTRAL_IN_MG];
	mg[RECYCLED] += figure[SCHEME_RECYCLING_MG];
	mg[ELSEWHERE] += figure[SCHEME_OTHER_MG];
}

/* Each line of both has room to be a share of its own. */
static int read_shares(
	struct ledger *l, struct sql *then, const struct period_close *close, struct moves *m)
{
	struct sql *const mapped[SIDES] = { then, NULL };
	int count[SIDES] = { 0 };

	for (size_t side = 0; side < SIDES; side++) {
		const struct scheme_asked asked = { "", true, SCHEME_FORMULA, mapped[side],
			close->journal };

		count[side] = ledger_scheme_asked(
			l, close->first_day, close->last_day, &asked, &m->lines[side]);
		if (count[side] < 0)
			return count[side];
	}
	m->share = calloc((size_t)count[THEN] + (size_t)count[NOW] + 1, sizeof(*m->share));
	if (!m->share)
		return -ENOMEM;
	for (size_t side = 0; side < SIDES; side++)
		for (int i = 0; i < count[side]; i++)
			add(share_of(m, &m->lines[side][i]), side, m->lines[side][i].figure);
	return 0;
}

static int tell_side(struct moves *m, const struct share *s, const struct rectified *act,
	bool gained, int64_t mg)
{
	struct rectified one = *act;

	one.gained = gained;
	one.net_mg = mg;
	(void)snprintf(one.site, sizeof(one.site), "%s", s->of.site);
	(void)snprintf(one.category, sizeof(one.category), "%s", s->of.category);
	(void)snprintf(one.destination, sizeof(one.destination), "%s", s->of.eco_organisme);
	return mg ? m->each(m->data, &one) : 0;
}

/* 1: it moved, by that act; 0: it did not. */
static int tell(struct moves *m, struct share *s, const struct rectified *act)
{
	size_t i = 0;
	int r;

	while (i < MEASURES && s->mg[THEN][i] == s->mg[NOW][i])
		i++;
	if (i == MEASURES || s->told)
		return 0;
	s->told = true;
	r = tell_side(m, s, act, false, s->mg[THEN][i]);
	if (r == 0)
		r = tell_side(m, s, act, true, s->mg[NOW][i]);
	return r < 0 ? r : 1;
}

/* Of the body and category of a mapping, and of what nobody was told of; one that moves nothing is told all the same. */
static int take(void *data, const struct rectified *act)
{
	struct moves *m = data;
	bool any = false;
	int r = 0;

	if (strcmp(act->flow, "mapped") != 0)
		return m->each(m->data, act);
	m->act = *act;
	for (size_t i = 0; r >= 0 && i < m->shares; i++) {
		struct share *s = &m->share[i];

		if (strcmp(s->of.category, act->category) != 0 ||
			(*s->of.eco_organisme &&
				strcmp(s->of.eco_organisme, act->destination) != 0))
			continue;
		any |= s->told;
		r = tell(m, s, act);
		any |= r > 0;
	}
	return r < 0 ? r : any ? 0 : m->each(m->data, act);
}

/* What no mapping of today is of: it was another's category or body. */
static int tell_rest(struct moves *m)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && m->act.flow[0] && i < m->shares; i++)
		r = tell(m, &m->share[i], &m->act);
	return r < 0 ? r : 0;
}

int rectified_maps(struct ledger *l, struct sql *then, const struct period_close *close,
	rectified_fn each, void *data)
{
	struct moves m = { .each = each, .data = data };
	int r = read_shares(l, then, close, &m);

	if (r == 0)
		r = ledger_rectified_acts(l, close, take, &m);
	if (r == 0)
		r = tell_rest(&m);
	for (size_t side = 0; side < SIDES; side++)
		free(m.lines[side]);
	free(m.share);
	return r;
}
