// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a printer's device id: texts end, hold only what may be shown, or are untouched. */
#include <stdlib.h>
#include <string.h>
#include "../../daemon/printer/ieee1284.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text, size_t size)
{
	if (memchr(text, '\0', size) == NULL)
		abort();
	for (; *text != '\0'; text++) {
		if (*text < ' ' || *text > '~')
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ieee1284 id = { .maker = "untouched" };
	uint8_t *exact = malloc(size > 0 ? size : 1);

	if (exact == NULL)
		return 0;
	memcpy(exact, data, size);
	if (ieee1284_parse(exact, size, &id) < 0 && strcmp(id.maker, "untouched") != 0)
		abort();
	check(id.maker, sizeof(id.maker));
	check(id.model, sizeof(id.model));
	check(id.commands, sizeof(id.commands));
	check(id.serial, sizeof(id.serial));
	(void)ieee1284_speaks(&id, "zpl");
	free(exact);
	return 0;
}
