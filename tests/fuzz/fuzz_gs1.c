// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whatever a donor's barcode holds: what is read of it is good, stays in its size, and is the same when
 * it is written in each spelling and read again; a number of an article is never made up.
 */
#include <assert.h>
#include <errno.h>
#include <string.h>
#include "gs1.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same_again(const struct gs1 *g, enum gs1_spelling how)
{
	char text[SCANNED_SIZE];
	struct gs1 again;
	int r = gs1_write(g, how, "id.example.org", text, sizeof(text));

	if (r == -EINVAL || r == -ENOBUFS) /* a bracket in a value, no key for a link, too long */
		return;
	assert(r == 0 && gs1_parse(text, &again) == 0 && again.count == g->count);
	for (size_t i = 0; i < g->count; i++)
		assert(strcmp(gs1_value(&again, g->elements[i].ai), g->elements[i].value) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[SCANNED_SIZE + 8], day[DAY_SIZE];
	struct gs1 g;
	const char *gtin, *date;

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (gs1_parse(text, &g) < 0)
		return 0;
	gtin = gs1_value(&g, "01");
	assert(!gtin || gs1_gtin_good(gtin));
	assert(gtin || gs1_value(&g, "02") || !gs1_value(&g, "10"));
	date = gs1_value(&g, "17");
	assert(!date || gs1_day(date, "2026-11-30", day) == 0);
	for (enum gs1_spelling how = GS1_PLAIN; how <= GS1_LINK; how++)
		same_again(&g, how);
	return 0;
}
