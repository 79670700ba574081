// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk's own parts: desk.c makes and opens it, feed.c feeds the station and carries out
 * its effects, write.c gives its commits to the store and page_write.c what pages write,
 * requests.c answers those who asked, scan.c reads codes, quantity.c keeps their units, labels.c empties the label outbox.
 */
#pragma once
#include <limits.h>
#include "code.h"
#include "desk.h"

/* Effects of one event can be events themselves (a commit that cannot even be submitted). */
enum { DESK_EVENTS = STATION_EFFECTS + 4 };

/* What a touch was about: what lay there, and what was last, when it came. */
enum { TOUCHED_FIRST = CODE_SIZE + 24 };
struct touched {
	size_t scale;
	uint64_t lifts; /* of that scale */
	uint64_t ways;
	bool rests, device_net;
	int64_t mass_mg;
	bool writing;
	char last[PRIVATE_KEY_SIZE];
	char slip[PRIVATE_KEY_SIZE]; /* the one to be put aside */
	bool units;                  /* a cancel would take their number, */
	char first[TOUCHED_FIRST];   /* or this */
};

/* Units that a code said, for the next category. */
struct quantity {
	uint32_t units; /* 0: none */
	uint64_t until_boot_us;
	bool passed; /* a weighing that has not taken them is being written */
};

#define KEPT_LATER UINT64_MAX

struct request {
	struct request *next;
	struct touched touched;
	struct desk *desk;
	struct intent intent; /* .request is its number */
	struct quantity took;
	desk_reply_fn reply; /* NULL: scanner or button, refusals become the notice */
	void *data;
	bool joined;           /* waits for the job that carries the same key */
	bool changed;          /* done, and waits until what it changed is on the disk: */
	uint64_t kept_by;      /* by that write of plates; KEPT_LATER: not begun yet */
	struct desk_more more; /* .draft.kind NULL: only a weighing */
	void *more_value;      /* its own */
};

/* A key whose act wrote nothing (a tare, a zero, one that came late): the ledger knows it not. */
enum { ACTS_DONE = 16 };
struct act_done {
	char key[REQUEST_KEY_SIZE];
	uint8_t digest[32];
	const char *late; /* refused for this; NULL: done */
};

/* What came of the last scan of an item's label. */
enum item_heard { ITEM_SAID, ITEM_MOVED, ITEM_OFFERED };

struct labels;
struct page_write;
struct scan;

struct desk {
	struct loop *loop;
	struct usb *usb;
	struct station station;
	const struct catalogue *catalogue; /* the store's, or the empty one */
	struct usual *usual;               /* NULL: not read yet */
	struct ledger_identity identity;
	char path[PATH_MAX], known[PATH_MAX]; /* [store]; known "" for none */
	char people[PATH_MAX];                /* folder of secrets */
	char first_origin[CODE_SIZE];         /* in force until the first choice of a person */
	enum lang lang;

	struct store *store;
	bool ending;  /* nothing more is asked of the store */
	bool trains;  /* what is done goes to a ledger for training */
	bool trained; /* until a moment ago it did */
	int real[2];  /* training_hold(), -1 */
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
	uint64_t lifts[STATION_SCALES];  /* how often each plate was seen empty */
	uint64_t ways;                   /* how often direction, slip, origin … were chosen */
	struct act_done done[ACTS_DONE]; /* acts that write nothing, the newest last */
	size_t done_count;
	/* While the event of a commit is carried out: what was written, or had been before. */
	const struct ledger_result *saved;
	const struct ledger_result *repeated;
	const struct ledger_result *came; /* likewise, whatever it came to; of that request */
	uint64_t came_for;

	struct desk_heard last_scan, last_press; /* the first day asks for them */

	uint64_t tick_boot_us; /* when the tick is due */
	char day[DAY_SIZE];    /* of the totals that the station shows; "": to be read */

	uint64_t nonce;           /* of this run: with a job's number it names a commit for ever */
	bool keep_again;          /* plates could not be kept: tried again */
	struct station_kept sure; /* plates as they were last written with a sync */
	uint64_t keeps, kept;     /* writes of plates with a sync: begun, come back */
	unsigned writing;         /* entries of weighings by other ways, not answered yet */
	struct {
		uint64_t job; /* a commit of which nobody knows whether it was written; 0: none */
		bool asked;
		bool undoes;                /* makes no weighing */
		char key[REQUEST_KEY_SIZE]; /* of who may ask for it again */
		uint8_t digest[32];
	} unknown;
	struct page_write *lost; /* those of which nobody knows whether they were written */
	struct {
		struct page_write *first; /* of those that wait for their turn */
		bool page_busy;           /* one of a weighing is with the store */
		uint64_t named;           /* so many have a token */
	} writes;

	struct {
		char id[PRIVATE_KEY_SIZE]; /* the weighing whose label was scanned; "": none */
		char day[DAY_SIZE];        /* its own */
		uint64_t until_boot_us;
	} scanned;
	struct {
		char id[PRIVATE_KEY_SIZE]; /* the item whose label was scanned last, */
		uint64_t at_boot_us;
		enum item_heard heard;
	} item;
	struct quantity quantity;
	struct hearing hearing; /* pages that a scanner speaks to of food */
	struct scan *scans;     /* that wait, the oldest first, while one is looked up */
	bool looking_up;

	enum clock_quality clock; /* as last seen */
	int64_t clock_base_us;    /* wall clock minus boot clock while it was doubtful */
};

/* write.c: the ways to the store. */
void desk_commit(struct desk *d, const struct moment *now, const struct station_effect *effect);
void desk_keep_context(struct desk *d);
void desk_keep_plates(struct desk *d);
/* usual.c */
void desk_read_usual(struct desk *d);
/* One that was weighed here. */
void desk_usual_saved(struct desk *d, const struct weighing *w);
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

/* page_write.c: the next of what pages wait to write, if its turn has come. */
void page_writes_next(struct desk *d);
/* The same as desk_look_for() of what pages wrote. */
void page_writes_look_for(struct desk *d);
void page_writes_end(struct desk *d);

/* slips.c: what was written has ended a slip: if it is in force, it is no more. */
void desk_slip_ended(struct desk *d, const struct kind *kind, const void *value);
/* A slip went by entry seq, and these with it: who listens is told. */
void desk_slip_voided(struct desk *d, const struct ledger_voided *voided, uint64_t seq);

/* feed.c: the event is copied; now is filled in. */
void desk_feed(struct desk *d, struct station_event *event);
void desk_tick(void *data);
void desk_changed(struct desk *d);
void desk_other_catalogue(struct desk *d);
void desk_refused(struct desk *d, const struct sentence *why);
void desk_refuse(struct desk *d, const struct sentence *why); /* and it is heard */
/* The label of an exercise, at the real station: it is refused. */
bool training_refused(struct desk *d, const char *text, const struct code *code);
void desk_let_go(struct desk *d); /* of what desk_train() holds */
void desk_news(struct desk *d, const struct sentence *what);

/* touch.c */
void touch_note(const struct desk *d, struct touched *ret);
/* An act that came before this touch was done after it: what that changed is as this one wants it. */
void touch_follow(struct touched *t, const struct touched *before, const struct touched *after);
/* Something else lies there by now, or is last: the answer to it. */
bool touch_is_late(const struct desk *d, const struct touched *t, const struct intent *in,
	struct desk_answer *ret);

/* requests.c */
/* The slip in force is put aside, if it is that one ("" : whichever it is now). */
int desk_put_aside(
	struct desk *d, const struct intent *in, const char *slip, desk_reply_fn reply, void *data);
/* As desk_intent(), of what was there then; nobody waits for the answer. */
int desk_intent_of(struct desk *d, const struct intent *intent, const struct touched *touched);
void requests_answer(struct desk *d, const struct station_effect *e);
/* After each step, and when plates were written: those whose tare or answer a kill cannot take any more. */
void requests_kept(struct desk *d);
/* What is written behind the weighing that this request makes; NULL: nothing. */
const struct desk_more *request_more(struct desk *d, uint64_t number);
/* The job has come back: those who joined it by its key get this answer. */
void requests_settle(
	struct desk *d, const struct ledger_job *job, const struct desk_answer *answer);
void requests_end(struct desk *d);
/* That act wrote nothing, so the ledger knows not its key. late: refused for this; NULL: done. */
void request_remember(struct desk *d, const struct intent *in, const char *late);
/* A repeat of what wrote nothing, or of a key that something else has. */
bool request_was_answered(
	const struct desk *d, const struct intent *in, struct desk_answer *ret_answer);

/* scan.c */
void desk_scanned(void *data, const char *device, const char *text);
void desk_pressed(void *data, enum station_action action, const char *code);
void scans_end(struct desk *d);

/* scan_food.c: a page that listens is told of it; false: none does, or it is nothing of food. */
bool scan_row(struct desk *d, enum catalogue_kind kind, const char *code);
/* The same of a number; only where goods are heard. */
bool scan_units(struct desk *d, uint32_t units);
bool scan_pack(struct desk *d, const char *text);
/* false: no page hears it. */
/* Of a card: what a thermometer shows; a page has to wait for it. false: it says none. */
bool scan_degrees(struct desk *d, const char *squashed);
bool scan_tell_page(struct desk *d, const struct desk_food *said);
/* scan_item.c: the label of an item, or one that is on nothing yet (its category is ""). */
struct item;
void scan_item(struct desk *d, const struct item *i);
/* A card that opens a screen is told to all pages where none listens. */
void scan_act(struct desk *d, const struct act *act);
/* The key of a lot or a pack of ours: told to a page, else said. */
void scan_food(struct desk *d, const char *key);
/* As it is printed. 0, -ENOENT: it is of neither; -errno. */
int scan_find_food(struct ledger *l, const char *id, char ret_key[PRIVATE_KEY_SIZE]);

/* scan_label.c: the label of a weighing was scanned: for half a minute the next code may be of it. */
void label_scanned(struct desk *d, const struct weighing *w);
/* That weighing, once; "": none. */
void label_taken(struct desk *d, char ret_id[PRIVATE_KEY_SIZE]);
void label_void(struct desk *d, const char *id);
/* That code stands in it instead of what did; false: it is nothing that a weighing has. */
struct code;
bool label_correct(struct desk *d, const char *id, const struct code *code);

/* quantity.c: units that a code has said. */
bool quantity_said(struct desk *d, const char *squashed); /* false: no such number */
void quantity_drop(struct desk *d);
/* They are those of this category, */
void quantity_take(struct desk *d, struct request *r);
/* which is refused: they wait again, unless they wait with a question or others were said. */
void quantity_refused(struct desk *d, const struct request *r);
/* What took them without anybody waiting for the answer was not written: they wait again. */
void quantity_failed(struct desk *d, uint32_t units);
/* Something is being written, and has been: a weighing that did not take them has passed them by. */
void quantity_commit(struct desk *d, enum station_commit commit);
void quantity_saved(struct desk *d);

/* strip.c: control codes that are being printed, one a label. */
struct strip {
	struct control_cell *cells; /* NULL: none */
	struct day_words *day;      /* what is printed is a day's end; else NULL */
	size_t count, at;
	uint64_t since_boot_us; /* that it waits for the printer */
};
/* How many, which are copied; -EBUSY: others are being printed. */
int strip_begin(struct strip *s, const struct control_cell *cells, size_t count,
	const struct day_words *day);
/* The one to be printed now, or NULL. */
const struct control_cell *strip_next(struct strip *s, uint64_t wait_us);
/* What it looks like on that paper: errors as label_control(). */
int strip_draw(const struct strip *s, const struct label_media *media, struct raster **ret_raster);
/* What became of it. */
void strip_printed(struct strip *s, enum print_outcome outcome);
/* Ends with the one that the printer has (sent) or at once. How many are let go. */
size_t strip_stop(struct strip *s, bool sent);
void strip_done(struct strip *s);
/* labels.c: those codes on the printer of labels; -ENODEV: there is none. Else as strip_begin(). */
int labels_strip(struct desk *d, const struct control_cell *cells, size_t count,
	const struct day_words *day);

/* labels.c */
int labels_new(struct desk *d, struct conf *conf, struct labels **ret_labels);
/* Whether a new weighing gets one. */
bool labels_wanted(const struct labels *l);
/* Whether there is a printer for one that is asked for. */
bool labels_possible(const struct labels *l);
struct labels *labels_free(struct labels *l);
void labels_kick(struct labels *l);
/* Called by printers. */
void labels_printer_state(void *data, size_t index);
void labels_printed(void *data, size_t index, int64_t job, enum print_outcome outcome);
