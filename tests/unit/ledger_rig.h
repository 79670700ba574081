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

/* What tests want written, in one flat value; rig_draft() says it as drafts. */
enum rig_op {
	RIG_RECORD,      /* weighing, note */
	RIG_VOID,        /* void_id, reason, note */
	RIG_REPLACE,     /* both */
	RIG_RECLASSIFY,  /* void_id gets category */
	RIG_RESTORE,     /* void_id is voided, what it corrected written again */
	RIG_CATALOGUE,   /* rows */
	RIG_CODE,        /* text, device */
	RIG_CLOCK,       /* text: a day, of void_id; none: now it is trusted */
	RIG_CALIBRATION, /* calibration, note */
};
struct rig_job {
	enum rig_op op;
	struct moment now;
	struct weighing weighing;
	char void_id[PRIVATE_KEY_SIZE], category[CODE_SIZE], reason[CODE_SIZE], note[NOTE_SIZE];
	char text[SCANNED_SIZE], device[DEVICE_SIZE];
	int64_t offset_us;
	struct calibration calibration;
	const struct catalogue *rows;
	const struct station_kept *kept;
	uint64_t left_number;
	char token[TOKEN_SIZE], key[REQUEST_KEY_SIZE];
	uint8_t digest[32];
	bool label;
};
/* The values of the drafts live here. */
struct rig_values {
	struct weighing_entry weighing;
	struct weighing_void voided;
	struct unknown_code code;
	struct calibration calibration;
	struct clock_correction clock;
};
struct ledger_job rig_drafts(const struct rig_job *job, struct rig_values *values);
struct rig_job rig_job(const struct ledger_rig *r, enum rig_op op);
void rig_put(struct ledger *l, const struct rig_job *job, struct ledger_result *ret_result);
/* Writes and expects that answer. */
struct ledger_result rig_write(
	struct ledger_rig *r, const struct rig_job *job, enum ledger_answer expected);
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
