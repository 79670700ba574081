// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk's own parts: desk.c makes and opens it, feed.c feeds the station and carries out
 * its effects, write.c gives its commits to the store and page_write.c what pages write,
 * requests.c answers those who asked, scan.c reads codes, labels.c empties the label outbox.
 */
#pragma once
#include <limits.h>
#include "desk.h"

/* Effects of one event can be events themselves (a commit that cannot even be submitted). */
enum { DESK_EVENTS = STATION_EFFECTS + 4 };

struct request {
	struct request *next;
	struct desk *desk;
	struct intent intent; /* .request is its number */
	desk_reply_fn reply;  /* NULL: scanner or button, refusals become the notice */
	void *data;
	bool joined; /* waits for the job that carries the same key */
};

struct labels;
struct page_write;

struct desk {
	struct loop *loop;
	struct usb *usb;
	struct station station;
	const struct catalogue *catalogue; /* the store's, or the empty one */
	struct ledger_identity identity;
	char path[PATH_MAX], known[PATH_MAX]; /* [store]; known "" for none */
	char first_origin[CODE_SIZE];         /* in force until the first choice of a person */
	enum lang lang;

	struct store *store;
	bool ending; /* nothing more is asked of the store */
	struct scales *scales;
	struct scanners *scanners;
	struct printers *printers;
	struct panels *panels;
	struct labels *labels;
	struct desk_events events;
	struct desk_start start;
	bool store_answered;
	bool restored; /* what was kept has been given back: from then on plates are kept */

	struct loop_source *tick;
	struct station_event queue[DESK_EVENTS];
	size_t queue_first, queue_count;
	bool stepping;

	struct request *requests;
	uint64_t next_request;
	/* While the event of a commit is carried out: what was written, or had been before. */
	const struct ledger_result *saved;
	const struct weighing *repeated;

	uint64_t tick_boot_us; /* when the tick is due */
	char day[DAY_SIZE];    /* of the totals that the station shows; "": to be read */

	uint64_t nonce;           /* of this run: with a job's number it names a commit for ever */
	bool keep_again;          /* plates could not be kept: tried again */
	struct station_kept sure; /* plates as they were last written with a sync */
	unsigned writing;         /* entries of weighings by other ways that are with the store */
	struct {
		uint64_t job; /* a commit of which nobody knows whether it was written; 0: none */
		bool asked;
		bool undoes;                /* makes no weighing */
		char key[REQUEST_KEY_SIZE]; /* of who may ask for it again */
		uint8_t digest[32];
	} unknown;
	struct page_write *lost; /* those of which nobody knows whether they were written */
	uint64_t next_page;      /* names them */

	struct {
		char id[PRIVATE_KEY_SIZE]; /* the weighing whose label was scanned; "": none */
		uint64_t until_boot_us;
	} scanned;

	enum clock_quality clock; /* as last seen */
	int64_t clock_base_us;    /* wall clock minus boot clock while it was doubtful */
};

/* write.c: the ways to the store. */
void desk_commit(struct desk *d, const struct moment *now, const struct station_effect *effect);
void desk_keep_context(struct desk *d);
void desk_keep_plates(struct desk *d);
/* These were written with a sync; id: of the new weighing, "" if none. */
void desk_plates_sure(struct desk *d, const struct station_kept *kept, const char *id);
/* The store works again: what of a commit of unknown outcome, and of plates not kept? */
void desk_look_for(struct desk *d);
/* What a job that may have been written has written. The answer: -ENOENT: nothing. */
struct job_lookup {
	char token[TOKEN_SIZE];
	struct ledger_result result; /* as it would have come back: seq, weighing, today's totals */
};
int job_lookup_run(struct ledger *l, void *arg);
int desk_submit(struct desk *d, const struct ledger_job *job, store_written_fn done, void *data);
int desk_ask(struct desk *d, enum store_side side, store_run_fn run, void *arg, store_done_fn done);

/* page_write.c: the same of what pages wrote. */
void page_writes_look_for(struct desk *d);
void page_writes_end(struct desk *d);

/* feed.c: the event is copied; now is filled in. */
void desk_feed(struct desk *d, struct station_event *event);
void desk_tick(void *data);
void desk_changed(struct desk *d);
void desk_other_catalogue(struct desk *d);
void desk_refused(struct desk *d, const struct sentence *why);
void desk_news(struct desk *d, const struct sentence *what);

/* requests.c */
void requests_answer(struct desk *d, const struct station_effect *e);
/* The job has come back: those who joined it by its key get this answer. */
void requests_settle(
	struct desk *d, const struct ledger_job *job, const struct desk_answer *answer);
void requests_end(struct desk *d);

/* scan.c */
void desk_scanned(void *data, const char *device, const char *text);
void desk_pressed(void *data, enum station_action action, const char *code);

/* strip.c: control codes that are being printed, one a label. */
struct strip {
	struct control_cell *cells; /* NULL: none */
	size_t count, at;
	uint64_t since_boot_us; /* that it waits for the printer */
};
/* How many; -EBUSY: one is being printed; -ENOENT: no such code is offered. */
int strip_begin(struct strip *s, const struct control_kind *kind, const struct catalogue *c,
	enum lang lang);
/* The one to be printed now, or NULL. */
const struct control_cell *strip_next(struct strip *s, uint64_t wait_us);
/* What became of it. */
void strip_printed(struct strip *s, enum print_outcome outcome);
void strip_done(struct strip *s);

/* labels.c */
int labels_new(struct desk *d, struct conf *conf, struct labels **ret_labels);
/* Whether a new weighing gets one. */
bool labels_wanted(const struct labels *l);
struct labels *labels_free(struct labels *l);
void labels_kick(struct labels *l);
/* Called by printers. */
void labels_printer_state(void *data, size_t index);
void labels_printed(void *data, size_t index, int64_t job, enum print_outcome outcome);
