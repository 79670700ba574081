// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tree of hashes against the vectors that Certificate Transparency publishes with its reference
 * implementation (eight leaves, RFC 6962 2.1.1 and 2.1.3), and against itself: every leaf of every
 * tree up to 70 has its path, and no flipped bit, other place or other size has.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "cleanup.h"
#include "merkle.h"

/* leaves: "", 00, 10, 2021, 3031, 40414243, 5051525354555657, 606162636465666768696a6b6c6d6e6f */
static const struct {
	const char *bytes;
	size_t size;
} given[] = {
	{ "", 0 },
	{ "\x00", 1 },
	{ "\x10", 1 },
	{ "\x20\x21", 2 },
	{ "\x30\x31", 2 },
	{ "\x40\x41\x42\x43", 4 },
	{ "\x50\x51\x52\x53\x54\x55\x56\x57", 8 },
	{ "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16 },
};
/* Of the first 0, 1, 2 … 8 of them. */
static const char *const roots[] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};
/* The same source's paths: leaf, tree, hashes from the leaf upwards. */
static const struct {
	size_t at, count, steps;
	const char *path[3];
} paths[] = {
	{ 0, 1, 0, { NULL } },
	{ 0, 8, 3,
		{ "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
			"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
			"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4" } },
	{ 5, 8, 3,
		{ "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
			"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
			"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" } },
	{ 2, 3, 1, { "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" } },
	{ 1, 5, 3,
		{ "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
			"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
			"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b" } },
};

static void expect_hash(const struct merkle_hash *got, const char *wanted)
{
	char hex[MERKLE_HEX_SIZE];

	merkle_write(got, hex);
	assert_string_equal(hex, wanted);
}

static void given_leaves(struct merkle_hash leaves[ARRAY_SIZE(given)])
{
	for (size_t i = 0; i < ARRAY_SIZE(given); i++)
		merkle_leaf(given[i].bytes, given[i].size, &leaves[i]);
}

static void published_roots(void **state)
{
	struct merkle_hash leaves[ARRAY_SIZE(given)], root;

	(void)state;
	given_leaves(leaves);
	for (size_t n = 0; n < ARRAY_SIZE(roots); n++) {
		merkle_root(leaves, n, &root);
		expect_hash(&root, roots[n]);
	}
}

static void published_paths(void **state)
{
	struct merkle_hash leaves[ARRAY_SIZE(given)], path[MERKLE_PATH_MOST];

	(void)state;
	given_leaves(leaves);
	for (size_t n = 0; n < ARRAY_SIZE(paths); n++) {
		assert_int_equal(
			merkle_path(leaves, paths[n].count, paths[n].at, path), paths[n].steps);
		for (size_t i = 0; i < paths[n].steps; i++)
			expect_hash(&path[i], paths[n].path[i]);
	}
}

static bool proves(const struct merkle_proof *proof, const struct merkle_hash *root)
{
	struct merkle_hash up;

	return merkle_proof_root(proof, &up) && memcmp(&up, root, sizeof(up)) == 0;
}

/* Whatever is changed in it, it proves nothing any more. */
static void expect_only_whole(const struct merkle_proof *proof, const struct merkle_hash *root)
{
	struct merkle_proof bad = *proof;

	bad.leaf.byte[proof->at % MERKLE_SIZE] ^= 1;
	assert_false(proves(&bad, root));
	for (size_t i = 0; i < proof->steps; i++) {
		bad = *proof;
		bad.path[i].byte[i] ^= 0x80;
		assert_false(proves(&bad, root));
	}
	bad = *proof;
	bad.at = proof->count;
	assert_false(proves(&bad, root));
	bad = *proof;
	bad.steps++;
	assert_false(proves(&bad, root));
	if (!proof->steps)
		return;
	bad.steps = proof->steps - 1;
	assert_false(proves(&bad, root));
	bad = *proof;
	bad.at ^= 1;
	assert_false(bad.at < bad.count && proves(&bad, root));
}

static void every_leaf_has_its_path(void **state)
{
	struct merkle_hash leaves[70], root;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(leaves); i++)
		merkle_leaf(&(uint8_t){ (uint8_t)i }, 1, &leaves[i]);
	for (size_t n = 1; n <= ARRAY_SIZE(leaves); n++) {
		merkle_root(leaves, n, &root);
		for (size_t i = 0; i < n; i++) {
			struct merkle_proof proof = { .leaf = leaves[i], .at = i, .count = n };

			proof.steps = merkle_path(leaves, n, i, proof.path);
			assert_true(proves(&proof, &root));
			expect_only_whole(&proof, &root);
		}
	}
}

static void hashes_are_read_strictly(void **state)
{
	struct merkle_hash h;
	char hex[MERKLE_HEX_SIZE];

	(void)state;
	assert_true(merkle_read(roots[8], &h));
	expect_hash(&h, roots[8]);
	assert_false(merkle_read("", &h));
	assert_false(merkle_read(roots[8] + 1, &h));
	memset(hex, 'g', sizeof(hex) - 1);
	hex[sizeof(hex) - 1] = '\0';
	assert_false(merkle_read(hex, &h));
	merkle_digest("abc", 3, hex); /* FIPS 180-4, its first example */
	assert_string_equal(
		hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_roots),
		cmocka_unit_test(published_paths),
		cmocka_unit_test(every_leaf_has_its_path),
		cmocka_unit_test(hashes_are_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
