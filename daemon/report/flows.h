// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tables made of tonnage: its sums folded by some keys, figures by their names (flows.c), and what the
 * catalogue knows of a key. A table of them is its columns alone.
 */
#pragma once
#include "report.h"

/* tonnage with one more column, which only flows_make() reads. */
extern const struct report tonnage_parts;

/*
 * Fills t, whose keys are those named or facts of them: of category "scheme" and "scheme_flow", of partner,
 * place and destination any fact of theirs. Rows without any figure are left out. 0, -EIO, -ENOMEM.
 */
int flows_make(struct ledger *l, const struct report_query *query, const enum report_key *by,
	size_t by_count, struct table *t);
/* The row of t whose first key says that; a new one where there is none; NULL: no memory. */
struct cell *flows_row(struct table *t, const char *key);
/* The same days a year before; of a period that is not over, as much of it: up to the last day that has weighings. */
int flows_year_before(struct report_query *q); /* 0, -EINVAL: before there were years */
int flows_days_before(struct ledger *l, struct report_query *q); /* the same, -EIO */
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

/*
 * SQL behind WITH RECURSIVE: stock_change (site, category, mg), by what the stock of each place changed on the days ?1
 * to ?2. From one place to the next by its key, then its days in a row: the index on days is a seek for each.
 */
#define STOCK_CHANGE                                                                           \
	"stock_site (site) AS (SELECT min(site) FROM stock_day UNION ALL"                      \
	" SELECT (SELECT min(site) FROM stock_day WHERE site > k.site)"                        \
	" FROM stock_site k WHERE site IS NOT NULL),"                                          \
	" stock_category (site, category) AS (SELECT site,"                                    \
	" (SELECT min(category) FROM stock_day WHERE site = k.site) FROM stock_site k"         \
	" WHERE site IS NOT NULL AND (?3 = '' OR site = ?3) UNION ALL SELECT site,"            \
	" (SELECT min(category) FROM stock_day WHERE site = k.site AND category > k.category)" \
	" FROM stock_category k WHERE category IS NOT NULL),"                                  \
	" stock_part (site, category, store) AS (SELECT site, category,"                       \
	" (SELECT min(store) FROM stock_day WHERE site = k.site AND category = k.category)"    \
	" FROM stock_category k WHERE category IS NOT NULL UNION ALL SELECT site, category,"   \
	" (SELECT min(store) FROM stock_day WHERE site = k.site AND category = k.category"     \
	" AND store > k.store) FROM stock_part k WHERE store IS NOT NULL),"                    \
	" stock_change (site, category, mg) AS (SELECT site, category,"                        \
	" (SELECT ifnull(sum(mass_mg), 0) FROM stock_day d WHERE d.site = k.site"              \
	" AND d.category = k.category AND d.store = k.store AND d.day >= ?1 AND d.day <= ?2)"  \
	" FROM stock_part k WHERE store IS NOT NULL)"
