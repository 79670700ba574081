// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tonnage as a workbook: a sheet of data (real numbers, no merged cells, no total to be counted
 * twice) and a sheet that says the period, the totals and how they were measured. The library
 * writes files only, so it goes through one that has no name left when it is copied out.
 */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>
#include "report_private.h"

static double kg(int64_t mg)
{
	return (double)mg / (double)MASS_MG_PER_KG;
}

struct sheet {
	lxw_worksheet *sheet;
	lxw_format *bold, *mass;
	lxw_row_t row;
	lxw_col_t column;
};

/* Strings are written as strings: what begins with '=' is no formula. */
static void put_text(struct sheet *s, const char *text, lxw_format *format)
{
	worksheet_write_string(s->sheet, s->row, s->column++, text, format);
}

static void put_kg(struct sheet *s, int64_t mg)
{
	worksheet_write_number(s->sheet, s->row, s->column++, kg(mg), s->mass);
}

static void end_row(struct sheet *s)
{
	s->row++;
	s->column = 0;
}

static void data_sheet(const struct tonnage *t, struct sheet *s)
{
	char name[24];

	for (size_t i = 0; i < t->query.by_count; i++)
		put_text(s, tonnage_key_name(t->query.by[i]), s->bold);
	for (size_t m = 0; m < TONNAGE_MASSES; m++)
		put_text(s, tonnage_kg_name((enum tonnage_mass)m, name), s->bold);
	put_text(s, "units", s->bold);
	put_text(s, "weighings", s->bold);
	end_row(s);
	for (size_t n = 0; n < t->count || (n == 0 && t->query.by_count == 0); n++) {
		const struct tonnage_row *row = t->query.by_count ? &t->rows[n] : &t->total;

		for (size_t i = 0; i < t->query.by_count; i++)
			put_text(s, row->key[i], NULL);
		for (size_t m = 0; m < TONNAGE_MASSES; m++)
			put_kg(s, row->mass_mg[m]);
		worksheet_write_number(s->sheet, s->row, s->column++, (double)row->units, NULL);
		worksheet_write_number(s->sheet, s->row, s->column++, (double)row->weighings, NULL);
		end_row(s);
	}
	worksheet_freeze_panes(s->sheet, 1, 0);
	worksheet_set_column(s->sheet, 0, 15, 16, NULL);
}

static void pair(struct sheet *s, const char *name, const char *value)
{
	put_text(s, name, s->bold);
	put_text(s, value, NULL);
	end_row(s);
}

static void method_sheet(const struct tonnage *t, enum lang lang, struct sheet *s)
{
	char name[24];

	pair(s, "first_day", t->query.first_day);
	pair(s, "last_day", t->query.last_day);
	if (t->query.site[0])
		pair(s, "site", t->query.site);
	end_row(s);
	for (size_t m = 0; m < TONNAGE_MASSES; m++) {
		put_text(s, tonnage_kg_name((enum tonnage_mass)m, name), s->bold);
		put_kg(s, t->total.mass_mg[m]);
		end_row(s);
	}
	end_row(s);
	for (size_t m = 0; m < METHOD_COUNT; m++) {
		put_text(s, method_name((enum method)m), s->bold);
		put_kg(s, t->method_mg[m]);
		end_row(s);
	}
	end_row(s);
	put_text(s, lang_text(lang, "xlsx_note"), NULL);
	worksheet_set_column(s->sheet, 0, 1, 20, NULL);
}

/* The same bytes for the same figures: the workbook is dated by its period, not by the clock. */
static void set_date(const struct tonnage *t, lxw_workbook *book)
{
	lxw_doc_properties properties = { .title = "Tonnage" };
	struct tm tm = { 0 };

	if (strptime(t->query.last_day, "%Y-%m-%d", &tm))
		properties.created = timegm(&tm);
	workbook_set_properties(book, &properties);
}

static int make_book(const struct tonnage *t, enum lang lang, const char *path)
{
	lxw_workbook *book = workbook_new(path);
	struct sheet s = { 0 };

	if (!book)
		return -ENOMEM;
	set_date(t, book);
	s.bold = workbook_add_format(book);
	s.mass = workbook_add_format(book);
	format_set_bold(s.bold);
	format_set_num_format(s.mass, "#,##0.000");
	s.sheet = workbook_add_worksheet(book, "Tonnage");
	data_sheet(t, &s);
	s.row = 0;
	s.column = 0;
	s.sheet = workbook_add_worksheet(book, lang_text(lang, "xlsx_method"));
	method_sheet(t, lang, &s);
	return workbook_close(book) == LXW_NO_ERROR ? 0 : -EIO;
}

static int copy_out(const char *path, FILE *out)
{
	FILE *in = fopen(path, "re");
	char part[8192];
	size_t n;
	int r = in ? 0 : -errno;

	while (r == 0 && (n = fread(part, 1, sizeof(part), in)) > 0)
		if (fwrite(part, 1, n, out) != n)
			r = -EIO;
	if (in)
		(void)fclose(in);
	return r;
}

int tonnage_write_xlsx(const struct tonnage *t, enum lang lang, FILE *out)
{
	char path[] = "/tmp/bascule-XXXXXX";
	int r, fd = mkstemp(path);

	if (fd < 0)
		return -errno;
	(void)close(fd);
	r = make_book(t, lang, path);
	if (r == 0)
		r = copy_out(path, out);
	(void)unlink(path);
	return r;
}
