// SPDX-License-Identifier: GPL-3.0-or-later
/* Looking things up in the catalogue. A few hundred rows: a walk is fast and simple. */
#include "catalogue.h"
#include "code.h"
#include <errno.h>
#include <string.h>
#include "record.h"

static const char *const kind_names[CATALOGUE_KIND_COUNT] = {
	[CATALOGUE_CATEGORY] = "category",
	[CATALOGUE_ORIGIN] = "origin",
	[CATALOGUE_DESTINATION] = "destination",
	[CATALOGUE_CONTAINER] = "container",
	[CATALOGUE_OPERATOR] = "operator",
	[CATALOGUE_PARTNER] = "partner",
	[CATALOGUE_PLACE] = "place",
	[CATALOGUE_SITE] = "site",
	[CATALOGUE_REASON] = "reason",
	[CATALOGUE_WASTE_CODE] = "waste-code",
	[CATALOGUE_INGREDIENT] = "ingredient",
	[CATALOGUE_PRODUCT] = "product",
	[CATALOGUE_RECIPE] = "recipe",
	[CATALOGUE_SCHEME_SITE] = "scheme-site",
	[CATALOGUE_SCHEME_CATEGORY] = "scheme-category",
	[CATALOGUE_SCHEME_MAP] = "scheme-map",
	[CATALOGUE_FACTOR_SET] = "factor-set",
	[CATALOGUE_FACTOR] = "factor",
};

static const char *const class_names[CLASS_COUNT] = {
	[CLASS_NONE] = "",
	[CLASS_REUSE] = "reuse",
	[CLASS_TRANSFER] = "transfer",
	[CLASS_RECYCLING] = "recycling",
	[CLASS_ENERGY] = "energy",
	[CLASS_DISPOSAL] = "disposal",
	[CLASS_CORRECTION] = "correction",
};

const struct record_words catalogue_kind_words = { kind_names, CATALOGUE_KIND_COUNT };
const struct record_words flow_class_words = { class_names, CLASS_COUNT };

bool catalogue_row_valid(const struct catalogue_row *row, const char *day)
{
	return strcmp(row->valid_from, day) <= 0 &&
	       (row->valid_until[0] == '\0' || strcmp(day, row->valid_until) < 0);
}

const struct catalogue_row *catalogue_find(
	const struct catalogue *c, enum catalogue_kind kind, const char *code, const char *day)
{
	for (size_t i = 0; c && i < c->count; i++)
		if (c->rows[i].kind == kind && strcmp(c->rows[i].code, code) == 0 &&
			catalogue_row_valid(&c->rows[i], day))
			return &c->rows[i];
	return NULL;
}

static bool squashes_to(const struct catalogue_row *row, const char *squashed)
{
	char own[CODE_SIZE];

	return code_squash(row->code, own, sizeof(own)) == 0 && strcmp(own, squashed) == 0;
}

const struct catalogue_row *catalogue_find_squashed(
	const struct catalogue *c, enum catalogue_kind kind, const char *squashed, const char *day)
{
	for (size_t i = 0; c && i < c->count; i++)
		if (c->rows[i].kind == kind && catalogue_row_valid(&c->rows[i], day) &&
			squashes_to(&c->rows[i], squashed))
			return &c->rows[i];
	return NULL;
}

bool catalogue_has_children(const struct catalogue *c, const char *category, const char *day)
{
	for (size_t i = 0; c && i < c->count; i++)
		if (c->rows[i].kind == CATALOGUE_CATEGORY &&
			strcmp(c->rows[i].parent, category) == 0 &&
			catalogue_row_valid(&c->rows[i], day))
			return true;
	return false;
}

static int find_name(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	return -EINVAL;
}

const char *catalogue_kind_name(enum catalogue_kind kind)
{
	return (unsigned)kind < CATALOGUE_KIND_COUNT ? kind_names[kind] : "";
}

int catalogue_kind_from_name(const char *name, enum catalogue_kind *ret_kind)
{
	int r = find_name(kind_names, CATALOGUE_KIND_COUNT, name);

	if (r < 0)
		return r;
	*ret_kind = (enum catalogue_kind)r;
	return 0;
}

const char *flow_class_name(enum flow_class class)
{
	return (unsigned)class < CLASS_COUNT ? class_names[class] : "";
}

int flow_class_from_name(const char *name, enum flow_class *ret_class)
{
	int r = find_name(class_names, CLASS_COUNT, name);

	if (r < 0)
		return r;
	*ret_class = (enum flow_class)r;
	return 0;
}
