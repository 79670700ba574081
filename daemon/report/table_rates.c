// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rates of a table: one figure over another of the same row, never without saying which. They are cut,
 * not rounded, to millionths: a percentage with one decimal is then that of the quotient itself.
 */
#include <string.h>
#include "table.h"
#include "times.h"

static const struct rate *rate_of(const struct table *t, size_t column)
{
	for (size_t i = 0; i < t->rates; i++)
		if (strcmp(t->rate[i].name, t->column[column].name) == 0)
			return &t->rate[i];
	return NULL;
}

static void put_rate(const struct table *t, const struct rate *r, size_t column, struct cell *row)
{
	size_t over = table_column(t, r->over);
	int64_t part = row[over].number, whole = t->total[over].number;

	if (r->under)
		whole = row[table_column(t, r->under)].number;
	row[column].none |= whole <= 0 || row[over].none;
	if (!row[column].none)
		row[column].number = times_over(part, 1000000, whole);
}

void table_rates(struct table *t)
{
	for (size_t i = t->keys; i < t->columns && t->bare; i++)
		t->total[i].none = true;
	for (size_t i = t->keys; i < t->columns; i++) {
		const struct rate *r = rate_of(t, i);

		for (size_t n = 0; r && n < t->rows; n++)
			put_rate(t, r, i, &t->cells[n * t->columns]);
		if (r && !t->bare)
			put_rate(t, r, i, t->total);
	}
}

/* A title without its unit. */
static int bare(const char *title)
{
	const char *unit = strstr(title, " (");

	return (int)(unit ? (size_t)(unit - title) : strlen(title));
}

const char *table_formula(
	const struct table *t, size_t column, enum lang lang, char *buf, size_t size)
{
	const struct rate *r = rate_of(t, column);
	const char *name = table_title(t, column, lang), *over, *under;

	if (!r)
		return NULL;
	over = table_title(t, table_column(t, r->over), lang);
	under = r->under ? table_title(t, table_column(t, r->under), lang) : over;
	(void)snprintf(buf, size, "%.*s = %.*s ÷ %s%.*s", bare(name), name, bare(over), over,
		r->under ? "" : lang_text(lang, "formula_total"), bare(under), under);
	return buf;
}
