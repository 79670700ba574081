// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Talks to one open printer: asks it how it is, and carries out what the job decides. A
 * question is never put into the middle of a job's bytes. At rest a printer that is well
 * is asked four times a minute, one that needs a person each second, and one that never
 * answers ever more rarely: a printer of another language prints our questions.
 */
#include <errno.h>
#include <string.h>
#include "log.h"
#include "printer_impl.h"

enum {
	PATIENCE_US = 2000 * 1000,
	STALL_US = 5000 * 1000,
	ASK_CONFIRMING_US = 100 * 1000,
	ASK_WATCHING_US = 1000 * 1000,
	ASK_IDLE_US = 15 * 1000 * 1000,
	ASK_MUTE_MOST_US = 60 * 1000 * 1000,
	ARRIVING_US = 10 * 1000,
	ARRIVING_MOST_US = 1000 * 1000,
};

static void step(struct printer *p, enum job_step s);

static bool needs_a_person(enum printer_state state)
{
	return state == PRINTER_PAPER_OUT || state == PRINTER_COVER_OPEN ||
	       state == PRINTER_RIBBON_OUT || state == PRINTER_PAUSED || state == PRINTER_FAULT;
}

void talk_set_state(struct printer *p, enum printer_state state)
{
	if (p->state == state)
		return;
	log_line(needs_a_person(state) || state == PRINTER_MUTE || state == PRINTER_UNPLUGGED
			 ? LOG_WARN
			 : LOG_NOTE,
		"printer=%s state=%s", p->name, printer_state_name(state));
	p->state = state;
	p->all->events.state(p->all->events.data, p->index);
}

static void ask_later(struct printer *p)
{
	uint64_t delay_us = ASK_IDLE_US;

	if (p->job.phase == JOB_CONFIRMING)
		delay_us = ASK_CONFIRMING_US;
	else if (p->state == PRINTER_MUTE)
		delay_us = (uint64_t)PATIENCE_US << (p->silences < 6 ? p->silences : 6);
	else if (p->state != PRINTER_READY)
		delay_us = ASK_WATCHING_US;
	if (delay_us > ASK_MUTE_MOST_US)
		delay_us = ASK_MUTE_MOST_US;
	(void)loop_timer_arm(p->tick, delay_us);
}

static void finish(struct printer *p, enum print_outcome outcome)
{
	static const char *const words[] = { "done", "handed", "not_sent", "unknown" };

	log_line(outcome == PRINT_UNKNOWN ? LOG_WARN : LOG_NOTE, "printer=%s job=%lld %s", p->name,
		(long long)p->job_id, words[outcome]);
	free(p->bytes);
	p->bytes = NULL;
	if (p->link == LINK_OPEN && !p->asked)
		ask_later(p);
	p->all->events.finished(p->all->events.data, p->index, p->job_id, outcome);
}

static ssize_t offer(struct printer *p, const uint8_t *bytes, size_t size)
{
	ssize_t n = p->link == LINK_OPEN ? p->driver->write(p, bytes, size) : 0;

	if (n < 0)
		printer_lost(p, (int)n);
	return n;
}

/* True when the whole question has gone. */
static bool put_question(struct printer *p)
{
	size_t size = strlen(p->language->query);

	while (p->question_left > 0) {
		ssize_t n = offer(p, (const uint8_t *)p->language->query + size - p->question_left,
			p->question_left);

		if (n <= 0)
			return false;
		p->question_left -= (size_t)n;
	}
	return true;
}

/*
 * What confirms a label must be the answer to a question asked after it: printers exist that
 * answer twice, or slowly, so the question waits until nothing comes any more.
 */
static bool is_quiet(struct printer *p)
{
	uint64_t quiet_us = loop_now_us(p->all->loop) - p->heard_boot_us;

	if (p->job.phase != JOB_CONFIRMING || quiet_us >= ASK_CONFIRMING_US)
		return true;
	(void)loop_timer_arm(p->tick, ASK_CONFIRMING_US - quiet_us);
	return false;
}

void talk_ask(struct printer *p)
{
	if (p->link != LINK_OPEN || p->job.phase == JOB_SENDING || !is_quiet(p))
		return;
	if (!p->answers) {
		if (p->driver->ask == NULL)
			return;
		p->driver->ask(p);
		ask_later(p);
		return;
	}
	/* What is still on the way is question enough. */
	if (p->question_left == 0 && (p->silences == 0 || p->driver->on_the_way(p) == 0))
		p->question_left = strlen(p->language->query);
	p->asked = true;
	(void)loop_timer_arm(p->tick, PATIENCE_US);
	(void)put_question(p);
}

static void send_job(struct printer *p)
{
	talk_set_state(p, PRINTER_PRINTING);
	(void)loop_timer_arm(p->tick, STALL_US);
	if (!put_question(p))
		return;
	while (p->bytes != NULL && p->job.phase == JOB_SENDING) {
		ssize_t n = offer(p, p->bytes->data + p->job.sent, p->bytes->size - p->job.sent);

		if (n <= 0)
			return;
		(void)loop_timer_arm(p->tick, STALL_US);
		step(p, job_sent(&p->job, (size_t)n, loop_now_us(p->all->loop)));
	}
}

/* JOB_SEND after the first is answered by the loop in send_job(). */
static void step(struct printer *p, enum job_step s)
{
	switch (s) {
	case JOB_WAIT:
	case JOB_SEND:
		break;
	case JOB_ASK:
		talk_ask(p);
		break;
	case JOB_DONE:
		finish(p, PRINT_DONE);
		break;
	case JOB_HANDED:
		finish(p, PRINT_HANDED);
		break;
	case JOB_NOT_SENT:
		finish(p, PRINT_NOT_SENT);
		break;
	case JOB_UNKNOWN:
		finish(p, PRINT_UNKNOWN);
		break;
	}
	if (p->job.phase == JOB_ARRIVING) {
		p->arriving_us = ARRIVING_US;
		(void)loop_timer_arm(p->tick, 0);
	}
}

static void take_answer(struct printer *p, const struct print_status *status)
{
	bool expected = p->asked;
	enum job_step s;

	p->asked = false;
	p->silences = 0;
	p->last_error = 0;
	/* One question counts for one answer, however often the printer sends it. */
	s = expected ? job_answer(&p->job, status) : JOB_WAIT;
	talk_set_state(p, p->job.phase != JOB_NONE && status->state == PRINTER_READY
				  ? PRINTER_PRINTING
				  : status->state);
	step(p, s);
	if (s == JOB_SEND)
		send_job(p);
	else if (p->link == LINK_OPEN && !p->asked && p->job.phase != JOB_SENDING)
		ask_later(p);
}

void printer_received(struct printer *p, const uint8_t *bytes, size_t size)
{
	if (p->link != LINK_OPEN || !p->answers)
		return;
	p->heard_boot_us = loop_now_us(p->all->loop);
	while (size > 0) {
		size_t room = sizeof(p->answer) - p->answer_size;
		size_t n = size < room ? size : room;
		size_t at = 0;
		int used = -EBADMSG;

		memcpy(p->answer + p->answer_size, bytes, n);
		p->answer_size += n;
		bytes += n;
		size -= n;
		while (at < p->answer_size && used != 0) {
			struct print_status status;

			used = p->language->status(p->answer + at, p->answer_size - at, &status);
			at += used > 0 ? (size_t)used : used < 0;
			if (used > 0)
				take_answer(p, &status);
		}
		/* A full buffer without an answer is noise. */
		if (at == 0 && p->answer_size == sizeof(p->answer))
			at = 1;
		p->answer_size -= at;
		memmove(p->answer, p->answer + at, p->answer_size);
	}
}

void printer_told(struct printer *p, enum printer_state state)
{
	if (p->link != LINK_OPEN)
		return;
	if (needs_a_person(state)) {
		p->job.in_trouble = p->job.phase == JOB_CONFIRMING;
		talk_set_state(p, state);
	} else if (!p->answers && p->job.phase == JOB_NONE) {
		talk_set_state(p, state);
	}
}

/* The printer owes an answer. */
static void on_silence(struct printer *p)
{
	enum job_step s = job_silence(&p->job, loop_now_us(p->all->loop));

	p->asked = false;
	p->silences++;
	/* A slow printer reads the label before it reads the question. */
	if (!needs_a_person(p->state) && p->job.phase != JOB_CONFIRMING)
		talk_set_state(p, PRINTER_MUTE);
	if (p->driver->ask != NULL)
		p->driver->ask(p);
	step(p, s);
	if (p->job.phase == JOB_CONFIRMING)
		talk_ask(p);
	else
		ask_later(p);
}

/* Bytes do not go on: most printers say "no paper" so. They are kept, not sent again. */
static void on_stall(struct printer *p)
{
	if (p->driver->ask != NULL)
		p->driver->ask(p);
	if (!needs_a_person(p->state))
		talk_set_state(p, PRINTER_MUTE);
	(void)loop_timer_arm(p->tick, STALL_US);
}

static void on_arriving(struct printer *p)
{
	if (p->driver->on_the_way(p) == 0) {
		enum job_step s = job_arrived(&p->job);

		talk_set_state(p, PRINTER_READY);
		step(p, s);
		return;
	}
	if (p->arriving_us < ARRIVING_MOST_US)
		p->arriving_us *= 2;
	else if (p->driver->ask != NULL)
		p->driver->ask(p);
	(void)loop_timer_arm(p->tick, p->arriving_us);
}

void talk_tick(void *data)
{
	struct printer *p = data;

	if (p->link != LINK_OPEN)
		return;
	if (p->job.phase == JOB_SENDING)
		on_stall(p);
	else if (p->job.phase == JOB_ARRIVING)
		on_arriving(p);
	else if (p->asked)
		on_silence(p);
	else
		talk_ask(p);
}

void printer_writable(struct printer *p)
{
	if (p->link != LINK_OPEN)
		return;
	if (p->job.phase == JOB_SENDING) {
		send_job(p); /* it goes on */
	} else if (p->job.phase == JOB_ARRIVING) {
		on_arriving(p);
	} else {
		(void)put_question(p);
	}
}

void talk_print(struct printer *p, int64_t job, struct print_bytes *bytes)
{
	enum job_step s;

	p->bytes = bytes;
	p->job_id = job;
	s = job_start(&p->job, bytes->size, p->answers);
	if (s == JOB_SEND)
		send_job(p);
	else if (!p->asked) /* else the answer on its way will do */
		step(p, s);
}

void talk_lost(struct printer *p)
{
	step(p, job_lost(&p->job));
}
