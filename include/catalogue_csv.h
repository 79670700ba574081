// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The catalogue as CSV: what a site exports, edits in a spreadsheet and imports, and the
 * form of the default catalogue. Columns are found by their names in the header row:
 * kind code parent label_fr label_en short_fr short_en scheme flow class counts_as_intake
 * hidden tare_kg unit_weight_g sort valid_from valid_until, and those of catalogue_facts.h, each
 * for the kinds that have it.
 */
#pragma once
#include <stdio.h>
#include "catalogue.h"
#include "mass.h"
#include "sentence.h"

/* What one container or one unit may weigh: [site] maximum where station.conf says none. */
#define CATALOGUE_MASS_MAX_MG (1000 * MASS_MG_PER_KG)

struct catalogue_csv {
	const char *kind;       /* of rows without a kind column; NULL: the column is needed */
	const char *valid_from; /* of rows without a first day */
	/* Each mistake: the line of the file and a sentence. */
	void (*mistake)(void *data, unsigned line, const struct sentence *why);
	void *data;
	/*
	 * What stands, or NULL: a column that the file lacks leaves its field as it is in the row of
	 * that code in force on the first day. A column with empty cells empties it.
	 */
	const struct catalogue *old;
};

/*
 * From the bytes of a file, as csv_text_read() takes them. 0: no mistake; -EBADMSG: all mistakes
 * were told; -ENOMEM, -EINVAL. Free with catalogue_free().
 */
int catalogue_csv_read(const char *bytes, size_t len, const struct catalogue_csv *how,
	struct catalogue **ret_catalogue);
/*
 * 0, -EIO. kind CATALOGUE_KIND_COUNT: all. french: as Excel set to French opens it by a double
 * click: byte order mark, ';', decimal comma, CR LF; else RFC 4180 with '.' and LF.
 */
int catalogue_csv_write(
	const struct catalogue *c, enum catalogue_kind kind, bool french, FILE *out);

/* A sentence for a row that can never be valid (codes, days, masses …); key NULL: none. */
void catalogue_row_check(const struct catalogue_row *row, struct sentence *ret_why);
