// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A table that is wider than a terminal, for people. What all its rows have in common is said once above
 * them, columns in which nothing stands are only named, and titles take as many lines as they need. If it is
 * still too wide, few rows stand beside each other, a column a line; many keep their figures below
 * their keys; and rows of facts are a paragraph each. No figure and no name is ever cut.
 */
#include <string.h>
#include "table_text.h"

enum { NAME_MOST = 24, TITLE_MOST = 40, TITLE_LINES = 4, KEYS_LEAST = 36, ROWS_BESIDE = 6 };

struct narrow {
	const struct text *x;
	size_t keys, figures; /* that are left */
	size_t key[TABLE_COLUMNS], figure[TABLE_COLUMNS];
	size_t width[TABLE_COLUMNS], name_width[TABLE_COLUMNS]; /* by column */
	size_t rows; /* and behind them the total, if there is one */
	bool total;
};

/* ---- what is left of it ---- */

/* A mass or a number of nothing says little among others; of a fact, an act or a rate it is what there is to say. */
static bool says_nothing(const struct text *x, size_t row, size_t column)
{
	const struct cell *c = table_cell(x->t, row, column);

	if (x->t->column[column].type < COLUMN_MG)
		return !c->text || !*c->text;
	return c->none || (c->number == 0 && !x->t->bare && !x->t->acts &&
				  x->t->column[column].type != COLUMN_PPM);
}

static bool is_empty(const struct text *x, size_t column)
{
	for (size_t n = 0; n < x->t->rows + !x->t->bare; n++)
		if (!says_nothing(x, n, column))
			return false;
	return true;
}

static bool is_common(const struct text *x, size_t column)
{
	for (size_t n = 1; n < x->t->rows; n++)
		if (strcmp(table_cell(x->t, n, column)->text, table_cell(x->t, 0, column)->text))
			return false;
	return x->t->rows > (x->t->bare ? 1 : 0); /* of one fact what it is of stands above it */
}

/* The code, and behind it what it is called. */
static const char *said_key(const struct text *x, size_t row, size_t i, char said[SAID_SIZE])
{
	char buf[LANG_DAY_SIZE];
	const char *name = text_has_labels(x, i) ? table_cell(x->t, row, i)->label : "";

	(void)snprintf(said, SAID_SIZE, "%s%s%s", text_key(x, row, i, buf), *name ? " " : "", name);
	return said;
}

/* Of a column whose rows are all the same: once, in front of the table. */
static void say_common(const struct text *x, size_t i, FILE *out)
{
	char title[64], key[SAID_SIZE], said[SAID_SIZE + 80];

	if (says_nothing(x, 0, i))
		return;
	(void)snprintf(said, sizeof(said), "%s%s %s", text_title(x, i, title),
		x->lang == LANG_FR ? TYPESET_JOINT ":" : ":", said_key(x, 0, i, key));
	text_put(said, GAP, out);
}

static void say_empty(const struct text *x, FILE *out)
{
	char said[TABLE_COLUMNS * 64], title[64];
	size_t at = (size_t)snprintf(
		       said, sizeof(said), "%s", lang_text(x->lang, "text_nothing_in")),
	       start = at;

	for (size_t i = x->t->keys; i < x->columns; i++)
		if (is_empty(x, i) && at + 66 < sizeof(said))
			at += (size_t)snprintf(said + at, sizeof(said) - at, "%s%s",
				at > start ? ", " : " ", text_title(x, i, title));
	if (at == start)
		return;
	(void)putc('\n', out);
	text_put(said, GAP, out);
}

/* As wide as its cells, and so that its title takes few lines. */
static size_t width_for(const struct text *x, size_t i, size_t width)
{
	char title[64];
	size_t word = text_longest_word(text_title(x, i, title));

	width = width > word ? width : word;
	while (text_lines(title, width) > TITLE_LINES)
		width++;
	return width;
}

static size_t cells_width(const struct text *x, size_t i)
{
	size_t width = i < x->t->keys ? KEY_LEAST : 0;
	char buf[TYPESET_SIZE];

	for (size_t n = 0; n < x->t->rows + !x->t->bare; n++)
		if (i >= x->t->keys || n < x->t->rows)
			width = text_wider(width, i < x->t->keys ? text_key(x, n, i, buf)
								 : text_figure(x, n, i, buf));
	return width;
}

static void choose(struct narrow *w, FILE *out)
{
	const struct text *x = w->x;
	bool said = false;

	for (size_t i = 0; i < x->columns; i++) {
		if (i < x->t->keys && (is_common(x, i) || is_empty(x, i))) {
			say_common(x, i, out);
			said |= !says_nothing(x, 0, i);
			continue;
		}
		if (i >= x->t->keys && is_empty(x, i))
			continue;
		*(i < x->t->keys ? &w->key[w->keys++] : &w->figure[w->figures++]) = i;
		w->width[i] = width_for(x, i, cells_width(x, i));
		w->name_width[i] = x->label_width[i] < NAME_MOST ? x->label_width[i] : NAME_MOST;
	}
	if (said)
		(void)putc('\n', out);
}

/* The row as people see it; behind all of them the total. */
static size_t row_at(const struct narrow *w, size_t n)
{
	return n < w->rows ? w->x->t->order[n] : w->x->t->rows;
}

/* ---- one row a line ---- */

static size_t flat_width(const struct narrow *w)
{
	size_t width = w->keys ? 0 : KEY_LEAST + GAP;

	for (size_t i = 0; i < w->keys; i++)
		width += w->width[w->key[i]] + GAP +
			 (w->name_width[w->key[i]] ? w->name_width[w->key[i]] + GAP : 0);
	for (size_t i = 0; i < w->figures; i++)
		width += w->width[w->figure[i]] + GAP;
	return width - GAP;
}

static void put_titles(const struct narrow *w, struct text_boxes *b, FILE *out)
{
	char title[64];

	if (!w->keys)
		text_box(b, "", KEY_LEAST, false);
	for (size_t i = 0; i < w->keys; i++) {
		text_box(b, text_title(w->x, w->key[i], title), w->width[w->key[i]], false)->low =
			true;
		if (w->name_width[w->key[i]])
			text_box(b, "", w->name_width[w->key[i]], false);
	}
	for (size_t i = 0; i < w->figures; i++)
		text_box(b, text_title(w->x, w->figure[i], title), w->width[w->figure[i]], true)
			->low = true;
	text_put_boxes(b, 0, out);
}

static void put_flat_row(const struct narrow *w, size_t row, struct text_boxes *b, FILE *out)
{
	const bool total = row == w->x->t->rows;
	char buf[TYPESET_SIZE];

	if (!w->keys)
		text_box(b, "total", KEY_LEAST, false);
	for (size_t i = 0; i < w->keys; i++) {
		size_t at = w->key[i];
		const char *text = total ? i ? "" : "total" : text_key(w->x, row, at, buf);

		text_box(b, *text || total ? text : "-", w->width[at], false);
		if (w->name_width[at])
			text_box(b, total ? "" : table_cell(w->x->t, row, at)->label,
				w->name_width[at], false);
	}
	for (size_t i = 0; i < w->figures; i++)
		text_box(
			b, text_figure(w->x, row, w->figure[i], buf), w->width[w->figure[i]], true);
	text_put_boxes(b, 0, out);
}

static void put_flat(const struct narrow *w, struct text_boxes *b, FILE *out)
{
	put_titles(w, b, out);
	for (size_t n = 0; n < w->rows + w->total; n++)
		put_flat_row(w, row_at(w, n), b, out);
}

/* ---- keys as words at the left, few figures at the right ---- */

/* "HRP-LIV Livres · 2026": what tells a row from the others. */
static const char *said_row(const struct narrow *w, size_t row, char said[SAID_SIZE])
{
	char key[SAID_SIZE];
	size_t at = 0;

	if (row == w->x->t->rows)
		return "total";
	said[0] = 0;
	for (size_t i = 0; i < w->keys; i++)
		if (*said_key(w->x, row, w->key[i], key) && at < SAID_SIZE)
			at += (size_t)snprintf(
				said + at, SAID_SIZE - at, "%s%s", at ? " · " : "", key);
	return at ? said : "-";
}

static const char *said_keys(const struct narrow *w, char said[SAID_SIZE])
{
	char title[64];
	size_t at = 0;

	said[0] = 0;
	for (size_t i = 0; i < w->keys && at < SAID_SIZE; i++)
		at += (size_t)snprintf(said + at, SAID_SIZE - at, "%s%s", at ? " · " : "",
			text_title(w->x, w->key[i], title));
	return said;
}

/* What figures leave of a line; 0: too little. */
static size_t side_width(const struct narrow *w)
{
	size_t width = 0;

	for (size_t i = 0; i < w->figures; i++)
		width += GAP + w->width[w->figure[i]];
	return w->keys && width + KEYS_LEAST <= LINE ? LINE - width : 0;
}

static void put_side_row(const struct narrow *w, size_t row, struct text_boxes *b, FILE *out)
{
	const bool titles = row > w->x->t->rows;
	char said[SAID_SIZE];

	text_box(b, titles ? said_keys(w, said) : said_row(w, row, said), side_width(w), false)
		->low = titles;
	for (size_t i = 0; i < w->figures; i++) {
		size_t at = w->figure[i];

		text_box(b, titles ? text_title(w->x, at, said) : text_figure(w->x, row, at, said),
			w->width[at], true)
			->low = titles;
	}
	text_put_boxes(b, 0, out);
}

static void put_side(const struct narrow *w, struct text_boxes *b, FILE *out)
{
	put_side_row(w, w->x->t->rows + 1, b, out);
	for (size_t n = 0; n < w->rows + w->total; n++)
		put_side_row(w, row_at(w, n), b, out);
}

/* ---- one column a line, rows beside each other ---- */

static size_t beside_width(const struct narrow *w, size_t n)
{
	char buf[SAID_SIZE];
	size_t row = row_at(w, n), width = text_longest_word(said_row(w, row, buf));

	for (size_t i = 0; i < w->figures; i++)
		width = text_wider(width, text_figure(w->x, row, w->figure[i], buf));
	return width;
}

static size_t titles_width(const struct narrow *w)
{
	size_t width = 0;
	char title[64];

	for (size_t i = 0; i < w->figures; i++)
		width = text_wider(width, text_title(w->x, w->figure[i], title));
	return width < TITLE_MOST ? width : TITLE_MOST;
}

/* 0: they do not. */
static bool fits_beside(const struct narrow *w, size_t titles)
{
	size_t width = titles;

	if (w->rows + w->total > ROWS_BESIDE)
		return false;
	for (size_t n = 0; n < w->rows + w->total; n++)
		width += GAP + beside_width(w, n);
	return width <= LINE;
}

static void put_beside(const struct narrow *w, size_t titles, struct text_boxes *b, FILE *out)
{
	char buf[SAID_SIZE];

	if (w->rows) {
		text_box(b, "", titles, false);
		for (size_t n = 0; n < w->rows + w->total; n++)
			text_box(b, said_row(w, row_at(w, n), buf), beside_width(w, n), true)->low =
				true;
		text_put_boxes(b, 0, out);
	}
	for (size_t i = 0; i < w->figures; i++) {
		text_box(b, text_title(w->x, w->figure[i], buf), titles, false);
		for (size_t n = 0; n < w->rows + w->total; n++)
			text_box(b, text_figure(w->x, row_at(w, n), w->figure[i], buf),
				beside_width(w, n), true);
		text_put_boxes(b, 0, out);
	}
}

/* ---- figures below their keys, in as few lines as they need ---- */

/* Where column j of a grid of so many a line stands: as wide as the widest of them. */
static size_t grid_width(const struct narrow *w, size_t a_line, size_t j)
{
	size_t width = 0;

	for (size_t i = j; i < w->figures; i += a_line)
		width = w->width[w->figure[i]] > width ? w->width[w->figure[i]] : width;
	return width;
}

static size_t grid_most(const struct narrow *w)
{
	for (size_t a_line = w->figures; a_line > 1; a_line--) {
		size_t width = 0;

		for (size_t j = 0; j < a_line; j++)
			width += GAP + grid_width(w, a_line, j);
		if (width <= LINE)
			return a_line;
	}
	return 1;
}

static void put_grid(
	const struct narrow *w, size_t row, size_t a_line, struct text_boxes *b, FILE *out)
{
	const bool titles = row > w->x->t->rows;
	char buf[64];

	for (size_t i = 0; i < w->figures; i++) {
		size_t at = w->figure[i];

		text_box(b, titles ? text_title(w->x, at, buf) : text_figure(w->x, row, at, buf),
			grid_width(w, a_line, i % a_line), true)
			->low = titles;
		if ((i + 1) % a_line == 0 || i + 1 == w->figures)
			text_put_boxes(b, GAP, out);
	}
}

static void put_below(const struct narrow *w, struct text_boxes *b, FILE *out)
{
	/* as many in each line as in the others */
	const size_t most = grid_most(w), lines = (w->figures + most - 1) / most;
	const size_t a_line = (w->figures + lines - 1) / lines;
	char said[SAID_SIZE];

	text_put(said_keys(w, said), GAP, out);
	put_grid(w, w->x->t->rows + 1, a_line, b, out);
	(void)putc('\n', out);
	for (size_t n = 0; n < w->rows + w->total; n++) {
		text_put(said_row(w, row_at(w, n), said), GAP, out);
		put_grid(w, row_at(w, n), a_line, b, out);
	}
}

/* ---- facts: a paragraph each ---- */

static size_t numbers_width(const struct narrow *w)
{
	char buf[TYPESET_SIZE];
	size_t width = 0;

	for (size_t n = 0; n < w->rows + w->total; n++)
		for (size_t i = 0; i < w->figures; i++)
			if (w->x->t->column[w->figure[i]].type != COLUMN_TEXT)
				width = text_wider(
					width, text_figure(w->x, row_at(w, n), w->figure[i], buf));
	return width;
}

static void put_fact(const struct narrow *w, size_t row, struct text_boxes *b, FILE *out)
{
	const size_t titles = titles_width(w), numbers = numbers_width(w);
	char said[SAID_SIZE], title[64];

	text_put(said_row(w, row, said), GAP, out);
	for (size_t i = 0; i < w->figures; i++) {
		size_t at = w->figure[i];
		const bool text = w->x->t->column[at].type == COLUMN_TEXT;
		const char *figure = text_figure(w->x, row, at, said);

		if (!*figure)
			continue;
		text_box(b, text_title(w->x, at, title), titles, false);
		text_box(b, figure, text ? LINE - 2 * GAP - titles : numbers, !text);
		text_put_boxes(b, GAP, out);
	}
}

static bool is_of_texts(const struct narrow *w)
{
	for (size_t i = 0; i < w->figures; i++)
		if (w->x->t->column[w->figure[i]].type == COLUMN_TEXT)
			return true;
	return w->x->t->bare;
}

static void put_facts(const struct narrow *w, struct text_boxes *b, FILE *out)
{
	for (size_t n = 0; n < w->rows + w->total; n++) {
		if (n)
			(void)putc('\n', out);
		put_fact(w, row_at(w, n), b, out);
	}
}

void text_narrow(const struct text *x, FILE *out)
{
	/* one row is its own total */
	struct narrow w = { .x = x,
		.rows = x->t->rows == 1 && !x->t->bare ? 0 : x->t->rows,
		.total = !x->t->bare };
	struct text_boxes b = { .count = 0 };
	size_t titles;

	choose(&w, out);
	titles = titles_width(&w);
	if (w.figures == 0)
		(void)fprintf(out, "%s\n", lang_text(x->lang, "text_nothing"));
	else if (flat_width(&w) <= LINE && !(w.rows == 0 && w.figures > 4))
		put_flat(&w, &b, out);
	else if (is_of_texts(&w))
		put_facts(&w, &b, out);
	else if (side_width(&w))
		put_side(&w, &b, out);
	else if (fits_beside(&w, titles))
		put_beside(&w, titles, &b, out);
	else
		put_below(&w, &b, out);
	if (w.figures)
		say_empty(x, out);
}
