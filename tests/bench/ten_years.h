// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ten years of 1 M weighings, laid straight into the projections of a ledger of today or of an
 * earlier commit: a journal of that size would take minutes to write durably.
 */
#pragma once
#include <sqlite3.h>

int ten_years(sqlite3 *db, char **ret_error);
