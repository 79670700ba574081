// SPDX-License-Identifier: GPL-3.0-or-later
/* Between what is written of each table (export.c) and the page that explains it (export_page.c). */
#pragma once
#include "export.h"

enum { EXPORT_TABLES = 96, EXPORT_COLUMNS = 64, EXPORT_NAME = 64 };

struct export_table {
	char name[EXPORT_NAME];
	uint64_t rows;
	size_t count;
	char column[EXPORT_COLUMNS][EXPORT_NAME];
};
struct export_list {
	size_t count;
	struct export_table table[EXPORT_TABLES];
};
/* index.html of it. 0, -errno. */
int export_page(const char *path, const struct export_list *list, enum lang lang);
/* A file that is full of what was written, on disk. 0, -errno. */
int export_close(FILE *f);
