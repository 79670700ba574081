// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Files compiled into the programs (pages, languages, schema, default catalogue).
 * Names are paths below daemon/: "lang/fr/page.json".
 */
#pragma once
#include <stddef.h>

struct asset {
	const char *name;
	const char *data; /* a NUL follows the last byte */
	size_t size;
};

const struct asset *asset_find(const char *name); /* NULL: no such file */
/* Iterates: NULL gives the first; returns NULL after the last. */
const struct asset *asset_next(const struct asset *a);
