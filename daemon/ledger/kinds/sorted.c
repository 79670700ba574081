// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * sorted: goods of one category are now of others, in one place. What was taken is the sum of the
 * lines.
 */
#include <string.h>
#include "../lots.h"
#include "../stock_book.h"
#include "../write.h"

static const struct record_field fields[] = {
	STOCK_FIRST,
	TEXT(stock_head, from, .column = "category", .rules = RECORD_ASKED | RECORD_NEEDED),
	TEXT(stock_head, store, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_PLACE),
	STOCK_LAST("count(*) - 1", "-min(n.mass_mg)"),
};
static const struct record sorted_record = RECORD_OF(stock_head, fields, .table = "sorted");

static int check_food(struct ledger *l, const struct stock_head *h, const char *category,
	enum direction direction, struct ledger_result *res)
{
	struct weighing w = { .direction = direction };

	memcpy(w.category, category, sizeof(w.category));
	memcpy(w.at.day, h->day, sizeof(w.at.day));
	return lot_needed(l, &w, res);
}

/* Food goes out of its lot, or comes in by its reception: a sorting names none. */
static int is_of_no_lot(struct ledger *l, const struct stock_entry *e, struct ledger_result *res)
{
	int r = check_food(l, &e->head, e->head.from, DIRECTION_OUT, res);

	if (res->answer != LEDGER_WRITTEN)
		sentence_param(&res->why, "field", "from");
	for (size_t i = 0; i < e->count && r == 0 && res->answer == LEDGER_WRITTEN; i++) {
		r = check_food(l, &e->head, e->lines[i].category, DIRECTION_IN, res);
		if (res->answer != LEDGER_WRITTEN)
			stock_name_line(res, i);
	}
	return r;
}

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct stock_entry *e = value;
	const struct stock_place store = { e->head.store, "store", false };
	int r = stock_check_store(l, &e->head, &store, res);

	(void)job;
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = stock_check_from(l, e, res);
	if (r == 0)
		r = stock_check_lines(l, e, false, res);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : is_of_no_lot(l, e, res);
}

const struct kind sorted_kind = STOCK_KIND("sorted", sorted_record, fill);
