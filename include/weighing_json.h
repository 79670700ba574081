// SPDX-License-Identifier: GPL-3.0-or-later
/* A weighing as the contract says it (GET /weighings): for the page and the command line. */
#pragma once
#include <jansson.h>
#include "weighing.h"

/* A new reference; NULL: no memory. What is not there is null, never 0 or "". */
json_t *json_weighing(const struct weighing *w);
