// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What came later than a copy of a ledger, a line each: "erased JOURNAL SEQ ITEM" for every word that was
 * erased, "prefix PP" for what numbers have begun with. A set of lines is an object: its names. See later.c.
 */
#pragma once
#include <limits.h>
#include "ledger_private.h"

/* Adds what that file says; one that is not there says nothing. 0; -EBADMSG: damaged; -errno. */
int later_read(json_t *later, const char *path);
/* Adds what the entries of the ledger say. */
int later_of_ledger(json_t *later, struct ledger *l);
/* Into that file, beside what it says already. 0, -errno. */
int later_write(json_t *later, const char *path);
/* As the ledger says, into the files beside it and beside [store] known; at leisure. */
void later_keep(struct ledger *l);

/* Of a ledger, or of [store] known: PATH-later. 0, -ENAMETOOLONG. */
int later_beside(const char *path, char ret_path[PATH_MAX]);
/* Adds what both say; one that cannot be read says nothing. */
void later_of_station(json_t *later, const struct ledger *l);
/* In the folder of a copy: of all copies of that station. */
int later_of_copies(const char *copy, const struct ledger_identity *who, char ret_path[PATH_MAX]);

bool later_has_prefix(const json_t *later, const char *prefix);
/* each() returns 0 to go on. 0, what each() returned. */
int later_erased(const json_t *later,
	int (*each)(void *data, const char *journal, uint64_t seq, uint32_t item), void *data);
