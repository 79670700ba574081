// SPDX-License-Identifier: GPL-3.0-or-later
/* Element strings in their spellings, read: see gs1.h. */
#include <errno.h>
#include <string.h>
#include "cleanup.h"
#include "day.h"
#include "gs1_ai.h"

static int add(struct gs1 *g, const char *ai, size_t ai_len, const char *value, size_t len)
{
	struct gs1_element *e;

	if (g->count == GS1_MOST || ai_len >= AI_SIZE || len >= GS1_VALUE_SIZE)
		return -EBADMSG;
	e = &g->elements[g->count++];
	memcpy(e->ai, ai, ai_len);
	memcpy(e->value, value, len);
	e->ai[ai_len] = e->value[len] = '\0';
	return 0;
}

/* A GTIN of any length is the same number with zeros before it. */
static int add_gtin(struct gs1 *g, const char *ai, const char *digits, size_t len)
{
	char whole[GTIN_SIZE] = "00000000000000";

	if (len >= GTIN_SIZE)
		return -EBADMSG;
	memcpy(whole + GTIN_SIZE - 1 - len, digits, len);
	return add(g, ai, 2, whole, GTIN_SIZE - 1);
}

/* ---- plain: one behind another, a separator behind those of any length ---- */

static int read_plain(const char *text, struct gs1 *g)
{
	while (*text == GS1_SEPARATOR)
		text++;
	while (*text) {
		const struct gs1_ai *ai = gs1_ai_at(text);
		size_t ai_len = ai ? strlen(ai->ai) : 0, len;

		if (!ai)
			return g->count ? -EBADMSG : -EINVAL;
		len = strcspn(text + ai_len, (const char[]){ GS1_SEPARATOR, '\0' });
		if ((ai->rules & AI_FIXED) && len > ai->most)
			len = ai->most;
		if (add(g, text, ai_len, text + ai_len, len) < 0)
			return -EBADMSG;
		text += ai_len + len;
		text += *text == GS1_SEPARATOR;
	}
	return g->count ? 0 : -EINVAL;
}

/* ---- (01)…(10)…, as people read it ---- */

/* "(10)" and the like: how long; 0: something else. */
static size_t bracket_at(const char *text)
{
	size_t digits = *text == '(' ? strspn(text + 1, "0123456789") : 0;

	return digits >= 2 && digits < AI_SIZE && text[1 + digits] == ')' ? digits + 2 : 0;
}

static int read_brackets(const char *text, struct gs1 *g)
{
	while (*text) {
		size_t bracket = bracket_at(text), len = 0;
		const char *value = text + bracket;

		if (!bracket)
			return -EBADMSG;
		while (value[len] && !bracket_at(value + len))
			len++;
		if (add(g, text + 1, bracket - 2, value, len) < 0)
			return -EBADMSG;
		text = value + len;
	}
	return 0;
}

/* ---- https://HOST/01/GTIN/10/LOT?17=… ---- */

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -EINVAL;
}

/* len bytes with %XX, as they are meant. -EBADMSG. */
static int unescape(const char *text, size_t len, char ret[GS1_VALUE_SIZE], size_t *ret_len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '%') {
			int high = i + 2 < len ? hex(text[i + 1]) : -EINVAL;
			int low = i + 2 < len ? hex(text[i + 2]) : -EINVAL;

			if (high < 0 || low < 0)
				return -EBADMSG;
			c = (char)(high * 16 + low);
			i += 2;
		}
		if (n + 1 >= GS1_VALUE_SIZE)
			return -EBADMSG;
		ret[n++] = c;
	}
	*ret_len = n;
	return 0;
}

static int add_escaped(struct gs1 *g, const char *ai, size_t ai_len, const char *text, size_t len)
{
	char value[GS1_VALUE_SIZE];
	size_t n = 0;
	int r = unescape(text, len, value, &n);

	if (r < 0)
		return r;
	if (ai_len == 2 && (strncmp(ai, "01", 2) == 0 || strncmp(ai, "02", 2) == 0))
		return add_gtin(g, ai, value, n);
	return add(g, ai, ai_len, value, n);
}

/* Pairs in the path: /01/…/10/… */
static int read_path(const char *path, const char *end, struct gs1 *g)
{
	while (path < end) {
		const char *ai = path + 1, *value;
		size_t ai_len = strcspn(ai, "/?#"), len;

		value = ai + ai_len + 1;
		if (ai_len >= AI_SIZE || ai + ai_len >= end)
			return -EBADMSG;
		len = strcspn(value, "/?#");
		if (add_escaped(g, ai, ai_len, value, len) < 0)
			return -EBADMSG;
		path = value + len;
	}
	return 0;
}

/* Of the query what is an AI; what else stands there is the web site's own. */
static int read_query(const char *query, struct gs1 *g)
{
	while (*query && *query != '#') {
		size_t name = strcspn(query, "=&;#"), len;

		len = query[name] == '=' ? strcspn(query + name + 1, "&;#") : 0;
		if (name >= 2 && name < AI_SIZE && strspn(query, "0123456789") == name &&
			add_escaped(g, query, name, query + name + 1, len) < 0)
			return -EBADMSG;
		query += name + (query[name] == '=' ? 1 + len : 0);
		query += *query == '&' || *query == ';';
	}
	return 0;
}

/* The path from its key on: a web site may have folders of its own before it. */
static const char *find_key(const char *path, const char *end)
{
	for (; path + 4 < end; path++)
		if (strncmp(path, "/01/", 4) == 0)
			return path;
	return NULL;
}

static int read_link(const char *text, struct gs1 *g)
{
	const char *host = strstr(text, "://") + 3;
	const char *path = host + strcspn(host, "/?#"), *end = path + strcspn(path, "?#");
	const char *key = find_key(path, end);
	int r = key ? read_path(key, end, g) : -EINVAL;

	return r == 0 && *end == '?' ? read_query(end + 1, g) : r;
}

/* ---- all of them ---- */

/* ~1D is what scanners are set to send where a keyboard has no GS. -EBADMSG: too long. */
static int with_separators(const char *text, char *ret, size_t size)
{
	size_t n = 0;

	for (; *text && n + 1 < size; text++) {
		const bool stands_in = strncasecmp(text, "~1d", 3) == 0;

		ret[n++] = stands_in ? GS1_SEPARATOR : *text;
		text += stands_in ? 2 : 0;
	}
	ret[n] = '\0';
	return *text ? -EBADMSG : 0;
}

enum symbol { SYMBOL_UNSAID, SYMBOL_EAN, SYMBOL_GS1 };

/* ISO/IEC 15424: what a scanner says of the symbol before what stands in it. */
static enum symbol skip_symbol(const char **text)
{
	static const char *const symbols[] = { "]E0", "]E4", "]C1", "]d2", "]Q3", "]e0", "]J1" };

	for (size_t i = 0; i < ARRAY_SIZE(symbols); i++)
		if (strncmp(*text, symbols[i], 3) == 0) {
			*text += 3;
			return i < 2 ? SYMBOL_EAN : SYMBOL_GS1;
		}
	return SYMBOL_UNSAID;
}

static bool is_link(const char *text)
{
	return strncasecmp(text, "https://", 8) == 0 || strncasecmp(text, "http://", 7) == 0;
}

static int read_any(const char *text, struct gs1 *g)
{
	const enum symbol symbol = skip_symbol(&text);
	const bool short_digits = strspn(text, "0123456789") == strlen(text) && strlen(text) < 16;

	if (is_link(text))
		return read_link(text, g);
	if (bracket_at(text))
		return read_brackets(text, g);
	if (symbol != SYMBOL_GS1 && gs1_gtin_good(text))
		return add_gtin(g, "01", text, strlen(text));
	/* Digits alone that are none: a number of somebody's own, or one misread. */
	if (symbol == SYMBOL_EAN || (symbol == SYMBOL_UNSAID && short_digits))
		return symbol == SYMBOL_EAN ? -EBADMSG : -EINVAL;
	return read_plain(text, g);
}

int gs1_parse(const char *text, struct gs1 *ret)
{
	char plain[SCANNED_SIZE];
	struct gs1 g = { 0 };
	int r = with_separators(text, plain, sizeof(plain)) < 0 ? -EINVAL : read_any(plain, &g);

	if (r == 0)
		r = gs1_check(&g);
	if (r == 0 || r == -EBADMSG)
		*ret = g;
	return r;
}

const char *gs1_value(const struct gs1 *g, const char *ai)
{
	for (size_t i = 0; i < g->count; i++)
		if (strcmp(g->elements[i].ai, ai) == 0)
			return g->elements[i].value;
	return NULL;
}

int gs1_net_mg(const struct gs1 *g, int64_t *ret_mg)
{
	for (size_t i = 0; i < g->count; i++) {
		const struct gs1_element *e = &g->elements[i];
		int64_t mg = 0;

		if (strncmp(e->ai, "310", 3) != 0)
			continue;
		for (const char *c = e->value; *c; c++)
			mg = mg * 10 + (*c - '0');
		for (int decimals = e->ai[3]; decimals < '6'; decimals++)
			mg *= 10;
		*ret_mg = mg;
		return 0;
	}
	return -ENOENT;
}
