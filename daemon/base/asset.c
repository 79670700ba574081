// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Finds the files that tools/embed compiled in. The table is made by the build; a null
 * name ends it. There are a few dozen files: a walk is quick enough.
 */
#include <string.h>
#include "asset.h"

extern const struct asset asset_table[];

const struct asset *asset_find(const char *name)
{
	for (const struct asset *a = asset_next(NULL); a; a = asset_next(a))
		if (!strcmp(a->name, name))
			return a;
	return NULL;
}

const struct asset *asset_next(const struct asset *a)
{
	a = a ? a + 1 : asset_table;
	return a->name ? a : NULL;
}
