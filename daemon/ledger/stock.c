// SPDX-License-Identifier: GPL-3.0-or-later
/* What changes the stock, at its moment. See stock_book.h for the rule. */
#include "stock_book.h"

#define SITE "(SELECT site FROM journal WHERE journal = ?1)"

/* A day on which nothing changed is no row, so that replayed days are the same rows. */
static int add_to_day(struct sql *s, const struct stock_at *at, const char *day, int64_t mg)
{
	int64_t left = mg;
	int r = sql_int(s, &left,
		"INSERT INTO stock_day (site, category, store, day, mass_mg)"
		" VALUES (" SITE ", ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE"
		" SET mass_mg = mass_mg + excluded.mass_mg RETURNING mass_mg",
		V_TEXT(at->journal), V_TEXT(at->category), V_TEXT(at->store), V_TEXT(day),
		V_INT(mg));

	if (r < 0 || left)
		return r < 0 ? r : 0;
	return sql_run(s,
		"DELETE FROM stock_day WHERE site = " SITE
		" AND category = ?2 AND store = ?3 AND day = ?4",
		V_TEXT(at->journal), V_TEXT(at->category), V_TEXT(at->store), V_TEXT(day));
}

struct line_key {
	char journal[JOURNAL_SIZE];
	int64_t seq, item;
	char day[DAY_SIZE];
};

/* The count that is the first after that moment. 1; 0: there is none; -errno. */
static int next_count(struct sql *s, const struct stock_at *at, struct line_key *ret_count)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(s, &stmt,
		"SELECT journal, seq, item, day FROM stock_line WHERE site = " SITE
		" AND category = ?2 AND store = ?3"
		" AND (day, wall_us, journal, seq) > (?4, ?5, ?1, ?6)"
		" AND kind = 'stock-count' AND NOT voided"
		" ORDER BY day, wall_us, journal, seq LIMIT 1",
		V_TEXT(at->journal), V_TEXT(at->category), V_TEXT(at->store), V_TEXT(at->day),
		V_INT(at->wall_us), V_INT(at->seq));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, ret_count->journal, sizeof(ret_count->journal));
	ret_count->seq = sqlite3_column_int64(stmt, 1);
	ret_count->item = sqlite3_column_int64(stmt, 2);
	sql_text(stmt, 3, ret_count->day, sizeof(ret_count->day));
	return 1;
}

int stock_add(struct sql *s, const struct stock_at *at, int64_t mg)
{
	struct line_key count;
	int r = mg ? add_to_day(s, at, at->day, mg) : 0;

	if (r == 0 && mg)
		r = next_count(s, at, &count);
	if (r <= 0)
		return r;
	r = sql_run(s,
		"UPDATE stock_line SET change_mg = change_mg - ?4"
		" WHERE journal = ?1 AND seq = ?2 AND item = ?3",
		V_TEXT(count.journal), V_INT(count.seq), V_INT(count.item), V_INT(mg));
	return r < 0 ? r : add_to_day(s, at, count.day, -mg);
}

/* Goods that are weighed lie where they were put, or did. */
int stock_add_weighing(struct sql *s, const struct weighing *w, int sign)
{
	const struct stock_at at = { w->journal, w->seq, w->category, w->store, w->at.day,
		w->at.wall_us };

	return stock_add(
		s, &at, w->direction == DIRECTION_IN ? sign * w->net_mg : -sign * w->net_mg);
}
