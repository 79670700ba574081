// SPDX-License-Identifier: GPL-3.0-or-later
/* See merkle.h; the names of RFC 9162, 2.1 stand beside what they are. */
#include "merkle.h"
#include <sodium.h>
#include <string.h>

static void hash_after(uint8_t first, const void *bytes, size_t size, struct merkle_hash *ret)
{
	crypto_hash_sha256_state state;

	(void)crypto_hash_sha256_init(&state);
	(void)crypto_hash_sha256_update(&state, &first, 1);
	(void)crypto_hash_sha256_update(&state, bytes, size);
	(void)crypto_hash_sha256_final(&state, ret->byte);
}

void merkle_leaf(const void *bytes, size_t size, struct merkle_hash *ret_leaf)
{
	hash_after(0, bytes, size, ret_leaf);
}

static struct merkle_hash node(struct merkle_hash left, struct merkle_hash right)
{
	struct merkle_hash both[2] = { left, right }, up;

	hash_after(1, both, sizeof(both), &up);
	return up;
}

/* The largest power of two below count, which is 2 or more. */
static size_t split(size_t count)
{
	size_t k = 1;

	while (k < count - k)
		k *= 2;
	return k;
}

/* MTH of one leaf or more. */
static struct merkle_hash root_of(const struct merkle_hash *leaves, size_t count)
{
	size_t k;

	if (count == 1)
		return leaves[0];
	k = split(count);
	return node(root_of(leaves, k), root_of(leaves + k, count - k));
}

void merkle_root(const struct merkle_hash *leaves, size_t count, struct merkle_hash *ret_root)
{
	if (count)
		*ret_root = root_of(leaves, count);
	else
		(void)crypto_hash_sha256(ret_root->byte, (const unsigned char *)"", 0);
}

/* PATH. */
size_t merkle_path(
	const struct merkle_hash *leaves, size_t count, size_t at, struct merkle_hash *ret_path)
{
	size_t k, steps;

	if (count <= 1)
		return 0;
	k = split(count);
	steps = at < k ? merkle_path(leaves, k, at, ret_path)
		       : merkle_path(leaves + k, count - k, at - k, ret_path);
	ret_path[steps] = at < k ? root_of(leaves + k, count - k) : root_of(leaves, k);
	return steps + 1;
}

/* 2.1.3.2: fn and sn are the leaf and the last one, at each storey. */
bool merkle_proof_root(const struct merkle_proof *proof, struct merkle_hash *ret_root)
{
	struct merkle_hash up = proof->leaf;
	uint64_t fn = proof->at, sn = proof->count - 1;

	if (proof->at >= proof->count || proof->steps > MERKLE_PATH_MOST)
		return false;
	for (size_t i = 0; i < proof->steps; i++) {
		if (sn == 0)
			return false;
		if (!(fn & 1) && fn != sn) {
			up = node(up, proof->path[i]);
		} else {
			up = node(proof->path[i], up);
			while (!(fn & 1) && fn) {
				fn >>= 1;
				sn >>= 1;
			}
		}
		fn >>= 1;
		sn >>= 1;
	}
	*ret_root = up;
	return sn == 0;
}

bool merkle_read(const char *hex, struct merkle_hash *ret_hash)
{
	struct merkle_hash h;
	size_t got;

	if (strlen(hex) != sizeof(h.byte) * 2 ||
		sodium_hex2bin(h.byte, sizeof(h.byte), hex, sizeof(h.byte) * 2, NULL, &got, NULL) !=
			0 ||
		got != MERKLE_SIZE)
		return false;
	*ret_hash = h;
	return true;
}

void merkle_write(const struct merkle_hash *hash, char ret_hex[MERKLE_HEX_SIZE])
{
	(void)sodium_bin2hex(ret_hex, MERKLE_HEX_SIZE, hash->byte, MERKLE_SIZE);
}

void merkle_digest(const void *bytes, size_t size, char ret_hex[MERKLE_HEX_SIZE])
{
	struct merkle_hash h;

	(void)crypto_hash_sha256(h.byte, bytes, size);
	merkle_write(&h, ret_hex);
}
