// SPDX-License-Identifier: GPL-3.0-or-later
/* What loads usually weigh, of the newest weighings: a category that none of them is of is not known. */
#include "usual.h"
#include "ledger_private.h"
#include "sql.h"

static const char sql[] =
	"SELECT category, net_mg, containers FROM (SELECT row, category, net_mg, containers FROM"
	" weighing WHERE method = 'weighed' AND voided_seq IS NULL ORDER BY row DESC LIMIT 2000)"
	" ORDER BY row";

int ledger_usual(struct ledger *l, struct usual *ret_usual)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char category[CODE_SIZE], containers[CONTAINERS_SIZE];
	int r = !l->sql ? -EIO : sql_start(l->sql, &stmt, sql);

	while (r == 0 && (r = sql_step(stmt)) > 0) {
		sql_text(stmt, 0, category, sizeof(category));
		sql_text(stmt, 2, containers, sizeof(containers));
		usual_add(ret_usual, category, sqlite3_column_int64(stmt, 1));
		usual_add_containers(ret_usual, containers);
		r = 0;
	}
	return r;
}
