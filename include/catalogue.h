// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The catalogue in memory: what may be weighed, where it comes from, where it goes.
 * Filled by the ledger from journal entries; read by everybody; pure.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "names.h"

enum catalogue_kind {
	CATALOGUE_CATEGORY,
	CATALOGUE_ORIGIN,
	CATALOGUE_DESTINATION,
	CATALOGUE_CONTAINER,
	CATALOGUE_OPERATOR,
	CATALOGUE_PARTNER,
	CATALOGUE_PLACE,
	CATALOGUE_SITE,
	CATALOGUE_REASON,
	CATALOGUE_WASTE_CODE,
	CATALOGUE_INGREDIENT,
	CATALOGUE_PRODUCT,
	CATALOGUE_RECIPE,
	CATALOGUE_SCHEME_SITE,
	CATALOGUE_SCHEME_CATEGORY,
	CATALOGUE_SCHEME_MAP,
	CATALOGUE_FACTOR_SET,
	CATALOGUE_FACTOR,
	CATALOGUE_KIND_COUNT,
};

/* Where mass goes: each destination has exactly one. */
enum flow_class {
	CLASS_NONE,
	CLASS_REUSE,
	CLASS_TRANSFER,
	CLASS_RECYCLING,
	CLASS_ENERGY,
	CLASS_DISPOSAL,
	CLASS_CORRECTION,
	CLASS_COUNT,
};

struct catalogue_facts; /* what each kind says besides: catalogue_facts.h */

struct catalogue_row {
	enum catalogue_kind kind;
	char code[CODE_SIZE];
	char parent[CODE_SIZE]; /* categories: the root or ""; otherwise "" */
	char label_fr[LABEL_SIZE];
	char label_en[LABEL_SIZE];
	char short_fr[SHORT_SIZE];
	char short_en[SHORT_SIZE];
	char scheme[CODE_SIZE];   /* REP scheme of a category or convention: EEE, DEA …, NONE */
	char flow[CODE_SIZE * 2]; /* flow within the scheme; of a mapping which flow it is of */
	enum flow_class class;    /* destinations */
	bool counts_as_intake;    /* origins; false for RETOUR */
	bool hidden;              /* switched off at this site: kept, not offered */
	bool erased;              /* of a person: their words are no more */
	int64_t tare_mg;          /* containers */
	int64_t unit_mg;          /* working estimate of one unit, 0 if none */
	int32_t sort;
	char valid_from[DAY_SIZE];  /* first day */
	char valid_until[DAY_SIZE]; /* first day no longer valid, "" for ever */
	char said
		[DAY_SIZE]; /* of a hidden operator: when that was said, "" unknown; no part of the row */
	unsigned line; /* where it stood in what a person sent; no part of the row */
	const struct catalogue_facts *facts; /* NULL: none were said; of its catalogue */
};

struct catalogue {
	size_t count;
	struct catalogue_row *rows;    /* sorted by kind, sort, code; owned by whoever made it */
	struct catalogue_facts *facts; /* those of its rows, in a chain */
	char known_day[DAY_SIZE]; /* on which it has been, for sure: see catalogue_people_day() */
};

/* NULL if there is no such row valid on that day (hidden rows are found: look at hidden). */
const struct catalogue_row *catalogue_find(
	const struct catalogue *c, enum catalogue_kind kind, const char *code, const char *day);

/* By the code with '-' and '_' dropped, as control barcodes carry it. */
const struct catalogue_row *catalogue_find_squashed(
	const struct catalogue *c, enum catalogue_kind kind, const char *squashed, const char *day);

/* A category with children opens and is never weighed. */
bool catalogue_has_children(const struct catalogue *c, const char *category, const char *day);

/* "category", "origin", …; -EINVAL when the name is none of them. */
const char *catalogue_kind_name(enum catalogue_kind kind);
int catalogue_kind_from_name(const char *name, enum catalogue_kind *ret_kind);
const char *flow_class_name(enum flow_class class);
int flow_class_from_name(const char *name, enum flow_class *ret_class);
struct record_words;
extern const struct record_words catalogue_kind_words, flow_class_words; /* for tables of fields */

/* Days are YYYY-MM-DD: their order is that of their letters. */
bool catalogue_row_valid(const struct catalogue_row *row, const char *day);
/* The same kind, code and first day: one would replace the other. */
bool catalogue_same_version(const struct catalogue_row *a, const struct catalogue_row *b);
/* And the same in every other field. */
bool catalogue_same_row(const struct catalogue_row *a, const struct catalogue_row *b);

/* ---- questions that concern every row: n log n, for imported files of any length ---- */

/*
 * Two rows of one kind whose squashed codes are equal, checked when a catalogue is loaded; two
 * of the same version. 1: found; 0: none; -ENOMEM.
 */
int catalogue_find_clash(const struct catalogue *c, size_t *ret_first, size_t *ret_second);
int catalogue_find_twice(const struct catalogue *c, size_t *ret_first, size_t *ret_second);
/* Different codes whose squashed ones are equal: neighbours in the order of catalogue_by_barcode(). */
bool catalogue_clash(const struct catalogue_row *a, const struct catalogue_row *b);

/* The rows in the order of kind, code and first day, for catalogue_seek(). free() it; NULL: -ENOMEM. */
const struct catalogue_row **catalogue_by_code(const struct catalogue *c);
const struct catalogue_row **catalogue_by_barcode(const struct catalogue *c);
/* The last version that began by that day, ended or not. */
const struct catalogue_row *catalogue_last_by(const struct catalogue_row *const *rows, size_t count,
	enum catalogue_kind kind, const char *code, const char *day);
/* As catalogue_find(). */
const struct catalogue_row *catalogue_seek(const struct catalogue_row *const *rows, size_t count,
	enum catalogue_kind kind, const char *code, const char *day);

/* Drops the rows that stand in old already, the same in every field. 0, -ENOMEM. */
int catalogue_keep_news(struct catalogue *rows, const struct catalogue *old);

/* Appends a copy, also of its facts, to rows that only this function grows. 0, -ENOMEM. */
int catalogue_add(struct catalogue *c, const struct catalogue_row *row);
/* A copy of facts that c owns; NULL: no memory. */
const struct catalogue_facts *catalogue_own(
	struct catalogue *c, const struct catalogue_facts *facts);
/* Frees what it holds, and leaves it empty. */
void catalogue_done(struct catalogue *c);
