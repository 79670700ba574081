// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The catalogue as CSV. A table of columns, each with the way to read and to write its cell;
 * every mistake is told with its line, and nothing is imported when there is one.
 */
#include "catalogue_csv.h"
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include "cleanup.h"
#include "code.h"
#include "csv.h"
#include "ledger.h"
#include "mass.h"

enum cell_type { CELL_IGNORED, CELL_TEXT, CELL_KIND, CELL_CLASS, CELL_YES, CELL_MASS, CELL_SORT };

struct column {
	const char *name;
	enum cell_type type;
	size_t offset, size;
	enum mass_unit unit;
};

#define TEXT_COLUMN(n)                                            \
	{                                                         \
#n, CELL_TEXT, offsetof(struct catalogue_row, n), \
			sizeof(((struct catalogue_row *)0)->n), 0 \
	}
#define OTHER_COLUMN(n, type, field, unit)                              \
	{                                                               \
		n, type, offsetof(struct catalogue_row, field), 0, unit \
	}
/* In the default catalogue, for work to come. */
#define IGNORED_COLUMN(n)                \
	{                                \
		n, CELL_IGNORED, 0, 0, 0 \
	}

static const struct column columns[] = {
	OTHER_COLUMN("kind", CELL_KIND, kind, 0),
	TEXT_COLUMN(code),
	TEXT_COLUMN(parent),
	TEXT_COLUMN(label_fr),
	TEXT_COLUMN(label_en),
	TEXT_COLUMN(short_fr),
	TEXT_COLUMN(short_en),
	TEXT_COLUMN(scheme),
	TEXT_COLUMN(flow),
	OTHER_COLUMN("class", CELL_CLASS, class, 0),
	OTHER_COLUMN("counts_as_intake", CELL_YES, counts_as_intake, 0),
	OTHER_COLUMN("hidden", CELL_YES, hidden, 0),
	OTHER_COLUMN("tare_kg", CELL_MASS, tare_mg, MASS_KILOGRAM),
	OTHER_COLUMN("unit_weight_g", CELL_MASS, unit_mg, MASS_GRAM),
	OTHER_COLUMN("sort", CELL_SORT, sort, 0),
	TEXT_COLUMN(valid_from),
	TEXT_COLUMN(valid_until),
	IGNORED_COLUMN("co2e_g_per_kg"),
	IGNORED_COLUMN("co2e_source"),
	IGNORED_COLUMN("direction_hint"),
	IGNORED_COLUMN("reuse_word"),
	IGNORED_COLUMN("food"),
	IGNORED_COLUMN("treatment"),
	IGNORED_COLUMN("needs_partner"),
	IGNORED_COLUMN("asks_waste_code"),
};
enum { MAX_COLUMNS = 40, CELL_SIZE = 1024 };

struct reader {
	struct csv csv;
	const struct catalogue_csv *how;
	size_t column_count;
	const struct column *column[MAX_COLUMNS];
	struct catalogue *catalogue;
	int mistakes;
};

static void mistake(struct reader *r, const char *key, const char *column, const char *value)
{
	struct sentence why = { .key = key };

	if (column)
		sentence_param(&why, "column", column);
	if (value)
		sentence_param(&why, "value", value);
	r->mistakes++;
	if (r->how->mistake)
		r->how->mistake(r->how->data, r->csv.line, &why);
}

static const struct column *find_column(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (strcmp(columns[i].name, name) == 0)
			return &columns[i];
	return NULL;
}

static bool has_column(const struct reader *r, const char *name)
{
	for (size_t i = 0; i < r->column_count; i++)
		if (r->column[i] && strcmp(r->column[i]->name, name) == 0)
			return true;
	return false;
}

static void read_header(struct reader *r)
{
	char cell[CELL_SIZE];
	size_t len;

	while (csv_cell(&r->csv, cell, sizeof(cell), &len) == 1) {
		const struct column *column = find_column(cell);

		if (!column)
			mistake(r, "csv_unknown_column", cell, NULL);
		if (r->column_count == MAX_COLUMNS)
			continue;
		r->column[r->column_count++] = column;
	}
	if (!has_column(r, "code"))
		mistake(r, "csv_missing_column", "code", NULL);
	if (!r->how->kind && !has_column(r, "kind"))
		mistake(r, "csv_missing_column", "kind", NULL);
}

static int read_yes(const char *cell, bool *ret_yes)
{
	static const char *const words[] = { "no", "yes", "non", "oui" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strcmp(cell, words[i]) == 0) {
			*ret_yes = i % 2;
			return 0;
		}
	return -EINVAL;
}

static int read_mass(const char *cell, enum mass_unit unit, int64_t *ret_mg)
{
	struct mass_shown shown = { .unit = (uint8_t)unit };
	int r = mass_parse_decimal(cell, strlen(cell), &shown.digits, &shown.exp10);

	if (r == 0)
		r = mass_to_mg(&shown, ret_mg);
	return r == 0 && *ret_mg < 0 ? -ERANGE : r;
}

static int read_sort(const char *cell, int32_t *ret_sort)
{
	int64_t value;
	int8_t exp10;
	int r = mass_parse_decimal(cell, strlen(cell), &value, &exp10);

	if (r < 0 || exp10 != 0 || value < INT32_MIN || value > INT32_MAX)
		return -EINVAL;
	*ret_sort = (int32_t)value;
	return 0;
}

static int read_cell(const struct column *column, const char *cell, struct catalogue_row *row)
{
	void *field = (char *)row + column->offset;
	size_t len = strlen(cell);

	if (column->type == CELL_IGNORED || len == 0)
		return 0;
	switch (column->type) {
	case CELL_TEXT:
		if (len >= column->size)
			return -ERANGE;
		memcpy(field, cell, len + 1);
		return 0;
	case CELL_KIND:
		return catalogue_kind_from_name(cell, field);
	case CELL_CLASS:
		return flow_class_from_name(cell, field);
	case CELL_YES:
		return read_yes(cell, field);
	case CELL_MASS:
		return read_mass(cell, column->unit, field);
	default:
		return read_sort(cell, field);
	}
}

/* Origins count as intake unless the file says no; a kind comes before what it decides. */
static void begin_row(struct reader *r, struct catalogue_row *row)
{
	*row = (struct catalogue_row){ .counts_as_intake = true, .kind = CATALOGUE_KIND_COUNT };
	if (r->how->kind)
		(void)catalogue_kind_from_name(r->how->kind, &row->kind);
}

static void end_row(struct reader *r, struct catalogue_row *row)
{
	struct sentence why = { 0 };

	row->counts_as_intake &= row->kind == CATALOGUE_ORIGIN;
	if (!row->valid_from[0])
		(void)snprintf(row->valid_from, sizeof(row->valid_from), "%s", r->how->valid_from);
	catalogue_row_check(row, &why);
	if (why.key) {
		r->mistakes++;
		if (r->how->mistake)
			r->how->mistake(r->how->data, r->csv.line, &why);
	}
}

static int keep_row(struct catalogue *c, const struct catalogue_row *row)
{
	struct catalogue_row *rows = c->rows;

	if (c->count % 64 == 0)
		rows = realloc(c->rows, (c->count + 64) * sizeof(*rows));
	if (!rows)
		return -ENOMEM;
	c->rows = rows;
	rows[c->count++] = *row;
	return 0;
}

/* 1: a row; 0: an empty line; -ENODATA: the end. */
static int read_row(struct reader *r, struct catalogue_row *row)
{
	char cell[CELL_SIZE];
	size_t len, filled = 0;
	int got, mistakes = r->mistakes;

	begin_row(r, row);
	for (size_t i = 0; (got = csv_cell(&r->csv, cell, sizeof(cell), &len)) == 1; i++) {
		filled += len > 0;
		if (len == 0)
			continue;
		if (i >= r->column_count)
			mistake(r, "csv_too_many_cells", NULL, cell);
		else if (r->column[i] &&
			 (len >= sizeof(cell) || read_cell(r->column[i], cell, row) < 0))
			mistake(r, "csv_bad_cell", r->column[i]->name, cell);
	}
	if (got == -ENODATA)
		return got;
	if (filled && r->mistakes == mistakes)
		end_row(r, row);
	return filled > 0;
}

int catalogue_csv_read(const char *text, size_t len, const struct catalogue_csv *how,
	struct catalogue **ret_catalogue)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = calloc(1, sizeof(*c));
	struct reader r = { .how = how, .catalogue = c };
	struct catalogue_row row;
	int got;

	if (!c)
		return -ENOMEM;
	csv_open(&r.csv, text, len);
	read_header(&r);
	if (r.mistakes)
		return -EBADMSG;
	while ((got = read_row(&r, &row)) >= 0)
		if (got > 0 && keep_row(c, &row) < 0)
			return -ENOMEM;
	if (r.csv.malformed)
		mistake(&r, "csv_malformed", NULL, NULL);
	if (r.mistakes)
		return -EBADMSG;
	*ret_catalogue = TAKE_PTR(c);
	return 0;
}

static void write_mass(FILE *out, int64_t mg, enum mass_unit unit)
{
	char text[32];

	/* A gram is a thousandth: the same digits as kilograms of a thousandfold mass. */
	if (mg && unit == MASS_GRAM && mg <= INT64_MAX / 1000)
		mg *= 1000;
	if (mg)
		(void)fputs(mass_format_kg(mg, 6, '.', text, sizeof(text)), out);
}

static void write_cell(FILE *out, const struct column *column, const struct catalogue_row *row)
{
	const void *field = (const char *)row + column->offset;

	switch (column->type) {
	case CELL_TEXT:
		csv_put(out, field, ',');
		break;
	case CELL_KIND:
		csv_put(out, catalogue_kind_name(row->kind), ',');
		break;
	case CELL_CLASS:
		csv_put(out, flow_class_name(row->class), ',');
		break;
	case CELL_YES:
		(void)fputs(*(const bool *)field ? "yes" : "no", out);
		break;
	case CELL_MASS:
		write_mass(out, *(const int64_t *)field, column->unit);
		break;
	case CELL_SORT:
		(void)fprintf(out, "%d", row->sort);
		break;
	case CELL_IGNORED:
		break;
	}
}

int catalogue_csv_write(const struct catalogue *c, enum catalogue_kind kind, FILE *out)
{
	for (size_t i = 0; columns[i].type != CELL_IGNORED; i++)
		(void)fprintf(out, "%s%s", i ? "," : "", columns[i].name);
	(void)putc('\n', out);
	for (size_t n = 0; n < c->count; n++) {
		if (kind != CATALOGUE_KIND_COUNT && c->rows[n].kind != kind)
			continue;
		for (size_t i = 0; columns[i].type != CELL_IGNORED; i++) {
			if (i)
				(void)putc(',', out);
			write_cell(out, &columns[i], &c->rows[n]);
		}
		(void)putc('\n', out);
	}
	return ferror(out) ? -EIO : 0;
}
