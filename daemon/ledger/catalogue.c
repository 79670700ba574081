// SPDX-License-Identifier: GPL-3.0-or-later
/* The catalogue as it stands, from its rows: read at start and after each edit. */
#include "ledger_private.h"
#include <string.h>
#include "lang.h"

struct catalogue *catalogue_free(struct catalogue *c)
{
	if (!c)
		return NULL;
	free(c->rows);
	free(c);
	return NULL;
}

/* After a person asked to be forgotten, the pseudonym stays and the words read "effacé". */
static void read_person(sqlite3_stmt *stmt, struct catalogue_row *row)
{
	const char *text = (const char *)sqlite3_column_text(stmt, 19);
	_cleanup_json_ json_t *words = text ? json_loads(text, 0, NULL) : NULL;
	struct {
		char *to;
		size_t size;
		const char *erased;
	} const place[] = {
		{ row->label_fr, sizeof(row->label_fr), lang_text(LANG_FR, "erased") },
		{ row->label_en, sizeof(row->label_en), lang_text(LANG_EN, "erased") },
		{ row->short_fr, sizeof(row->short_fr), lang_text(LANG_FR, "erased") },
		{ row->short_en, sizeof(row->short_en), lang_text(LANG_EN, "erased") },
	};

	for (size_t i = 0; i < ARRAY_SIZE(place); i++) {
		const char *word = json_string_value(json_array_get(words, i));

		word = word ? word : place[i].erased;
		(void)snprintf(place[i].to, place[i].size, "%s", word);
	}
}

static int read_row(sqlite3_stmt *stmt, struct catalogue_row *row)
{
	char kind[16], class[16];

	sql_text(stmt, 0, kind, sizeof(kind));
	sql_text(stmt, 1, row->code, sizeof(row->code));
	sql_text(stmt, 2, row->valid_from, sizeof(row->valid_from));
	sql_text(stmt, 3, row->valid_until, sizeof(row->valid_until));
	sql_text(stmt, 4, row->parent, sizeof(row->parent));
	sql_text(stmt, 5, row->label_fr, sizeof(row->label_fr));
	sql_text(stmt, 6, row->label_en, sizeof(row->label_en));
	sql_text(stmt, 7, row->short_fr, sizeof(row->short_fr));
	sql_text(stmt, 8, row->short_en, sizeof(row->short_en));
	sql_text(stmt, 9, row->scheme, sizeof(row->scheme));
	sql_text(stmt, 10, row->flow, sizeof(row->flow));
	sql_text(stmt, 11, class, sizeof(class));
	row->counts_as_intake = sqlite3_column_int(stmt, 12);
	row->hidden = sqlite3_column_int(stmt, 13);
	row->tare_mg = sqlite3_column_int64(stmt, 14);
	row->unit_mg = sqlite3_column_int64(stmt, 15);
	row->sort = sqlite3_column_int(stmt, 16);
	if (catalogue_kind_from_name(kind, &row->kind) < 0 ||
		flow_class_from_name(class, &row->class) < 0)
		return -EUCLEAN;
	if (row->kind == CATALOGUE_OPERATOR)
		read_person(stmt, row);
	return 0;
}

static int order(const void *left, const void *right)
{
	const struct catalogue_row *a = left, *b = right;
	int r = (a->kind > b->kind) - (a->kind < b->kind);

	if (r == 0)
		r = (a->sort > b->sort) - (a->sort < b->sort);
	if (r == 0)
		r = strcmp(a->code, b->code);
	return r ? r : strcmp(a->valid_from, b->valid_from);
}

int ledger_catalogue(struct ledger *l, struct catalogue **ret_catalogue)
{
	struct catalogue *c;
	int r = l->sql ? catalogue_load(l->sql, l->journal, &c) : -EIO;

	if (r < 0)
		return r;
	if (c->count)
		qsort(c->rows, c->count, sizeof(*c->rows), order);
	*ret_catalogue = c;
	return 0;
}

int catalogue_load(struct sql *s, const char *journal, struct catalogue **ret_catalogue)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = calloc(1, sizeof(*c));
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(s, &stmt,
		"SELECT c.kind, c.code, c.valid_from, c.valid_until, c.parent, c.label_fr,"
		" c.label_en, c.short_fr, c.short_en, c.scheme, c.flow, c.class,"
		" c.counts_as_intake, c.hidden, c.tare_mg, c.unit_mg, c.sort, c.seq, c.item,"
		" e.text FROM catalogue c LEFT JOIN erasable e ON e.journal = c.journal AND"
		" e.seq = c.seq AND e.item = 1 + c.item WHERE c.journal = ?",
		V_TEXT(journal));

	if (!c)
		return -ENOMEM;
	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		struct catalogue_row row = { 0 };

		r = read_row(stmt, &row);
		if (r == 0)
			r = catalogue_add(c, &row);
	}
	if (r < 0)
		return r;
	*ret_catalogue = TAKE_PTR(c);
	return 0;
}
