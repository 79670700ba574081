// SPDX-License-Identifier: GPL-3.0-or-later
/* Starting and ending the daemon that a bench measures. */
#include "daemon.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

_Noreturn void bench_die(const char *what)
{
	perror(what);
	exit(1);
}

static int open_scale(char *name, size_t size)
{
	struct termios t;
	int fd = posix_openpt(O_RDWR | O_NOCTTY);

	if (fd < 0 || grantpt(fd) < 0 || unlockpt(fd) < 0 || ptsname_r(fd, name, size) != 0 ||
		tcgetattr(fd, &t) < 0)
		bench_die("pty");
	cfmakeraw(&t);
	(void)tcsetattr(fd, TCSANOW, &t);
	return fd;
}

void daemon_folder(const char *name)
{
	if (mkdir(name, 0700) < 0 || chdir(name) < 0)
		bench_die(name);
}

void daemon_configure(bool scale, struct daemon_run *d)
{
	char name[64], cwd[512];
	FILE *f = fopen("station.conf", "w");

	if (!f || !getcwd(cwd, sizeof(cwd)))
		bench_die("station.conf");
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

struct daemon_run daemon_start(bool scale)
{
	struct daemon_run d = { 0 };
	char program[512], line[256] = "";
	size_t used = 0;
	int pipes[2];

	daemon_configure(scale, &d);
	(void)snprintf(program, sizeof(program), "%s/basculed", getenv("BUILD"));
	if (pipe(pipes) < 0 || (d.pid = fork()) < 0)
		bench_die("fork");
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
			bench_die("basculed");
		used += (size_t)n;
		line[used] = '\0';
	}
	if (sscanf(line, "ready http://127.0.0.1:%d/", &d.port) != 1)
		bench_die("ready");
	return d;
}

void daemon_stop(struct daemon_run *d)
{
	kill(d->pid, SIGTERM);
	waitpid(d->pid, NULL, 0);
	close(d->out);
	if (d->scale >= 0)
		close(d->scale);
}

int daemon_connect(const struct daemon_run *d)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)d->port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof(a)) < 0)
		bench_die("connect");
	return fd;
}

size_t daemon_get(int fd, const char *call)
{
	enum { BUFFER = 256 * 1024 };
	static char buffer[BUFFER + 1];
	size_t used = 0, length = 0, head = 0;

	dprintf(fd, "GET /api/v1%s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", call);
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
		if (!strncmp(buffer, "HTTP/1.1 404", 12) && getenv("BENCH_ANY"))
			return 0;
		said = strstr(buffer, "Content-Length: ");
		if (!said || strncmp(buffer, "HTTP/1.1 200", 12) != 0)
			exit(fprintf(stderr, "%s\n", buffer) > 0);
		length = strtoull(said + strlen("Content-Length: "), NULL, 10);
		head = (size_t)(end - buffer) + 4;
	} while (!head || used < head + length);
	return length;
}

static uint32_t number(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Frames of one round of the log bear its salts: sqlite.org/fileformat2.html, "The WAL file format". */
size_t daemon_wal_bytes(const char *wal, uint32_t *ret_round)
{
	enum { HEAD = 32, FRAME = 24, SALTS = 16, SALTS_HERE = 8 };
	FILE *f = fopen(wal, "rb");
	unsigned char head[HEAD], frame[FRAME];
	size_t count = 0, page;

	if (!f || fread(head, HEAD, 1, f) != 1)
		bench_die(wal);
	page = number(head + 8);
	while (fread(frame, FRAME, 1, f) == 1 && !memcmp(frame + SALTS_HERE, head + SALTS, 8) &&
		fseek(f, (long)page, SEEK_CUR) == 0)
		count++;
	fclose(f);
	*ret_round = number(head + SALTS);
	return count * (FRAME + page);
}

/* Its whole answer is the head and what fits behind it. */
uint64_t daemon_post(const struct daemon_run *d, int fd, const char *call, const char *body)
{
	char request[512], answer[4096];
	const int all = snprintf(request, sizeof(request),
		"POST /api/v1%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type:"
		" application/json\r\nContent-Length: %d\r\n\r\n%s",
		call, d->port, (int)strlen(body), body);
	const uint64_t start_ns = bench_now_ns();
	ssize_t got;

	if (write(fd, request, (size_t)all) != all)
		bench_die(call);
	got = read(fd, answer, sizeof(answer) - 1);
	if (got < 12 || memcmp(answer, "HTTP/1.1 201", 12) != 0)
		bench_die(call);
	return bench_now_ns() - start_ns;
}
