// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Small things that the devices share: ports that stay the same from one run to the next,
 * files written whole, sentences on stderr.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include "lang.h"
#include "sim.h"

uint16_t sim_port_read(const char *name)
{
	char path[32];
	unsigned port = 0;
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s.port", name);
	f = fopen(path, "re");
	if (!f)
		return 0;
	if (fscanf(f, "%5u", &port) != 1 || port > UINT16_MAX)
		port = 0;
	(void)fclose(f);
	return (uint16_t)port;
}

int sim_write_file(const char *path, const void *bytes, size_t size)
{
	_cleanup_close_ int fd = -1;
	char beside[64];

	if (snprintf(beside, sizeof(beside), "%s.new", path) >= (int)sizeof(beside))
		return -ENAMETOOLONG;
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return -errno;
	if (write(fd, bytes, size) != (ssize_t)size || rename(beside, path) < 0)
		return errno ? -errno : -EIO;
	return 0;
}

int sim_port_write(const char *name, uint16_t port)
{
	char path[32], text[8];
	int n = snprintf(text, sizeof(text), "%u\n", port);

	(void)snprintf(path, sizeof(path), "%s.port", name);
	return sim_write_file(path, text, (size_t)n);
}

static int listen_on(uint16_t port, uint16_t *ret_port)
{
	_cleanup_close_ int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
	socklen_t len = sizeof(a);
	int yes = 1;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) < 0 ||
		bind(fd, (struct sockaddr *)&a, len) < 0 || listen(fd, 8) < 0 ||
		getsockname(fd, (struct sockaddr *)&a, &len) < 0)
		return -errno;
	*ret_port = ntohs(a.sin_port);
	return TAKE_FD(fd);
}

int sim_listen(const char *name, uint16_t *ret_port)
{
	uint16_t port = sim_port_read(name);
	int fd = listen_on(port, &port);
	int r;

	if (fd < 0 && port)
		fd = listen_on(0, &port);
	if (fd < 0)
		return fd;
	r = sim_port_write(name, port);
	if (r < 0) {
		(void)close(fd);
		return r;
	}
	*ret_port = port;
	return fd;
}

enum lang sim_language(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	enum lang lang = LANG_FR;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value) {
			(void)lang_from_name(value, &lang);
			break;
		}
	}
	return lang;
}

void sim_say(const char *key, const char *name, const char *value)
{
	struct sentence s = { .key = key };
	char text[1024];

	if (name)
		sentence_param(&s, name, value);
	(void)fprintf(stderr, "%s\n", lang_say(sim_language(), &s, text, sizeof(text)));
}
