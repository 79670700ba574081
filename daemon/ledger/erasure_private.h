// SPDX-License-Identifier: GPL-3.0-or-later
/* Between the kind that erases (kinds/erased.c) and what does it (erasure.c). */
#pragma once
#include <jansson.h>
#include "erasure.h"
#include "ledger_private.h"

/* Instead of a journal: of a load that left, which is in none. */
#define ERASURE_LEFT "left"

extern const struct record_words erasure_words;

/* Inside the transaction: words by {"journal","seq","item"}. The log is emptied after the commit. */
int erasure_wipe(struct ledger *l, const json_t *list);
