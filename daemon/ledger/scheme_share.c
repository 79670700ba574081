// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Sums of our categories shared out to bodies: those of one category over days in which its mappings stay as they are at
 * once, so that the parts are the whole to the milligram.
 */
#include "scheme_share.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "apportion.h"
#include "cleanup.h"
#include "catalogue_plan.h"

/* ---- what mapping each figure follows: what went elsewhere goes as the goods came in ---- */

static const enum scheme_flow flow_of[SCHEME_FIGURES] = {
	[SCHEME_REUSE_MG] = SCHEME_REUSE,
	[SCHEME_NEUTRAL_IN_MG] = SCHEME_REUSE,
	[SCHEME_UNITS_REUSE] = SCHEME_REUSE,
	[SCHEME_UNITS_BACK] = SCHEME_REUSE,
	[SCHEME_RECYCLING_MG] = SCHEME_RECYCLING,
};

const struct catalogue_row *const *scheme_maps_of(
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

/* Those that are shared out at once one behind the other. */
static int by_key(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;
	int r = strcmp(a->category, b->category);

	if (r == 0)
		r = strcmp(a->since, b->since);
	if (r == 0)
		r = strcmp(a->site, b->site);
	if (r == 0)
		r = strcmp(a->origin, b->origin);
	return r ? r : strcmp(a->place, b->place);
}

/* Of one key the earliest day first. */
static int by_stretch(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;
	int r = by_key(a, b);

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
	const struct catalogue_row *const *maps = scheme_maps_of(s, of->category, &count);

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

/* Lines from there on of the same keys are one. */
static void fold(struct lines *of, size_t first)
{
	size_t count = first;

	if (of->count > first)
		qsort(of->all + first, of->count - first, sizeof(*of->all), order);
	for (size_t i = first; i < of->count; i++) {
		if (count == first || order(&of->all[count - 1], &of->all[i]) != 0) {
			of->all[count++] = of->all[i];
			continue;
		}
		for (int f = 0; f < SCHEME_FIGURES; f++)
			of->all[count - 1].figure[f] += of->all[i].figure[f];
	}
	of->count = count;
}

/* What is of one key is one: it is shared out at once anyway. */
static void gather(struct stretches *from)
{
	size_t count = 0;

	if (from->count)
		qsort(from->all, from->count, sizeof(*from->all), by_stretch);
	for (size_t i = 0; i < from->count; i++) {
		if (count == 0 || by_key(&from->all[count - 1], &from->all[i]) != 0) {
			from->all[count++] = from->all[i];
			continue;
		}
		for (int f = 0; f < SCHEME_FIGURES; f++)
			from->all[count - 1].figure[f] += from->all[i].figure[f];
	}
	from->count = count;
}

/* A stretch as parts, beginning anew where it is not shared out with the one before. */
static int share_one(struct lines *to, const struct span *s, struct sharing *of,
	const struct stretch *one, bool begins)
{
	size_t first = to->count;
	int r = 0;

	for (int f = 0; f < SCHEME_FIGURES && r == 0; f++) {
		if (begins)
			r = begin_sharing(&of[f], s, one, (enum scheme_figure)f);
		if (r == 0)
			r = share_figure(to, first, &of[f], one, (enum scheme_figure)f);
	}
	return r;
}

/* Folded after each category, too: so that of a year there are never many lines. */
int scheme_share_out(struct lines *to, const struct span *s, struct stretches *from)
{
	_cleanup_free_ struct sharing *of = calloc(SCHEME_FIGURES, sizeof(*of));
	int r = of ? 0 : -ENOMEM;
	size_t first = 0;

	gather(from);
	for (size_t i = 0; r == 0 && i < from->count; i++) {
		const struct stretch *one = &from->all[i];

		if (i && strcmp(one[-1].category, one->category) != 0) {
			fold(to, first);
			first = to->count;
		}
		r = share_one(to, s, of, one, i == 0 || !is_shared_with(one - 1, one));
	}
	fold(to, 0);
	return r;
}
