// SPDX-License-Identifier: GPL-3.0-or-later
/* What loads usually weigh, of the newest weighings: a category that none of them is of is not known. */
#include "usual.h"
#include "ledger_private.h"
#include "sql.h"

int ledger_usual(struct ledger *l, struct usual *ret_usual)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char category[CODE_SIZE];
	int r = !l->sql ? -EIO
			: sql_start(l->sql, &stmt,
				  "SELECT category, net_mg FROM (SELECT row, category, net_mg FROM"
				  " weighing WHERE method = 'weighed' AND voided_seq IS NULL ORDER "
				  "BY"
				  " row DESC LIMIT 2000) ORDER BY row");

	while (r == 0 && (r = sql_step(stmt)) > 0) {
		sql_text(stmt, 0, category, sizeof(category));
		usual_add(ret_usual, category, sqlite3_column_int64(stmt, 1));
		r = 0;
	}
	return r;
}
