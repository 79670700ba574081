// SPDX-License-Identifier: GPL-3.0-or-later
/* What a catalogue row is called on a label. row may be NULL. */
#pragma once
#include "catalogue.h"
#include "lang.h"

/* The words on its tile, else its label, else code. */
const char *row_short(const struct catalogue_row *row, enum lang lang, const char *code);
/* Its label; "" when there is no row. */
const char *row_label(const struct catalogue_row *row, enum lang lang);
