// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A change of the catalogue that a person sends, as rows in JSON or as a spreadsheet's CSV: read,
 * compared with what stands, and checked whole before anything is written. The daemon does it in
 * a reader's thread, so that nobody waits for a long file; the command line in its own. Both then
 * write the same entry.
 */
#pragma once
#include "catalogue_plan.h"
#include "ledger.h"
#include "lang.h"

enum {
	CATALOGUE_JSON_MOST = 4 * 1024 * 1024,
	CATALOGUE_CSV_MOST = 16 * 1024 * 1024,
	/* Rows that may change beside people who weigh: they wait for that one commit. */
	CATALOGUE_NEWS_MOST = 5000,
};

struct catalogue_edit {
	/* What was sent. bytes are lent; kind and from may be "". */
	const char *bytes;
	size_t size;
	bool csv, preview;
	char kind[16], from[DAY_SIZE];
	bool keeps_past; /* no figure of a day before today may move */
	bool held; /* only while nothing was changed since stands: another hand is not overruled */
	uint64_t stands;                /* ledger_catalogue_seq() of what was read */
	size_t most;                    /* rows that may change; 0: any number */
	struct catalogue_guards guards; /* of them one stays a coordinator */
	enum lang lang;
	struct ledger_job
		job; /* now, and key and digest of the request; then what is to be written */

	/* What came of it. */
	struct catalogue_news news; /* lent to the job */
	unsigned status;            /* 0: job is to be written; else this is the answer: */
	char *text;                 /* its JSON, or, when that is NULL, */
	struct sentence why;
};

/* May be called again after catalogue_edit_done(), for the same bytes. 0, -errno. */
int catalogue_edit_plan(struct ledger *l, struct catalogue_edit *e);
void catalogue_edit_done(struct catalogue_edit *e);
