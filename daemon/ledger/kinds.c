// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The one list of kinds of entries. Kinds to come are further rows; a row is never taken away,
 * because old entries are read for ever. (Alone in this file: a test has a list of its own.)
 */
#include "kinds.h"

const struct kind *const kinds[] = {
	&journal_opened_kind,
	&journal_continued_kind,
	&catalogue_kind,
	&weighing_kind,
	&void_kind,
	&unknown_code_kind,
	&clock_corrected_kind,
	&calibration_kind,
	NULL,
};
