// SPDX-License-Identifier: GPL-3.0-or-later
/* The end of a day on A4, to be signed off: its figures, who weighed, and a box to tick for each thing to see to. */
#pragma once
#include <stdio.h>
#include "table.h"

/* t: of the report `day`. As paper_write(). */
int day_paper(const struct table *t, enum lang lang, FILE *out);
