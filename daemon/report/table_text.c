// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A table as text for people, within the 80 columns of a terminal. What is wider is folded: headings on
 * two lines, names shortened (their codes stand beside them), and figures in blocks one below the other,
 * each with the keys of its rows. A figure is never shortened.
 */
#include <string.h>
#include "table_private.h"

enum {
	LINE = 80,
	KEYS_MOST = 40,  /* of a folded line, while names keep */
	NAME_LEAST = 10, /* letters */
	NAME_NONE = 4,   /* with fewer it says nothing */
	GAP = 2,
	KEY_LEAST = 5, /* "total" */
};

struct text {
	const struct table *t;
	enum lang lang;
	bool plain, folded;
	char decimal;
	size_t columns; /* shown */
	size_t width[TABLE_COLUMNS], label_width[TABLE_COLUMNS];
};

static size_t wider(size_t width, const char *text)
{
	size_t letters = table_letters(text);

	return letters > width ? letters : width;
}

static bool has_labels(const struct text *x, size_t i)
{
	return !x->plain && x->t->column[i].labels && x->t->column[i].labels != LABELS_WORDS;
}

/* A code that is a word of ours is read as that word, a month as its name. */
static const char *key_of(const struct text *x, size_t row, size_t i, char buf[LANG_DAY_SIZE])
{
	const struct cell *c = table_cell(x->t, row, i);

	if (!x->plain && x->t->column[i].type == COLUMN_MONTH &&
		lang_day(x->lang, c->text, NULL, buf, LANG_DAY_SIZE))
		return buf;
	return !x->plain && x->t->column[i].labels == LABELS_WORDS ? c->label : c->text;
}

static const char *title_of(const struct text *x, size_t i, char buf[32])
{
	return x->plain ? table_kg_name(x->t, i, buf) : table_title(x->t, i, x->lang);
}

/* "Entrées (kg)" is folded before its unit, "mars 2026" before its year; the line below has what is behind. */
static const char *heading(const struct text *x, size_t i, bool below, char buf[64])
{
	char name[32], month[LANG_DAY_SIZE];
	const char *title = title_of(x, i, name), *unit = x->folded ? strstr(title, " (") : NULL;

	if (!x->plain && lang_day(x->lang, title, NULL, month, sizeof(month))) {
		title = month;
		unit = x->folded ? strchr(month, ' ') : NULL;
	}

	if (below)
		(void)snprintf(buf, 64, "%s", unit ? unit + 1 : "");
	else
		(void)snprintf(buf, 64, "%.*s", unit ? (int)(unit - title) : 63, title);
	return buf;
}

static void measure_keys(struct text *x, size_t i)
{
	char buf[LANG_DAY_SIZE];

	for (size_t n = 0; n < x->t->rows; n++) {
		x->width[i] = wider(x->width[i], key_of(x, n, i, buf));
		if (has_labels(x, i))
			x->label_width[i] = wider(x->label_width[i], table_cell(x->t, n, i)->label);
	}
}

/* Of figures, which machines read as plain digits. */
static const char *figure_of(const struct text *x, size_t row, size_t i, char buf[TYPESET_SIZE])
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
		x->width[i] = wider(i < t->keys ? KEY_LEAST : 0, heading(x, i, false, buf));
		if (x->plain && t->column[i].type == COLUMN_MG)
			x->width[i] = wider(x->width[i], t->column[i].name);
		if (i < t->keys)
			measure_keys(x, i);
		for (size_t n = 0; i >= t->keys && n <= t->rows; n++)
			x->width[i] = wider(x->width[i], figure_of(x, n, i, buf));
	}
}

static size_t keys_width(const struct text *x)
{
	size_t width = x->t->keys ? 0 : KEY_LEAST + GAP;

	for (size_t i = 0; i < x->t->keys; i++)
		width += x->width[i] + GAP + (x->label_width[i] ? x->label_width[i] + GAP : 0);
	return width;
}

/* Takes from the longest names until keys need no more than that, and leaves each what is least. */
static void shorten_names(struct text *x, size_t most, size_t least)
{
	while (keys_width(x) > most) {
		size_t longest = 0;

		for (size_t i = 1; i < x->t->keys; i++)
			if (x->label_width[i] > x->label_width[longest])
				longest = i;
		if (x->label_width[longest] <= least)
			return;
		if (--x->label_width[longest] < NAME_NONE)
			x->label_width[longest] = 0;
	}
}

/* Figures from the first on that a line has room for, at least one: the column behind them. */
static size_t block_end(const struct text *x, size_t first)
{
	size_t width = keys_width(x) + x->width[first], i = first + 1;

	while (i < x->columns && (x->plain || width + GAP + x->width[i] <= LINE))
		width += GAP + x->width[i++];
	return i;
}

static void fold(struct text *x)
{
	size_t widest = 0;

	x->folded = true;
	measure(x);
	for (size_t i = x->t->keys; i < x->columns; i++)
		widest = x->width[i] > widest ? x->width[i] : widest;
	shorten_names(x, KEYS_MOST, NAME_LEAST);
	shorten_names(x, widest < LINE ? LINE - widest : 0, 0);
}

static void pad(FILE *out, const char *text, size_t width, bool right)
{
	size_t letters = table_letters(text);
	int blanks = letters < width ? (int)(width - letters) : 0;

	if (right)
		(void)fprintf(out, "%*s%s", blanks, "", text);
	else
		(void)fprintf(out, "%s%*s", text, blanks, "");
}

/* The bytes of so many letters. */
static int bytes_of(const char *text, size_t letters)
{
	int n = 0;

	for (; text[n]; n++)
		if ((text[n] & 0xC0) != 0x80 && letters-- == 0)
			break;
	return n;
}

static void put_name(const struct text *x, size_t i, const char *name, FILE *out)
{
	size_t room = x->label_width[i];

	if (table_letters(name) <= room) {
		pad(out, name, room + GAP, false);
		return;
	}
	(void)fprintf(out, "%.*s…%*s", bytes_of(name, room - 1), name, GAP, "");
}

static void put_key(const struct text *x, size_t i, const char *text, const char *name, FILE *out)
{
	pad(out, text, x->width[i] + GAP, false);
	if (x->label_width[i])
		put_name(x, i, name, out);
}

static void put_headings(const struct text *x, size_t from, size_t to, bool below, FILE *out)
{
	char buf[64];

	while (below && to > from && !*heading(x, to - 1, below, buf))
		to--; /* a line ends with a letter */
	if (to == from)
		return;
	if (x->t->keys == 0)
		pad(out, "", KEY_LEAST + GAP, false);
	for (size_t i = 0; i < x->t->keys; i++)
		put_key(x, i, heading(x, i, below, buf), "", out);
	for (size_t i = from; i < to; i++) {
		pad(out, heading(x, i, below, buf), x->width[i], true);
		(void)fprintf(out, "%*s", i + 1 < to ? GAP : 0, "");
	}
	(void)putc('\n', out);
}

static void put_row(const struct text *x, size_t row, size_t from, size_t to, FILE *out)
{
	const struct table *t = x->t;
	char buf[TYPESET_SIZE];

	if (t->keys == 0)
		pad(out, "total", KEY_LEAST + GAP, false);
	for (size_t i = 0; i < t->keys; i++) {
		const char *text = row < t->rows ? key_of(x, row, i, buf) : i ? "" : "total";

		put_key(x, i, *text || row == t->rows ? text : "-",
			has_labels(x, i) && row < t->rows ? table_cell(t, row, i)->label : "", out);
	}
	while (to > from && !*figure_of(x, row, to - 1, buf))
		to--; /* a line ends with a figure */
	for (size_t i = from; i < to; i++) {
		pad(out, figure_of(x, row, i, buf), x->width[i], true);
		(void)fprintf(out, "%*s", i + 1 < to ? GAP : 0, "");
	}
	(void)putc('\n', out);
}

static void put_block(const struct text *x, size_t from, size_t to, FILE *out)
{
	put_headings(x, from, to, false, out);
	if (x->folded)
		put_headings(x, from, to, true, out);
	for (size_t n = 0; n < x->t->rows; n++)
		put_row(x, x->plain ? n : x->t->order[n], from, to, out);
	if (!x->t->bare)
		put_row(x, x->t->rows, from, to, out);
}

/* Breaks a line between words. */
static void put_title(const struct text *x, FILE *out)
{
	char said[256];
	size_t at = 0;

	if (x->plain)
		(void)lang_say(x->lang, &x->t->title, said, sizeof(said));
	else
		table_said_title(x->t, x->lang, said, sizeof(said));
	for (char *rest = said, *word; (word = strtok_r(rest, " ", &rest));) {
		size_t letters = table_letters(word);
		bool breaks = at && !x->plain && at + 1 + letters > LINE;

		(void)fprintf(out, "%s%s", !at ? "" : breaks ? "\n" : " ", word);
		at = breaks || !at ? letters : at + 1 + letters;
	}
	(void)putc('\n', out);
}

/* What a rate is of, and how the scales were. */
static void put_notes(const struct text *x, FILE *out)
{
	const char *gap = "\n";
	char said[256];

	for (size_t i = x->t->keys; i < x->columns; i++)
		if (table_formula(x->t, i, x->lang, said, sizeof(said))) {
			(void)fprintf(out, "%s%s\n", gap, said);
			gap = "";
		}
	for (size_t i = 0; i < x->t->scales; i++)
		(void)fprintf(out, "%s%s\n", i ? "" : "\n",
			table_scale_said(&x->t->scale[i], x->lang, said, sizeof(said)));
}

static void put_table(const struct table *t, bool plain, enum lang lang, FILE *out)
{
	struct text x = { .t = t, .lang = lang, .plain = plain };

	x.columns = t->columns - t->late;
	x.decimal = lang == LANG_FR ? ',' : '.';
	measure(&x);
	if (block_end(&x, t->keys) < x.columns)
		fold(&x);
	put_title(&x, out);
	for (size_t from = t->keys, to; from < x.columns; from = to) {
		to = block_end(&x, from);
		(void)putc('\n', out);
		put_block(&x, from, to, out);
	}
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
