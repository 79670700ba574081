// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Keeps one printer open: opens, notices the loss, tries again. What is said over the open
 * link is in talk.c.
 */
#include <errno.h>
#include "log.h"
#include "printer_impl.h"

enum {
	RETRY_FIRST_US = 500 * 1000,
	RETRY_MOST_US = 5000 * 1000,
	OPENING_US = 5000 * 1000,
	SETTLED_US = 10 * 1000 * 1000,
};

void printer_opened(struct printer *p)
{
	if (p->link != LINK_OPENING)
		return;
	p->link = LINK_OPEN;
	p->opened_boot_us = loop_now_us(p->all->loop);
	p->last_error = 0;
	(void)loop_timer_disarm(p->link_timer);
	if (!p->reopening)
		log_line(LOG_NOTE, "printer=%s open device=\"%s\"", p->name, p->device);
	else
		p->all->events.state(p->all->events.data, p->index); /* it takes labels again */
	p->reopening = false;
	if (!p->answers)
		talk_set_state(p, PRINTER_READY);
	talk_ask(p);
}

void printer_lost(struct printer *p, int error)
{
	if (p->link != LINK_OPEN && p->link != LINK_OPENING)
		return;
	if (error != p->last_error && !(p->link == LINK_OPEN && error == -ECONNRESET))
		log_line(LOG_NOTE, "printer=%s lost error=%s", p->name, log_errno(error));
	/* Network printers end an idle connection; that is no news. */
	p->reopening = p->link == LINK_OPEN && p->job.phase == JOB_NONE && error == -ECONNRESET &&
		       loop_now_us(p->all->loop) - p->opened_boot_us > SETTLED_US;
	if (p->link == LINK_OPEN)
		p->retry_us = RETRY_FIRST_US;
	p->last_error = error;
	p->link = LINK_LOST;
	(void)loop_timer_arm(p->link_timer, 0);
}

static void retry_later(struct printer *p, int error)
{
	talk_set_state(p, PRINTER_UNPLUGGED);
	p->last_error = error;
	if (error == -ENODEV) /* the driver sees it come: printer_appeared() */
		return;
	(void)loop_timer_arm(p->link_timer, p->retry_us);
	p->retry_us = p->retry_us * 2 < RETRY_MOST_US ? p->retry_us * 2 : RETRY_MOST_US;
}

static void try_open(struct printer *p)
{
	int r;

	p->link = LINK_OPENING;
	p->asked = false;
	p->silences = 0;
	p->question_left = 0;
	p->answer_size = 0;
	p->answers = p->can_answer;
	(void)loop_timer_arm(p->link_timer, OPENING_US);
	r = p->driver->open(p);
	if (r == 0)
		return;
	if (r != p->last_error)
		log_line(LOG_NOTE, "printer=%s closed error=%s", p->name, log_errno(r));
	p->driver->close(p);
	p->link = LINK_CLOSED;
	p->reopening = false;
	retry_later(p, r);
}

static void close_lost(struct printer *p)
{
	p->driver->close(p);
	p->link = LINK_CLOSED;
	(void)loop_timer_disarm(p->tick);
	if (p->reopening) {
		try_open(p);
		return;
	}
	retry_later(p, p->last_error);
	talk_lost(p);
}

static void on_link_timer(void *data)
{
	struct printer *p = data;

	if (p->link == LINK_LOST)
		close_lost(p);
	else if (p->link == LINK_OPENING)
		printer_lost(p, -ETIMEDOUT);
	else if (p->link == LINK_CLOSED)
		try_open(p);
}

void printer_one_way(struct printer *p)
{
	p->answers = false;
}

void printer_appeared(struct printer *p)
{
	if (p->link == LINK_CLOSED && p->all->started)
		(void)loop_timer_arm(p->link_timer, 0);
}

int link_init(struct printer *p)
{
	int r = loop_add_timer(
		p->all->loop, "printer", LOOP_NORMAL, on_link_timer, p, &p->link_timer);

	p->state = PRINTER_UNPLUGGED;
	p->retry_us = RETRY_FIRST_US;
	return r < 0 ? r
		     : loop_add_timer(p->all->loop, "printer", LOOP_NORMAL, talk_tick, p, &p->tick);
}

void link_start(struct printer *p)
{
	if (p->link == LINK_CLOSED)
		try_open(p);
}

void link_done(struct printer *p)
{
	if (p->driver != NULL && p->link != LINK_CLOSED)
		p->driver->close(p);
	p->link = LINK_CLOSED;
	(void)loop_source_free(p->link_timer);
	(void)loop_source_free(p->tick);
	free(p->bytes);
}
