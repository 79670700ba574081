// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * All that a ledger says, in open formats, for whoever leaves us or wants to count otherwise: each table as CSV
 * and as JSON, and a page that explains them. The journal is among them, bytes and hashes, so that its chain can
 * be checked without us; and words about people, which one who gives it away must know. No secrets: neither the
 * keys of requests nor the file's own, no PIN, no salt of erased words.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "lang.h"
#include "ledger.h"

struct exported {
	size_t tables;
	uint64_t rows;
};
/*
 * Into folder, which is not there or empty; all of one state of the ledger. Whole and on disk, or nothing.
 * 0; -EEXIST: there is something; -ENOENT, -ENOSPC, -EROFS, -EACCES, -EIO: of its disk.
 */
int export_all(struct ledger *l, const char *folder, enum lang lang, struct exported *ret_exported);
