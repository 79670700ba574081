// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Why something was written: one of a few codes, which stand in the entry for ever, or a
 * person's own words, which may name somebody and therefore lie where they can be erased.
 */
#pragma once
#include <stddef.h>
#include "names.h"

/*
 * A code of the list in any case, and no words; anything else is OTHER and the words as they
 * were said, cut at size.
 */
void reason_read(const char *said, char ret_code[CODE_SIZE], char *ret_words, size_t size);
