// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The ledger for the daemon: one writer and two readers, each in its worker, so that
 * neither a commit nor a long report ever holds the loop, nor an export a short list. An unreadable, newer, locked or
 * full store does not end the daemon: it is tried again, and the state says why.
 */
#pragma once
#include "ledger.h"
#include "loop.h"

struct store;

struct store_events {
	/* The store became usable (down false) or not. Called in the loop. */
	void (*state)(void *data, bool down, const struct sentence *why);
	/* The catalogue was read or changed. Borrowed until the next call; keep nothing of the old one. */
	void (*catalogue)(void *data, const struct catalogue *catalogue);
	/* What the station remembers: at the first opening only, a later one restores nothing. */
	void (*restored)(void *data, const struct station_memory *memory);
	void *data;
};

/* Where the ledger lies, and where its journal is noted a second time (or NULL). */
struct store_file {
	const char *path, *known;
};

/* file and identity are copied. 0 or -errno (out of memory, threads). */
int store_new(struct loop *loop, const struct store_file *file,
	const struct ledger_identity *identity, const struct store_events *events,
	struct store **ret_store);
/* Finishes what was submitted, then closes. */
struct store *store_free(struct store *s);
CLEANUP_OF(struct store, store_free);

bool store_down(const struct store *s, struct sentence *ret_why);
/* Entries were found changed by the daemon's own check; weighing goes on. */
bool store_damaged(const struct store *s, struct sentence *ret_why);
/* Weighings of an unsure day, for a person to settle: LEDGER_DAY. */
const struct ledger_doubtful *store_doubtful(const struct store *s);
const char *store_path(const struct store *s);
/* As it was opened; until then only .had_secrets is said. */
void store_status(const struct store *s, struct ledger_status *ret_status);

/*
 * done() runs in the loop, after the commit is durable or has failed. Order is kept. Of an
 * error, result->why says it to a person. Rows of LEDGER_CATALOGUE must last until then.
 */
typedef void (*store_written_fn)(
	void *data, const struct ledger_job *job, const struct ledger_result *result);
int store_write(struct store *s, const struct ledger_job *job, store_written_fn done, void *data);

/* Where it runs: beside the writer, or after all writes submitted before. */
enum store_side {
	STORE_READER, /* short lists */
	STORE_WRITER,
	STORE_LONG_READER, /* exports: whoever asks the other one does not wait for them */
};

/*
 * Any reading or outbox function over the ledger: run() in that side's thread; done() in the loop with what
 * run() returned, or with why the ledger is not open (run() is not called then). arg's ownership goes along and comes back to done().
 */
typedef int (*store_run_fn)(struct ledger *l, void *arg);
typedef void (*store_done_fn)(void *data, void *arg, int result);
int store_ask(struct store *s, enum store_side side, store_run_fn run, void *arg,
	store_done_fn done, void *data);

/* Commits and their latency for /metrics: upper bounds 1, 5, 20, 50, 200 ms and above. */
void store_latency(const struct store *s, uint64_t ret_counts[LOOP_BUCKETS]);
