// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A load that rests and that nobody recorded may still be none to be recorded as it is: a container that
 * nobody chose, less than the scale weighs right, far from what is usual. A person is asked, before.
 */
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"
#include "station_impl.h"

static const struct catalogue_facts *facts_of(const struct step *x, const char *category)
{
	static const struct catalogue_facts none;
	const struct catalogue_row *row =
		catalogue_find(x->s->catalogue, CATALOGUE_CATEGORY, category, x->now->day);

	return row ? catalogue_facts(row) : &none;
}

/* Under it the step of the scale is too much of what is weighed: of the scale's plate, of a category. */
int64_t light_least_mg(const struct step *x, const char *category)
{
	const struct station_scale *scale = scale_in_force(x->s);
	int64_t least_mg = facts_of(x, category)->min_mg;

	return scale && scale->min_mg > least_mg ? scale->min_mg : least_mg;
}

static bool is_as_heavy(const struct step *x, int64_t tare_mg, int64_t net_mg)
{
	return tare_mg > 0 && llabs(tare_mg - net_mg) <= scale_in_force(x->s)->watch.e_mg;
}

static const struct catalogue_row *container_alone(const struct step *x, int64_t net_mg)
{
	const struct catalogue *c = x->s->catalogue;

	for (size_t i = 0; i < c->count; i++) {
		const struct catalogue_row *row = &c->rows[i];

		if (row->kind == CATALOGUE_CONTAINER && is_as_heavy(x, row->tare_mg, net_mg) &&
			catalogue_find(c, row->kind, row->code, x->now->day) == row && !row->hidden)
			return row;
	}
	return NULL;
}

static const struct catalogue_row *container_of(const struct step *x, const char *code)
{
	const struct catalogue_row *row =
		catalogue_find(x->s->catalogue, CATALOGUE_CONTAINER, code, x->now->day);

	return row && !row->hidden ? row : NULL;
}

/* Two that were under a load together before. */
static struct load_doubt container_pair(const struct step *x, int64_t net_mg)
{
	const struct usual *u = x->s->usual;

	for (size_t i = 0; u && i < u->pair_count; i++) {
		const struct catalogue_row *one = container_of(x, u->pair[i].one);
		const struct catalogue_row *other = container_of(x, u->pair[i].other);

		if (one && other && is_as_heavy(x, one->tare_mg + other->tare_mg, net_mg))
			return (struct load_doubt){ QUESTION_EMPTY_CONTAINER,
				one->tare_mg + other->tare_mg, one->code, other->code };
	}
	return (struct load_doubt){ .kind = QUESTION_NONE };
}

/* A full crate of that very mass asks too; it costs a touch, an empty one would be counted as goods. */
static struct load_doubt containers_alone(const struct step *x, int64_t net_mg)
{
	const struct station_scale *scale = scale_in_force(x->s);
	const struct catalogue_row *row;

	if (scale->plate.tare_count || scale->watch.device_net)
		return (struct load_doubt){ .kind = QUESTION_NONE };
	row = container_alone(x, net_mg);
	if (row)
		return (struct load_doubt){ QUESTION_EMPTY_CONTAINER, row->tare_mg, row->code,
			NULL };
	return container_pair(x, net_mg);
}

/* The mass that it is far from, 0: it is usual. */
static int64_t unusual_mg(const struct step *x, const char *category, int64_t net_mg)
{
	int64_t above_mg = facts_of(x, category)->ask_above_mg;
	int64_t median_mg = x->s->usual ? usual_median_mg(x->s->usual, category) : 0;

	if (above_mg && net_mg > above_mg)
		return above_mg;
	return net_mg < median_mg / USUAL_PART ? median_mg : 0;
}

struct load_doubt load_doubt(const struct step *x, const char *category, int64_t net_mg)
{
	const struct load_doubt empty = containers_alone(x, net_mg);
	int64_t least_mg = light_least_mg(x, category);
	int64_t unusual = unusual_mg(x, category, net_mg);

	if (empty.kind != QUESTION_NONE)
		return empty;
	if (net_mg < least_mg)
		return (struct load_doubt){ .kind = QUESTION_LIGHT, .from_mg = least_mg };
	if (unusual)
		return (struct load_doubt){ .kind = QUESTION_UNUSUAL, .from_mg = unusual };
	return (struct load_doubt){ .kind = QUESTION_NONE };
}
