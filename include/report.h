// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tonnage: one function for page, CSV and command line, from the totals of days and months
 * that the ledger keeps, never from a year of rows. Sums are in milligrams, rounded at output only.
 */
#pragma once
#include <stdio.h>
#include "lang.h"
#include "ledger.h"

enum tonnage_key {
	BY_CATEGORY,
	BY_ROOT,
	BY_SCHEME,
	BY_ORIGIN,
	BY_DESTINATION,
	BY_SITE,
	BY_STATION,
	BY_MONTH,
	BY_DAY,
	BY_PARTNER,
	BY_COUNT,
};

enum tonnage_mass {
	TONNAGE_IN,
	TONNAGE_NEUTRAL_IN,
	TONNAGE_REUSE,
	TONNAGE_TRANSFER,
	TONNAGE_RECYCLING,
	TONNAGE_ENERGY,
	TONNAGE_DISPOSAL,
	TONNAGE_CORRECTION,
	TONNAGE_MASSES,
};

struct tonnage_query {
	char first_day[DAY_SIZE]; /* inclus */
	char last_day[DAY_SIZE];  /* inclus */
	size_t by_count;          /* 0: the total only */
	enum tonnage_key by[BY_COUNT];
	char site[CODE_SIZE];
};

struct tonnage_row {
	char key[BY_COUNT][CODE_SIZE]; /* in the order of query.by */
	int64_t mass_mg[TONNAGE_MASSES];
	int64_t units;
	int64_t weighings; /* unvoided, both directions */
};

struct tonnage {
	struct tonnage_query query;
	size_t count;
	struct tonnage_row *rows; /* sorted by key */
	struct tonnage_row total;
	int64_t method_mg[METHOD_COUNT]; /* of all mass, both directions */
};

/* "category,month" -> by. 0, -EINVAL with the bad word in ret_why. */
int tonnage_by(const char *words, struct tonnage_query *query, struct sentence *ret_why);

int tonnage_make(struct ledger *l, const struct tonnage_query *query, struct tonnage **ret_tonnage);
struct tonnage *tonnage_free(struct tonnage *t);
CLEANUP_OF(struct tonnage, tonnage_free);

enum tonnage_format { FORMAT_TABLE, FORMAT_CSV, FORMAT_CSV_FR, FORMAT_JSON, FORMAT_XLSX };
/*
 * To a stream; the same bytes for the same figures. -EIO. json is the object of GET /tonnage.
 * Tables and CSV show kilograms with three decimals; CSV has a column of both days in each
 * row; csv-fr is what a French spreadsheet opens: semicolon, decimal comma, BOM, CRLF.
 */
int tonnage_write(const struct tonnage *t, enum tonnage_format format, enum lang lang, FILE *out);
const char *tonnage_key_name(enum tonnage_key key);
const char *tonnage_mass_name(enum tonnage_mass mass); /* "in_mg" … */
