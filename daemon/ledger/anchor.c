// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Anchors: where the journal stood, noted outside the ledger's file, so that a file which lost
 * its end (a cut write-ahead log, an old copy put back) or all of itself is not taken for whole.
 * One line, "JOURNAL SEQ HASH", in FILE-anchor beside the ledger and in the file that [store]
 * known names, which lies elsewhere: a folder may be lost whole. The one beside is written over
 * after each commit, which survives a kill; both are synced when there is time, which survives a
 * power cut. So the ledger may be further, never behind.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include "ledger_private.h"

enum { HEX_SIZE = 2 * HASH_SIZE + 1, LINE_MOST = 160 };

int anchor_of_head(struct sql *s, const char *journal, struct anchor *ret_anchor)
{
	struct anchor a = { 0 };
	int r = entry_head(s, journal, &a.seq, a.hash);

	if (r < 0)
		return r;
	memcpy(a.journal, journal, strnlen(journal, sizeof(a.journal) - 1));
	*ret_anchor = a;
	return 0;
}

bool anchor_same(const struct anchor *a, const struct anchor *b)
{
	return a->seq == b->seq && strcmp(a->journal, b->journal) == 0 &&
	       memcmp(a->hash, b->hash, sizeof(a->hash)) == 0;
}

int anchor_read(const char *path, struct anchor *ret_anchor)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char line[LINE_MOST + 1] = "", hash[HEX_SIZE];
	struct anchor a = { 0 };
	size_t got;

	if (fd < 0)
		return -errno;
	if (read(fd, line, LINE_MOST) < 0)
		return -errno;
	/* 32 and 64 digits: JOURNAL_SIZE, HEX_SIZE. */
	if (sscanf(line, "%32[0-9a-f] %" SCNu64 " %64[0-9a-f]", a.journal, &a.seq, hash) != 3 ||
		strlen(a.journal) != JOURNAL_SIZE - 1 ||
		sodium_hex2bin(a.hash, HASH_SIZE, hash, strlen(hash), NULL, &got, NULL) != 0 ||
		got != HASH_SIZE)
		return -EBADMSG;
	*ret_anchor = a;
	return 0;
}

/* Of one length whatever it says, so that a line can be written over another. */
static void put_line(const struct anchor *a, char ret_line[LINE_MOST])
{
	char hash[HEX_SIZE];

	(void)snprintf(ret_line, LINE_MOST, "%s %20" PRIu64 " %s\n", a->journal, a->seq,
		sodium_bin2hex(hash, sizeof(hash), a->hash, HASH_SIZE));
}

void anchor_note(const char *path, const struct anchor *a)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CLOEXEC);
	char line[LINE_MOST];

	put_line(a, line);
	if (fd >= 0 && pwrite(fd, line, strlen(line), 0) < 0)
		(void)unlink(
			path); /* half of one is worse than none; the next idle moment writes it */
}

static int write_synced(const char *path, const char *text)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	const size_t len = strlen(text);

	if (fd < 0)
		return -errno;
	if (write(fd, text, len) != (ssize_t)len)
		return -ENOSPC;
	return fsync(fd) < 0 ? -errno : 0;
}

static int sync_folder(const char *path)
{
	char copy[PATH_MAX];
	_cleanup_close_ int fd = -1;

	(void)snprintf(copy, sizeof(copy), "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

/* The old one or the new one, whenever the power goes. */
int anchor_write(const char *path, const struct anchor *a)
{
	char beside[PATH_MAX], line[LINE_MOST];
	int r;

	if (snprintf(beside, sizeof(beside), "%s.new", path) >= (int)sizeof(beside))
		return -ENAMETOOLONG;
	put_line(a, line);
	r = write_synced(beside, line);
	if (r == 0 && rename(beside, path) < 0)
		r = -errno;
	if (r < 0)
		(void)unlink(beside);
	return r < 0 ? r : sync_folder(path);
}

/* A copy was put back, and its journal goes on from the one that was noted: that one's end is gone. */
static int is_past(struct sql *s, const char *journal, const char *noted)
{
	int64_t one;
	int r = sql_int(s, &one, "SELECT 1 FROM journal_past WHERE journal = ? AND past = ?",
		V_TEXT(journal), V_TEXT(noted));

	return r < 0 ? r : r ? 0 : -EXDEV;
}

int anchor_check(struct sql *s, const char *journal, const struct anchor *a)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	uint8_t hash[HASH_SIZE];
	int r;

	if (strcmp(journal, a->journal) != 0)
		return is_past(s, journal, a->journal);
	if (a->seq == 0)
		return 0;
	r = sql_start(s, &stmt, "SELECT hash FROM entry WHERE journal = ? AND seq = ?",
		V_TEXT(a->journal), V_INT(a->seq));
	if (r == 0)
		r = sql_step(stmt);
	if (r < 0)
		return r;
	if (r == 0 || sql_blob(stmt, 0, hash, sizeof(hash)) < 0 ||
		memcmp(hash, a->hash, sizeof(hash)) != 0)
		return -EREMCHG;
	return 0;
}
