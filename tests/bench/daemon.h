// SPDX-License-Identifier: GPL-3.0-or-later
/* A daemon of its own in the folder where the bench runs, over bench.db, at any free port. */
#pragma once
#include <stdbool.h>
#include <sys/types.h>
#include "bench.h"

struct daemon_run {
	pid_t pid;
	int out;
	int port;
	int scale; /* our end of its line, -1: none */
};

/* With one scale on a serial line, this program being the instrument; or without. */
struct daemon_run daemon_start(bool scale);
void daemon_stop(struct daemon_run *d);
int daemon_connect(const struct daemon_run *d);
_Noreturn void bench_die(const char *what);
