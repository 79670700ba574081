// SPDX-License-Identifier: GPL-3.0-or-later
/* Tonnage as table, CSV and JSON: columns in the order of the contract, rounded only here. */
#include <errno.h>
#include <jansson.h>
#include <string.h>
#include "csv.h"
#include "report_private.h"

enum { COUNTS = 2 };

static const char *const count_names[COUNTS] = { "units", "weighings" };

static int64_t count_of(const struct tonnage_row *row, size_t i)
{
	return i == 0 ? row->units : row->weighings;
}

const char *tonnage_kg_name(enum tonnage_mass mass, char buf[24])
{
	const char *name = tonnage_mass_name(mass);

	(void)snprintf(buf, 24, "%.*s_kg", (int)(strlen(name) - 3), name);
	return buf;
}

/* ---- table: each column as wide as its widest cell; no sum is longer than the total ---- */

struct widths {
	int key[BY_COUNT];
	int mass[TONNAGE_MASSES];
	int count[COUNTS];
	char decimal;
};

static int wider(int width, const char *text)
{
	int len = (int)strlen(text);

	return len > width ? len : width;
}

static void measure(const struct tonnage *t, struct widths *w)
{
	char text[32];

	for (size_t i = 0; i < t->query.by_count || i == 0; i++) {
		w->key[i] = wider(5, i < t->query.by_count ? tonnage_key_name(t->query.by[i]) : "");
		for (size_t n = 0; n < t->count; n++)
			w->key[i] = wider(w->key[i], t->rows[n].key[i]);
	}
	for (size_t m = 0; m < TONNAGE_MASSES; m++) {
		mass_format_kg(t->total.mass_mg[m], 3, w->decimal, text, sizeof(text));
		w->mass[m] = wider((int)strlen(tonnage_mass_name((enum tonnage_mass)m)), text);
	}
	for (size_t i = 0; i < COUNTS; i++) {
		(void)snprintf(text, sizeof(text), "%lld", (long long)count_of(&t->total, i));
		w->count[i] = wider((int)strlen(count_names[i]), text);
	}
}

static void table_line(const struct tonnage *t, const struct tonnage_row *row, const char *title,
	const struct widths *w, FILE *out)
{
	char kg[32];

	for (size_t i = 0; i < t->query.by_count || i == 0; i++)
		(void)fprintf(out, "%-*s", w->key[i] + 2,
			title            ? (i ? "" : title)
			: row->key[i][0] ? row->key[i]
					 : "-");
	for (size_t m = 0; m < TONNAGE_MASSES; m++)
		(void)fprintf(out, "%*s  ", w->mass[m],
			mass_format_kg(row->mass_mg[m], 3, w->decimal, kg, sizeof(kg)));
	(void)fprintf(out, "%*lld  %*lld\n", w->count[0], (long long)row->units, w->count[1],
		(long long)row->weighings);
}

static void table_title(const struct tonnage *t, enum lang lang, FILE *out)
{
	struct sentence title = { .key = t->query.site[0] ? "tonnage_title_site"
							  : "tonnage_title" };
	char text[256];

	sentence_param(&title, "first_day", t->query.first_day);
	sentence_param(&title, "last_day", t->query.last_day);
	sentence_param(&title, "site", t->query.site);
	(void)fprintf(out, "%s\n\n", lang_say(lang, &title, text, sizeof(text)));
}

static void table_header(const struct tonnage *t, const struct widths *w, FILE *out)
{
	char name[24];

	for (size_t i = 0; i < t->query.by_count || i == 0; i++)
		(void)fprintf(out, "%-*s", w->key[i] + 2,
			i < t->query.by_count ? tonnage_key_name(t->query.by[i]) : "");
	for (size_t m = 0; m < TONNAGE_MASSES; m++)
		(void)fprintf(
			out, "%*s  ", w->mass[m], tonnage_kg_name((enum tonnage_mass)m, name));
	(void)fprintf(out, "%*s  %*s\n", w->count[0], count_names[0], w->count[1], count_names[1]);
}

static void write_table(const struct tonnage *t, enum lang lang, FILE *out)
{
	struct widths w = { .decimal = lang == LANG_FR ? ',' : '.' };

	measure(t, &w);
	table_title(t, lang, out);
	table_header(t, &w, out);
	for (size_t i = 0; i < t->count; i++)
		table_line(t, &t->rows[i], NULL, &w, out);
	table_line(t, &t->total, "total", &w, out);
}

/* ---- CSV: one line of names, then data only, so that a pivot counts nothing twice ---- */

struct csv_style {
	char separator, decimal;
	const char *start, *line_end;
};

static void csv_header(const struct tonnage *t, const struct csv_style *style, FILE *out)
{
	char name[24];

	(void)fputs(style->start, out);
	for (size_t i = 0; i < t->query.by_count; i++)
		(void)fprintf(out, "%s%c", tonnage_key_name(t->query.by[i]), style->separator);
	for (size_t m = 0; m < TONNAGE_MASSES; m++)
		(void)fprintf(
			out, "%s%c", tonnage_kg_name((enum tonnage_mass)m, name), style->separator);
	for (size_t i = 0; i < COUNTS; i++)
		(void)fprintf(out, "%s%c", count_names[i], style->separator);
	(void)fprintf(out, "first_day%clast_day%s", style->separator, style->line_end);
}

static void csv_line(const struct tonnage *t, const struct tonnage_row *row,
	const struct csv_style *style, FILE *out)
{
	char kg[32];

	for (size_t i = 0; i < t->query.by_count; i++) {
		csv_put(out, row->key[i], style->separator);
		(void)putc(style->separator, out);
	}
	for (size_t m = 0; m < TONNAGE_MASSES; m++)
		(void)fprintf(out, "%s%c",
			mass_format_kg(row->mass_mg[m], 3, style->decimal, kg, sizeof(kg)),
			style->separator);
	for (size_t i = 0; i < COUNTS; i++)
		(void)fprintf(out, "%lld%c", (long long)count_of(row, i), style->separator);
	(void)fprintf(out, "%s%c%s%s", t->query.first_day, style->separator, t->query.last_day,
		style->line_end);
}

static void write_csv(const struct tonnage *t, bool french, FILE *out)
{
	static const struct csv_style styles[] = {
		{ ',', '.', "", "\n" },
		{ ';', ',', "\xEF\xBB\xBF", "\r\n" },
	};
	const struct csv_style *style = &styles[french];

	csv_header(t, style, out);
	for (size_t i = 0; i < t->count; i++)
		csv_line(t, &t->rows[i], style, out);
	if (t->query.by_count == 0)
		csv_line(t, &t->total, style, out);
}

/* ---- JSON ---- */

static json_t *json_row(const struct tonnage *t, const struct tonnage_row *row)
{
	json_t *o = json_object();

	for (size_t i = 0; row != &t->total && i < t->query.by_count; i++)
		json_object_set_new(o, tonnage_key_name(t->query.by[i]), json_string(row->key[i]));
	for (size_t m = 0; m < TONNAGE_MASSES; m++)
		json_object_set_new(
			o, tonnage_mass_name((enum tonnage_mass)m), json_integer(row->mass_mg[m]));
	for (size_t i = 0; i < COUNTS; i++)
		json_object_set_new(o, count_names[i], json_integer(count_of(row, i)));
	return o;
}

static int write_json(const struct tonnage *t, FILE *out)
{
	json_t *o = json_object(), *rows = json_array(), *methods = json_object();
	int r;

	for (size_t i = 0; i < t->count; i++)
		json_array_append_new(rows, json_row(t, &t->rows[i]));
	for (size_t m = 0; m < METHOD_COUNT; m++)
		json_object_set_new(
			methods, method_name((enum method)m), json_integer(t->method_mg[m]));
	json_object_set_new(o, "first_day", json_string(t->query.first_day));
	json_object_set_new(o, "last_day", json_string(t->query.last_day));
	if (t->query.site[0])
		json_object_set_new(o, "site", json_string(t->query.site));
	json_object_set_new(o, "rows", rows);
	json_object_set_new(o, "total", json_row(t, &t->total));
	json_object_set_new(o, "methods", methods);
	r = json_dumpf(o, out, JSON_COMPACT);
	json_decref(o);
	(void)putc('\n', out);
	return r < 0 ? -EIO : 0;
}

int tonnage_write(const struct tonnage *t, enum tonnage_format format, enum lang lang, FILE *out)
{
	int r = 0;

	switch (format) {
	case FORMAT_TABLE:
		write_table(t, lang, out);
		break;
	case FORMAT_CSV:
	case FORMAT_CSV_FR:
		write_csv(t, format == FORMAT_CSV_FR, out);
		break;
	case FORMAT_JSON:
		r = write_json(t, out);
		break;
	case FORMAT_XLSX:
		r = tonnage_write_xlsx(t, lang, out);
		break;
	}
	return r < 0 || ferror(out) ? -EIO : 0;
}
