// SPDX-License-Identifier: GPL-3.0-or-later
/* Paper for the day the power is off: the sheet as PDF, under a number of its own, and what was entered of one. */
#include "paper_sheet.h"
#include <string.h>
#include "api_private.h"
#include "catalogue_facts.h"
#include "paper.h"

/* ---- the sheet ---- */

enum { LINE, TIME, WHO, WAY, CATEGORY, ORIGIN, CONTAINER, GROSS, NET, COLUMNS };
static const struct notice_columns columns = { COLUMNS, { 7, 14, 22, 21, 34, 28, 18, 15, 15 },
	{ [LINE] = true } };
/* lang: paper_sheet_column_* */
static const char *const heads[COLUMNS] = { "line", "time", "who", "way", "category", "origin",
	"container", "gross", "net" };

static void put_head(struct paper *p)
{
	char(*row)[NOTICE_CELL_SIZE] = paper_cells(p, &columns, true);
	char key[48];

	for (size_t i = 0; row && i < COLUMNS; i++) {
		(void)snprintf(key, sizeof(key), "paper_sheet_column_%s", heads[i]);
		(void)snprintf(row[i], NOTICE_CELL_SIZE, "%s", lang_text(p->lang, key));
	}
}

/* Something to write on, in each of its columns; in or out is a tick. */
static void put_line(struct paper *p, unsigned int line)
{
	static const char rule[] = "______________________________";
	char(*row)[NOTICE_CELL_SIZE] = paper_cells(p, &columns, false);

	if (!row)
		return;
	p->list[p->count - 1].gap_mm = 4.1;
	(void)snprintf(row[LINE], NOTICE_CELL_SIZE, "%u", line);
	(void)snprintf(row[WAY], NOTICE_CELL_SIZE, "%s", lang_text(p->lang, "paper_sheet_ways"));
	for (size_t i = TIME; i < COLUMNS; i++)
		if (i != WAY)
			(void)snprintf(row[i], NOTICE_CELL_SIZE, "%.*s",
				(int)(columns.width_mm[i] / 1.7), rule);
}

/* "A Vêtements · B Livres …": a letter is enough to name what is weighed most. */
static void put_letters(struct paper *p)
{
	struct sentence what = { .key = "paper_sheet_letters" };
	char words[480] = "";
	size_t length = 0;

	for (uint32_t n = 1; n <= 12; n++)
		for (size_t i = 0; i < p->catalogue->count; i++) {
			const struct catalogue_row *row = &p->catalogue->rows[i];
			const struct catalogue_facts *f = catalogue_facts(row);

			if (row->kind != CATALOGUE_CATEGORY || !f || f->pinned != n ||
				paper_row(p, CATALOGUE_CATEGORY, row->code) != row ||
				length >= sizeof(words))
				continue;
			length += (size_t)snprintf(words + length, sizeof(words) - length,
				"%s%c %s", length ? " · " : "", 'A' + (char)n - 1,
				paper_name(p, CATALOGUE_CATEGORY, row->code));
		}
	sentence_param(&what, "letters", words);
	if (words[0])
		paper_say(p, &what, 3, 4, false);
}

static int draw(struct paper *p, const char *sheet, FILE *out)
{
	struct sentence title = { .key = "paper_sheet_title" };
	const struct sentence how = { .key = "paper_sheet_how" },
			      day = { .key = "paper_sheet_day" },
			      sum = { .key = "paper_sheet_sum" };

	sentence_param(&title, "sheet", sheet);
	paper_site(p);
	paper_say(p, &title, 8, 5, true);
	paper_say(p, &how, 3.2, 2, false);
	paper_say(p, &day, 4.2, 4, true);
	put_head(p);
	for (unsigned int line = 1; line <= PAPER_LINES; line++)
		put_line(p, line);
	paper_say(p, &sum, 4.2, 6, true);
	put_letters(p);
	return paper_write(p, out);
}

int paper_sheet_drawn(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	struct paper paper = { .lang = r->who.lang, .day = r->now.day };
	struct ledger_status status;
	char sheet[PAPER_SHEET_SIZE];
	int done = ledger_catalogue(l, &c);

	if (done == 0)
		done = ledger_status(l, &status);
	if (done < 0)
		return done;
	paper.catalogue = c;
	paper.site = status.identity.site;
	ledger_paper_number(sheet);
	a->type = "application/pdf";
	(void)snprintf(a->file, sizeof(a->file), "%s-%s.pdf",
		lang_text(r->who.lang, "paper_sheet_file"), sheet);
	return draw(&paper, sheet, out);
}

/* ---- what was entered of it ---- */

struct entered {
	json_t *lines;
	int64_t net_mg;
};

static int each_line(void *data, unsigned int line, const struct weighing *w)
{
	struct entered *e = data;

	if (!w->voided_by[0])
		e->net_mg += w->net_mg;
	return json_array_append_new(e->lines,
		       json_pack("{s:i,s:o}", "line", (int)line, "weighing", json_weighing(w)))
		       ? -ENOMEM
		       : 0;
}

int paper_sheet_lines(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	char sheet[PAPER_SHEET_SIZE];
	struct entered e = { 0 };
	json_t *json;
	int done;

	if (paper_sheet_read(r->arg, sheet) < 0)
		return refuse(a, 404, "bad_sheet");
	e.lines = json_array();
	done = e.lines ? ledger_paper_sheet(l, sheet, each_line, &e) : -ENOMEM;
	json = json_pack("{s:s,s:i,s:I,s:I,s:o}", "sheet", sheet, "lines", PAPER_LINES, "entered",
		(json_int_t)json_array_size(e.lines), "net_mg", (json_int_t)e.net_mg, "entries",
		e.lines);
	if (done == 0)
		return json ? put_json(out, json) : -ENOMEM;
	json_decref(json);
	return done;
}
