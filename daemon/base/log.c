// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One line to stderr for one fact. The "<3>" in front is how systemd's journal learns the
 * priority of a line; a person at a terminal is spared it. A line is one write(), so lines
 * of several threads do not mix, and holds no control characters, whatever a device sent.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "log.h"

enum { LINE_MAX_BYTES = 1024 };

static enum log_level most_level = LOG_NOTE;

void log_set_level(enum log_level most)
{
	most_level = most;
}

void log_line(enum log_level level, const char *format, ...)
{
	char line[LINE_MAX_BYTES];
	size_t head = 0, len;
	va_list args;

	if (level > most_level)
		return;
	if (!isatty(STDERR_FILENO))
		head = (size_t)snprintf(line, sizeof(line), "<%d>", (int)level);
	va_start(args, format);
	vsnprintf(line + head, sizeof(line) - head - 1, format, args);
	va_end(args);
	len = strlen(line);
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	line[len++] = '\n';
	if (write(STDERR_FILENO, line, len) < 0)
		return; /* nobody is left to be told */
}

const char *log_errno(int error)
{
	const char *name = strerrorname_np(error < 0 ? -error : error);

	return name ? name : "unknown";
}
