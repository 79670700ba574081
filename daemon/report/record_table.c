// SPDX-License-Identifier: GPL-3.0-or-later
/* See record_table.h: what a program reads of a record, from its table of fields. */
#include "record_table.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "clock.h"
#include "record_title.h"

enum { AT_SIZE = 32, BY_NAME = 64 };

/* ---- fields in the order of answers ---- */

static const struct record_field *named(const struct record *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->fields[i].name, name) == 0)
			return &r->fields[i];
	return NULL;
}

static bool in_order(const struct record *r, const char *name)
{
	for (const char *const *n = r->order; n && *n; n++)
		if (strcmp(*n, name) == 0)
			return true;
	return false;
}

typedef int (*field_fn)(const struct record_field *f, void *data);

/* 0, or the first that take() gives. */
static int each_field(const struct record *r, field_fn take, void *data)
{
	int done = 0;

	for (const char *const *n = r->order; done == 0 && n && *n; n++)
		done = take(named(r, *n), data);
	for (size_t i = 0; done == 0 && i < r->count; i++)
		if (!(r->fields[i].rules & RECORD_SILENT) && !in_order(r, r->fields[i].name))
			done = take(&r->fields[i], data);
	return done;
}

/* ---- columns ---- */

struct filling {
	const struct record *record;
	enum lang lang;
	struct table *t;
	/* of rows: */
	const void *value;
	bool french;
	struct cell *cell;
};

static enum column_type column_of(const struct record_field *f)
{
	if (f->type == RECORD_MG)
		return COLUMN_MG;
	if (f->type == RECORD_INT || f->type == RECORD_UINT || f->type == RECORD_TRUE)
		return COLUMN_COUNT;
	return strcmp(f->name, "day") == 0 ? COLUMN_DAY : COLUMN_TEXT;
}

static int add_column(const struct record_field *f, void *filling)
{
	struct filling *x = filling;
	struct table *t = x->t;
	char key[TITLE_KEY];
	const char *title = record_title_key(x->record, f, key);
	const struct column column = { f->name, column_of(f), LABELS_NONE, false };

	t->words[t->columns] = title ? lang_text(x->lang, title) : NULL;
	table_columns(t, &column, 1);
	if (f->type != RECORD_TIME)
		return 0;
	(void)snprintf(t->names[t->columns], NAME_OF_COLUMN, "%.7s_utc", f->name);
	table_columns(t,
		&(const struct column){ t->names[t->columns], COLUMN_TEXT, LABELS_NONE, false }, 1);
	return 0;
}

int record_table_columns(const struct record *r, enum lang lang, struct table *t)
{
	struct filling x = { .record = r, .lang = lang, .t = t };

	t->bare = t->exact = true;
	t->names = calloc(TABLE_COLUMNS + 1, sizeof(*t->names));
	return t->names ? each_field(r, add_column, &x) : -ENOMEM;
}

/* ---- rows ---- */

/* "2026-03-29T03:00:00+02:00", or "2026-03-29 03:00:00" in French files; of UTC with a Z. */
static void put_time(int64_t us, bool french, char at[AT_SIZE], char utc[AT_SIZE])
{
	const time_t seconds = (time_t)((us - (us % 1000000 + 1000000) % 1000000) / 1000000);
	struct tm tm;

	(void)clock_iso(us, at, AT_SIZE);
	(void)gmtime_r(&seconds, &tm);
	(void)strftime(utc, AT_SIZE, french ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%dT%H:%M:%SZ", &tm);
	if (french) {
		at[10] = ' ';
		at[19] = '\0';
	}
}

static int add_time(struct filling *x, int64_t us)
{
	char at[AT_SIZE], utc[AT_SIZE];

	put_time(us, x->french, at, utc);
	return table_set_text(x->cell++, at) < 0 || table_set_text(x->cell++, utc) < 0 ? -ENOMEM
										       : 0;
}

static int add_cell(const struct record_field *f, void *filling)
{
	struct filling *x = filling;
	bool has = record_has(f, x->value) && (!f->answered || f->answered(x->value));

	if (f->type == RECORD_TIME)
		return add_time(x, record_number(f, x->value));
	if (column_of(f) == COLUMN_TEXT || column_of(f) == COLUMN_DAY)
		return table_set_text(x->cell++, has ? record_text(f, x->value) : "");
	x->cell->number = record_number(f, x->value);
	x->cell->none = !has || (x->cell->number == 0 && (f->rules & RECORD_BLANK));
	x->cell++;
	return 0;
}

int record_table_add(const struct record *r, const void *value, bool french, struct table *t)
{
	struct filling x = { .record = r, .t = t, .value = value, .french = french };

	x.cell = table_add_row(t);
	return x.cell ? each_field(r, add_cell, &x) : -ENOMEM;
}

void record_table_empty(struct table *t)
{
	for (size_t i = 0; i < t->rows * t->columns; i++)
		free(t->cells[i].text);
	free(t->cells);
	t->cells = NULL;
	t->rows = 0;
}

/* ---- the dictionary ---- */

enum { NAME, JSON, TITLE, SORT, UNIT, WORDS, MEANING, DICTIONARY };

static const struct column dictionary[DICTIONARY] = {
	[NAME] = { "column", COLUMN_CODE, LABELS_NONE, false },
	[JSON] = { "json", COLUMN_TEXT, LABELS_NONE, false },
	[TITLE] = { "title", COLUMN_TEXT, LABELS_NONE, false },
	[SORT] = { "sort", COLUMN_TEXT, LABELS_NONE, false },
	[UNIT] = { "unit", COLUMN_TEXT, LABELS_NONE, false },
	[WORDS] = { "words", COLUMN_TEXT, LABELS_NONE, false },
	[MEANING] = { "meaning", COLUMN_TEXT, LABELS_NONE, false },
};

/* lang: sort_* */
static const char *sort_of(const struct record_field *f)
{
	static const char *const sorts[] = {
		[RECORD_TEXT] = "sort_text",
		[RECORD_INT] = "sort_number",
		[RECORD_UINT] = "sort_number",
		[RECORD_MG] = "sort_mass",
		[RECORD_MGS] = "sort_mass",
		[RECORD_TRUE] = "sort_truth",
		[RECORD_VERSION] = "sort_text",
		[RECORD_TIME] = "sort_time",
		[RECORD_WORD] = "sort_word",
		[RECORD_BYTES] = "sort_text",
	};

	return column_of(f) == COLUMN_DAY ? "sort_day" : sorts[f->type];
}

static void words_of(const struct record_field *f, char *buf, size_t size)
{
	size_t used = 0;

	*buf = '\0';
	for (size_t i = 0; f->words && i < f->words->count && used < size; i++)
		if (*f->words->names[i])
			used += (size_t)snprintf(buf + used, size - used, "%s%s", used ? ", " : "",
				f->words->names[i]);
}

/* What nobody has explained is left blank, and fails a test. lang: means_* */
static const char *meaning_of(const struct record *r, const char *name, enum lang lang)
{
	char key[BY_NAME];
	const char *said;

	(void)snprintf(key, sizeof(key), "means_%.30s_%.24s", r->table, name);
	said = lang_text(lang, key);
	return said == key ? "" : said;
}

static int explain(struct filling *x, const struct record_field *f, size_t column)
{
	const char *name = x->t->column[column].name;
	struct table *to = x->t->next;
	struct cell *row = table_add_row(to);
	char kg[32], words[256];

	words_of(f, words, sizeof(words));
	if (!row || table_set_text(&row[NAME], table_kg_name(x->t, column, kg)) < 0 ||
		table_set_text(&row[JSON], f->name == name ? name : "") < 0 ||
		table_set_text(&row[TITLE], table_title(x->t, column, x->lang)) < 0 ||
		table_set_text(&row[SORT], lang_text(x->lang, sort_of(f))) < 0 ||
		table_set_text(&row[UNIT], f->type == RECORD_MG ? "kg"
					   : f->unit            ? f->unit
								: "") < 0 ||
		table_set_text(&row[WORDS], words) < 0 ||
		table_set_text(&row[MEANING], meaning_of(x->record, name, x->lang)) < 0)
		return -ENOMEM;
	row[NAME].number = (int64_t)to->rows; /* the order in which people see them */
	return 0;
}

static int explain_field(const struct record_field *f, void *filling)
{
	struct filling *x = filling;
	size_t column = table_column(x->t, f->name);
	int r = explain(x, f, column);

	return r == 0 && f->type == RECORD_TIME ? explain(x, f, column + 1) : r;
}

int record_dictionary(
	const struct record *r, const char *title_key, enum lang lang, struct table *t)
{
	struct table of = { .next = t };
	struct filling x = { .record = r, .lang = lang, .t = &of };
	int done = record_table_columns(r, lang, &of);

	*t = (struct table){ .name = "dictionary", .bare = true, .title.key = title_key };
	table_columns(t, dictionary, DICTIONARY);
	if (done == 0)
		done = each_field(r, explain_field, &x);
	of.next = NULL;
	table_done(&of);
	return done < 0 ? done : table_label(t, NULL, "", lang);
}

/* ---- as people read it ---- */

enum { LINE = 80, INDENT = 4 };

static void put_wrapped(const char *text, FILE *out)
{
	size_t at = 0;

	while (*text) {
		size_t bytes = strcspn(text, " "), letters = 0;

		for (size_t i = 0; i < bytes; i++)
			letters += (text[i] & 0xC0) != 0x80;
		if (at == 0 || at + 1 + letters > LINE) {
			(void)fprintf(out, "%s%*s", at ? "\n" : "", INDENT, "");
			at = INDENT;
		} else {
			(void)putc(' ', out);
			at++;
		}
		(void)fwrite(text, 1, bytes, out);
		at += letters;
		text += bytes + (text[bytes] == ' ');
	}
	(void)putc('\n', out);
}

void record_dictionary_text(const struct table *t, FILE *out)
{
	for (size_t n = 0; n < t->rows; n++) {
		const struct cell *row = &t->cells[n * t->columns];

		(void)fprintf(out, "%s%s  %s (%s)\n", n ? "\n" : "", row[NAME].text,
			row[TITLE].text, row[SORT].text);
		put_wrapped(row[MEANING].text, out);
		if (*row[WORDS].text)
			put_wrapped(row[WORDS].text, out);
	}
}
