// SPDX-License-Identifier: GPL-3.0-or-later
/* The writers of a table that have a file of their own. */
#pragma once
#include "table.h"

/* Plain: names and codes only, in the order of the codes, as wide as that is. */
void table_write_text(const struct table *t, bool plain, enum lang lang, FILE *out);
int table_write_xlsx(const struct table *t, enum lang lang, FILE *out);

/* Parts of them, for tables whose rows come a few at a time. */
void table_csv_head(const struct table *t, bool french, FILE *out);
void table_csv_rows(const struct table *t, bool french, FILE *out);
struct zip;
int xlsx_parts(struct zip *zip, const struct table *t, enum lang lang); /* all that are no sheets */
/* Sheets of that number on: those of t but the first number - 1, and how they were made. */
int xlsx_sheets(struct zip *zip, const struct table *t, unsigned number, enum lang lang);
/* Of a sheet of t's rows. The number of the row that was written last, which the next rows go on from. */
unsigned xlsx_sheet_head(const struct table *t, enum lang lang, FILE *out);
unsigned xlsx_sheet_rows(const struct table *t, unsigned row, FILE *out);
void xlsx_sheet_tail(const struct table *t, enum lang lang, FILE *out);

int chart_write(const struct table *t, enum table_format format, enum chart chart, enum lang lang,
	FILE *out);
struct catalogue_row;
/* The row of that day, else the one that began last: a code that ended keeps its words. */
const struct catalogue_row *table_catalogue_row(
	const struct catalogue *c, enum catalogue_kind kind, const char *code, const char *day);
/* What it is called among others, in few letters: of a sheet, above a part. */
const char *table_heading(const struct table *t, enum lang lang);
/* Letters, not bytes. */
size_t table_letters(const char *text);
