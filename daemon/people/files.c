// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Files of the folder of secrets. Each is written beside itself and renamed, so that a cut leaves the old
 * one or the new one. What root writes belongs to whom the folder's parent does: the service.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "cleanup.h"
#include "files.h"

enum { FILE_MOST = 1024 * 1024 };

void files_give(const char *folder, int fd)
{
	char above[PATH_MAX + 4];
	struct stat st;

	(void)snprintf(above, sizeof(above), "%s/..", folder);
	if (geteuid() == 0 && stat(above, &st) == 0)
		(void)!fchown(fd, st.st_uid, st.st_gid);
}

/* Nothing that somebody linked or put there instead. */
static void give_one(const char *folder, int dir, const char *name)
{
	_cleanup_close_ int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1)
		files_give(folder, fd);
}

void files_give_all(const char *folder, int dir)
{
	static const char *const names[] = { "secrets.json", "console", "lock", "log-ins",
		"tries.json", "tls.pem", "tls-key.pem" };

	for (size_t i = 0; geteuid() == 0 && i < sizeof(names) / sizeof(names[0]); i++)
		give_one(folder, dir, names[i]);
}

int files_open(const char *folder, bool make)
{
	int fd;

	if (make && mkdir(folder, MODE_FOLDER) < 0 && errno != EEXIST)
		return -errno;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (make)
		files_give(folder, fd);
	return fd;
}

static int write_all(int fd, const char *text, size_t size)
{
	while (size) {
		ssize_t n = write(fd, text, size);

		if (n < 0)
			return -errno;
		text += n;
		size -= (size_t)n;
	}
	return fsync(fd) < 0 ? -errno : 0;
}

int files_put(const char *folder, const char *name, mode_t mode, const char *text)
{
	_cleanup_close_ int dir = files_open(folder, true), fd = -1;
	char part[64];
	int r;

	if (dir < 0)
		return dir;
	(void)snprintf(part, sizeof(part), "%s.part", name);
	(void)unlinkat(dir, part, 0);
	fd = openat(dir, part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd < 0)
		return -errno;
	files_give(folder, fd);
	r = fchmod(fd, mode) < 0 ? -errno : write_all(fd, text, strlen(text));
	if (r == 0 && renameat(dir, part, dir, name) < 0)
		r = -errno;
	return r == 0 && fsync(dir) < 0 ? -errno : r;
}

int file_get(const char *path, char **ret_text)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	_cleanup_free_ char *text = NULL;
	struct stat st;
	size_t size = 0;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EBADMSG; /* a folder in its place, or what somebody would wait at */
	text = calloc(1, FILE_MOST + 1);
	if (!text)
		return -ENOMEM;
	while ((n = read(fd, text + size, FILE_MOST - size)) > 0)
		size += (size_t)n;
	if (n < 0 || size == FILE_MOST)
		return n < 0 ? -errno : -EBADMSG;
	*ret_text = TAKE_PTR(text);
	return 0;
}

int files_get(const char *folder, const char *name, char **ret_text)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	return file_get(path, ret_text);
}
