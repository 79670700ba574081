// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The file behind the ledger: its write-ahead log, and a connection that is durable. The log is
 * written full of zeros once and never truncated: a durable commit then
 * costs 1.5 times a bare synced write instead of 2.4 to 2.9, because no size changes and no
 * block is allocated; the reserve also lets a day close on a full disk.
 */
#include <stdio.h>
#include <string.h>
#include "ledger_private.h"

/*
 * Within the first block of the index (4,062 frames): a second one that finds no room would be called a
 * failure of the disk, where the log that finds none says that it is full.
 */
enum { WAL_SIZE = 4 * 1024 * 1024, STEP = 64 * 1024 };
/*
 * A weighing touches some 15 pages, each of which goes whole into the log: 17.5 kB of it instead of
 * 60. The price: the same rows read one by one take 1.6 times as long, sums of months a fifth more.
 * A ledger begun with 4 KiB keeps them.
 */
#define PAGE_SIZE "1024"
/* Pages of the log (of about 4,000 that fit) from which it is copied back: when idle, or at once. */
enum { PAGES_IDLE = 400, PAGES_FULL = 1600 };

/*
 * Only ever behind the end of the file, by the one writer, through SQLite's own handle: it
 * reads zeros as "no frame here". The handle's first sync also syncs the folder.
 */
int wal_grow(struct sql *s)
{
	_cleanup_free_ char *zeros = calloc(1, STEP);
	sqlite3_file *wal = NULL;
	sqlite3_int64 end = 0;
	int rc = sqlite3_file_control(s->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);

	if (!zeros)
		return -ENOMEM;
	if (rc == SQLITE_OK && (!wal || !wal->pMethods))
		return -ENOSYS;
	if (rc == SQLITE_OK)
		rc = wal->pMethods->xFileSize(wal, &end);
	if (rc == SQLITE_OK && end >= WAL_SIZE)
		return 0;
	for (; rc == SQLITE_OK && end < WAL_SIZE; end += STEP - end % STEP)
		rc = wal->pMethods->xWrite(wal, zeros, (int)(STEP - end % STEP), end);
	if (rc == SQLITE_OK)
		rc = wal->pMethods->xSync(wal, SQLITE_SYNC_NORMAL);
	return sql_error(s->db, rc);
}

static int expect_wal(struct sql *s)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char mode[16];
	int r = sql_start(s, &stmt, "PRAGMA journal_mode = WAL");

	if (r < 0)
		return r;
	r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EIO;
	sql_text(stmt, 0, mode, sizeof(mode));
	return strcmp(mode, "wal") == 0 ? 0 : -ENOSYS;
}

/* 0: the file alone holds everything; 1: a reader was in the way of a part. */
static int copy_back(struct sql *s)
{
	int pages = 0, copied = 0;
	int rc = sqlite3_wal_checkpoint_v2(
		s->db, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &copied);

	s->copied = true;
	/* On a full disk the pages wait in the log; after a failed sync nothing is sure. */
	s->wal_failing |= (rc & 0xff) == SQLITE_IOERR;
	return rc == SQLITE_OK ? copied < pages : sql_error(s->db, rc);
}

/* Copying the log back costs syncs: after an answer when there is time, else before the log is full. */
static int on_commit(void *data, sqlite3 *db, const char *name, int pages)
{
	struct sql *s = data;

	(void)db;
	(void)name;
	s->wal_pages = pages;
	if (pages >= PAGES_FULL)
		(void)copy_back(s);
	return SQLITE_OK;
}

bool ledger_wants_tidying(const struct ledger *l)
{
	return l->sql && !l->broken && l->sql->wal_pages >= PAGES_IDLE;
}

int ledger_tidy(struct ledger *l)
{
	int r = l->sql ? ledger_unmoved(l) : 0;

	if (r < 0)
		return r;
	r = l->broken || !l->sql ? ledger_mend(l) : l->scrub ? ledger_scrub(l) : copy_back(l->sql);
	if (l->sql) {
		l->sql->wal_pages = 0;
		l->broken |= l->sql->wal_failing;
		(void)ledger_note_file(l);
	}
	if (r == 0)
		ledger_anchor(l);
	return r;
}

static int make_durable(struct sql *s)
{
	int persist = 1, r = sql_exec(s, "PRAGMA page_size = " PAGE_SIZE);

	if (r == 0)
		r = expect_wal(s);
	if (r == 0)
		r = sql_exec(s, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
				"PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
				"PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
	if (r < 0)
		return r;
	(void)sqlite3_wal_hook(s->db, on_commit, s);
	return sql_error(
		s->db, sqlite3_file_control(s->db, "main", SQLITE_FCNTL_PERSIST_WAL, &persist));
}

static int connect_writer(const char *path, struct sql **ret_sql)
{
	_cleanup_(cleanup_sql_free) struct sql *s = NULL;
	int version, r = sql_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &s);

	/* Nothing of a newer or a foreign file is touched. */
	if (r == 0)
		r = schema_check(s, &version);
	if (r == 0)
		r = make_durable(s);
	if (r == 0)
		r = schema_migrate(s);
	/*
	 * What an earlier program left in the log may not have reached the disk (its sync failed,
	 * or it was killed before): copy it into the database, synced, before building on it.
	 */
	if (r == 0)
		r = sql_exec(s, "PRAGMA wal_checkpoint(PASSIVE)");
	if (r == 0)
		r = wal_grow(s);
	if (r < 0)
		return r;
	*ret_sql = TAKE_PTR(s);
	return 0;
}

static int connect_reader(const char *path, struct sql **ret_sql)
{
	_cleanup_(cleanup_sql_free) struct sql *s = NULL;
	int version, r = sql_open(path, SQLITE_OPEN_READONLY, &s);

	if (r == 0)
		r = schema_check(s, &version);
	if (r == 0 && version != schema_newest())
		r = version ? -EMEDIUMTYPE : -EUCLEAN;
	if (r < 0)
		return r;
	*ret_sql = TAKE_PTR(s);
	return 0;
}

int ledger_connect(const char *path, enum ledger_mode mode, struct sql **ret_sql)
{
	return mode == LEDGER_WRITE ? connect_writer(path, ret_sql) : connect_reader(path, ret_sql);
}
