// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * T5: what came in, categories below each other, months side by side; years where there are more months
 * than a table has columns for. Its columns are made with it.
 */
#include <errno.h>
#include <string.h>
#include "../flows.h"

enum { MOST = TABLE_COLUMNS - 2, YEAR = 4, MONTH = 7 }; /* letters of 2026, of 2026-03 */

static const struct column columns[] = {
	{ "category", COLUMN_CODE, LABELS_OF(CATALOGUE_CATEGORY), false },
	{ "in_mg", COLUMN_MG, LABELS_NONE, false },
};

static const struct column by_month[] = {
	{ "category", COLUMN_CODE, LABELS_NONE, false },
	{ "month", COLUMN_MONTH, LABELS_NONE, false },
	{ "in_mg", COLUMN_MG, LABELS_NONE, false },
};

/* From the first month to the last, whether anything came in or not. */
static int add_columns(struct table *t, const struct report_query *q, int letters)
{
	int year = atoi(q->first_day), month = atoi(q->first_day + 5);
	char name[NAME_OF_COLUMN];

	t->names = calloc(2 * (size_t)TABLE_COLUMNS, sizeof(*t->names));
	if (!t->names)
		return -ENOMEM;
	for (size_t i = t->columns; i < TABLE_COLUMNS; i++) {
		(void)snprintf(name, sizeof(name), letters == YEAR ? "%04d" : "%04d-%02d",
			year % 10000, month % 100);
		if (strncmp(name, q->last_day, (size_t)letters) > 0)
			break;
		(void)snprintf(t->names[i], NAME_OF_COLUMN, "%.7s_mg", name);
		(void)snprintf(t->names[TABLE_COLUMNS + i], NAME_OF_COLUMN, "%.7s", name);
		t->words[i] = t->names[TABLE_COLUMNS + i];
		t->column[i] = (struct column){ t->names[i], COLUMN_MG, LABELS_NONE, true };
		t->columns++;
		year += letters == YEAR || month == 12;
		month = letters == YEAR || month == 12 ? 1 : month + 1;
	}
	return 0;
}

static int months_of(const struct report_query *q)
{
	return 12 * (atoi(q->last_day) - atoi(q->first_day)) + atoi(q->last_day + 5) -
	       atoi(q->first_day + 5) + 1;
}

static int put(struct table *t, const struct table *from, size_t row, int letters)
{
	struct cell *cells = flows_row(t, table_cell(from, row, 0)->text);
	int64_t mg = table_cell(from, row, 2)->number;

	if (!cells)
		return -ENOMEM;
	cells[1].number += mg;
	t->total[1].number += mg;
	for (size_t i = 2; i < t->columns; i++)
		if (strncmp(t->column[i].name, table_cell(from, row, 1)->text, (size_t)letters) ==
			0) {
			cells[i].number += mg;
			t->total[i].number += mg;
		}
	return 0;
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const enum report_key by[] = { BY_CATEGORY, BY_MONTH };
	int letters = months_of(query) > MOST ? YEAR : MONTH;
	struct table from = { 0 };
	int r;

	table_columns(&from, by_month, ARRAY_SIZE(by_month));
	r = flows_make(l, query, by, ARRAY_SIZE(by), &from);
	if (r == 0)
		r = add_columns(t, query, letters);
	for (size_t n = 0; r == 0 && n < from.rows; n++)
		r = put(t, &from, n, letters);
	table_done(&from);
	return r;
}

/* lang: t5_title* */
const struct report month_table = {
	.name = "T5",
	.title = { "t5_title", "t5_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make,
	.tonnes = true,
	.wide = true,
};
