// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes of a serial scanner: a code is whole UTF-8 without control characters but GS. */
#include <assert.h>
#include <string.h>
#include "../../daemon/scanner/parse_code.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(enum code_answer answer, const char *text)
{
	size_t len = answer == CODE_WHOLE ? strlen(text) : 0;

	if (answer != CODE_WHOLE)
		return;
	assert(len > 0 && len < SCANNED_SIZE);
	for (size_t i = 0; i < len; i++) {
		uint8_t b = (uint8_t)text[i];

		assert(b >= 0x20 ? b != 0x7F : b == 0x1D);
		/* A lead byte has its followers: the text is never cut inside a character. */
		if (b >= 0xC0)
			assert(((uint8_t)text[i + 1] & 0xC0) == 0x80);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct code_rule rule = { .gap_us = 1000000 };
	enum scanner_trouble trouble = SCANNER_FINE;
	struct code c = { .len = 0 };
	char text[SCANNED_SIZE];

	if (size == 0)
		return 0;
	rule.suffix = (enum code_suffix)(data[0] & 3) % 3;
	rule.aim = data[0] & 4;
	for (size_t i = 1; i < size; i++)
		check(code_byte(&c, &rule, data[i], i, text, &trouble), text);
	check(code_silence(&c, &rule, text, &trouble), text);
	return 0;
}
