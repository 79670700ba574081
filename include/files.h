// SPDX-License-Identifier: GPL-3.0-or-later
/* Files of the folder of secrets: read whole, and written whole beside themselves, then renamed. */
#pragma once
#include <stdbool.h>
#include <sys/types.h>

enum { MODE_FOLDER = 0750, MODE_SECRET = 0600, MODE_GROUP = 0640 };

/* A descriptor; make: the folder is made if it is not there. -errno. */
int files_open(const char *folder, bool make);
/* What root writes there belongs to whom the folder above does. */
void files_give(const char *folder, int fd);
/* The same of every file of ours there: root may have put back a copy of the folder. */
void files_give_all(const char *folder, int dir);
int files_put(const char *folder, const char *name, mode_t mode, const char *text);
/* 0 with a text to be freed; -ENOENT; -EBADMSG: too long for one of ours, or no file. */
int files_get(const char *folder, const char *name, char **ret_text);
int file_get(const char *path, char **ret_text);
