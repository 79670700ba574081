// SPDX-License-Identifier: GPL-3.0-or-later
/* A copy of the file in one moment of it: made beside, read again whole, and only then named. */
#include "backup.h"
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "ledger_private.h"

/* The snapshot is held while the pages are copied: a writer goes on, and nothing begins anew. */
int copy_pages(struct sql *from, struct sql *to)
{
	sqlite3_backup *b;
	int64_t tables;
	int rc, r = sql_exec(from, "BEGIN");

	if (r == 0)
		r = sql_int(from, &tables, "SELECT count(*) FROM sqlite_schema");
	if (r < 0)
		return r;
	b = sqlite3_backup_init(to->db, "main", from->db, "main");
	rc = b ? sqlite3_backup_step(b, -1) : SQLITE_NOMEM;
	r = rc == SQLITE_DONE ? 0 : sql_error(to->db, rc);
	if (b && sqlite3_backup_finish(b) != SQLITE_OK && r == 0)
		r = sql_error(to->db, sqlite3_errcode(to->db));
	(void)sql_exec(from, "COMMIT");
	/* A file alone: a log beside it would have to be carried along. */
	return r < 0 ? r : sql_exec(to, "PRAGMA journal_mode = DELETE");
}

static int sync_path(const char *path, int flags)
{
	_cleanup_close_ int fd = open(path, flags | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

int copy_sync(const char *path)
{
	return sync_path(path, O_RDONLY);
}

int copy_sync_folder(const char *path)
{
	char copy[PATH_MAX];

	(void)snprintf(copy, sizeof(copy), "%s", path);
	return sync_path(dirname(copy), O_RDONLY | O_DIRECTORY);
}

static int write_copy(struct ledger *l, const char *path)
{
	_cleanup_(cleanup_sql_free) struct sql *to = NULL;
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR | S_IRGRP);
	int r = fd < 0 ? -errno : close(fd); /* SQLite does not tell why it cannot make a file */

	if (r == 0)
		r = sql_open(path, SQLITE_OPEN_READWRITE, &to);
	if (r == 0 && chmod(path, S_IRUSR | S_IWUSR | S_IRGRP) < 0 && errno != EPERM)
		r = -errno; /* a stick's file system may know no modes */
	if (r == 0)
		r = copy_pages(l->sql, to);
	to = sql_free(to);
	return r < 0 ? r : copy_sync(path);
}

/* As whoever needs it one day will: opened anew, from the first entry to the last. */
static int read_again(const char *path, void (*each)(void *data, const struct ledger_fault *f),
	void *data, uint64_t *ret_seq)
{
	_cleanup_(cleanup_ledger_free) struct ledger *copy = NULL;
	struct ledger_status status;
	uint64_t entries;
	int r = ledger_open(path, LEDGER_READ, NULL, NULL, &copy);

	if (r == 0)
		r = ledger_verify(copy, each, data, &entries);
	if (r != 0)
		return r < 0 ? r : -EUCLEAN;
	r = ledger_status(copy, &status);
	*ret_seq = status.last_seq;
	return r;
}

/* Never over another file. A file system that cannot promise it is asked first. */
int copy_name(const char *part, const char *path)
{
	if (renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -errno;
	if (access(path, F_OK) == 0)
		return -EEXIST;
	return rename(part, path) < 0 ? -errno : 0;
}

int backup_hold(const char *folder, bool waits, int *ret_fd)
{
	_cleanup_close_ int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r;

	if (fd < 0)
		return -errno;
	do
		r = flock(fd, LOCK_EX | (waits ? 0 : LOCK_NB));
	while (r < 0 && errno == EINTR);
	if (r < 0 && errno == EWOULDBLOCK)
		return -EBUSY;
	*ret_fd = TAKE_FD(fd); /* a disk of another machine may know no locks */
	return 0;
}

const char *ledger_path(const struct ledger *l)
{
	return l->path;
}

/* What SQLite keeps beside the copy, too, where it could not end. */
void copy_drop(const char *part)
{
	static const char *const ends[] = { "", "-journal", "-wal", "-shm", "-anchor" };
	char path[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (snprintf(path, sizeof(path), "%s%s", part, ends[i]) < (int)sizeof(path))
			(void)unlink(path);
}

int backup_make(struct ledger *l, const char *path,
	void (*each)(void *data, const struct ledger_fault *f), void *data, uint64_t *ret_seq)
{
	char part[PATH_MAX];
	int r;

	if (snprintf(part, sizeof(part), "%s.part", path) >= (int)sizeof(part))
		return -ENAMETOOLONG;
	if (access(path, F_OK) == 0)
		return -EEXIST;
	copy_drop(part); /* of one that was cut off */
	r = write_copy(l, part);
	if (r == 0)
		r = read_again(part, each, data, ret_seq);
	if (r == 0)
		r = copy_name(part, path);
	if (r < 0) {
		copy_drop(part);
		return r;
	}
	return copy_sync_folder(path);
}
