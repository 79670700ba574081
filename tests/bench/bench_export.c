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

enum { ROWS = 100000, SECONDS = 10, PAUSE_US = 5000, BUFFER = 256 * 1024 };

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

/* Of a list as long as limit: its bytes. */
static size_t list(int fd, int limit)
{
	static char buffer[BUFFER + 1];
	size_t used = 0, length = 0, head = 0;

	dprintf(fd, "GET /api/v1/weighings?limit=%d HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", limit);
	do {
		const size_t at = used < BUFFER ? used : BUFFER / 2;
		const ssize_t got = read(fd, buffer + at, BUFFER - at);
		const char *said, *end;

		if (got <= 0)
			bench_die("answer");
		used += (size_t)got;
		buffer[used < BUFFER ? used : BUFFER] = '\0';
		if (head || !(end = strstr(buffer, "\r\n\r\n")))
			continue;
		said = strstr(buffer, "Content-Length: ");
		if (!said || strncmp(buffer, "HTTP/1.1 200", 12) != 0)
			exit(fprintf(stderr, "%s\n", buffer) > 0);
		length = strtoull(said + strlen("Content-Length: "), NULL, 10);
		head = (size_t)(end - buffer) + 4;
	} while (!head || used < head + length);
	return length;
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
