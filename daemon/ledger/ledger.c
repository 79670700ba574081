// SPDX-License-Identifier: GPL-3.0-or-later
/* Opening and closing a ledger, and what it is. Beginning one is in begin.c. */
#include "ledger.h"
#include <libgen.h>
#include <limits.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include "first_day.h"
#include "later.h"
#include "ledger_private.h"
#include "secret_change.h"

static int load_own_journal(struct ledger *l)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT journal, pole, site, station FROM journal WHERE journal ="
		" (SELECT value FROM kept WHERE name = 'journal')");

	if (r < 0)
		return r;
	r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENODATA;
	sql_text(stmt, 0, l->journal, sizeof(l->journal));
	sql_text(stmt, 1, l->identity.pole, sizeof(l->identity.pole));
	sql_text(stmt, 2, l->identity.site, sizeof(l->identity.site));
	sql_text(stmt, 3, l->identity.station, sizeof(l->identity.station));
	return 0;
}

/* A label that was being sent when the power went: nobody knows, so a person decides. */
static int settle_labels(struct ledger *l)
{
	return sql_run(l->sql, "UPDATE label_job SET state = 'unknown' WHERE state = 'sending'");
}

/* The entry that the next one will be chained to must be what its hash says. */
static int check_head(struct ledger *l)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	uint8_t hash[HASH_SIZE];
	struct entry e;
	int r = anchor_of_head(l->sql, l->journal, &l->last);

	if (r == 0)
		r = sql_start(l->sql, &stmt,
			"SELECT " ENTRY_COLUMNS " FROM entry WHERE journal = ? AND seq = ?",
			V_TEXT(l->journal), V_INT(l->last.seq));
	if (r == 0)
		r = sql_step(stmt);
	if (r < 0)
		return r;
	if (r == 0 || entry_from_row(stmt, &e) < 0 || entry_hash(&e, hash) < 0 ||
		memcmp(hash, e.hash, sizeof(hash)) != 0)
		return -EUCLEAN;
	return 0;
}

/* Is it the ledger that was written last? A person may say that it shall be. */
static int check_past(struct ledger *l, const struct ledger_guard *g, const struct moment *now)
{
	int r = guard_check(l, g);

	if ((r != -EREMCHG && r != -EXDEV) || !g->anyway)
		return r;
	r = ledger_continue(l, now);
	if (r == 0)
		r = check_head(l);
	if (r == 0)
		later_keep(l);
	return r;
}

/* A disk without room for it does not keep anybody from weighing: the next start tries again. */
int ledger_complete(struct ledger *l, const struct moment *now)
{
	struct anchor last = l->last;
	int r = defaults_complete(l, now);

	if (r == 0)
		r = check_head(l);
	if (r == 0 && !anchor_same(&last, &l->last))
		ledger_anchor(l);
	return r == -ENOSPC ? 0 : r;
}

static int open_writer(struct ledger *l, const struct ledger_identity *id, const struct moment *now,
	const struct ledger_guard *g)
{
	int r = load_own_journal(l);

	if (r == -ENODATA) {
		r = guard_empty(l, g);
		if (r == 0)
			r = ledger_found(l, id, now);
		if (r == 0)
			r = load_own_journal(l);
		if (r == 0)
			r = check_head(l);
		if (r == 0)
			ledger_anchor(l);
		if (r == 0)
			later_keep(l);
	} else if (r == 0) {
		r = check_head(l);
		if (r == 0)
			r = check_past(l, g, now);
	}
	if (r == 0 && g->anyway)
		ledger_anchor(l);
	if (r == 0)
		r = settle_labels(l);
	if (r == 0)
		r = ledger_scrub_load(l);
	/* What a reader or the end kept from it: nobody else has the file in hand yet. */
	if (r == 0 && l->scrub)
		(void)ledger_scrub(l);
	return r < 0 ? r : ledger_note_file(l);
}

static int open_new(
	const char *path, enum ledger_mode mode, const char *known, struct ledger **ret_ledger)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = calloc(1, sizeof(*l));

	if (!l)
		return -ENOMEM;
	l->lock_fd = -1;
	l->mode = mode;
	l->path = strdup(path);
	l->known = known ? strdup(known) : NULL;
	if (!l->path || (known && !l->known))
		return -ENOMEM;
	if (sodium_init() < 0)
		return -EIO;
	*ret_ledger = TAKE_PTR(l);
	return 0;
}

static int open_reader(const char *path, struct ledger **ret_ledger)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	int r = open_new(path, LEDGER_READ, NULL, &l);

	if (r == 0)
		r = ledger_connect(path, LEDGER_READ, &l->sql);
	if (r == 0)
		r = load_own_journal(l);
	if (r == 0)
		r = ledger_note_file(l);
	if (r < 0)
		return r == -ENODATA ? -EUCLEAN : r;
	*ret_ledger = TAKE_PTR(l);
	return 0;
}

int ledger_open_guarded(const char *path, const struct ledger_identity *identity,
	const struct moment *now, const struct ledger_guard *guard, struct ledger **ret_ledger)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	int r = open_new(path, LEDGER_WRITE, guard->known, &l);

	if (r == 0)
		r = guard_missing(l, guard);
	if (r == 0)
		r = lock_take(path, true, &l->lock_fd);
	if (r == 0)
		r = ledger_connect(path, LEDGER_WRITE, &l->sql);
	if (r == 0)
		r = open_writer(l, identity, now, guard);
	if (r < 0) {
		if (l)
			l->last = (struct anchor){ 0 }; /* nothing of it is to be noted */
		return r == -ENODATA ? -EUCLEAN : r;
	}
	*ret_ledger = TAKE_PTR(l);
	return 0;
}

int ledger_open(const char *path, enum ledger_mode mode, const struct ledger_identity *identity,
	const struct moment *now, struct ledger **ret_ledger)
{
	return mode == LEDGER_WRITE ? ledger_open_guarded(path, identity, now,
					      &(struct ledger_guard){ 0 }, ret_ledger)
				    : open_reader(path, ret_ledger);
}

struct ledger *ledger_free(struct ledger *l)
{
	if (!l)
		return NULL;
	ledger_anchor(l);
	sql_free(l->sql);
	if (l->lock_fd >= 0)
		(void)close(l->lock_fd);
	free(l->path);
	free(l->known);
	free(l);
	return NULL;
}

int ledger_status(struct ledger *l, struct ledger_status *ret_status)
{
	struct ledger_status status = { .schema = schema_newest(), .identity = l->identity };
	uint64_t next;
	int r = l->sql ? entry_next_seq(l->sql, l->journal, &next) : -EIO;

	if (r < 0)
		return r;
	memcpy(status.journal, l->journal, sizeof(status.journal));
	status.last_seq = next - 1;
	status.had_secrets = ledger_had_secrets(l);
	*ret_status = status;
	return 0;
}

/* A folder that is not there is a disk that is not: what lies on it nobody knows. */
static int look_for(const struct ledger *l)
{
	char folder[PATH_MAX];
	struct stat st;
	int r;

	(void)snprintf(folder, sizeof(folder), "%s", l->path);
	if (stat(dirname(folder), &st) < 0)
		return -errno;
	r = guard_missing(l, &(struct ledger_guard){ 0 });
	if (r < 0)
		return r;
	if (stat(l->path, &st) < 0)
		return errno == ENOENT ? -ENOKEY : -errno;
	return st.st_size > 0 ? 0 : -ENOKEY;
}

/* 0; -ENOKEY: there is none, and nobody knows of one; else why it cannot be read. */
static int open_there(const char *path, const char *known, struct ledger **ret_ledger)
{
	_cleanup_(cleanup_ledger_free) struct ledger *there = NULL;
	int r = open_new(path, LEDGER_READ, known, &there);

	if (r == 0)
		r = look_for(there);
	return r < 0 ? r : ledger_open(path, LEDGER_READ, NULL, NULL, ret_ledger);
}

int ledger_whose(const char *path, const char *known, struct ledger_identity *ret_identity)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	int r = open_there(path, known, &l);

	if (r == 0)
		*ret_identity = l->identity;
	return r;
}

bool ledger_path_had_secrets(const char *path, const char *known)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	int r = open_there(path, known, &l);

	return r == 0 ? ledger_had_secrets(l) : r != -ENOKEY;
}

int ledger_name_conf(struct conf *conf, struct ledger_identity *ret_identity)
{
	struct conf_section *store = conf_section(conf, "store", NULL);
	struct ledger_identity id;
	int r;

	if (!conf_is_nameless(conf) || ledger_whose(conf_text(store, "path", STORE_PATH),
					       conf_text(store, "known", NULL), &id) < 0)
		return 0;
	r = conf_add_codes(conf, id.pole, id.site, id.station);
	if (r >= 0 && ret_identity)
		*ret_identity = id;
	return r < 0 ? r : 1;
}

int ledger_unnamed(const char *path, const char *known)
{
	struct ledger_identity unused;
	int r = ledger_whose(path, known, &unused);

	return r == 0 ? -EAGAIN : r;
}

struct sqlite3 *ledger_db(struct ledger *l)
{
	return l->sql ? l->sql->db : NULL;
}

/*
 * After a failed sync the kernel has dropped what it could not write, so asking again would
 * lie. SQLite still knows which frames of the log were committed: those go into the database,
 * synced, the log is emptied with whatever the failed commit left there, and the file is
 * opened anew. While any of this fails, nothing is written.
 */
int ledger_mend(struct ledger *l)
{
	struct sql *fresh;
	int64_t busy = 0;
	int r = l->sql ? sql_int(l->sql, &busy, "PRAGMA wal_checkpoint(TRUNCATE)") : 0;

	if (r < 0 || busy)
		return r < 0 ? r : -EBUSY;
	l->sql = sql_free(l->sql);
	r = ledger_connect(l->path, l->mode, &fresh);
	if (r < 0)
		return r;
	l->sql = fresh;
	l->broken = false;
	return ledger_note_file(l);
}

int ledger_probe(struct ledger *l)
{
	int r = l->sql ? ledger_unmoved(l) : 0;

	if (r == 0 && l->broken)
		r = ledger_mend(l);
	if (r == 0)
		r = sql_run(l->sql,
			"INSERT INTO kept (name, value) VALUES ('probe', 'a') ON CONFLICT DO UPDATE"
			" SET value = iif(value = 'a', 'b', 'a')");
	if (r < 0 && l->sql && (sqlite3_errcode(l->sql->db) & 0xff) == SQLITE_IOERR)
		l->broken = true;
	return r;
}

void ledger_sentence(int error, const char *path, struct sentence *ret_why)
{
	static const struct {
		int error;
		const char *key;
	} keys[] = {
		{ -EBUSY, "store_busy" },
		{ -ESTALE, "store_moved" },
		{ -ENOMEDIUM, "store_lost" },
		{ -ENODEV, "store_disk_away" },
		{ -EREMCHG, "store_older" },
		{ -EXDEV, "store_other_journal" },
		{ -ENOTSUP, "store_newer" },
		{ -EMEDIUMTYPE, "store_old_version" },
		{ -ENOSYS, "store_unfit" },
		{ -EUCLEAN, "store_damaged" },
		{ -ENOENT, "store_missing" },
		{ -EACCES, "store_no_access" },
		{ -ENOSPC, "store_full" },
		{ -EROFS, "store_read_only" },
		{ -EINVAL, "store_refused" },
		{ -ENOKEY, "store_first_day" },
		{ -EAGAIN, "store_named" },
	};
	struct sentence why = { .key = "store_failed" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (keys[i].error == error)
			why.key = keys[i].key;
	sentence_param(&why, "path", path);
	*ret_why = why;
}
