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
#include "kinds.h"
#include "ledger_private.h"
#include "lot_sql.h"

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

/*
 * One of ours over days of one month in which none of its mappings begins or ends, and if that was asked from where it
 * came: what is shared out at once are all that differ in that alone.
 */
struct stretch {
	char category[CODE_SIZE];
	char since[DAY_SIZE];
	char site[CODE_SIZE], origin[CODE_SIZE], place[CODE_SIZE]; /* "": not asked, or not said */
	char day[DAY_SIZE];                                        /* one of them */
	int64_t figure[SCHEME_FIGURES];
};

struct stretches {
	struct stretch *all;
	size_t count;
};

struct lines {
	struct scheme_line *all;
	size_t count;
};

/* A day of the span, and what is mapped. */
struct span {
	const struct catalogue_row *const *maps; /* by category */
	size_t count;
	char first[DAY_SIZE], end[DAY_SIZE]; /* end excluded */
};

/* The mappings of a category, and how many. */
static const struct catalogue_row *const *maps_of(
	const struct span *s, const char *category, size_t *ret_count)
{
	size_t first = 0, end = s->count, n;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (strcmp(catalogue_facts(s->maps[middle])->category, category) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	for (n = first; n < s->count; n++)
		if (strcmp(catalogue_facts(s->maps[n])->category, category) != 0)
			break;
	*ret_count = n - first;
	return s->maps + first;
}

/* Not before its month: so that months, quarters and the year are each other's sums. */
static void since(const struct span *s, const char *category, char ret_day[DAY_SIZE])
{
	size_t count;
	const struct catalogue_row *const *maps = maps_of(s, category, &count);

	day_month_start(s->first, ret_day);
	for (size_t i = 0; i < count; i++) {
		const char *const days[] = { maps[i]->valid_from, maps[i]->valid_until };

		for (size_t d = 0; d < ARRAY_SIZE(days); d++)
			if (strcmp(days[d], s->first) <= 0 && strcmp(days[d], ret_day) > 0)
				memcpy(ret_day, days[d], DAY_SIZE);
	}
}

/* That of the row before, where rows happen to come in its order, or a new one: several of one key are added up at the end. */
static struct stretch *stretch_of(
	struct stretches *to, const struct span *s, const struct stretch *key)
{
	struct stretch *one = to->count > 0 ? &to->all[to->count - 1] : NULL;

	if (one && strcmp(one->day, s->first) == 0 && strcmp(one->category, key->category) == 0 &&
		strcmp(one->site, key->site) == 0 && strcmp(one->origin, key->origin) == 0 &&
		strcmp(one->place, key->place) == 0)
		return one;
	if ((to->count & (to->count - 1)) == 0) { /* full: its size is a power of two */
		one = reallocarray(to->all, to->count ? 2 * to->count : 1, sizeof(*one));
		if (!one)
			return NULL;
		to->all = one;
	}
	one = &to->all[to->count++];
	*one = *key;
	since(s, key->category, one->since);
	memcpy(one->day, s->first, DAY_SIZE);
	return one;
}

/* Those that are shared out at once one behind the other. */
static int by_stretch(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;
	int r = strcmp(a->category, b->category);

	if (r == 0)
		r = strcmp(a->since, b->since);
	if (r == 0)
		r = strcmp(a->site, b->site);
	if (r == 0)
		r = strcmp(a->origin, b->origin);
	if (r == 0)
		r = strcmp(a->place, b->place);
	return r ? r : strcmp(a->day, b->day);
}

/* ---- shared out ---- */

/* Bodies of a figure of a stretch with their shares, and what they have of it so far. */
struct sharing {
	const struct catalogue_facts *body[SCHEME_MAPS_MOST];
	uint32_t share[SCHEME_MAPS_MOST];
	int64_t whole, part[SCHEME_MAPS_MOST];
	size_t count;
};

/* Looked for among those of the stretch at hand alone, which begin at first: what is of one line is added up at the end. */
static struct scheme_line *line_of(struct lines *to, size_t first,
	const struct catalogue_facts *body, const struct stretch *of)
{
	struct scheme_line *line;

	for (size_t i = first; i < to->count; i++) {
		line = &to->all[i];
		if (strcmp(line->eco_organisme, body->eco_organisme) == 0 &&
			strcmp(line->scheme_category, body->scheme_category) == 0)
			return line;
	}
	if ((to->count & (to->count - 1)) == 0) {
		line = reallocarray(to->all, to->count ? 2 * to->count : 1, sizeof(*line));
		if (!line)
			return NULL;
		to->all = line;
	}
	line = &to->all[to->count++];
	*line = (struct scheme_line){ 0 };
	memcpy(line->eco_organisme, body->eco_organisme, CODE_SIZE);
	memcpy(line->scheme_category, body->scheme_category, CODE_SIZE);
	memcpy(line->category, of->category, CODE_SIZE);
	memcpy(line->site, of->site, CODE_SIZE);
	memcpy(line->origin, of->origin, CODE_SIZE);
	memcpy(line->place, of->place, CODE_SIZE);
	return line;
}

static int begin_sharing(struct sharing *to, const struct span *s, const struct stretch *of,
	enum scheme_figure figure)
{
	static const struct catalogue_facts nobody;
	size_t count;
	const struct catalogue_row *const *maps = maps_of(s, of->category, &count);

	*to = (struct sharing){ .body = { &nobody }, .share = { SHARE_WHOLE_PPM } };
	for (size_t i = 0; i < count; i++) {
		if (!catalogue_row_valid(maps[i], of->day) ||
			!scheme_map_of(maps[i], flow_of[figure]))
			continue;
		if (to->count == SCHEME_MAPS_MOST)
			return -E2BIG;
		to->body[to->count] = catalogue_facts(maps[i]);
		to->share[to->count] = to->body[to->count]->share_ppm;
		to->count++;
	}
	to->count += to->count == 0;
	return 0;
}

/*
 * What a stretch adds to the parts of all of them up to it: so those from everywhere are what is shared out of the
 * whole, to the milligram, and those of one stretch are that one.
 */
static int share_figure(struct lines *to, size_t first, struct sharing *of,
	const struct stretch *one, enum scheme_figure figure)
{
	int64_t part[SCHEME_MAPS_MOST];

	if (one->figure[figure] == 0)
		return 0;
	of->whole += one->figure[figure];
	scheme_apportion(of->whole, of->share, of->count, part);
	for (size_t i = 0; i < of->count; i++) {
		int64_t more = part[i] - of->part[i];
		struct scheme_line *line = more ? line_of(to, first, of->body[i], one) : NULL;

		if (more && !line)
			return -ENOMEM;
		if (line)
			line->figure[figure] += more;
		of->part[i] = part[i];
	}
	return 0;
}
static bool is_shared_with(const struct stretch *a, const struct stretch *b)
{
	return strcmp(a->category, b->category) == 0 && strcmp(a->since, b->since) == 0;
}

static int share_out(struct lines *to, const struct span *s, struct stretches *from)
{
	_cleanup_free_ struct sharing *of = calloc(SCHEME_FIGURES, sizeof(*of));
	int r = of ? 0 : -ENOMEM;

	if (from->count)
		qsort(from->all, from->count, sizeof(*from->all), by_stretch);
	for (size_t i = 0; r == 0 && i < from->count; i++) {
		const struct stretch *one = &from->all[i];
		const bool begins = i == 0 || !is_shared_with(one - 1, one);
		size_t first = to->count;

		for (int f = 0; f < SCHEME_FIGURES && r == 0; f++) {
			if (begins)
				r = begin_sharing(&of[f], s, one, (enum scheme_figure)f);
			if (r == 0)
				r = share_figure(to, first, &of[f], one, (enum scheme_figure)f);
		}
	}
	return r;
}

/* ---- sums of a span ---- */

#define FROM_TOTALS                                                                         \
	"SELECT journal, direction, category, origin, destination, place, mass_mg, units, " \
	"0 AS added_mg, ?1 AS day FROM total"
#define FROM_LOTS                                                                           \
	"SELECT journal, direction, category, origin, destination, place, 0, 0, added_mg, " \
	"?1 FROM (" LOT_ADDED_SQL " AND w.day >= ?1 AND w.day < ?4 AND ?8)"
#define SUMS(where_)                                                                         \
	"WITH t AS (" FROM_TOTALS " WHERE day >= ?1 AND day < ?2 UNION ALL " FROM_TOTALS     \
	" WHERE day >= ?3 AND day < ?4 UNION ALL " FROM_TOTALS                               \
	"_month WHERE month >= ?5 AND month < ?6 UNION ALL " FROM_LOTS                       \
	") SELECT category, " LEDGER_FLOW(                                                   \
		"t") ", origin = '" ORIGIN_OF_MEMBERS "', mass_mg, added_mg, units, " where_ \
		     " FROM t CROSS JOIN journal j USING (journal) WHERE ?7 = '' OR j.site = ?7"
static const char *const sums[] = { SUMS("'', '', ''"), SUMS("j.site, origin, place") };

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
	const char *flow = (const char *)sqlite3_column_text(stmt, 1);
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

static int add_span(struct ledger *l, struct stretches *all, const struct span *s,
	const struct scheme_asked *asked)
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
	r = sql_start(l->sql, &stmt, sums[asked->parts], V_TEXT(s->first), V_TEXT(months),
		V_TEXT(rest), V_TEXT(s->end), V_TEXT(from), V_TEXT(to), V_TEXT(asked->site),
		V_INT(asked->formula >= SCHEME_FOOD_RESCUED));
	while (r >= 0 && (r = sql_step(stmt)) > 0)
		r = take(all, s, stmt);
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

static int order(const void *left, const void *right)
{
	const struct scheme_line *a = left, *b = right;
	int r = strcmp(a->eco_organisme, b->eco_organisme);

	if (r == 0)
		r = strcmp(a->scheme_category, b->scheme_category);
	if (r == 0)
		r = strcmp(a->category, b->category);
	if (r == 0)
		r = strcmp(a->site, b->site);
	if (r == 0)
		r = strcmp(a->origin, b->origin);
	return r ? r : strcmp(a->place, b->place);
}

/* Lines of the same keys are one. */
static void fold(struct lines *of)
{
	size_t count = 0;

	if (of->count)
		qsort(of->all, of->count, sizeof(*of->all), order);
	for (size_t i = 0; i < of->count; i++) {
		if (count == 0 || order(&of->all[count - 1], &of->all[i]) != 0) {
			of->all[count++] = of->all[i];
			continue;
		}
		for (int f = 0; f < SCHEME_FIGURES; f++)
			of->all[count - 1].figure[f] += of->all[i].figure[f];
	}
	of->count = count;
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
		r = share_out(&lines, &s, &stretches);
	free(stretches.all);
	if (r < 0) {
		free(lines.all);
		return r;
	}
	fold(&lines);
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
