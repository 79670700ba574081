// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What any report comes to: typed columns, rows, a total, facts about it. Written once in
 * each format, drawn once as each chart; writers know no report. Masses are milligrams and are
 * rounded at output only.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "catalogue.h"
#include "cleanup.h"
#include "lang.h"
#include "typeset.h"

enum column_type {
	COLUMN_CODE, /* keys, which come first: of the catalogue or of a list */
	COLUMN_MONTH,
	COLUMN_DAY,
	COLUMN_TEXT, /* words, also between figures; then no key */
	COLUMN_MG,   /* figures */
	COLUMN_COUNT,
	COLUMN_PPM, /* a rate, cut to millionths; …_ppm, in CSV …_percent with one decimal */
};

enum { LABELS_NONE, LABELS_WORDS = 99 }; /* labels: 1 + catalogue kind; or a word of ours */
#define LABELS_OF(kind) (1 + (int)(kind))

struct column {
	const char *name; /* JSON; of a mass …_mg, in CSV …_kg; its title is lang: column_* */
	enum column_type type;
	int labels; /* where the words of a code are */
	bool part;  /* where mass went: one side of a Sankey, one part of a stack */
};

/* What a rate is of: two columns of its table; under NULL: the total of `over`. A cell that is none stays so. */
struct rate {
	const char *name, *over, *under;
};

struct cell {
	int64_t number; /* of a key: its place in the catalogue */
	bool none;      /* a figure that was not given: blank, where 0 would say something */
	char *text;     /* of a key or of words */
	const char *label;
};

enum { NAME_OF_COLUMN = 12 };
enum { TABLE_COLUMNS = 48, TABLE_FACTS = 6, TABLE_SHARES = 8, TABLE_SCALES = 16 };

struct table {
	const char *name; /* of the report */
	bool bare;        /* rows of facts: nothing is summed, there is no total */
	bool acts;        /* rows of 0 say something, too */
	bool sheet;       /* its PDF begins with all its charts */
	bool tonnes;      /* masses are read in tonnes */
	bool exact;  /* masses in kilograms down to the milligram, where there is more than grams */
	size_t late; /* its last columns came later: at the very end of a CSV, not in text */
	struct sentence title;
	size_t columns, keys, rows;
	struct column column[TABLE_COLUMNS];
	const char *words[TABLE_COLUMNS]; /* their titles, where no column_* says them; or NULL */
	struct cell *cells;               /* rows in the order of their keys */
	struct cell total[TABLE_COLUMNS];
	size_t *order; /* rows as people see them: in the catalogue's order */
	size_t facts;  /* said in each line of a CSV and at the head of JSON: days and codes */
	struct {
		const char *name;
		bool in_csv;
		char value[CODE_SIZE];
	} fact[TABLE_FACTS];
	size_t shares; /* parts of all mass, as "methods": {…} */
	const char *share_group;
	struct {
		const char *name;
		int64_t mg;
	} share[TABLE_SHARES];
	bool of_scales; /* says how often each was checked: at the end, for people and in JSON */
	size_t scales;
	struct scale_days {
		char scale[DEVICE_SIZE];
		int64_t days,
			checked; /* on which it weighed; of these, with a check that it passed */
	} scale[TABLE_SCALES];
	struct catalogue *catalogue; /* holds the labels */
	const struct rate *rate;     /* of the columns that are rates */
	size_t rates;
	char (*names)[NAME_OF_COLUMN]; /* of columns that are made while it is; or NULL */
	struct table *next;            /* which belongs to the same report; or NULL */
};

void table_done(struct table *t);
void table_columns(struct table *t, const struct column *columns, size_t count);
void table_fact(struct table *t, const char *name, const char *value, bool in_csv);
/* A row of zeros at the end, valid until the next one. NULL: no memory. */
struct cell *table_add_row(struct table *t);
int table_set_text(struct cell *c, const char *text); /* 0, -ENOMEM */
/* row t->rows: the total. */
const struct cell *table_cell(const struct table *t, size_t row, size_t column);
/* Gives keys their labels of that day in that language, and rows their order. Takes c. 0, -ENOMEM */
int table_label(struct table *t, struct catalogue *c, const char *day, enum lang lang);
/* In a row or the total: rows that cancel out are figures all the same. */
bool table_has_figure(const struct table *t, size_t column);
bool table_is_empty(const struct table *t); /* and all that belong to it */
/* Its rates, when all figures are there. */
void table_rates(struct table *t);
/* "Taux de réemploi = Réemploi ÷ Sorties"; NULL: it is no rate. */
const char *table_formula(
	const struct table *t, size_t column, enum lang lang, char *buf, size_t size);
/* By its name; t->columns: there is none. */
size_t table_column(const struct table *t, const char *name);
/* "Balance « A » : contrôlée 3 jours sur 20" */
const char *table_scale_said(const struct scale_days *s, enum lang lang, char *buf, size_t size);
/* What it is of, its days as people write them: in a file for programs they are not. */
void table_said_title(const struct table *t, enum lang lang, char *buf, size_t size);
/* What people read above a column; "in_mg" -> "in_kg" or "in_t" for a CSV. */
const char *table_title(const struct table *t, size_t column, enum lang lang);
const char *table_kg_name(const struct table *t, size_t column, char buf[32]);
/* A figure or key as it is read; size of buf is enough for any figure. */
const char *table_text(
	const struct table *t, size_t row, size_t column, char decimal, char buf[32]);
/* The same for people: its thousands apart. */
const char *table_said(
	const struct table *t, size_t row, size_t column, enum lang lang, char buf[TYPESET_SIZE]);

enum table_format {
	FORMAT_TABLE, /* for people, in their language */
	FORMAT_CSV,
	FORMAT_CSV_FR, /* what a French spreadsheet opens: semicolon, decimal comma, BOM, CRLF */
	FORMAT_JSON,
	FORMAT_XLSX,
	FORMAT_PLAIN, /* a table of names, as before there were titles */
	FORMAT_SVG,
	FORMAT_PNG,
	FORMAT_PDF,
	FORMAT_COUNT,
};
enum chart {
	CHART_BARS,
	CHART_MONTHS,
	CHART_LINE,
	CHART_SANKEY,
	CHART_STACK, /* of two keys: one pile for each of the first, of parts by the second */
	CHART_TOP,   /* the ten longest bars, and what the others come to */
	CHART_COUNT
};

/* Names as people type them; -EINVAL. */
int table_format_from_name(const char *name, enum table_format *ret_format);
const char *table_format_name(enum table_format format);
const char *table_format_type(enum table_format format); /* for Content-Type */
int chart_from_name(const char *name, enum chart *ret_chart);
const char *chart_name(enum chart chart);

/* To a stream; the same bytes for the same figures (but the ids in a SVG). -EIO, -ENOMEM; -E2BIG: too much for a chart. */
int table_write(const struct table *t, enum table_format format, enum chart chart, enum lang lang,
	FILE *out);

/* ---- table_stream.c: a table too long to be held: its rows are written a few at a time ---- */

struct table_stream;
/*
 * CSV, CSV-FR or a workbook, of a table with t's columns; a workbook also has t->next. t is kept by the
 * caller to the end. 0, -ENOMEM.
 */
int table_stream_new(const struct table *t, enum table_format format, enum lang lang,
	struct table_stream **ret_stream);
struct table_stream *table_stream_free(struct table_stream *s);
CLEANUP_OF(struct table_stream, table_stream_free);
/* What stands before rows; the rows that t has now; what stands behind them. 0, -EIO, -ENOMEM, -EFBIG. */
int table_stream_begin(struct table_stream *s, FILE *out);
int table_stream_rows(struct table_stream *s, FILE *out);
int table_stream_end(struct table_stream *s, FILE *out);
/* Rows that a sheet of a workbook holds at most. */
enum { TABLE_SHEET_ROWS = 1048575 };
