// SPDX-License-Identifier: GPL-3.0-or-later
/* Words into lines of so many letters, and boxes of such lines beside each other. See table_text.h. */
#include <string.h>
#include "table_text.h"

size_t text_wider(size_t width, const char *text)
{
	size_t letters = table_letters(text);

	return letters > width ? letters : width;
}

void text_pad(FILE *out, const char *text, size_t width, bool right)
{
	size_t letters = table_letters(text);
	int blanks = letters < width ? (int)(width - letters) : 0;

	if (right)
		(void)fprintf(out, "%*s%s", blanks, "", text);
	else
		(void)fprintf(out, "%s%*s", text, blanks, "");
}

size_t text_line(const char **rest, size_t width)
{
	const char *text = *rest, *p = text, *space = NULL;

	for (size_t letters = 0; *p; p++) {
		if (((unsigned char)*p & 0xC0) == 0x80)
			continue;
		space = *p == ' ' ? p : space;
		if (letters++ == width)
			break;
	}
	if (*p && space)
		p = space;
	*rest = *p == ' ' ? p + 1 : p;
	return (size_t)(p - text);
}

void text_put(const char *said, size_t indent, FILE *out)
{
	size_t at = 0;

	do {
		const char *line = said;
		size_t bytes = text_line(&said, LINE - at);

		(void)fprintf(out, "%*s%.*s\n", (int)at, "", (int)bytes, line);
		at = indent;
	} while (*said);
}

/* The letters of its longest word. */
size_t text_longest_word(const char *text)
{
	size_t longest = 0, letters = 0;

	for (;; text++) {
		if (*text == ' ' || !*text) {
			longest = letters > longest ? letters : longest;
			letters = 0;
		} else {
			letters += ((unsigned char)*text & 0xC0) != 0x80;
		}
		if (!*text)
			return longest;
	}
}

size_t text_lines(const char *text, size_t width)
{
	size_t lines = 0;

	do {
		(void)text_line(&text, width);
		lines++;
	} while (*text);
	return lines;
}

/* ---- boxes ---- */

struct text_box *text_box(struct text_boxes *b, const char *text, size_t width, bool right)
{
	struct text_box *one = &b->box[b->count++];

	*one = (struct text_box){ .width = width, .right = right };
	(void)snprintf(one->text, sizeof(one->text), "%s", text);
	return one;
}

static void put_line_of(const struct text_box *b, size_t line, size_t lines, bool last, FILE *out)
{
	const char *rest = b->text, *at = rest;
	size_t skip = b->low ? lines - text_lines(b->text, b->width) : 0, bytes = 0;
	char part[SAID_SIZE];

	for (size_t n = skip; n <= line; n++) {
		at = rest;
		bytes = *rest || n == skip ? text_line(&rest, b->width) : 0;
	}
	(void)snprintf(part, sizeof(part), "%.*s", line < skip ? 0 : (int)bytes, at);
	text_pad(out, part, last && !b->right ? 0 : b->width, b->right);
	(void)fprintf(out, "%*s", last ? 0 : GAP, "");
}

/* No line ends with blanks: what is empty at its end is not written. */
static size_t boxes_in(const struct text_boxes *b, size_t line, size_t lines)
{
	size_t count = b->count;

	while (count > 1) {
		const struct text_box *last = &b->box[count - 1];
		size_t own = text_lines(last->text, last->width),
		       skip = last->low ? lines - own : 0;

		if (*last->text && line >= skip && line < skip + own)
			break;
		count--;
	}
	return count;
}

void text_put_boxes(struct text_boxes *b, size_t indent, FILE *out)
{
	size_t lines = 1;

	for (size_t i = 0; i < b->count; i++) {
		size_t own = text_lines(b->box[i].text, b->box[i].width);

		lines = own > lines ? own : lines;
	}
	for (size_t line = 0; line < lines; line++) {
		size_t count = boxes_in(b, line, lines);

		(void)fprintf(out, "%*s", (int)indent, "");
		for (size_t i = 0; i < count; i++)
			put_line_of(&b->box[i], line, lines, i + 1 == count, out);
		(void)putc('\n', out);
	}
	b->count = 0;
}
