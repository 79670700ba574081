// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A reason that a site has added to its catalogue: who reads a request knows only those that are
 * shipped, and holds any other for words of a person. Here, where the catalogue is, a word that is a
 * code of its list on that day becomes the reason, and what follows it stays words.
 */
#include <stdio.h>
#include <string.h>
#include "write.h"

static const struct record_field *text_called(const struct record *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->fields[i].type == RECORD_TEXT && strcmp(r->fields[i].name, name) == 0)
			return &r->fields[i];
	return NULL;
}

/* The length of what may be a code, alone or before "; " (body_reason()); 0: none. */
static size_t code_length(const char *words)
{
	size_t len = strspn(words, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

	return len < CODE_SIZE && (!words[len] || strncmp(words + len, "; ", 2) == 0) ? len : 0;
}

int ledger_take_reason(struct ledger *l, const struct record *r, void *value, const char *day)
{
	const struct record_field *reason = text_called(r, "reason"),
				  *note = text_called(r, "note");
	char words[NOTE_SIZE], code[CODE_SIZE];
	int64_t hidden;
	size_t len;
	int done;

	if (!reason || !note || strcmp(record_text(reason, value), "OTHER") != 0)
		return 0;
	(void)snprintf(words, sizeof(words), "%s", record_text(note, value));
	len = code_length(words);
	if (!len)
		return 0;
	(void)snprintf(code, sizeof(code), "%.*s", (int)len, words);
	done = ledger_find_row(l, "reason", code, day, &hidden);
	if (done <= 0)
		return done;
	(void)record_set_text(reason, value, code);
	return record_set_text(note, value, words + len + (words[len] ? 2 : 0));
}
