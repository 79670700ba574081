// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of application identifiers, and what one asks of another: see gs1_ai.h. */
#include "gs1_ai.h"
#include <errno.h>
#include <string.h>
#include "cleanup.h"
#include "day.h"

#define DATE (AI_DIGITS | AI_DATE | AI_FIXED | AI_OF_GTIN)
#define NUMBER (AI_DIGITS | AI_CHECKED | AI_FIXED)
#define LOCATION(ai_)                  \
	{                              \
		ai_, 0, 13, 13, NUMBER \
	}
#define MEASURE(ai_)                                              \
	{                                                         \
		ai_, '5', 6, 6, AI_DIGITS | AI_FIXED | AI_OF_GTIN \
	}

static const struct gs1_ai table[] = {
	{ "00", 0, 18, 18, NUMBER },
	{ "01", 0, 14, 14, NUMBER },
	{ "02", 0, 14, 14, NUMBER },
	{ "10", 0, 1, 20, AI_OF_GTIN },
	{ "11", 0, 6, 6, DATE },
	{ "12", 0, 6, 6, DATE },
	{ "13", 0, 6, 6, DATE },
	{ "15", 0, 6, 6, DATE },
	{ "16", 0, 6, 6, DATE },
	{ "17", 0, 6, 6, DATE },
	{ "20", 0, 2, 2, AI_DIGITS | AI_FIXED | AI_OF_GTIN },
	{ "21", 0, 1, 20, AI_OF_GTIN },
	{ "22", 0, 1, 20, AI_OF_GTIN },
	{ "240", 0, 1, 30, AI_OF_GTIN },
	{ "241", 0, 1, 30, 0 },
	{ "30", 0, 1, 8, AI_DIGITS | AI_OF_GTIN },
	MEASURE("310n"),
	MEASURE("320n"),
	{ "330n", '5', 6, 6, AI_DIGITS | AI_FIXED },
	{ "37", 0, 1, 8, AI_DIGITS },
	{ "392n", '9', 1, 15, AI_DIGITS | AI_OF_GTIN },
	{ "393n", '9', 4, 18, AI_DIGITS | AI_OF_GTIN },
	{ "395n", '5', 6, 6, AI_DIGITS | AI_OF_GTIN },
	{ "400", 0, 1, 30, 0 },
	{ "401", 0, 1, 30, 0 },
	LOCATION("410"),
	LOCATION("411"),
	LOCATION("412"),
	LOCATION("413"),
	LOCATION("414"),
	LOCATION("415"),
	LOCATION("416"),
	LOCATION("417"),
	{ "422", 0, 3, 3, AI_DIGITS | AI_OF_GTIN },
	{ "7003", 0, 10, 10, AI_DIGITS | AI_DATE | AI_WHOLE | AI_OF_GTIN },
	{ "7006", 0, 6, 6, AI_DIGITS | AI_DATE | AI_WHOLE | AI_OF_GTIN },
	{ "703n", '9', 4, 30, AI_OF_GTIN },
	{ "8005", 0, 6, 6, AI_DIGITS | AI_OF_GTIN },
	{ "8008", 0, 8, 12, AI_DIGITS | AI_DATE | AI_WHOLE | AI_OF_GTIN },
	{ "8020", 0, 1, 25, 0 },
	{ "90", 0, 1, 30, 0 },
	{ "9n", '9', 1, 90, 0 },
};

static bool begins(const char *text, const struct gs1_ai *ai)
{
	for (const char *a = ai->ai; *a; a++, text++)
		if (*a == 'n' ? *text < '0' || *text > ai->last : *text != *a)
			return false;
	return true;
}

const struct gs1_ai *gs1_ai_at(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (begins(text, &table[i]))
			return &table[i];
	return NULL;
}

bool gs1_character(char c)
{
	if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
		return true;
	return c && strchr("!\"%&'()*+,-./:;<=>?_", c);
}

/* Of whichever year: the century is read later. 2000 had a 29 February, as 2000 + YY has where YY / 4. */
static bool good_date(const char *value, bool whole)
{
	char day[DAY_SIZE] = { '2', '0', value[0], value[1], '-', value[2], value[3], '-', value[4],
		value[5], '\0' };

	if (!whole && strncmp(value + 4, "00", 2) == 0)
		day[9] = '1';
	return day_exists(day);
}

static bool good_check(const char *value)
{
	char digits[GS1_VALUE_SIZE], check;
	size_t len = strlen(value);

	memcpy(digits, value, len);
	digits[len - 1] = '\0';
	return gs1_check_digit(digits, &check) == 0 && check == value[len - 1];
}

bool gs1_ai_good(const struct gs1_ai *ai, const char *value)
{
	size_t len = strlen(value);

	if (len < ai->least || len > ai->most)
		return false;
	for (const char *c = value; *c; c++)
		if (ai->rules & AI_DIGITS ? *c < '0' || *c > '9' : !gs1_character(*c))
			return false;
	if ((ai->rules & AI_DATE) && !good_date(value, ai->rules & AI_WHOLE))
		return false;
	return !(ai->rules & AI_CHECKED) || good_check(value);
}

/* ---- of all of them ---- */

static bool is_fixed(const struct gs1_element *e)
{
	const struct gs1_ai *ai = gs1_ai_at(e->ai);

	return ai && (ai->rules & AI_FIXED);
}

static int wrong(struct gs1 *g, const char *ai)
{
	memcpy(g->wrong, ai, strlen(ai) + 1);
	return -EBADMSG;
}

/* A moves before B where only A is of a known length: those of one kind stay in their order. */
static void put_in_order(struct gs1 *g)
{
	for (size_t i = 1; i < g->count; i++)
		for (size_t n = i; n > 0; n--) {
			struct gs1_element *e = &g->elements[n], one = *e;

			if (!is_fixed(e) || is_fixed(e - 1))
				break;
			*e = e[-1];
			e[-1] = one;
		}
}

static int check_each(struct gs1 *g)
{
	const bool gtin = gs1_value(g, "01") || gs1_value(g, "02");

	for (size_t i = 0; i < g->count; i++) {
		const struct gs1_element *e = &g->elements[i];
		const struct gs1_ai *ai = gs1_ai_at(e->ai);

		if (!ai || strlen(ai->ai) != strlen(e->ai) || !gs1_ai_good(ai, e->value))
			return wrong(g, e->ai);
		if ((ai->rules & AI_OF_GTIN) && !gtin)
			return wrong(g, e->ai);
		for (size_t n = 0; n < i; n++)
			if (strcmp(g->elements[n].ai, e->ai) == 0)
				return wrong(g, e->ai);
	}
	return 0;
}

int gs1_check(struct gs1 *g)
{
	int r = g->count ? check_each(g) : -EBADMSG;

	if (r < 0)
		return r;
	/* What is in a logistic unit, and how many: one says nothing without the other. */
	if (!gs1_value(g, "02") != !gs1_value(g, "37"))
		return wrong(g, gs1_value(g, "02") ? "02" : "37");
	if (gs1_value(g, "01") && gs1_value(g, "02"))
		return wrong(g, "02");
	put_in_order(g);
	return 0;
}
