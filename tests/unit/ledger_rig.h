// SPDX-License-Identifier: GPL-3.0-or-later
/* A ledger in a folder of its own, a clock that tests drive, and shorthands to write with. */
#pragma once
#include "ledger.h"

struct ledger_rig {
	char folder[80];
	char path[112];
	struct ledger *ledger;
	struct moment now;
};

void rig_up(struct ledger_rig *r);
void rig_down(struct ledger_rig *r);
/* For one test: a rig of its own is the state. */
int rig_begin(void **state);
int rig_end(void **state);
void rig_reopen(struct ledger_rig *r);
void rig_day(struct ledger_rig *r, const char *day);
void rig_tick(struct ledger_rig *r); /* a second passes */

/* A weighing of that category and net mass, from APP_VOL or to a destination. */
struct weighing rig_weighing(const struct ledger_rig *r, const char *category, int64_t net_mg);
struct ledger_job rig_job(const struct ledger_rig *r, enum ledger_op op);
/* Writes and expects that answer. */
struct ledger_result rig_write(
	struct ledger_rig *r, const struct ledger_job *job, enum ledger_answer expected);
struct ledger_result rig_record(struct ledger_rig *r, const char *category, int64_t net_mg);
struct ledger_result rig_void(struct ledger_rig *r, const char *id, enum ledger_answer expected);

/* No fault by verify nor by rebuild check; entries counted. */
uint64_t rig_expect_sound(struct ledger_rig *r);
/* Faults by either. */
int rig_faults(struct ledger_rig *r);
/* Runs SQL on the file from outside, the ledger being closed and opened again. */
void rig_sql(struct ledger_rig *r, const char *sql);
/* The same, but it is only opened for reading then: no damage keeps that from being done. */
void rig_damage(struct ledger_rig *r, const char *sql);
int64_t rig_int(struct ledger_rig *r, const char *sql);
