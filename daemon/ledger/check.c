// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What may be written. Station and page have asked before; the journal is for ever, so it
 * asks again, against the rows that hold in this very transaction.
 */
#include <string.h>
#include "catalogue_csv.h"
#include "ledger_private.h"
#include "stock_book.h"
#include "write.h"

int ledger_refuse(struct ledger_result *res, const char *key, const char *code)
{
	res->answer = LEDGER_REFUSED;
	res->why = (struct sentence){ .key = key };
	if (code)
		sentence_param(&res->why, "code", code);
	return 0;
}

int ledger_refuse_field(
	struct ledger_result *res, const char *key, const char *code, const char *field)
{
	(void)ledger_refuse(res, key, code);
	sentence_param(&res->why, "field", field);
	return 0;
}

int ledger_target(
	struct ledger *l, const char *id, struct weighing *ret_w, struct ledger_result *res)
{
	int r = weighing_find(l->sql, l->journal, id, ret_w);

	if (r == -ENOENT)
		res->answer = LEDGER_NOT_FOUND;
	return r == -ENOENT ? 0 : r;
}

int ledger_find_row(
	struct ledger *l, const char *kind, const char *code, const char *day, int64_t *ret_hidden)
{
	return sql_int(l->sql, ret_hidden,
		"SELECT hidden FROM catalogue WHERE journal = ?1 AND kind = ?2 AND code = ?3"
		" AND valid_from <= ?4 AND (valid_until = '' OR valid_until > ?4)",
		V_TEXT(l->journal), V_TEXT(kind), V_TEXT(code), V_TEXT(day));
}

int ledger_check_codes(struct ledger *l, const struct record *r, const void *value, const char *day,
	struct ledger_result *res)
{
	int64_t hidden;
	int done = 1;

	for (size_t i = 0; i < r->count && done > 0; i++) {
		const struct record_field *f = &r->fields[i];

		if (!f->codes || !record_says(f, value))
			continue;
		done = ledger_find_row(l, catalogue_kind_name((enum catalogue_kind)(f->codes - 1)),
			record_text(f, value), day, &hidden);
		if (done != 0)
			continue;
		(void)ledger_refuse_field(res, "unknown_code_in", record_text(f, value), f->name);
	}
	return done < 0 ? done : 0;
}

int ledger_has_children(struct ledger *l, const char *code, const char *day)
{
	int64_t one;

	return sql_int(l->sql, &one,
		"SELECT 1 FROM catalogue WHERE journal = ?1 AND kind = 'category' AND parent = ?2"
		" AND valid_from <= ?3 AND (valid_until = '' OR valid_until > ?3) LIMIT 1",
		V_TEXT(l->journal), V_TEXT(code), V_TEXT(day));
}

int ledger_check_leaf(
	struct ledger *l, const char *code, const char *day, struct ledger_result *res)
{
	int64_t hidden = 0;
	int r = ledger_find_row(l, "category", code, day, &hidden);

	if (r <= 0)
		return r < 0 ? r : ledger_refuse(res, "unknown_category", code);
	if (hidden)
		return ledger_refuse(res, "hidden_category", code);
	r = ledger_has_children(l, code, day);
	return r <= 0 ? r : ledger_refuse(res, "parent_category", code);
}

int ledger_check_category(
	struct ledger *l, const char *code, const char *day, struct ledger_result *res)
{
	int r = ledger_check_leaf(l, code, day, res);

	if (res->answer == LEDGER_REFUSED)
		sentence_param(&res->why, "field", "category");
	return r;
}

/* In comes from an origin, out goes to a destination, never both. */
static int check_way(struct ledger *l, const struct weighing *w, struct ledger_result *res)
{
	bool in = w->direction == DIRECTION_IN;
	const char *code = in ? w->origin : w->destination;
	const char *field = in ? "origin" : "destination";
	int64_t hidden;
	int r;

	if ((in ? w->destination : w->origin)[0])
		return ledger_refuse_field(res, "way_twice", NULL, in ? "destination" : "origin");
	if (!code[0])
		return ledger_refuse_field(
			res, in ? "origin_missing" : "destination_missing", NULL, field);
	r = ledger_find_row(l, field, code, w->at.day, &hidden);
	if (r != 0)
		return r < 0 ? r : 0;
	return ledger_refuse_field(res, in ? "unknown_origin" : "unknown_destination", code, field);
}

/* kind is the name of the field, too. */
static int check_party(struct ledger *l, const char *kind, const char *code, const char *day,
	struct ledger_result *res)
{
	int64_t hidden;
	int r = code[0] ? ledger_find_row(l, kind, code, day, &hidden) : 1;

	if (r != 0)
		return r < 0 ? r : 0;
	return ledger_refuse_field(res, "unknown_code_in", code, kind);
}

static bool masses_agree(const struct weighing *w)
{
	int64_t net_mg;

	if (w->net_mg <= 0 || (w->provenance == PROVENANCE_NONE) == (w->method == METHOD_WEIGHED))
		return false;
	if (w->provenance != PROVENANCE_STATION_TARE)
		return true;
	return !__builtin_sub_overflow(w->gross_mg, w->tare_mg, &net_mg) && net_mg == w->net_mg;
}

static int check_store(struct ledger *l, const struct weighing *w, struct ledger_result *res)
{
	const struct stock_place place = { w->store, "store", true };
	struct stock_head head = { .at_wall_us = 0 };

	memcpy(head.day, w->at.day, sizeof(head.day));
	return stock_check_store(l, &head, &place, res);
}

int ledger_check_way(struct ledger *l, const struct weighing *w, struct ledger_result *res)
{
	int r = check_way(l, w, res);

	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = check_party(l, "partner", w->partner, w->at.day, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = check_party(l, "place", w->place, w->at.day, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = ledger_check_codes(l, &weighing_record, w, w->at.day, res);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : check_store(l, w, res);
}

int ledger_check_weighing(struct ledger *l, const struct weighing *w, struct ledger_result *res)
{
	int r;

	if (strlen(w->at.day) != DAY_SIZE - 1 || !masses_agree(w) || w->raw_len > sizeof(w->raw) ||
		(unsigned)w->method >= METHOD_COUNT || (w->approved && w->method != METHOD_WEIGHED))
		return -EINVAL;
	r = ledger_check_way(l, w, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return ledger_check_category(l, w->category, w->at.day, res);
}

int ledger_check_rows(const struct catalogue *rows, struct ledger_result *res)
{
	size_t first, second;
	int r;

	for (size_t i = 0; i < rows->count; i++) {
		struct sentence why;

		catalogue_row_check(&rows->rows[i], &why);
		if (!why.key)
			continue;
		res->answer = LEDGER_REFUSED;
		res->why = why;
		return 0;
	}
	r = catalogue_find_twice(rows, &first, &second);
	return r <= 0 ? r : ledger_refuse(res, "row_twice", rows->rows[second].code);
}

/* Control barcodes carry codes without '-' and '_': no two of a kind may then be the same. */
static int check_clashes(struct ledger *l, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT min(code), max(code) FROM catalogue WHERE journal = ? GROUP BY kind,"
		" replace(replace(code, '-', ''), '_', '') HAVING min(code) <> max(code) LIMIT 1",
		V_TEXT(l->journal));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	ledger_refuse(res, "row_clash", (const char *)sqlite3_column_text(stmt, 0));
	sentence_param(&res->why, "other", (const char *)sqlite3_column_text(stmt, 1));
	return 0;
}

/* A parent is a root, and a category that was weighed is not made one by the back door. */
static int check_parents(struct ledger *l, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT code FROM catalogue c WHERE journal = ?1 AND parent <> '' AND NOT EXISTS"
		" (SELECT 1 FROM catalogue p WHERE p.journal = ?1 AND p.kind = 'category'"
		" AND p.code = c.parent AND p.valid_from <= c.valid_from AND p.parent = ''"
		/* What is hidden or ends may have outlived its parent, as in catalogue_named(). */
		" AND (c.hidden OR c.valid_until <> '' OR p.valid_until = ''"
		" OR p.valid_until > c.valid_from)) LIMIT 1",
		V_TEXT(l->journal));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	return ledger_refuse(res, "row_bad_parent", (const char *)sqlite3_column_text(stmt, 0));
}

/* In the file and not in memory: 100,000 rows there take 50 MB, and half a second. */
int ledger_check_catalogue(struct ledger *l, struct ledger_result *res)
{
	int r = check_clashes(l, res);

	return r < 0 || res->answer == LEDGER_REFUSED ? r : check_parents(l, res);
}
