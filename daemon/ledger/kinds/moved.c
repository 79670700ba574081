// SPDX-License-Identifier: GPL-3.0-or-later
/* moved: goods lie in another place than before. It counts nothing. Where food lies says its lot. */
#include <string.h>
#include "../stock_book.h"
#include "../write.h"

static const struct record_field fields[] = {
	STOCK_FIRST,
	TEXT(stock_head, from, .column = "from_place", .rules = RECORD_ASKED,
		.codes = 1 + CATALOGUE_PLACE),
	{ .name = "to",
		.column = "to_place",
		RECORD_AT(stock_head, store, RECORD_TEXT),
		.rules = RECORD_ASKED,
		.codes = 1 + CATALOGUE_PLACE },
	STOCK_LAST("count(*) / 2", "sum(max(n.mass_mg, 0))"),
};
static const struct record moved_record = RECORD_OF(stock_head, fields, .table = "moved");

/* lang: food_moved_by_lot moved_nowhere */
static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct stock_entry *e = value;
	const struct stock_place from = { e->head.from, "from", true };
	const struct stock_place to = { e->head.store, "to", false };
	int r = stock_check_store(l, &e->head, &from, res);

	(void)job;
	if (r == 0)
		r = stock_check_store(l, &e->head, &to, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN && !strcmp(e->head.from, e->head.store))
		r = ledger_refuse_field(res, "moved_nowhere", NULL, "to");
	if (r == 0)
		r = stock_check_lines(l, e, true, res);
	return r < 0 || res->answer != LEDGER_WRITTEN
		       ? r
		       : stock_is_of_lots(l, e, "food_moved_by_lot", res);
}

const struct kind moved_kind = STOCK_KIND("moved", moved_record, fill);
