// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures as people read them: see typeset.h. */
#include "typeset.h"
#include <stdio.h>
#include <string.h>
#include "cleanup.h"
#include "mass.h"

char *typeset_number(const char *plain, bool french, char *buf, size_t size)
{
	const size_t sign = *plain == '-', whole = strspn(plain + sign, "0123456789");
	size_t used = (size_t)snprintf(buf, size, "%.*s", (int)sign, plain);

	for (size_t i = 0; i < whole && used < size; i++) {
		const bool apart = i > 0 && (whole - i) % 3 == 0;

		used += (size_t)snprintf(buf + used, size - used, "%s%c",
			!apart   ? ""
			: french ? TYPESET_THIN
				 : ",",
			plain[sign + i]);
	}
	if (used < size)
		(void)snprintf(buf + used, size - used, "%s", plain + sign + whole);
	return buf;
}

char *typeset_kg(int64_t mg, unsigned decimals, bool french, char *buf, size_t size)
{
	char plain[32];

	return typeset_number(
		mass_format_kg(mg, decimals, french ? ',' : '.', plain, sizeof(plain)), french, buf,
		size);
}

char *typeset_count(int64_t count, bool french, char *buf, size_t size)
{
	char plain[24];

	(void)snprintf(plain, sizeof(plain), "%lld", (long long)count);
	return typeset_number(plain, french, buf, size);
}

/* U+0020, U+0009, U+00A0, U+1680, U+2000 to U+200F, U+202F, U+205F, U+2060, U+3000, U+FEFF: its bytes, 0: none. */
static size_t space(const char *text)
{
	static const char *const spaces[] = { " ", "\t", TYPESET_JOINT, "\xE1\x9A\x80",
		TYPESET_THIN, "\xE2\x81\x9F", "\xE2\x81\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF" };

	for (size_t i = 0; i < ARRAY_SIZE(spaces); i++)
		if (strncmp(text, spaces[i], strlen(spaces[i])) == 0)
			return strlen(spaces[i]);
	return strncmp(text, "\xE2\x80", 2) == 0 && (unsigned char)text[2] >= 0x80 &&
			       (unsigned char)text[2] <= 0x8F
		       ? 3
		       : 0;
}

bool typeset_is_blank(const char *text)
{
	for (size_t bytes = 1; *text && bytes; text += bytes)
		bytes = space(text);
	return !*text;
}

int typeset_width(const char *figure, int letters)
{
	for (; *figure; figure++)
		letters += (*figure & 0xC0) == 0x80;
	return letters;
}
