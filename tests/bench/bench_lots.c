// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A kitchen of 100,000 lots, laid straight into the projections: half of them received, half made of two of these
 * and, nine times in ten, of the lot before; four packs of each, two of them delivered. One lot is traced both ways
 * and called back over HTTP, by its number, as its donor calls it and by its GTIN, a recall being as many held lots
 * as there are downstream, durably written.
 */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cleanup.h"
#include "daemon.h"

enum { LOTS = 100000, ROUNDS = 100 };

static const char fill_sql[] =
	"PRAGMA foreign_keys = OFF; "
	"PRAGMA synchronous = OFF; "
	"BEGIN; "
	"INSERT INTO journal SELECT j, 'HD', 'MS', 'P2', NULL FROM wanted; "
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n, wanted WHERE i + 1 "
	"< wanted.half) INSERT INTO food_received (row, journal, seq, lot, wall_us, day, "
	"slip, partner, donor_type, category, ingredient, product, gtin, donor_lot, "
	"description, date_kind, date, temp_from, prepacked, animal, commitment, store, "
	"units, net_mg, weighing, operator) SELECT 1000000 + i, j, 1000000 + i, 'HD-MS-L-R' "
	"|| i || '-0', i, '2025-01-01', '', 'SUPER', 'retail', 'ALI-FEL', '', '', "
	"printf('%014d', 40000000 + i), 'd ' || i, '', 'none', '', '', 0, 0, 0, '', 1, 60000000, "
	"'', '' FROM n, wanted; "
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n, wanted WHERE i + 1 "
	"< wanted.half) INSERT INTO lot (row, journal, seq, id, wall_us, day, process, "
	"product, product_from, category, recipe, frozen_on, operator) SELECT 2000000 + i, "
	"j, 2000000 + i, 'HD-MS-L-M' || i || '-0', i, '2025-01-02', 'cook', 'SOUPE', "
	"'2020-01-01', 'ALI-PLA', '', '', '' FROM n, wanted; "
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n, wanted WHERE i + 1 "
	"< wanted.half * 3) INSERT INTO lot_input (journal, seq, wall_us, day, lot, "
	"from_lot, source, mass_mg, ingredient, partner, supplier_lot, none, allergens, "
	"traces, emphasise, operator) SELECT j, 3000000 + i, i, '2025-01-02', 'HD-MS-L-M' || "
	"(i / 3) || '-0', CASE i % 3 WHEN 2 THEN iif(i / 3 % 10 = 0, '', 'HD-MS-L-M' || (i / "
	"3 - 1) || '-0') ELSE 'HD-MS-L-R' || ((i / 3 * 2 + i % 3) % wanted.half) || '-0' "
	"END, 'rescued', 20000000, '', '', '', 0, '', '', '', '' FROM n, wanted; "
	"INSERT INTO lot_flow (journal, seq, item, kind, lot, mass_mg, rescued_mg) SELECT "
	"journal, seq, 0, 'input', lot, mass_mg, mass_mg FROM lot_input; "
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n, wanted WHERE i + 1 "
	"< wanted.half * 4) INSERT INTO pack (row, journal, seq, wall_us, day, id, lot, "
	"gross_mg, tare_mg, net_mg, container, method, scale, approved, shown_digits, "
	"shown_exp10, shown_unit, operator) SELECT 4000000 + i, j, 4000000 + i, i, "
	"'2025-01-02', 'HD-MS-B-X' || i || '-0', 'HD-MS-L-M' || (i / 4) || '-0', 0, 0, "
	"3000000, '', 'typed', '', 0, 0, 0, '', '' FROM n, wanted; "
	"INSERT INTO slip (row, journal, seq, id, type, wall_us, day, origin, destination, "
	"partner, place, operator, ref, carrier) SELECT 9000000 + i, j, 9000000 + i, "
	"'HD-MS-S-X' || i || '-0', 'delivery', i, '2025-01-03', '', 'ALIM_DIST', 'AIDE', '', "
	"'', '', '' FROM (SELECT (row - 4000000) / 40 AS i FROM pack WHERE row % 40 = 0), "
	"wanted; "
	"INSERT INTO pack_state (row, journal, seq, wall_us, day, id, state, slip, reason, "
	"weighing, operator) SELECT row + 1000000, journal, seq + 1000000, wall_us, day, id, "
	"'delivered', 'HD-MS-S-X' || ((row - 4000000) / 40) || '-0', '', '', '' FROM pack "
	"WHERE row % 4 < 2; "
	"COMMIT; "; /* as a ledger is: it has no statistics, with which SQLite would read a whole index for a filter */

static void fill(void)
{
	sqlite3 *db = NULL;
	char *error = NULL, wanted[96];

	(void)snprintf(wanted, sizeof(wanted),
		"CREATE TEMP TABLE wanted AS SELECT %d AS half, hex(zeroblob(16)) AS j",
		bench_count(LOTS) / 2);
	if (sqlite3_open("bench.db", &db) != SQLITE_OK ||
		sqlite3_exec(db, wanted, NULL, NULL, &error) != SQLITE_OK ||
		sqlite3_exec(db, fill_sql, NULL, NULL, &error) != SQLITE_OK)
		exit(fprintf(stderr, "%s\n", error ? error : sqlite3_errmsg(db)) > 0);
	sqlite3_close(db);
}

static void trace(int fd, int n, const char *way, struct bench *b)
{
	const uint64_t start_ns = bench_now_ns();
	char call[96];

	(void)snprintf(call, sizeof(call), "/lots/HD-MS-L-%c%d-0/trace?direction=%s",
		*way == 'b' ? 'M' : 'R', n, way);
	if (daemon_get(fd, call) < 200)
		bench_die(call);
	bench_add(b, bench_now_ns() - start_ns);
}

/* By number, donor's lot and GTIN: three lots, each called back in its way. */
static void recall_each(const struct daemon_run *d, int fd, int n, struct bench by[3])
{
	static const char *const forms[] = { "{\"lot\":\"HD-MS-L-R%d-0\"}",
		"{\"donor_lot\":\"D%d\"}", "{\"gtin\":\"%d\"}" };
	const int about[] = { n, n, 40000000 + n };
	char body[64];

	for (int i = 0; i < 3; i++) {
		(void)snprintf(body, sizeof(body), forms[i], about[i]);
		bench_add(&by[i], daemon_post(d, fd, "/recalls", body));
	}
}

static void row(const char *name, struct bench *b)
{
	bench_row(name, (double)bench_quantile_ns(b, 0.5) / 1e6, "ms", "aim", 100);
	bench_free(b);
}

int main(void)
{
	struct bench back = { 0 }, forward = { 0 }, recalls[3] = { 0 };
	const int half = bench_count(LOTS) / 2;
	struct daemon_run d;
	int fd;

	signal(SIGPIPE, SIG_IGN);
	daemon_folder("lots");
	d = daemon_start(false);
	daemon_stop(&d);
	fill();
	d = daemon_start(false);
	fd = daemon_connect(&d);
	for (int i = 0; i < bench_count(ROUNDS); i++) {
		trace(fd, (i * 7919) % half, "back", &back);
		trace(fd, (i * 7919) % half, "forward", &forward);
		recall_each(&d, fd, (i * 7919) % half, recalls);
	}
	close(fd);
	daemon_stop(&d);
	row("a lot traced back, 100,000 lots, over HTTP", &back);
	row("a lot traced forward, 100,000 lots, over HTTP", &forward);
	row("a recall, 100,000 lots, over HTTP, durable", &recalls[0]);
	row("a recall by a donor's lot, 100,000 lots, over HTTP, durable", &recalls[1]);
	row("a recall by a GTIN, 100,000 lots, over HTTP, durable", &recalls[2]);
	return 0;
}
