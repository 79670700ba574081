// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk runs the pure station: feeds it readings, scans, button presses, intents and
 * finished commits, and carries out its effects through store, printers, panel and pages.
 * The only room that knows the others, through their public headers.
 */
#pragma once
#include "conf.h"
#include "food.h"
#include "hearing.h"
#include "loop.h"
#include "panel.h"
#include "printer.h"
#include "scale.h"
#include "scanner.h"
#include "station.h"
#include "store.h"

struct desk;

/*
 * What a scanner said while a page receives food: the code of a pack as it was read and what it says
 * of the food, or the row or the act of a control code. The others are "" or NULL.
 */
struct desk_food {
	const char *text, *category, *partner, *product, *recipe, *ingredient, *place;
	const int *degrees; /* Celsius, of a card */
	uint32_t units;     /* a number that was scanned; 0: none */
	const char *key;    /* of a lot or a pack of ours, as it is printed */
	const char *item;   /* the key of an item, or one that is on nothing yet */
	const char *act;    /* a card of an act: act.h: ACT_PAGE, ACT_SAID */
	struct food_received pack;
};

/* What pages want to hear. All called in the loop. */
struct desk_events {
	void (*snapshot)(void *data); /* ask desk_station() */
	void (*weighing)(
		void *data, const struct weighing *w, uint64_t seq); /* recorded or voided */
	/* A label got on: "waiting", "sending", "done", "handed", "unknown", "dropped". NULL id:
	 * a printer's own state changed. */
	void (*print)(void *data, const char *id, const char *state);
	void (*codes)(void *data); /* one more unknown code is kept */
	/* Of that page; "": of each that gave no name, or that weighs. */
	void (*food)(void *data, const char *page, const struct desk_food *said);
	/* Another catalogue is in force: edited by whoever, read anew, or of another day. */
	void (*catalogue)(void *data);
	void *data;
};

/* What main wants to know, once: may it say that it is ready? */
struct desk_start {
	/* The store has answered: it works, or is down for a while (0), or belongs to another
	 * program (-EBUSY); a ledger came that knows the name that station.conf does not say (-EAGAIN).
	 * Called in the loop. */
	void (*opened)(void *data, int error);
	void *data;
};

struct desk_answer {
	enum station_reply reply;
	struct sentence why;
	struct weighing weighing; /* REPLY_MADE */
	/* Likewise: what the ledger has written, valid for the call; NULL: another way told of it. */
	const struct ledger_result *result;
};
typedef void (*desk_reply_fn)(void *data, const struct desk_answer *answer);

/*
 * Reads [site], [store] and [labels], and lets every device room read its sections; mistakes
 * go to conf. Nothing is opened yet. 0 or -errno.
 */
int desk_new(struct loop *loop, struct usb *usb, struct conf *conf, struct desk **ret_desk);
/*
 * Before its start: everything goes to a ledger for training. 0 or as training_make(): nothing is changed.
 * desk_train_no_more(): what is left of one goes.
 */
int desk_train(struct desk *d, const struct moment *now);
/* Of a desk that weighs: whether it could. As training_make(). */
int desk_may_train(const struct desk *d, const struct moment *now);
void desk_train_no_more(struct desk *d);
bool desk_trains(const struct desk *d);
void desk_set_events(struct desk *d, const struct desk_events *events);
/* Opens the store and the devices. 0 or -errno; what fails later is tried again by itself. */
int desk_start(struct desk *d, const struct desk_start *start);
/*
 * Finishes what was sent to the ledger and answers whoever waits, so pages must still be
 * there (and must not ask anything any more).
 */
struct desk *desk_free(struct desk *d);
CLEANUP_OF(struct desk, desk_free);

/*
 * An intent from a page or a control code. reply() is called once, now or later. A request
 * with a key that has already written is answered from the ledger.
 */
int desk_intent(struct desk *d, const struct intent *intent, desk_reply_fn reply, void *data);

/*
 * A page receives food (hearing.h): codes of packs, families and donors are told to it instead of being
 * weighed, chosen or kept as unknown. NULL: none does.
 */
void desk_receive(struct desk *d, const char *page, enum hears hears);
const char *desk_hearing(const struct desk *d);

/*
 * The same of an intent that takes the load (in->take), of which more than a weighing is made: the last
 * draft is written behind it, in one transaction, and is what the key is bound to. weighing_from
 * completes the weighing; without a draft there is the weighing alone. A pack or an input (in->take.pack) is written alone, and what the scale says of the
 * load is filled in. The value is copied.
 */
struct desk_more {
	ledger_from_fn weighing_from;
	struct ledger_draft draft;
};
int desk_take(struct desk *d, const struct intent *in, const struct desk_more *more,
	desk_reply_fn reply, void *data);

/*
 * Typed entries, voids, reclassifications and calibrations go the same way to the ledger; the
 * station is told of weighings. Those of weighings wait for each other and for the station's own;
 * values are copied, done() may be called before this returns. job.label asks for a label, if this
 * station prints any.
 */
/* What stands on the plates of scales may have changed: it is read anew. */
void desk_read_facts(struct desk *d);
int desk_write(struct desk *d, const struct ledger_job *job, store_written_fn done, void *data);

/* What scanners and buttons said last, for whoever tries them; count 0: nothing since the start. */
struct desk_heard {
	unsigned count;
	char text[CODE_SIZE * 4]; /* cut, if it is longer; of a button its action */
};
const struct desk_heard *desk_scanned_last(const struct desk *d);
const struct desk_heard *desk_pressed_last(const struct desk *d);

/*
 * The slip in->code is in force at the station, if it is open and no other is but that of
 * instead_of ("" : none): what is weighed is for it. Without a code none is, if the one in force is
 * that of instead_of ("" : whichever). reply() is called once: REPLY_CHANGED, or why not. A repeat of
 * its key takes nothing again.
 */
int desk_slip(struct desk *d, const struct intent *in, const char *instead_of, desk_reply_fn reply,
	void *data);

/*
 * A person asks for a label again. done() gets 0, -ENOENT (no such weighing) or -errno, when
 * the job waits in the outbox.
 */
typedef void (*desk_printed_fn)(void *data, int result);
int desk_print(struct desk *d, const char *id, desk_printed_fn done, void *data);

/*
 * Prints the control codes of a kind that are offered today, one a label, after labels of goods.
 * How many; -ENODEV: no printer of labels; -EBUSY: others are being printed; -ENOENT: no such code.
 */
int desk_strip(struct desk *d, const struct control_kind *kind, enum lang lang);
/*
 * The start label: whose station this is, with the code that turns it to what comes in, which a scanner
 * is tried with; and where other machines come in, a second one with their address and the fingerprint by
 * which they know it ("": none). How many; errors as desk_strip().
 */
int desk_start_label(struct desk *d, const char *address, const char *fingerprint);
/* The end of a day on one label, after labels of goods. 1; errors as desk_strip(). */
struct day_words;
int desk_day_label(struct desk *d, const struct day_words *day);
/* Prints no more of them than the printer has. How many are let go; 0: none was being printed. */
size_t desk_strip_stop(struct desk *d);

/*
 * A person says that a load that left (struct left_load) was nothing to be recorded. done() gets
 * 0, -ENOENT (no such load, or seen to) or -errno. A weighing of it is a typed entry with
 * job.left_number, by desk_write().
 */
typedef void (*desk_left_fn)(void *data, int result);
int desk_left_dismiss(
	struct desk *d, uint64_t number, const char *reason, desk_left_fn done, void *data);

/*
 * Names what lies on the scale in force until it is lifted or its way is chosen anew (direction,
 * slip, origin …), in this run of the daemon. A touch that says it (intent.load) is of that load on
 * that way, however late it comes.
 */
void desk_load(const struct desk *d, char ret[LOAD_SIZE]);

/* A number that a code said, which waits for the next category. 0: none. */
uint32_t desk_units(const struct desk *d);

/* Borrowed, valid until the loop runs on. */
const struct station *desk_station(const struct desk *d);
const struct catalogue *desk_catalogue(const struct desk *d);
/* As ledger_whose(), of the place where its ledger is to be. */
int desk_whose(const struct desk *d, struct ledger_identity *ret_identity);
/* Where secrets lie: secrets.h. */
const char *desk_people_folder(const struct desk *d);
struct store *desk_store(struct desk *d);
struct scales *desk_scales(struct desk *d);
struct scanners *desk_scanners(struct desk *d);
struct printers *desk_printers(struct desk *d);
/* The label of the printer that prints labels, or a usual one without printer. */
void desk_label_media(const struct desk *d, struct label_media *ret_media);
/* The site's own line on every label, "" for none. */
const char *desk_label_line(const struct desk *d);
/* How long a label may wait before it is offered instead of printed by itself. */
uint64_t desk_label_wait_us(const struct desk *d);
struct panels *desk_panels(struct desk *d);
enum lang desk_lang(const struct desk *d); /* the site's language */
