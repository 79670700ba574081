// SPDX-License-Identifier: GPL-3.0-or-later
/* What the writers of reports share. */
#pragma once
#include "mass.h"
#include "report.h"

/* "in_mg" -> "in_kg" */
const char *tonnage_kg_name(enum tonnage_mass mass, char buf[24]);
int tonnage_write_xlsx(const struct tonnage *t, enum lang lang, FILE *out);
