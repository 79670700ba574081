// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of a catalogue's CSV: how a cell of each is read and written. */
#pragma once
#include <stdio.h>
#include "catalogue.h"
#include "mass.h"

enum cell_type {
	CELL_IGNORED,
	CELL_TEXT,
	CELL_KIND,
	CELL_CLASS,
	CELL_YES,
	CELL_MASS,
	CELL_SORT,
	CELL_DAY,
};

struct column {
	const char *name;
	enum cell_type type;
	size_t offset, size;
	enum mass_unit unit;
};

/* Those that are written come first; NULL: the end. */
const struct column *column_at(size_t i);
/* NULL: no column has that name. */
const struct column *column_find(const char *name);

/* An empty cell says nothing and leaves the field as it is. NULL; else the key of a mistake. */
const char *cell_read(const struct column *column, const char *cell, struct catalogue_row *row);
/* That field as it is in another row. */
void cell_copy(
	const struct column *column, const struct catalogue_row *from, struct catalogue_row *to);
/* decimal: '.' or ','. */
void cell_write(const struct column *column, const struct catalogue_row *row, char separator,
	char decimal, FILE *out);
