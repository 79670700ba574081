// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Records as rows of a table, and the table that explains them (data dictionary). Columns are the fields that
 * answers have, in the same order: a field that is added to a record is in both.
 */
#pragma once
#include "record.h"
#include "table.h"

/* A moment becomes two columns: as clocks on the wall showed it, and …_utc. 0, -ENOMEM. */
int record_table_columns(const struct record *r, enum lang lang, struct table *t);
/* french: moments as a spreadsheet there reads them. 0, -ENOMEM. */
int record_table_add(const struct record *r, const void *value, bool french, struct table *t);
/* Lets rows go; columns stay. */
void record_table_empty(struct table *t);

/* Of each column: what it is called in files and in JSON, its title, its sort, unit, words, and what it means. */
int record_dictionary(
	const struct record *r, const char *title_key, enum lang lang, struct table *t);
/* For people, within the columns of a terminal. */
void record_dictionary_text(const struct table *t, FILE *out);
