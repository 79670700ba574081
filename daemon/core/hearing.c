// SPDX-License-Identifier: GPL-3.0-or-later
/* Pages that hear a scanner, the last that came first. */
#include "hearing.h"
#include <stdio.h>
#include <string.h>

enum { HEARS_US = 60 * 1000 * 1000 };

/* Those that have been silent, and that one, are none any more. */
static void forget(struct hearing *h, const char *page, uint64_t now_boot_us)
{
	size_t kept = 0;

	for (size_t i = 0; i < h->count; i++)
		if (now_boot_us < h->pages[i].until_boot_us &&
			(page == NULL || strcmp(h->pages[i].name, page) != 0))
			h->pages[kept++] = h->pages[i];
	h->count = kept;
}

static struct hearing_page *find(struct hearing *h, const char *page)
{
	for (size_t i = 0; i < h->count; i++)
		if (strcmp(h->pages[i].name, page) == 0)
			return &h->pages[i];
	return NULL;
}

static struct hearing_page *come(struct hearing *h, const char *page)
{
	h->count -= h->count == HEARING_MOST;
	memmove(h->pages + 1, h->pages, h->count * sizeof(h->pages[0]));
	h->count++;
	(void)snprintf(h->pages[0].name, sizeof(h->pages[0].name), "%s", page);
	return &h->pages[0];
}

void hearing_say(struct hearing *h, const char *page, enum hears hears, uint64_t now_boot_us)
{
	struct hearing_page *p;

	forget(h, hears ? NULL : page, now_boot_us);
	if (!hears)
		return;
	p = find(h, page);
	if (p == NULL)
		p = come(h, page);
	p->until_boot_us = now_boot_us + HEARS_US;
	p->hears = hears;
}

static const struct hearing_page *now(const struct hearing *h, uint64_t now_boot_us)
{
	for (size_t i = 0; i < h->count; i++)
		if (now_boot_us < h->pages[i].until_boot_us)
			return &h->pages[i];
	return NULL;
}

const char *hearing_page(const struct hearing *h, uint64_t now_boot_us)
{
	const struct hearing_page *p = now(h, now_boot_us);

	return p ? p->name : NULL;
}

enum hears hearing_hears(const struct hearing *h, uint64_t now_boot_us)
{
	const struct hearing_page *p = now(h, now_boot_us);

	return p ? p->hears : HEARS_NOT;
}
