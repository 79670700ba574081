// SPDX-License-Identifier: GPL-3.0-or-later
/* A declaration that is asked for, with the convention by which it is made. */
#pragma once
#include <jansson.h>
#include "api.h"
#include "catalogue.h"
#include "scheme.h"

struct asked {
	struct ledger *ledger;
	const struct request *request;
	struct catalogue *catalogue;
	const struct catalogue_row *site; /* the convention */
	struct declaration d;             /* version 0: nothing is written yet */
};

/* What stands of it, or what is to be begun. 0, -EINVAL: no period, -ENOENT: no convention, -errno. */
int asked_find(struct asked *a, const char *body, const char *period);
int asked_json(const struct asked *a, json_t **ret_json);
