// SPDX-License-Identifier: GPL-3.0-or-later
/* What tests of a change of the catalogue share: it is planned on a day, answered, or written. */
#pragma once
#include <string.h>
#include <jansson.h>
#include "catalogue_edit.h"
#include "ledger_rig.h"

#define TODAY "2026-07-01"

static inline struct catalogue_edit edit_of(const struct ledger_rig *r, const char *text)
{
	struct catalogue_edit e = { .bytes = text, .size = strlen(text), .keeps_past = true };

	e.job.now = r->now;
	memcpy(e.job.now.day, TODAY, DAY_SIZE);
	return e;
}

/* Its answer, parsed; NULL: it is to be written. The caller ends e. */
static inline json_t *plan(struct ledger_rig *r, struct catalogue_edit *e, unsigned status)
{
	assert_int_equal(catalogue_edit_plan(r->ledger, e), 0);
	assert_int_equal(e->status, status);
	return e->text ? json_loads(e->text, 0, NULL) : NULL;
}

static inline void write_it(struct ledger_rig *r, const char *text, bool csv, size_t rows)
{
	struct catalogue_edit e = edit_of(r, text);
	struct ledger_result res;

	e.csv = csv;
	assert_null(plan(r, &e, 0));
	ledger_write(r->ledger, &e.job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	assert_int_equal(res.rows, rows);
	catalogue_edit_done(&e);
}
