// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A copy is put back. All is done to a file beside, PATH-restore: it is copied, brought up to date, read from
 * its first entry to its last, told what came later, and its new journal opened in one transaction. Only then
 * it has its name. The new journal says again every row of the catalogue that stands, so that it can be read
 * without the older one; the older one is never added to, because it may have gone on elsewhere, and its
 * numbers may be on labels.
 */
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include "backup.h"
#include "erasure_private.h"
#include "later.h"

int restore_part(const char *path, char ret_part[PATH_MAX])
{
	return snprintf(ret_part, PATH_MAX, "%s-restore", path) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

int station_lock_take(const char *path, int *ret_fd)
{
	_cleanup_close_ int fd = -1;
	char lock[PATH_MAX];

	if (snprintf(lock, sizeof(lock), "%s-lock", path) >= (int)sizeof(lock))
		return -ENAMETOOLONG;
	fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		return errno == EWOULDBLOCK ? -EBUSY : -errno;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

/* Where no lock can lie, a ledger cannot either, or is only read: that is said by its opening. */
int station_hold(const char *path, int *lock)
{
	char part[PATH_MAX];
	int r = *lock < 0 ? station_lock_take(path, lock) : 1;

	/* Of a copy that was being put back when the power went. */
	if (r == 0 && restore_part(path, part) == 0)
		copy_drop(part);
	return r == -EBUSY ? r : 0;
}

/* ---- told what came later ---- */

struct telling {
	struct ledger *ledger;
	json_t *list;
};

static int note_word(void *data, const char *journal, uint64_t seq, uint32_t item)
{
	static const char word[] =
		"SELECT 1 FROM erasable WHERE journal = ? AND seq = ? AND item = ?",
			  left[] = "SELECT 1 FROM left_load WHERE number = ?2 AND reason <> ''"
				   " AND ?1 <> '' AND ?3 = 0";
	const struct telling *t = data;
	int64_t one;
	int r = sql_int(t->ledger->sql, &one, strcmp(journal, ERASURE_LEFT) == 0 ? left : word,
		V_TEXT(journal), V_INT(seq), V_INT(item));

	if (r <= 0)
		return r;
	return json_array_append_new(t->list, json_pack("{s:s, s:I, s:i}", "journal", journal,
						      "seq", (json_int_t)seq, "item", (int)item))
		       ? -ENOMEM
		       : 0;
}

/* The words that are still there go, and an entry of the new journal says which. */
static int erase_again(
	struct ledger *l, const struct restore *w, const json_t *later, uint64_t *ret_erased)
{
	_cleanup_json_ json_t *list = json_array(), *body = NULL;
	const struct telling t = { l, list };
	struct entry e;
	int r = list ? later_erased(later, note_word, (void *)(uintptr_t)&t) : -ENOMEM;

	*ret_erased = json_array_size(list);
	if (r < 0 || !*ret_erased)
		return r;
	body = json_pack("{s:s, s:I, s:O}", "what", erasure_words.names[ERASE_RESTORE], "words",
		(json_int_t)*ret_erased, "erased", list);
	r = body ? entry_append(l->sql, l->journal, "erased", w->now, body, &e) : -ENOMEM;
	return r < 0 ? r : erasure_wipe(l, list);
}

/* ---- a journal that continues ---- */

static int begin_journal(struct ledger *l, const struct moment *now, const char *prefix)
{
	_cleanup_json_ json_t *body = journal_opened_body(&l->identity, prefix);
	char journal[JOURNAL_SIZE], hash[2 * HASH_SIZE + 1];
	const struct anchor was = l->last;
	uint8_t random[16];
	struct entry e;
	int r;

	randombytes_buf(random, sizeof(random));
	sodium_bin2hex(journal, sizeof(journal), random, sizeof(random));
	if (json_object_set_new(body, "continues",
		    json_pack("{s:s, s:I, s:s}", "journal", was.journal, "seq", (json_int_t)was.seq,
			    "hash", sodium_bin2hex(hash, sizeof(hash), was.hash, HASH_SIZE))))
		return -ENOMEM;
	r = entry_append(l->sql, journal, "journal-opened", now, body, &e);
	if (r == 0)
		r = sql_run(l->sql, "UPDATE kept SET value = ? WHERE name = 'journal'",
			V_TEXT(journal));
	if (r == 0)
		memcpy(l->journal, journal, sizeof(l->journal));
	return r;
}

static int by_day(const void *a, const void *b)
{
	return strcmp(((const struct catalogue_row *)a)->valid_from,
		((const struct catalogue_row *)b)->valid_from);
}

/* A later first day closes the row before, as it did then. */
int catalogue_say_again(struct ledger *l, struct catalogue *rows, const struct moment *now)
{
	const struct record_entry as = { l->journal, catalogue_kind.name, now, "", NULL };
	struct ledger_result res = { 0 };
	struct entry e;
	int r;

	if (!rows->count)
		return 0;
	qsort(rows->rows, rows->count, sizeof(*rows->rows), by_day);
	r = catalogue_kind.append(l, &as, rows, &e, &res);
	return r == 0 && res.answer != LEDGER_WRITTEN ? -EUCLEAN : r;
}

static int say_people(struct ledger *l, const struct restore *w)
{
	const struct record_entry as = { l->journal, people_restored_kind.name, w->now, "", NULL };
	struct people_restored people = { .people = 0 };
	struct entry e;
	int r = w->people ? w->people(w->people_data, l, &people) : 0;

	return r < 0 || !w->people
		       ? r
		       : record_append(l->sql, &as, people_restored_kind.record, &people, &e);
}

/*
 * What the station remembered of its own journal. Whether a label that waited then was printed since,
 * nobody knows.
 */
static int settle_memory(struct ledger *l)
{
	return sql_exec(l->sql, "DELETE FROM kept WHERE name = 'job';"
				"UPDATE label_job SET state = 'unknown' WHERE state = 'waiting'");
}

static int go_on(
	struct ledger *l, const struct restore *w, const json_t *later, struct restored *ret)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *rows = NULL;
	char old[JOURNAL_SIZE], prefix[3];
	int r = draw_unused_prefix(l->sql, later, prefix);

	memcpy(old, l->journal, sizeof(old));
	if (r == 0)
		r = begin_journal(l, w->now, prefix);
	if (r == 0)
		r = erase_again(l, w, later, &ret->erased);
	if (r == 0)
		r = catalogue_load(l->sql, old, &rows);
	if (r == 0)
		r = catalogue_say_again(l, rows, w->now);
	if (r == 0)
		r = say_people(l, w);
	if (r == 0)
		r = settle_memory(l);
	memcpy(ret->prefix, prefix, sizeof(prefix));
	return r;
}

static int write_all(
	struct ledger *l, const struct restore *w, const json_t *later, struct restored *ret)
{
	int r = sql_exec(l->sql, "BEGIN IMMEDIATE");

	if (r < 0)
		return r;
	r = go_on(l, w, later, ret);
	if (r == 0)
		r = anchor_of_head(l->sql, l->journal, &l->last);
	if (r == 0)
		r = sql_exec(l->sql, "COMMIT");
	if (r < 0)
		(void)sql_exec(l->sql, "ROLLBACK");
	return r;
}

/* ---- the file ---- */

static int copy_in(const struct restore *w, const char *part)
{
	_cleanup_(cleanup_sql_free) struct sql *from = NULL, *to = NULL;
	struct stat st;
	int version, r = stat(w->copy, &st) < 0 ? -errno : 0;

	copy_drop(part); /* of one that was cut off */
	if (r == 0)
		r = S_ISREG(st.st_mode) ? sql_open(w->copy, SQLITE_OPEN_READONLY, &from) : -EUCLEAN;
	if (r == 0)
		r = schema_check(from, &version);
	if (r == 0 && !version)
		r = -EUCLEAN;
	if (r == 0)
		r = sql_open(part, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &to);
	if (r == 0 && chmod(part, S_IRUSR | S_IWUSR | S_IRGRP) < 0)
		r = -errno;
	return r < 0 ? r : copy_pages(from, to);
}

/* From its first entry to its last, and every figure made anew; then whose it is. */
static int prove(struct ledger *l, const struct restore *w, struct restored *ret)
{
	uint64_t entries;
	int64_t last_wall_us = 0;
	int r = ledger_verify(l, w->each, w->data, &entries);

	if (r == 0)
		r = ledger_rebuild_check(l, w->each, w->data, NULL);
	if (r != 0)
		return r < 0 ? r : -EUCLEAN;
	ret->station = l->identity;
	ret->entries = l->last.seq;
	r = sql_int(l->sql, &last_wall_us,
		"SELECT wall_us FROM entry WHERE journal = ? AND seq = ?", V_TEXT(l->journal),
		V_INT(l->last.seq));
	ret->last_wall_us = last_wall_us;
	if (r < 0 || !w->station)
		return r < 0 ? r : 0;
	return strcmp(l->identity.pole, w->station->pole) == 0 &&
			       strcmp(l->identity.site, w->station->site) == 0 &&
			       strcmp(l->identity.station, w->station->station) == 0
		       ? 0
		       : -EXDEV;
}

/* What lies beside the copy, beside the ledger that is gone, and where its journal was noted. */
static int read_later(const struct restore *w, const struct ledger_identity *who, json_t *later)
{
	char path[PATH_MAX];
	int r = later_of_copies(w->copy, who, path);

	if (r == 0)
		r = later_read(later, path);
	if (r == 0)
		r = later_beside(w->path, path);
	if (r == 0)
		r = later_read(later, path);
	if (r == 0 && w->known)
		r = later_beside(w->known, path);
	return r == 0 && w->known ? later_read(later, path) : r;
}

/* One file alone, as a copy is: SQLite keeps no log beside it once it is closed. */
static int end_log(struct ledger *l)
{
	int keeps = 0;

	return sql_error(l->sql->db, sqlite3_file_control(l->sql->db, "main",
					     SQLITE_FCNTL_PERSIST_WAL, &keeps)) < 0
		       ? -EIO
		       : sql_exec(l->sql, "PRAGMA journal_mode = DELETE");
}

/* All that belongs to it is the station's, whoever put it back. */
static void give(const char *path, const char *name)
{
	char folder[PATH_MAX];
	struct stat st;

	(void)snprintf(folder, sizeof(folder), "%s", path);
	if (geteuid() == 0 && stat(dirname(folder), &st) == 0)
		(void)!chown(name, st.st_uid, st.st_gid);
}

/* Anchors first: without a ledger they say that one is missing, which is so. */
static int note_anchors(const struct restore *w, const struct anchor *last)
{
	char beside[PATH_MAX];
	int r;

	if (snprintf(beside, sizeof(beside), "%s-anchor", w->path) >= (int)sizeof(beside))
		return -ENAMETOOLONG;
	r = anchor_write(beside, last);
	if (r == 0)
		give(w->path, beside);
	if (r == 0 && w->known)
		r = anchor_write(w->known, last);
	if (r == 0 && w->known)
		give(w->known, w->known);
	return r;
}

static int make(
	const struct restore *w, const char *part, struct anchor *ret_last, struct restored *ret)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	_cleanup_json_ json_t *later = json_object();
	const struct ledger_guard nothing = { 0 };
	int r = copy_in(w, part);

	if (r == 0)
		r = ledger_open_guarded(part, NULL, NULL, &nothing, &l);
	if (r == 0)
		r = prove(l, w, ret);
	if (r == 0)
		r = read_later(w, &ret->station, later);
	if (r == 0)
		r = write_all(l, w, later, ret);
	if (r == 0)
		r = end_log(l);
	if (l) {
		*ret_last = l->last;
		l->last = (struct anchor){ 0 }; /* that of a file which is still to have its name */
	}
	return r == -EINVAL ? -EUCLEAN : r;
}

/* Beside the ledger and the copies, if those can be written to: this copy may be put back again. */
static void keep_later(const struct restore *w)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	char path[PATH_MAX];

	if (ledger_open(w->path, LEDGER_READ, NULL, NULL, &l) < 0)
		return;
	l->known = w->known ? strdup(w->known) : NULL;
	later_keep(l);
	if (later_beside(w->path, path) == 0)
		give(w->path, path);
	if (w->known && later_beside(w->known, path) == 0)
		give(w->known, path);
	(void)backup_later(l, w->copy);
}

static bool is_there(const char *path)
{
	char wal[PATH_MAX];
	struct stat st;

	(void)snprintf(wal, sizeof(wal), "%s-wal", path);
	return (lstat(path, &st) == 0 && (st.st_size > 0 || !S_ISREG(st.st_mode))) ||
	       (stat(wal, &st) == 0 && st.st_size > 0);
}

static int name_it(const struct restore *w, const char *part)
{
	struct stat st;
	int r = copy_sync(part);

	give(w->path, part);
	if (r == 0 && lstat(w->path, &st) == 0 && st.st_size == 0)
		r = unlink(w->path) < 0 ? -errno : 0;
	if (r == 0)
		r = copy_name(part, w->path);
	return r < 0 ? r : copy_sync_folder(w->path);
}

/* Root may be the first to take it; the station, which is not, takes it from then on. */
static int take_lock(const struct restore *w, int *ret_fd)
{
	char lock[PATH_MAX];
	int r = station_lock_take(w->path, ret_fd);

	if (r == 0 && snprintf(lock, sizeof(lock), "%s-lock", w->path) < (int)sizeof(lock))
		give(w->path, lock);
	return r;
}

int backup_restore(const struct restore *w, struct restored *ret_restored)
{
	_cleanup_close_ int lock = -1;
	struct restored done = { 0 };
	struct anchor last = { 0 };
	char part[PATH_MAX];
	int r = restore_part(w->path, part);

	if (r == 0)
		r = make_folders(w->path);
	if (r == 0 && w->known)
		r = make_folders(w->known);
	if (r == 0)
		r = take_lock(w, &lock);
	if (r == 0 && is_there(w->path))
		r = -EEXIST;
	if (r < 0)
		return r;
	r = make(w, part, &last, &done);
	if (r == 0)
		r = note_anchors(w, &last);
	if (r == 0)
		r = name_it(w, part);
	if (r < 0)
		copy_drop(part);
	else
		keep_later(w);
	*ret_restored = done;
	return r;
}
