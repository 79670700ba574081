// SPDX-License-Identifier: GPL-3.0-or-later
/* The codes of reasons. A word that is none of them may be a person's name: see reason.h. */
#include "reason.h"
#include <stdio.h>
#include <strings.h>
#include "cleanup.h"

void reason_read(const char *said, char ret_code[CODE_SIZE], char *ret_words, size_t size)
{
	static const char *const codes[] = { "UNDO", "CATEGORY", "LOAD_CHANGED", "LEFT", "PAPER",
		"SCALE", "MISTAKE", "DOUBLE", "WRONG_WEIGHT", "TEST", "OTHER" };
	const char *code = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		if (strcasecmp(codes[i], said) == 0)
			code = codes[i];
	(void)snprintf(ret_code, CODE_SIZE, "%s", code ? code : "OTHER");
	(void)snprintf(ret_words, size, "%s", code ? "" : said);
}
