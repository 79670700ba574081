// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What one partner gave, to be attested (field study §3.16: quantities, no tax receipt), and what was handed on to
 * one: each weighing that counts its own line, sums of them by family and by month. What was refused is on neither,
 * and nobody who eats it is.
 */
#pragma once
#include <jansson.h>
#include "ledger.h"

enum attested { ATTESTED_GIVEN, ATTESTED_HANDED_ON };

/*
 * Into o: "lines" (day slip weighing category product ingredient description lot donor_lot date_kind date units
 * mass_mg, and last_days_mg temp_mc of what was given; of what was handed on returned_mg, and its mass_mg is below
 * zero), "families" (category units mass_mg) and "months" (month mass_mg, and last_days_mg or returned_mg), "units"
 * and "mass_mg" of all. Both days included. 0, -errno.
 */
int attestation_put(struct ledger *l, enum attested what, const char *partner,
	const char *const days[2], json_t *o);
