// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The daemon as a whole: a typed weighing over HTTP, acknowledged durable, beside a bare
 * 4 KiB synced write on the same disk, in turns, and what it leaves in the log; a weight
 * change on a serial line (this program is the instrument) to the event in a client, beside
 * the same bytes through a pipe and back; wake-ups at rest, memory empty and with a year.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "daemon.h"

enum {
	WEIGHINGS = 600,
	CHANGES = 150,
	FRAME_US = 100000,
	SETTLE_S = 8, /* what is checked at the start has ended */
	REST_S = 10,
	BUFFER = 65536
};

/* ---- a durable weighing ---- */

static void post(int fd, int n)
{
	static char buffer[BUFFER];
	char body[256];
	size_t used = 0;
	int len = snprintf(body, sizeof(body),
		"{\"direction\":\"in\",\"category\":\"TLC-VET\","
		"\"origin\":\"APP_VOL\",\"net_kg\":\"%d.%03d\",\"reason\":\"SCALE\"}",
		1 + n / 1000, n % 1000);

	dprintf(fd,
		"POST /api/v1/weighings HTTP/1.1\r\nHost: 127.0.0.1\r\n"
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		len, body);
	do {
		ssize_t got = read(fd, buffer + used, sizeof(buffer) - 1 - used);

		if (got <= 0)
			bench_die("answer");
		used += (size_t)got;
		buffer[used] = '\0';
	} while (!strstr(buffer, "\r\n\r\n") || buffer[used - 1] != '}');
	if (strncmp(buffer, "HTTP/1.1 201", 12) != 0) {
		fprintf(stderr, "%s\n", buffer);
		exit(1);
	}
}

static void measure_weighings(const struct daemon_run *d)
{
	struct bench ours = { 0 }, raw = { 0 };
	char page[4096] = "x";
	int fd = daemon_connect(d), file = open("raw", O_RDWR | O_CREAT, 0600);

	for (int i = 0; i < 64; i++)
		if (pwrite(file, page, sizeof(page), i * 4096) < 0)
			bench_die("raw");
	(void)fsync(file);
	for (int i = 0; i < bench_count(WEIGHINGS); i++) {
		uint64_t start_ns = bench_now_ns();

		post(fd, i);
		bench_add(&ours, bench_now_ns() - start_ns);
		start_ns = bench_now_ns();
		if (pwrite(file, page, sizeof(page), i % 64 * 4096) < 0 || fdatasync(file) < 0)
			bench_die("raw");
		bench_add(&raw, bench_now_ns() - start_ns);
	}
	bench_compare("durable weighing over HTTP", &ours, "pwrite 4 KiB + fdatasync", &raw);
	bench_free(&ours);
	bench_free(&raw);
	close(fd);
	close(file);
}

/* Over so few that the log is not copied back meanwhile; else once more. */
static void measure_log(const struct daemon_run *d)
{
	enum { FEW = 10 };
	int fd = daemon_connect(d);
	uint32_t round, round_after;
	size_t before, after;

	do {
		post(fd, 0);
		before = daemon_wal_bytes("bench.db-wal", &round);
		for (int i = 1; i <= FEW; i++)
			post(fd, i);
		after = daemon_wal_bytes("bench.db-wal", &round_after);
	} while (round != round_after || after <= before);
	bench_row("write-ahead log of a weighing", (double)(after - before) / FEW / 1e3, "kB",
		"goal", 20);
	close(fd);
}

/* ---- from the instrument to the client ---- */

static void frame(int fd, int grams)
{
	if (dprintf(fd, "ST,GS,+%04d.%03dkg\r\n", grams / 1000, grams % 1000) < 0)
		bench_die("frame");
}

/* Reads events until one shows the mass. */
static void await(int fd, int grams)
{
	static char buffer[BUFFER];
	char wanted[64];
	size_t used = 0;

	(void)snprintf(wanted, sizeof(wanted), "\"net_mg\":%d000,", grams);
	do {
		ssize_t got = read(fd, buffer + used, sizeof(buffer) - 1 - used);

		if (got <= 0)
			bench_die("events");
		used += (size_t)got;
		buffer[used] = '\0';
		if (used > BUFFER / 2 && !strstr(buffer, wanted)) {
			memmove(buffer, buffer + used - 1024, 1024);
			used = 1024;
		}
	} while (!strstr(buffer, wanted));
}

static void measure_changes(const struct daemon_run *d)
{
	struct bench ours = { 0 }, pipe_ns = { 0 };
	int fd = daemon_connect(d), there[2], back[2];
	char byte = 0;
	pid_t echo;

	if (pipe(there) < 0 || pipe(back) < 0 || (echo = fork()) < 0)
		bench_die("pipe");
	if (echo == 0) {
		while (read(there[0], &byte, 1) == 1 && write(back[1], &byte, 1) == 1)
			;
		_exit(0);
	}
	dprintf(fd, "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
	frame(d->scale, 1000);
	await(fd, 1000);
	for (int i = 0; i < bench_count(CHANGES); i++) {
		uint64_t start_ns;

		usleep(FRAME_US); /* as a 10 Hz instrument: a page is told at most every 40 ms */
		start_ns = bench_now_ns();
		frame(d->scale, 2000 + i * 10);
		await(fd, 2000 + i * 10);
		bench_add(&ours, bench_now_ns() - start_ns);
		start_ns = bench_now_ns();
		if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1)
			bench_die("echo");
		bench_add(&pipe_ns, bench_now_ns() - start_ns);
	}
	bench_compare("weight change on the line to event in a client", &ours,
		"a byte to a process and back", &pipe_ns);
	bench_free(&ours);
	bench_free(&pipe_ns);
	kill(echo, SIGKILL);
	waitpid(echo, NULL, 0);
	close(fd);
}

/* ---- at rest ---- */

static long from_status(pid_t pid, const char *key)
{
	char path[64], line[256];
	long value = 0;
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, key, strlen(key)))
			value = strtol(line + strlen(key), NULL, 10);
	if (f)
		fclose(f);
	return value;
}

/* Of all threads. */
static long wakeups(pid_t pid)
{
	char command[128];
	long sum = 0;
	FILE *f;

	(void)snprintf(command, sizeof(command),
		"awk '/^voluntary/{n+=$2} END{print n}' /proc/%d/task/*/status", (int)pid);
	f = popen(command, "r");
	if (f && fscanf(f, "%ld", &sum) != 1)
		sum = -1;
	if (f)
		pclose(f);
	return sum;
}

static void measure_rest(const struct daemon_run *d)
{
	long before, after;

	sleep((unsigned)bench_count(SETTLE_S));
	before = wakeups(d->pid);
	sleep((unsigned)bench_count(REST_S));
	after = wakeups(d->pid);
	bench_row("wake-ups at rest, nothing attached",
		(double)(after - before) / bench_count(REST_S), "per s", "goal", 0.5);
	bench_row("resident memory at rest", (double)from_status(d->pid, "VmRSS:") / 1024, "MiB",
		"goal", 16);
}

/* The sample's year, some 4,000 weighings: as it starts, and after all of it was listed and summed. */
static void measure_year(void)
{
	char sample[512];
	struct daemon_run d;
	int fd;

	(void)snprintf(sample, sizeof(sample),
		"%s/bascule-sim sample --config station.conf >sample.out", getenv("BUILD"));
	daemon_folder("year");
	daemon_configure(false, &d);
	if (system(sample) != 0)
		bench_die("sample");
	d = daemon_start(false);
	sleep((unsigned)bench_count(SETTLE_S));
	bench_row("resident memory with a year", (double)from_status(d.pid, "VmRSS:") / 1024, "MiB",
		"goal", 24);
	fd = daemon_connect(&d);
	if (daemon_get(fd, "/weighings?limit=100000") < 100000 ||
		daemon_get(fd, "/tonnage?from=2000-01-01&to=2100-01-01") == 0)
		bench_die("year");
	close(fd);
	bench_row("resident memory with a year listed and summed, high water",
		(double)from_status(d.pid, "VmHWM:") / 1024, "MiB", "goal", 32);
	daemon_stop(&d);
}

int main(void)
{
	struct daemon_run d;

	signal(SIGPIPE, SIG_IGN);
	d = daemon_start(false);
	measure_rest(&d);
	measure_weighings(&d);
	measure_log(&d);
	bench_row("resident memory after the work, high water",
		(double)from_status(d.pid, "VmHWM:") / 1024, "MiB", "goal", 24);
	daemon_stop(&d);
	d = daemon_start(true);
	measure_changes(&d);
	daemon_stop(&d);
	measure_year();
	return 0;
}
