// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A ledger begins: a random journal id, entry 1 that says whose it is, and the default
 * catalogue as entry 2, valid from 1970 because a Pi without clock may believe it is then.
 */
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "asset.h"
#include "catalogue_csv.h"
#include "code.h"
#include "ledger_private.h"

static const struct {
	const char *asset, *kind;
} defaults[] = {
	{ "ledger/catalogue/categories.csv", "category" },
	{ "ledger/catalogue/origins.csv", "origin" },
	{ "ledger/catalogue/destinations.csv", "destination" },
};

static int append_rows(struct catalogue *to, const struct catalogue *from)
{
	struct catalogue_row *rows =
		realloc(to->rows, (to->count + from->count + 1) * sizeof(*rows));

	if (!rows)
		return -ENOMEM;
	memcpy(rows + to->count, from->rows, from->count * sizeof(*rows));
	to->rows = rows;
	to->count += from->count;
	return 0;
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

static int write_defaults(struct sql *s, const char *journal, const struct moment *now)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *rows = calloc(1, sizeof(*rows));
	_cleanup_free_ uint8_t(*salts)[SALT_SIZE] = NULL;
	_cleanup_json_ json_t *request = json_object();
	_cleanup_free_ char *body = NULL;
	struct entry e;
	int r = rows ? load_defaults(rows) : -ENOMEM;

	if (r < 0)
		return r;
	salts = calloc(rows->count + 1, sizeof(*salts));
	body = salts ? catalogue_body(rows, request, salts) : NULL;
	return body ? entry_append_text(s, journal, "catalogue", now, body, &e) : -ENOMEM;
}

/* A pole and a site whose printed numbers would soon be too long are refused at once. */
static int check_identity(const struct ledger_identity *id)
{
	char key[PRIVATE_KEY_SIZE];

	return id->station[0] ? code_private_key_make(
					id->pole, id->site, 'W', "XX999999", key, sizeof(key))
			      : -EINVAL;
}

static int write_first(struct sql *s, const struct ledger_identity *id, const struct moment *now)
{
	_cleanup_json_ json_t *body = NULL;
	char journal[JOURNAL_SIZE], prefix[3];
	uint8_t random[16];
	struct entry e;
	int r;

	randombytes_buf(random, sizeof(random));
	sodium_bin2hex(journal, sizeof(journal), random, sizeof(random));
	draw_prefix(prefix);
	body = journal_opened_body(id, prefix);
	r = body ? entry_append(s, journal, "journal-opened", now, body, &e) : -EINVAL;
	if (r == 0)
		r = sql_run(
			s, "INSERT INTO kept (name, value) VALUES ('journal', ?)", V_TEXT(journal));
	return r < 0 ? r : write_defaults(s, journal, now);
}

static int write_continued(struct ledger *l, const struct moment *now)
{
	_cleanup_json_ json_t *body = json_object();
	char prefix[3];
	int64_t used = 1;
	struct entry e;
	int r = 1;

	while (r > 0 && used) {
		draw_prefix(prefix);
		r = sql_int(l->sql, &used,
			"SELECT count(*) FROM number WHERE journal = ? AND prefix = ?",
			V_TEXT(l->journal), V_TEXT(prefix));
	}
	if (r < 0 || field_put_text(body, "prefix", prefix))
		return r < 0 ? r : -ENOMEM;
	return entry_append(l->sql, l->journal, "journal-continued", now, body, &e);
}

int ledger_continue(struct ledger *l, const struct moment *now)
{
	int r = sql_exec(l->sql, "BEGIN IMMEDIATE");

	if (r < 0)
		return r;
	r = write_continued(l, now);
	if (r == 0)
		r = sql_exec(l->sql, "COMMIT");
	if (r < 0)
		(void)sql_exec(l->sql, "ROLLBACK");
	return r;
}

int ledger_found(struct sql *s, const struct ledger_identity *id, const struct moment *now)
{
	int r = id && now ? check_identity(id) : -EINVAL;

	if (r < 0)
		return -EINVAL;
	r = sql_exec(s, "BEGIN IMMEDIATE");
	if (r < 0)
		return r;
	r = write_first(s, id, now);
	if (r == 0)
		r = sql_exec(s, "COMMIT");
	if (r < 0)
		(void)sql_exec(s, "ROLLBACK");
	return r;
}

/* The folders above path. */
static int make_folders(const char *path)
{
	char folder[PATH_MAX];

	if (snprintf(folder, sizeof(folder), "%s", path) >= (int)sizeof(folder))
		return -ENAMETOOLONG;
	for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(folder, 0755) < 0 && errno != EEXIST)
			return -errno;
		*slash = '/';
	}
	return 0;
}

int ledger_settle(const char *path, const char *known, const struct ledger_identity *identity,
	const struct moment *now, bool anyway)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	const struct ledger_guard asked = { .known = known },
				  accepted = { .known = known, .anyway = true };
	struct stat st;
	bool there = stat(path, &st) == 0 && st.st_size > 0;
	int r = make_folders(path);

	if (r == 0 && known)
		r = make_folders(known);
	if (r == 0)
		r = ledger_open_guarded(path, identity, now, &asked, &l);
	if (r == 0)
		return there ? -EALREADY : 0;
	if (!anyway || (r != -ENOMEDIUM && r != -EREMCHG && r != -EXDEV))
		return r;
	return ledger_open_guarded(path, identity, now, &accepted, &l);
}
