// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What people type for kilograms, and decimals of instruments: accepted means a plain
 * number that is written back with the same value; nothing is accepted by accident.
 */
#include <assert.h>
#include <string.h>
#include "mass.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[64], back[40];
	int64_t mg = -1, again = -1, digits;
	int8_t exp10;

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	(void)mass_parse_decimal(text, size, &digits, &exp10);
	if (mass_parse_kg(text, &mg) < 0) {
		assert(mg == -1);
		return 0;
	}
	assert(mg > 0 && strspn(text, "0123456789.,") == strlen(text));
	assert(mass_parse_kg(mass_format_kg(mg, 3, ',', back, sizeof(back)), &again) == 0);
	assert(again == mg);
	return 0;
}
