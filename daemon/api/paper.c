// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines of a paper, and the words that they are of: see paper.h. */
#include "paper.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"
#include "csv.h"
#include "mass.h"
#include "typeset.h"

enum { SAID_SIZE = 512 };

const char *paper_text(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text ? text : "";
}

long long paper_int(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

const struct catalogue_row *paper_row(
	const struct paper *p, enum catalogue_kind kind, const char *code)
{
	const struct catalogue_row *last = NULL;
	const struct catalogue_row *found = catalogue_find(p->catalogue, kind, code, p->day);

	for (size_t i = 0; !found && i < p->catalogue->count; i++) {
		const struct catalogue_row *row = &p->catalogue->rows[i];

		if (row->kind == kind && strcmp(row->code, code) == 0 &&
			strcmp(row->valid_from, p->day) <= 0 &&
			(!last || strcmp(row->valid_from, last->valid_from) > 0))
			last = row;
	}
	return found ? found : last;
}

const char *paper_name(const struct paper *p, enum catalogue_kind kind, const char *code)
{
	const struct catalogue_row *row = paper_row(p, kind, code);

	return !row ? code : p->lang == LANG_EN && row->label_en[0] ? row->label_en : row->label_fr;
}

const char *paper_food(const struct paper *p, const json_t *o)
{
	if (*paper_text(o, "product"))
		return paper_name(p, CATALOGUE_PRODUCT, paper_text(o, "product"));
	if (*paper_text(o, "ingredient"))
		return paper_name(p, CATALOGUE_INGREDIENT, paper_text(o, "ingredient"));
	return *paper_text(o, "description")
		       ? paper_text(o, "description")
		       : paper_name(p, CATALOGUE_CATEGORY, paper_text(o, "category"));
}

const char *paper_day(const struct paper *p, const char *day, char buf[LANG_DAY_SIZE])
{
	return lang_day(p->lang, day, NULL, buf, LANG_DAY_SIZE) ? buf : day;
}

const char *paper_kg(const struct paper *p, long long mg, char buf[32])
{
	return typeset_kg(mg, 3, p->lang == LANG_FR, buf, 32);
}

const char *paper_plain_kg(const struct paper *p, long long mg, char buf[32])
{
	return mass_format_kg(mg, 3, p->lang == LANG_FR ? ',' : '.', buf, 32);
}

/* ---- lines ---- */

/* One more, all zero; NULL, and it is lost: no memory. */
static struct notice_line *grow(struct paper *p)
{
	const size_t room = p->room ? 2 * p->room : 32;
	struct notice_line *list =
		p->count < p->room ? p->list : realloc(p->list, room * sizeof(*list));

	if (!list) {
		p->lost = true;
		return NULL;
	}
	if (list != p->list)
		p->room = room;
	p->list = list;
	memset(&list[p->count], 0, sizeof(*list));
	return &list[p->count++];
}

/* Words of a line, to be written into; NULL: lost. */
static char *add(struct paper *p, double size_mm, double gap_mm, bool bold)
{
	struct notice_line *line = grow(p);

	if (!line)
		return NULL;
	line->size_mm = size_mm;
	line->gap_mm = gap_mm;
	line->bold = bold;
	line->words = calloc(1, SAID_SIZE);
	p->lost |= !line->words;
	return (char *)line->words;
}

void paper_say(
	struct paper *p, const struct sentence *what, double size_mm, double gap_mm, bool bold)
{
	char *words = add(p, size_mm, gap_mm, bold);

	if (words)
		(void)lang_say(p->lang, what, words, SAID_SIZE);
}

void paper_put(struct paper *p, const char *words, double size_mm, double gap_mm, bool bold)
{
	char *to = add(p, size_mm, gap_mm, bold);

	if (to)
		(void)snprintf(to, SAID_SIZE, "%s", words);
}

void paper_right(struct paper *p, const char *words)
{
	if (p->lost)
		return;
	p->list[p->count - 1].right = strdup(words);
	p->lost |= !p->list[p->count - 1].right;
}

void paper_site(struct paper *p)
{
	const struct catalogue_row *row = paper_row(p, CATALOGUE_SITE, p->site);
	const struct catalogue_facts *f = row ? catalogue_facts(row) : NULL;

	paper_put(p, f && f->legal_name[0] ? f->legal_name : paper_name(p, CATALOGUE_SITE, p->site),
		5, 0, true);
	paper_put(p, f ? f->address : "", 3.6, 1, false);
}

char (*paper_cells(
	struct paper *p, const struct notice_columns *columns, bool head))[NOTICE_CELL_SIZE]
{
	struct notice_line *line = grow(p);

	if (!line)
		return NULL;
	line->columns = columns;
	line->head = line->bold = head;
	line->size_mm = 2.9;
	line->gap_mm = head ? 4 : 1;
	line->cells = calloc(NOTICE_COLUMNS, NOTICE_CELL_SIZE);
	p->lost |= !line->cells;
	return line->cells;
}

int paper_write(struct paper *p, FILE *out)
{
	int r = p->lost ? -ENOMEM : notice_write(p->list, p->count, out);

	for (size_t i = 0; i < p->count; i++) {
		free((char *)p->list[i].words);
		free((char *)p->list[i].right);
		free(p->list[i].cells);
	}
	free(p->list);
	p->list = NULL;
	p->count = p->room = 0;
	return r;
}

/* ---- rows of a spreadsheet ---- */

void paper_cell(const struct paper *p, const char *text, bool last, FILE *out)
{
	const char between = p->lang == LANG_FR ? ';' : ',';

	csv_put(out, text, between);
	(void)fputs(last ? "\r\n" : between == ';' ? ";" : ",", out);
}

void paper_cell_names(const struct paper *p, const char *const *names, size_t count, FILE *out)
{
	if (p->lang == LANG_FR)
		(void)fputs("\xef\xbb\xbf", out);
	for (size_t i = 0; i < count; i++)
		paper_cell(p, names[i], i + 1 == count, out);
}
