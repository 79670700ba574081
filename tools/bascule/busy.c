// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What takes longer than a second says on the terminal that it is at work, and for how long. A process
 * of its own, because the work is in SQLite, in cairo or on the wire, where nobody would call us.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "cli.h"
#include "clock.h"

enum { SECOND_US = 1000000 };

static pid_t teller;
static uint64_t began_boot_us;

static void say(const struct cli *c, int seconds)
{
	struct sentence why = { .key = "at_work" };
	char text[128];

	sentence_param(&why, "command", c->command);
	sentence_param_int(&why, "seconds", seconds);
	(void)fprintf(stderr, "\r%s", lang_say(c->lang, &why, text, sizeof(text)));
	(void)fflush(stderr);
}

static _Noreturn void tell(const struct cli *c, pid_t worker)
{
	static const struct timespec second = { 1, 0 };

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int seconds = 1; getppid() == worker; seconds++) {
		(void)nanosleep(&second, NULL);
		say(c, seconds);
	}
	_exit(0);
}

static uint64_t now_boot_us(void)
{
	struct moment now;

	clock_now(&now);
	return now.boot_us;
}

void cli_busy(const struct cli *c)
{
	pid_t worker = getpid();

	if (!isatty(STDERR_FILENO))
		return;
	began_boot_us = now_boot_us();
	teller = fork();
	if (teller == 0)
		tell(c, worker);
}

void cli_busy_end(void)
{
	if (teller <= 0)
		return;
	(void)kill(teller, SIGKILL);
	(void)waitpid(teller, NULL, 0);
	teller = 0;
	if (now_boot_us() - began_boot_us >= SECOND_US)
		(void)fputs("\r\033[K", stderr);
}
