// SPDX-License-Identifier: GPL-3.0-or-later
/* Between the store and its watch: what is done when nobody waits. */
#pragma once
#include "ledger.h"
#include "secret_change.h"
#include "store.h"

struct watch;

int watch_new(struct loop *loop, struct store *store, struct watch **ret_watch);
/* Nothing more is begun; what is under way still comes back. */
void watch_end(struct watch *w);
struct watch *watch_free(struct watch *w);

void watch_opened(struct watch *w);
void watch_written(struct watch *w);

/* The file is not to be trusted: the store goes down, and looks at all of it before it comes back. */
void store_suspect(struct store *s, int error);
/* What the chain's check found: count 0, nothing. seq: of the first fault. */
void store_checked(struct store *s, int faults, uint64_t first, uint64_t last);
