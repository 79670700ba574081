// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is done inside the site and is no weighing: a count of what lies in a place, a sorting of one
 * category into others, a move from one place to another. Each is an entry with lines, of the moment
 * at which it was done. What lies where follows from these and from the weighings, in the order of
 * their moments, not of their entries (daemon/ledger/stock.c): a count says what lies there then, so
 * what is entered later of an earlier moment changes what that count found missing, not the stock.
 */
#pragma once
#include "moment.h"
#include "names.h"
#include "record.h"
#include "weighing.h"

enum { STOCK_LINES = 100 };
#define STOCK_LINE_MOST_MG (INT64_C(100) * 1000 * 1000000) /* 100 t: sums never overflow */

enum stock_scope { SCOPE_CYCLE, SCOPE_OPENING, SCOPE_ANNUAL };

/* What an entry says besides its lines; places are codes of the catalogue, "" is the site's own. */
struct stock_head {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	char id[ENTRY_NAME_SIZE]; /* both of them, as such an entry is called: it has no printed key */
	int64_t at_wall_us;       /* when it was done, */
	char day[DAY_SIZE];       /* and the day of that */
	char from[CODE_SIZE];     /* of a sorting the category, of a move the place */
	char store[CODE_SIZE];    /* of a count and of a sorting: where; of a move: where to */
	enum stock_scope scope; /* of a count */
	char operator_code[CODE_SIZE];
	uint64_t lines; /* only read: how many, and their sum */
	int64_t mass_mg;
	char voided_by[ENTRY_NAME_SIZE]; /* only read */
};

struct stock_line {
	char category[CODE_SIZE];
	int64_t mass_mg; /* 0: counted, and nothing was there */
	uint32_t units;  /* 0: not counted */
	enum method method;
	bool booked;     /* a request says what it takes to lie there, */
	int64_t book_mg; /* and is refused where that is another by then */
};

/* The value of the three kinds; the table of fields of each reads its head. */
struct stock_entry {
	struct stock_head head;
	size_t count;
	struct stock_line lines[STOCK_LINES];
};

struct kind;
extern const struct kind stock_count_kind, sorted_kind, moved_kind;
/* The table of fields of the lines of such entries: of a count, else of goods that went somewhere. */
extern const struct record stock_count_asked_record; /* what a request may say of the first */
extern const struct record stock_count_line_record, stock_goods_line_record;
const struct record *stock_line_record(const struct kind *kind);
