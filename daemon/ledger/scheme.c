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
#include "catalogue_plan.h"
#include "day.h"
#include "kinds.h"
#include "ledger_private.h"
#include "lot_sql.h"
#include "scheme_share.h"

static const char *const names[SCHEME_FIGURES] = { "own_in_mg", "from_members_mg", "reuse_mg",
	"neutral_in_mg", "recycling_mg", "other_mg", "units_in", "units_reuse", "units_back" };

const char *scheme_figure_name(enum scheme_figure figure)
{
	return names[figure];
}

/* Not before its month: so that months, quarters and the year are each other's sums. */
static void since(const struct span *s, const char *category, char ret_day[DAY_SIZE])
{
	size_t count;
	const struct catalogue_row *const *maps = scheme_maps_of(s, category, &count);

	day_month_start(s->first, ret_day);
	for (size_t i = 0; i < count; i++) {
		const char *const days[] = { maps[i]->valid_from, maps[i]->valid_until };

		for (size_t d = 0; d < ARRAY_SIZE(days); d++)
			if (strcmp(days[d], s->first) <= 0 && strcmp(days[d], ret_day) > 0)
				memcpy(ret_day, days[d], DAY_SIZE);
	}
}

/* That of the row before, where rows happen to come in its order, or a new one: several of one key are gathered at the end. */
static struct stretch *stretch_of(
	struct stretches *to, const struct span *s, const struct stretch *key)
{
	struct stretch *one = to->count > 0 ? &to->all[to->count - 1] : NULL;

	if (one && strcmp(one->day, s->first) == 0 && strcmp(one->category, key->category) == 0 &&
		strcmp(one->site, key->site) == 0 && strcmp(one->origin, key->origin) == 0 &&
		strcmp(one->place, key->place) == 0)
		return one;
	one = to->all;
	if ((to->count & (to->count - 1)) == 0) /* full: its size is a power of two */
		one = reallocarray(to->all, to->count ? 2 * to->count : 1, sizeof(*one));
	if (!one)
		return NULL;
	to->all = one;
	one += to->count++;
	*one = *key;
	since(s, key->category, one->since);
	memcpy(one->day, s->first, DAY_SIZE);
	return one;
}

/* ---- sums of a span ---- */

#define FROM_TOTALS                                                                         \
	"SELECT journal, direction, category, origin, destination, place, mass_mg, units, " \
	"0 AS added_mg, ?1 AS day FROM total"
#define TOTALS                                                             \
	FROM_TOTALS " WHERE day >= ?1 AND day < ?2 UNION ALL " FROM_TOTALS \
		    " WHERE day >= ?3 AND day < ?4 UNION ALL " FROM_TOTALS \
		    "_month WHERE month >= ?5 AND month < ?6"
#define LOTS                                                                              \
	"SELECT journal, direction, category, origin, destination, place, 0 AS mass_mg, " \
	"0 AS units, added_mg, ?1 FROM (" LOT_ADDED_SQL " AND w.day >= ?1 AND w.day < ?4)"
#define SUMS(from_, where_)                                                           \
	"WITH t AS (" from_ ") SELECT category, direction = 'in', "                   \
	"origin = '" ORIGIN_OF_MEMBERS "', mass_mg, added_mg, units, " where_         \
	", journal, iif(direction = 'in', origin, destination)"                       \
	" FROM t CROSS JOIN journal j USING (journal) WHERE (?7 = '' OR j.site = ?7)" \
	" AND ?6 IS NOT NULL"
#define NOWHERE "'', '', ''"
#define WHERE "j.site, origin, place"
/* Apart, as rows of the first are then read as they lie; by whether asked by parts. */
enum { OF_TOTALS, OF_LOTS };
static const char *const sums[][2] = {
	[OF_TOTALS] = { SUMS(TOTALS, NOWHERE), SUMS(TOTALS, WHERE) },
	[OF_LOTS] = { SUMS(LOTS, NOWHERE), SUMS(LOTS, WHERE) },
};

/* What an origin or a destination counts as in the days of a span: asked once, not of each row. */
struct way {
	char journal[JOURNAL_SIZE], code[CODE_SIZE], flow[16];
	bool in;
};
static const char ways_sql[] = "SELECT journal, direction = 'in', code, " LEDGER_FLOW(
	"k") " FROM (SELECT DISTINCT journal, iif(kind = 'origin', 'in', 'out') AS direction,"
	     " code, code AS origin, code AS destination, ?1 AS day FROM catalogue"
	     " WHERE kind IN ('origin', 'destination')) k";

static int read_ways(struct ledger *l, struct span *s)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, ways_sql, V_TEXT(s->first));

	s->ways = 0;
	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		struct way *w = s->way;

		if ((s->ways & (s->ways - 1)) == 0) /* full: its size is a power of two */
			w = reallocarray(s->way, s->ways ? 2 * s->ways : 1, sizeof(*w));
		if (!w)
			return -ENOMEM;
		s->way = w;
		w += s->ways++;
		sql_text(stmt, 0, w->journal, JOURNAL_SIZE);
		w->in = sqlite3_column_int(stmt, 1);
		sql_text(stmt, 2, w->code, CODE_SIZE);
		sql_text(stmt, 3, w->flow, sizeof(w->flow));
	}
	return r < 0 ? r : 0;
}

/* As LEDGER_FLOW() of a row; NULL: no memory. */
static const char *flow_in(const struct span *s, sqlite3_stmt *stmt)
{
	const bool in = sqlite3_column_int(stmt, 1);
	const char *journal = (const char *)sqlite3_column_text(stmt, 9);
	const char *code = (const char *)sqlite3_column_text(stmt, 10);

	if (!journal || !code)
		return NULL;
	for (size_t i = 0; i < s->ways; i++)
		if (s->way[i].in == in && strcmp(s->way[i].code, code) == 0 &&
			strcmp(s->way[i].journal, journal) == 0)
			return s->way[i].flow;
	return in ? "in" : "correction"; /* not in the catalogue */
}

static int take(struct stretches *to, const struct span *s, sqlite3_stmt *stmt)
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
	const char *flow = flow_in(s, stmt);
	const bool member = sqlite3_column_int(stmt, 2);
	struct stretch key = { 0 }, *of;
	int64_t mg;

	sql_text(stmt, 0, key.category, CODE_SIZE);
	sql_text(stmt, 6, key.site, CODE_SIZE);
	sql_text(stmt, 7, key.origin, CODE_SIZE);
	sql_text(stmt, 8, key.place, CODE_SIZE);
	mg = sqlite3_column_int64(stmt, 3);
	if (flow && lot_flow_is_rescued(flow))
		mg -= sqlite3_column_int64(stmt, 4);
	of = flow ? stretch_of(to, s, &key) : NULL;
	for (size_t i = 0; of && i < ARRAY_SIZE(flows); i++) {
		if (strcmp(flows[i].flow, flow) != 0)
			continue;
		if (flows[i].figure == SCHEME_OWN_IN_MG && member) {
			of->figure[SCHEME_FROM_MEMBERS_MG] += mg;
			break;
		}
		of->figure[flows[i].figure] += mg;
		if (flows[i].units != SCHEME_FIGURES)
			of->figure[flows[i].units] += sqlite3_column_int64(stmt, 5);
	}
	return of ? 0 : -ENOMEM;
}

static int read_sums(struct ledger *l, struct stretches *all, const struct span *s, const char *sql,
	const char *site)
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
	r = sql_start(l->sql, &stmt, sql, V_TEXT(s->first), V_TEXT(months), V_TEXT(rest),
		V_TEXT(s->end), V_TEXT(from), V_TEXT(to), V_TEXT(site));
	while (r >= 0 && (r = sql_step(stmt)) > 0)
		r = take(all, s, stmt);
	return r;
}

static int add_span(
	struct ledger *l, struct stretches *all, struct span *s, const struct scheme_asked *asked)
{
	int r = read_ways(l, s);

	if (r == 0)
		r = read_sums(l, all, s, sums[OF_TOTALS][asked->parts], asked->site);
	if (r == 0 && asked->formula >= SCHEME_FOOD_RESCUED)
		r = read_sums(l, all, s, sums[OF_LOTS][asked->parts], asked->site);
	return r;
}

/* ---- a period as spans ---- */

/* The first day after this one, before end, on which the month or something of the catalogue is another. */
static const char next_change[] =
	"SELECT min(d) FROM (SELECT min(valid_from) AS d FROM catalogue WHERE kind IN"
	" ('origin', 'destination', 'scheme-map') AND valid_from > ?1 AND valid_from < ?2"
	" UNION ALL SELECT min(valid_until) FROM catalogue WHERE kind = 'scheme-map'"
	" AND valid_until > ?1 AND valid_until < ?2)";

static int sooner_change(struct sql *sql, struct span *s)
{
	char day[DAY_SIZE];
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(sql, &stmt, next_change, V_TEXT(s->first), V_TEXT(s->end));

	if (r == 0)
		r = sql_step(stmt);
	if (r < 0)
		return r;
	sql_text(stmt, 0, day, DAY_SIZE);
	if (day[0])
		memcpy(s->end, day, DAY_SIZE);
	return 0;
}

static int span_end(
	struct ledger *l, const struct scheme_asked *asked, struct span *s, const char *end)
{
	int r;

	day_next_month(s->first, s->end);
	if (strcmp(end, s->end) < 0)
		memcpy(s->end, end, DAY_SIZE);
	r = sooner_change(l->sql, s);
	return r < 0 || !asked->mapped ? r : sooner_change(asked->mapped, s);
}

/* Nothing was weighed before or after: whoever asks without a period gives all days there can be. */
static const char weighed_days[] =
	"SELECT max(?1, ifnull((SELECT min(month) FROM total_month) || '-01', ?2)),"
	" min(?2, ifnull(date((SELECT max(month) FROM total_month) || '-01', '+1 month'), ?2))";

static int read_weighed(struct ledger *l, const char *first_day, struct span *s, char end[DAY_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, weighed_days, V_TEXT(first_day), V_TEXT(end));

	if (r == 0)
		r = sql_step(stmt);
	if (r < 0)
		return r;
	sql_text(stmt, 0, s->end, DAY_SIZE);
	sql_text(stmt, 1, end, DAY_SIZE);
	return 0;
}

static int read_spans(struct ledger *l, const char *first_day, const char *last_day,
	const struct scheme_asked *asked, struct span *s, struct stretches *to)
{
	char end[DAY_SIZE];
	int r = day_shift(last_day, 1, end);

	if (r == 0)
		r = read_weighed(l, first_day, s, end);
	while (r == 0 && strcmp(s->end, end) < 0) {
		memcpy(s->first, s->end, DAY_SIZE);
		r = span_end(l, asked, s, end);
		if (r == 0)
			r = add_span(l, to, s, asked);
	}
	return r;
}

int ledger_scheme_asked(struct ledger *l, const char *first_day, const char *last_day,
	const struct scheme_asked *asked, struct scheme_line **ret_lines)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	_cleanup_free_ const struct catalogue_row **maps = NULL;
	struct stretches stretches = { 0 };
	struct lines lines = { 0 };
	struct span s = { 0 };
	int r = asked->mapped ? catalogue_load(asked->mapped, asked->journal, &c)
			      : ledger_catalogue(l, &c);

	if (r < 0)
		return r;
	s.maps = maps = catalogue_maps(c, &s.count);
	r = maps ? read_spans(l, first_day, last_day, asked, &s, &stretches) : -ENOMEM;
	if (r == 0)
		r = scheme_share_out(&lines, &s, &stretches);
	free(stretches.all);
	free(s.way);
	if (r < 0) {
		free(lines.all);
		return r;
	}
	*ret_lines = lines.all;
	return (int)lines.count;
}

int ledger_scheme_lines(struct ledger *l, const char *first_day, const char *last_day,
	const char *site, struct scheme_line **ret_lines)
{
	const struct scheme_asked asked = { site, false, SCHEME_FORMULA, NULL, NULL };

	return ledger_scheme_asked(l, first_day, last_day, &asked, ret_lines);
}

int ledger_scheme_parts(struct ledger *l, const char *first_day, const char *last_day,
	const char *site, struct scheme_line **ret_lines)
{
	const struct scheme_asked asked = { site, true, SCHEME_FORMULA, NULL, NULL };

	return ledger_scheme_asked(l, first_day, last_day, &asked, ret_lines);
}
