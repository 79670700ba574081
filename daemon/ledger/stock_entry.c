// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Entries with lines: counts, sortings, moves. The body holds what was said, the rows of stock_line
 * what it is of the stock: a count one a line, a sorting what was taken and then one a line, a move
 * two a line.
 */
#include "stock_book.h"
#include <string.h>
#include "lots.h"
#include "write.h"

const char *const stock_tables[] = { "stock_line", "stock_day", NULL };

#define COUNT_FIELDS                                                                           \
	TEXT(stock_line, category, .rules = RECORD_ASKED | RECORD_NEEDED,                      \
		.codes = 1 + CATALOGUE_CATEGORY),                                              \
		MASS(stock_line, mass_mg, .rules = RECORD_ASKED | RECORD_NEEDED | RECORD_ZERO, \
			.most = STOCK_LINE_MOST_MG),                                           \
		WHOLE(stock_line, units, .rules = RECORD_ASKED, .most = 100000),               \
		WORD(stock_line, method, method_words, .rules = RECORD_ASKED)
static const struct record_field count_fields[] = { COUNT_FIELDS };
const struct record stock_count_line_record = RECORD_OF(stock_line, count_fields, .table = NULL);

static const struct record_field asked_fields[] = {
	COUNT_FIELDS,
	MASS(stock_line, book_mg, .rules = RECORD_ASKED,
		.done = 1 + offsetof(struct stock_line, booked), .least = -STOCK_LINE_MOST_MG,
		.most = STOCK_LINE_MOST_MG),
};
const struct record stock_count_asked_record = RECORD_OF(stock_line, asked_fields, .table = NULL);

static const struct record_field goods_fields[] = {
	TEXT(stock_line, category, .rules = RECORD_ASKED | RECORD_NEEDED,
		.codes = 1 + CATALOGUE_CATEGORY),
	MASS(stock_line, mass_mg, .rules = RECORD_ASKED | RECORD_NEEDED, .least = 1,
		.most = STOCK_LINE_MOST_MG),
	WHOLE(stock_line, units, .rules = RECORD_ASKED, .most = 100000),
};
const struct record stock_goods_line_record = RECORD_OF(stock_line, goods_fields, .table = NULL);

const struct record *stock_line_record(const struct kind *kind)
{
	return kind == &stock_count_kind ? &stock_count_line_record : &stock_goods_line_record;
}

int stock_check(const void *head)
{
	const struct stock_head *h = head;

	return strlen(h->day) == DAY_SIZE - 1 ? 0 : -EBADMSG;
}

/* ---- what an entry is of the stock ---- */

struct applying {
	struct sql *sql;
	const struct entry *e;
	const struct stock_head *head;
	int item;
};

int stock_book(struct sql *s, const struct stock_at *at, int64_t *ret_mg)
{
	int r = sql_int(s, ret_mg,
		"WITH x (site) AS (SELECT site FROM journal WHERE journal = ?1)"
		" SELECT ifnull((SELECT sum(mass_mg) FROM stock_day WHERE site = x.site"
		"  AND category = ?2 AND store = ?3 AND day < ?4), 0)"
		" + ifnull((SELECT sum(change_mg) FROM stock_line n WHERE n.site = x.site"
		"  AND n.category = ?2 AND n.store = ?3 AND n.day = ?4 AND NOT n.voided"
		"  AND (n.wall_us, n.journal, n.seq) < (?5, ?1, ?6)), 0)"
		" + ifnull((SELECT"
		"  sum(iif(w.direction = 'in', w.net_mg, -w.net_mg)) FROM weighing w"
		"  JOIN journal j USING (journal) WHERE w.day = ?4 AND w.category = ?2"
		"  AND w.store = ?3 AND j.site = x.site AND w.voided_seq IS NULL"
		"  AND (w.wall_us, w.journal, w.seq) < (?5, ?1, ?6)), 0) FROM x",
		V_TEXT(at->journal), V_TEXT(at->category), V_TEXT(at->store), V_TEXT(at->day),
		V_INT(at->wall_us), V_INT(at->seq));

	return r < 0 ? r : r == 0 ? -EBADMSG : 0;
}

static int put_line(struct applying *a, const struct stock_at *at, int64_t mass_mg, uint32_t units,
	int64_t change_mg)
{
	int r = sql_run(a->sql,
		"INSERT INTO stock_line (journal, seq, item, kind, site, category, store, day,"
		" wall_us, mass_mg, units, change_mg, voided) VALUES (?1, ?2, ?3, ?4,"
		" (SELECT site FROM journal WHERE journal = ?1), ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0)",
		V_TEXT(at->journal), V_INT(at->seq), V_INT(a->item++), V_TEXT(a->e->kind),
		V_TEXT(at->category), V_TEXT(at->store), V_TEXT(at->day), V_INT(at->wall_us),
		V_INT(mass_mg), V_INT(units), V_INT(change_mg));

	return r < 0 ? r : stock_add(a->sql, at, change_mg);
}

int stock_put(struct sql *s, const struct entry *e, const struct stock_at *at, int64_t mg)
{
	struct applying a = { .sql = s, .e = e };
	int64_t item = 0;
	int r = sql_int(s, &item, "SELECT count(*) FROM stock_line WHERE journal = ? AND seq = ?",
		V_TEXT(e->journal), V_INT(e->seq));

	a.item = (int)item;
	return r < 0 ? r : mg ? put_line(&a, at, mg, 0, mg) : 0;
}

static int put(
	struct applying *a, const char *category, const char *store, int64_t mg, uint32_t units)
{
	const struct stock_at at = { a->e->journal, a->e->seq, category, store, a->head->day,
		a->head->at_wall_us };

	return put_line(a, &at, mg, units, mg);
}

static int put_count(struct applying *a, const struct stock_line *line)
{
	const struct stock_at at = { a->e->journal, a->e->seq, line->category, a->head->store,
		a->head->day, a->head->at_wall_us };
	int64_t should_mg = 0;
	int r = stock_book(a->sql, &at, &should_mg);

	return r < 0 ? r : put_line(a, &at, line->mass_mg, line->units, line->mass_mg - should_mg);
}

static int apply_line(struct applying *a, const struct stock_line *line)
{
	const struct stock_head *h = a->head;
	int r;

	if (strcmp(a->e->kind, stock_count_kind.name) == 0)
		return put_count(a, line);
	if (strcmp(a->e->kind, sorted_kind.name) == 0)
		return put(a, line->category, h->store, line->mass_mg, line->units);
	r = put(a, line->category, h->from, -line->mass_mg, line->units);
	return r < 0 ? r : put(a, line->category, h->store, line->mass_mg, line->units);
}

/* 0; -EBADMSG: no such lines can be. */
static int read_lines(const struct entry *e, struct stock_entry *ret_entry)
{
	const struct record *record = stock_line_record(kind_find(e->kind, e->version));
	_cleanup_json_ json_t *body = NULL;
	const json_t *lines, *line;
	size_t i;
	int r = fields_parse(e->body, e->body_len, &body);

	lines = json_object_get(body, "lines");
	if (r < 0 || !json_array_size(lines) || json_array_size(lines) > STOCK_LINES)
		return -EBADMSG;
	json_array_foreach(lines, i, line)
	{
		struct stock_line *to = &ret_entry->lines[i];

		if (record_from_body(record, line, to) < 0 || !to->category[0] || to->mass_mg < 0 ||
			to->mass_mg > STOCK_LINE_MOST_MG)
			return -EBADMSG;
	}
	ret_entry->count = json_array_size(lines);
	return 0;
}

static int64_t sum_of(const struct stock_entry *entry)
{
	int64_t sum_mg = 0;

	for (size_t i = 0; i < entry->count; i++)
		sum_mg += entry->lines[i].mass_mg;
	return sum_mg;
}

int stock_after(struct sql *s, const struct entry *e, const void *head)
{
	struct applying a = { .sql = s, .e = e, .head = head };
	struct stock_entry entry = { .count = 0 };
	int r = read_lines(e, &entry);

	if (r == 0 && strcmp(e->kind, sorted_kind.name) == 0)
		r = put(&a, a.head->from, a.head->store, -sum_of(&entry), 0);
	for (size_t i = 0; i < entry.count && r == 0; i++)
		r = apply_line(&a, &entry.lines[i]);
	return r;
}

/* ---- taking one back ---- */

/* A line that still counts, which does not from now on. 1; 0: there is none; -errno. */
static int drop_line(struct sql *s, const char *journal, uint64_t seq)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char category[CODE_SIZE], store[CODE_SIZE], day[DAY_SIZE];
	struct stock_at at = { journal, seq, category, store, day, 0 };
	int64_t item, change_mg;
	int r = sql_start(s, &stmt,
		"SELECT item, category, store, day, wall_us, change_mg FROM stock_line"
		" WHERE journal = ? AND seq = ? AND NOT voided LIMIT 1",
		V_TEXT(journal), V_INT(seq));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	item = sqlite3_column_int64(stmt, 0);
	sql_text(stmt, 1, category, sizeof(category));
	sql_text(stmt, 2, store, sizeof(store));
	sql_text(stmt, 3, day, sizeof(day));
	at.wall_us = sqlite3_column_int64(stmt, 4);
	change_mg = sqlite3_column_int64(stmt, 5);
	r = sql_run(s,
		"UPDATE stock_line SET voided = 1 WHERE journal = ? AND seq = ? AND item = ?",
		V_TEXT(journal), V_INT(seq), V_INT(item));
	if (r == 0)
		r = stock_add(s, &at, -change_mg);
	return r < 0 ? r : 1;
}

int stock_take_back(struct sql *s, const char *journal, uint64_t seq)
{
	int r;

	while ((r = drop_line(s, journal, seq)) > 0)
		;
	return r;
}

/* ---- writing one ---- */

static bool is_twice(const struct stock_entry *e, size_t i)
{
	for (size_t n = 0; n < i; n++)
		if (strcmp(e->lines[n].category, e->lines[i].category) == 0)
			return true;
	return false;
}

/* 1: it has lain somewhere. */
static int has_lain(struct ledger *l, const char *category)
{
	int64_t one;

	return sql_int(l->sql, &one, "SELECT 1 FROM stock_day WHERE category = ? LIMIT 1",
		V_TEXT(category));
}

/*
 * What is not used any more may still lie there; and so may what has become a parent since. Hidden, a
 * parent is one all the same.
 */
static int check_category(struct ledger *l, const struct stock_entry *e, const char *code,
	bool parents, struct ledger_result *res)
{
	int r = ledger_check_leaf(l, code, e->head.day, res), lies = 0;

	if (r < 0 || res->answer != LEDGER_REFUSED)
		return r;
	if (strcmp(res->why.key, "hidden_category") == 0) {
		r = ledger_has_children(l, code, e->head.day);
		if (r > 0)
			(void)ledger_refuse(res, "parent_category", code);
		lies = r == 0;
	}
	if (r >= 0 && parents && strcmp(res->why.key, "parent_category") == 0)
		r = lies = has_lain(l, code);
	if (lies > 0) {
		res->answer = LEDGER_WRITTEN;
		res->why = (struct sentence){ .key = NULL };
	}
	return r < 0 ? r : 0;
}

static int check_line(struct ledger *l, const struct stock_entry *e, size_t i, bool parents,
	struct ledger_result *res)
{
	const char *code = e->lines[i].category;
	int r = check_category(l, e, code, parents, res);

	if (r == 0 && res->answer == LEDGER_WRITTEN && is_twice(e, i))
		(void)ledger_refuse(res, "line_twice", code);
	return r;
}

void stock_name_line(struct ledger_result *res, size_t i)
{
	sentence_param(&res->why, "field", "category");
	sentence_param_int(&res->why, "row", (long long)i + 1);
}

int stock_is_of_lots(
	struct ledger *l, const struct stock_entry *e, const char *key, struct ledger_result *res)
{
	for (size_t i = 0; i < e->count; i++) {
		int r = lot_needed_of(l, e->lines[i].category, e->head.day);

		if (r < 0)
			return r;
		if (r == 0)
			continue;
		(void)ledger_conflict(res, key, e->lines[i].category);
		stock_name_line(res, i);
		break;
	}
	return 0;
}

int stock_check_lines(
	struct ledger *l, const struct stock_entry *e, bool parents, struct ledger_result *res)
{
	int r = e->count && e->count <= STOCK_LINES ? 0 : -EINVAL;

	for (size_t i = 0; i < e->count && r == 0 && res->answer == LEDGER_WRITTEN; i++) {
		r = check_line(l, e, i, parents, res);
		if (res->answer != LEDGER_WRITTEN)
			stock_name_line(res, i);
	}
	return r;
}

int stock_check_from(struct ledger *l, const struct stock_entry *e, struct ledger_result *res)
{
	int r = check_category(l, e, e->head.from, true, res);

	for (size_t i = 0; i < e->count && r == 0 && res->answer == LEDGER_WRITTEN; i++)
		if (strcmp(e->head.from, e->lines[i].category) == 0)
			(void)ledger_refuse(res, "sorted_into_itself", e->head.from);
	if (res->answer != LEDGER_WRITTEN)
		sentence_param(&res->why, "field", "from");
	return r;
}

/* Goods lie in a room, not in a commune. */
int stock_check_store(struct ledger *l, const struct stock_head *h, const struct stock_place *p,
	struct ledger_result *res)
{
	int64_t holds = 0;
	int r;

	if (!p->code[0] || res->answer != LEDGER_WRITTEN)
		return 0;
	r = sql_int(l->sql, &holds,
		"SELECT ifnull(f.place_type, '') NOT IN ('commune', 'dechetterie')"
		" FROM catalogue c LEFT JOIN catalogue_place f USING (journal, code, valid_from)"
		" WHERE c.journal = ?1 AND c.kind = 'place' AND c.code = ?2 AND c.valid_from <= ?3"
		" AND (?4 OR c.valid_until = '' OR c.valid_until > ?3)"
		" ORDER BY c.valid_from DESC LIMIT 1",
		V_TEXT(l->journal), V_TEXT(p->code), V_TEXT(h->day), V_INT(p->closed));
	if (r < 0 || holds)
		return r < 0 ? r : 0;
	return ledger_refuse_field(res, r ? "not_a_store" : "unknown_code_in", p->code, p->field);
}

int stock_append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	const struct kind *kind = kind_named(as->kind);
	const struct stock_entry *e = value;
	_cleanup_json_ json_t *body = record_body(kind->record, &e->head);
	json_t *lines = json_array();

	(void)res;
	for (size_t i = 0; i < e->count; i++)
		(void)json_array_append_new(
			lines, record_body(stock_line_record(kind), &e->lines[i]));
	if (json_array_size(lines) != e->count) {
		json_decref(lines);
		return -EINVAL;
	}
	if (json_object_set_new(body, "lines", lines) ||
		entry_put_request(body, as->key, as->digest))
		return -ENOMEM;
	return entry_append(l->sql, as->journal, as->kind, as->now, body, ret_entry);
}

/* Its head: what the journal says of it, which no later entry changes. */
int stock_answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	const struct record_query query = { .seq = seq, .journal = l->journal };
	struct stock_head *head = (struct stock_head *)res->value;
	int r = record_rows(l->sql, res->kind->record, &query, head, 1);

	_Static_assert(sizeof(*head) <= sizeof(res->value), "it is an answer");
	(void)asked;
	head->voided_by[0] = '\0'; /* whether it was voided since is not what was asked */
	return r < 0 ? r : r == 0 ? -ENOENT : 0;
}
