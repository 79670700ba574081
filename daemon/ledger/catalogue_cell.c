// SPDX-License-Identifier: GPL-3.0-or-later
/* Cells of a catalogue's CSV. What a spreadsheet makes of a day or a yes is read as well. */
#include "catalogue_cell.h"
#include <errno.h>
#include <string.h>
#include "cleanup.h"
#include "csv.h"
#include "day.h"

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
	OTHER_COLUMN("valid_from", CELL_DAY, valid_from, 0),
	OTHER_COLUMN("valid_until", CELL_DAY, valid_until, 0),
	IGNORED_COLUMN("co2e_g_per_kg"),
	IGNORED_COLUMN("co2e_source"),
};

/* Of facts, by their place in catalogue_fact_at(): a mass is said in kilograms. */
#define FACT_COLUMN(name_)                \
	{                                 \
		name_, CELL_FACT, 0, 0, 0 \
	}
static const struct column fact_columns[] = {
	FACT_COLUMN("food"),
	FACT_COLUMN("direction"),
	FACT_COLUMN("pinned"),
	FACT_COLUMN("ask_above_kg"),
	FACT_COLUMN("min_kg"),
	FACT_COLUMN("reuse_word"),
	FACT_COLUMN("needs_partner"),
	FACT_COLUMN("needs_place"),
	FACT_COLUMN("treatment"),
	FACT_COLUMN("waste_code"),
	FACT_COLUMN("tare_day"),
	FACT_COLUMN("scale"),
	FACT_COLUMN("part"),
	FACT_COLUMN("face_cm2"),
	FACT_COLUMN("role"),
	FACT_COLUMN("lang"),
	FACT_COLUMN("roles"),
	FACT_COLUMN("siret"),
	FACT_COLUMN("naf"),
	FACT_COLUMN("insee"),
	FACT_COLUMN("address"),
	FACT_COLUMN("site_code"),
	FACT_COLUMN("permit"),
	FACT_COLUMN("donor_type"),
	FACT_COLUMN("person"),
	FACT_COLUMN("place_type"),
	FACT_COLUMN("epci_siren"),
	FACT_COLUMN("departement"),
	FACT_COLUMN("probe"),
	FACT_COLUMN("legal_name"),
	FACT_COLUMN("ess"),
	FACT_COLUMN("agrement"),
	FACT_COLUMN("meal_g"),
	FACT_COLUMN("label_line"),
	FACT_COLUMN("trade"),
	FACT_COLUMN("uses"),
	FACT_COLUMN("category"),
	FACT_COLUMN("destination"),
	FACT_COLUMN("waste"),
	FACT_COLUMN("hazardous"),
	FACT_COLUMN("allergens"),
	FACT_COLUMN("emphasise"),
	FACT_COLUMN("raw"),
	FACT_COLUMN("animal"),
	FACT_COLUMN("name_legal"),
	FACT_COLUMN("name_second"),
	FACT_COLUMN("storage"),
	FACT_COLUMN("life_days"),
	FACT_COLUMN("study_ref"),
	FACT_COLUMN("channel"),
	FACT_COLUMN("quantity"),
	FACT_COLUMN("constant_kg"),
	FACT_COLUMN("reheating"),
	FACT_COLUMN("after_opening"),
	FACT_COLUMN("freezable"),
	FACT_COLUMN("gtin"),
	FACT_COLUMN("traces"),
	FACT_COLUMN("product"),
	FACT_COLUMN("lines"),
	FACT_COLUMN("portions"),
	FACT_COLUMN("eco_organisme"),
	FACT_COLUMN("convention"),
	FACT_COLUMN("window_days"),
	FACT_COLUMN("rhythm"),
	FACT_COLUMN("columns"),
	FACT_COLUMN("body_code"),
	FACT_COLUMN("scheme_category"),
	FACT_COLUMN("share_ppm"),
	FACT_COLUMN("nobody_named"),
	FACT_COLUMN("source"),
	FACT_COLUMN("substitution_ppm"),
	FACT_COLUMN("factor_set"),
	FACT_COLUMN("g_per_kilo"),
	FACT_COLUMN("confidence"),
};

static const struct column *common_at(size_t i)
{
	return i < ARRAY_SIZE(columns) && columns[i].type != CELL_IGNORED ? &columns[i] : NULL;
}

const struct record_field *column_fact(const struct column *column)
{
	return catalogue_fact_at((size_t)(column - fact_columns));
}

const struct column *column_at(enum catalogue_kind kind, size_t i)
{
	size_t n = 0;

	for (; common_at(n); n++)
		if (n == i)
			return common_at(n);
	for (size_t f = 0; f < ARRAY_SIZE(fact_columns); f++)
		if ((kind == CATALOGUE_KIND_COUNT ||
			    catalogue_fact_find(kind, catalogue_fact_at(f)->name)) &&
			n++ == i)
			return &fact_columns[f];
	return NULL;
}

const struct column *column_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (strcmp(columns[i].name, name) == 0)
			return &columns[i];
	for (size_t i = 0; i < ARRAY_SIZE(fact_columns); i++)
		if (strcmp(fact_columns[i].name, name) == 0)
			return &fact_columns[i];
	return NULL;
}

static int read_text(const char *cell, size_t size, char *ret_text)
{
	size_t len = strlen(cell);

	if (len >= size)
		return -ERANGE;
	memcpy(ret_text, cell, len + 1);
	return 0;
}

/* Excel and LibreOffice turn words that they know into their own, and into capitals. */
static int read_yes(const char *cell, bool *ret_yes)
{
	static const char *const words[] = { "no", "yes", "non", "oui", "false", "true", "faux",
		"vrai" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strcasecmp(cell, words[i]) == 0) {
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

/* YYYY-MM-DD, or DD/MM/YYYY as spreadsheets in French write it: always two, two and four digits. */
static int read_day(const char *cell, char ret_day[DAY_SIZE])
{
	char day[DAY_SIZE];

	if (strlen(cell) != DAY_SIZE - 1)
		return -EINVAL;
	if (cell[2] == '/' && cell[5] == '/')
		(void)snprintf(day, sizeof(day), "%.4s-%.2s-%.2s", cell + 6, cell + 3, cell);
	else
		memcpy(day, cell, sizeof(day));
	if (!day_exists(day))
		return -EINVAL;
	memcpy(ret_day, day, sizeof(day));
	return 0;
}

static int read_field(const struct column *column, const char *cell, void *field)
{
	switch (column->type) {
	case CELL_TEXT:
		return read_text(cell, column->size, field);
	case CELL_KIND:
		return catalogue_kind_from_name(cell, field);
	case CELL_CLASS:
		return flow_class_from_name(cell, field);
	case CELL_YES:
		return read_yes(cell, field);
	case CELL_MASS:
		return read_mass(cell, column->unit, field);
	case CELL_SORT:
		return read_sort(cell, field);
	case CELL_DAY:
		return read_day(cell, field);
	default:
		return 0;
	}
}

/* Where a word may be yes, a spreadsheet's own yes and no are read, too: no is none of them. */
static int read_word(const struct record_field *f, const char *cell, void *facts)
{
	bool yes;

	if (record_set_text(f, facts, cell) == 0)
		return 0;
	if (read_yes(cell, &yes) < 0)
		return -EINVAL;
	return record_set_text(f, facts, yes ? "yes" : "");
}

/* lang: csv_bad_yes csv_bad_mass csv_bad_number csv_bad_day csv_too_long */
static const char *read_fact(const struct record_field *f, const char *cell, void *facts)
{
	char day[DAY_SIZE];
	int32_t number;
	int64_t mg;
	bool yes;

	switch (f->type) {
	case RECORD_WORD:
		return read_word(f, cell, facts) < 0 ? catalogue_bad_word(f, cell) : NULL;
	case RECORD_TRUE:
		if (read_yes(cell, &yes) < 0)
			return "csv_bad_yes";
		return record_set_number(f, facts, yes) < 0 ? "csv_bad_yes" : NULL;
	case RECORD_MG:
		if (read_mass(cell, MASS_KILOGRAM, &mg) < 0)
			return "csv_bad_mass";
		return record_set_number(f, facts, mg) < 0 ? "csv_bad_mass" : NULL;
	case RECORD_UINT:
		if (read_sort(cell, &number) < 0 || (*cell && number < f->least) ||
			record_set_number(f, facts, number) < 0)
			return "csv_bad_number";
		return NULL;
	default:
		if (f->shape == SHAPE_DAY && read_day(cell, day) < 0)
			return "csv_bad_day";
		cell = f->shape == SHAPE_DAY ? day : cell;
		return record_set_text(f, facts, cell) < 0 ? "csv_too_long" : NULL;
	}
}

const char *cell_read(const struct column *column, const char *cell, struct cell_row *row)
{
	/* lang: csv_too_long, csv_bad_kind, csv_bad_class, csv_bad_yes, csv_bad_mass, csv_bad_sort */
	/* lang: csv_bad_day */
	static const char *const mistakes[] = {
		[CELL_TEXT] = "csv_too_long",
		[CELL_KIND] = "csv_bad_kind",
		[CELL_CLASS] = "csv_bad_class",
		[CELL_YES] = "csv_bad_yes",
		[CELL_MASS] = "csv_bad_mass",
		[CELL_SORT] = "csv_bad_sort",
		[CELL_DAY] = "csv_bad_day",
	};

	if (!*cell)
		return NULL;
	if (column->type == CELL_FACT)
		return read_fact(column_fact(column), cell, &row->facts);
	if (read_field(column, cell, (char *)&row->row + column->offset) == 0)
		return NULL;
	return mistakes[column->type];
}

static size_t field_size(const struct column *column)
{
	static const size_t sizes[] = {
		[CELL_KIND] = sizeof(enum catalogue_kind),
		[CELL_CLASS] = sizeof(enum flow_class),
		[CELL_YES] = sizeof(bool),
		[CELL_MASS] = sizeof(int64_t),
		[CELL_SORT] = sizeof(int32_t),
		[CELL_DAY] = DAY_SIZE,
	};

	return column->type == CELL_TEXT ? column->size : sizes[column->type];
}

void cell_copy(const struct column *column, const struct catalogue_row *from, struct cell_row *to)
{
	if (column->type == CELL_FACT) {
		const struct record_field *f = column_fact(column);

		memcpy((char *)&to->facts + f->offset,
			(const char *)catalogue_facts(from) + f->offset, f->size);
	} else if (column->type != CELL_IGNORED) {
		memcpy((char *)&to->row + column->offset, (const char *)from + column->offset,
			field_size(column));
	}
}

static void write_mass(FILE *out, int64_t mg, enum mass_unit unit, char decimal)
{
	char text[32];

	/* A gram is a thousandth: the same digits as kilograms of a thousandfold mass. */
	if (mg && unit == MASS_GRAM && mg <= INT64_MAX / 1000)
		mg *= 1000;
	if (mg)
		(void)fputs(mass_format_kg(mg, 6, decimal, text, sizeof(text)), out);
}

static void write_fact(const struct record_field *f, const struct catalogue_row *row,
	char separator, char decimal, FILE *out)
{
	const struct catalogue_facts *said = catalogue_facts(row);

	if (!record_says(f, said))
		return;
	if (f->type == RECORD_TEXT || f->type == RECORD_WORD)
		csv_put(out, record_text(f, said), separator);
	else if (f->type == RECORD_TRUE)
		(void)fputs("yes", out);
	else if (f->type == RECORD_MG)
		write_mass(out, record_number(f, said), MASS_KILOGRAM, decimal);
	else
		(void)fprintf(out, "%lld", (long long)record_number(f, said));
}

void cell_write(const struct column *column, const struct catalogue_row *row, char separator,
	char decimal, FILE *out)
{
	const void *field = (const char *)row + column->offset;

	switch (column->type) {
	case CELL_TEXT:
	case CELL_DAY:
		csv_put(out, field, separator);
		break;
	case CELL_KIND:
		csv_put(out, catalogue_kind_name(row->kind), separator);
		break;
	case CELL_CLASS:
		csv_put(out, flow_class_name(row->class), separator);
		break;
	case CELL_YES:
		(void)fputs(*(const bool *)field ? "yes" : "no", out);
		break;
	case CELL_MASS:
		write_mass(out, *(const int64_t *)field, column->unit, decimal);
		break;
	case CELL_SORT:
		(void)fprintf(out, "%d", row->sort);
		break;
	case CELL_FACT:
		write_fact(column_fact(column), row, separator, decimal, out);
		break;
	case CELL_IGNORED:
		break;
	}
}
