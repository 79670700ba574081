// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A tree of hashes over a list: its root holds every leaf, and a path of a few hashes proves that one
 * leaf is among them without showing another. RFC 9162, 2.1 (the tree of RFC 6962): SHA-256, a leaf is
 * hashed behind a byte 0, two nodes behind a byte 1, so that no leaf passes for a node.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MERKLE_SIZE = 32, MERKLE_HEX_SIZE = 65, MERKLE_PATH_MOST = 64 };

struct merkle_hash {
	uint8_t byte[MERKLE_SIZE];
};

void merkle_leaf(const void *bytes, size_t size, struct merkle_hash *ret_leaf);
/* Of no leaf: the hash of nothing. */
void merkle_root(const struct merkle_hash *leaves, size_t count, struct merkle_hash *ret_root);
/* From leaf at (< count) upwards, into MERKLE_PATH_MOST hashes; returns how many. */
size_t merkle_path(
	const struct merkle_hash *leaves, size_t count, size_t at, struct merkle_hash *ret_path);
/* The root that a leaf has by that path; false: no tree of count leaves has such a path. */
struct merkle_proof {
	struct merkle_hash leaf;
	uint64_t at, count; /* which of how many leaves */
	size_t steps;
	struct merkle_hash path[MERKLE_PATH_MOST];
};
bool merkle_proof_root(const struct merkle_proof *proof, struct merkle_hash *ret_root);
/* 64 hexadecimal digits. */
bool merkle_read(const char *hex, struct merkle_hash *ret_hash);
void merkle_write(const struct merkle_hash *hash, char ret_hex[MERKLE_HEX_SIZE]);
/* SHA-256 of some bytes, as sha256sum says it. */
void merkle_digest(const void *bytes, size_t size, char ret_hex[MERKLE_HEX_SIZE]);
