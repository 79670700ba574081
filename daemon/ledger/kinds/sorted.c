// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * sorted: goods of one category are now of others, in one place. What was taken is the sum of the
 * lines.
 */
#include "../stock_book.h"
#include "../write.h"

static const struct record_field fields[] = {
	STOCK_FIRST,
	TEXT(stock_head, from, .column = "category", .rules = RECORD_ASKED | RECORD_NEEDED),
	TEXT(stock_head, store, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_PLACE),
	STOCK_LAST("count(*) - 1", "-min(n.mass_mg)"),
};
static const struct record sorted_record = RECORD_OF(stock_head, fields, .table = "sorted");

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct stock_entry *e = value;
	const struct stock_place store = { e->head.store, "store", false };
	int r = stock_check_store(l, &e->head, &store, res);

	(void)job;
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = stock_check_from(l, e, res);
	return r < 0 ? r : stock_check_lines(l, e, false, res);
}

const struct kind sorted_kind = STOCK_KIND("sorted", sorted_record, fill);
