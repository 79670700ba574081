// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A ledger begins: a random journal id, entry 1 that says whose it is, and the default
 * catalogue as entry 2 (defaults.c).
 */
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "code.h"
#include "later.h"
#include "ledger_private.h"

/* A pole and a site whose printed numbers would soon be too long are refused at once. */
static int check_identity(const struct ledger_identity *id)
{
	char key[PRIVATE_KEY_SIZE];

	return id->station[0] ? code_private_key_make(
					id->pole, id->site, 'W', "XX999999", key, sizeof(key))
			      : -EINVAL;
}

/* No prefix that this station has had, whatever its file knows of it. */
static int draw_new_prefix(const struct ledger *l, char ret_prefix[3])
{
	_cleanup_json_ json_t *later = json_object();

	if (!later)
		return -ENOMEM;
	later_of_station(later, l);
	return draw_unused_prefix(l->sql, later, ret_prefix);
}

static int write_first(
	const struct ledger *l, const struct ledger_identity *id, const struct moment *now)
{
	_cleanup_json_ json_t *body = NULL;
	char journal[JOURNAL_SIZE], prefix[3];
	uint8_t random[16];
	struct entry e;
	int r = draw_new_prefix(l, prefix);

	if (r < 0)
		return r;
	randombytes_buf(random, sizeof(random));
	sodium_bin2hex(journal, sizeof(journal), random, sizeof(random));
	body = journal_opened_body(id, prefix);
	r = body ? entry_append(l->sql, journal, "journal-opened", now, body, &e) : -EINVAL;
	if (r == 0)
		r = sql_run(l->sql, "INSERT INTO kept (name, value) VALUES ('journal', ?)",
			V_TEXT(journal));
	return r < 0 ? r : defaults_write(l->sql, journal, now);
}

int draw_unused_prefix(struct sql *s, const json_t *later, char ret_prefix[3])
{
	for (int tries = 0; tries < 100000; tries++) {
		int64_t used = 1;
		int r;

		draw_prefix(ret_prefix);
		r = sql_int(s, &used,
			"SELECT count(*) FROM entry WHERE kind IN ('journal-opened',"
			" 'journal-continued') AND json_extract(CAST(body AS TEXT), '$.prefix') = "
			"?",
			V_TEXT(ret_prefix));
		if (r < 0 || (!used && !(later && later_has_prefix(later, ret_prefix))))
			return r < 0 ? r : 0;
	}
	return -ENOSPC;
}

static int write_continued(struct ledger *l, const struct moment *now)
{
	_cleanup_json_ json_t *body = json_object();
	char prefix[3];
	struct entry e;
	int r = draw_new_prefix(l, prefix);

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

int ledger_found(const struct ledger *l, const struct ledger_identity *id, const struct moment *now)
{
	int r = id && now ? check_identity(id) : -EINVAL;

	if (r < 0)
		return -EINVAL;
	r = sql_exec(l->sql, "BEGIN IMMEDIATE");
	if (r < 0)
		return r;
	r = write_first(l, id, now);
	if (r == 0)
		r = sql_exec(l->sql, "COMMIT");
	if (r < 0)
		(void)sql_exec(l->sql, "ROLLBACK");
	return r;
}

int make_folders(const char *path)
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
	if (!anyway || (r != -ENOMEDIUM && r != -ENODEV && r != -EREMCHG && r != -EXDEV))
		return r;
	return ledger_open_guarded(path, identity, now, &accepted, &l);
}
