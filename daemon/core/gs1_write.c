// SPDX-License-Identifier: GPL-3.0-or-later
/* Elements written in one spelling, and their dates: see gs1.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "gs1_ai.h"

struct writing {
	char *to;
	size_t size, used;
};

static void put(struct writing *w, char c)
{
	if (w->used + 1 < w->size)
		w->to[w->used] = c;
	w->used++;
}

static void put_text(struct writing *w, const char *text)
{
	for (; *text; text++)
		put(w, *text);
}

/* As a symbol of GS1: without that, digits alone could be an EAN. */
static void write_plain(const struct gs1 *g, struct writing *w)
{
	put_text(w, "]C1");
	for (size_t i = 0; i < g->count; i++) {
		const struct gs1_element *e = &g->elements[i];

		put_text(w, e->ai);
		put_text(w, e->value);
		if (i + 1 < g->count && !(gs1_ai_at(e->ai)->rules & AI_FIXED))
			put(w, GS1_SEPARATOR);
	}
}

/* A bracket in a value could not be told from that of an AI. */
static int write_brackets(const struct gs1 *g, struct writing *w)
{
	for (size_t i = 0; i < g->count; i++) {
		if (strchr(g->elements[i].value, '('))
			return -EINVAL;
		put(w, '(');
		put_text(w, g->elements[i].ai);
		put(w, ')');
		put_text(w, g->elements[i].value);
	}
	return 0;
}

/* RFC 3986: letters, digits, - . _ ~ stand for themselves. */
static void put_escaped(struct writing *w, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *text; text++) {
		const unsigned char c = (unsigned char)*text;

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			strchr("-._", c)) {
			put(w, *text);
			continue;
		}
		put(w, '%');
		put(w, digits[c >> 4]);
		put(w, digits[c & 15]);
	}
}

/* The key, its qualifiers in this order, then all the rest. */
static const char *const in_path[] = { "01", "22", "10", "21" };

static bool is_in_path(const char *ai)
{
	for (size_t i = 0; i < sizeof(in_path) / sizeof(in_path[0]); i++)
		if (strcmp(in_path[i], ai) == 0)
			return true;
	return false;
}

static int write_link(const struct gs1 *g, const char *host, struct writing *w)
{
	char mark = '?';

	if (!host || !*host || !gs1_value(g, "01"))
		return -EINVAL;
	put_text(w, "https://");
	put_text(w, host);
	for (size_t i = 0; i < sizeof(in_path) / sizeof(in_path[0]); i++) {
		const char *value = gs1_value(g, in_path[i]);

		if (!value)
			continue;
		put(w, '/');
		put_text(w, in_path[i]);
		put(w, '/');
		put_escaped(w, value);
	}
	for (size_t i = 0; i < g->count; i++) {
		if (is_in_path(g->elements[i].ai))
			continue;
		put(w, mark);
		put_text(w, g->elements[i].ai);
		put(w, '=');
		put_escaped(w, g->elements[i].value);
		mark = '&';
	}
	return 0;
}

int gs1_write(
	const struct gs1 *g, enum gs1_spelling how, const char *host, char *ret_text, size_t size)
{
	struct writing w = { ret_text, size, 0 };
	struct gs1 sound = *g;
	int r = gs1_check(&sound) < 0 ? -EINVAL : 0;

	if (r == 0 && how == GS1_PLAIN)
		write_plain(&sound, &w);
	else if (r == 0 && how == GS1_BRACKETS)
		r = write_brackets(&sound, &w);
	else if (r == 0)
		r = write_link(&sound, host, &w);
	if (r < 0)
		return r;
	if (w.used + 1 > size)
		return -ENOBUFS;
	ret_text[w.used] = '\0';
	return 0;
}

/* ---- dates ---- */

static int two(const char *digits)
{
	return (digits[0] - '0') * 10 + (digits[1] - '0');
}

/* The year of these two digits that is nearest: 49 before today's to 50 after it. */
static int year_of(int digits, int this_year)
{
	int year = this_year - this_year % 100 + digits;

	if (year < this_year - 49)
		return year + 100;
	return year > this_year + 50 ? year - 100 : year;
}

int gs1_day(const char *value, const char *today, char ret_day[DAY_SIZE])
{
	const int this_year = atoi(today);
	char day[16];
	int last = two(value + 4);

	if (strspn(value, "0123456789") < 6)
		return -EINVAL;
	for (int d = last ? last : 31; d >= (last ? last : 28); d--) {
		(void)snprintf(day, sizeof(day), "%04d-%02d-%02d",
			year_of(two(value), this_year) % 10000, two(value + 2) % 100, d % 100);
		if (day_exists(day)) {
			memcpy(ret_day, day, DAY_SIZE);
			return 0;
		}
	}
	return -EINVAL;
}
