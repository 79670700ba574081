// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * See ten_years.h. As a house is: most comes by a few ways and leaves by a few; one load in ten has a commune, one in
 * thirty a donor, one in ten was typed. The catalogue of that journal is the file's own; a ledger has no
 * statistics (ANALYZE), so these have none.
 */
#include "ten_years.h"
#include <errno.h>
#include <stdio.h>
#include "bench.h"

enum { ROWS = 1000000 };

/* clang-format off: of each kind of code some, numbered from 0 */
static const char codes[] =
	"PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN;"
	"CREATE TEMP TABLE code AS SELECT kind, row_number() OVER (PARTITION BY kind ORDER BY "
	"code) - 1 AS k, code"
	" FROM catalogue WHERE kind = 'category' AND parent <> '' OR kind = 'origin' AND code IN "
	"('APP_VOL', 'COL_DOM',"
	" 'DEBARRAS', 'DECH_ZONE', 'ECO_ORG', 'PRO', 'RETOUR', 'TRANSFERT') OR kind = "
	"'destination' AND code IN ('DON_ASSO',"
	" 'ECO_EEE', 'OMR', 'REC_METAL', 'TRANSF_AUTRE', 'TRI_TLC', 'VENTE', 'VENTE_LIGNE');"
	"CREATE UNIQUE INDEX temp.code_of ON code (kind, k);"
	"CREATE TEMP TABLE rows_of AS SELECT * FROM catalogue; UPDATE rows_of SET journal = "
	"lower(hex(zeroblob(15))) || 'ff';"
	"INSERT INTO catalogue SELECT * FROM rows_of;";
static const char fill[] =
	"INSERT INTO journal VALUES (lower(hex(zeroblob(15))) || 'ff', 'HD', 'MS', 'P2', NULL);"
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n, wanted WHERE i + 1 < "
	"wanted.rows),"
	/* two figures of each that nobody would see a pattern in */
	" f AS (SELECT i, (i * 2654435761 >> 7) & 65535 AS a, (i * 40503 >> 3) & 1023 AS b, i % 3 "
	"= 0 AS out FROM n)"
	"INSERT INTO weighing (row, journal, seq, id, wall_us, boot_id, boot_us, day, clock, "
	"direction, category, origin,"
	" destination, place, partner, lot, gross_mg, tare_mg, net_mg, units, method, provenance, "
	"scale, stable, container,"
	" operator, corrects, reason) SELECT 1000000 + i, lower(hex(zeroblob(15))) || 'ff', "
	"1000000 + i,"
	" 'HD-MS-W-XX' || i || '-0', i, '', i, date('2016-01-01', '+' || (i * 3650 / wanted.rows) "
	"|| ' days'), 'trusted',"
	" iif(out, 'out', 'in'), (SELECT code FROM code WHERE kind = 'category' AND k = a % 60),"
	" iif(out, '', iif(b < 700, 'APP_VOL', (SELECT code FROM code WHERE kind = 'origin' AND k "
	"= b & 7))),"
	" iif(out, iif(b < 700, 'VENTE', (SELECT code FROM code WHERE kind = 'destination' AND k = "
	"b & 7)), ''),"
	" iif(out OR b % 10, '', 'COM' || (b % 7)), iif(b % 30, '', 'P' || (b % 9)), '', NULL, "
	"NULL,"
	" 1000 * (100 + (i * 104729) % 20000), iif(b % 5, 0, 1), iif(a % 10, 'weighed', 'typed'), "
	"'none', '', 1, '', '', '', ''"
	" FROM f, wanted;"
	"DELETE FROM total;"
	"INSERT INTO total (day, journal, direction, category, origin, destination, partner, "
	"place, method, mass_mg, units,"
	" weighings) SELECT day, journal, direction, category, origin, destination, partner, "
	"place, method, sum(net_mg),"
	" sum(units), count(*) FROM weighing GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;"
	"DELETE FROM total_month;"
	"INSERT INTO total_month (month, journal, direction, category, origin, destination, "
	"partner, place, method, mass_mg,"
	" units, weighings) SELECT substr(day, 1, 7), journal, direction, category, origin, "
	"destination, partner, place,"
	" method, sum(mass_mg), sum(units), sum(weighings) FROM total GROUP BY 1, 2, 3, 4, 5, 6, "
	"7, 8, 9;"
	"DELETE FROM stock_day; INSERT INTO stock_day SELECT 'MS', category, '', day, "
	"sum(iif(direction = 'in', mass_mg, -mass_mg)) AS mg FROM total GROUP BY 2, 4 HAVING mg "
	"<> 0;"
	"COMMIT; PRAGMA wal_checkpoint(TRUNCATE);";
/* clang-format on */

int ten_years(sqlite3 *db, char **ret_error)
{
	char wanted[64];
	int r;

	(void)snprintf(wanted, sizeof(wanted), "CREATE TEMP TABLE wanted AS SELECT %d AS rows",
		bench_count(ROWS));
	r = sqlite3_exec(db, wanted, NULL, NULL, ret_error);
	if (r == SQLITE_OK)
		r = sqlite3_exec(db, codes, NULL, NULL, ret_error);
	if (r == SQLITE_OK)
		r = sqlite3_exec(db, fill, NULL, NULL, ret_error);
	return r == SQLITE_OK ? 0 : -EIO;
}
