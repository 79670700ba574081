// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * stock-count: what lay in a place at a moment. From then on that is the stock of the categories
 * that were counted; what should have been there and was not, or the other way, is the difference
 * that people must see.
 */
#include "../stock_book.h"
#include "../write.h"

static const char *const names[] = {
	[SCOPE_CYCLE] = "cycle", [SCOPE_OPENING] = "opening", [SCOPE_ANNUAL] = "annual"
};
static const struct record_words scopes = { names, ARRAY_SIZE(names) };

static const struct record_field fields[] = {
	STOCK_FIRST,
	{ .name = "place",
		RECORD_AT(stock_head, store, RECORD_TEXT),
		.rules = RECORD_ASKED,
		.codes = 1 + CATALOGUE_PLACE },
	WORD(stock_head, scope, scopes, .rules = RECORD_ASKED),
	STOCK_LAST("count(*)", "sum(n.mass_mg)"),
};
static const struct record stock_count_record =
	RECORD_OF(stock_head, fields, .table = "stock_count");

/*
 * Whoever counts has seen what should be there: where somebody weighed in or out meanwhile, what was counted is
 * of before that, and is looked at once more. lang: food_counted_by_lot stock_changed
 */
static int is_as_seen(struct ledger *l, const struct stock_entry *e, const struct stock_line *line,
	struct ledger_result *res)
{
	const struct stock_at at = { l->journal, INT64_MAX, line->category, e->head.store,
		e->head.day, e->head.at_wall_us };
	int64_t mg;
	int r = line->booked ? stock_book(l->sql, &at, &mg) : 0;

	if (r < 0 || !line->booked || mg == line->book_mg)
		return r;
	r = ledger_conflict(res, "stock_changed", line->category);
	sentence_param_kg(&res->why, "was", line->book_mg);
	sentence_param_kg(&res->why, "kg", mg);
	return r;
}

static int are_as_seen(struct ledger *l, const struct stock_entry *e, struct ledger_result *res)
{
	int r = 0;

	for (size_t i = 0; i < e->count && r == 0 && res->answer == LEDGER_WRITTEN; i++) {
		r = is_as_seen(l, e, &e->lines[i], res);
		if (res->answer != LEDGER_WRITTEN)
			stock_name_line(res, i);
	}
	return r;
}

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct stock_entry *e = value;
	const struct stock_place place = { e->head.store, "place", true };
	int r = stock_check_store(l, &e->head, &place, res);

	(void)job;
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = stock_check_lines(l, e, true, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = stock_is_of_lots(l, e, "food_counted_by_lot", res);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : are_as_seen(l, e, res);
}

const struct kind stock_count_kind = STOCK_KIND("stock-count", stock_count_record, fill);
