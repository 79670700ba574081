// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any text as an imported catalogue: either every mistake is told, or the rows are valid,
 * their codes are ours, and what is written is read again as the same rows.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_csv.h"
#include "code.h"
#include "ledger.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count(void *data, unsigned line, const struct sentence *why)
{
	assert(line > 0 && why->key);
	++*(unsigned *)data;
}

static int parse(const char *text, size_t len, unsigned *mistakes, struct catalogue **ret)
{
	const struct catalogue_csv how = {
		.kind = "category", .valid_from = "1970-01-01", .mistake = count, .data = mistakes
	};

	return catalogue_csv_read(text, len, &how, ret);
}

static void same_again(const struct catalogue *c)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *again = NULL;
	_cleanup_free_ char *text = NULL;
	unsigned mistakes = 0;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	if (!out)
		return;
	assert(catalogue_csv_write(c, CATALOGUE_KIND_COUNT, false, out) == 0);
	fclose(out);
	assert(parse(text, len, &mistakes, &again) == 0);
	assert(again->count == c->count);
	for (size_t i = 0; i < c->count; i++) {
		assert(strcmp(again->rows[i].code, c->rows[i].code) == 0);
		assert(strcmp(again->rows[i].label_fr, c->rows[i].label_fr) == 0);
		assert(again->rows[i].tare_mg == c->rows[i].tare_mg);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	_cleanup_free_ char *text = malloc(size + 1);
	unsigned mistakes = 0;
	char squashed[CODE_SIZE];

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (parse(text, size, &mistakes, &c) < 0) {
		assert(mistakes > 0 && !c);
		return 0;
	}
	assert(mistakes == 0);
	for (size_t i = 0; i < c->count; i++)
		assert(code_squash(c->rows[i].code, squashed, sizeof(squashed)) == 0);
	same_again(c);
	return 0;
}
