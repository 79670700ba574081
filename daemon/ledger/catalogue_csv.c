// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The catalogue as CSV: every mistake is told with its line, and nothing is imported when there
 * is one. What a spreadsheet changed by itself is read; what can be read two ways is refused.
 */
#include "catalogue_csv.h"
#include <errno.h>
#include <string.h>
#include "catalogue_cell.h"
#include "cleanup.h"
#include "csv.h"
#include "ledger.h"

enum { CELL_SIZE = 1024 };

struct reader {
	struct csv csv;
	const struct catalogue_csv *how;
	size_t column_count;
	const struct column *column[COLUMNS_MOST];  /* NULL: nothing stands over it */
	const struct column *lacking[COLUMNS_MOST]; /* those that the file could have */
	size_t lacking_count;
	const struct catalogue_row **known; /* how->old by its codes, or NULL */
	struct catalogue *catalogue;
	int mistakes;
};

static void tell(struct reader *r, unsigned line, const struct sentence *why)
{
	r->mistakes++;
	if (r->how->mistake)
		r->how->mistake(r->how->data, line, why);
}

static void mistake(struct reader *r, const char *key, const char *column, const char *value)
{
	struct sentence why = { .key = key };

	if (column)
		sentence_param(&why, "column", column);
	if (value)
		sentence_param(&why, "value", value);
	tell(r, r->csv.line, &why);
}

/* By its name, else by its number. */
static const char *column_name(const struct reader *r, size_t i, char name[24])
{
	if (i < r->column_count && r->column[i])
		return r->column[i]->name;
	(void)snprintf(name, 24, "%zu", i + 1);
	return name;
}

/* Cell i, as csv_cell(); one that is too long or holds what is not to be seen is not good. */
static int next_cell(struct reader *r, size_t i, char cell[CELL_SIZE], bool *ret_good)
{
	size_t len;
	uint32_t character;
	char name[24], value[16] = "";
	int got = csv_cell(&r->csv, cell, CELL_SIZE, &len);
	bool fits = len < CELL_SIZE;

	*ret_good = got == 1 && fits && !csv_unseen(cell, len, &character);
	if (got != 1 || *ret_good)
		return got;
	if (fits)
		(void)snprintf(value, sizeof(value), "U+%04X", character);
	mistake(r, fits ? "csv_unseen" : "csv_too_long", column_name(r, i, name), value);
	return got;
}

static bool has_column(const struct reader *r, const char *name)
{
	for (size_t i = 0; i < r->column_count; i++)
		if (r->column[i] && strcmp(r->column[i]->name, name) == 0)
			return true;
	return false;
}

/* What makes a row that row is no field that could be left as it is. */
static void note_lacking(struct reader *r)
{
	static const char *const names[] = { "kind", "code", "valid_from" };
	const struct column *column;

	for (size_t i = 0; (column = column_at(CATALOGUE_KIND_COUNT, i)); i++) {
		bool names_it = false;

		for (size_t n = 0; n < 3; n++)
			names_it |= strcmp(column->name, names[n]) == 0;
		if (!names_it && r->lacking_count < COLUMNS_MOST && !has_column(r, column->name))
			r->lacking[r->lacking_count++] = column;
	}
}

/* A spreadsheet keeps columns that were once used: one without a name may be empty. */
static void read_header(struct reader *r)
{
	char cell[CELL_SIZE];
	bool good;

	for (size_t i = 0; next_cell(r, i, cell, &good) == 1; i++) {
		const struct column *column = good ? column_find(cell) : NULL;

		if (good && cell[0] && !column)
			mistake(r, "csv_unknown_column", cell, NULL);
		if (column && has_column(r, cell))
			mistake(r, "csv_column_twice", cell, NULL);
		if (r->column_count < COLUMNS_MOST)
			r->column[r->column_count++] = column;
		else if (column)
			mistake(r, "csv_too_many_columns", cell, NULL);
	}
	note_lacking(r);
	if (!has_column(r, "code"))
		mistake(r, "csv_missing_column", "code", NULL);
	if (!r->how->kind && !has_column(r, "kind"))
		mistake(r, "csv_missing_column", "kind", NULL);
}

/* Origins count as intake unless the file says no; a kind comes before what it decides. */
static void begin_row(struct reader *r, struct cell_row *it)
{
	it->row = (struct catalogue_row){ .counts_as_intake = true, .kind = CATALOGUE_KIND_COUNT };
	it->facts = (struct catalogue_facts){ 0 };
	if (r->how->kind)
		(void)catalogue_kind_from_name(r->how->kind, &it->row.kind);
}

/* A column that the file lacks says nothing of its field: that stays as it stands. */
static void keep_old(const struct reader *r, struct cell_row *it)
{
	struct catalogue_row *row = &it->row, same;
	const struct catalogue_row *old = !r->known
						  ? NULL
						  : catalogue_seek(r->known, r->how->old->count,
							    row->kind, row->code, row->valid_from);

	for (size_t i = 0; old && i < r->lacking_count; i++)
		cell_copy(r->lacking[i], old, it);
	if (catalogue_facts_say(row->kind, &it->facts))
		row->facts = &it->facts;
	if (!old || has_column(r, "valid_from"))
		return;
	same = *row;
	memcpy(same.valid_from, old->valid_from, sizeof(same.valid_from));
	if (catalogue_same_row(&same, old)) /* it says no news: no version of today either */
		*row = same;
}

/* What is said of a kind that has no such fact would be lost. */
static void check_columns(struct reader *r, const struct cell_row *it)
{
	const char *kind = catalogue_kind_name(it->row.kind);

	for (size_t i = 0; i < r->column_count; i++) {
		const struct column *column = r->column[i];
		const struct record_field *f =
			column && column->type == CELL_FACT ? column_fact(column) : NULL;

		if (f && *kind && record_says(f, &it->facts) &&
			!catalogue_fact_find(it->row.kind, f->name))
			mistake(r, "csv_not_of_kind", column->name, kind);
	}
}

static void end_row(struct reader *r, struct cell_row *it)
{
	struct catalogue_row *row = &it->row;
	struct sentence why = { 0 };

	row->line = r->csv.line;
	if (!row->valid_from[0])
		(void)snprintf(row->valid_from, sizeof(row->valid_from), "%s", r->how->valid_from);
	row->counts_as_intake &= row->kind == CATALOGUE_ORIGIN;
	check_columns(r, it);
	keep_old(r, it);
	catalogue_row_check(row, &why);
	if (why.key)
		tell(r, r->csv.line, &why);
}

static void read_cell(struct reader *r, size_t i, const char *cell, struct cell_row *it)
{
	const struct column *column = i < r->column_count ? r->column[i] : NULL;
	const char *key = column ? cell_read(column, cell, it) : NULL;

	if (!column && cell[0])
		mistake(r, "csv_too_many_cells", NULL, cell);
	else if (key)
		mistake(r, key, column->name, cell);
}

/* 1: a good row; 0: an empty line, or mistakes; -ENODATA: the end. */
static int read_row(struct reader *r, struct cell_row *it)
{
	char cell[CELL_SIZE];
	size_t filled = 0;
	int got, mistakes = r->mistakes;
	bool good;

	begin_row(r, it);
	for (size_t i = 0; (got = next_cell(r, i, cell, &good)) == 1; i++) {
		filled += !good || cell[0];
		if (good)
			read_cell(r, i, cell, it);
	}
	if (got == -ENODATA)
		return got;
	if (filled && r->mistakes == mistakes)
		end_row(r, it);
	return filled && r->mistakes == mistakes;
}

static void tell_pair(struct reader *r, const char *key, size_t a, size_t b)
{
	const struct catalogue_row *rows = r->catalogue->rows;
	size_t first = a < b ? a : b, second = a < b ? b : a;
	struct sentence why = { .key = key };

	sentence_param(&why, "code", rows[second].code);
	sentence_param(&why, "other", rows[first].code);
	sentence_param_int(&why, "line", rows[first].line);
	tell(r, rows[second].line, &why);
}

/* Without a column of days a file tells of one day: no row is a later version of another. */
static bool is_twice(
	const struct reader *r, const struct catalogue_row *a, const struct catalogue_row *b)
{
	if (has_column(r, "valid_from"))
		return catalogue_same_version(a, b);
	return a->kind == b->kind && strcmp(a->code, b->code) == 0;
}

/* Two rows of the file that cannot both stand: lang: csv_row_twice, row_clash */
static int check_pairs(struct reader *r)
{
	const struct catalogue *c = r->catalogue;
	_cleanup_free_ const struct catalogue_row **rows = catalogue_by_code(c);
	size_t first, second;
	int clash = catalogue_find_clash(c, &first, &second);

	if (!rows || clash < 0)
		return -ENOMEM;
	for (size_t i = 1; i < c->count; i++)
		if (is_twice(r, rows[i - 1], rows[i]))
			tell_pair(r, "csv_row_twice", (size_t)(rows[i - 1] - c->rows),
				(size_t)(rows[i] - c->rows));
	if (clash > 0)
		tell_pair(r, "row_clash", first, second);
	return 0;
}

static int read_rows(struct reader *r)
{
	struct cell_row it;
	int got;

	while ((got = read_row(r, &it)) >= 0)
		if (got > 0 && catalogue_add(r->catalogue, &it.row) < 0)
			return -ENOMEM;
	if (r->csv.malformed)
		mistake(r, "csv_malformed", NULL, NULL);
	return check_pairs(r);
}

int catalogue_csv_read(const char *bytes, size_t len, const struct catalogue_csv *how,
	struct catalogue **ret_catalogue)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = calloc(1, sizeof(*c));
	struct reader r = { .how = how, .catalogue = c };
	struct csv_text text = { 0 };
	int error = c ? csv_text_read(bytes, len, &text) : -ENOMEM;

	if (error == 0 && how->old) {
		r.known = catalogue_by_code(how->old);
		error = r.known ? 0 : -ENOMEM;
	}
	if (error == -EBADMSG)
		tell(&r, text.line, &text.why);
	if (error == 0) {
		csv_open(&r.csv, text.text, text.len);
		read_header(&r);
		error = r.mistakes ? -EBADMSG : read_rows(&r);
	}
	free(text.own);
	free(r.known);
	if (error == 0 && r.mistakes)
		error = -EBADMSG;
	if (error == 0)
		*ret_catalogue = TAKE_PTR(c);
	return error;
}

/* row NULL: the names of the columns. */
static void write_row(const struct column *const *columns, const struct catalogue_row *row,
	bool french, FILE *out)
{
	for (size_t i = 0; columns[i]; i++) {
		if (i)
			(void)putc(french ? ';' : ',', out);
		if (row)
			cell_write(columns[i], row, french ? ';' : ',', french ? ',' : '.', out);
		else
			(void)fputs(columns[i]->name, out);
	}
	(void)fputs(french ? "\r\n" : "\n", out);
}

int catalogue_csv_write(const struct catalogue *c, enum catalogue_kind kind, bool french, FILE *out)
{
	const struct column *columns[COLUMNS_MOST + 1] = { NULL };

	for (size_t i = 0; i < COLUMNS_MOST && (columns[i] = column_at(kind, i)); i++)
		;
	if (french)
		(void)fputs("\xEF\xBB\xBF", out);
	write_row(columns, NULL, french, out);
	for (size_t n = 0; n < c->count; n++)
		if (kind == CATALOGUE_KIND_COUNT || c->rows[n].kind == kind)
			write_row(columns, &c->rows[n], french, out);
	return ferror(out) ? -EIO : 0;
}
