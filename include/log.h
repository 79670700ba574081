// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Logging for main and loop callbacks only: stderr with the journal's priority prefix,
 * one fact a line, key=value, names first: scale=floor lost error=ENODEV.
 */
#pragma once

enum log_level { LOG_ERROR = 3, LOG_WARN = 4, LOG_NOTE = 5, LOG_DEBUG = 7 };

void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_set_level(enum log_level most);
/* The name of a negative errno, "ENODEV"; sign ignored. */
const char *log_errno(int error);
