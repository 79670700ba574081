// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The daemon as a whole: a typed weighing over HTTP, acknowledged durable, beside a bare
 * 4 KiB synced write on the same disk, in turns; a weight change on a serial line (this
 * program is the instrument) to the event in a client, beside the same bytes through a pipe
 * and back; memory and wake-ups at rest.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include "bench.h"

enum {
	WEIGHINGS = 600,
	CHANGES = 150,
	FRAME_US = 100000,
	SETTLE_S = 3,
	REST_S = 10,
	BUFFER = 65536
};

struct daemon_run {
	pid_t pid;
	int out;
	int port;
	int scale; /* our end of its line, -1: none */
};

static void die(const char *what)
{
	perror(what);
	exit(1);
}

/* ---- the daemon ---- */

static int open_scale(char *name, size_t size)
{
	struct termios t;
	int fd = posix_openpt(O_RDWR | O_NOCTTY);

	if (fd < 0 || grantpt(fd) < 0 || unlockpt(fd) < 0 || ptsname_r(fd, name, size) != 0 ||
		tcgetattr(fd, &t) < 0)
		die("pty");
	cfmakeraw(&t);
	(void)tcsetattr(fd, TCSANOW, &t);
	return fd;
}

static void write_conf(bool scale, struct daemon_run *d)
{
	char name[64], cwd[512];
	FILE *f = fopen("station.conf", "w");

	if (!f || !getcwd(cwd, sizeof(cwd)))
		die("station.conf");
	fprintf(f,
		"[site]\npole = HD\nsite = MS\nstation = P1\n[store]\npath = %s/bench.db\n"
		"[http]\nport = 0\n",
		cwd);
	d->scale = -1;
	if (scale) {
		d->scale = open_scale(name, sizeof(name));
		fprintf(f, "[scale line]\ndriver = serial\ndevice = %s\n", name);
	}
	fclose(f);
}

static struct daemon_run start(bool scale)
{
	struct daemon_run d = { 0 };
	char program[512], line[256] = "";
	size_t used = 0;
	int pipes[2];

	write_conf(scale, &d);
	(void)snprintf(program, sizeof(program), "%s/basculed", getenv("BUILD"));
	if (pipe(pipes) < 0 || (d.pid = fork()) < 0)
		die("fork");
	if (d.pid == 0) {
		(void)dup2(pipes[1], 1);
		(void)dup2(open("daemon.err", O_WRONLY | O_CREAT | O_APPEND, 0600), 2);
		execl(program, program, "--config", "station.conf", (char *)NULL);
		_exit(127);
	}
	close(pipes[1]);
	d.out = pipes[0];
	while (!strchr(line, '\n') && used + 1 < sizeof(line)) {
		ssize_t n = read(d.out, line + used, sizeof(line) - 1 - used);

		if (n <= 0)
			die("basculed");
		used += (size_t)n;
		line[used] = '\0';
	}
	if (sscanf(line, "ready http://127.0.0.1:%d/", &d.port) != 1)
		die("ready");
	return d;
}

static void stop(struct daemon_run *d)
{
	kill(d->pid, SIGTERM);
	waitpid(d->pid, NULL, 0);
	close(d->out);
	if (d->scale >= 0)
		close(d->scale);
}

static int connect_to(const struct daemon_run *d)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)d->port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof(a)) < 0)
		die("connect");
	return fd;
}

/* ---- a durable weighing ---- */

static void post(int fd, int n)
{
	static char buffer[BUFFER];
	char body[256];
	size_t used = 0;
	int len = snprintf(body, sizeof(body),
		"{\"direction\":\"in\",\"category\":\"TLC-VET\","
		"\"origin\":\"APP_VOL\",\"net_kg\":\"%d.%03d\",\"reason\":\"scale_broken\"}",
		1 + n / 1000, n % 1000);

	dprintf(fd,
		"POST /api/v1/weighings HTTP/1.1\r\nHost: 127.0.0.1\r\n"
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		len, body);
	do {
		ssize_t got = read(fd, buffer + used, sizeof(buffer) - 1 - used);

		if (got <= 0)
			die("answer");
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
	int fd = connect_to(d), file = open("raw", O_RDWR | O_CREAT, 0600);

	for (int i = 0; i < 64; i++)
		if (pwrite(file, page, sizeof(page), i * 4096) < 0)
			die("raw");
	(void)fsync(file);
	for (int i = 0; i < bench_count(WEIGHINGS); i++) {
		uint64_t start_ns = bench_now_ns();

		post(fd, i);
		bench_add(&ours, bench_now_ns() - start_ns);
		start_ns = bench_now_ns();
		if (pwrite(file, page, sizeof(page), i % 64 * 4096) < 0 || fdatasync(file) < 0)
			die("raw");
		bench_add(&raw, bench_now_ns() - start_ns);
	}
	bench_compare("durable weighing over HTTP", &ours, "pwrite 4 KiB + fdatasync", &raw);
	bench_free(&ours);
	bench_free(&raw);
	close(fd);
	close(file);
}

/* ---- from the instrument to the client ---- */

static void frame(int fd, int grams)
{
	if (dprintf(fd, "ST,GS,+%04d.%03dkg\r\n", grams / 1000, grams % 1000) < 0)
		die("frame");
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
			die("events");
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
	int fd = connect_to(d), there[2], back[2];
	char byte = 0;
	pid_t echo;

	if (pipe(there) < 0 || pipe(back) < 0 || (echo = fork()) < 0)
		die("pipe");
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
			die("echo");
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

int main(void)
{
	struct daemon_run d;

	signal(SIGPIPE, SIG_IGN);
	d = start(false);
	measure_rest(&d);
	measure_weighings(&d);
	bench_row("resident memory after the work, high water",
		(double)from_status(d.pid, "VmHWM:") / 1024, "MiB", "goal", 24);
	stop(&d);
	d = start(true);
	measure_changes(&d);
	stop(&d);
	return 0;
}
