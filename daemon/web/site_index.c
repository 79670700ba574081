// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * index.html as it is served: each file of the page gets its hash as an address
 * (/app.js?v=HASH), an import map says so to the modules, so that these need not know, and the
 * modules that are needed at once are asked for at once. Import maps, their "integrity" and modulepreload:
 * HTML Living Standard, 8.1.6 and 4.6.7.18; a hash in script-src: CSP level 3, 2.3.1.
 */
#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cleanup.h"
#include "site.h"

#define POLICY "default-src 'self'; frame-ancestors 'none'; base-uri 'none'"

/* {"imports":{"/app.js":"/app.js?v=HASH",…},"integrity":{"/app.js?v=HASH":"sha256-…",…}} */
static char *import_map(const struct site *s)
{
	json_t *imports = json_object(), *integrity = json_object();
	json_t *all = json_pack("{so so}", "imports", imports, "integrity", integrity);
	char *text;

	for (size_t i = 0; i < s->count; i++) {
		const struct site_file *f = &s->files[i];
		char plain[128], hashed[160];

		if (!site_ends_in(f->name, ".js"))
			continue;
		snprintf(plain, sizeof(plain), "/%s", f->name);
		snprintf(hashed, sizeof(hashed), "%s?v=%s", plain, f->hash);
		json_object_set_new(imports, plain, json_string(hashed));
		json_object_set_new(integrity, hashed, json_string(f->integrity));
	}
	text = all ? json_dumps(all, JSON_COMPACT) : NULL;
	json_decref(all);
	return text;
}

/* The file at an address "/NAME" that ends at a quote. */
static const struct site_file *file_at(const struct site *s, const char *address)
{
	size_t len = strcspn(address + 1, "\"");

	for (size_t i = 0; i < s->count; i++)
		if (!strncmp(s->files[i].name, address + 1, len) && !s->files[i].name[len])
			return &s->files[i];
	return NULL;
}

/* What a module imports at its top, and what that imports; each once. */
static void put_preloads(FILE *out, const struct site *s, const struct site_file *f, bool *seen)
{
	static const char from[] = "from \"/";

	for (const char *c = f->data; (c = strstr(c, from)); c += strlen(from)) {
		const struct site_file *other = file_at(s, c + strlen(from) - 1);

		if (!other || seen[other - s->files])
			continue;
		seen[other - s->files] = true;
		/* The map has its integrity: without the same here a browser would not use it. */
		fprintf(out, "<link rel=\"modulepreload\" href=\"/%s?v=%s\" integrity=\"%s\">\n",
			other->name, other->hash, other->integrity);
		put_preloads(out, s, other, seen);
	}
}

/* The page as it was written, each address of ours (href="/…", src="/…") with its hash. */
static void put_hashed(FILE *out, const struct site *s, const char *from, const char *to)
{
	while (from < to) {
		const char *at = strstr(from, "=\"/");
		const struct site_file *f = at && at < to ? file_at(s, at + 2) : NULL;
		const char *end = at && at < to ? strchr(at + 2, '"') : to;

		fwrite(from, 1, (size_t)(end - from), out);
		if (f)
			fprintf(out, "?v=%s", f->hash);
		from = end;
	}
}

static void allow(struct site *s, const char *map)
{
	uint8_t hash[crypto_hash_sha256_BYTES];
	char text[INTEGRITY_SIZE];

	crypto_hash_sha256(hash, (const uint8_t *)map, strlen(map));
	sodium_bin2base64(text, sizeof(text), hash, sizeof(hash), sodium_base64_VARIANT_ORIGINAL);
	snprintf(s->policy, sizeof(s->policy), POLICY "; script-src 'self' 'sha256-%s'", text);
}

int site_add_index(struct site *s)
{
	const struct asset *page = asset_find("web/page/index.html");
	const char *script = page ? strstr(page->data, "<script type=\"module\"") : NULL;
	const struct site_file *first = script ? site_find(s, "app.js") : NULL;
	bool seen[SITE_FILES] = { 0 };
	_cleanup_free_ char *map = import_map(s);
	char *text = NULL;
	size_t size = 0;
	FILE *out;

	if (!first)
		return -ENOENT;
	out = map ? open_memstream(&text, &size) : NULL;
	if (!out)
		return -ENOMEM;
	put_hashed(out, s, page->data, script);
	allow(s, map);
	fprintf(out, "<script type=\"importmap\">%s</script>\n", map);
	seen[first - s->files] = true;
	put_preloads(out, s, first, seen);
	put_hashed(out, s, script, page->data + page->size);
	if (fclose(out)) {
		free(text);
		return -ENOMEM;
	}
	return site_add_made(s, "index.html", text, size);
}
