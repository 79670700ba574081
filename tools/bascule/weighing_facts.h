// SPDX-License-Identifier: GPL-3.0-or-later
/* What may be said of a weighing besides its way and its mass, as options of a command. */
#pragma once
#include "cli.h"

enum { FACTS_MOST = 16 };
struct facts_said {
	const char *said[FACTS_MOST];
	char option[FACTS_MOST][64];
};
/* One for each fact, behind the command's own; their number. facts stays where it is meanwhile. */
size_t facts_options(struct facts_said *facts, struct cli_option *ret_options);
/* Those that were said, into the body of the call. An exit code. */
int facts_put(const struct cli *c, const struct facts_said *facts, json_t *body);
