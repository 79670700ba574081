// SPDX-License-Identifier: GPL-3.0-or-later
/* See ten_years.h. */
#include "ten_years.h"
#include <errno.h>
#include <stdio.h>
#include "bench.h"

enum { ROWS = 1000000 };

static const char fill[] =
	"PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN;"
	"INSERT INTO journal VALUES ('ffffffffffffffffffffffffffffffff', 'HD', 'MS', 'P2', NULL);"
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n, wanted WHERE i + 1 < "
	"wanted.rows)"
	"INSERT INTO weighing (row, journal, seq, id, wall_us, boot_id, boot_us, day, clock, "
	"direction,"
	" category, origin, destination, place, partner, lot, gross_mg, tare_mg, net_mg, units, "
	"method,"
	" provenance, scale, stable, container, operator, corrects, reason) SELECT 1000000 + i, "
	"'ffffffffffffffffffffffffffffffff', 1000000 + i,"
	" 'HD-MS-W-XX' || i || '-0', i, '', i, date('2016-01-01', '+' || (i * 3650 / wanted.rows) "
	"|| ' days'),"
	" 'trusted', iif(i % 3 = 0, 'out', 'in'),"
	" (SELECT code FROM (SELECT code, row_number() OVER (ORDER BY code) AS k FROM catalogue"
	"  WHERE kind = 'category' AND parent != '') WHERE k = 1 + (i * 7919) % 60),"
	" iif(i % 3 = 0, '', 'APP_VOL'), iif(i % 3 = 0, 'VENTE', ''), '', '', '', NULL, NULL,"
	" 1000 * (100 + (i * 104729) % 20000), 0, 'weighed', 'none', '', 1, '', '', '', ''"
	" FROM n, wanted;"
	"DELETE FROM total;"
	"INSERT INTO total (day, journal, direction, category, origin, destination, partner, place,"
	" method, mass_mg, units, weighings) SELECT day, journal, direction, category, origin, "
	"destination, partner,"
	" place, method, sum(net_mg), sum(units), count(*) FROM weighing GROUP BY "
	"1,2,3,4,5,6,7,8,9;"
	"DELETE FROM total_month;"
	"INSERT INTO total_month (month, journal, direction, category, origin, destination, "
	"partner,"
	" place, method, mass_mg, units, weighings) SELECT substr(day, 1, 7), journal, direction, "
	"category, origin,"
	" destination, partner, place, method, sum(net_mg), sum(units), count(*) FROM weighing"
	" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;"
	"COMMIT; ANALYZE;";

int ten_years(sqlite3 *db, char **ret_error)
{
	char wanted[64];
	int r;

	(void)snprintf(wanted, sizeof(wanted), "CREATE TEMP TABLE wanted AS SELECT %d AS rows",
		bench_count(ROWS));
	r = sqlite3_exec(db, wanted, NULL, NULL, ret_error);
	if (r == SQLITE_OK)
		r = sqlite3_exec(db, fill, NULL, NULL, ret_error);
	return r == SQLITE_OK ? 0 : -EIO;
}
