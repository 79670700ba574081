// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Wrong PINs and passwords, as they are kept beside the secrets: whoever cuts the power after four of them
 * has one left, and a name that is locked stays so. Of an earlier boot they count as of now.
 */
#pragma once
#include "people.h"

/* What was kept; nothing of a file that is none of ours. */
void tries_read(const char *folder, const struct moment *now, struct sessions *ret_sessions);
/* One more, counted by the rules of sessions.c. Nobody is kept out, and nobody let in, because it cannot be kept. */
void tries_keep(const char *folder, const char *code, enum where where, bool right);
