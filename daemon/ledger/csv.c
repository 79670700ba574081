// SPDX-License-Identifier: GPL-3.0-or-later
/* Comma separated values: a small reader that knows line numbers, and a writer. */
#include "csv.h"
#include <errno.h>
#include <string.h>

static const char formula_starts[] = "=+-@\t\r";

void csv_open(struct csv *c, const char *text, size_t len)
{
	size_t commas = 0, semicolons = 0;

	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		len -= 3;
	}
	*c = (struct csv){ .at = text, .end = text + len, .line = 1, .next_line = 1 };
	for (const char *p = text; p < c->end && *p != '\n'; p++) {
		commas += *p == ',';
		semicolons += *p == ';';
	}
	c->separator = semicolons > commas ? ';' : ',';
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
	return c->at == c->end || *c->at == c->separator || *c->at == '\n' ||
	       (*c->at == '\r' && (c->at + 1 == c->end || c->at[1] == '\n'));
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
	c->at += c->at < c->end && *c->at == '\r';
	if (c->at < c->end) {
		c->at++;
		c->next_line++;
	}
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
