// SPDX-License-Identifier: GPL-3.0-or-later
/* The writers of a table that have a file of their own. */
#pragma once
#include "table.h"

/* Plain: names and codes only, in the order of the codes, as wide as that is. */
void table_write_text(const struct table *t, bool plain, enum lang lang, FILE *out);
int table_write_xlsx(const struct table *t, enum lang lang, FILE *out);
int chart_write(const struct table *t, enum table_format format, enum chart chart, enum lang lang,
	FILE *out);
/* Letters, not bytes. */
size_t table_letters(const char *text);
