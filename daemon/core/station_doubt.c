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

/* A full crate of that very mass asks too; it costs a touch, an empty one would be counted as goods. */
static const struct catalogue_row *container_alone(const struct step *x, int64_t net_mg)
{
	const struct catalogue *c = x->s->catalogue;
	const struct station_scale *scale = scale_in_force(x->s);

	if (scale->plate.tare_count || scale->watch.device_net)
		return NULL;
	for (size_t i = 0; i < c->count; i++) {
		const struct catalogue_row *row = &c->rows[i];

		if (row->kind == CATALOGUE_CONTAINER && row->tare_mg > 0 &&
			llabs(row->tare_mg - net_mg) <= scale->watch.e_mg &&
			catalogue_find(c, row->kind, row->code, x->now->day) == row && !row->hidden)
			return row;
	}
	return NULL;
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
	const struct catalogue_row *container = container_alone(x, net_mg);
	int64_t least_mg = light_least_mg(x, category);
	int64_t unusual = unusual_mg(x, category, net_mg);

	if (container)
		return (struct load_doubt){ QUESTION_EMPTY_CONTAINER, container->tare_mg,
			container->code };
	if (net_mg < least_mg)
		return (struct load_doubt){ QUESTION_LIGHT, least_mg, "" };
	if (unusual)
		return (struct load_doubt){ QUESTION_UNUSUAL, unusual, "" };
	return (struct load_doubt){ QUESTION_NONE, 0, "" };
}
