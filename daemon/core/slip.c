// SPDX-License-Identifier: GPL-3.0-or-later
/* The words of slips, and which way each type goes (trades.md, Slips). */
#include "slip.h"
#include "cleanup.h"
#include "record.h"

static const char *const types[SLIP_TYPES] = { "deposit", "pickup", "removal", "transfer",
	"delivery" };
const struct record_words slip_type_words = { types, ARRAY_SIZE(types) };

static const char *const states[SLIP_STATES] = { "open", "closed", "refused", "void" };
const struct record_words slip_state_words = { states, ARRAY_SIZE(states) };

enum direction slip_direction(uint32_t type)
{
	return type == SLIP_DEPOSIT || type == SLIP_PICKUP ? DIRECTION_IN : DIRECTION_OUT;
}
