// SPDX-License-Identifier: GPL-3.0-or-later
/* See tuples.h: open addressing, never more than half full. */
#include "tuples.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static size_t slot_of(const struct tuples *t, const uint32_t *words)
{
	uint64_t h = t->width;

	for (size_t i = 0; i < t->width; i++) {
		h = (h ^ words[i]) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 29;
	}
	return (size_t)h & (t->size - 1);
}

static size_t find(const struct tuples *t, const uint32_t *words)
{
	const size_t bytes = t->width * sizeof(*words);
	size_t at = slot_of(t, words);

	while (t->slots[at] && memcmp(t->words + (t->slots[at] - 1) * t->width, words, bytes) != 0)
		at = (at + 1) & (t->size - 1);
	return at;
}

static int grow(struct tuples *t)
{
	const size_t size = t->size ? 2 * t->size : 64;
	uint32_t *words = reallocarray(t->words, size / 2 * t->width, sizeof(*words)), *slots;

	if (words)
		t->words = words;
	slots = words ? calloc(size, sizeof(*slots)) : NULL;
	if (!slots)
		return -ENOMEM;
	free(t->slots);
	t->slots = slots;
	t->size = size;
	for (size_t i = 0; i < t->count; i++)
		t->slots[find(t, t->words + i * t->width)] = (uint32_t)i + 1;
	return 0;
}

int64_t tuple_number(struct tuples *t, const uint32_t *words)
{
	size_t at;

	if (2 * t->count >= t->size && grow(t) < 0)
		return -ENOMEM;
	at = find(t, words);
	if (!t->slots[at]) {
		memcpy(t->words + t->count * t->width, words, t->width * sizeof(*words));
		t->slots[at] = (uint32_t)++t->count;
	}
	return t->slots[at] - 1;
}

void tuples_done(struct tuples *t)
{
	free(t->words);
	free(t->slots);
	*t = (struct tuples){ .width = t->width };
}
