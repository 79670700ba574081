// SPDX-License-Identifier: GPL-3.0-or-later
/* Which copy was the last good one, what copies are called, and which make way. */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "backup.h"
#include "retention.h"

enum { BACKUPS_MOST = 4096 };

static int note_path(const char *db, const char *end, char ret_path[PATH_MAX])
{
	int n = snprintf(ret_path, PATH_MAX, "%s-backup%s", db, end);

	return n < PATH_MAX ? 0 : -ENAMETOOLONG;
}

/* Two at once would write into one file. */
static int hold_folder_of(const char *path, int *ret_fd)
{
	char copy[PATH_MAX];

	(void)snprintf(copy, sizeof(copy), "%s", path);
	return backup_hold(dirname(copy), true, ret_fd);
}

static int put_note(int fd, const struct backup_last *last)
{
	const int n =
		dprintf(fd, "%" PRId64 " %" PRIu64 " %s\n", last->at_s, last->seq, last->path);
	const int r = n < 0 || fsync(fd) < 0 ? -errno : 0;

	return close(fd) < 0 && r == 0 ? -errno : r;
}

static int note_as(const char *db, const char *end, const struct backup_last *last)
{
	char path[PATH_MAX], new[PATH_MAX];
	int r = note_path(db, end, path), fd;

	if (r == 0)
		r = note_path(db, "-new", new);
	if (r < 0)
		return r;
	fd = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	r = fd < 0 ? -errno : put_note(fd, last);
	if (r == 0 && rename(new, path) < 0)
		r = -errno;
	if (r < 0)
		(void)unlink(new);
	return r;
}

static bool is_away(const char *db, const char *copy)
{
	struct stat here, there;

	return stat(db, &here) == 0 && stat(copy, &there) == 0 && here.st_dev != there.st_dev;
}

int backup_note(const char *db, const struct backup_last *last)
{
	_cleanup_close_ int held = -1;
	int r = hold_folder_of(db, &held);

	if (r == 0)
		r = note_as(db, "", last);
	return r == 0 && is_away(db, last->path) ? note_as(db, "-away", last) : r;
}

static int read_note(const char *db, const char *end, struct backup_last *ret_last)
{
	struct backup_last last;
	char path[PATH_MAX];
	FILE *f;
	int n, r = note_path(db, end, path);

	if (r < 0)
		return r;
	f = fopen(path, "re");
	if (!f)
		return -errno;
	/* A path may hold any letter but the end of its line. */
	n = fscanf(f, "%" SCNd64 " %" SCNu64 " %4095[^\n]", &last.at_s, &last.seq, last.path);
	(void)fclose(f);
	if (n != 3)
		return -EBADMSG;
	*ret_last = last;
	return 0;
}

int backup_last(const char *db, struct backup_last *ret_last)
{
	return read_note(db, "", ret_last);
}

int backup_last_away(const char *db, struct backup_last *ret_last)
{
	return read_note(db, "-away", ret_last);
}

/* What stands before the time, so that no other station's and nobody's own file is ever taken for one. */
static void name_prefix(const struct ledger_identity *who, char ret_prefix[BACKUP_NAME_SIZE])
{
	(void)snprintf(ret_prefix, BACKUP_NAME_SIZE, "bascule-%s-%s-%s-", who->pole, who->site,
		who->station);
}

void backup_name(const struct ledger_identity *who, int64_t at_s, char ret_name[BACKUP_NAME_SIZE])
{
	char prefix[BACKUP_NAME_SIZE], when[32];
	time_t t = (time_t)at_s;
	struct tm tm;

	name_prefix(who, prefix);
	if (!gmtime_r(&t, &tm) || !strftime(when, sizeof(when), "%Y%m%dT%H%M%SZ", &tm))
		when[0] = '\0';
	(void)snprintf(ret_name, BACKUP_NAME_SIZE, "%.*s%s.db", (int)(BACKUP_NAME_SIZE - 21),
		prefix, when);
}

/* -1: it is none of this station. */
static int64_t time_of_name(const struct ledger_identity *who, const char *name)
{
	char prefix[BACKUP_NAME_SIZE], again[BACKUP_NAME_SIZE];
	struct tm tm = { 0 };
	const char *end;
	int64_t at_s;

	name_prefix(who, prefix);
	if (strncmp(name, prefix, strlen(prefix)) != 0)
		return -1;
	end = strptime(name + strlen(prefix), "%Y%m%dT%H%M%SZ", &tm);
	if (!end)
		return -1;
	at_s = timegm(&tm);
	backup_name(who, at_s, again);
	return strcmp(again, name) == 0 ? at_s : -1;
}

struct copies {
	size_t count;
	int64_t at_s[BACKUPS_MOST];
	bool keep[BACKUPS_MOST];
};

int backup_thin(const char *folder, const struct ledger_identity *who, int64_t now_s)
{
	_cleanup_free_ struct copies *c = calloc(1, sizeof(*c));
	DIR *dir = opendir(folder);
	char name[BACKUP_NAME_SIZE];
	int removed = 0;

	if (!c || !dir) {
		int r = c ? -errno : -ENOMEM;

		if (dir)
			(void)closedir(dir);
		return r;
	}
	/* cppcheck-suppress readdirCalled */
	for (struct dirent *e; c->count < BACKUPS_MOST && (e = readdir(dir));)
		if ((c->at_s[c->count] = time_of_name(who, e->d_name)) >= 0)
			c->count++;
	retention_choose(c->at_s, c->count, now_s, c->keep);
	for (size_t i = 0; i < c->count; i++) {
		backup_name(who, c->at_s[i], name);
		removed += !c->keep[i] && unlinkat(dirfd(dir), name, 0) == 0;
	}
	(void)closedir(dir);
	return removed;
}
