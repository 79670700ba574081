// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is declared to which body: masses of the categories of a period, shared out by the mapping of
 * the catalogue: of each category at once over the days of a month in which none of its mappings begins
 * or ends, so that months add up to the year. What nobody is told of is a line without a body, so that bodies and that
 * are the whole, to the milligram. Kilograms and units stand beside each other and are never one sum.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "names.h"
#include "period_close.h"

struct ledger;

enum scheme_figure {
	SCHEME_OWN_IN_MG,       /* intake, less goods that another member has declared: */
	SCHEME_FROM_MEMBERS_MG, /* these */
	SCHEME_REUSE_MG, /* all that left for reuse, food as rescued; net of what came back: less the next */
	SCHEME_NEUTRAL_IN_MG,
	SCHEME_RECYCLING_MG,
	SCHEME_OTHER_MG, /* transferred, burnt, dumped */
	SCHEME_UNITS_IN,
	SCHEME_UNITS_REUSE,
	SCHEME_UNITS_BACK,
	SCHEME_FIGURES
};
const char *scheme_figure_name(enum scheme_figure figure);

struct scheme_line {
	char eco_organisme[CODE_SIZE]; /* "": declared to nobody */
	char scheme_category[CODE_SIZE];
	char category[CODE_SIZE];                                  /* ours */
	char site[CODE_SIZE], origin[CODE_SIZE], place[CODE_SIZE]; /* of ledger_scheme_parts() */
	int64_t figure[SCHEME_FIGURES];
};

/* By body, its category, ours. Free *ret_lines. Their number; -EIO, -ENOMEM. site "": all. */
int ledger_scheme_lines(struct ledger *l, const char *first_day, const char *last_day,
	const char *site, struct scheme_line **ret_lines);

/*
 * The same lines by site, origin and place, too, each sum of theirs to the milligram that of the line above. What leaves
 * has no origin. As each is what it adds to those before it, a part of a few milligrams or units between three bodies
 * may be less than nothing.
 */
int ledger_scheme_parts(struct ledger *l, const char *first_day, const char *last_day,
	const char *site, struct scheme_line **ret_lines);

/* What figures mean: those that were filed are held against today's by the formula that they were filed by. */
enum scheme_formula {
	SCHEME_MASSES,                        /* what left the door, water and bought food too */
	SCHEME_FOOD_RESCUED,                  /* of food what a donor gave (LOT_ADDED_SQL) */
	SCHEME_FORMULA = SCHEME_FOOD_RESCUED, /* today's, and that of both of the above */
};
struct sql;
struct scheme_asked {
	const char *site;
	bool parts; /* by site, origin and place, too */
	uint32_t formula;
	struct sql *mapped;  /* by the mappings that are read there, NULL: by today's */
	const char *journal; /* whose those are: after a restore not that of today */
};
int ledger_scheme_asked(struct ledger *l, const char *first_day, const char *last_day,
	const struct scheme_asked *asked, struct scheme_line **ret_lines);

enum declaration_state {
	DECLARATION_DRAFT,
	DECLARATION_FILED,
	DECLARATION_ACCEPTED,
	DECLARATION_PAID,
	DECLARATION_RECTIFIED, /* of a version after which another was filed: never written */
	DECLARATION_STATES
};

/* One step of a declaration. Its figures (lines of the body's categories) are those of a draft or filing. */
struct declaration {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char eco_organisme[CODE_SIZE];
	char period[DAY_SIZE];
	uint32_t version; /* from 1 */
	uint32_t state;
	char first_day[DAY_SIZE], last_day[DAY_SIZE];
	char figures_hash[CLOSE_HASH_SIZE];
	char reference[64];
	int64_t amount_cents; /* expected; of paid: what was paid */
	/* By which it was drawn up or filed, as it was then; both "" in entries from before. */
	char convention[DEVICE_SIZE], scheme[CODE_SIZE];
	uint32_t formula; /* enum scheme_formula of its figures; those from before do not say it */
	char voided_by[ENTRY_NAME_SIZE];
};

/*
 * The newest step of that body and period in this ledger that is not void; what was filed before a
 * version that is only drawn up. 0, -ENOENT, -errno.
 */
int ledger_declaration(struct ledger *l, const char *eco_organisme, const char *period,
	struct declaration *ret_declaration);
/* Of all versions of a period: the newest amount that was expected (0: none said), and all that was paid. */
struct declared_cents {
	int64_t expected, paid;
};
/* 0, -errno. */
int ledger_declared_cents(
	struct ledger *l, const struct declaration *d, struct declared_cents *ret_cents);
/* Periods of which something was filed that is not void. Free *ret_filed. Their number, -errno. */
struct scheme_filed; /* catalogue_plan.h */
int ledger_filed_periods(struct ledger *l, struct scheme_filed **ret_filed);
/* The first day of the first month in which anything was weighed; "9999-99-99": none. 0, -errno. */
int ledger_first_month(struct ledger *l, char ret_day[DAY_SIZE]);
/* Its lines as they were filed. As ledger_scheme_lines(); category is "". */
int ledger_declared_lines(
	struct ledger *l, const struct declaration *d, struct scheme_line **ret_lines);
/*
 * Mapping rows of news that would change what was filed: as catalogue_check_filed(), which is in
 * catalogue_plan.h with its arguments.
 */
struct catalogue;
struct sentence;
int ledger_check_filed(struct ledger *l, const struct catalogue *news,
	void (*mistake)(void *data, unsigned line, const struct sentence *why), void *data);

/* A convention of that body, hidden or not. */
struct catalogue_row;
bool scheme_is_site_of(const struct catalogue_row *row, const char *body);
/* That by which d is made: of what was filed the one it was filed by. NULL: none. */
const struct catalogue_row *scheme_site_of(const struct catalogue *c, const struct declaration *d);
/* Its sheet: of what was filed the bytes that its entry holds. 0, -ENOENT: no convention, -errno. */
int ledger_declaration_sheet(struct ledger *l, const struct declaration *d, FILE *out);
/* The same, made of these lines and of the catalogue as it is. */
int scheme_sheet_put(struct ledger *l, const struct declaration *d, const struct scheme_line *lines,
	int count, FILE *out);

/* What would be filed today: those of its body, by its categories; and their hash. By its formula, or today's of a draft. */
int ledger_lines_to_declare(struct ledger *l, const struct declaration *d,
	struct scheme_line **ret_lines, char ret_hash[CLOSE_HASH_SIZE]);
