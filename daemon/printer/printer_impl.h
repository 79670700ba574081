// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One configured printer: what registry (printer.c), link (link.c) and conversation
 * (talk.c) share.
 */
#pragma once
#include "driver.h"
#include "job.h"
#include "names.h"

enum printer_link { LINK_CLOSED, LINK_OPENING, LINK_OPEN, LINK_LOST };

struct printer {
	struct printers *all;
	size_t index;
	const struct print_driver *driver;
	const struct print_language *language;
	void *private;
	char name[DEVICE_SIZE];
	char device[128];
	struct label_media media;
	enum print_tracking tracking;
	bool can_answer; /* its language can say, and station.conf does not deny it */
	bool answers;    /* and so can the device that is open */

	enum printer_link link;
	enum printer_state state;
	int last_error;
	struct loop_source *link_timer; /* when to try again, give up connecting, close */
	uint64_t retry_us;
	uint64_t opened_boot_us;
	bool reopening; /* an idle connection that ended: nobody is told unless it fails */

	struct loop_source *tick; /* next question, or end of patience for the answer */
	bool asked;
	uint64_t heard_boot_us;
	size_t question_left;  /* of the question, not yet taken by the driver */
	unsigned int silences; /* questions without an answer, in a row */
	size_t answer_size;
	uint8_t answer[PRINT_ANSWER_MOST];

	uint64_t arriving_us; /* between two looks whether all has arrived */
	struct job job;
	int64_t job_id;
	struct print_bytes *bytes;
};

struct printers {
	struct loop *loop;
	struct usb *usb;
	struct printer_events events;
	struct printer *list;
	size_t count;
	bool started;
};

int link_init(struct printer *p);
void link_start(struct printer *p);
void link_done(struct printer *p);

/* talk.c */
void talk_set_state(struct printer *p, enum printer_state state);
void talk_ask(struct printer *p);
void talk_tick(void *data);
/* The link is gone: what becomes of the label. */
void talk_lost(struct printer *p);
/* Takes over bytes. */
void talk_print(struct printer *p, int64_t job, struct print_bytes *bytes);
