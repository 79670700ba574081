// SPDX-License-Identifier: GPL-3.0-or-later
/* See wrong_layout.h. */
#include "wrong_layout.h"
#include <string.h>
#include "cleanup.h"
#include "code.h"

/* The length in characters if text is made of these words only, else 0. */
static size_t made_only_of(const char *text, const char *const *words, size_t count)
{
	size_t length = 0;

	while (*text) {
		size_t i = 0;

		while (i < count && strncmp(text, words[i], strlen(words[i])) != 0)
			i++;
		if (i == count)
			return 0;
		text += strlen(words[i]);
		length++;
	}
	return length;
}

bool is_digits_elsewhere(const char *text)
{
	static const char *const french[] = { "&", "é", "\"", "'", "(", "-", "è", "_", "ç", "à" };
	static const char *const american[] = { "!", "@", "#", "$", "%", "^", "&", "*", "(", ")" };
	size_t n = made_only_of(text, french, ARRAY_SIZE(french));

	if (n == 0)
		n = made_only_of(text, american, ARRAY_SIZE(american));
	return n == 8 || n == 12 || n == 13 || n == 14;
}

static bool is_ours(const char *text)
{
	struct code code;

	code_parse(text, &code);
	return code.kind == CODE_CONTROL || code.kind == CODE_PRIVATE_KEY;
}

/* The next character; no key types one of four bytes. */
static uint32_t next_character(const char **text)
{
	const uint8_t *t = (const uint8_t *)*text;
	size_t n = t[0] < 0x80 ? 1 : t[0] < 0xE0 ? 2 : t[0] < 0xF0 ? 3 : 4;

	*text += n;
	if (n == 1)
		return t[0];
	if (n == 2)
		return (t[0] & 0x1FU) << 6 | (t[1] & 0x3FU);
	return n == 3 ? (t[0] & 0xFU) << 12 | (t[1] & 0x3FU) << 6 | (t[2] & 0x3FU) : KEYS_UNKNOWN;
}

bool is_ours_elsewhere(const char *text, enum keys_layout layout)
{
	char other[SCANNED_SIZE];
	size_t n = 0;

	if (is_ours(text))
		return false;
	while (*text && n < sizeof(other) - 1) {
		uint32_t c = keys_in_other_layout(layout, next_character(&text));

		if (c >= 0x80)
			return false;
		other[n++] = (char)c;
	}
	other[n] = '\0';
	return is_ours(other);
}
