// SPDX-License-Identifier: GPL-3.0-or-later
/* Keys of words that people read, put together from a record's names. */
#include "record_title.h"
#include <stdio.h>

/* lang: column_* word_* entry_* */
static const char *if_there(const char *key)
{
	return lang_text(LANG_FR, key) == key ? NULL : key;
}

const char *record_title_key(
	const struct record *r, const struct record_field *f, char buf[TITLE_KEY])
{
	(void)snprintf(buf, TITLE_KEY, "column_%.30s_%s", r->table, f->name);
	if (if_there(buf))
		return buf;
	(void)snprintf(buf, TITLE_KEY, "column_%s", f->name);
	return if_there(buf);
}

const char *record_word_key(const struct record *r, const char *word, char buf[TITLE_KEY])
{
	(void)snprintf(buf, TITLE_KEY, "word_%.30s_%s", r->table, word);
	return if_there(buf);
}

const char *record_kind_key(const struct record *r, char buf[TITLE_KEY])
{
	(void)snprintf(buf, TITLE_KEY, "entry_%s", r->table);
	return if_there(buf);
}
