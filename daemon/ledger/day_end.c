// SPDX-License-Identifier: GPL-3.0-or-later
/* The working day before this one, and whether a person has seen what was left of it. */
#include "day_end.h"
#include <string.h>
#include "ledger_private.h"
#include "sql.h"

/* One that is not over was put away by a clock that was ahead: nobody has seen it. */
static int read_seen(struct ledger *l, const char *today, char ret_day[DAY_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT value FROM kept WHERE name = 'day_seen' AND value < ?", V_TEXT(today));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, ret_day, DAY_SIZE);
	return r < 0 ? r : 0;
}

int ledger_day_before(struct ledger *l, const char *today, struct day_before *ret_before)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct day_before b = { 0 };
	char seen[DAY_SIZE] = "";
	int r = !l->sql ? -EIO
			: sql_start(l->sql, &stmt,
				  "SELECT day FROM total WHERE day < ? AND weighings > 0"
				  " ORDER BY day DESC LIMIT 1",
				  V_TEXT(today));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, b.day, DAY_SIZE);
	if (r >= 0)
		r = read_seen(l, today, seen);
	b.seen = strcmp(seen, b.day) >= 0;
	if (r == 0)
		*ret_before = b;
	return r;
}

int ledger_day_see(struct ledger *l, const char *today, const char *day)
{
	return !l->sql ? -EIO
		       : sql_run(l->sql,
				 "INSERT INTO kept (name, value) VALUES ('day_seen', ?1)"
				 " ON CONFLICT DO UPDATE SET value ="
				 " max(iif(value < ?2, value, ''), excluded.value)",
				 V_TEXT(day), V_TEXT(today));
}
