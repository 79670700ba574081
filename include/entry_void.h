// SPDX-License-Identifier: GPL-3.0-or-later
/* An entry of a kind without a printed key is void: it stays, and counts no more. */
#pragma once
#include <stdint.h>
#include "names.h"
#include "weighing.h"

struct entry_void {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char kind[32];            /* of the entry that is void, */
	char id[ENTRY_NAME_SIZE]; /* JOURNAL/SEQ */
	char name[96]; /* as it is asked for: KIND/JOURNAL/SEQ, or KIND/SEQ of this journal */
	char reason[CODE_SIZE];
	char note[NOTE_SIZE]; /* words: erasable */
};

struct kind;
extern const struct kind entry_void_kind;
