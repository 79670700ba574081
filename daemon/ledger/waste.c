// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What only the catalogue of its day knows of a weighing: as which waste it goes out and what is to
 * become of it, for the register (order of 31 May 2021); and what one piece of a category weighs.
 */
#include <string.h>
#include "write.h"

/*
 * Rows of waste codes that fit w, those of its very category first, then of its root, then of any. A
 * code that is said is one of ours or the waste itself. fit tells rows of one rank apart.
 */
#define ROWS                                                                                       \
	"WITH c AS (SELECT c.code, c.valid_from, f.waste, f.treatment, f.destination, f.category"  \
	" FROM catalogue c JOIN catalogue_waste_code f USING (journal, code, valid_from)"          \
	" WHERE c.journal = ?1 AND c.kind = 'waste-code' AND f.waste <> '' AND c.valid_from <= ?2" \
	" AND (c.valid_until = '' OR c.valid_until > ?2))"

/* 1: the only one that fits best; 0: there is none, or several as good; -errno. */
static int find_best(struct ledger *l, struct weighing *w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int rank, r = sql_start(l->sql, &stmt,
			  ROWS ", fit AS (SELECT waste, treatment, CASE category WHEN ?4 THEN 1 "
			       "WHEN '' THEN 3"
			       " ELSE 2 END AS rank FROM c WHERE destination = ?3 AND (category IN "
			       "('', ?4) OR"
			       " category = (SELECT p.parent FROM catalogue p WHERE p.journal = ?1"
			       "  AND p.kind = 'category' AND p.code = ?4 AND p.valid_from <= ?2"
			       "  ORDER BY p.valid_from DESC LIMIT 1)))"
			       " SELECT rank, waste, treatment FROM fit ORDER BY rank LIMIT 2",
			  V_TEXT(l->journal), V_TEXT(w->at.day), V_TEXT(w->destination),
			  V_TEXT(w->category));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	rank = sqlite3_column_int(stmt, 0);
	sql_text(stmt, 1, w->waste_code, sizeof(w->waste_code));
	sql_text(stmt, 2, w->treatment, sizeof(w->treatment));
	r = sql_step(stmt);
	if (r > 0 && sqlite3_column_int(stmt, 0) == rank)
		w->waste_code[0] = w->treatment[0] =
			'\0'; /* a person tells them apart, we do not */
	return r < 0 ? r : w->waste_code[0] != '\0';
}

/* 1: it is there; 0; -errno. */
static int find_said(struct ledger *l, struct weighing *w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		ROWS " SELECT waste, treatment FROM c WHERE code = ?3 OR waste = ?3"
		     " ORDER BY destination = ?4 DESC, code = ?3 DESC LIMIT 1",
		V_TEXT(l->journal), V_TEXT(w->at.day), V_TEXT(w->waste_code),
		V_TEXT(w->destination));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, w->waste_code, sizeof(w->waste_code));
	if (w->direction == DIRECTION_OUT)
		sql_text(stmt, 1, w->treatment, sizeof(w->treatment));
	return 1;
}

/* What its destination does with all that it gets. */
static int take_treatment(struct ledger *l, struct weighing *w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT treatment FROM catalogue_destination WHERE journal = ? AND code = ?"
		" AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1",
		V_TEXT(l->journal), V_TEXT(w->destination), V_TEXT(w->at.day));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, w->treatment, sizeof(w->treatment));
	return r < 0 ? r : 0;
}

int ledger_take_waste(struct ledger *l, struct weighing *w, struct ledger_result *res)
{
	const bool out = w->direction == DIRECTION_OUT, said = w->waste_code[0];
	int r = 0;

	if (w->treatment[0]) /* as it was on the day of what it stands for */
		return 0;
	if (said)
		r = find_said(l, w);
	else if (out)
		r = find_best(l, w);
	if (r == 0 && said)
		r = ledger_refuse_field(res, "unknown_code_in", w->waste_code, "waste_code");
	return r < 0 || !out || w->treatment[0] ? (r < 0 ? r : 0) : take_treatment(l, w);
}

int ledger_estimate(struct ledger *l, struct weighing *w, struct ledger_result *res)
{
	int64_t unit_mg = 0;
	int r = sql_int(l->sql, &unit_mg,
		"SELECT unit_mg FROM catalogue WHERE journal = ?1 AND kind = 'category' AND code = "
		"?2"
		" AND valid_from <= ?3 ORDER BY valid_from DESC LIMIT 1",
		V_TEXT(l->journal), V_TEXT(w->category), V_TEXT(w->at.day));

	if (r < 0)
		return r;
	if (!w->units)
		return ledger_refuse_field(res, "units_missing", NULL, "units");
	if (unit_mg <= 0)
		return ledger_refuse_field(res, "no_unit_mass", w->category, "category");
	if (__builtin_mul_overflow(unit_mg, (int64_t)w->units, &w->net_mg))
		return -EINVAL;
	return 0;
}
