// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The sheet that a body asks for: columns of its own names, each filled from what a declaration says.
 * As one text of a convention: "SIRET=siret;Tonnes=own_in_t". A mass ends with _mg, _kg or _t.
 */
#pragma once
#include <stddef.h>

enum sheet_field {
	SHEET_SIRET,
	SHEET_LEGAL_NAME,
	SHEET_ESS,
	SHEET_SITE,
	SHEET_CONVENTION,
	SHEET_ECO_ORGANISME,
	SHEET_SCHEME,
	SHEET_SCHEME_CATEGORY,
	SHEET_BODY_CODE,
	SHEET_LABEL,
	SHEET_PERIOD,
	SHEET_FIRST_DAY,
	SHEET_LAST_DAY,
	SHEET_VERSION,
	SHEET_REFERENCE,
	SHEET_WORDS, /* those above; figures of a line below */
	SHEET_OWN_IN = SHEET_WORDS,
	SHEET_FROM_MEMBERS,
	SHEET_REUSE_NET,
	SHEET_REUSE,
	SHEET_NEUTRAL_IN,
	SHEET_RECYCLING,
	SHEET_OTHER,
	SHEET_MASSES, /* numbers below */
	SHEET_UNITS_IN = SHEET_MASSES,
	SHEET_UNITS_REUSE,
	SHEET_FIELDS
};

enum { SHEET_TITLE_SIZE = 64, SHEET_COLUMNS_MOST = 40 };

struct sheet_column {
	char title[SHEET_TITLE_SIZE];
	enum sheet_field field;
	int exp10; /* of a mass: -6 kg, -9 t, 0 mg */
};

/* Where a convention says none. */
extern const char scheme_sheet_usual[];
/* The next column of the text, which then begins behind it. 1; 0: no more; -EINVAL: it is none. */
int scheme_sheet_next(const char **text, struct sheet_column *ret_column);
