// SPDX-License-Identifier: GPL-3.0-or-later
/* Entries of a kind, from the JSON of a call, as a table to be written and as lines to be read. */
#pragma once
#include "cli.h"
#include "record.h"

/*
 * A column for each field that answers have, or for those of names (NULL at its end). people: words
 * of the language instead of codes. 0, -ENOMEM; table_done() then.
 */
int entries_table(struct table *t, const struct record *r, const char *const *names,
	const json_t *rows, bool people, enum lang lang);
/* One paragraph an entry, of what it says. */
void entries_text(const struct table *t, enum lang lang, FILE *out);
