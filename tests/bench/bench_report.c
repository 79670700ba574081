// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A year's tonnage by category and month, out of ten years of 1 M weighings, beside the
 * same sums made from the raw rows. The rows are laid straight into the projections (a
 * journal of that size would take minutes to write durably); the totals are checked to be
 * the same to the milligram.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "bench.h"
#include "clock.h"
#include "day.h"
#include "ledger.h"
#include "report.h"

enum { ROWS = 1000000, ROUNDS = 25 };

static const char fill[] =
	"PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN;"
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n, wanted WHERE i + 1 < "
	"wanted.rows)"
	"INSERT INTO weighing (row, journal, seq, id, wall_us, boot_id, boot_us, day, clock, "
	"direction,"
	" category, origin, destination, place, partner, lot, gross_mg, tare_mg, net_mg, units, "
	"method,"
	" provenance, scale, stable, container, operator, corrects, reason) SELECT 1000000 + i, "
	"(SELECT journal FROM journal), 1000000 + i,"
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

static const char raw[] = "SELECT category, substr(day, 1, 7), sum(net_mg) FROM weighing"
			  " WHERE day >= '2020-01-01' AND day < '2021-01-01' AND voided_seq IS NULL"
			  " GROUP BY 1, 2";

static int fill_rows(sqlite3 *db, char **ret_error)
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

static int64_t sum_raw(sqlite3 *db)
{
	sqlite3_stmt *s = NULL;
	int64_t sum_mg = 0;

	if (sqlite3_prepare_v2(db, raw, -1, &s, NULL) != SQLITE_OK)
		return -1;
	while (sqlite3_step(s) == SQLITE_ROW)
		sum_mg += sqlite3_column_int64(s, 2);
	sqlite3_finalize(s);
	return sum_mg;
}

static int64_t sum_tonnage(struct ledger *l)
{
	struct report_query query = { .by_count = 2, .by = { BY_CATEGORY, BY_MONTH } };
	struct table t = { 0 };
	int64_t sum_mg = 0;

	if (day_period("2020", "2020-01-01", query.first_day, query.last_day) < 0 ||
		report_make(l, &tonnage_report, &query, LANG_FR, &t) < 0)
		return -1;
	for (size_t i = t.keys; i < t.columns; i++)
		if (t.column[i].type == COLUMN_MG)
			sum_mg += t.total[i].number;
	table_done(&t);
	return sum_mg;
}

static int measure(struct ledger *l)
{
	struct bench ours = { 0 }, rows = { 0 };

	for (int i = 0; i < bench_count(ROUNDS); i++) {
		uint64_t start_ns = bench_now_ns();
		int64_t a_mg = sum_tonnage(l), b_mg;

		bench_add(&ours, bench_now_ns() - start_ns);
		start_ns = bench_now_ns();
		b_mg = sum_raw(ledger_db(l));
		bench_add(&rows, bench_now_ns() - start_ns);
		if (a_mg != b_mg || a_mg <= 0)
			return -EINVAL;
	}
	bench_compare(
		"year by category and month, 1 M rows", &ours, "the same from raw rows", &rows);
	bench_free(&ours);
	bench_free(&rows);
	return 0;
}

int main(void)
{
	const struct ledger_identity who = { "HD", "MS", "ACCUEIL" };
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	char path[] = "bench_report_XXXXXX.db", lock[64];
	struct moment now;
	char *error = NULL;
	int r;

	(void)clock_init("Europe/Paris");
	clock_now(&now);
	if (mkstemps(path, 3) < 0 || unlink(path) < 0)
		return 1;
	r = ledger_open(path, LEDGER_WRITE, &who, &now, &l);
	if (r == 0)
		r = fill_rows(ledger_db(l), &error);
	if (r == 0)
		r = measure(l);
	if (r < 0)
		fprintf(stderr, "bench_report: %s %s\n", strerror(-r), error ? error : "");
	for (const char *const *end = (const char *const[]){ "", "-wal", "-shm", "-anchor", NULL };
		*end; end++) {
		(void)snprintf(lock, sizeof(lock), "%s%s", path, *end);
		(void)unlink(lock);
	}
	return r < 0;
}
