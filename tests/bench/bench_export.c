// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Short lists of a page while somebody exports 100,000 weighings again and again for ten seconds,
 * beside the same lists with nobody else: an export holds nobody. All over HTTP, as it is used.
 */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "daemon.h"

enum { ROWS = 100000, SECONDS = 10, PAUSE_US = 5000 };

/* Of another journal, laid straight into the projection: written durably they would take minutes. */
static const char fill[] =
	"PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN;"
	"INSERT INTO journal VALUES ('ffffffffffffffffffffffffffffffff', 'HD', 'MS', 'P2', NULL);"
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
	" INSERT INTO weighing (row, journal, seq, id, wall_us, boot_id, boot_us, day, clock,"
	" direction, category, origin, destination, place, partner, lot, gross_mg, tare_mg, net_mg,"
	" units, method, provenance, scale, stable, container, operator, corrects, reason,"
	" shown_unit)"
	" SELECT 1000000 + i, 'ffffffffffffffffffffffffffffffff', i, 'HD-MS-W-XX' || i || "
	"'-0',"
	" i, '', i, '2026-01-01', 'trusted', 'in', 'TLC-VET', 'APP_VOL', '', '', '', '', NULL, "
	"NULL,"
	" 1000 * i, 0, 'weighed', 'none', '', 1, '', '', '', '', 'g' FROM n; COMMIT;";

static void fill_rows(void)
{
	char text[sizeof(fill) + 16];
	sqlite3 *db = NULL;

	(void)snprintf(text, sizeof(text), fill, bench_count(ROWS));
	if (sqlite3_open("bench.db", &db) != SQLITE_OK ||
		sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK) {
		fprintf(stderr, "%s\n", sqlite3_errmsg(db));
		exit(1);
	}
	sqlite3_close(db);
}

static size_t list(int fd, int limit)
{
	char call[64];

	(void)snprintf(call, sizeof(call), "/weighings?limit=%d", limit);
	return daemon_get(fd, call);
}

static pid_t export(const struct daemon_run *d)
{
	pid_t pid = fork();
	int fd;

	if (pid)
		return pid;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	fd = daemon_connect(d);
	for (;;)
		if (list(fd, ROWS) < (size_t)bench_count(ROWS) * 100)
			bench_die("export");
}

static void lists(const struct daemon_run *d, struct bench *b)
{
	const uint64_t end_ns =
		bench_now_ns() + (uint64_t)bench_count(SECONDS * 100) * UINT64_C(10000000);
	const int fd = daemon_connect(d);

	while (bench_now_ns() < end_ns) {
		const uint64_t start_ns = bench_now_ns();

		if (list(fd, 50) < 5000)
			bench_die("list");
		bench_add(b, bench_now_ns() - start_ns);
		usleep(PAUSE_US);
	}
	close(fd);
}

int main(void)
{
	struct bench beside = { 0 }, alone = { 0 };
	struct daemon_run d;
	pid_t exporter;

	signal(SIGPIPE, SIG_IGN);
	d = daemon_start(false);
	daemon_stop(&d);
	fill_rows();
	d = daemon_start(false);
	lists(&d, &alone);
	exporter = export(&d);
	lists(&d, &beside);
	kill(exporter, SIGKILL);
	waitpid(exporter, NULL, 0);
	daemon_stop(&d);
	bench_compare("a list of 50 beside exports of 100,000", &beside, "the list alone", &alone);
	bench_row("a list of 50 beside exports, p99",
		(double)bench_quantile_ns(&beside, 0.99) / 1e6, "ms", "goal", 50);
	bench_free(&beside);
	bench_free(&alone);
	return 0;
}
