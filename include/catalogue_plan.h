// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What becomes of a catalogue when rows are added to it, before anything is written: the same
 * rules as the ledger's own (daemon/ledger/kinds/catalogue.c), in memory, so that a person is
 * told every mistake with its row. Pure; n log n.
 */
#pragma once
#include "catalogue.h"
#include "names.h"
#include "sentence.h"

enum { GUARDS_MOST = 200 };

/* line: of the row that is to be corrected; 0: of none that was sent. */
typedef void (*catalogue_mistake_fn)(void *data, unsigned line, const struct sentence *why);

/*
 * old with the rows of news: one of the same first day is replaced, one before ends where the next
 * begins. By kind, code and first day. Free ret_merged->rows. 0, -ENOMEM.
 */
int catalogue_merge(
	const struct catalogue *old, const struct catalogue *news, struct catalogue *ret_merged);

/*
 * The version that a row may name by its code: one that holds on its first day, or, of a row that is
 * hidden or ends, any from before; else what ended first would keep it there for ever.
 */
const struct catalogue_row *catalogue_named(const struct catalogue_row *const *rows, size_t count,
	const struct catalogue_row *by, enum catalogue_kind kind, const char *code);

/*
 * What facts mean for other rows: a partner who was written in clear becomes no person, no two
 * categories have one place on the first screen, and a code that a fact names is there on the row's
 * first day. merged: catalogue_merge() of both. The number of mistakes, each told; -ENOMEM.
 */
int catalogue_check_relations(const struct catalogue *old, const struct catalogue *news,
	const struct catalogue *merged, catalogue_mistake_fn mistake, void *data);

/* What a mapping is of: each of these, or "all". */
enum scheme_flow { SCHEME_IN, SCHEME_REUSE, SCHEME_RECYCLING, SCHEME_FLOWS };
const char *scheme_flow_name(enum scheme_flow flow);
/* Rows of one category and flow on one day. */
enum { SCHEME_MAPS_MOST = 64 };
bool scheme_flow_good(const char *name); /* also "all" */
bool scheme_map_of(const struct catalogue_row *row, enum scheme_flow flow);
/* Mapping rows that count, by category, code and first day. free() it; NULL: no memory. */
const struct catalogue_row **catalogue_maps(const struct catalogue *c, size_t *ret_count);
/*
 * On each day the shares of a category and flow sum up to the whole, or there are none; "all"
 * stands beside no single flow, and they are not too many. The number of categories where that is not so, each told; -ENOMEM.
 */
int catalogue_check_shares(
	const struct catalogue *merged, catalogue_mistake_fn mistake, void *data);
/* On each day a body has one convention at most. The number of rows sent by which it has two, each told. */
int catalogue_check_conventions(
	const struct catalogue *merged, catalogue_mistake_fn mistake, void *data);

/*
 * What was filed with a body rests on its mapping of those days: that news changes nothing of it. The
 * number of mistakes, each told; -ENOMEM.
 */
struct scheme_filed {
	char eco_organisme[CODE_SIZE];
	char period[DAY_SIZE], first_day[DAY_SIZE], last_day[DAY_SIZE];
};
int catalogue_check_filed(const struct catalogue *old, const struct catalogue *news,
	const struct scheme_filed *filed, size_t count, catalogue_mistake_fn mistake, void *data);

/*
 * Rows of news of the same version; that clash with others; whose parent is none; and
 * catalogue_check_relations(). today: and those
 * that would move a figure of a day before it; NULL: the past may be corrected. Their number, each
 * told; -ENOMEM.
 */
int catalogue_check_news(const struct catalogue *old, const struct catalogue *news,
	const char *today, catalogue_mistake_fn mistake, void *data);

/* Operators who have a PIN. */
struct catalogue_guards {
	size_t count;
	char code[GUARDS_MOST][CODE_SIZE];
};

/*
 * Rows of news by which, on some day from today on, none of the guards would be a coordinator any
 * more while one is today: nobody could log in at the station. Their number, each told; -ENOMEM.
 */
int catalogue_check_guards(const struct catalogue *old, const struct catalogue *news,
	const char *today, const struct catalogue_guards *guards, catalogue_mistake_fn mistake,
	void *data);
