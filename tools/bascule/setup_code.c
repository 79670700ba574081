// SPDX-License-Identifier: GPL-3.0-or-later
/* The code that bascule setup makes of a name (setup_code.h). */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "setup_code.h"

enum { PERSON_CODE = 12 };

/* The capital without its accents of a letter of two bytes (U+00C0 to U+017F); ' ': it has none. */
static char bare_letter(const char *at)
{
	static const char letters[] =
		"AAAAAA CEEEEIIII NOOOOO  UUUUY  AAAAAA CEEEEIIII NOOOOO  UUUUY Y"
		"AAAAAACCCCCCCCDD  EEEEEEEEEEGGGGGGGGHH  IIIIIIIIII  JJKK LLLLLL "
		"   NNNNNN   OOOOOO  RRRRRRSSSSSSSSTTTT  UUUUUUUUUUUUWWYYYZZZZZZS";
	const unsigned char *two = (const unsigned char *)at;
	unsigned letter = (two[0] & 0x1fu) << 6 | (two[1] & 0x3fu);

	return (two[0] & 0xe0u) == 0xc0u && letter >= 0xc0 && letter < 0x180
		       ? letters[letter - 0xc0]
		       : ' ';
}

void setup_person_code(const char *name, char ret_code[CODE_SIZE])
{
	size_t n = 0;

	for (; *name && n < PERSON_CODE; name++) {
		char c = isascii((unsigned char)*name) ? *name : bare_letter(name);

		if (isalnum((unsigned char)c))
			ret_code[n++] = (char)toupper((unsigned char)c);
	}
	ret_code[n] = '\0';
	if (!n)
		(void)snprintf(ret_code, CODE_SIZE, "COORD");
}
