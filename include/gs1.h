// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands in barcodes of GS1 on goods that come from a donor: element strings in each of their
 * spellings, EAN and UPC, Digital Link; read, checked and written again. Sources: GS1 General
 * Specifications (3: application identifiers, 5.10: separators, 7.9: check digits, 7.12: dates), GS1
 * Digital Link URI Syntax 1.3. A GTIN is only ever read, never made up: a site without a company prefix has
 * none, and lot, dates and mass say nothing without one. Pure.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "names.h"

enum {
	GTIN_SIZE = 15,
	AI_SIZE = 5,
	GS1_VALUE_SIZE = 91, /* X..90 of AI 91 to 99 */
	GS1_MOST = 16,
	GS1_SEPARATOR = 0x1D, /* ASCII GS, for FNC1 behind a value of any length */
};

/* Of the digits before it; -EINVAL: none, or other characters. */
int gs1_check_digit(const char *digits, char *ret_check);
/* 8, 12, 13 or 14 digits that end with their check digit. */
bool gs1_gtin_good(const char *text);
/* Prefix 02, 04 or 2: numbers of the shop's own, which mean nothing elsewhere. gtin: 14 digits. */
bool gs1_is_private(const char *gtin);

struct gs1_element {
	char ai[AI_SIZE]; /* "01", "10", "3103" */
	char value[GS1_VALUE_SIZE];
};

/* Elements of a length that is known from the AI first, else in the order of the code; each once. */
struct gs1 {
	size_t count;
	struct gs1_element elements[GS1_MOST];
	char wrong
		[AI_SIZE]; /* of -EBADMSG: the AI that is wrong, or lacks another; "" : none such */
};

/*
 * What a scanner sent or a person typed: with or without ]C1 ]d2 ]Q3 ]e0 ]E0 ]E4, with GS, or ~1D in its place;
 * (01)…(10)…; 8, 12, 13 or 14 digits: a GTIN, filled up to 14; https://HOST/…/01/GTIN/10/LOT?17=….
 * 0; -EINVAL: it is none of GS1; -EBADMSG: it is, and wrong.
 */
int gs1_parse(const char *text, struct gs1 *ret);

enum gs1_spelling { GS1_PLAIN, GS1_BRACKETS, GS1_LINK };
/*
 * As gs1_parse() reads it back. host: of a link, "id.example.org". -EINVAL: nothing in it, or what
 * gs1_parse() would refuse; -ENOBUFS.
 */
int gs1_write(
	const struct gs1 *g, enum gs1_spelling how, const char *host, char *ret_text, size_t size);

/* NULL: it has none. */
const char *gs1_value(const struct gs1 *g, const char *ai);
/*
 * YYMMDD as a day, in the century that is nearest to today: from 49 years before to 50 after. Day 00 is
 * the last of its month. 0; -EINVAL: there is no such day.
 */
int gs1_day(const char *value, const char *today, char ret_day[DAY_SIZE]);
/* Net mass, of 3100 to 3105. 0; -ENOENT: none. */
int gs1_net_mg(const struct gs1 *g, int64_t *ret_mg);
