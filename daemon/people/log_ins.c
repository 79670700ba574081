// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Log-ins, a line of JSON each, in the folder of secrets and outside the chain: they are kept for twelve
 * months, and then gone.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "log_ins.h"

enum { LINE_SIZE = 256 };

/* The day stands first in a line: {"day":"2026-11-30", … */
static const char *day_of(const char *line)
{
	static const char head[] = "{\"day\":\"";

	return strncmp(line, head, strlen(head)) ? "9999" : line + strlen(head);
}

static bool is_old(const char *line, const char *day)
{
	char least[32];

	/* The same day a year ago: days as text are in their order. */
	(void)snprintf(least, sizeof(least), "%04ld%.6s", strtol(day, NULL, 10) - 1, day + 4);
	return strncmp(day_of(line), least, DAY_SIZE - 1) < 0;
}

static FILE *open_file(const char *folder, const char *name, int flags, const char *mode)
{
	char path[PATH_MAX];
	int fd;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
		return NULL;
	fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	return fd < 0 ? NULL : fdopen(fd, mode);
}

/* What is older than a year is left out of a new file. */
static void forget(const char *folder, const char *day)
{
	char line[LINE_SIZE], from[PATH_MAX], to[PATH_MAX];
	FILE *in = open_file(folder, "log-ins", O_RDONLY, "r"), *out;

	if (!in || !fgets(line, sizeof(line), in) || !is_old(line, day)) {
		if (in)
			(void)fclose(in);
		return;
	}
	out = open_file(folder, "log-ins.part", O_WRONLY | O_CREAT | O_TRUNC, "w");
	while (out && fgets(line, sizeof(line), in))
		if (!is_old(line, day))
			(void)fputs(line, out);
	(void)fclose(in);
	if (!out || fclose(out) != 0 ||
		snprintf(from, sizeof(from), "%s/log-ins.part", folder) >= (int)sizeof(from) ||
		snprintf(to, sizeof(to), "%s/log-ins", folder) >= (int)sizeof(to))
		return;
	(void)rename(from, to);
}

void log_in_add(const char *folder, const struct log_in_line *l)
{
	FILE *out;

	if (l->sure)
		forget(folder, l->day);
	out = open_file(folder, "log-ins", O_WRONLY | O_CREAT | O_APPEND, "a");
	if (!out)
		return; /* nobody is kept out because a list is */
	(void)fprintf(out,
		"{\"day\":\"%s\",\"at\":\"%s\",\"operator\":\"%s\",\"from\":\"%s\",\"what\":\"%s\"}"
		"\n",
		l->day, l->at, l->code, where_name(l->where), l->what);
	(void)fclose(out);
}
