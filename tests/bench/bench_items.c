// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A shop of 100,000 items, laid straight into the projections: one in a thousand in repair. Those are listed, the
 * old ones too, the page of the stock is asked for, and items leave one by one, each a weighing that is durably written,
 * over HTTP.
 */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "daemon.h"

enum { ITEMS = 100000, ROUNDS = 100 };

static const char fill_sql[] =
	"PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN; "
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n, wanted WHERE i + 1 < "
	"wanted.items) "
	"INSERT INTO item (row, journal, seq, wall_us, day, id, category, net_mg, units, method, "
	"weighing, "
	"store, operator) SELECT 1000000 + i, j, 1000000 + i, i, '2025-01-01', 'HD-MS-I-X' || i || "
	"'-0', "
	"'DEA-ASS', 9000000, 1, 'typed', '', '', '' FROM n, wanted; "
	"INSERT INTO item_now (item, id, state, since, left_by, move) SELECT row, id, "
	"iif(row % 1000 = 0, 'repair', 'sale'), day, '', 0 FROM item; "
	"INSERT INTO item_stock SELECT j.site, 'DEA-ASS', count(*), sum(i.net_mg) FROM item i "
	"JOIN journal j USING (journal); "
	"INSERT INTO stock_day SELECT site, category, '', '2025-01-01', mass_mg FROM item_stock; "
	"COMMIT;";

static void fill(void)
{
	sqlite3 *db = NULL;
	char *error = NULL, wanted[128];

	(void)snprintf(wanted, sizeof(wanted),
		"CREATE TEMP TABLE wanted AS SELECT %d AS items, (SELECT journal FROM journal) AS "
		"j",
		bench_count(ITEMS));
	if (sqlite3_open("bench.db", &db) != SQLITE_OK ||
		sqlite3_exec(db, wanted, NULL, NULL, &error) != SQLITE_OK ||
		sqlite3_exec(db, fill_sql, NULL, NULL, &error) != SQLITE_OK)
		exit(fprintf(stderr, "%s\n", error ? error : sqlite3_errmsg(db)) > 0);
	sqlite3_close(db);
}

static void list(int fd, const char *call, struct bench *b)
{
	const uint64_t start_ns = bench_now_ns();

	if (daemon_get(fd, call) < 20)
		bench_die(call);
	bench_add(b, bench_now_ns() - start_ns);
}

static void row(const char *name, struct bench *b)
{
	char tail[96];

	(void)snprintf(tail, sizeof(tail), "%s, p99", name);
	bench_row(name, (double)bench_quantile_ns(b, 0.5) / 1e6, "ms", "aim", 50);
	bench_row(tail, (double)bench_quantile_ns(b, 0.99) / 1e6, "ms", "aim", 50);
	bench_free(b);
}

int main(void)
{
	struct bench exits = { 0 }, repair = { 0 }, old = { 0 }, stock = { 0 };
	struct daemon_run d;
	char call[64];
	int fd;

	signal(SIGPIPE, SIG_IGN);
	daemon_folder("items");
	d = daemon_start(false);
	daemon_stop(&d);
	fill();
	d = daemon_start(false);
	fd = daemon_connect(&d);
	for (int i = 0; i < bench_count(ROUNDS); i++) {
		list(fd, "/items?state=repair&limit=50", &repair);
		list(fd, "/items?older_than=90&limit=50", &old);
		list(fd, "/reports/stock-lines?period=this-year", &stock);
		(void)snprintf(call, sizeof(call), "/items/HD-MS-I-X%d-0/state",
			(i * 7919) % bench_count(ITEMS));
		bench_add(&exits, daemon_post(&d, fd, call,
					  "{\"state\":\"gone\",\"destination\":\"VENTE\"}"));
	}
	close(fd);
	daemon_stop(&d);
	row("an item leaves, 100,000 items, over HTTP, durable", &exits);
	row("items in repair, 100,000 items, over HTTP", &repair);
	row("old items, 100,000 items, over HTTP", &old);
	row("the stock's page, 100,000 items, over HTTP", &stock);
	return 0;
}
