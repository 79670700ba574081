// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The ledger in the daemon: a writer and two readers, each in its worker. A store that cannot be opened, or that failed
 * to write, is down; every few seconds it is tried again, so that space that returns or a lock that goes is noticed.
 */
#include "store_private.h"
#include "write.h"
#include <string.h>
#include "clock.h"
#include "erasure.h"
#include "ledger_private.h"
#include "worker.h"

enum { RETRY_US = 3 * 1000000, READERS = 2 };

/* What a thread owns. */
struct side {
	char *path;
	struct ledger_guard guard; /* known: owned */
	bool suspect; /* the file is not what it was: looked at whole before it is used */
	struct ledger_identity identity;
	enum ledger_mode mode;
	struct ledger *ledger; /* NULL: not open */
	int error;             /* why not */
	int station_lock;      /* of the writer: nobody puts a copy back here meanwhile; -1 */
	bool unsure;           /* there are weighings whose day a person must give */
};

struct store {
	struct loop *loop;
	struct store_events events;
	struct {
		struct side side;
		struct worker *worker;
	} readers[READERS]; /* STORE_READER, STORE_LONG_READER */
	struct side writer_side;
	struct worker *writer;
	struct loop_source *retry;
	struct watch *watch;
	bool suspect; /* to be looked at whole when it is opened again */
	bool down;
	bool restored; /* the station was told what it remembers: once, and never again */
	struct sentence why, damage; /* damage: of the chain; weighing goes on */
	struct ledger_status status;
	struct ledger_doubtful doubtful;
	struct catalogue *catalogue;
	uint64_t latency[LOOP_BUCKETS];
};

enum job_kind { JOB_OPEN, JOB_WRITE, JOB_ASK, JOB_TIDY };

struct job {
	enum job_kind kind;
	struct moment now;
	bool first;   /* JOB_OPEN: what the station remembers is still to be read */
	bool suspect; /* JOB_OPEN: look at it whole */
	struct ledger_job write;
	char *values; /* of the drafts; owned */
	store_written_fn written;
	store_run_fn run;
	store_done_fn asked;
	void *arg;
	void *data;
};

struct result {
	int error; /* JOB_OPEN, JOB_ASK: what it returned */
	struct ledger_result written;
	uint64_t took_us;
	bool wants_tidying;
	bool recounted;              /* doubtful, after a write */
	struct catalogue *catalogue; /* read anew; goes to the store */
	struct ledger_status status;
	struct ledger_doubtful doubtful;
	struct station_memory *memory; /* read at the first opening; goes to the store */
};

/* ---- in the threads ---- */

static int remember(struct ledger *l, const struct moment *now, struct station_memory **ret_memory)
{
	_cleanup_free_ struct station_memory *m = calloc(1, sizeof(*m));
	int r = m ? ledger_remember(l, now, m) : -ENOMEM;

	if (r == 0)
		*ret_memory = TAKE_PTR(m);
	return r;
}

/* The file of another site, or a station.conf that was copied: nothing is written to it. */
static int check_identity(const struct side *side, struct ledger_result *res)
{
	struct ledger_status status;
	int r = ledger_status(side->ledger, &status);

	if (r < 0 || (strcmp(status.identity.site, side->identity.site) == 0 &&
			     strcmp(status.identity.pole, side->identity.pole) == 0 &&
			     strcmp(status.identity.station, side->identity.station) == 0))
		return r;
	res->why = (struct sentence){ .key = "store_other_station" };
	sentence_param(&res->why, "site", status.identity.site);
	sentence_param(&res->why, "station", status.identity.station);
	return -EMEDIUMTYPE;
}

/* A file that somebody else had in hand: the chain and every page, before anything is added. */
static int check_whole(struct ledger *l)
{
	uint64_t entries;
	int r = ledger_verify(l, NULL, NULL, &entries);

	return r > 0 ? -EUCLEAN : r;
}

static int open_side(struct side *side, const struct moment *now)
{
	/* Entry 1 says whose it is, for ever: no ledger is made before somebody has said it. */
	int r = *side->identity.site ? station_hold(side->path, &side->station_lock)
				     : ledger_unnamed(side->path, side->guard.known);

	if (r < 0)
		return r;
	/*
	 * After a failed commit the connection itself knows what was committed: it mends, or
	 * waits. On a full disk it can still read, and write what fits into the log's reserve.
	 */
	if (side->ledger) {
		r = side->suspect ? -ESTALE : ledger_probe(side->ledger);
		side->suspect |= r == -ESTALE || r == -EUCLEAN;
		if (!side->suspect && (r == 0 || r == -ENOSPC || side->ledger->broken))
			return r;
		side->guard.last = side->ledger->last;
	}
	side->ledger = ledger_free(side->ledger);
	r = ledger_open_guarded(side->path, &side->identity, now, &side->guard, &side->ledger);
	if (r == 0 && side->suspect)
		r = check_whole(side->ledger);
	if (r < 0) {
		side->ledger = ledger_free(side->ledger);
		return r;
	}
	side->suspect = false;
	return ledger_probe(side->ledger);
}

static void run_open(struct side *side, const struct job *job, struct result *res)
{
	int r;

	side->suspect |= job->suspect;
	r = open_side(side, &job->now);
	if (r == 0)
		r = check_identity(side, &res->written);
	if (r == 0)
		r = ledger_complete(side->ledger, &job->now);
	if (r == 0)
		r = ledger_status(side->ledger, &res->status);
	if (r == 0)
		r = ledger_catalogue(side->ledger, &res->catalogue);
	if (r == 0)
		r = ledger_doubtful(side->ledger, job->now.boot_id, &res->doubtful);
	side->unsure = r == 0 && res->doubtful.count;
	if (r == 0 && job->first)
		r = remember(side->ledger, &job->now, &res->memory);
	if (r == -EMEDIUMTYPE)
		side->ledger = ledger_free(side->ledger);
	side->error = res->error = r;
}

/* After it, fewer weighings may wait for their day. */
static bool may_settle(const struct ledger_job *job)
{
	return job_has_draft(job, &clock_corrected_kind) || job_has_draft(job, &void_kind) ||
	       job_has_draft(job, &slip_void_kind);
}

static void run_write(struct side *side, const struct job *job, struct result *res)
{
	struct moment begin, end;

	if (!side->ledger) {
		res->written.error = side->error ? side->error : -EIO;
		return;
	}
	clock_now(&begin);
	ledger_write(side->ledger, &job->write, &res->written);
	clock_now(&end);
	res->took_us = end.boot_us - begin.boot_us;
	res->wants_tidying = ledger_wants_tidying(side->ledger);
	/* An erasure may take names out of it. */
	if (res->written.error == 0 && res->written.answer == LEDGER_WRITTEN &&
		(job_has_draft(&job->write, &catalogue_kind) ||
			job_has_draft(&job->write, &erased_kind)))
		(void)ledger_catalogue(side->ledger, &res->catalogue);
	res->recounted = side->unsure && res->written.error == 0 && may_settle(&job->write) &&
			 ledger_doubtful(side->ledger, job->write.now.boot_id, &res->doubtful) == 0;
}

static void run_ask(struct side *side, const struct job *job, struct result *res)
{
	if (side->ledger && side->mode == LEDGER_READ && ledger_unmoved(side->ledger) < 0)
		side->ledger = ledger_free(side->ledger);
	/* The reader opens when it is first asked: the writer has made the file by then. */
	if (!side->ledger && side->mode == LEDGER_READ)
		side->error = ledger_open(side->path, LEDGER_READ, NULL, NULL, &side->ledger);
	if (side->ledger)
		res->error = job->run(side->ledger, job->arg);
	else
		res->error = side->error ? side->error : -EIO;
}

static void run(void *resource, const void *job_, void *result)
{
	const struct job *job = job_;

	if (job->kind == JOB_OPEN)
		run_open(resource, job, result);
	else if (job->kind == JOB_WRITE)
		run_write(resource, job, result);
	else if (job->kind == JOB_ASK)
		run_ask(resource, job, result);
	else if (((struct side *)resource)->ledger)
		(void)ledger_tidy(((struct side *)resource)->ledger);
}

/* ---- in the loop ---- */

static void set_down(struct store *s, const struct sentence *why)
{
	bool news = !s->down || !s->why.key || strcmp(s->why.key, why->key) != 0;

	s->down = true;
	s->why = *why;
	(void)loop_timer_arm(s->retry, RETRY_US);
	if (news && s->events.state)
		s->events.state(s->events.data, true, &s->why);
}

static void take_catalogue(struct store *s, struct catalogue *catalogue)
{
	struct catalogue *old = s->catalogue;

	if (!catalogue)
		return;
	s->catalogue = catalogue;
	if (s->events.catalogue)
		s->events.catalogue(s->events.data, catalogue);
	catalogue_free(old);
}

static void opened(struct store *s, const struct result *res)
{
	_cleanup_free_ struct station_memory *memory = res->memory;
	struct sentence why = res->written.why;

	if (res->error < 0) {
		if (!why.key)
			ledger_sentence(res->error, s->writer_side.path, &why);
		catalogue_free(res->catalogue);
		set_down(s, &why);
		return;
	}
	s->status = res->status;
	s->doubtful = res->doubtful;
	watch_opened(s->watch);
	take_catalogue(s, res->catalogue);
	if (memory && !s->restored && s->events.restored)
		s->events.restored(s->events.data, memory);
	s->restored |= memory != NULL;
	s->down = false;
	s->why = (struct sentence){ 0 };
	if (s->events.state)
		s->events.state(s->events.data, false, &s->why);
}

static void count_latency(struct store *s, uint64_t took_us)
{
	static const uint64_t bounds_us[LOOP_BUCKETS - 1] = { 1000, 5000, 20000, 50000, 200000 };
	size_t i = 0;

	while (i < LOOP_BUCKETS - 1 && took_us > bounds_us[i])
		i++;
	s->latency[i]++;
}

/* An answer that says something of the store, not of what was asked. */
static bool says_down(int error)
{
	return error == -EIO || error == -ENOSPC || error == -EROFS || error == -EUCLEAN ||
	       error == -EACCES || error == -ESTALE;
}

static void written(struct store *s, const struct job *job, const struct result *result)
{
	struct ledger_result res = result->written;

	if (res.error == 0 && res.answer == LEDGER_WRITTEN) {
		count_latency(s, result->took_us);
		s->status.last_seq = res.seq;
		watch_written(s->watch);
	}
	if (result->recounted)
		s->doubtful = result->doubtful;
	take_catalogue(s, result->catalogue);
	if (res.error < 0 && s->down)
		res.why = s->why;
	else if (res.error < 0)
		ledger_sentence(res.error, s->writer_side.path, &res.why);
	job->written(job->data, &job->write, &res);
	free(job->values);
	if (result->wants_tidying && s->writer && worker_pending(s->writer) == 0)
		(void)worker_submit(s->writer, &(struct job){ .kind = JOB_TIDY });
	if (!s->down && says_down(res.error))
		set_down(s, &res.why);
}

static void done(void *data, const void *job_, const void *result_)
{
	const struct result *result = result_;
	const struct job *job = job_;

	if (job->kind == JOB_OPEN)
		opened(data, result);
	else if (job->kind == JOB_WRITE)
		written(data, job, result);
	else if (job->kind == JOB_ASK && job->asked)
		job->asked(job->data, job->arg, result->error);
}

static void try_again(void *data)
{
	struct store *s = data;
	struct job job = { .kind = JOB_OPEN, .first = !s->restored, .suspect = s->suspect };

	clock_now(&job.now);
	if (s->writer && worker_submit(s->writer, &job) < 0)
		(void)loop_timer_arm(s->retry, RETRY_US);
	else
		s->suspect = false;
}

void store_suspect(struct store *s, int error)
{
	struct sentence why;

	s->suspect = true;
	ledger_sentence(error, s->writer_side.path, &why);
	if (!s->down)
		set_down(s, &why);
}

void store_checked(struct store *s, int faults, uint64_t first, uint64_t last)
{
	s->damage = (struct sentence){ .key = faults ? "store_chain_damaged" : NULL };
	sentence_param(&s->damage, "path", s->writer_side.path);
	sentence_param_int(&s->damage, "count", faults);
	sentence_param_int(&s->damage, "seq", (long long)first);
	/* What the next entry would be chained to. */
	if (faults && last >= s->status.last_seq)
		store_suspect(s, -EUCLEAN);
}

const struct ledger_doubtful *store_doubtful(const struct store *s)
{
	return &s->doubtful;
}

bool store_damaged(const struct store *s, struct sentence *ret_why)
{
	if (s->damage.key)
		*ret_why = s->damage;
	return s->damage.key != NULL;
}

static int start_side(struct store *s, struct side *side, const char *name,
	const struct store_file *file, const struct ledger_identity *id, enum ledger_mode mode,
	struct worker **ret_worker)
{
	const struct worker_ops ops = {
		.name = name,
		.job_size = sizeof(struct job),
		.result_size = sizeof(struct result),
		.run = run,
		.done = done,
	};

	side->mode = mode;
	side->station_lock = -1;
	side->identity = *id;
	side->path = strdup(file->path);
	side->guard.known = file->known ? strdup(file->known) : NULL;
	if (!side->path || (file->known && !side->guard.known))
		return -ENOMEM;
	return worker_new(s->loop, &ops, side, s, ret_worker);
}

int store_new(struct loop *loop, const struct store_file *file,
	const struct ledger_identity *identity, const struct store_events *events,
	struct store **ret_store)
{
	static const char *const names[READERS] = { "ledger-read", "ledger-export" };
	_cleanup_(cleanup_store_free) struct store *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return -ENOMEM;
	s->loop = loop;
	s->events = *events;
	s->down = true;
	s->status.had_secrets = ledger_path_had_secrets(file->path, file->known);
	s->why.key = "store_opening";
	r = loop_add_timer(loop, "store retry", LOOP_NORMAL, try_again, s, &s->retry);
	if (r >= 0)
		r = watch_new(loop, s, &s->watch);
	if (r >= 0)
		r = start_side(s, &s->writer_side, "ledger-write", file, identity, LEDGER_WRITE,
			&s->writer);
	for (size_t i = 0; r >= 0 && i < READERS; i++)
		r = start_side(s, &s->readers[i].side, names[i], file, identity, LEDGER_READ,
			&s->readers[i].worker);
	if (r < 0)
		return r;
	try_again(s);
	*ret_store = TAKE_PTR(s);
	return 0;
}

static void side_done(struct side *side)
{
	ledger_free(side->ledger);
	if (side->path && side->station_lock >= 0)
		(void)close(side->station_lock);
	free((char *)side->guard.known);
	free(side->path);
}

struct store *store_free(struct store *s)
{
	if (!s)
		return NULL;
	if (s->watch)
		watch_end(s->watch);
	s->writer = worker_free(s->writer);
	for (size_t i = 0; i < READERS; i++)
		s->readers[i].worker = worker_free(s->readers[i].worker);
	watch_free(s->watch);
	loop_source_free(s->retry);
	for (size_t i = 0; i < READERS; i++)
		side_done(&s->readers[i].side);
	side_done(&s->writer_side);
	catalogue_free(s->catalogue);
	free(s);
	return NULL;
}

bool store_down(const struct store *s, struct sentence *ret_why)
{
	if (s->down)
		*ret_why = s->why;
	return s->down;
}

const char *store_path(const struct store *s)
{
	return s->writer_side.path;
}

void store_status(const struct store *s, struct ledger_status *ret_status)
{
	*ret_status = s->status;
}

int store_write(struct store *s, const struct ledger_job *job, store_written_fn done_fn, void *data)
{
	struct job j = { .kind = JOB_WRITE, .write = *job, .written = done_fn, .data = data };
	int r = s->writer ? ledger_own_values(&j.write, &j.values) : -ESHUTDOWN;

	if (r == 0)
		r = worker_submit(s->writer, &j);
	if (r < 0)
		free(j.values);
	return r;
}

int store_ask(struct store *s, enum store_side side, store_run_fn run_fn, void *arg,
	store_done_fn done_fn, void *data)
{
	const struct job j = {
		.kind = JOB_ASK, .run = run_fn, .arg = arg, .asked = done_fn, .data = data
	};
	struct worker *w =
		side == STORE_WRITER ? s->writer : s->readers[side == STORE_LONG_READER].worker;

	return w ? worker_submit(w, &j) : -ESHUTDOWN;
}

void store_latency(const struct store *s, uint64_t ret_counts[LOOP_BUCKETS])
{
	memcpy(ret_counts, s->latency, sizeof(s->latency));
}
