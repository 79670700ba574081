// SPDX-License-Identifier: GPL-3.0-or-later
/* The error that a scale may have in service. */
#include "scale_check.h"

int64_t scale_check_allowed_mg(int64_t mass_mg, int64_t e_mg)
{
	const int64_t steps = mass_mg / e_mg, rest = mass_mg % e_mg;

	if (steps < 500 || (steps == 500 && rest == 0))
		return e_mg;
	if (steps < 2000 || (steps == 2000 && rest == 0))
		return 2 * e_mg;
	return 3 * e_mg;
}
