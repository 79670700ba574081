// SPDX-License-Identifier: GPL-3.0-or-later
// One HTTP call to the daemon in the guest, as a small static program: emulated, curl takes most of
// a second to load its libraries, and a test makes a hundred calls.
//   ask FILE METHOD PATH [BODY]         prints the status; the body of the answer goes to FILE

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { PORT = 8080, PATIENCE_S = 20, ANSWER_MOST = 1 << 20 };

static int reach(void)
{
	const struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons(PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct timeval patience = { .tv_sec = PATIENCE_S };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) < 0 ||
		connect(fd, (const struct sockaddr *)&at, sizeof(at)) < 0)
		return -errno;
	return fd;
}

/* HTTP 1.0: the answer ends with the connection. */
static int put(int fd, const char *method, const char *path, const char *body)
{
	int r = dprintf(fd,
		"%s /api/v1/%s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
		"Content-Length: %zu\r\n\r\n%s",
		method, path, strlen(body), body);

	return r < 0 ? -errno : 0;
}

static ssize_t get(int fd, char *answer)
{
	size_t used = 0;
	ssize_t n;

	while ((n = read(fd, answer + used, ANSWER_MOST - used)) > 0)
		used += (size_t)n;
	answer[used] = '\0';
	return n < 0 ? -errno : (ssize_t)used;
}

static int take(const char *answer, size_t size, const char *file)
{
	const char *body = memmem(answer, size, "\r\n\r\n", 4);
	FILE *out = fopen(file, "we");
	int status;

	if (!out || !body || sscanf(answer, "HTTP/%*s %d", &status) != 1)
		return -EBADMSG;
	body += 4;
	fwrite(body, 1, size - (size_t)(body - answer), out);
	printf("%d\n", status);
	return fclose(out) ? -errno : 0;
}

int main(int argc, char **argv)
{
	char *answer = malloc(ANSWER_MOST + 1);
	ssize_t r = -EINVAL;
	int fd;

	if (answer && (argc == 4 || argc == 5)) {
		r = fd = reach();
		if (r >= 0)
			r = put(fd, argv[2], argv[3], argc == 5 ? argv[4] : "");
		if (r >= 0)
			r = get(fd, answer);
		if (r >= 0)
			r = take(answer, (size_t)r, argv[1]);
	}
	if (r < 0)
		fprintf(stderr, "ask: %s\n", strerror((int)-r));
	return r < 0;
}
