// SPDX-License-Identifier: GPL-3.0-or-later
/* The rows of a slip's paper: each valid weighing, the sum, then what was refused. */
#include "slip_rows.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "mass.h"
#include "food.h"
#include "row_names.h"
#include "typeset.h"

void slip_kg(const struct slip_paper *want, int64_t mg, char ret_text[LABEL_SIZE])
{
	typeset_kg(mg, 3, want->lang == LANG_FR, ret_text, LABEL_SIZE);
}

void slip_day(const struct slip_paper *want, const char *day, char ret_text[16])
{
	if (want->lang == LANG_FR && strlen(day) >= DAY_SIZE - 1)
		(void)snprintf(ret_text, 16, "%.2s/%.2s/%.4s", day + 8, day + 5, day);
	else
		(void)snprintf(ret_text, 16, "%.10s", day);
}

/* In short: how it was weighed follows, and must not be cut off. */
static void put_category(
	const struct slip_paper *want, const char *code, const char *day, char ret_text[LABEL_SIZE])
{
	const struct catalogue_row *row =
		catalogue_find(want->catalogue, CATALOGUE_CATEGORY, code, day);

	(void)snprintf(ret_text, LABEL_SIZE, "%s", row_short(row, want->lang, code));
}

static void put_count(int64_t count, char ret_text[LABEL_SIZE])
{
	if (count)
		(void)snprintf(ret_text, LABEL_SIZE, "%lld", (long long)count);
}

/* How it came to its mass, where it did not lie on a scale. */
static void put_method(const struct slip_paper *want, const struct weighing *w, char *text)
{
	char key[40]; /* lang: label_method_* */
	size_t len = strlen(text);

	if (w->method == METHOD_WEIGHED)
		return;
	(void)snprintf(key, sizeof(key), "label_method_%s", method_name(w->method));
	(void)snprintf(text + len, LABEL_SIZE - len, " (%s)", lang_text(want->lang, key));
}

static void put_line(const struct slip_paper *want, const struct weighing *w, struct slip_row *row)
{
	put_category(want, w->category, w->at.day, row->cell[0]);
	put_method(want, w, row->cell[0]);
	(void)snprintf(row->cell[1], LABEL_SIZE, "%s", w->id);
	put_count(w->units, row->cell[2]);
	slip_kg(want, w->net_mg, row->cell[3]);
}

static void add(struct slip_row *row, const char *before, const char *words)
{
	const size_t len = strlen(row->cell[0]);

	if (words[0])
		(void)snprintf(row->cell[0] + len, LABEL_SIZE - len, "%s%s", before, words);
}

/* "L MS-261121-K702, DLC 24/11/2026, Soupe de légumes": what must not be cut off comes first. */
static void put_food(const struct slip_paper *want, const struct slip_food *f, const char *day,
	struct slip_row *row)
{
	const struct catalogue_row *of = catalogue_find(want->catalogue, f->kind, f->code, day);
	struct sentence said = { .key = f->date_kind == DATE_DLC ? "slip_dlc" : "slip_ddm" };
	char words[LABEL_SIZE] = "", date[16];

	add(row, "L ", f->mark);
	row->below = true;
	if (f->date_kind == DATE_DLC || f->date_kind == DATE_DDM) {
		slip_day(want, f->date, date);
		sentence_param(&said, "day", date);
		add(row, ", ", lang_say(want->lang, &said, words, sizeof(words)));
	}
	add(row, ", ", of ? row_label(of, want->lang) : f->words);
}

static void put_sum(const struct slip_paper *want, struct slip_row *row)
{
	struct sentence said = { .key = "slip_total" };

	if (want->slip->weighings == 1)
		said.key = "slip_total_one";
	sentence_param_int(&said, "weighings", want->slip->weighings);
	(void)lang_say(want->lang, &said, row->cell[0], LABEL_SIZE);
	put_count(want->slip->units, row->cell[2]);
	slip_kg(want, want->slip->mass_mg, row->cell[3]);
	row->strong = true;
}

/* Turned away, and why: said, but in no sum. */
static void put_refused(
	const struct slip_paper *want, const struct slip_refused *f, struct slip_row *row)
{
	const struct catalogue_row *reason =
		catalogue_find(want->catalogue, CATALOGUE_REASON, f->reason, f->day);
	char what[LABEL_SIZE] = "";

	if (f->category[0])
		put_category(want, f->category, f->day, what);
	add(row, "", lang_text(want->lang, "slip_refused"));
	add(row, " ", what);
	add(row, what[0] ? ", " : " ", reason ? row_label(reason, want->lang) : f->reason);
	add(row, ", ", f->note);
	if (!f->estimated_mg)
		return;
	slip_kg(want, f->estimated_mg, what);
	(void)snprintf(row->cell[3], LABEL_SIZE, "(%s)", what);
}

struct slip_row *slip_rows(const struct slip_paper *want, size_t *ret_count)
{
	struct slip_row *rows =
		calloc(2 * want->line_count + 1 + want->refused_count, sizeof(*rows));
	size_t n = 0;

	if (!rows)
		return NULL;
	for (size_t i = 0; i < want->line_count; i++) {
		if (want->lines[i].voided_by[0])
			continue;
		put_line(want, &want->lines[i], &rows[n++]);
		if (want->foods[i].mark[0])
			put_food(want, &want->foods[i], want->lines[i].at.day, &rows[n++]);
	}
	put_sum(want, &rows[n++]);
	for (size_t i = 0; i < want->refused_count; i++)
		if (!want->refused[i].voided_by[0])
			put_refused(want, &want->refused[i], &rows[n++]);
	*ret_count = n;
	return rows;
}
