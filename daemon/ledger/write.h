// SPDX-License-Identifier: GPL-3.0-or-later
/* Operations of ledger_write(), each inside its transaction; and the checks before them. */
#pragma once
#include "ledger_private.h"

/*
 * 0: res->answer says what came of it, and anything but LEDGER_WRITTEN is rolled back;
 * -errno: rolled back too. res->seq is the entry that the request's key is bound to.
 */
typedef int (*write_op_fn)(
	struct ledger *l, const struct ledger_job *job, struct ledger_result *res);

int write_record(struct ledger *l, const struct ledger_job *job, struct ledger_result *res);
int write_void(struct ledger *l, const struct ledger_job *job, struct ledger_result *res);
int write_replace(struct ledger *l, const struct ledger_job *job, struct ledger_result *res);
int write_reclassify(struct ledger *l, const struct ledger_job *job, struct ledger_result *res);
int write_restore(struct ledger *l, const struct ledger_job *job, struct ledger_result *res);
int write_catalogue(struct ledger *l, const struct ledger_job *job, struct ledger_result *res);
int write_unknown_code(struct ledger *l, const struct ledger_job *job, struct ledger_result *res);
int write_day(struct ledger *l, const struct ledger_job *job, struct ledger_result *res);
int write_clock(struct ledger *l, const struct ledger_job *job, struct ledger_result *res);
int write_calibration(struct ledger *l, const struct ledger_job *job, struct ledger_result *res);

/* Checks: 0 and perhaps res->answer LEDGER_REFUSED with its sentence; -errno. */
int ledger_check_weighing(struct ledger *l, const struct weighing *w, struct ledger_result *res);
int ledger_check_category(
	struct ledger *l, const char *code, const char *day, struct ledger_result *res);
int ledger_check_rows(const struct catalogue *rows, struct ledger_result *res);
/* The catalogue as it stands after an edit. */
int ledger_check_catalogue(struct ledger *l, struct ledger_result *res);
int ledger_refuse(struct ledger_result *res, const char *key, const char *code);
