// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Is the file still the ledger that this station wrote last? At opening against the anchors;
 * before and after each commit by what lstat() says of it, because SQLite goes on happily with a
 * file that was renamed, deleted or written over by somebody else (sqlite.org/howtocorrupt.html,
 * 2.4 and 4.1).
 */
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include "ledger_private.h"

/*
 * The lock lies on the file itself and not on a name beside it: a hard link is the same file,
 * and nothing can be removed. Closing any descriptor of a file drops SQLite's locks on it, so
 * this one is closed after the connection (fcntl(2), "Advisory record locking").
 */
int lock_take(const char *path, bool make, int *ret_fd)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat locked, there;

	if (fd < 0 && errno == ENOENT && make)
		fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		return errno == EWOULDBLOCK ? -EBUSY : -errno;
	if (fstat(fd, &locked) < 0 || stat(path, &there) < 0)
		return -errno;
	if (locked.st_ino != there.st_ino || locked.st_dev != there.st_dev)
		return -ESTALE;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

int file_note(const char *path, struct file_note *ret_note)
{
	char wal[PATH_MAX];
	struct file_note n;

	if (snprintf(wal, sizeof(wal), "%s-wal", path) >= (int)sizeof(wal))
		return -ENAMETOOLONG;
	if (stat(path, &n.file) < 0)
		return -errno;
	if (stat(wal, &n.wal) < 0)
		n.wal = (struct stat){ 0 };
	*ret_note = n;
	return 0;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool same_bytes(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

int ledger_unmoved(struct ledger *l)
{
	const struct file_note *was = &l->file;
	struct file_note is;

	if (file_note(l->path, &is) < 0 || !same_file(&was->file, &is.file))
		return -ESTALE;
	if (l->mode == LEDGER_READ)
		return 0;
	/* Copied back since: it was us who wrote to it. */
	if (l->sql && l->sql->copied) {
		l->sql->copied = false;
		l->file.file = is.file;
	}
	/* Only the writer changes the file, when it copies the log back; the log never shrinks. */
	return same_bytes(&was->file, &is.file) && same_file(&was->wal, &is.wal) &&
			       is.wal.st_size >= was->wal.st_size
		       ? 0
		       : -ESTALE;
}

/* After the log was copied back, by whatever way. */
int ledger_note_file(struct ledger *l)
{
	if (l->sql)
		l->sql->copied = false;
	return file_note(l->path, &l->file);
}

static size_t anchors(const struct ledger *l, const struct ledger_guard *g, struct anchor ret[3])
{
	char beside[PATH_MAX];
	size_t n = 0;

	(void)snprintf(beside, sizeof(beside), "%s-anchor", l->path);
	n += anchor_read(beside, &ret[n]) == 0;
	if (l->known)
		n += anchor_read(l->known, &ret[n]) == 0;
	if (g->last.journal[0])
		ret[n++] = g->last;
	return n;
}

static bool has_log(const char *path)
{
	char wal[PATH_MAX];
	struct stat st;

	(void)snprintf(wal, sizeof(wal), "%s-wal", path);
	return stat(wal, &st) == 0 && st.st_size > 0;
}

/* A file without a journal may become one only where none was. */
int guard_empty(const struct ledger *l, const struct ledger_guard *g)
{
	struct anchor found[3];

	if (g->anyway)
		return 0;
	return anchors(l, g, found) ? -ENOMEDIUM : 0;
}

/* Of a table of mounts: the longest folder above path that is a disk's; "" : none. */
static void disk_above(const char *table, const char *path, char ret_folder[PATH_MAX])
{
	FILE *file = setmntent(table, "re");
	char buf[2 * PATH_MAX];
	struct mntent one;
	size_t longest = 0;

	*ret_folder = '\0';
	while (file && getmntent_r(file, &one, buf, sizeof(buf))) {
		const size_t len = strlen(one.mnt_dir);

		if (len < 2 || len < longest || len >= PATH_MAX ||
			strncmp(path, one.mnt_dir, len) != 0 || path[len] != '/')
			continue;
		longest = len;
		memcpy(ret_folder, one.mnt_dir, len + 1);
	}
	if (file)
		(void)endmntent(file);
}

/* Its folder is that of a disk that the machine expects (fstab(5)) and does not have. */
static bool disk_is_away(const char *file)
{
	char expected[PATH_MAX], there[PATH_MAX], folder[PATH_MAX], real[PATH_MAX];
	char path[PATH_MAX +
		  2]; /* ends in a slash: a folder may itself be where the disk belongs */

	(void)snprintf(folder, sizeof(folder), "%s", file);
	if (!realpath(dirname(folder), real))
		return false;
	(void)snprintf(path, sizeof(path), "%s/", real);
	disk_above("/etc/fstab", path, expected);
	disk_above("/proc/self/mounts", path, there);
	return strlen(expected) > strlen(there);
}

int guard_missing(const struct ledger *l, const struct ledger_guard *g)
{
	struct stat st;
	int r;

	if (stat(l->path, &st) == 0 ? st.st_size > 0 : errno != ENOENT)
		return 0;
	if (!g->anyway && disk_is_away(l->path))
		return -ENODEV;
	r = guard_empty(l, g);
	/* SQLite would delete a log beside an empty file. */
	return r == 0 && !g->anyway && has_log(l->path) ? -ENOMEDIUM : r;
}

int guard_check(const struct ledger *l, const struct ledger_guard *g)
{
	struct anchor found[3];
	const size_t n = anchors(l, g, found);
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++)
		r = anchor_check(l->sql, l->journal, &found[i]);
	return r;
}

void ledger_anchor(struct ledger *l)
{
	char beside[PATH_MAX];

	if (l->mode != LEDGER_WRITE || !l->last.seq || anchor_same(&l->last, &l->noted))
		return;
	(void)snprintf(beside, sizeof(beside), "%s-anchor", l->path);
	if (anchor_write(beside, &l->last) < 0)
		return;
	if (!l->known || anchor_write(l->known, &l->last) == 0)
		l->noted = l->last;
}

void ledger_note_last(const struct ledger *l)
{
	char beside[PATH_MAX];

	(void)snprintf(beside, sizeof(beside), "%s-anchor", l->path);
	anchor_note(beside, &l->last);
}

void ledger_beside(const char *path, struct ledger_reach *ret_reach)
{
	char name[PATH_MAX];
	struct anchor unused;

	(void)snprintf(name, sizeof(name), "%s-anchor", path);
	*ret_reach = (struct ledger_reach){
		.log = has_log(path),
		.anchor = anchor_read(name, &unused) == 0,
	};
}

static int take_newest(void *data, const struct weighing *w)
{
	struct ledger_reach *reach = data;

	reach->newest = *w;
	reach->any = true;
	return 0;
}

int ledger_reach(struct ledger *l, struct ledger_reach *reach)
{
	const struct weighing_query newest = { .limit = 1 };
	char name[PATH_MAX];
	struct anchor a;
	uint64_t next;
	int r = ledger_weighings(l, &newest, take_newest, reach, &next);

	if (r < 0)
		return r;
	reach->behind = log_hides(l->path);
	(void)snprintf(name, sizeof(name), "%s-anchor", l->path);
	if (reach->behind || anchor_read(name, &a) < 0)
		return 0;
	r = anchor_check(l->sql, l->journal, &a);
	reach->behind = r == -EREMCHG || r == -EXDEV;
	return reach->behind ? 0 : r;
}
