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

/* ---- list.c: a whole list, as a command was asked for it ---- */

struct list_view {
	const struct record *record;
	const char *const *shown; /* to people, NULL at its end; NULL: all that answers have */
	const char *member;       /* of the answer */
	const char *none;         /* the sentence where there are no rows */
	const struct days *days;  /* that were asked for; NULL: none are */
	enum table_format format;
	const char *output; /* NULL: stdout */
};
/* Of a list: no picture, no paper, no bytes where a person looks on. An exit code. */
int list_format(
	const struct cli *c, const char *word, const char *output, enum table_format *ret_format);
/* An exit code: refused where there is nothing. */
int list_write(const struct cli *c, const struct list_view *v, const json_t *answer);
