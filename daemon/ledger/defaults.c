// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The default catalogue: entry 2 of a new journal, valid from 1970 because a Pi without clock may
 * believe it is then. A journal that an earlier program began is completed once: facts that its
 * rows lack, where they are still what was shipped then, and codes that are new. No class, intake,
 * parent, scheme or first day of a row that is there changes, so that no past figure moves.
 */
#include <string.h>
#include "asset.h"
#include "catalogue_csv.h"
#include "ledger_private.h"

static const struct {
	const char *asset, *kind;
} defaults[] = {
	{ "ledger/catalogue/categories.csv", "category" },
	{ "ledger/catalogue/origins.csv", "origin" },
	{ "ledger/catalogue/destinations.csv", "destination" },
	{ "ledger/catalogue/reasons.csv", "reason" },
	{ "ledger/catalogue/waste-codes.csv", "waste-code" },
};

static int append_rows(struct catalogue *to, const struct catalogue *from)
{
	int r = 0;

	for (size_t i = 0; i < from->count && r == 0; i++)
		r = catalogue_add(to, &from->rows[i]);
	return r;
}

static int load_defaults(struct catalogue *to)
{
	for (size_t i = 0; i < ARRAY_SIZE(defaults); i++) {
		const struct catalogue_csv how = { .kind = defaults[i].kind,
			.valid_from = "1970-01-01" };
		_cleanup_(cleanup_catalogue_free) struct catalogue *rows = NULL;
		const struct asset *a = asset_find(defaults[i].asset);
		int r = a ? catalogue_csv_read(a->data, a->size, &how, &rows) : -ENOENT;

		if (r == 0)
			r = append_rows(to, rows);
		if (r < 0)
			return r;
	}
	return 0;
}

static int write_rows(
	struct sql *s, const char *journal, const struct moment *now, const struct catalogue *rows)
{
	_cleanup_free_ uint8_t(*salts)[SALT_SIZE] = calloc(rows->count + 1, sizeof(*salts));
	_cleanup_json_ json_t *request = json_object();
	_cleanup_free_ char *body = salts ? catalogue_body(rows, request, salts) : NULL;
	struct entry e;

	return body ? entry_append_text(s, journal, "catalogue", now, body, &e) : -ENOMEM;
}

int defaults_write(struct sql *s, const char *journal, const struct moment *now)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *rows = calloc(1, sizeof(*rows));
	int r = rows ? load_defaults(rows) : -ENOMEM;

	return r < 0 ? r : write_rows(s, journal, now, rows);
}

/* ---- a journal of before ---- */

/* Its facts were never said, neither by what was shipped nor by a person who emptied them. */
static bool is_as_shipped(const struct catalogue_row *stands, const struct catalogue_row *shipped)
{
	struct catalogue_row bare = *shipped;

	bare.facts = NULL;
	return !stands->facts && shipped->facts && catalogue_same_row(stands, &bare);
}

static bool has_code(const struct catalogue *c, const struct catalogue_row *row)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->rows[i].kind == row->kind && (strcmp(c->rows[i].code, row->code) == 0 ||
							    catalogue_clash(&c->rows[i], row)))
			return true;
	return false;
}

static bool is_news(const struct catalogue *stands, const struct catalogue_row *shipped)
{
	for (size_t i = 0; i < stands->count; i++)
		if (catalogue_same_version(&stands->rows[i], shipped))
			return is_as_shipped(&stands->rows[i], shipped);
	return !has_code(stands, shipped);
}

static int add_news(
	struct catalogue *news, const struct catalogue *stands, const struct catalogue *shipped)
{
	int r = 0;

	for (size_t i = 0; i < shipped->count && r == 0; i++)
		if (is_news(stands, &shipped->rows[i]))
			r = catalogue_add(news, &shipped->rows[i]);
	return r;
}

static int write_missing(struct ledger *l, const struct moment *now)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *shipped = calloc(1, sizeof(*shipped));
	_cleanup_(cleanup_catalogue_free) struct catalogue *news = calloc(1, sizeof(*news));
	_cleanup_(cleanup_catalogue_free) struct catalogue *stands = NULL;
	int r = shipped && news ? load_defaults(shipped) : -ENOMEM;

	if (r == 0)
		r = catalogue_load(l->sql, l->journal, &stands);
	if (r == 0)
		r = add_news(news, stands, shipped);
	if (r < 0)
		return r;
	return news->count ? write_rows(l->sql, l->journal, now, news) : 0;
}

/* Reasons came with version 2, and a row is never taken away: where there is one, it was done. */
static int is_complete(struct ledger *l)
{
	int64_t one;

	return sql_int(l->sql, &one,
		"SELECT 1 FROM catalogue WHERE journal = ? AND kind = 'reason' LIMIT 1",
		V_TEXT(l->journal));
}

int defaults_complete(struct ledger *l, const struct moment *now)
{
	int r = now ? is_complete(l) : 1;

	if (r != 0)
		return r < 0 ? r : 0;
	r = sql_exec(l->sql, "BEGIN IMMEDIATE");
	if (r < 0)
		return r;
	r = write_missing(l, now);
	if (r == 0)
		r = sql_exec(l->sql, "COMMIT");
	if (r < 0)
		(void)sql_exec(l->sql, "ROLLBACK");
	return r;
}
