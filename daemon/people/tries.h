// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Wrong PINs and passwords, as they are kept beside the secrets: whoever cuts the power after four of them
 * has one left, and a name that is locked stays so. Of an earlier boot they count as of now.
 */
#pragma once
#include "people.h"

enum { TRIES_AS_BEFORE = 1 }; /* nothing had to be written */

/*
 * What was kept; nothing of a file that is none of ours. Where it cannot be read, or not be written, each name begins as
 * if it had just been locked: -errno. 0.
 */
int tries_begin(const char *folder, const struct moment *now, struct sessions *ret_sessions);
/* One more, counted by the rules of sessions.c. 0; TRIES_AS_BEFORE; -errno: it could not be kept, and counts in memory. */
int tries_keep(const char *folder, const char *code, enum where where, bool right);
