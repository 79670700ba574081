// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures as people read them: see typeset.h. */
#include "typeset.h"
#include <stdio.h>
#include <string.h>
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

int typeset_width(const char *figure, int letters)
{
	for (; *figure; figure++)
		letters += (*figure & 0xC0) == 0x80;
	return letters;
}
