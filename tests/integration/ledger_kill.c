// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ledger_kill FILE KILLS: a child writes weighings and tells each acknowledgement to this
 * process, which kills it (-9) at a random moment and starts the next; that one first repeats
 * the request that was under way, with its key. In the end every acknowledged weighing is
 * there once, and the ledger is sound. A kill cannot show a missing sync: the other tests do.
 */
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "clock.h"
#include "lang.h"
#include "ledger.h"

static const struct ledger_identity identity = { "HD", "MS", "ACCUEIL" };

/* Weighing n has n milligrams and the key of n. */
static void write_from(const char *path, uint64_t n, int acks)
{
	struct weighing_entry e = { .weighing = { .provenance = PROVENANCE_STATION_TARE,
					    .method = METHOD_WEIGHED,
					    .stable = true,
					    .category = "TLC-VET",
					    .origin = "APP_VOL" } };
	struct ledger_job job = { .drafts = { { &weighing_kind, &e, NULL } }, .label = true };
	struct ledger_result res;
	struct ledger *l = NULL;

	clock_now(&job.now);
	if (ledger_open(path, LEDGER_WRITE, &identity, &job.now, &l) < 0)
		_exit(1);
	for (;; n++) {
		clock_now(&job.now);
		e.weighing.at = job.now;
		e.weighing.net_mg = e.weighing.gross_mg = (int64_t)n;
		(void)snprintf(job.key, sizeof(job.key), "request-%llu", (unsigned long long)n);
		ledger_write(l, &job, &res);
		if (res.error < 0 ||
			(res.answer != LEDGER_WRITTEN && res.answer != LEDGER_REPEATED) ||
			res.weighing.net_mg != (int64_t)n)
			_exit(2);
		if (write(acks, &n, sizeof(n)) != sizeof(n))
			_exit(3);
	}
}

/* The last acknowledgement of one life, which ends at a random moment; 0: none. -1: it failed. */
static int64_t one_life(const char *path, uint64_t next)
{
	int fds[2], status;
	uint64_t n = 0, last = 0;
	pid_t child;

	if (pipe(fds) < 0)
		return -1;
	child = fork();
	if (child == 0) {
		(void)close(fds[0]);
		write_from(path, next, fds[1]);
	}
	(void)close(fds[1]);
	/* Mostly while it writes, now and then while it opens. */
	if (random() % 4)
		(void)poll(&(struct pollfd){ .fd = fds[0], .events = POLLIN }, 1, 10000);
	(void)usleep((useconds_t)(random() % 20000));
	(void)kill(child, SIGKILL);
	(void)waitpid(child, &status, 0);
	while (read(fds[0], &n, sizeof(n)) == sizeof(n))
		last = n;
	(void)close(fds[0]);
	if (child < 0 || !WIFSIGNALED(status)) {
		(void)fprintf(stderr, "the writer ended by itself: status %x\n", status);
		return -1;
	}
	return (int64_t)last;
}

static int64_t query(struct ledger *l, const char *sql)
{
	sqlite3_stmt *s = NULL;
	int64_t value = -1;

	if (sqlite3_prepare_v2(ledger_db(l), sql, -1, &s, NULL) == SQLITE_OK &&
		sqlite3_step(s) == SQLITE_ROW)
		value = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return value;
}

static bool sound(const char *path, int64_t acked)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct moment now;
	uint64_t entries;
	int64_t count, most;

	clock_now(&now);
	if (ledger_open(path, LEDGER_WRITE, &identity, &now, &l) < 0)
		return false;
	count = query(l, "SELECT count(DISTINCT net_mg) FROM weighing");
	most = query(l, "SELECT ifnull(max(net_mg), 0) FROM weighing");
	printf("acknowledged=%lld there=%lld rows=%lld\n", (long long)acked, (long long)most,
		(long long)query(l, "SELECT count(*) FROM weighing"));
	return count == most && most >= acked && most <= acked + 1 &&
	       query(l, "SELECT count(*) FROM weighing") == count &&
	       query(l, "SELECT count(*) FROM label_job") == count &&
	       query(l, "SELECT sum(mass_mg) FROM total") == most * (most + 1) / 2 &&
	       ledger_verify(l, NULL, NULL, &entries) == 0 &&
	       ledger_rebuild_check(l, NULL, NULL, NULL) == 0 && entries == (uint64_t)count + 2;
}

int main(int argc, char **argv)
{
	int kills = argc > 2 ? atoi(argv[2]) : 0;
	int64_t acked = 0;

	if (kills <= 0 || lang_init() < 0 || clock_init("Europe/Paris") < 0)
		return 2;
	srandom((unsigned)getpid());
	for (int i = 0; i < kills; i++) {
		int64_t last = one_life(argv[1], (uint64_t)acked + 1);

		if (last < 0)
			return 1;
		acked = last > acked ? last : acked;
	}
	/* Lives too short to write anything would prove nothing. */
	return acked > kills / 2 && sound(argv[1], acked) ? 0 : 1;
}
