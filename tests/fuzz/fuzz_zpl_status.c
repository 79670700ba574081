// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whatever a printer sends: the parser never reads beyond the bytes, never claims more than
 * it was given, and leaves the result alone when it believes nothing.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "../../daemon/printer/zpl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct print_status s = { .state = PRINTER_STATE_COUNT };
	uint8_t *exact = malloc(size > 0 ? size : 1);
	size_t at = 0;

	if (exact == NULL)
		return 0;
	memcpy(exact, data, size);
	while (at < size) {
		int r = zpl_status(exact + at, size - at, &s);

		if (r == 0)
			break;
		if (r > 0 ? (size_t)r > size - at || s.state >= PRINTER_STATE_COUNT : r != -EBADMSG)
			abort();
		at += r > 0 ? (size_t)r : 1;
	}
	free(exact);
	return 0;
}
