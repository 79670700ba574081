// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Figures by body. A period is cut where the catalogue changes what counts or who is told, so that
 * within a span one mapping and one class hold: its sums are read from whole months and the days
 * around them, never from weighings, and then shared out.
 */
#include "scheme.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "apportion.h"
#include "catalogue_plan.h"
#include "day.h"
#include "ledger_private.h"

static const char *const names[SCHEME_FIGURES] = { "own_in_mg", "from_members_mg", "reuse_mg",
	"neutral_in_mg", "recycling_mg", "other_mg", "units_in", "units_reuse", "units_back" };

const char *scheme_figure_name(enum scheme_figure figure)
{
	return names[figure];
}

/* ---- what mapping each figure follows: what went elsewhere goes as the goods came in ---- */

static const enum scheme_flow flow_of[SCHEME_FIGURES] = {
	[SCHEME_REUSE_MG] = SCHEME_REUSE,
	[SCHEME_NEUTRAL_IN_MG] = SCHEME_REUSE,
	[SCHEME_UNITS_REUSE] = SCHEME_REUSE,
	[SCHEME_UNITS_BACK] = SCHEME_REUSE,
	[SCHEME_RECYCLING_MG] = SCHEME_RECYCLING,
};

struct lines {
	struct scheme_line *line;
	size_t count, room;
};

enum { MAPS_MOST = 64 }; /* rows of one category on one day */

static int put(struct lines *all, const struct catalogue_facts *to, const char *category,
	enum scheme_figure figure, int64_t number)
{
	struct scheme_line *line = all->line;

	if (number == 0)
		return 0;
	for (; line < all->line + all->count; line++)
		if (strcmp(line->category, category) == 0 &&
			strcmp(line->eco_organisme, to->eco_organisme) == 0 &&
			strcmp(line->scheme_category, to->scheme_category) == 0)
			break;
	if (line == all->line + all->count) {
		if (all->count == all->room) {
			size_t room = all->room ? 2 * all->room : 64;

			line = reallocarray(all->line, room, sizeof(*line));
			if (!line)
				return -ENOMEM;
			all->line = line;
			all->room = room;
		}
		line = &all->line[all->count++];
		*line = (struct scheme_line){ 0 };
		memcpy(line->eco_organisme, to->eco_organisme, CODE_SIZE);
		memcpy(line->scheme_category, to->scheme_category, CODE_SIZE);
		(void)snprintf(line->category, CODE_SIZE, "%s", category);
	}
	line->figure[figure] += number;
	return 0;
}

/* A day of the span, and its mapping. */
struct span {
	const struct catalogue_row *const *maps;
	size_t count;
	char first[DAY_SIZE], end[DAY_SIZE]; /* end excluded */
};

static int share_out(struct lines *all, const struct span *s, const char *category,
	enum scheme_figure figure, int64_t number)
{
	static const struct catalogue_facts nobody;
	const struct catalogue_facts *to[MAPS_MOST] = { &nobody };
	uint32_t share[MAPS_MOST] = { SHARE_WHOLE_PPM };
	int64_t part[MAPS_MOST];
	size_t n = 0;
	int r = 0;

	for (size_t i = 0; i < s->count && n < MAPS_MOST; i++) {
		const struct catalogue_facts *facts = catalogue_facts(s->maps[i]);

		if (strcmp(facts->category, category) != 0 ||
			!catalogue_row_valid(s->maps[i], s->first) ||
			!scheme_map_of(s->maps[i], flow_of[figure]))
			continue;
		to[n] = facts;
		share[n++] = facts->share_ppm;
	}
	n = n ? n : 1;
	scheme_apportion(number, share, n, part);
	for (size_t i = 0; i < n && r == 0; i++)
		r = put(all, to[i], category, figure, part[i]);
	return r;
}

/* ---- sums of a span ---- */

#define SUMS                                                                         \
	"SELECT journal, direction, category, origin, destination, mass_mg, units, " \
	"?1 AS day FROM total"
/* Of a key of what a weighing says: what it counts as is asked once for each. */
static const char sums[] =
	"WITH t AS (" SUMS " WHERE day >= ?1 AND day < ?2 UNION ALL " SUMS
	" WHERE day >= ?3 AND day < ?4 UNION ALL " SUMS "_month WHERE month >= ?5 AND month < ?6),"
	" k AS (SELECT journal, direction, category, origin, destination, day, sum(mass_mg) AS mg,"
	" sum(units) AS units FROM t GROUP BY 1, 2, 3, 4, 5)"
	" SELECT k.category, " LEDGER_FLOW(
		"k") ", k.origin = '" ORIGIN_OF_MEMBERS "', k.mg, k.units"
		     " FROM k JOIN journal j USING (journal) WHERE ?7 = '' OR j.site = ?7";

static int take(struct lines *all, const struct span *s, sqlite3_stmt *stmt)
{
	static const struct {
		const char *flow;
		enum scheme_figure figure, units;
	} flows[] = {
		{ "in", SCHEME_OWN_IN_MG, SCHEME_UNITS_IN },
		{ "neutral_in", SCHEME_NEUTRAL_IN_MG, SCHEME_UNITS_BACK },
		{ "reuse", SCHEME_REUSE_MG, SCHEME_UNITS_REUSE },
		{ "recycling", SCHEME_RECYCLING_MG, SCHEME_FIGURES },
		{ "transfer", SCHEME_OTHER_MG, SCHEME_FIGURES },
		{ "energy", SCHEME_OTHER_MG, SCHEME_FIGURES },
		{ "disposal", SCHEME_OTHER_MG, SCHEME_FIGURES },
	};
	const char *category = (const char *)sqlite3_column_text(stmt, 0);
	const char *flow = (const char *)sqlite3_column_text(stmt, 1);
	const bool member = sqlite3_column_int(stmt, 2);
	int r = category && flow ? 0 : -ENOMEM;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(flows); i++) {
		enum scheme_figure figure = flows[i].figure;
		bool counted = flows[i].units != SCHEME_FIGURES;

		if (strcmp(flows[i].flow, flow) != 0)
			continue;
		if (figure == SCHEME_OWN_IN_MG && member) {
			figure = SCHEME_FROM_MEMBERS_MG;
			counted = false;
		}
		r = share_out(all, s, category, figure, sqlite3_column_int64(stmt, 3));
		if (r == 0 && counted)
			r = share_out(
				all, s, category, flows[i].units, sqlite3_column_int64(stmt, 4));
	}
	return r;
}

static int add_span(struct ledger *l, struct lines *all, const struct span *s, const char *site)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char months[DAY_SIZE], rest[DAY_SIZE], from[8], to[8];
	int r;

	memcpy(months, s->first, DAY_SIZE);
	if (strcmp(s->first + 8, "01") != 0)
		day_next_month(s->first, months);
	day_month_start(s->end, rest);
	if (strcmp(months, rest) >= 0) {
		memcpy(months, s->end, DAY_SIZE);
		memcpy(rest, s->end, DAY_SIZE);
	}
	(void)snprintf(from, sizeof(from), "%.7s", months);
	(void)snprintf(to, sizeof(to), "%.7s", rest);
	r = sql_start(l->sql, &stmt, sums, V_TEXT(s->first), V_TEXT(months), V_TEXT(rest),
		V_TEXT(s->end), V_TEXT(from), V_TEXT(to), V_TEXT(site));
	while (r >= 0 && (r = sql_step(stmt)) > 0)
		r = take(all, s, stmt);
	return r;
}

/* ---- a period as spans ---- */

/* The first day after this one, before end, on which something of the catalogue is another. */
static const char next_change[] =
	"SELECT min(d) FROM (SELECT min(valid_from) AS d FROM catalogue WHERE kind IN"
	" ('origin', 'destination', 'scheme-map') AND valid_from > ?1 AND valid_from < ?2"
	" UNION ALL SELECT min(valid_until) FROM catalogue WHERE kind = 'scheme-map'"
	" AND valid_until > ?1 AND valid_until < ?2)";

static int span_end(struct ledger *l, struct span *s, const char *end)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, next_change, V_TEXT(s->first), V_TEXT(end));

	if (r == 0)
		r = sql_step(stmt);
	if (r < 0)
		return r;
	sql_text(stmt, 0, s->end, DAY_SIZE);
	if (!s->end[0])
		memcpy(s->end, end, DAY_SIZE);
	return 0;
}

static int order(const void *left, const void *right)
{
	const struct scheme_line *a = left, *b = right;
	int r = strcmp(a->eco_organisme, b->eco_organisme);

	if (r == 0)
		r = strcmp(a->scheme_category, b->scheme_category);
	return r ? r : strcmp(a->category, b->category);
}

int ledger_scheme_lines(struct ledger *l, const char *first_day, const char *last_day,
	const char *site, struct scheme_line **ret_lines)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	_cleanup_free_ const struct catalogue_row **maps = NULL;
	struct lines all = { 0 };
	struct span s = { 0 };
	char end[DAY_SIZE];
	int r = ledger_catalogue(l, &c);

	if (r == 0)
		r = day_shift(last_day, 1, end);
	if (r < 0)
		return r;
	s.maps = maps = catalogue_maps(c, &s.count);
	memcpy(s.end, first_day, DAY_SIZE);
	r = maps ? 0 : -ENOMEM;
	while (r == 0 && strcmp(s.end, end) < 0) {
		memcpy(s.first, s.end, DAY_SIZE);
		r = span_end(l, &s, end);
		if (r == 0)
			r = add_span(l, &all, &s, site);
	}
	if (r < 0) {
		free(all.line);
		return r;
	}
	if (all.count)
		qsort(all.line, all.count, sizeof(*all.line), order);
	*ret_lines = all.line;
	return (int)all.count;
}
