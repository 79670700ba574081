// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any reports of a keyboard scanner: the first byte chooses layout, suffix and AIM, then
 * come reports of 8 bytes. A code is printable UTF-8 (and GS), ended and never empty.
 */
#include <assert.h>
#include <string.h>
#include "../../daemon/scanner/parse_code.h"
#include "../../daemon/scanner/parse_keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(enum code_answer answer, const char *text)
{
	size_t len = answer == CODE_WHOLE ? strlen(text) : 0;

	if (answer != CODE_WHOLE)
		return;
	assert(len > 0 && len < SCANNED_SIZE);
	for (size_t i = 0; i < len; i++)
		assert((uint8_t)text[i] >= 0x20 ? text[i] != 0x7F : text[i] == 0x1D);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct code_rule rule = { .gap_us = 1000000 };
	enum scanner_trouble trouble = SCANNER_FINE;
	struct code c = { .len = 0 };
	char text[SCANNED_SIZE];
	uint64_t now_us = 1;
	struct keys k;

	if (size == 0)
		return 0;
	keys_init(&k, data[0] & 1 ? KEYS_FR : KEYS_US);
	rule.suffix = (enum code_suffix)(data[0] >> 1 & 3) % 3;
	rule.aim = data[0] & 8;
	for (data++, size--; size > 0;) {
		size_t n = size < KEYS_REPORT ? size : KEYS_REPORT, count;
		uint32_t chars[KEYS_MOST];

		count = keys_feed(&k, data, n, chars);
		assert(count <= KEYS_MOST);
		now_us += n > 1 ? data[1] * UINT64_C(10000) : 0;
		for (size_t i = 0; i < count; i++)
			check(code_char(&c, &rule, chars[i], now_us, text, &trouble), text);
		data += n;
		size -= n;
	}
	check(code_silence(&c, &rule, text, &trouble), text);
	return 0;
}
