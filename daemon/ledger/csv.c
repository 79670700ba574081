// SPDX-License-Identifier: GPL-3.0-or-later
/* Comma separated values: a small reader that knows line numbers, and a writer. */
#include "csv.h"
#include <errno.h>
#include <string.h>
#include "cleanup.h"

static const char formula_starts[] = "=+-@\t\r";

static const char separators[] = { ',', ';', '\t' };

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* "sep=;" alone on the first line: Excel reads it and never shows it. */
static bool take_separator(struct csv *c)
{
	const char *p = c->at;

	if (c->end - p < 6 || strncasecmp(p, "sep=", 4) != 0 || p[4] == '"' || !is_line_end(p[5]))
		return false;
	c->separator = p[4];
	c->at += 6 + (p[5] == '\r' && c->end - p > 6 && p[6] == '\n');
	c->line = c->next_line = 2;
	return true;
}

static void count_separators(struct csv *c)
{
	size_t count[ARRAY_SIZE(separators)] = { 0 }, best = 0;

	for (const char *p = c->at; p < c->end && !is_line_end(*p); p++)
		for (size_t i = 0; i < ARRAY_SIZE(separators); i++)
			count[i] += *p == separators[i];
	for (size_t i = 1; i < ARRAY_SIZE(separators); i++)
		if (count[i] > count[best])
			best = i;
	c->separator = separators[best];
}

void csv_open(struct csv *c, const char *text, size_t len)
{
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		len -= 3;
	}
	*c = (struct csv){ .at = text, .end = text + len, .line = 1, .next_line = 1 };
	if (!take_separator(c))
		count_separators(c);
}

static void put(char *cell, size_t size, size_t *len, char byte)
{
	if (*len + 1 < size)
		cell[*len] = byte;
	(*len)++;
}

/* Between quotes; a doubled quote is one. */
static void read_quoted(struct csv *c, char *cell, size_t size, size_t *len)
{
	for (c->at++; c->at < c->end; c->at++) {
		if (*c->at == '"' && (c->at + 1 == c->end || c->at[1] != '"')) {
			c->at++;
			return;
		}
		c->at += *c->at == '"';
		c->next_line += *c->at == '\n';
		put(cell, size, len, *c->at);
	}
	c->malformed = true;
}

static bool at_cell_end(const struct csv *c)
{
	return c->at == c->end || *c->at == c->separator || is_line_end(*c->at);
}

/* Steps over what ends a cell. */
static void end_cell(struct csv *c)
{
	c->in_row = c->at < c->end && *c->at == c->separator;
	if (c->in_row) {
		c->at++;
		return;
	}
	c->row_ended = true;
	if (c->at == c->end)
		return;
	c->next_line++;
	c->at += *c->at == '\r' && c->at + 1 < c->end && c->at[1] == '\n' ? 2 : 1;
}

static void finish(char *cell, size_t size, size_t *len)
{
	size_t end = *len < size ? *len : size - 1;

	cell[end] = '\0';
	if (end >= 2 && cell[0] == '\'' && strchr(formula_starts, cell[1])) {
		memmove(cell, cell + 1, end);
		(*len)--;
	}
}

int csv_cell(struct csv *c, char *ret_cell, size_t size, size_t *ret_len)
{
	size_t len = 0;

	*ret_len = 0;
	if (c->row_ended) {
		c->row_ended = false;
		return 0;
	}
	if (c->at == c->end && !c->in_row)
		return -ENODATA;
	c->line = c->next_line;
	if (c->at < c->end && *c->at == '"')
		read_quoted(c, ret_cell, size, &len);
	for (; !at_cell_end(c); c->at++) {
		c->malformed |= len > 0 && c->at[-1] == '"';
		put(ret_cell, size, &len, *c->at);
	}
	end_cell(c);
	finish(ret_cell, size, &len);
	*ret_len = len;
	return 1;
}

void csv_put(FILE *out, const char *text, char separator)
{
	const char reserved[] = { separator, '"', '\n', '\r', '\0' };
	bool formula = text[0] && strchr(formula_starts, text[0]);
	bool quoted = text[strcspn(text, reserved)] || text[0] == ' ';

	if (quoted)
		(void)putc('"', out);
	if (formula)
		(void)putc('\'', out);
	for (; *text; text++) {
		if (*text == '"')
			(void)putc('"', out);
		(void)putc(*text, out);
	}
	if (quoted)
		(void)putc('"', out);
}
