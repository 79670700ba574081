// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who may log in as coordinator at the station: one rule for the daemon, for erasures of a file and for a copy that is
 * put back. By the catalogue they have the role on the day by which people are known, and by the secrets a PIN.
 */
#pragma once
#include "catalogue.h"
#include "moment.h"
#include "role.h"
#include "secrets.h"

struct coordinators {
	const struct catalogue *catalogue; /* NULL: nobody knows roles */
	const struct secrets *secrets;
	struct moment now;
};

/* Of a row of an operator, or of none; ROLE_NONE: nobody who may log in. */
enum role operator_role(const struct catalogue_row *row);
/* Of an operator, now. */
enum role operator_role_now(const struct catalogue *c, const char *code, const struct moment *now);
/* but: of whom it is not asked, or NULL. */
bool coordinators_any(const struct coordinators *among, const char *but);
/* The only one; "" : there are others, or is none. Lent by the secrets. */
const char *coordinators_last(const struct coordinators *among);
