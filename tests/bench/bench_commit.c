// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A durable weighing through ledger_write() beside the bare disk: 4 KiB written in place and
 * synced, in the same run, in turns on the same file system, so that the ratio survives noise.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "bench.h"
#include "cleanup.h"
#include "clock.h"
#include "daemon.h"
#include "ledger.h"

enum { ROUNDS = 15, OPS = 200, BLOCK = 4096, BLOCKS = 1024 };

static const struct ledger_identity who = { "HD", "MS", "ACCUEIL" };

static int make_raw(void)
{
	char block[BLOCK];
	int fd = open("raw", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	memset(block, 7, sizeof(block));
	for (int i = 0; fd >= 0 && i < BLOCKS; i++)
		if (pwrite(fd, block, BLOCK, (off_t)i * BLOCK) != BLOCK)
			return -errno;
	return fd < 0 || fsync(fd) < 0 ? -errno : fd;
}

static int raw_round(int fd, struct bench *b)
{
	static uint64_t n;
	char block[BLOCK];

	memset(block, (int)n, sizeof(block));
	for (int i = 0; i < bench_count(OPS); i++) {
		uint64_t start_ns = bench_now_ns();

		if (pwrite(fd, block, BLOCK, (off_t)(n++ % BLOCKS) * BLOCK) != BLOCK ||
			fdatasync(fd) < 0)
			return -errno;
		bench_add(b, bench_now_ns() - start_ns);
	}
	return 0;
}

static int weigh(struct ledger *l, int count, struct bench *b)
{
	static uint64_t n;
	static const char *const categories[] = { "TLC-VET", "HRP-LIV", "DEA-TAB", "EEE-PAM-CUI" };
	struct ledger_result res;

	for (int i = 0; i < count; i++) {
		struct weighing_entry e = { .weighing = { .provenance = PROVENANCE_STATION_TARE,
						    .method = METHOD_WEIGHED,
						    .stable = true,
						    .origin = "APP_VOL",
						    .scale = "floor" } };
		struct ledger_job job = { .drafts = { { &weighing_kind, &e, NULL } },
			.label = true };
		uint64_t start_ns;

		clock_now(&job.now);
		e.weighing.at = job.now;
		e.weighing.net_mg = e.weighing.gross_mg = (int64_t)(1000 + n % 30000000);
		(void)snprintf(e.weighing.category, CODE_SIZE, "%s", categories[n % 4]);
		(void)snprintf(job.key, sizeof(job.key), "%08llx-%llu",
			(unsigned long long)(n * 2654435761u % 4294967296u), (unsigned long long)n);
		n++;
		start_ns = bench_now_ns();
		ledger_write(l, &job, &res);
		bench_add(b, bench_now_ns() - start_ns);
		if (res.error < 0 || res.answer != LEDGER_WRITTEN)
			return res.error < 0 ? res.error : -EINVAL;
	}
	return 0;
}

/* What one leaves in the log, over so few that it is not copied back meanwhile; else once more. */
static int measure_log(struct ledger *l)
{
	enum { FEW = 20 };
	struct bench unused = { 0 };
	uint32_t round, round_after;
	size_t before, after;
	int r;

	do {
		r = weigh(l, 1, &unused);
		before = daemon_wal_bytes("c.db-wal", &round);
		if (r == 0)
			r = weigh(l, FEW, &unused);
		after = daemon_wal_bytes("c.db-wal", &round_after);
	} while (r == 0 && (round != round_after || after <= before));
	if (r == 0)
		bench_row("write-ahead log of a weighing with key and label job",
			(double)(after - before) / FEW / 1e3, "kB", "goal", 20);
	bench_free(&unused);
	return r;
}

static int measure(int fd, struct ledger *l)
{
	struct bench raw = { 0 }, ours = { 0 };
	int r = weigh(l, bench_count(OPS), &ours);

	/* The first round warms statements and pages. */
	ours.count = 0;
	for (int i = 0; r == 0 && i < bench_count(ROUNDS); i++) {
		r = raw_round(fd, &raw);
		if (r == 0)
			r = weigh(l, bench_count(OPS), &ours);
	}
	if (r == 0)
		bench_compare("durable weighing with key and label job", &ours,
			"4 KiB in place + fdatasync", &raw);
	bench_free(&raw);
	bench_free(&ours);
	return r;
}

int main(void)
{
	static const char *const files[] = { "raw", "c.db", "c.db-wal", "c.db-shm", "c.db-anchor",
		"c.db-later" };
	_cleanup_close_ int fd = make_raw();
	struct ledger *l = NULL;
	struct moment now;
	int r;

	(void)clock_init("Europe/Paris");
	clock_now(&now);
	r = fd < 0 ? fd : ledger_open("c.db", LEDGER_WRITE, &who, &now, &l);
	if (r == 0)
		r = measure(fd, l);
	if (r == 0)
		r = measure_log(l);
	ledger_free(l);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		(void)unlink(files[i]);
	if (r < 0)
		(void)fprintf(stderr, "bench_commit: %s\n", strerror(-r));
	return r < 0;
}
