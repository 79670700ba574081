// SPDX-License-Identifier: GPL-3.0-or-later
/* The catalogue as it stands, from its rows: read at start and after each edit. */
#include "ledger_private.h"
#include <string.h>
#include "lang.h"

struct catalogue *catalogue_free(struct catalogue *c)
{
	if (!c)
		return NULL;
	catalogue_done(c);
	free(c);
	return NULL;
}

/* After a person asked to be forgotten, the pseudonym stays and the words read "effacé". */
static void read_person(
	const char *person, struct catalogue_row *row, struct catalogue_facts *facts)
{
	_cleanup_json_ json_t *words = json_loads(person, 0, NULL);
	struct {
		char *to;
		size_t size;
		const char *erased;
	} const place[] = {
		{ row->label_fr, sizeof(row->label_fr), lang_text(LANG_FR, "erased") },
		{ row->label_en, sizeof(row->label_en), lang_text(LANG_EN, "erased") },
		{ row->short_fr, sizeof(row->short_fr), lang_text(LANG_FR, "erased") },
		{ row->short_en, sizeof(row->short_en), lang_text(LANG_EN, "erased") },
		{ facts->address, sizeof(facts->address), "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(place); i++) {
		const char *word = json_string_value(json_array_get(words, i));

		word = word ? word : place[i].erased;
		(void)snprintf(place[i].to, place[i].size, "%s", word);
	}
	row->erased = !words;
	if (row->kind == CATALOGUE_PARTNER)
		row->facts = facts;
}

/* A partner without a word of his own is a person: every other has a label. */
static int add_line(struct catalogue *c, struct catalogue_line *line)
{
	struct catalogue_facts facts = { 0 };

	if (line->row.kind == CATALOGUE_OPERATOR ||
		(line->row.kind == CATALOGUE_PARTNER && !line->row.label_fr[0]))
		read_person(line->person, &line->row, &facts);
	return catalogue_add(c, &line->row);
}

/* rows: of c, by code, once they are needed. An address that a person's words had stays. */
static int put_facts(struct catalogue *c, const struct catalogue_row ***rows,
	enum catalogue_kind kind, struct catalogue_facts *facts)
{
	const struct catalogue_row *found;
	struct catalogue_row *row;

	if (!*rows)
		*rows = catalogue_by_code(c);
	if (!*rows)
		return -ENOMEM;
	found = catalogue_seek(*rows, c->count, kind, facts->code, facts->valid_from);
	if (!found)
		return -EUCLEAN;
	row = &c->rows[found - c->rows];
	if (row->facts)
		memcpy(facts->address, row->facts->address, sizeof(facts->address));
	row->facts = catalogue_own(c, facts);
	return row->facts ? 0 : -ENOMEM;
}

static int load_facts(struct sql *s, const char *journal, struct catalogue *c,
	const struct catalogue_row ***rows, enum catalogue_kind kind)
{
	const struct record *record = catalogue_facts_record(kind);
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct catalogue_facts facts;
	int r = record_of_journal(s, record, journal, &stmt);

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		r = record_from_row(record, stmt, &facts);
		if (r == 0)
			r = put_facts(c, rows, kind, &facts);
	}
	return r;
}

static int load_all_facts(struct sql *s, const char *journal, struct catalogue *c)
{
	_cleanup_free_ const struct catalogue_row **rows = NULL;
	int r = 0;

	for (size_t kind = 0; kind < CATALOGUE_KIND_COUNT && r >= 0; kind++)
		r = load_facts(s, journal, c, &rows, (enum catalogue_kind)kind);
	return r;
}

/* Whether somebody was hidden at once, or for a day to come. */
static int load_said(struct sql *s, const char *journal, struct catalogue *c)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start_values(s,
		"SELECT r.code, r.valid_from, e.day FROM catalogue r JOIN entry e ON e.journal = "
		"r.journal"
		" AND e.seq = r.seq WHERE r.journal = ? AND r.kind = 'operator' AND r.hidden",
		SQL_VALUES(V_TEXT(journal)), &stmt);

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		char code[CODE_SIZE], from[DAY_SIZE];

		sql_text(stmt, 0, code, sizeof(code));
		sql_text(stmt, 1, from, sizeof(from));
		for (size_t i = 0; i < c->count; i++) {
			struct catalogue_row *row = &c->rows[i];

			if (row->kind == CATALOGUE_OPERATOR && !strcmp(row->code, code) &&
				!strcmp(row->valid_from, from))
				sql_text(stmt, 2, row->said, sizeof(row->said));
		}
	}
	return r;
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

/* Of the newest entries the last day that a sure clock said; and that of its own last change. */
static int load_known_day(struct sql *s, const char *journal, struct catalogue *c)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start_values(s,
		"SELECT max(ifnull((SELECT max(day) FROM (SELECT day, clock FROM entry WHERE"
		" journal = ?1 ORDER BY seq DESC LIMIT 1000) WHERE clock = 'trusted'), ''),"
		" ifnull((SELECT day FROM entry WHERE journal = ?1 AND seq ="
		" (SELECT max(seq) FROM catalogue WHERE journal = ?1)), ''))",
		SQL_VALUES(V_TEXT(journal)), &stmt);

	if (r >= 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, c->known_day, sizeof(c->known_day));
	return r < 0 ? r : 0;
}

int ledger_catalogue(struct ledger *l, struct catalogue **ret_catalogue)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	int r = l->sql ? catalogue_load(l->sql, l->journal, &c) : -EIO;

	if (r >= 0)
		r = load_known_day(l->sql, l->journal, c);
	if (r < 0)
		return r;
	if (c->count)
		qsort(c->rows, c->count, sizeof(*c->rows), order);
	*ret_catalogue = TAKE_PTR(c);
	return 0;
}

int catalogue_load(struct sql *s, const char *journal, struct catalogue **ret_catalogue)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = calloc(1, sizeof(*c));
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = record_select(
		s, &catalogue_record, "WHERE r.journal = ?", SQL_VALUES(V_TEXT(journal)), &stmt);

	if (!c)
		return -ENOMEM;
	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		struct catalogue_line line;

		r = record_from_row(&catalogue_record, stmt, &line);
		if (r == 0)
			r = add_line(c, &line);
	}
	if (r >= 0)
		r = load_all_facts(s, journal, c);
	if (r >= 0)
		r = load_said(s, journal, c);
	if (r < 0)
		return r;
	*ret_catalogue = TAKE_PTR(c);
	return 0;
}
