// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The page that explains an export: what each file is, how many rows it has, and what its columns are called
 * on our own lists. Alone: no style or picture from elsewhere, so that it reads in twenty years.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "export_list.h"

static void put(FILE *f, const char *text)
{
	for (; *text; text++)
		if (*text == '<')
			(void)fputs("&lt;", f);
		else if (*text == '&')
			(void)fputs("&amp;", f);
		else
			(void)putc(*text, f);
}

/* NULL: nobody gave it words. */
static const char *words_of(enum lang lang, const char *key)
{
	const char *text = lang_text(lang, key);

	return strcmp(text, key) == 0 ? NULL : text;
}

/* lang: export_table_* entry_* */
static const char *table_words(enum lang lang, const char *name)
{
	char key[EXPORT_NAME + 32];
	const char *text;

	(void)snprintf(key, sizeof(key), "export_table_%s", name);
	text = words_of(lang, key);
	(void)snprintf(key, sizeof(key), "entry_%s", name);
	return text ? text : words_of(lang, key);
}

/* lang: column_* */
static const char *column_words(enum lang lang, const char *table, const char *name)
{
	char key[2 * EXPORT_NAME + 32];
	const char *text;

	(void)snprintf(key, sizeof(key), "column_%s_%s", table, name);
	text = words_of(lang, key);
	(void)snprintf(key, sizeof(key), "column_%s", name);
	return text ? text : words_of(lang, key);
}

static void put_columns(FILE *f, const struct export_table *t, enum lang lang)
{
	for (size_t i = 0; i < t->count && i < EXPORT_COLUMNS; i++) {
		const char *words = column_words(lang, t->name, t->column[i]);

		(void)fprintf(f, "%s<code>%s</code>", i ? ", " : "", t->column[i]);
		if (words) {
			(void)fputs(" (", f);
			put(f, words);
			(void)putc(')', f);
		}
	}
}

static void put_table(FILE *f, const struct export_table *t, enum lang lang)
{
	const char *words = table_words(lang, t->name);

	(void)fprintf(f,
		"<tr><td><a href=\"%s.csv\">%s.csv</a><br><a href=\"%s.json\">%s.json</a><td>",
		t->name, t->name, t->name, t->name);
	put(f, words ? words : "");
	(void)fprintf(f, "<td>%llu<td>", (unsigned long long)t->rows);
	put_columns(f, t, lang);
	(void)putc('\n', f);
}

/* lang: export_title export_about export_units export_codes export_journal export_people export_secrets */
static void put_all(FILE *f, const struct export_list *list, enum lang lang)
{
	static const char *const about[] = { "export_about", "export_units", "export_codes",
		"export_journal", "export_people", "export_secrets" };
	static const char *const heads[] = { "export_file", "export_what", "export_rows",
		"export_columns" };
	const char *title = lang_text(lang, "export_title");

	(void)fprintf(f,
		"<!DOCTYPE html>\n<html lang=\"%s\"><meta charset=\"utf-8\"><title>%s</title>\n"
		"<style>body{font:1rem/1.5 sans-serif;margin:2rem;max-width:70rem}"
		"td,th{border-top:1px solid #999;padding:.4rem;text-align:left;vertical-align:top}"
		"</style>\n<h1>%s</h1>\n",
		lang == LANG_FR ? "fr" : "en", title, title);
	for (size_t i = 0; i < sizeof(about) / sizeof(about[0]); i++) {
		(void)fputs("<p>", f);
		put(f, lang_text(lang, about[i]));
		(void)putc('\n', f);
	}
	(void)fputs("<table><tr>", f);
	/* lang: export_file export_what export_rows export_columns */
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		(void)fprintf(f, "<th>%s", lang_text(lang, heads[i]));
	(void)putc('\n', f);
	for (size_t i = 0; i < list->count; i++)
		put_table(f, &list->table[i], lang);
	(void)fputs("</table>\n", f);
}

int export_page(const char *path, const struct export_list *list, enum lang lang)
{
	FILE *f = fopen(path, "wxe");

	if (!f)
		return -errno;
	put_all(f, list, lang);
	return export_close(f);
}
