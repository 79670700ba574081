// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The stock, kept as what it changed by on each day. All that changes it goes through stock_add(),
 * whatever its moment: what lies between two counts moves the stock from there up to the next count
 * of that category and place, which from then on found so much less missing.
 */
#pragma once
#include "kinds.h"
#include "stock.h"

/* A moment of a category in a place: moments are in the order of day, time and entry. */
struct stock_at {
	const char *journal; /* of a site */
	uint64_t seq;
	const char *category, *store, *day;
	int64_t wall_us;
};
int stock_add(struct sql *s, const struct stock_at *at, int64_t mg);
/* A weighing in (sign 1), or its taking back (-1). */
int stock_add_weighing(struct sql *s, const struct weighing *w, int sign);

/* ---- what the kinds of entries with lines share (stock_entry.c) ---- */

/* Rows of its lines, and what they change. The head as it stands in its row. */
int stock_after(struct sql *s, const struct entry *e, const void *head);
/* One more line of an entry that is none of these: mg is put there, or taken (below zero). */
int stock_put(struct sql *s, const struct entry *e, const struct stock_at *at, int64_t mg);
/* Its lines count no more; what they say stays. */
int stock_take_back(struct sql *s, const char *journal, uint64_t seq);
/* What should lie there just before that moment: whole days, and of its own day what was before. */
int stock_book(struct sql *s, const struct stock_at *at, int64_t *ret_mg);
int stock_check(const void *head);
/* Checks before it is written: 0, and perhaps a refusal in res that names row and field; -errno. */
/* parents: goods may lie there of a category that others were made of since. */
/* What is refused is its line i: row and field. */
void stock_name_line(struct ledger_result *res, size_t i);
int stock_check_lines(
	struct ledger *l, const struct stock_entry *e, bool parents, struct ledger_result *res);
int stock_check_from(struct ledger *l, const struct stock_entry *e, struct ledger_result *res);
/*
 * Where all food is of a lot its stock and its place are those of its lots (trades 5): a count or a move beside
 * them would say that there is more, or less, than they come to, and no recall would find it.
 */
int stock_is_of_lots(
	struct ledger *l, const struct stock_entry *e, const char *key, struct ledger_result *res);
struct stock_place {
	const char *code, *field;
	bool closed; /* it may have ended: what lies there is still to be counted and taken away */
};
int stock_check_store(struct ledger *l, const struct stock_head *h, const struct stock_place *p,
	struct ledger_result *res);
int stock_append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res);
int stock_answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res);
extern const char *const stock_tables[];

/* An entry of kind; its record reads the head. */
#define STOCK_KIND(name_, record_, fill_)                                                          \
	{                                                                                          \
		(name_), 1, .record = &(record_), .size = sizeof(struct stock_entry),              \
			    .check = stock_check, .after = stock_after, .tables = stock_tables,    \
			    .take_back = stock_take_back, .fill = (fill_), .append = stock_append, \
			    .answer = stock_answer, .own_codes = true                              \
	}
/* Fields that each of them begins and ends with. */
#define STOCK_FIRST                                                                   \
	STAMP(stock_head, journal, RECORD_TEXT), STAMP(stock_head, seq, RECORD_UINT), \
		TEXT(stock_head, id, .column = "r.journal || '/' || r.seq",           \
			.rules = RECORD_JOINED),                                      \
		{ .name = "at",                                                       \
			.body = "at_us",                                              \
			.column = "wall_us",                                          \
			RECORD_AT(stock_head, at_wall_us, RECORD_TIME) },             \
		TEXT(stock_head, day)
#define STOCK_OF_LINES(expression_) \
	"(SELECT " expression_ " FROM stock_line n WHERE n.journal = r.journal AND n.seq = r.seq)"
#define STOCK_LAST(count_, sum_)                                                                   \
	{ .name = "operator", RECORD_AT(stock_head, operator_code, RECORD_TEXT) },                 \
		WHOLE(stock_head, lines, .column = STOCK_OF_LINES(count_),                         \
			.rules = RECORD_JOINED),                                                   \
		MASS(stock_head, mass_mg, .column = STOCK_OF_LINES(sum_), .rules = RECORD_JOINED), \
		VOIDED_BY(stock_head)
