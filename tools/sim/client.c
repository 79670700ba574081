// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The command line's side of DIR/control: send the line, wait for the outcome, say it.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include "cleanup.h"
#include "sim.h"

/* A socket's name is short and folders are not: it is called from within the folder. */
static int call(const char *dir)
{
	_cleanup_close_ int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "control" };

	if (fd < 0 || chdir(dir) < 0 || connect(fd, (const struct sockaddr *)&a, sizeof(a)) < 0)
		return -errno;
	return TAKE_FD(fd);
}

static size_t read_all(int fd, char *buf, size_t size)
{
	size_t len = 0;
	ssize_t n;

	while (len < size - 1 && (n = read(fd, buf + len, size - 1 - len)) > 0)
		len += (size_t)n;
	buf[len] = '\0';
	return len;
}

int client_run(const char *dir, const char *line)
{
	_cleanup_close_ int fd = call(dir);
	char text[COMMAND_SIZE + 1], reply[256], key[64], device[DEVICE_SIZE];
	int n = snprintf(text, sizeof(text), "%s\n", line);
	int code;

	if (fd < 0) {
		sim_say("sim_not_running", "dir", dir);
		return 3;
	}
	if (send(fd, text, (size_t)n, MSG_NOSIGNAL) != n ||
		read_all(fd, reply, sizeof(reply)) == 0 ||
		sscanf(reply, "%d %63s %31s", &code, key, device) != 3) {
		sim_say("sim_no_answer", "dir", dir);
		return 3;
	}
	if (strcmp(key, "-"))
		sim_say(key, "device", device);
	return code;
}
