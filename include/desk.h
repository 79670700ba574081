// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk runs the pure station: feeds it readings, scans, button presses, intents and
 * finished commits, and carries out its effects through store, printers, panel and pages.
 * The only room that knows the others, through their public headers.
 */
#pragma once
#include "conf.h"
#include "loop.h"
#include "panel.h"
#include "printer.h"
#include "scale.h"
#include "scanner.h"
#include "station.h"
#include "store.h"

struct desk;

/* What pages want to hear. All called in the loop. */
struct desk_events {
	void (*snapshot)(void *data); /* ask desk_station() */
	void (*weighing)(
		void *data, const struct weighing *w, uint64_t seq); /* recorded or voided */
	void (*print)(void *data); /* label or printer state changed */
	void *data;
};

struct desk_answer {
	enum station_reply reply;
	struct sentence why;
	struct weighing weighing; /* REPLY_MADE */
};
typedef void (*desk_reply_fn)(void *data, const struct desk_answer *answer);

int desk_new(struct loop *loop, struct usb *usb, struct conf *conf, struct desk **ret_desk);
void desk_set_events(struct desk *d, const struct desk_events *events);
void desk_start(struct desk *d);
struct desk *desk_free(struct desk *d);
CLEANUP_OF(struct desk, desk_free);

/*
 * An intent from a page or a control code. reply() is called once, now or later. A request
 * with a key that has already written is answered from the ledger.
 */
int desk_intent(struct desk *d, const struct intent *intent, desk_reply_fn reply, void *data);

/* Typed entries, voids and reclassifications go the same way to the ledger. */
int desk_write(struct desk *d, const struct ledger_job *job, store_written_fn done, void *data);

/* Borrowed, valid until the loop runs on. */
const struct station *desk_station(const struct desk *d);
const struct catalogue *desk_catalogue(const struct desk *d);
struct store *desk_store(struct desk *d);
struct scales *desk_scales(struct desk *d);
struct scanners *desk_scanners(struct desk *d);
struct printers *desk_printers(struct desk *d);
struct panels *desk_panels(struct desk *d);
enum lang desk_lang(const struct desk *d); /* the site's language */
