// SPDX-License-Identifier: GPL-3.0-or-later
/* Numbers of GS1: see gs1.h. */
#include <errno.h>
#include <string.h>
#include "gs1.h"

static int check_of(const char *digits, size_t count, char *ret_check)
{
	int sum = 0;

	if (count == 0 || strspn(digits, "0123456789") < count)
		return -EINVAL;
	for (size_t i = 0; i < count; i++)
		sum += (digits[i] - '0') * ((count - i) % 2 ? 3 : 1);
	*ret_check = (char)('0' + (10 - sum % 10) % 10);
	return 0;
}

int gs1_check_digit(const char *digits, char *ret_check)
{
	return check_of(digits, strlen(digits), ret_check);
}

bool gs1_gtin_good(const char *text)
{
	size_t len = strlen(text);
	char check;

	if (len != 8 && (len < 12 || len > 14))
		return false;
	return check_of(text, len - 1, &check) == 0 && text[len - 1] == check;
}

bool gs1_is_private(const char *gtin)
{
	/* Behind the zeros of a shorter number stands the prefix of an EAN-13. */
	const char *prefix = gtin + 1;

	return strlen(gtin) == GTIN_SIZE - 1 && gtin[0] == '0' &&
	       (prefix[0] == '2' || (prefix[0] == '0' && (prefix[1] == '2' || prefix[1] == '4')));
}
