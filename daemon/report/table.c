// SPDX-License-Identifier: GPL-3.0-or-later
/* A table: how a report fills it, what its rows are called, in which order people see them. */
#include "table.h"
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include "ledger.h"
#include "mass.h"
#include "table_private.h"

void table_done(struct table *t)
{
	for (size_t i = 0; i < t->rows * t->columns; i++)
		free(t->cells[i].text);
	free(t->cells);
	free(t->order);
	free(t->names);
	catalogue_free(t->catalogue);
	if (t->next)
		table_done(t->next);
	free(t->next);
	*t = (struct table){ 0 };
}

void table_columns(struct table *t, const struct column *columns, size_t count)
{
	for (size_t i = 0; i < count && t->columns < TABLE_COLUMNS; i++) {
		t->keys += t->keys == t->columns && columns[i].type < COLUMN_MG;
		t->column[t->columns++] = columns[i];
	}
}

void table_fact(struct table *t, const char *name, const char *value, bool in_csv)
{
	if (t->facts == TABLE_FACTS)
		return;
	t->fact[t->facts].name = name;
	t->fact[t->facts].in_csv = in_csv;
	(void)snprintf(t->fact[t->facts++].value, CODE_SIZE, "%s", value);
}

struct cell *table_add_row(struct table *t)
{
	struct cell *cells = t->cells;

	if ((t->rows & (t->rows - 1)) == 0)
		cells = realloc(cells, (t->rows ? 2 * t->rows : 1) * t->columns * sizeof(*cells));
	if (!cells)
		return NULL;
	t->cells = cells;
	cells += t->rows++ * t->columns;
	memset(cells, 0, t->columns * sizeof(*cells));
	return cells;
}

int table_set_text(struct cell *c, const char *text)
{
	char *copy = strdup(text ? text : "");

	if (!copy)
		return -ENOMEM;
	free(c->text);
	c->text = copy;
	return 0;
}

const struct cell *table_cell(const struct table *t, size_t row, size_t column)
{
	return row < t->rows ? &t->cells[row * t->columns + column] : &t->total[column];
}

const struct catalogue_row *table_catalogue_row(
	const struct catalogue *c, enum catalogue_kind kind, const char *code, const char *day)
{
	const struct catalogue_row *found = catalogue_find(c, kind, code, day);

	for (size_t i = 0; !found && i < c->count; i++)
		if (c->rows[i].kind == kind && strcmp(c->rows[i].code, code) == 0)
			found = &c->rows[i];
	return found;
}

/* What has no word is called by its name; the key is only ours. */
static const char *word_or(enum lang lang, const char *key, const char *name)
{
	const char *said = lang_text(lang, key);

	return said == key ? name : said;
}

/* lang: word_flow_* word_check_* word_todo_* */
static const char *word(const char *column, const char *code, enum lang lang)
{
	char key[64];

	(void)snprintf(key, sizeof(key), "word_%s_%s", column, code);
	return *code ? word_or(lang, key, code) : "";
}

static void label(struct table *t, size_t column, struct cell *c, const char *day, enum lang lang)
{
	const struct catalogue_row *row;

	if (t->column[column].labels == LABELS_WORDS) {
		c->number = (c - t->cells) / (ptrdiff_t)t->columns; /* as the report has them */
		c->label = word(t->column[column].name, c->text, lang);
		return;
	}
	row = table_catalogue_row(
		t->catalogue, (enum catalogue_kind)(t->column[column].labels - 1), c->text, day);

	c->number = row ? row - t->catalogue->rows : (int64_t)t->catalogue->count;
	c->label = !row ? "" : lang == LANG_EN && row->label_en[0] ? row->label_en : row->label_fr;
}

static int by_catalogue(const void *a, const void *b, void *data)
{
	const size_t *x = a, *y = b;
	const struct table *t = data;

	for (size_t i = 0; i < t->keys; i++) {
		const struct cell *l = table_cell(t, *x, i), *r = table_cell(t, *y, i);
		int order = (l->number > r->number) - (l->number < r->number);

		if (order == 0)
			order = strcmp(l->text, r->text);
		if (order)
			return order;
	}
	return 0;
}

int table_label(struct table *t, struct catalogue *c, const char *day, enum lang lang)
{
	t->catalogue = c;
	t->order = calloc(t->rows + 1, sizeof(*t->order));
	if (!t->order)
		return -ENOMEM;
	for (size_t n = 0; n < t->rows; n++) {
		t->order[n] = n;
		for (size_t i = 0; i < t->keys; i++)
			if (t->column[i].labels)
				label(t, i, &t->cells[n * t->columns + i], day, lang);
	}
	qsort_r(t->order, t->rows, sizeof(*t->order), by_catalogue, t);
	return 0;
}

size_t table_column(const struct table *t, const char *name)
{
	size_t i = 0;

	while (i < t->columns && strcmp(t->column[i].name, name) != 0)
		i++;
	return i;
}

bool table_has_figure(const struct table *t, size_t column)
{
	for (size_t row = 0; row <= t->rows; row++)
		if (table_cell(t, row, column)->number)
			return true;
	return false;
}

static bool is_empty(const struct table *t)
{
	if (t->acts)
		return t->rows == 0;
	for (size_t i = t->keys; i < t->columns; i++)
		if (table_has_figure(t, i))
			return false;
	return true;
}

/* Rows of facts say nothing of it, unless there is nothing else. */
bool table_is_empty(const struct table *t)
{
	size_t rows = 0;
	bool bare = true;

	for (; t; t = t->next) {
		if (!t->bare && !is_empty(t))
			return false;
		bare &= t->bare;
		rows += t->rows;
	}
	return !bare || rows == 0;
}

const char *table_kg_name(const struct table *t, size_t column, char buf[32])
{
	const char *name = t->column[column].name;

	if (t->column[column].type == COLUMN_PPM)
		(void)snprintf(buf, 32, "%.*s_percent", (int)strlen(name) - 4, name);
	else if (t->column[column].type == COLUMN_MG)
		(void)snprintf(
			buf, 32, "%.*s_%s", (int)strlen(name) - 3, name, t->tonnes ? "t" : "kg");
	else
		return name;
	return buf;
}

/* lang: column_* */
const char *table_scale_said(const struct scale_days *s, enum lang lang, char *buf, size_t size)
{
	struct sentence said = { .key = "scale_checked" };

	if (s->checked < 2) /* 0 jour, 1 jour */
		said.key = "scale_checked_once";
	sentence_param(&said, "scale", s->scale);
	sentence_param_int(&said, "checked", s->checked);
	sentence_param_int(&said, "days", s->days);
	return lang_say(lang, &said, buf, size);
}

void table_said_title(const struct table *t, enum lang lang, char *buf, size_t size)
{
	const struct sentence *said = &t->title;
	struct sentence title = *said;
	const char *last_day = NULL;
	char day[LANG_DAY_SIZE];

	for (size_t i = SENTENCE_PARAMS; i-- > 0;) { /* the last day stands behind the first */
		if (!said->param[i].name)
			continue;
		if (lang_day(lang, said->param[i].value, last_day, day, sizeof(day)))
			(void)snprintf(
				title.param[i].value, sizeof(title.param[i].value), "%s", day);
		if (strcmp(said->param[i].name, "last_day") == 0)
			last_day = said->param[i].value;
	}
	(void)lang_say(lang, &title, buf, size);
}

const char *table_title(const struct table *t, size_t column, enum lang lang)
{
	const char *name = t->column[column].name;
	bool tonnes = t->tonnes && t->column[column].type == COLUMN_MG;
	char key[48];

	if (t->words[column])
		return t->words[column];
	(void)snprintf(key, sizeof(key), "column_%.*s%s",
		(int)strlen(name) - (tonnes ? (int)strlen("mg") : 0), name, tonnes ? "t" : "");
	return word_or(lang, key, name);
}

/* lang: sheet_* */
const char *table_heading(const struct table *t, enum lang lang)
{
	char key[48];

	(void)snprintf(key, sizeof(key), "sheet_%s", t->name);
	for (char *letter = key; *letter; letter++)
		*letter = (char)tolower((unsigned char)*letter);
	return word_or(lang, key, t->name);
}

const char *table_text(const struct table *t, size_t row, size_t column, char decimal, char buf[32])
{
	const struct cell *c = table_cell(t, row, column);

	if (t->column[column].type < COLUMN_MG)
		return c->text ? c->text : "";
	if (c->none)
		return "";
	if (t->column[column].type == COLUMN_MG)
		return mass_format_kg(t->tonnes ? c->number / 1000 : c->number,
			t->exact && c->number % 1000 ? 6 : 3, decimal, buf, 32);
	if (t->column[column].type == COLUMN_PPM)
		return mass_format_kg(100 * c->number, 1, decimal, buf, 32);
	(void)snprintf(buf, 32, "%lld", (long long)c->number);
	return buf;
}

const char *table_said(
	const struct table *t, size_t row, size_t column, enum lang lang, char buf[TYPESET_SIZE])
{
	const bool french = lang == LANG_FR;
	char plain[32];
	const char *text = table_text(t, row, column, french ? ',' : '.', plain);

	return t->column[column].type < COLUMN_MG ? text
						  : typeset_number(text, french, buf, TYPESET_SIZE);
}

size_t table_letters(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += (*text & 0xC0) != 0x80;
	return n;
}

static const struct {
	const char *name, *type;
} formats[FORMAT_COUNT] = {
	[FORMAT_TABLE] = { "table", "text/plain; charset=utf-8" },
	[FORMAT_CSV] = { "csv", "text/csv; charset=utf-8" },
	[FORMAT_CSV_FR] = { "csv-fr", "text/csv; charset=utf-8" },
	[FORMAT_JSON] = { "json", "application/json; charset=utf-8" },
	[FORMAT_XLSX] = { "xlsx",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
	[FORMAT_PLAIN] = { "plain", "text/plain; charset=utf-8" },
	[FORMAT_SVG] = { "svg", "image/svg+xml" },
	[FORMAT_PNG] = { "png", "image/png" },
	[FORMAT_PDF] = { "pdf", "application/pdf" },
};

static const char *const charts[CHART_COUNT] = { "bars", "months", "line", "sankey", "stack",
	"top" };

int table_format_from_name(const char *name, enum table_format *ret_format)
{
	for (size_t i = 0; i < FORMAT_COUNT; i++)
		if (strcmp(formats[i].name, name) == 0) {
			*ret_format = (enum table_format)i;
			return 0;
		}
	return -EINVAL;
}

const char *table_format_name(enum table_format format)
{
	return formats[format].name;
}

const char *table_format_type(enum table_format format)
{
	return formats[format].type;
}

const char *chart_name(enum chart chart)
{
	return charts[chart];
}

int chart_from_name(const char *name, enum chart *ret_chart)
{
	for (size_t i = 0; i < CHART_COUNT; i++)
		if (strcmp(charts[i], name) == 0) {
			*ret_chart = (enum chart)i;
			return 0;
		}
	return -EINVAL;
}
