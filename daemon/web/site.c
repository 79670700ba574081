// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Gathers, hashes and packs the page's files when the daemon starts: some 200 files, 300 kB,
 * 30 ms once. Packing at the build would double the program instead.
 */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include "site.h"

enum { WORTH_PACKING = 1000, GZIP_WINDOW = 15 + 16 }; /* 16: gzip's frame, without a time in it */

/* What lies below web/page/ and lang/ is served; schema and catalogue are not. NULL: not. */
static const char *served_name(const struct asset *a)
{
	static const char page[] = "web/page/";

	if (!strncmp(a->name, page, strlen(page)))
		return a->name + strlen(page);
	return strncmp(a->name, "lang/", 5) ? NULL : a->name;
}

static void make_hash(struct site_file *f)
{
	uint8_t hash[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof(hash) + 1], text[INTEGRITY_SIZE - 8];

	crypto_hash_sha256(hash, (const uint8_t *)f->data, f->size);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	snprintf(f->hash, sizeof(f->hash), "%.16s", hex);
	sodium_bin2base64(text, sizeof(text), hash, sizeof(hash), sodium_base64_VARIANT_ORIGINAL);
	snprintf(f->integrity, sizeof(f->integrity), "sha256-%s", text);
}

bool site_ends_in(const char *name, const char *ending)
{
	size_t len = strlen(name), end = strlen(ending);

	return len > end && !strcmp(name + len - end, ending);
}

static bool is_packed_already(const char *name)
{
	return site_ends_in(name, ".png") || site_ends_in(name, ".woff2") ||
	       site_ends_in(name, ".ico");
}

int site_pack(const char *data, size_t size, char **ret_packed, size_t *ret_size)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)data, .avail_in = (uInt)size };
	size_t room;
	char *packed;
	int r;

	if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 9, Z_DEFAULT_STRATEGY))
		return -ENOMEM;
	room = deflateBound(&z, (uLong)size);
	packed = malloc(room);
	z.next_out = (Bytef *)packed;
	z.avail_out = (uInt)room;
	r = packed && deflate(&z, Z_FINISH) == Z_STREAM_END ? 0 : -ENOMEM;
	(void)deflateEnd(&z);
	if (r < 0) {
		free(packed);
		return r;
	}
	*ret_packed = packed;
	*ret_size = z.total_out;
	return 0;
}

static int pack(struct site_file *f)
{
	if (f->size < WORTH_PACKING || is_packed_already(f->name))
		return 0;
	return site_pack(f->data, f->size, &f->packed, &f->packed_size);
}

static int add(struct site *s, const char *name, const char *data, size_t size, bool made)
{
	struct site_file *f = &s->files[s->count];

	if (s->count == SITE_FILES)
		return -E2BIG;
	*f = (struct site_file){ .name = name, .data = data, .size = size, .made = made };
	s->count++;
	make_hash(f);
	return pack(f);
}

int site_add_made(struct site *s, const char *name, char *data, size_t size)
{
	int r = data ? add(s, name, data, size, true) : -ENOMEM;

	if (r == -E2BIG)
		free(data);
	return r;
}

int site_init(struct site *s)
{
	int r = 0;

	*s = (struct site){ 0 };
	for (const struct asset *a = asset_next(NULL); a && r == 0; a = asset_next(a)) {
		const char *name = served_name(a);

		if (name && strcmp(name, "index.html"))
			r = add(s, name, a->data, a->size, false);
	}
	if (r == 0)
		r = site_add_sprite(s);
	return r < 0 ? r : site_add_index(s);
}

void site_done(struct site *s)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->files[i].made)
			free((char *)(uintptr_t)s->files[i].data);
		free(s->files[i].packed);
	}
	s->count = 0;
}

const struct site_file *site_find(const struct site *s, const char *name)
{
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(s->files[i].name, name))
			return &s->files[i];
	return NULL;
}
