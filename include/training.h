// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Training: a volunteer learns on the real page, at the real scale, and nothing of it counts. It is
 * the whole daemon begun anew on another ledger, PATH-training, which nobody keeps: the
 * real one is closed meanwhile, so that nothing that is done can come into it. Its numbers
 * are of a pole and a site that are nobody's (code.h), so that no real station takes them.
 */
#pragma once
#include <limits.h>
#include <stdbool.h>
#include "ledger.h"

/* Where it lies, beside that ledger. -ENAMETOOLONG. */
int training_path(const char *path, char ret_path[PATH_MAX]);
bool training_is(const struct ledger *l);
/* Of the real one; trains: path is that of the other. */
void training_real_path(const char *path, bool trains, char ret_path[PATH_MAX]);
/*
 * A new one, with every row of the catalogue that stands in the ledger at path, which is only read. What was
 * left of another goes. 0 and whose it is, or as ledger_open().
 */
int training_make(const char *path, const struct moment *now, struct ledger_identity *ret_identity);
/*
 * The real one is nobody else's to write meanwhile: ret_fd until both are closed. 0; -EBUSY: it is somebody's; -errno.
 */
int training_hold(const char *path, int ret_fd[2]);
/* Nothing of it stays, also of one that was cut off; whether there was one. */
bool training_drop(const char *path);
