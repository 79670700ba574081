// SPDX-License-Identifier: GPL-3.0-or-later
/* What a thermometer of a cold place showed, and how cold it is to be there: as a product is kept (catalogue_facts.h). */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "names.h"

enum cold_profile { COLD_FROID_3, COLD_FROID_4, COLD_CONGEL };

struct temperature {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char place[CODE_SIZE];
	char probe[DEVICE_SIZE];
	uint32_t source;
	uint32_t profile; /* enum cold_profile */
	int64_t value_mc; /* thousandths of a degree Celsius */
	int64_t limit_mc;
	bool out; /* warmer than that */
	char operator_code[CODE_SIZE];
	char voided_by[ENTRY_NAME_SIZE];
};
