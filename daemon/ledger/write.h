// SPDX-License-Identifier: GPL-3.0-or-later
/* What kinds share that are being written: the checks before it. */
#pragma once
#include "ledger_private.h"

/* Checks: 0 and perhaps res->answer LEDGER_REFUSED with its sentence; -errno. */
int ledger_check_weighing(struct ledger *l, const struct weighing *w, struct ledger_result *res);
int ledger_check_category(
	struct ledger *l, const char *code, const char *day, struct ledger_result *res);
/* Codes are in the catalogue of that day. */
int ledger_check_codes(struct ledger *l, const struct record *r, const void *value, const char *day,
	struct ledger_result *res);
int ledger_check_rows(const struct catalogue *rows, struct ledger_result *res);
/* The catalogue as it stands after an edit. */
int ledger_check_catalogue(struct ledger *l, struct ledger_result *res);
int ledger_refuse(struct ledger_result *res, const char *key, const char *code);
/* Of this daemon's own weighings; 0 and LEDGER_NOT_FOUND: there is none. */
int ledger_target(
	struct ledger *l, const char *id, struct weighing *ret_w, struct ledger_result *res);
