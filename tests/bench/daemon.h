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

/* From here on in a new folder of that name, with a ledger of its own. */
void daemon_folder(const char *name);
/* Its station.conf, as the next start writes it, too. */
void daemon_configure(bool scale, struct daemon_run *d);
/* With one scale on a serial line, this program being the instrument; or without. */
struct daemon_run daemon_start(bool scale);
void daemon_stop(struct daemon_run *d);
int daemon_connect(const struct daemon_run *d);
/* One GET under /api/v1 over a connection that stays: bytes of the answer, which is a 200; of an
 * earlier daemon (BENCH_ANY) that has no such call 0, and the connection is of no more use. */
size_t daemon_get(int fd, const char *call);
/* One POST of that body, over such a connection; its answer is a 201 and small. How long that took, in ns. */
uint64_t daemon_post(const struct daemon_run *d, int fd, const char *call, const char *body);
/* What stands in the write-ahead log since it was last begun anew, and which round that is. */
size_t daemon_wal_bytes(const char *wal, uint32_t *ret_round);
_Noreturn void bench_die(const char *what);
