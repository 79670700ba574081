// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A year's tonnage by category and month, out of ten years of 1 M weighings, beside the
 * same sums made from the raw rows. The totals are checked to be the same to the milligram. Then whole reports, the
 * Bilan and what is declared to a body, as time that passed and as time of a processor: what is left of a busy machine.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "bench.h"
#include "clock.h"
#include "day.h"
#include "lang.h"
#include "ledger.h"
#include "report.h"
#include "scheme.h"
#include "ten_years.h"

enum { ROUNDS = 25, LIMIT_MS = 50 };

static const char raw[] = "SELECT category, substr(day, 1, 7), sum(net_mg) FROM weighing"
			  " WHERE day >= '2020-01-01' AND day < '2021-01-01' AND voided_seq IS NULL"
			  " GROUP BY 1, 2";

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
		if (t.column[i].type == COLUMN_MG &&
			strcmp(t.column[i].name, "rescued_mg") != 0) /* of reuse */
			sum_mg += t.total[i].number;
	table_done(&t);
	return sum_mg;
}

/* A whole report, written as JSON: what a page or a coordinator waits for. */
static int make_report(struct ledger *l, const char *name)
{
	struct report_query query = { 0 };
	struct table t = { 0 };
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int r = day_period("2020", "2020-01-01", query.first_day, query.last_day);

	if (r == 0)
		r = report_make(l, report_find(name), &query, LANG_FR, &t);
	if (r == 0)
		r = table_write(&t, FORMAT_JSON, CHART_BARS, LANG_FR, out);
	(void)fclose(out);
	free(text);
	table_done(&t);
	return r < 0 ? r : size > 0 ? 0 : -EINVAL;
}

/* What is declared to a body for the year: its categories, shared out, and their hash. */
static int make_declaration(struct ledger *l)
{
	_cleanup_free_ struct scheme_line *lines = NULL;
	struct declaration d = { .eco_organisme = "ECO1", .period = "2020" };
	int r = day_period("2020", "2020-01-01", d.first_day, d.last_day);

	if (r == 0)
		r = ledger_lines_to_declare(l, &d, &lines, d.figures_hash);
	return r < 0 ? r : r > 0 && lines && lines[0].figure[SCHEME_OWN_IN_MG] > 0 ? 0 : -EINVAL;
}

static void tell(const char *name, const char *of, struct bench *b)
{
	static const struct {
		const char *what;
		double quantile;
	} rows[] = { { "median", 0.5 }, { "p99", 0.99 } };
	char what[64];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		(void)snprintf(what, sizeof(what), "%s of a year, 1 M rows, %s, %s", name, of,
			rows[i].what);
		bench_row(what, (double)bench_quantile_ns(b, rows[i].quantile) / 1e6, "ms", "limit",
			LIMIT_MS);
	}
	bench_free(b);
}

/* What the stock changed by, as a writer would have kept it; and whom we tell of what: of each category three bodies, a third each. */
static const char stock[] =
	"DELETE FROM stock_day; INSERT INTO stock_day SELECT j.site, t.category, '', t.day,"
	" sum(iif(t.direction = 'in', t.mass_mg, -t.mass_mg)) AS mg FROM total t JOIN journal j"
	" USING (journal) GROUP BY 1, 2, 4 HAVING mg <> 0;"
	"CREATE TEMP TABLE map AS SELECT c.journal, c.code || b.value AS code, c.code AS category,"
	" 'ECO' || b.value AS body, 333333 + (b.value = 1) AS share FROM catalogue c"
	" JOIN journal USING (journal), json_each('[1, 2, 3]') b"
	" WHERE c.kind = 'category' AND c.parent <> '' AND station = 'ACCUEIL';"
	"INSERT INTO catalogue SELECT journal, 'scheme-map', code, '1970-01-01', '', 1, 0, '', '',"
	" '', '', '', '', 'all', '', 0, 0, 0, 0, 0 FROM map;"
	"INSERT INTO catalogue_scheme_map SELECT journal, code, '1970-01-01', category, body, 'A',"
	" share FROM map";

static int measure_one(struct ledger *l, const char *name)
{
	struct bench wall = { 0 }, cpu = { 0 };
	int r = 0;

	for (int n = 0; r == 0 && n < bench_count(ROUNDS); n++) {
		uint64_t start_ns = bench_now_ns(), cpu_ns = bench_cpu_ns();

		r = strcmp(name, "declaration") == 0 ? make_declaration(l) : make_report(l, name);
		bench_add(&cpu, bench_cpu_ns() - cpu_ns);
		bench_add(&wall, bench_now_ns() - start_ns);
	}
	tell(name, "as JSON", &wall);
	tell(name, "of a processor", &cpu);
	return r;
}

static int measure_reports(struct ledger *l)
{
	static const char *const names[] = { "R2", "R1", "declaration", "bilan", "R3", "R4", "R5",
		"R6", "R7", "R10" };
	int r = sqlite3_exec(ledger_db(l), stock, NULL, NULL, NULL) == SQLITE_OK ? 0 : -EIO;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(names); i++)
		r = measure_one(l, names[i]);
	return r;
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
	if (lang_init() < 0)
		return 1;
	clock_now(&now);
	if (mkstemps(path, 3) < 0 || unlink(path) < 0)
		return 1;
	r = ledger_open(path, LEDGER_WRITE, &who, &now, &l);
	if (r == 0)
		r = ten_years(ledger_db(l), &error);
	if (r == 0)
		r = measure(l);
	if (r == 0)
		r = measure_reports(l);
	if (r < 0)
		fprintf(stderr, "bench_report: %s %s\n", strerror(-r), error ? error : "");
	for (const char *const *end = (const char *const[]){ "", "-wal", "-shm", "-anchor", NULL };
		*end; end++) {
		(void)snprintf(lock, sizeof(lock), "%s%s", path, *end);
		(void)unlink(lock);
	}
	return r < 0;
}
