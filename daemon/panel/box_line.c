// SPDX-License-Identifier: GPL-3.0-or-later
/* See box_line.h. */
#include <string.h>
#include "box_line.h"

static bool is_name(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	return len > 0 && len < PANEL_WORD_SIZE && text[len] == '\0';
}

static enum box_word understand(const char *text, char ret_name[PANEL_WORD_SIZE])
{
	if (!strcmp(text, "H"))
		return BOX_ALIVE;
	if (!strcmp(text, "I bascule-box 1"))
		return BOX_IDENTITY;
	if ((text[0] != 'P' && text[0] != 'R') || text[1] != ' ' || !is_name(text + 2))
		return BOX_NOTHING;
	(void)snprintf(ret_name, PANEL_WORD_SIZE, "%s", text + 2);
	return text[0] == 'P' ? BOX_PRESSED : BOX_RELEASED;
}

enum box_word box_line_feed(struct box_line *b, char byte, char ret_name[PANEL_WORD_SIZE])
{
	enum box_word word = BOX_NOTHING;

	if (byte == '\n') {
		if (b->used > 0 && b->text[b->used - 1] == '\r')
			b->used--;
		b->text[b->used] = '\0';
		if (!b->too_long && !memchr(b->text, '\0', b->used))
			word = understand(b->text, ret_name);
		b->used = 0;
		b->too_long = false;
	} else if (b->used + 1 < sizeof(b->text)) {
		b->text[b->used++] = byte;
	} else {
		b->too_long = true;
	}
	return word;
}
