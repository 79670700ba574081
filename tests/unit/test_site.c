// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The page's files as they go over the wire: packed ones come out as they were and are the same
 * each time, every module and style sheet of index.html has its hash, the import map is the one
 * that the policy allows, and each pictogram is in the sprite.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sodium.h>
#include <zlib.h>
#include "../../daemon/web/site.h"
#include "../../daemon/web/web_private.h"

static struct site site, again;

static int begin(void **state)
{
	(void)state;
	return sodium_init() < 0 ? -1 : site_init(&site) < 0 ? -1 : site_init(&again);
}

static int end(void **state)
{
	(void)state;
	site_done(&site);
	site_done(&again);
	return 0;
}

static void unpacked(const struct site_file *f)
{
	char *back = malloc(f->size + 1);
	z_stream z = { .next_in = (Bytef *)f->packed, .avail_in = (uInt)f->packed_size };

	assert_non_null(back);
	z.next_out = (Bytef *)back;
	z.avail_out = (uInt)f->size + 1;
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(z.total_out, f->size);
	assert_memory_equal(back, f->data, f->size);
	(void)inflateEnd(&z);
	free(back);
}

static void test_packed_is_what_was_packed(void **state)
{
	size_t packed = 0;

	(void)state;
	assert_int_equal(site.count, again.count);
	for (size_t i = 0; i < site.count; i++) {
		const struct site_file *f = &site.files[i], *g = &again.files[i];

		assert_string_equal(f->hash, g->hash);
		if (!f->packed)
			continue;
		unpacked(f);
		assert_int_equal(f->packed_size, g->packed_size);
		assert_memory_equal(f->packed, g->packed, f->packed_size);
		assert_true(f->packed_size < f->size);
		packed++;
	}
	assert_true(packed > 30);
}

static void test_index_names_hashes(void **state)
{
	const char *index = site_find(&site, "index.html")->data;
	const struct site_file *kernel = site_find(&site, "base/kernel.js");
	char text[256];

	(void)state;
	assert_non_null(kernel);
	snprintf(text, sizeof(text), "href=\"/base/kernel.js?v=%s\" integrity=\"%s\">",
		kernel->hash, kernel->integrity);
	assert_non_null(
		strstr(index, text)); /* the same as in the map, else it would not be used */
	for (size_t i = 0; i < site.count; i++) {
		const struct site_file *f = &site.files[i];

		if (!site_ends_in(f->name, ".js"))
			continue;
		snprintf(text, sizeof(text), "\"/%s\":\"/%s?v=%s\"", f->name, f->name, f->hash);
		assert_non_null(strstr(index, text));
		snprintf(text, sizeof(text), "\"/%s?v=%s\":\"%s\"", f->name, f->hash, f->integrity);
		assert_non_null(strstr(index, text));
	}
	assert_null(strstr(index, ".css\""));
	assert_null(strstr(index, "src=\"/app.js\""));
	assert_non_null(strstr(index, "<link rel=\"modulepreload\""));
	assert_non_null(strstr(index, "</html>"));
}

/* What the browser would compute of the text between the tags is in the policy. */
static void test_policy_allows_the_import_map(void **state)
{
	static const char tag[] = "<script type=\"importmap\">";
	const char *map = strstr(site_find(&site, "index.html")->data, tag) + strlen(tag);
	uint8_t hash[crypto_hash_sha256_BYTES];
	char text[64], want[96];

	(void)state;
	crypto_hash_sha256(hash, (const uint8_t *)map, (size_t)(strstr(map, "</script>") - map));
	sodium_bin2base64(text, sizeof(text), hash, sizeof(hash), sodium_base64_VARIANT_ORIGINAL);
	snprintf(want, sizeof(want), "script-src 'self' 'sha256-%s'", text);
	assert_non_null(strstr(site.policy, want));
	assert_non_null(strstr(site.policy, "default-src 'self'; frame-ancestors 'none'"));
	assert_null(strstr(site.policy, "unsafe"));
}

static void test_sprite_has_every_pictogram(void **state)
{
	const char *sprite = site_find(&site, "pictograms.svg")->data;
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < site.count; i++) {
		const char *name = site.files[i].name;
		char text[96];

		if (strncmp(name, "pictograms/", 11))
			continue;
		snprintf(text, sizeof(text),
			"<symbol id=\"%.*s\" viewBox=", (int)(strlen(name) - 15), name + 11);
		assert_non_null(strstr(sprite, text));
		count++;
	}
	assert_true(count > 100);
	assert_null(strstr(sprite, "SPDX"));
}

static void test_gzip_only_where_it_is_taken(void **state)
{
	(void)state;
	assert_true(pages_gzip_wanted("gzip"));
	assert_true(pages_gzip_wanted("br, GZIP;q=0.5"));
	assert_true(pages_gzip_wanted("deflate,gzip ;q=1.0, br;q=0"));
	assert_false(pages_gzip_wanted(NULL));
	assert_false(pages_gzip_wanted(""));
	assert_false(pages_gzip_wanted("br"));
	assert_false(pages_gzip_wanted("gzip;q=0"));
	assert_false(pages_gzip_wanted("br, gzip; q=0.000"));
	assert_false(pages_gzip_wanted("x-gzip2, gzipped"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_packed_is_what_was_packed),
		cmocka_unit_test(test_index_names_hashes),
		cmocka_unit_test(test_policy_allows_the_import_map),
		cmocka_unit_test(test_sprite_has_every_pictogram),
		cmocka_unit_test(test_gzip_only_where_it_is_taken),
	};

	return cmocka_run_group_tests_name("site", tests, begin, end);
}
