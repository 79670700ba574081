// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the tare in force is composed of. Each tare stands on those before it and has their mass, too, so
 * that what it adds is the difference; one of a button is of no container, and is in no list.
 */
#include <stdio.h>
#include <string.h>
#include "plate.h"

static struct plate_container *place_of(
	struct plate_container list[PLATE_CONTAINERS], size_t *count, const char *code)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(list[i].code, code) == 0)
			return &list[i];
	if (*count == PLATE_CONTAINERS)
		return NULL;
	memset(&list[*count], 0, sizeof(list[0]));
	memcpy(list[*count].code, code, CODE_SIZE);
	return &list[(*count)++];
}

size_t plate_containers(const struct plate *p, struct plate_container ret[PLATE_CONTAINERS])
{
	size_t count = 0;
	int64_t under_mg = 0;

	for (size_t i = 0; i < p->tare_count; i++) {
		const struct plate_tare *t = &p->tare[i];
		struct plate_container *c =
			t->container[0] ? place_of(ret, &count, t->container) : NULL;

		if (c) {
			c->units += t->units ? t->units : 1;
			c->mg += t->mg - under_mg;
		}
		under_mg = t->mg;
	}
	return count;
}

void plate_containers_text(const struct plate *p, char ret[CONTAINERS_SIZE])
{
	struct plate_container list[PLATE_CONTAINERS];
	const size_t count = plate_containers(p, list);
	size_t used = 0;

	memset(ret, 0, CONTAINERS_SIZE);
	for (size_t i = 0; i < count; i++)
		used += (size_t)snprintf(ret + used, CONTAINERS_SIZE - used, "%s%s=%lld",
			i ? " " : "", list[i].code, (long long)list[i].units);
}

bool plate_has_container(const struct plate *p, const char *code)
{
	for (size_t i = 0; i < p->tare_count; i++)
		if (strcmp(p->tare[i].container, code) == 0)
			return true;
	return false;
}

size_t plate_tares_come(const struct plate *p)
{
	size_t come = p->tare_count;

	while (come > 0 && !p->tare[come - 1].loaded)
		come--;
	return come;
}
