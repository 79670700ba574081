// SPDX-License-Identifier: GPL-3.0-or-later
/* A table as text, CSV and JSON: CSV and JSON only ever gain columns and members at the end. */
#include <errno.h>
#include <jansson.h>
#include <string.h>
#include "csv.h"
#include "table_private.h"

/* ---- text: each column as wide as its widest cell; no sum is longer than the total ---- */

struct text {
	const struct table *t;
	enum lang lang;
	bool plain; /* names and codes only, in the order of the codes */
	char decimal;
	size_t width[TABLE_COLUMNS], label_width[TABLE_COLUMNS];
};

static size_t wider(size_t width, const char *text)
{
	size_t letters = table_letters(text);

	return letters > width ? letters : width;
}

static bool has_labels(const struct text *x, size_t i)
{
	return !x->plain && x->t->column[i].labels;
}

static const char *title_of(const struct text *x, size_t i, char buf[32])
{
	return x->plain ? table_kg_name(x->t, i, buf) : table_title(x->t, i, x->lang);
}

static void measure(struct text *x)
{
	const struct table *t = x->t;
	char buf[32];

	for (size_t i = 0; i < t->columns; i++) {
		x->width[i] = wider(i < t->keys ? 5 : 0, title_of(x, i, buf));
		if (x->plain && t->column[i].type == COLUMN_MG)
			x->width[i] = wider(x->width[i], t->column[i].name);
		if (i >= t->keys)
			x->width[i] =
				wider(x->width[i], table_text(t, t->rows, i, x->decimal, buf));
		for (size_t n = 0; i < t->keys && n < t->rows; n++) {
			x->width[i] = wider(x->width[i], table_cell(t, n, i)->text);
			if (has_labels(x, i))
				x->label_width[i] =
					wider(x->label_width[i], table_cell(t, n, i)->label);
		}
	}
}

static void pad(FILE *out, const char *text, size_t width, bool right)
{
	size_t letters = table_letters(text);
	int blanks = letters < width ? (int)(width - letters) : 0;

	if (right)
		(void)fprintf(out, "%*s%s", blanks, "", text);
	else
		(void)fprintf(out, "%s%*s", text, blanks, "");
}

static void put_key(const struct text *x, size_t i, const char *text, const char *words, FILE *out)
{
	pad(out, text, x->width[i] + 2, false);
	if (has_labels(x, i))
		pad(out, words, x->label_width[i] + 2, false);
}

static void put_figure(const struct text *x, size_t i, const char *text, FILE *out)
{
	pad(out, text, x->width[i], true);
	(void)fputs(i + 1 < x->t->columns ? "  " : "\n", out);
}

static void text_row(const struct text *x, size_t row, FILE *out)
{
	const struct table *t = x->t;
	char buf[32];

	if (t->keys == 0)
		pad(out, "total", 7, false);
	for (size_t i = 0; i < t->columns; i++) {
		const char *text = table_text(t, row, i, x->decimal, buf);

		if (i >= t->keys)
			put_figure(x, i, text, out);
		else if (row == t->rows)
			put_key(x, i, i ? "" : "total", "", out);
		else
			put_key(x, i, *text ? text : "-", table_cell(t, row, i)->label, out);
	}
}

static void write_text(const struct table *t, bool plain, enum lang lang, FILE *out)
{
	struct text x = { t, lang, plain, lang == LANG_FR ? ',' : '.', { 0 }, { 0 } };
	char said[256], buf[32];

	measure(&x);
	(void)fprintf(out, "%s\n\n", lang_say(lang, &t->title, said, sizeof(said)));
	if (t->keys == 0)
		pad(out, "", 7, false);
	for (size_t i = 0; i < t->columns; i++)
		if (i < t->keys)
			put_key(&x, i, title_of(&x, i, buf), "", out);
		else
			put_figure(&x, i, title_of(&x, i, buf), out);
	for (size_t n = 0; n < t->rows; n++)
		text_row(&x, plain ? n : t->order[n], out);
	text_row(&x, t->rows, out);
}

/* ---- CSV: one line of names, then data only, so that a pivot counts nothing twice ---- */

struct csv_style {
	char separator, decimal;
	const char *start, *line_end;
};

static void csv_header(const struct table *t, const struct csv_style *style, FILE *out)
{
	char buf[32];

	(void)fputs(style->start, out);
	for (size_t i = 0; i < t->columns; i++)
		(void)fprintf(out, "%s%s", i ? (char[]){ style->separator, 0 } : "",
			table_kg_name(t, i, buf));
	for (size_t f = 0; f < t->facts; f++)
		if (t->fact[f].in_csv)
			(void)fprintf(out, "%c%s", style->separator, t->fact[f].name);
	for (size_t i = 0; i < t->keys; i++)
		if (t->column[i].labels)
			(void)fprintf(out, "%c%s_label", style->separator, t->column[i].name);
	(void)fputs(style->line_end, out);
}

static void csv_row(const struct table *t, size_t row, const struct csv_style *style, FILE *out)
{
	char buf[32];

	for (size_t i = 0; i < t->columns; i++) {
		const char *text = table_text(t, row, i, style->decimal, buf);

		if (i)
			(void)putc(style->separator, out);
		if (i < t->keys)
			csv_put(out, text, style->separator);
		else
			(void)fputs(text, out);
	}
	for (size_t f = 0; f < t->facts; f++)
		if (t->fact[f].in_csv)
			(void)fprintf(out, "%c%s", style->separator, t->fact[f].value);
	for (size_t i = 0; i < t->keys; i++) {
		if (!t->column[i].labels)
			continue;
		(void)putc(style->separator, out);
		csv_put(out, table_cell(t, row, i)->label, style->separator);
	}
	(void)fputs(style->line_end, out);
}

static void write_csv(const struct table *t, bool french, FILE *out)
{
	static const struct csv_style styles[] = {
		{ ',', '.', "", "\n" },
		{ ';', ',', "\xEF\xBB\xBF", "\r\n" },
	};

	csv_header(t, &styles[french], out);
	for (size_t n = 0; n < t->rows + (t->keys == 0); n++)
		csv_row(t, n, &styles[french], out);
}

/* ---- JSON ---- */

static json_t *json_row(const struct table *t, size_t row)
{
	json_t *o = json_object();
	char name[48];

	for (size_t i = row < t->rows ? 0 : t->keys; i < t->columns; i++)
		json_object_set_new(o, t->column[i].name,
			i < t->keys ? json_string(table_cell(t, row, i)->text)
				    : json_integer(table_cell(t, row, i)->number));
	for (size_t i = 0; row < t->rows && i < t->keys; i++) {
		if (!t->column[i].labels)
			continue;
		(void)snprintf(name, sizeof(name), "%s_label", t->column[i].name);
		json_object_set_new(o, name, json_string(table_cell(t, row, i)->label));
	}
	return o;
}

static json_t *json_columns(const struct table *t, enum lang lang)
{
	static const char *const types[] = { "code", "month", "day", "mg", "count" };
	json_t *columns = json_array();

	for (size_t i = 0; i < t->columns; i++)
		json_array_append_new(columns,
			json_pack("{s:s, s:s, s:s}", "name", t->column[i].name, "type",
				types[t->column[i].type], "title", table_title(t, i, lang)));
	return columns;
}

static int write_json(const struct table *t, enum lang lang, FILE *out)
{
	json_t *o = json_object(), *rows = json_array(), *shares = json_object();
	json_t *order = json_array();
	char said[256];
	int r;

	for (size_t n = 0; n < t->rows; n++) {
		json_array_append_new(rows, json_row(t, n));
		json_array_append_new(order, json_integer((json_int_t)t->order[n]));
	}
	for (size_t i = 0; i < t->shares; i++)
		json_object_set_new(shares, t->share[i].name, json_integer(t->share[i].mg));
	for (size_t f = 0; f < t->facts; f++)
		json_object_set_new(o, t->fact[f].name, json_string(t->fact[f].value));
	json_object_set_new(o, "rows", rows);
	json_object_set_new(o, "total", json_row(t, t->rows));
	if (t->share_group)
		json_object_set(o, t->share_group, shares);
	json_object_set_new(o, "title", json_string(lang_say(lang, &t->title, said, sizeof(said))));
	json_object_set_new(o, "columns", json_columns(t, lang));
	json_object_set_new(o, "order", order);
	r = json_dumpf(o, out, JSON_COMPACT);
	json_decref(shares);
	json_decref(o);
	(void)putc('\n', out);
	return r < 0 ? -EIO : 0;
}

int table_write(const struct table *t, enum table_format format, enum chart chart, enum lang lang,
	FILE *out)
{
	int r = 0;

	if (format == FORMAT_TABLE || format == FORMAT_PLAIN)
		write_text(t, format == FORMAT_PLAIN, lang, out);
	else if (format == FORMAT_CSV || format == FORMAT_CSV_FR)
		write_csv(t, format == FORMAT_CSV_FR, out);
	else if (format == FORMAT_JSON)
		r = write_json(t, lang, out);
	else if (format == FORMAT_XLSX)
		r = table_write_xlsx(t, lang, out);
	else
		r = chart_write(t, format, chart, lang, out);
	return r == 0 && ferror(out) ? -EIO : r;
}
