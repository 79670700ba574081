// SPDX-License-Identifier: GPL-3.0-or-later
/* See day_paper.h. What stands on it is what the report says, in its order. */
#include "day_paper.h"
#include <string.h>
#include "paper.h"

enum { TITLE_GAP = 6, LINE_GAP = 2 };
static const double large = 6, plain = 3.6;

static const struct notice_columns figures = { 5, { 70, 26, 26, 26, 26 },
	{ false, true, true, true, true } };
static const struct notice_columns things = { 4, { 8, 98, 34, 34 }, { false, false, false, true } };

static const char *said(const struct cell *c)
{
	return c->label && *c->label ? c->label : c->text ? c->text : "";
}

static void put(char to[NOTICE_CELL_SIZE], const char *text)
{
	(void)snprintf(to, NOTICE_CELL_SIZE, "%s", text);
}

static void put_figures(struct paper *p, const struct table *t, size_t row)
{
	char(*cells)[NOTICE_CELL_SIZE] = paper_cells(p, &figures, false);
	char buf[32];

	if (!cells)
		return;
	put(cells[0],
		row < t->rows ? said(table_cell(t, row, 0)) : lang_text(p->lang, "chart_total"));
	for (size_t i = t->keys; i < t->columns && i < figures.count; i++) {
		const int64_t number = table_cell(t, row, i)->number;

		if (t->column[i].type == COLUMN_MG)
			put(cells[i], paper_kg(p, number, buf));
		else
			put(cells[i], typeset_count(number, p->lang == LANG_FR, buf, sizeof(buf)));
	}
}

static void put_all_figures(struct paper *p, const struct table *t)
{
	char(*head)[NOTICE_CELL_SIZE] = paper_cells(p, &figures, true);

	for (size_t i = 0; head && i < t->columns && i < figures.count; i++)
		put(head[i], table_title(t, i, p->lang));
	for (size_t n = 0; n <= t->rows; n++)
		put_figures(p, t, n < t->rows ? t->order[n] : n);
}

static void put_who(struct paper *p, const struct table *t)
{
	char names[16 * NOTICE_CELL_SIZE] = "-";
	size_t len = 0;

	for (size_t n = 0; n < t->rows && len < sizeof(names); n++)
		len += (size_t)snprintf(names + len, sizeof(names) - len, "%s%s", n ? ", " : "",
			said(table_cell(t, n, 0)));
	paper_put(p, names, plain, LINE_GAP, false);
}

static void put_things(struct paper *p, const struct table *t)
{
	char buf[32], day[LANG_DAY_SIZE];

	for (size_t n = 0; n < t->rows; n++) {
		char(*cells)[NOTICE_CELL_SIZE] = paper_cells(p, &things, false);
		const char *about = table_cell(t, n, 1)->text, *since = table_cell(t, n, 2)->text;

		if (!cells)
			return;
		put(cells[0], "[  ]");
		(void)snprintf(cells[1], NOTICE_CELL_SIZE, "%s%s%s", said(table_cell(t, n, 0)),
			*about ? " · " : "", about);
		put(cells[2], *since ? paper_day(p, since, day) : "");
		if (table_cell(t, n, 3)->number)
			put(cells[3], typeset_count(table_cell(t, n, 3)->number, p->lang == LANG_FR,
					      buf, sizeof(buf)));
	}
	if (t->rows == 0)
		paper_put(p, lang_text(p->lang, "label_day_none"), plain, LINE_GAP, false);
}

int day_paper(const struct table *t, enum lang lang, FILE *out)
{
	struct paper p = { .catalogue = t->catalogue, .lang = lang };
	char title[256];

	table_said_title(t, lang, title, sizeof(title));
	paper_put(&p, title, large, 0, true);
	put_all_figures(&p, t);
	for (t = t->next; t; t = t->next) {
		table_said_title(t, lang, title, sizeof(title));
		paper_put(&p, title, large - 1, TITLE_GAP, true);
		if (strcmp(t->name, "day-who") == 0)
			put_who(&p, t);
		else
			put_things(&p, t);
	}
	return paper_write(&p, out);
}
