// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The text of a lot's label, from what went into it: of a received lot what was read on its own pack, of a
 * made one its own text in proportion, of what was bought what was said of it. Recipe and ingredient only
 * propose; but a single raw food is known without a pack.
 */
#include <string.h>
#include "made.h"

#define OF_CATALOGUE(what_, kind_, code_)                                                        \
	"(SELECT nullif(c." what_                                                                \
	", '') FROM catalogue c WHERE c.journal = ?2 AND c.kind = " kind_ " AND c.code = " code_ \
	" AND c.valid_from <= ?3 ORDER BY c.valid_from DESC LIMIT 1)"
#define FACT(what_) "ifnull((SELECT n." what_ FACT_OF ", '')"
#define FACT_OF                                                                              \
	" FROM catalogue_ingredient n WHERE n.journal = ?2 AND n.code ="                     \
	" iif(i.source = 'bought', i.ingredient, f.ingredient) AND n.valid_from <= ?3 ORDER" \
	" BY n.valid_from DESC LIMIT 1)"
#define PRODUCT_NAME                                                                         \
	"(SELECT nullif(p.name_legal, '') FROM catalogue_product p WHERE p.journal = ?2 AND" \
	" p.code = f.product AND p.valid_from <= ?3 ORDER BY p.valid_from DESC LIMIT 1)"

/* Each input that counts, with what is known of it. */
static const char inputs_sql[] =
	"SELECT i.source, i.mass_mg, i.from_lot,"
	" CASE i.source WHEN 'water' THEN 'eau'"
	"  WHEN 'bought' THEN " OF_CATALOGUE("label_fr", "'ingredient'",
		"i.ingredient") "  ELSE coalesce(" OF_CATALOGUE("label_fr", "'ingredient'",
		"f.ingredient") "  , " PRODUCT_NAME ", " OF_CATALOGUE("label_fr", "'product'",
		"f.product") "  , nullif(f.description, ''), " OF_CATALOGUE("label_fr",
		"'category'",
		"f.category") "  , f.category) END,"
			      " d.lot IS NOT NULL OR i.none OR i.allergens <> '', " FACT(
				      "raw") ","
					     " coalesce(d.allergens, i.allergens), "
					     "coalesce(d.traces, i.traces),"
					     " coalesce(d.emphasise, i.emphasise), "
					     "ifnull(d.compound, ''),"
					     " " FACT("allergens") ", " FACT(
						     "emphasise") ","
								  " ifnull(f.date_kind, ''), "
								  "ifnull(f.date, ''), i.ingredient"
								  " FROM lot_input i LEFT JOIN "
								  "food_received f ON i.source = "
								  "'rescued'"
								  " AND replace(f.lot, '-', '') = "
								  "replace(i.from_lot, '-', '')"
								  " LEFT JOIN food_read d ON "
								  "i.source = 'rescued' AND "
								  "(d.journal, d.seq) = (SELECT "
								  "x.journal,"
								  "  x.seq FROM food_read x JOIN "
								  "entry e USING (journal, seq) "
								  "WHERE x.lot = i.from_lot "
								  "ORDER BY e.row DESC"
								  "  LIMIT 1) WHERE i.lot = ?1 "
								  "AND " COUNTS_SQL(
									  "i") " ORDER BY "
									       "i.journal, i.seq";

enum column {
	SOURCE,
	MASS,
	FROM,
	NAME,
	READ,
	RAW,
	ALLERGENS,
	TRACES,
	EMPHASISE,
	COMPOUND,
	USUAL,
	USUAL_EMPHASISE,
	DATE_KIND,
	DATE,
	INGREDIENT,
};

/* What is the same is one ingredient of the list. */
static int add(struct lot_text *t, const struct lot_ingredient *of)
{
	size_t i = 0;

	while (i < t->count && (strcmp(t->list[i].name, of->name) != 0 ||
				       strcmp(t->list[i].allergens, of->allergens) != 0 ||
				       strcmp(t->list[i].emphasise, of->emphasise) != 0))
		i++;
	if (i == LOT_INGREDIENTS)
		return -EMSGSIZE;
	if (i == t->count) {
		t->list[t->count] = *of;
		t->list[t->count++].mass_mg = 0;
	}
	t->list[i].mass_mg += of->mass_mg;
	food_allergens_add(t->allergens, of->allergens);
	return 0;
}

/* ---- of one that was made ---- */

static int take_made(struct ledger *l, const char *from, int64_t mg, struct lot_text *t)
{
	struct lot_ingredient *list = calloc(LOT_INGREDIENTS, sizeof(*list));
	struct lot_closed text = { .lot = "" };
	struct lot_dated dated = { 0 };
	int64_t all_mg = 0;
	int r = list ? made_closed(l->sql, from, &text) : -ENOMEM;
	int count = r > 0 ? ledger_lot_ingredients(l, from, list, LOT_INGREDIENTS) : r;

	for (int i = 0; i < count; i++)
		all_mg += list[i].mass_mg;
	for (int i = 0; i < count && r >= 0; i++) {
		list[i].mass_mg = lot_share_mg(list[i].mass_mg, all_mg, mg);
		r = add(t, &list[i]);
	}
	free(list);
	if (r < 0 || count < 0)
		return r < 0 ? r : count;
	dated.date_kind = text.date_kind;
	dated.thawed = text.thawed;
	memcpy(dated.date, text.date, DAY_SIZE);
	memcpy(dated.frozen_on, text.frozen_on, DAY_SIZE);
	lot_date_add(&t->dated, &dated);
	food_allergens_add(t->traces, text.traces);
	return 0;
}

/* ---- of any other ---- */

static void take_dates(sqlite3_stmt *stmt, struct lot_text *t)
{
	struct lot_dated dated = { 0 };
	char kind[8];

	sql_text(stmt, DATE_KIND, kind, sizeof(kind));
	sql_text(stmt, DATE, dated.date, sizeof(dated.date));
	for (uint32_t i = 0; i < food_date_words.count; i++)
		if (strcmp(food_date_words.names[i], kind) == 0)
			dated.date_kind = i;
	lot_date_add(&t->dated, &dated);
}

/* A pack was read, or nobody needs one; else which input it is goes into unread. */
static int take_other(sqlite3_stmt *stmt, struct lot_text *t)
{
	const bool water = strcmp((const char *)sqlite3_column_text(stmt, SOURCE), "water") == 0;
	const bool read = sqlite3_column_int(stmt, READ), raw = sqlite3_column_int(stmt, RAW);
	struct lot_ingredient of = { .mass_mg = sqlite3_column_int64(stmt, MASS) };
	char compound[LABEL_SIZE], traces[FOOD_WORDS_SIZE];
	size_t len;

	sql_text(stmt, NAME, of.name, sizeof(of.name));
	sql_text(stmt, COMPOUND, compound, sizeof(compound));
	len = strlen(of.name);
	if (compound[0])
		(void)snprintf(of.name + len, sizeof(of.name) - len, " (%s)", compound);
	sql_text(stmt, read ? ALLERGENS : USUAL, of.allergens, sizeof(of.allergens));
	sql_text(stmt, read ? EMPHASISE : USUAL_EMPHASISE, of.emphasise, sizeof(of.emphasise));
	sql_text(stmt, TRACES, traces, sizeof(traces));
	food_allergens_add(t->traces, traces);
	take_dates(stmt, t);
	if (!read && !raw && !water && !t->unread[0]) {
		sql_text(stmt, FROM, t->unread, sizeof(t->unread));
		if (!t->unread[0])
			sql_text(stmt, INGREDIENT, t->unread, sizeof(t->unread));
	}
	return add(t, &of);
}

/* What a site's own product may hold traces of. */
static int take_traces(struct ledger *l, const struct lot_made *lot, struct lot_text *t)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char traces[FOOD_WORDS_SIZE];
	int r = sql_start(l->sql, &stmt,
		"SELECT traces FROM catalogue_product WHERE journal = ? AND code = ? AND "
		"valid_from = ?",
		V_TEXT(lot->journal), V_TEXT(lot->product), V_TEXT(lot->product_from));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, traces, sizeof(traces));
	food_allergens_add(t->traces, traces);
	return 0;
}

/* What is heavier comes first; of the same mass, what went in first. */
static void sort(struct lot_text *t)
{
	for (size_t i = 1; i < t->count; i++)
		for (size_t n = i; n > 0 && t->list[n].mass_mg > t->list[n - 1].mass_mg; n--) {
			const struct lot_ingredient one = t->list[n];

			t->list[n] = t->list[n - 1];
			t->list[n - 1] = one;
		}
}

int lot_text_of(struct ledger *l, const struct lot_made *lot, struct lot_text *ret_text)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(
		l->sql, &stmt, inputs_sql, V_TEXT(lot->id), V_TEXT(lot->journal), V_TEXT(lot->day));

	memset(ret_text, 0, sizeof(*ret_text));
	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		char from[PRIVATE_KEY_SIZE];

		sql_text(stmt, FROM, from, sizeof(from));
		if (strcmp((const char *)sqlite3_column_text(stmt, SOURCE), "made") == 0)
			r = take_made(l, from, sqlite3_column_int64(stmt, MASS), ret_text);
		else
			r = take_other(stmt, ret_text);
	}
	if (r == 0)
		r = take_traces(l, lot, ret_text);
	food_allergens_less(ret_text->traces, ret_text->allergens);
	sort(ret_text);
	return r;
}
