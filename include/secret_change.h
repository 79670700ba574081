// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A PIN or a password changed, as entries say it: whose, by the pseudonym, and by whom. secret-set by the
 * person or a coordinator, secret-reset on the console because it was lost. The secret itself and its hash
 * are in no ledger (secrets.h).
 */
#pragma once
#include "names.h"
#include "secrets.h"

struct secret_change {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char operator_code[CODE_SIZE];
	uint32_t sort; /* enum secret_sort */
	char set_by
		[CODE_SIZE]; /* of secret-set; "" : at the console, or before anybody logged in */
};

/* Somebody who is a coordinator, was or will be one got a PIN once, or it cannot be told: where no coordinator has one
 * any more the station is no open one by that. */
struct ledger;
bool ledger_had_secrets(struct ledger *l);
/* As ledger_had_secrets() of the ledger that lies there; false, too: there is none, and nobody knows of one. */
bool ledger_path_had_secrets(const char *path, const char *known);
