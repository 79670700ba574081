// SPDX-License-Identifier: GPL-3.0-or-later
/* What the two halves of bascule entries share: listing and making entries of any kind. */
#pragma once
#include "cli.h"

/* The kind of that name that this call lists or makes; else what was meant. An exit code. */
int entries_kind(
	const struct cli *c, const char *method, const char *word, const struct kind **ret_kind);
/* Says which there are. EXIT_USAGE. */
int entries_which_kind(const struct cli *c, const char *method);
/* A value of that field as JSON. NULL: it cannot be one of that type; *ret_why says what it must be. */
struct record_field;
json_t *entries_value(const struct record_field *f, const char *name, const char *text,
	enum lang lang, const char **ret_why);
/* bascule entries add KIND FIELD=VALUE …: argv[0] is "add". An exit code. */
int entries_add(struct cli *c, int argc, char **argv);
