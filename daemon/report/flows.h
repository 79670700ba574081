// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tables made of tonnage: its sums folded by some keys, figures by their names (flows.c), and what the
 * catalogue knows of a key. A table of them is its columns alone.
 */
#pragma once
#include "report.h"

/*
 * Fills t, whose keys are those named or facts of them: of category "scheme" and "scheme_flow", of partner,
 * place and destination any fact of theirs. Rows without any figure are left out. 0, -EIO, -ENOMEM.
 */
int flows_make(struct ledger *l, const struct report_query *query, const enum report_key *by,
	size_t by_count, struct table *t);
/* The row of t whose first key says that; a new one where there is none; NULL: no memory. */
struct cell *flows_row(struct table *t, const char *key);
/* What a destination is called that is a member, as ORIGIN_OF_MEMBERS is. */
#define DESTINATION_OF_MEMBERS "TRANSF_POLE"

/* Columns of a row of a report: a key with its label, one without, a mass, a part of a mass, a number. */
#define KEY(name_, kind_)                                   \
	{                                                   \
		name_, COLUMN_CODE, LABELS_OF(kind_), false \
	}
#define CODE(name_)                                    \
	{                                              \
		name_, COLUMN_CODE, LABELS_NONE, false \
	}
#define MG(name_)                                    \
	{                                            \
		name_, COLUMN_MG, LABELS_NONE, false \
	}
#define PART(name_)                                 \
	{                                           \
		name_, COLUMN_MG, LABELS_NONE, true \
	}
#define COUNT(name_)                                    \
	{                                               \
		name_, COLUMN_COUNT, LABELS_NONE, false \
	}
