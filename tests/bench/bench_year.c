// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The same year of 1 M weighings as a page asks for it: tonnage by category and month over HTTP,
 * beside a question that reads no file. And what Bilan waits for before it paints: that year and the
 * one before by category, one after the other; then each of its pictures.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include "cleanup.h"
#include "daemon.h"
#include "ten_years.h"

enum { ROUNDS = 100 };

static void fill(void)
{
	sqlite3 *db = NULL;
	char *error = NULL;

	if (sqlite3_open("bench.db", &db) != SQLITE_OK || ten_years(db, &error) < 0)
		exit(fprintf(stderr, "%s\n", error ? error : sqlite3_errmsg(db)) > 0);
	sqlite3_close(db);
}

static void ask(int fd, const char *call, struct bench *b)
{
	uint64_t start_ns = bench_now_ns();

	if (daemon_get(fd, call) < 10)
		bench_die(call);
	bench_add(b, bench_now_ns() - start_ns);
}

static const char BILAN[] = "/reports/tonnage?period=2020&by=category";
static const char YEAR_BEFORE[] = "/reports/tonnage?from=2019-01-01&to=2020-01-01&by=category";

static const char BALANCE[] = "/reports/balance?from=2016-01-01&to=2026-01-01";
static const char STOCK[] = "/reports/stock-lines?from=2016-01-01&to=2026-01-01";

/* Of ten years, what came and went, and what of it should lie there. */
static void ask_stock(int fd)
{
	const char *const calls[] = { BALANCE, STOCK };
	const char *const names[] = { "balance of ten years, 1 M rows, over HTTP",
		"stock of ten years, 1 M rows, over HTTP" };
	char tail[96];

	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		struct bench b = { 0 };

		if (daemon_get(fd, calls[i]) < 10)
			return; /* an earlier commit has none */
		for (int n = 0; n < bench_count(ROUNDS); n++)
			ask(fd, calls[i], &b);
		(void)snprintf(tail, sizeof(tail), "%s, p99", names[i]);
		bench_row(names[i], (double)bench_quantile_ns(&b, 0.5) / 1e6, "ms", "aim", 50);
		bench_row(tail, (double)bench_quantile_ns(&b, 0.99) / 1e6, "ms", "aim", 50);
		bench_free(&b);
	}
}

static void ask_bilan(int fd, struct bench *b)
{
	uint64_t start_ns = bench_now_ns();

	if (daemon_get(fd, BILAN) < 10 || daemon_get(fd, YEAR_BEFORE) < 10)
		bench_die("Bilan");
	bench_add(b, bench_now_ns() - start_ns);
}

/* What the pictures of Bilan ask for, each year beside the one before; months and ways also drawn. */
static const char *const pictures[] = {
	"/reports/bilan?period=2020",
	"/reports/bilan-months?period=2020",
	"/reports/bilan-destinations?period=2020",
	"/reports/bilan-reuse?period=2020",
	"/reports/bilan-top?period=2020",
	"/reports/bilan-ways?period=2020",
	"/charts/bilan-months.svg?period=2020",
	"/charts/bilan-ways.svg?period=2020",
};

static void ask_pictures(int fd)
{
	struct bench b[ARRAY_SIZE(pictures)] = { 0 };
	char name[96];

	if (daemon_get(fd, pictures[0]) < 10)
		return; /* an earlier commit has none */
	for (size_t i = 0; i < ARRAY_SIZE(pictures); i++) {
		for (int n = 0; n < bench_count(ROUNDS); n++)
			ask(fd, pictures[i], &b[i]);
		(void)snprintf(name, sizeof(name), "%s, 1 M rows, over HTTP", pictures[i]);
		bench_row(name, (double)bench_quantile_ns(&b[i], 0.5) / 1e6, "ms", "aim", 50);
		bench_free(&b[i]);
	}
}

int main(void)
{
	struct bench year = { 0 }, nothing = { 0 }, bilan = { 0 };
	struct daemon_run d;
	bool reports;
	int fd;

	signal(SIGPIPE, SIG_IGN);
	daemon_folder("ten-years");
	d = daemon_start(false);
	daemon_stop(&d);
	fill();
	d = daemon_start(false);
	fd = daemon_connect(&d);
	reports = daemon_get(fd, BILAN) > 0; /* an earlier commit may have none */
	close(fd);
	fd = daemon_connect(&d);
	for (int i = 0; i < bench_count(ROUNDS); i++) {
		ask(fd, "/tonnage?from=2020-01-01&to=2021-01-01&by=category,month", &year);
		ask(fd, "/devices", &nothing);
		if (reports)
			ask_bilan(fd, &bilan);
	}
	ask_pictures(fd);
	ask_stock(fd);
	close(fd);
	daemon_stop(&d);
	bench_compare("year by category and month, 1 M rows, over HTTP", &year,
		"a question about devices", &nothing);
	if (reports)
		bench_row("Bilan's first paint, 1 M rows, over HTTP",
			(double)bench_quantile_ns(&bilan, 0.5) / 1e6, "ms", "aim", 50);
	bench_free(&bilan);
	bench_free(&year);
	bench_free(&nothing);
	return 0;
}
