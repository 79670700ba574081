// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The page's files as they go over the wire: what is compiled in, one file of all pictograms
 * (/pictograms.svg#NAME), and index.html with an import map. Each has a hash of its content,
 * and is packed once. A module at /x.js?v=HASH never changes, so a browser need not ask again.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "asset.h"

enum { HASH_SIZE = 17, INTEGRITY_SIZE = 64, SITE_FILES = 512 };

struct site_file {
	const char *name; /* "index.html", "lang/fr/page.json" */
	const char *data;
	size_t size;
	char *packed; /* by gzip; NULL: not worth it */
	size_t packed_size;
	char hash[HASH_SIZE];           /* hexadecimal, of data */
	char integrity[INTEGRITY_SIZE]; /* "sha256-…", of data */
	bool made;                      /* data is the site's own */
};

struct site {
	size_t count;
	struct site_file files[SITE_FILES];
	char policy[256]; /* Content-Security-Policy of index.html: its import map is allowed */
};

/* site.c: 0, -ENOMEM, or -E2BIG: more files than places. site_done() after any of them. */
int site_init(struct site *s);
void site_done(struct site *s);
const struct site_file *site_find(const struct site *s, const char *name); /* NULL: none */
/* Adds a file and takes its data over (allocated with malloc; NULL: -ENOMEM). */
int site_add_made(struct site *s, const char *name, char *data, size_t size);

/* By gzip; free() it. 0, -ENOMEM. */
int site_pack(const char *data, size_t size, char **ret_packed, size_t *ret_size);
bool site_ends_in(const char *name, const char *ending);

/* site_sprite.c: adds pictograms.svg, of the pictograms that are there. */
int site_add_sprite(struct site *s);
/* site_index.c: adds index.html; every other file is there. -ENOENT: there is no app.js. */
int site_add_index(struct site *s);
