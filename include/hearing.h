// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which page hears what a scanner says of food, and where it says so of goods and places, too. Several may be open; one scan is of one of them: of the
 * one that came last, and when that closes or falls silent, of the one before it.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PAGE_SIZE = 41, HEARING_MOST = 8 }; /* a page's name, at most 40 characters */

enum hears { HEARS_NOT, HEARS_FOOD, HEARS_GOODS };

struct hearing {
	struct hearing_page {
		char name[PAGE_SIZE]; /* "": of whoever gives none; it is all of those */
		uint64_t until_boot_us;
		enum hears hears;
	} pages[HEARING_MOST]; /* the last that came first; of too many the oldest is forgotten */
	size_t count;
};

/* It hears for a minute, unless it says so again (its turn stays as it is), or no longer. */
void hearing_say(struct hearing *h, const char *page, enum hears hears, uint64_t now_boot_us);
/* Borrowed until the next word; NULL: none hears. */
const char *hearing_page(const struct hearing *h, uint64_t now_boot_us);
/* What the page hears that hears now. */
enum hears hearing_hears(const struct hearing *h, uint64_t now_boot_us);
