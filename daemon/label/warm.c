// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Fonts are loaded at start: finding and opening them takes some hundred milliseconds on a
 * Pi, and the first label of the day should not pay for it.
 */
#include "label.h"
#include "type.h"

int label_warm(void)
{
	return type_warm();
}

void label_cool(void)
{
	type_done();
}
