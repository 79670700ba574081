// SPDX-License-Identifier: GPL-3.0-or-later
/* One log-in, or what came of a try: log.c. */
#pragma once
#include "people.h"

struct log_in_line {
	char day[DAY_SIZE];
	char at[40]; /* ISO 8601 with offset */
	char code[CODE_SIZE];
	char what[8]; /* in, wrong, out, ended, set */
	enum where where;
	bool sure; /* of the day: only then what is old goes */
};
/* Appends; blocking. What is a year old goes. */
void log_in_add(const char *folder, const struct log_in_line *l);
