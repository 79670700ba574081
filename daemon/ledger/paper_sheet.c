// SPDX-License-Identifier: GPL-3.0-or-later
/* What was entered of a paper sheet, found by the keys of its lines. */
#include "paper_sheet.h"
#include <sodium.h>
#include "kinds.h"
#include "ledger_private.h"

void ledger_paper_number(char ret_sheet[PAPER_SHEET_SIZE])
{
	uint8_t random[PAPER_SHEET_BYTES];

	randombytes_buf(random, sizeof(random));
	paper_sheet_make(random, ret_sheet);
}

/* What stands in its place, when it was corrected: once or more often. 0; -errno. */
static int follow(struct ledger *l, struct weighing *w)
{
	int r = 1;

	while (r > 0 && w->voided_by[0]) {
		_cleanup_sql_ sqlite3_stmt *stmt = NULL;
		char journal[JOURNAL_SIZE];

		r = sql_start(l->sql, &stmt, "SELECT journal, seq FROM weighing WHERE corrects = ?",
			V_TEXT(w->id));
		if (r == 0)
			r = sql_step(stmt);
		if (r <= 0)
			break;
		sql_text(stmt, 0, journal, sizeof(journal));
		r = weighing_of_entry(l->sql, journal, (uint64_t)sqlite3_column_int64(stmt, 1), w);
		r = r < 0 ? r : 1;
	}
	return r < 0 ? r : 0;
}

/* 1; 0: that line was never entered; -errno. */
static int line_of(struct ledger *l, const char *sheet, unsigned int line, struct weighing *ret_w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char key[REQUEST_KEY_SIZE], journal[JOURNAL_SIZE];
	int r;

	paper_sheet_key(sheet, line, key);
	r = sql_start(l->sql, &stmt,
		"SELECT journal, seq FROM request WHERE " OURS("journal", "?1") " AND key = ?2",
		V_TEXT(l->journal), V_TEXT(key));
	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, journal, sizeof(journal));
	r = weighing_of_entry(l->sql, journal, (uint64_t)sqlite3_column_int64(stmt, 1), ret_w);
	if (r == 0)
		r = follow(l, ret_w);
	return r < 0 ? r : 1;
}

int ledger_paper_sheet(struct ledger *l, const char *sheet,
	int (*each)(void *data, unsigned int line, const struct weighing *w), void *data)
{
	struct weighing w;
	int r = l->sql ? 0 : -EIO;

	for (unsigned int line = 1; line <= PAPER_LINES && r >= 0; line++) {
		r = line_of(l, sheet, line, &w);
		if (r > 0)
			r = each(data, line, &w);
	}
	return r < 0 ? r : 0;
}
