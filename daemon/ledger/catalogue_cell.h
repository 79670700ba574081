// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of a catalogue's CSV: how a cell of each is read and written. */
#pragma once
#include <stdio.h>
#include "catalogue_facts.h"
#include "mass.h"

enum { COLUMNS_MOST = 100, COLUMN_NAME_SIZE = 32 };

enum cell_type {
	CELL_IGNORED,
	CELL_TEXT,
	CELL_KIND,
	CELL_CLASS,
	CELL_YES,
	CELL_MASS,
	CELL_SORT,
	CELL_DAY,
	CELL_FACT,
};

struct column {
	const char *name;
	enum cell_type type;
	size_t offset, size;
	enum mass_unit unit;
};

/* A row that is being read, with room for its facts. */
struct cell_row {
	struct catalogue_row row;
	struct catalogue_facts facts;
};

/* Those of all kinds, then facts: of that kind, or CATALOGUE_KIND_COUNT. NULL: the end. */
const struct column *column_at(enum catalogue_kind kind, size_t i);
/* NULL: no column has that name. */
const struct column *column_find(const char *name);
/* The fact of a column of its type. */
const struct record_field *column_fact(const struct column *column);

/* An empty cell says nothing and leaves the field as it is. NULL; else the key of a mistake. */
const char *cell_read(const struct column *column, const char *cell, struct cell_row *row);
/* That field as it is in another row. */
void cell_copy(const struct column *column, const struct catalogue_row *from, struct cell_row *to);
/* decimal: '.' or ','. */
void cell_write(const struct column *column, const struct catalogue_row *row, char separator,
	char decimal, FILE *out);
