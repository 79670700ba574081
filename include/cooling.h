// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rapid cooling of what was cooked: its core from 63 °C to 10 °C in two hours at the most (orders of 21 December
 * 2009, annex IV, and 8 October 2013; field study §3.15). Its start and its end are entries with the moments
 * that were said or were then, so that the clock of it goes on over any restart. A cooling that is still open
 * after two hours, or ended later or warmer, holds the lot until somebody of the staff decides. Within one boot
 * the time between is CLOCK_BOOTTIME's, so no wall clock that is set meanwhile changes it; else it is told by
 * wall clocks that are sure, or by what people said. Where nobody can know it, it was too long.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "moment.h"
#include "names.h"
#include "sentence.h"

enum {
	COOLING_FROM_MC = 63000, /* the clock runs from when the core leaves it */
	COOLING_TO_MC = 10000,
	COOLING_MINUTES = 120,
};
/*
 * Of a lot: nothing was said; it is being cooled; for too long; it was cooled as it should; too slowly; or
 * staff decided about it.
 */
enum cooling_state {
	COOLING_NONE,
	COOLING_OPEN,
	COOLING_LATE,
	COOLING_GOOD,
	COOLING_BAD,
	COOLING_DECIDED
};

struct cooling_started {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char lot[PRIVATE_KEY_SIZE];
	char probe[DEVICE_SIZE]; /* which thermometer */
	int64_t started_wall_us;
	int64_t start_mc; /* thousandths of a degree Celsius */
	bool said;        /* when: a person said it; else it was then */
	char operator_code[CODE_SIZE];
	char voided_by[ENTRY_NAME_SIZE];
	/* What came of it; nothing of this is in its entry. */
	uint32_t verdict;  /* COOLING_OPEN, _LATE, _GOOD, _BAD */
	int64_t elapsed_s; /* until now; -1: no clock knows */
	int64_t end_mc;
	uint32_t minutes;
	bool unsure;
};

struct cooling {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char lot[PRIVATE_KEY_SIZE];
	char probe[DEVICE_SIZE];
	int64_t started_wall_us, start_mc;
	int64_t ended_wall_us, end_mc;
	uint32_t minutes; /* each that was begun; 0 where it is unsure */
	uint32_t verdict; /* COOLING_GOOD, _BAD */
	bool said;        /* when it ended: as of the start */
	bool unsure;      /* no clock knows how long it took: it is COOLING_BAD */
	char operator_code[CODE_SIZE];
	char voided_by[ENTRY_NAME_SIZE];
};

struct record_words;
extern const struct record_words cooling_words;

struct ledger;
struct cooling_query {
	const char *lot;          /* NULL: any */
	char first_day[DAY_SIZE]; /* "" : from the start */
	char last_day[DAY_SIZE];  /* included, "" : no end */
	uint64_t after;           /* as in weighing_query */
	uint32_t limit;
};
/* Coolings that were begun, newest first. 0 or -errno. */
int ledger_coolings(struct ledger *l, const struct cooling_query *q,
	int (*each)(void *data, const struct cooling_started *s), void *data, uint64_t *ret_next);

/* core/cooling.c. When something was: said by a person, or as the entry of that moment has it. */
struct cooling_when {
	int64_t wall_us;
	bool said;
	struct moment at;
};
/* Microseconds between them, below zero too; COOLING_UNKNOWN: no clock knows. */
#define COOLING_UNKNOWN INT64_MIN
int64_t cooling_us(const struct cooling_when *from, const struct cooling_when *to);
/*
 * Fills minutes and verdict by the time that it took. Why it may not be begun, or is not at its end; key
 * NULL: it may.
 */
void cooling_start_check(const struct cooling_started *s, struct sentence *ret_why);
void cooling_end(struct cooling *c, int64_t us, struct sentence *ret_why);
