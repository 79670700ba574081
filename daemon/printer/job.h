// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One label on its way to one printer, as a pure state machine: no descriptor, no clock.
 * It decides what is done next and what may be said of the label in the end. The rule it
 * keeps: from the first byte that left, only the printer's own word makes it done, and
 * nothing makes it sent again.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "language.h"

enum job_phase {
	JOB_NONE,
	JOB_ASKING,     /* is it ready? */
	JOB_SENDING,    /* bytes are going */
	JOB_CONFIRMING, /* all gone; the printer is asked until it has nothing left to print */
	JOB_ARRIVING,   /* all gone to a printer that cannot say; until they have arrived */
};

struct job {
	enum job_phase phase;
	bool answers;       /* the printer is one that answers */
	bool in_trouble;    /* its last answer was one that a person must see to */
	unsigned int ready; /* answers in a row without anything left to print */
	uint64_t silent_us; /* since when, while confirming, it has not answered */
	size_t size;
	size_t sent;
};

enum job_step {
	JOB_WAIT,
	JOB_ASK,  /* send the question */
	JOB_SEND, /* send bytes from job->sent */
	JOB_DONE, /* outcomes: the job is over */
	JOB_HANDED,
	JOB_NOT_SENT,
	JOB_UNKNOWN,
};

enum {
	JOB_CONFIRMATIONS = 2,
	JOB_SILENCE_US = 10 * 1000 * 1000, /* without an answer while confirming: nobody knows; */
	JOB_BYTE_US = 1000, /* and as long as the slowest printer takes for the bytes, 1 kB/s */
};

enum job_step job_start(struct job *j, size_t size, bool answers);
/* An answer of the printer. */
enum job_step job_answer(struct job *j, const struct print_status *status);
/* It did not answer in time. */
enum job_step job_silence(struct job *j, uint64_t now_us);
/* count more bytes have been taken. */
enum job_step job_sent(struct job *j, size_t count, uint64_t now_us);
/* All bytes have arrived at the other side. */
enum job_step job_arrived(struct job *j);
/* The way to the printer is lost. */
enum job_step job_lost(struct job *j);
