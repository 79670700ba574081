// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Entries of any kind as a table: what a column holds is said by the kind's table of fields, so that
 * nothing is written here for a kind.
 */
#include "entries_table.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "record_title.h"
#include "typeset.h"

static bool is_figure(const struct record_field *f)
{
	return f->type == RECORD_MG || f->type == RECORD_INT || f->type == RECORD_UINT;
}

static enum column_type column_type(const struct record_field *f)
{
	if (is_figure(f))
		return f->type == RECORD_MG ? COLUMN_MG : COLUMN_COUNT;
	return f->shape == SHAPE_DAY || strcmp(f->name, "day") == 0 ? COLUMN_DAY : COLUMN_TEXT;
}

static void add_column(
	struct table *t, const struct record *r, const struct record_field *f, enum lang lang)
{
	const struct column column = { .name = f->name, .type = column_type(f) };
	char buf[TITLE_KEY];
	const char *key = record_title_key(r, f, buf);

	t->words[t->columns] = key ? lang_text(lang, key) : f->name;
	table_columns(t, &column, 1);
}

/* The words of codes, in no record: whoever asks for their columns puts them into the rows. */
static const struct record_field names_of_codes[] = { { .name = "category_label" },
	{ .name = "origin_label" }, { .name = "destination_label" } };

static const struct record_field *field_named(const struct record *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->fields[i].name, name) == 0)
			return &r->fields[i];
	for (size_t i = 0; i < ARRAY_SIZE(names_of_codes); i++)
		if (strcmp(names_of_codes[i].name, name) == 0)
			return &names_of_codes[i];
	return NULL;
}

/* The fields of the columns, in order; their number. */
static size_t choose(const struct record *r, const char *const *names,
	const struct record_field *ret_fields[TABLE_COLUMNS])
{
	size_t n = 0;

	for (size_t i = 0; names && names[i] && n < TABLE_COLUMNS; i++) {
		ret_fields[n] = field_named(r, names[i]);
		n += ret_fields[n] != NULL;
	}
	for (size_t i = 0; !names && i < r->count && n < TABLE_COLUMNS; i++)
		if (!(r->fields[i].rules & (RECORD_SILENT | RECORD_BODY)))
			ret_fields[n++] = &r->fields[i];
	return n;
}

/* "word_figure_visits" where there are words of people, else the code. */
static const char *word_of(
	const struct record *r, const struct record_field *f, const char *code, enum lang lang)
{
	char buf[TITLE_KEY];
	const char *key = f->type == RECORD_WORD ? record_word_key(r, code, buf) : NULL;

	return key ? lang_text(lang, key) : code;
}

static int set_numbers(struct cell *cell, const json_t *list)
{
	char text[400] = "";
	const json_t *one;
	size_t i, at = 0;

	json_array_foreach(list, i, one) if (at + 24 < sizeof(text)) at +=
		(size_t)snprintf(text + at, sizeof(text) - at, "%s%lld", i ? " " : "",
			(long long)json_integer_value(one));
	return table_set_text(cell, text);
}

struct style {
	bool people;
	enum lang lang;
};

static int set_cell(struct cell *cell, const struct record *r, const struct record_field *f,
	const json_t *value, const struct style *style)
{
	const char *truth = json_is_true(value) ? "yes" : "no", *text = json_string_value(value);

	if (is_figure(f)) {
		cell->none = !json_is_integer(value);
		cell->number = json_integer_value(value);
		return 0;
	}
	if (json_is_array(value))
		return set_numbers(cell, value);
	if (f->type == RECORD_TRUE)
		return table_set_text(cell, !style->people ? truth
					    : json_is_true(value)
						    ? lang_text(style->lang, "word_yes")
						    : lang_text(style->lang, "word_no"));
	return table_set_text(cell, !text           ? ""
				    : style->people ? word_of(r, f, text, style->lang)
						    : text);
}

static int fill(struct table *t, const struct record *r, const struct record_field *const fields[],
	const json_t *rows, const struct style *style)
{
	const json_t *row;
	size_t n;

	t->order = calloc(json_array_size(rows) + 1, sizeof(*t->order));
	json_array_foreach(rows, n, row)
	{
		struct cell *cells = t->order ? table_add_row(t) : NULL;
		int done = cells ? 0 : -ENOMEM;

		for (size_t i = 0; i < t->columns && fields[i] && done == 0; i++)
			done = set_cell(&cells[i], r, fields[i],
				json_object_get(row, fields[i]->name), style);
		if (done < 0)
			return done;
		t->order[n] = n;
	}
	return t->order ? 0 : -ENOMEM;
}

int entries_table(struct table *t, const struct record *r, const char *const *names,
	const json_t *rows, bool people, enum lang lang)
{
	const struct style style = { people, lang };
	const struct record_field *fields[TABLE_COLUMNS] = { NULL };
	size_t count = choose(r, names, fields);
	char buf[TITLE_KEY];
	const char *key = record_kind_key(r, buf);

	*t = (struct table){ .name = r->table, .bare = true, .title.key = "entries_title" };
	sentence_param(&t->title, "kind", key ? lang_text(lang, key) : r->table);
	for (size_t i = 0; i < count; i++)
		add_column(t, r, fields[i], lang);
	return fill(t, r, fields, rows, &style);
}

/* ---- to be read ---- */

static size_t letters(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += (*text & 0xC0) != 0x80;
	return n;
}

/* Four figures may be a year and are read as they are; what names an entry is copied. */
static bool is_apart(const struct table *t, size_t row, size_t i)
{
	return t->column[i].type == COLUMN_MG ||
	       (t->column[i].type == COLUMN_COUNT && strcmp(t->column[i].name, "seq") != 0 &&
		       llabs(table_cell(t, row, i)->number) > 9999);
}

/* Kept in thousandths, read in degrees. */
static bool is_degrees(const struct table *t, size_t i)
{
	const char *name = t->column[i].name;
	const size_t n = strlen(name);

	return t->column[i].type == COLUMN_COUNT && n > 3 && strcmp(name + n - 3, "_mc") == 0;
}

static const char *degrees(const struct cell *c, enum lang lang, char buf[TYPESET_SIZE])
{
	const lldiv_t d = lldiv(llabs(c->number), 1000);

	(void)snprintf(buf, TYPESET_SIZE, "%s%lld%c%lld" TYPESET_JOINT "°C",
		c->number < 0 ? "-" : "", d.quot, lang == LANG_FR ? ',' : '.', d.rem / 100);
	return c->none ? "" : buf;
}

/* As its column is called; that of degrees without its unit. */
static int put_title(const struct table *t, size_t i, enum lang lang, size_t width, FILE *out)
{
	const char *title = table_title(t, i, lang);
	const char *unit = is_degrees(t, i) ? strstr(title, " (") : NULL;
	char bare[128];

	(void)snprintf(bare, sizeof(bare), "%.*s",
		(int)(unit ? (size_t)(unit - title) : strlen(title)), title);
	return fprintf(out, "  %s%*s  ", bare, (int)(width - letters(bare)), "");
}

static void put_line(
	const struct table *t, size_t row, size_t i, size_t width, enum lang lang, FILE *out)
{
	char buf[TYPESET_SIZE];
	const char *text = is_degrees(t, i) ? degrees(table_cell(t, row, i), lang, buf)
			   : is_apart(t, row, i)
				   ? table_said(t, row, i, lang, buf)
				   : table_text(t, row, i, lang == LANG_FR ? ',' : '.', buf);
	const bool untitled = table_title(t, i, lang) == t->column[i].name;

	if (!*text)
		return;
	(void)put_title(t, i, lang, width, out);
	(void)fprintf(out, "%s%s\n", text, untitled && t->column[i].type == COLUMN_MG ? " kg" : "");
}

void entries_text(const struct table *t, enum lang lang, FILE *out)
{
	size_t width = 0;
	char said[256];

	for (size_t i = 0; i < t->columns; i++)
		if (letters(table_title(t, i, lang)) > width)
			width = letters(table_title(t, i, lang));
	(void)fprintf(out, "%s\n", lang_say(lang, &t->title, said, sizeof(said)));
	for (size_t row = 0; row < t->rows; row++) {
		(void)putc('\n', out);
		for (size_t i = 0; i < t->columns; i++)
			if (strcmp(t->column[i].name, "journal") != 0)
				put_line(t, row, i, width, lang, out);
	}
}
