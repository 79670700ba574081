// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What was done in a closed period since, besides weighings: counts, sortings and moves of its days, what of
 * those and of other entries was voided, and mappings that say to whom its goods are declared. Since is behind the
 * heads of its close; what came and went again after it changed nothing. Figures that were typed: rectified_figures.c.
 */
#include <stdlib.h>
#include <string.h>
#include "closed.h"
#include "evidence.h"

#define HEADS                                                                                      \
	"WITH h (journal, seq) AS (SELECT json_extract(m.value, '$.journal'),"                     \
	" json_extract(m.value, '$.seq') FROM entry e, json_each(CAST(e.body AS TEXT), '$.heads')" \
	" m WHERE e.journal = ?1 AND e.seq = ?2) "
/* The head of the journal of row a; of one that was not there yet 0. */
#define HEAD(a) "ifnull((SELECT h.seq FROM h WHERE h.journal = " a ".journal), 0)"
#define KINDS_OF_STOCK "('stock-count', 'sorted', 'moved')"
#define STOCK_LINE                                                                                \
	", s.kind || '/' || s.seq, s.site, s.day, iif(s.kind = 'stock-count', 'counted', s.kind)" \
	", s.category, s.store, s.change_mg, s.units FROM stock_line s "
#define OF_STOCK "s.day BETWEEN ?3 AND ?4 AND s.kind IN " KINDS_OF_STOCK

static const char stock[] = HEADS
	"SELECT e.day, true" STOCK_LINE "JOIN entry e USING (journal, seq) WHERE " OF_STOCK
	" AND NOT s.voided AND s.seq > " HEAD(
		"s") " UNION ALL SELECT v.day, false" STOCK_LINE
		     "CROSS JOIN entry_void v ON v.id = s.journal || '/' || s.seq WHERE " OF_STOCK
		     " AND v.seq > " HEAD("v") " AND s.seq <= " HEAD("s") " ORDER BY 1, 3";

/* The first of these days on which a row that ends there counts no more; '~': it counts to their end. */
#define END(day) "max(?3, iif(" day " = '' OR " day " > ?4, '~', " day "))"
#define STOOD_UNTIL                                                   \
	"min(" END("s.until") ", ifnull((SELECT min(" END(            \
		"n.since") ") FROM stood n WHERE n.code = s.code AND" \
			   " n.since > s.since), '~'))"

/* Mappings as the catalogue said them last before the close; what a body leaves out is null. */
static const char mappings[] = HEADS
	", stood AS MATERIALIZED (SELECT max(e.row), json_extract(r.value, '$.code') AS code,"
	" json_extract(r.value, '$.from') AS since,"
	" ifnull(json_extract(r.value, '$.until'), '') AS until,"
	" json_extract(r.value, '$.category', '$.flow', '$.eco_organisme', '$.scheme_category',"
	" '$.share_ppm', '$.hidden') AS said"
	" FROM h JOIN entry e ON e.journal = h.journal AND e.seq <= h.seq,"
	" json_each(CAST(e.body AS TEXT), '$.rows') r"
	" WHERE e.kind = 'catalogue' AND instr(e.body, 'scheme-map') > 0"
	" AND json_extract(r.value, '$.kind') = 'scheme-map' GROUP BY 2, 3) "
	/*
	 * Also one that ends before these days: it may have been longer. What another label or a copy that was put
	 * back only says again is no news: it stood so then, and ended where it ends now. Nor is what came since and
	 * is hidden or ended again before it was of any of these days: it closed no row before it, as there was none.
	 */
	"SELECT e.day, true, 'catalogue/' || c.seq, j.site, c.valid_from, 'mapped', m.category,"
	" m.eco_organisme, 0, 0 FROM catalogue c JOIN catalogue_scheme_map m USING (journal,"
	" code, valid_from) JOIN journal j USING (journal) JOIN entry e USING (journal, seq)"
	" WHERE c.kind = 'scheme-map' AND c.valid_from <= ?4"
	" AND c.journal = (SELECT value FROM kept WHERE name = 'journal')"
	" AND NOT EXISTS (SELECT 1 FROM stood s WHERE s.code = c.code AND s.since = c.valid_from"
	" AND s.said = json_array(nullif(m.category, ''), nullif(c.flow, ''),"
	" nullif(m.eco_organisme, ''), nullif(m.scheme_category, ''), nullif(m.share_ppm, 0),"
	" iif(c.hidden, json('true'), NULL)) AND " STOOD_UNTIL
	" = " END("c.valid_until") ") AND NOT ((c.hidden OR " END(
		"c.valid_until") " <= max(?3, c.valid_from)) AND NOT EXISTS (SELECT 1 FROM stood s "
				 "WHERE s.code = c.code))"
				 " AND c.seq > " HEAD("c") " ORDER BY 1, 3, c.code";

static const char voids[] = HEADS
	"SELECT v.day, v.kind, v.id, j.site FROM entry_void v JOIN journal j USING (journal)"
	" WHERE v.kind NOT IN " KINDS_OF_STOCK
	" AND v.kind NOT IN ('declaration', 'figure') AND ?3 <= ?4"
	" AND v.seq > " HEAD("v") " AND CAST(substr(v.id, instr(v.id, '/') + 1) AS INTEGER) <="
				  " ifnull((SELECT h.seq FROM h WHERE h.journal = substr(v.id, 1, "
				  "instr(v.id, '/') - 1)), 0)"
				  " ORDER BY v.journal, v.seq";

static int begin(
	struct ledger *l, const struct period_close *c, const char *sql, sqlite3_stmt **ret_stmt)
{
	return sql_start(l->sql, ret_stmt, sql, V_TEXT(c->journal), V_INT(c->seq),
		V_TEXT(c->first_day), V_TEXT(c->last_day));
}

static int each_row(struct ledger *l, const struct period_close *c, const char *sql,
	rectified_fn each, void *data)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = begin(l, c, sql, &stmt);

	while (r == 0 && (r = sql_step(stmt)) > 0) {
		struct rectified one = { .gained = sqlite3_column_int(stmt, 1) };

		sql_text(stmt, 0, one.day, sizeof(one.day));
		sql_text(stmt, 2, one.id, sizeof(one.id));
		sql_text(stmt, 3, one.site, sizeof(one.site));
		sql_text(stmt, 4, one.of_day, sizeof(one.of_day));
		sql_text(stmt, 5, one.flow, sizeof(one.flow));
		sql_text(stmt, 6, one.category, sizeof(one.category));
		sql_text(stmt, 7, one.destination, sizeof(one.destination));
		one.net_mg = sqlite3_column_int64(stmt, 8);
		one.units = (uint32_t)sqlite3_column_int64(stmt, 9);
		r = each(data, &one);
	}
	return r;
}

/* Of an entry that is no mass: where its day is one of these. */
static int tell_void(struct ledger *l, const struct period_close *c, sqlite3_stmt *stmt,
	struct rectified *ret_one)
{
	char name[32], id[ENTRY_NAME_SIZE], journal[JOURNAL_SIZE];
	const struct kind *kind;
	uint64_t seq;
	int r;

	sql_text(stmt, 1, name, sizeof(name));
	sql_text(stmt, 2, id, sizeof(id));
	kind = kind_named(name);
	seq = strtoull(id + strcspn(id, "/") + 1, NULL, 10);
	(void)snprintf(journal, sizeof(journal), "%.*s", (int)strcspn(id, "/"), id);
	r = kind ? closed_day_of(l, kind, journal, seq, ret_one->of_day) : -EUCLEAN;
	if (r < 0 || strcmp(ret_one->of_day, c->first_day) < 0 ||
		strcmp(ret_one->of_day, c->last_day) > 0)
		return r;
	sql_text(stmt, 0, ret_one->day, sizeof(ret_one->day));
	sql_text(stmt, 3, ret_one->site, sizeof(ret_one->site));
	(void)snprintf(
		ret_one->id, sizeof(ret_one->id), "%.20s/%llu", name, (unsigned long long)seq);
	memcpy(ret_one->flow, "voided", sizeof("voided"));
	return 1;
}

static int each_void(struct ledger *l, const struct period_close *c, rectified_fn each, void *data)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = begin(l, c, voids, &stmt);

	while (r == 0 && (r = sql_step(stmt)) > 0) {
		struct rectified one = { .gained = false };

		r = tell_void(l, c, stmt, &one);
		if (r > 0)
			r = each(data, &one);
	}
	return r;
}

int ledger_rectified_acts(
	struct ledger *l, const struct period_close *close, rectified_fn each, void *data)
{
	int r = l->sql ? each_row(l, close, stock, each, data) : -EIO;

	if (r == 0)
		r = each_row(l, close, mappings, each, data);
	if (r == 0)
		r = rectified_figures(l, close, each, data);
	return r < 0 ? r : each_void(l, close, each, data);
}

static int note(void *data, const struct rectified *r)
{
	(void)r;
	*(bool *)data = true;
	return 0;
}

int ledger_is_rectified(
	struct ledger *l, const struct period_close *close, char ret_hash_now[CLOSE_HASH_SIZE])
{
	bool any = false;
	int r = ledger_figures_hash(l, close->first_day, close->last_day, ret_hash_now);

	if (r == 0 && strcmp(ret_hash_now, close->figures_hash) != 0)
		return 1;
	if (r == 0)
		r = ledger_rectified_acts(l, close, note, &any);
	return r < 0 ? r : any;
}
