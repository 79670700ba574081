// SPDX-License-Identifier: GPL-3.0-or-later
/* A table as CSV and JSON: they only ever gain columns and members at the end. */
#include <errno.h>
#include <jansson.h>
#include <string.h>
#include "csv.h"
#include "table_private.h"

/* ---- CSV: one line of names, then data only, so that a pivot counts nothing twice ---- */

struct csv_style {
	char separator, decimal;
	const char *start, *line_end;
};

static void csv_header(const struct table *t, const struct csv_style *style, FILE *out)
{
	char buf[32];

	(void)fputs(style->start, out);
	for (size_t i = 0; i < t->columns - t->late; i++)
		(void)fprintf(out, "%s%s", i ? (char[]){ style->separator, 0 } : "",
			table_kg_name(t, i, buf));
	for (size_t f = 0; f < t->facts; f++)
		if (t->fact[f].in_csv)
			(void)fprintf(out, "%c%s", style->separator, t->fact[f].name);
	for (size_t i = 0; i < t->keys; i++)
		if (t->column[i].labels)
			(void)fprintf(out, "%c%s_label", style->separator, t->column[i].name);
	for (size_t i = t->columns - t->late; i < t->columns; i++)
		(void)fprintf(out, "%c%s", style->separator, table_kg_name(t, i, buf));
	(void)fputs(style->line_end, out);
}

static void csv_row(const struct table *t, size_t row, const struct csv_style *style, FILE *out)
{
	char buf[32];

	for (size_t i = 0; i < t->columns - t->late; i++) {
		const char *text = table_text(t, row, i, style->decimal, buf);

		if (i)
			(void)putc(style->separator, out);
		if (t->column[i].type < COLUMN_MG)
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
	for (size_t i = t->columns - t->late; i < t->columns; i++)
		(void)fprintf(
			out, "%c%s", style->separator, table_text(t, row, i, style->decimal, buf));
	(void)fputs(style->line_end, out);
}

static const struct csv_style styles[] = {
	{ ',', '.', "", "\n" },
	{ ';', ',', "\xEF\xBB\xBF", "\r\n" },
};

void table_csv_head(const struct table *t, bool french, FILE *out)
{
	csv_header(t, &styles[french], out);
}

void table_csv_rows(const struct table *t, bool french, FILE *out)
{
	for (size_t n = 0; n < t->rows + (t->keys == 0); n++)
		csv_row(t, n, &styles[french], out);
}

static void write_csv(const struct table *t, bool french, FILE *out)
{
	table_csv_head(t, french, out);
	table_csv_rows(t, french, out);
}

/* ---- JSON ---- */

static json_t *json_row(const struct table *t, size_t row)
{
	json_t *o = json_object();
	char name[48];

	for (size_t i = row < t->rows ? 0 : t->keys; i < t->columns; i++) {
		const struct cell *c = table_cell(t, row, i);

		json_object_set_new(o, t->column[i].name,
			i < t->keys || (t->column[i].type < COLUMN_MG && c->text)
				? json_string(c->text)
			: c->none || t->column[i].type < COLUMN_MG ? json_null()
								   : json_integer(c->number));
	}
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
	static const char *const types[] = { "code", "month", "day", "text", "mg", "count", "ppm" };
	json_t *columns = json_array(), *column;
	char formula[256];

	for (size_t i = 0; i < t->columns; i++) {
		column = json_pack("{s:s, s:s, s:s}", "name", t->column[i].name, "type",
			types[t->column[i].type], "title", table_title(t, i, lang));
		if (table_formula(t, i, lang, formula, sizeof(formula)))
			json_object_set_new(column, "formula", json_string(formula));
		json_array_append_new(columns, column);
	}
	return columns;
}

static json_t *json_scales(const struct table *t, enum lang lang)
{
	json_t *list = json_array();
	char said[256];

	for (size_t i = 0; i < t->scales; i++)
		json_array_append_new(
			list, json_pack("{s:s, s:I, s:I, s:s}", "scale", t->scale[i].scale, "days",
				      (json_int_t)t->scale[i].days, "checked_days",
				      (json_int_t)t->scale[i].checked, "text",
				      table_scale_said(&t->scale[i], lang, said, sizeof(said))));
	return list;
}

static json_t *json_of(const struct table *t, enum lang lang)
{
	json_t *o = json_object(), *rows = json_array(), *shares = json_object();
	json_t *order = json_array();
	char said[256];

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
	if (t->of_scales)
		json_object_set_new(o, "scales", json_scales(t, lang));
	if (t->tonnes)
		json_object_set_new(o, "tonnes", json_true());
	json_decref(shares);
	return o;
}

/* The first table, and behind its members those that belong to it. */
static int write_json(const struct table *t, enum lang lang, FILE *out)
{
	json_t *o = json_of(t, lang), *tables = json_array(), *table;
	int r;

	for (const struct table *n = t->next; n; n = n->next) {
		table = json_of(n, lang);
		json_object_set_new(table, "name", json_string(n->name));
		json_object_set_new(table, "heading", json_string(table_heading(n, lang)));
		json_array_append_new(tables, table);
	}
	if (t->next)
		json_object_set(o, "tables", tables);
	r = json_dumpf(o, out, JSON_COMPACT);
	json_decref(tables);
	json_decref(o);
	(void)putc('\n', out);
	return r < 0 ? -EIO : 0;
}

int table_write(const struct table *t, enum table_format format, enum chart chart, enum lang lang,
	FILE *out)
{
	int r = 0;

	if (format == FORMAT_TABLE || format == FORMAT_PLAIN)
		table_write_text(t, format == FORMAT_PLAIN, lang, out);
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
