// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the bench page shows, as JSON: devices as they are, codes to scan.
 */
#pragma once
#include "sim.h"

/* Allocated, free with free(); NULL: out of memory. said: the outcome to show, or NULL. */
char *bench_state(struct sim *sim, const struct outcome *said, unsigned number);
char *bench_codes(void);
