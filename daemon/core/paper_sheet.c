// SPDX-License-Identifier: GPL-3.0-or-later
/* Numbers of paper sheets: six characters that nobody takes for one another, and the check character of codes. */
#include "paper_sheet.h"
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "code.h"

static const char letters[] = "23456789ACDEFGHJKLMNPQRTUVWXYZ";

void paper_sheet_make(const uint8_t random[PAPER_SHEET_BYTES], char ret_sheet[PAPER_SHEET_SIZE])
{
	char plain[PAPER_SHEET_BYTES + 1] = "", check = '0';

	for (size_t i = 0; i < PAPER_SHEET_BYTES; i++)
		plain[i] = letters[random[i] % (sizeof(letters) - 1)];
	(void)code_check_character(plain, &check);
	(void)snprintf(ret_sheet, PAPER_SHEET_SIZE, "%.4s-%.2s%c", plain, plain + 4, check);
}

int paper_sheet_read(const char *typed, char ret_sheet[PAPER_SHEET_SIZE])
{
	char plain[PAPER_SHEET_BYTES + 2] = "", check;
	size_t n = 0;

	for (const char *at = typed; *at; at++) {
		if (*at == '-' || *at == ' ')
			continue;
		if (n + 1 >= sizeof(plain) || !isalnum((unsigned char)*at))
			return -EINVAL;
		plain[n++] = (char)toupper((unsigned char)*at);
	}
	if (n != PAPER_SHEET_BYTES + 1)
		return -EINVAL;
	check = plain[PAPER_SHEET_BYTES];
	plain[PAPER_SHEET_BYTES] = '\0';
	if (code_check_character(plain, &plain[PAPER_SHEET_BYTES]) < 0 ||
		plain[PAPER_SHEET_BYTES] != check)
		return -EINVAL;
	(void)snprintf(ret_sheet, PAPER_SHEET_SIZE, "%.4s-%.2s%c", plain, plain + 4, check);
	return 0;
}

void paper_sheet_key(const char *sheet, unsigned int line, char ret_key[REQUEST_KEY_SIZE])
{
	(void)snprintf(ret_key, REQUEST_KEY_SIZE, "paper-%s-%02u", sheet, line % 100);
}

bool paper_sheet_is_key(const char *key)
{
	return strncmp(key, "paper-", 6) == 0;
}
