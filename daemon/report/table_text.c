// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A table as text: for people, within the 80 columns of a terminal (what is wider: table_narrow.c), or plain
 * for a script, as wide as it is.
 */
#include <string.h>
#include "table_text.h"

bool text_has_labels(const struct text *x, size_t i)
{
	return !x->plain && x->t->column[i].labels && x->t->column[i].labels != LABELS_WORDS;
}

/* A code that is a word of ours is read as that word, a month as its name. */
const char *text_key(const struct text *x, size_t row, size_t i, char buf[LANG_DAY_SIZE])
{
	const struct cell *c = table_cell(x->t, row, i);

	if (!x->plain && x->t->column[i].type == COLUMN_MONTH &&
		lang_day(x->lang, c->text, NULL, buf, LANG_DAY_SIZE))
		return buf;
	return !x->plain && x->t->column[i].labels == LABELS_WORDS ? c->label : c->text;
}

const char *text_title(const struct text *x, size_t i, char buf[64])
{
	const char *title = x->plain ? table_kg_name(x->t, i, buf) : table_title(x->t, i, x->lang);
	char month[LANG_DAY_SIZE];

	if (!x->plain && lang_day(x->lang, title, NULL, month, sizeof(month)))
		title = month;
	if (title != buf)
		(void)snprintf(buf, 64, "%s", title);
	return buf;
}

static void measure_keys(struct text *x, size_t i)
{
	char buf[LANG_DAY_SIZE];

	for (size_t n = 0; n < x->t->rows; n++) {
		x->width[i] = text_wider(x->width[i], text_key(x, n, i, buf));
		if (text_has_labels(x, i))
			x->label_width[i] =
				text_wider(x->label_width[i], table_cell(x->t, n, i)->label);
	}
}

/* Of figures, which machines read as plain digits. */
const char *text_figure(const struct text *x, size_t row, size_t i, char buf[TYPESET_SIZE])
{
	return x->plain ? table_text(x->t, row, i, x->decimal, buf)
			: table_said(x->t, row, i, x->lang, buf);
}

/* Each column as wide as its widest cell; where rows take away from each other that is no sum. */
static void measure(struct text *x)
{
	const struct table *t = x->t;
	char buf[64];

	for (size_t i = 0; i < x->columns; i++) {
		x->width[i] = text_wider(i < t->keys ? KEY_LEAST : 0, text_title(x, i, buf));
		if (x->plain && t->column[i].type == COLUMN_MG)
			x->width[i] = text_wider(x->width[i], t->column[i].name);
		if (i < t->keys)
			measure_keys(x, i);
		for (size_t n = 0; i >= t->keys && n <= t->rows; n++)
			x->width[i] = text_wider(x->width[i], text_figure(x, n, i, buf));
	}
}

static size_t width_of(const struct text *x)
{
	size_t width = x->t->keys ? 0 : KEY_LEAST + GAP;

	for (size_t i = 0; i < x->columns; i++)
		width += x->width[i] + GAP + (x->label_width[i] ? x->label_width[i] + GAP : 0);
	return width - GAP;
}

static void put_key(const struct text *x, size_t i, const char *text, const char *name, FILE *out)
{
	text_pad(out, text, x->width[i] + GAP, false);
	if (x->label_width[i])
		text_pad(out, name, x->label_width[i] + GAP, false);
}

static void put_headings(const struct text *x, FILE *out)
{
	char buf[64];

	if (x->t->keys == 0)
		text_pad(out, "", KEY_LEAST + GAP, false);
	for (size_t i = 0; i < x->t->keys; i++)
		put_key(x, i, text_title(x, i, buf), "", out);
	for (size_t i = x->t->keys; i < x->columns; i++) {
		text_pad(out, text_title(x, i, buf), x->width[i], true);
		(void)fprintf(out, "%*s", i + 1 < x->columns ? GAP : 0, "");
	}
	(void)putc('\n', out);
}

static void put_row(const struct text *x, size_t row, FILE *out)
{
	const struct table *t = x->t;
	size_t end = x->columns;
	char buf[TYPESET_SIZE];

	if (t->keys == 0)
		text_pad(out, "total", KEY_LEAST + GAP, false);
	for (size_t i = 0; i < t->keys; i++) {
		const char *text = row < t->rows ? text_key(x, row, i, buf) : i ? "" : "total";

		put_key(x, i, *text || row == t->rows ? text : "-",
			text_has_labels(x, i) && row < t->rows ? table_cell(t, row, i)->label : "",
			out);
	}
	while (end > t->keys && !*text_figure(x, row, end - 1, buf))
		end--; /* a line ends with a figure */
	for (size_t i = t->keys; i < end; i++) {
		text_pad(out, text_figure(x, row, i, buf), x->width[i], true);
		(void)fprintf(out, "%*s", i + 1 < end ? GAP : 0, "");
	}
	(void)putc('\n', out);
}

static void put_flat(const struct text *x, FILE *out)
{
	put_headings(x, out);
	for (size_t n = 0; n < x->t->rows; n++)
		put_row(x, x->plain ? n : x->t->order[n], out);
	if (!x->t->bare)
		put_row(x, x->t->rows, out);
}

static void put_title(const struct text *x, FILE *out)
{
	char said[256];

	if (x->plain) {
		(void)fprintf(out, "%s\n", lang_say(x->lang, &x->t->title, said, sizeof(said)));
		return;
	}
	table_said_title(x->t, x->lang, said, sizeof(said));
	text_put(said, 0, out);
}

/* What a rate is of, and how the scales were. */
static void put_notes(const struct text *x, FILE *out)
{
	const char *gap = "\n";
	char said[256];

	for (size_t i = x->t->keys; i < x->columns; i++)
		if (table_formula(x->t, i, x->lang, said, sizeof(said))) {
			(void)fputs(gap, out);
			text_put(said, GAP, out);
			gap = "";
		}
	for (size_t i = 0; i < x->t->scales; i++) {
		(void)fputs(i ? "" : "\n", out);
		text_put(table_scale_said(&x->t->scale[i], x->lang, said, sizeof(said)), GAP, out);
	}
}

static void put_table(const struct table *t, bool plain, enum lang lang, FILE *out)
{
	struct text x = { .t = t, .lang = lang, .plain = plain };

	x.columns = t->columns - t->late;
	x.decimal = lang == LANG_FR ? ',' : '.';
	measure(&x);
	put_title(&x, out);
	(void)putc('\n', out);
	if (plain || width_of(&x) <= LINE)
		put_flat(&x, out);
	else
		text_narrow(&x, out);
	if (!plain)
		put_notes(&x, out);
}

void table_write_text(const struct table *t, bool plain, enum lang lang, FILE *out)
{
	for (const struct table *n = t; n; n = n->next) {
		if (n != t)
			(void)putc('\n', out);
		put_table(n, plain, lang, out);
	}
}
