// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading: weighings, the day's totals, the catalogue, codes that nobody knew, calibrations. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "write.h"
#include "code.h"
#include "lang.h"
#include "ledger_private.h"

int ledger_snapshot(struct ledger *l, bool on)
{
	return l->sql ? sql_exec(l->sql, on ? "BEGIN" : "COMMIT") : -EIO;
}

int ledger_catalogue_seq(struct ledger *l, uint64_t *ret_seq)
{
	int64_t seq = 0;
	int r = !l->sql ? -EIO
			: sql_int(l->sql, &seq, "SELECT max(seq) FROM catalogue WHERE journal = ?",
				  V_TEXT(l->journal));

	if (r >= 0)
		*ret_seq = (uint64_t)seq;
	return r < 0 ? r : 0;
}

int ledger_weighing(struct ledger *l, const char *id, struct weighing *ret_weighing)
{
	return l->sql ? weighing_find(l->sql, NULL, id, ret_weighing) : -EIO;
}

/* In a lot's number the day stands before the two characters. */
int ledger_never_given(struct ledger *l, const char *id)
{
	char key[PRIVATE_KEY_SIZE];
	int64_t one;
	int r = l->sql ? key_squash(id, key) : -EIO;

	if (r < 0)
		return r == -ENOENT ? 0 : r;
	return sql_int(l->sql, &one,
		"SELECT 1 FROM number n JOIN journal j USING (journal) WHERE"
		" ?1 LIKE replace(j.pole || j.site, '-', '') || '_' || n.prefix || '%' OR"
		" ?1 LIKE replace(j.pole || j.site, '-', '') || 'L______' || n.prefix || '%' LIMIT "
		"1",
		V_TEXT(key));
}

/* lang: lot_elsewhere */
int ledger_elsewhere(struct ledger *l, const char *id, struct sentence *ret_why)
{
	char site[FOOD_OWNER_SIZE], prefix[3];
	int r = code_food_owner(id, site, prefix) ? ledger_never_given(l, id) : 1;

	if (r)
		return r < 0 ? r : 0;
	*ret_why = (struct sentence){ .key = "lot_elsewhere" };
	sentence_param(ret_why, "id", id);
	sentence_param(ret_why, "site", site);
	sentence_param(ret_why, "prefix", prefix);
	return 1;
}

/* 404: no such lot or pack here, as key says; or whose it is. */
int ledger_no_food(struct ledger *l, const char *id, const char *key, struct ledger_result *res)
{
	int r = ledger_elsewhere(l, id, &res->why);

	if (r < 0)
		return r;
	res->answer = LEDGER_NOT_FOUND;
	if (!r) {
		res->why = (struct sentence){ .key = key };
		sentence_param(&res->why, "code", id);
	}
	return 0;
}

#define OF_PAGE                                                                                  \
	"(?1 = 0 OR r.row < ?1) AND (?2 = '' OR j.site = ?2)"                                    \
	" AND (?3 = '' OR r.category = ?3 OR r.category IN (SELECT code FROM catalogue"          \
	" WHERE kind = 'category' AND parent = ?3))"                                             \
	" AND (?5 IS NULL OR r.origin = ?5) AND (?6 IS NULL OR r.destination = ?6)"              \
	" AND (?7 IS NULL OR r.direction = ?7)"                                                  \
	" AND (?8 IS NULL OR ?8 = " LEDGER_FLOW("r") ")"                                         \
						     " AND (?9 IS NULL OR r.category = ?9) AND " \
						     "(?10 IS NULL OR ?10 = " LEDGER_ROOT(       \
							     "r") ") "
#define NEWEST "ORDER BY r.row DESC LIMIT ?4"
#define PAGE_VALUES(q)                                                                         \
	V_INT((q)->after), V_TEXT((q)->site), V_TEXT((q)->category),                           \
		V_INT((int64_t)(q)->limit + 1), V_TEXT((q)->origin), V_TEXT((q)->destination), \
		V_TEXT((q)->direction), V_TEXT((q)->flow), V_TEXT((q)->code), V_TEXT((q)->root)

/* Behind a row as it stood when it was listed, whatever its day is now: by the index on days. */
#define BY_DAY                                                         \
	"WHERE (r.day, r.row) > (?6, ?1)"                              \
	" AND r.day >= ?2 AND r.day < ?3 AND (?4 = '' OR j.site = ?4)" \
	" ORDER BY r.day, r.row LIMIT ?5"

static int start_by_day(struct ledger *l, const struct weighing_query *q, const char *until,
	sqlite3_stmt **ret_stmt)
{
	int64_t one;
	int r = q->after ? sql_int(l->sql, &one, "SELECT 1 FROM weighing WHERE row = ?",
				   V_INT((int64_t)q->after))
			 : 1;

	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	return weighing_select(l->sql, ret_stmt, BY_DAY, V_INT((int64_t)q->after),
		V_TEXT(q->from_day), V_TEXT(until), V_TEXT(q->site), V_INT((int64_t)q->limit + 1),
		V_TEXT(q->after_day));
}

/* With days, by the index on them; without, from the newest row on. */
static int start_query(struct ledger *l, const struct weighing_query *q, sqlite3_stmt **ret_stmt)
{
	const char *until = q->until_day[0] ? q->until_day : "9999-99-99";

	if (q->by_day)
		return start_by_day(l, q, until, ret_stmt);
	if (!q->from_day[0] && !q->until_day[0])
		return weighing_select(l->sql, ret_stmt, "WHERE " OF_PAGE NEWEST, PAGE_VALUES(q));
	return weighing_select(l->sql, ret_stmt,
		"WHERE r.day >= ?11 AND r.day < ?12 AND " OF_PAGE NEWEST, PAGE_VALUES(q),
		V_TEXT(q->from_day), V_TEXT(until));
}

HANDING(weighing)

int ledger_weighings(struct ledger *l, const struct weighing_query *query,
	int (*each)(void *data, const struct weighing *w), void *data, uint64_t *ret_next)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct handing to = { each, data };
	int r = l->sql ? start_query(l, query, &stmt) : -EIO;

	return r < 0 ? r : record_page(&weighing_record, stmt, query->limit, hand, &to, ret_next);
}

int ledger_today(struct ledger *l, const char *day, struct day_sums *ret_sums)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct day_sums sums = { 0 };
	int r = !l->sql ? -EIO
			: sql_start(l->sql, &stmt,
				  "SELECT t.direction = 'out', sum(t.mass_mg), sum(t.weighings)"
				  " FROM total t WHERE t.day = ?1 AND " OURS("t.journal",
					  "?2") " AND (t.direction = 'out'"
						" OR ifnull((SELECT counts_as_intake FROM "
						"catalogue c WHERE"
						" c.journal = t.journal AND c.kind = 'origin'"
						" AND c.code = t.origin AND c.valid_from <= t.day"
						" ORDER BY valid_from DESC LIMIT 1), 1)) GROUP BY "
						"1",
				  V_TEXT(day), V_TEXT(l->journal));

	while (r == 0 && (r = sql_step(stmt)) > 0) {
		bool out = sqlite3_column_int(stmt, 0);

		*(out ? &sums.out_mg : &sums.in_mg) = sqlite3_column_int64(stmt, 1);
		*(out ? &sums.out_weighings : &sums.weighings) =
			(uint64_t)sqlite3_column_int64(stmt, 2);
		r = 0;
	}
	if (r == 0)
		*ret_sums = sums;
	return r;
}

int ledger_doubtful(struct ledger *l, const char *boot_id, struct ledger_doubtful *ret_doubtful)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = !l->sql ? -EIO
			: sql_start(l->sql, &stmt,
				  "SELECT count(*) OVER (), id FROM weighing WHERE"
				  " clock = 'doubtful' AND voided_seq IS NULL AND " OURS("journal",
					  "?1") " AND boot_id <> ?2 ORDER BY row LIMIT 1",
				  V_TEXT(l->journal), V_TEXT(boot_id));

	if (r == 0)
		r = sql_step(stmt);
	if (r < 0)
		return r;
	*ret_doubtful = (struct ledger_doubtful){ 0 };
	if (r == 0)
		return 0;
	ret_doubtful->count = (uint64_t)sqlite3_column_int64(stmt, 0);
	sql_text(stmt, 1, ret_doubtful->first, sizeof(ret_doubtful->first));
	return 0;
}

int ledger_unknown_codes(struct ledger *l, struct unknown_code *ret_codes, size_t size)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	size_t n = 0;
	int r = !l->sql ? -EIO
			: record_select(l->sql, &unknown_codes_record,
				  "ORDER BY r.seq DESC LIMIT ?", SQL_VALUES(V_INT(size)), &stmt);

	while (r >= 0 && n < size && (r = sql_step(stmt)) > 0) {
		struct unknown_code *c = &ret_codes[n++];

		r = record_from_row(&unknown_codes_record, stmt, c);
		if (!c->text[0])
			(void)snprintf(
				c->text, sizeof(c->text), "%s", lang_text(LANG_FR, "erased"));
	}
	return r < 0 ? r : (int)n;
}

int ledger_code_seen(struct ledger *l, uint64_t seq)
{
	int r = !l->sql ? -EIO
			: sql_run(l->sql,
				  "INSERT OR REPLACE INTO code_seen SELECT journal, seq"
				  " FROM unknown_code WHERE journal = ? AND seq = ?",
				  V_TEXT(l->journal), V_INT(seq));

	return r < 0 ? r : sqlite3_changes(l->sql->db) ? 0 : -ENOENT;
}

int ledger_calibrations(
	struct ledger *l, const char *scale, struct calibration *ret_calibrations, size_t size)
{
	const struct record_query query = { .about = scale };

	return l->sql ? record_rows(l->sql, &calibration_record, &query, ret_calibrations, size)
		      : -EIO;
}

int ledger_entries(struct ledger *l, const struct kind *kind, const struct entries_query *query,
	int (*each)(void *data, const void *value), void *data)
{
	const struct record_query q = {
		.about = query->about, .from_day = query->from_day, .last_day = query->last_day
	};

	return l->sql ? record_each(l->sql, kind->record, &q, query->limit, each, data) : -EIO;
}
