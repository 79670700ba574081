// SPDX-License-Identifier: GPL-3.0-or-later
/* Closed periods: what their figures are, who may change them, and how that is said. */
#include "closed.h"
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include "entry_void.h"
#include "lot.h"
#include "period_close.h"
#include "stock.h"

/* ---- figures ---- */

/* One line a row, in the order of its bytes: nobody's zone, locale or database has a say in it. */
static const char figures[] = "SELECT j.site, t.direction, " LEDGER_FLOW(
	"t") ", t.category, t.origin, t.destination,"
	     " t.partner, t.place, t.method, sum(t.mass_mg), sum(t.units), sum(t.weighings)"
	     " FROM total t JOIN journal j USING (journal) WHERE t.day >= ?1 AND t.day <= ?2"
	     " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(t.weighings) > 0"
	     " ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9";

static void add_cell(crypto_generichash_state *hash, const char *text, char after)
{
	(void)crypto_generichash_update(hash, (const unsigned char *)text, strlen(text));
	(void)crypto_generichash_update(hash, (const unsigned char *)&after, 1);
}

static void add_row(crypto_generichash_state *hash, sqlite3_stmt *stmt)
{
	const int count = sqlite3_column_count(stmt);

	for (int i = 0; i < count; i++) {
		const char *text = (const char *)sqlite3_column_text(stmt, i);

		add_cell(hash, text ? text : "", i + 1 < count ? '\t' : '\n');
	}
}

int ledger_figures_hash(struct ledger *l, const char *first_day, const char *last_day,
	char ret_hash[CLOSE_HASH_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	crypto_generichash_state hash;
	uint8_t bytes[HASH_SIZE];
	int r = l->sql ? sql_start(l->sql, &stmt, figures, V_TEXT(first_day), V_TEXT(last_day))
		       : -EIO;

	(void)crypto_generichash_init(&hash, NULL, 0, sizeof(bytes));
	add_cell(&hash, first_day, '\t');
	add_cell(&hash, last_day, '\n');
	while (r >= 0 && (r = sql_step(stmt)) > 0)
		add_row(&hash, stmt);
	if (r < 0)
		return r;
	(void)crypto_generichash_final(&hash, bytes, sizeof(bytes));
	(void)sodium_bin2hex(ret_hash, CLOSE_HASH_SIZE, bytes, sizeof(bytes));
	return 0;
}

/* ---- who may ---- */

static int refuse_closed(
	const struct ledger_job *job, sqlite3_stmt *stmt, int r, struct ledger_result *res)
{
	char period[DAY_SIZE];

	if (r == 0 && job->who < ROLE_COORDINATOR)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, period, sizeof(period));
	res->answer = LEDGER_CONFLICT;
	res->why = (struct sentence){ .key = "period_closed" };
	sentence_param(&res->why, "period", period);
	return 0;
}

int closed_guard(
	struct ledger *l, const struct ledger_job *job, const char *day, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT period FROM close WHERE first_day <= ?1 AND last_day >= ?1"
		" ORDER BY first_day DESC, last_day LIMIT 1",
		V_TEXT(day));

	return refuse_closed(job, stmt, r, res);
}

int closed_guard_slip(
	struct ledger *l, const struct ledger_job *job, const char *id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT period FROM close WHERE EXISTS (SELECT 1 FROM weighing w WHERE w.slip = ?1"
		" AND w.slip <> '' AND w.voided_seq IS NULL"
		" AND w.day BETWEEN first_day AND last_day)"
		" ORDER BY first_day DESC, last_day LIMIT 1",
		V_TEXT(id));

	return refuse_closed(job, stmt, r, res);
}

static const struct record_field *day_field(const struct record *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->fields[i].name, "day") == 0 && r->fields[i].type == RECORD_TEXT)
			return &r->fields[i];
	return NULL;
}

int closed_day_of(struct ledger *l, const struct kind *kind, const char *journal, uint64_t seq,
	char ret_day[DAY_SIZE])
{
	const struct record_query query = { .seq = seq, .journal = journal };
	_Alignas(16) unsigned char value[LEDGER_VALUE_SIZE] = { 0 };
	const struct record *record = kind_row(kind);
	const struct record_field *day = record ? day_field(record) : NULL;
	int r = 0;

	ret_day[0] = '\0';
	if (!day)
		return 0;
	if (record->size > sizeof(value))
		return -EMSGSIZE;
	r = record_rows(l->sql, record, &query, value, 1);
	if (r > 0)
		(void)snprintf(ret_day, DAY_SIZE, "%s", record_text(day, value));
	return r < 0 ? r : 0;
}

/* ---- what is said ---- */

static int list_periods(sqlite3_stmt *stmt, int r, struct ledger_result *res)
{
	while (r >= 0 && res->rectified < ARRAY_SIZE(res->rectifies) && (r = sql_step(stmt)) > 0)
		sql_text(stmt, 0, res->rectifies[res->rectified++], DAY_SIZE);
	return r < 0 ? r : 0;
}

/* Of a repeat, those that were closed when it was written. */
#define WAS_CLOSED " AND (c.journal <> ?1 OR c.seq < ?2) ORDER BY c.period"

static int of_days(struct ledger *l, const char *day, const char *other, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT DISTINCT c.period FROM close c WHERE"
		" (?3 BETWEEN c.first_day AND c.last_day OR"
		" ?4 BETWEEN c.first_day AND c.last_day)" WAS_CLOSED,
		V_TEXT(l->journal), V_INT(res->seq), V_TEXT(day), V_TEXT(other));

	return list_periods(stmt, r, res);
}

/* Of the weighings that were voided in the transaction of that slip-void: at its moment. */
static int of_slip(struct ledger *l, const char *id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT DISTINCT c.period FROM close c JOIN weighing w"
		" ON w.day BETWEEN c.first_day AND c.last_day"
		" JOIN entry e ON e.journal = w.voided_journal AND e.seq = w.voided_seq"
		" JOIN entry o ON o.journal = e.journal AND o.boot_id = e.boot_id"
		" AND o.boot_us = e.boot_us WHERE w.slip = ?3 AND w.slip <> ''"
		" AND o.journal = ?1 AND o.seq = ?2" WAS_CLOSED,
		V_TEXT(l->journal), V_INT(res->seq), V_TEXT(id));

	return list_periods(stmt, r, res);
}

/*
 * Of weighings that a person's day moved, and those that moved along: where they were, as their entries
 * say, and where they are, as this one does. What was void by then changed nothing.
 */
static int of_days_given(struct ledger *l, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT DISTINCT c.period FROM close c JOIN"
		" (SELECT json_extract(m.value, '$.day') AS now,"
		" json_extract(CAST(o.body AS TEXT), '$.day') AS was"
		" FROM entry e, json_each(CAST(e.body AS TEXT), '$.weighings') m"
		" JOIN entry o ON o.journal = e.journal AND o.seq = json_extract(m.value, '$.seq')"
		" JOIN weighing w ON w.row = o.row WHERE e.journal = ?1 AND e.seq = ?2"
		" AND (w.voided_seq IS NULL OR w.voided_journal <> ?1 OR w.voided_seq > ?2)) d"
		" ON d.was <> d.now AND (d.was BETWEEN c.first_day AND c.last_day"
		" OR d.now BETWEEN c.first_day AND c.last_day) WHERE true" WAS_CLOSED,
		V_TEXT(l->journal), V_INT(res->seq));

	return list_periods(stmt, r, res);
}

/* Those of which it is an indicator. */
static int of_figure(struct ledger *l, const char *journal, uint64_t seq, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT DISTINCT c.period, f.period, c.first_day, c.last_day FROM close c"
		" JOIN figure f ON f.journal = ?3 AND f.seq = ?4 WHERE true" WAS_CLOSED,
		V_TEXT(l->journal), V_INT(res->seq), V_TEXT(journal), V_INT(seq));

	while (r >= 0 && res->rectified < ARRAY_SIZE(res->rectifies) && (r = sql_step(stmt)) > 0) {
		char period[DAY_SIZE], first_day[DAY_SIZE], last_day[DAY_SIZE];

		sql_text(stmt, 1, period, DAY_SIZE);
		sql_text(stmt, 2, first_day, DAY_SIZE);
		sql_text(stmt, 3, last_day, DAY_SIZE);
		if (figure_within(period, first_day, last_day))
			sql_text(stmt, 0, res->rectifies[res->rectified++], DAY_SIZE);
	}
	return r < 0 ? r : 0;
}

static int of_entry(struct ledger *l, const struct entry_void *v, struct ledger_result *res)
{
	const struct kind *kind = kind_named(v->kind);
	const char *slash = strchr(v->id, '/');
	char journal[JOURNAL_SIZE], day[DAY_SIZE];
	int r;

	if (!kind || !slash)
		return 0;
	(void)snprintf(journal, sizeof(journal), "%.*s", (int)(slash - v->id), v->id);
	if (kind == &figure_kind)
		return of_figure(l, journal, strtoull(slash + 1, NULL, 10), res);
	r = closed_day_of(l, kind, journal, strtoull(slash + 1, NULL, 10), day);
	return r < 0 || !day[0] ? r : of_days(l, day, day, res);
}

static int of_weighing(struct ledger *l, struct ledger_result *res)
{
	const struct weighing *w = result_weighing(res);
	struct weighing old = { .at.day = "" };
	int r = w->corrects[0] ? weighing_find(l->sql, NULL, w->corrects, &old) : 0;

	return r < 0 && r != -ENOENT ? r : of_days(l, w->at.day, old.at.day, res);
}

/* What it says was lost is weighed out with it, on its day. */
static int of_packing(struct ledger *l, const struct lot_packed *p, struct ledger_result *res)
{
	int64_t losses = 0;
	int r = sql_int(l->sql, &losses,
		"SELECT json_array_length(CAST(body AS TEXT), '$.losses') FROM entry"
		" WHERE journal = ? AND seq = ?",
		V_TEXT(p->journal), V_INT(p->seq));

	if (r < 0 || losses == 0)
		return r < 0 ? r : 0;
	return of_days(l, p->day, "", res);
}

static bool is_of_stock(const struct kind *kind)
{
	return kind == &stock_count_kind || kind == &sorted_kind || kind == &moved_kind;
}

/* What should have lain there, and where, on a day that was handed over. */
static int of_stock(struct ledger *l, const struct stock_head *h, struct ledger_result *res)
{
	return of_days(l, h->day, "", res);
}

int closed_rectified(struct ledger *l, struct ledger_result *res)
{
	res->rectified = 0;
	if (res->kind == &weighing_kind || res->kind == &food_received_kind)
		return of_weighing(l, res);
	if (res->kind == &void_kind)
		return of_days(l, res->weighing.at.day, "", res);
	if (res->kind == &clock_corrected_kind && res->weighing.id[0])
		return of_days_given(l, res);
	if (res->kind == &slip_void_kind)
		return of_slip(l, ((const struct slip_void *)res->value)->id, res);
	if (is_of_stock(res->kind))
		return of_stock(l, (const struct stock_head *)res->value, res);
	if (res->kind == &lot_packed_kind)
		return of_packing(l, (const struct lot_packed *)res->value, res);
	if (res->kind == &figure_kind)
		return of_figure(l, l->journal, res->seq, res);
	if (res->kind == &entry_void_kind)
		return of_entry(l, (const struct entry_void *)res->value, res);
	return 0;
}
