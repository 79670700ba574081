// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * cooling-started: the core of that lot left 63 °C. cooling: what it was in the end, how long that took, whether it
 * is good. One of a lot is open at a time, and what was well cooled is not cooled again. See cooling.h.
 */
#include <string.h>
#include "../lots.h"
#include "../made.h"
#include "../recorded.h"
#include "../write.h"
#include "cooling.h"
#include "entry_void.h"

enum { ASKED = RECORD_ASKED | RECORD_NEEDED };
/* By how much what a person says may be ahead of our clock; and a pot be noted after its food began to cool. */
#define AHEAD_US (INT64_C(60) * 1000000)
#define NOTED_LATE_US (INT64_C(86400) * 1000000)

#define FIRST(type_) ROW_OF(type_), STAMPED(type_), TEXT(type_, lot)
#define MOMENT(type_, name_, member_)                                      \
	{                                                                  \
		.name = name_, .body = name_ "_us", .column = name_ "_us", \
		RECORD_AT(type_, member_, RECORD_TIME)                     \
	}
#define DEGREES(type_, member_, rules_) \
	NUMBER(type_, member_, .rules = (rules_) | RECORD_ZERO, .least = -60000, .most = 120000)
/* What came of it since. */
#define NOW(member_, type_, column_, ...)                                                          \
	{                                                                                          \
		.name = #member_, RECORD_AT(cooling_started, member_, type_), .column = (column_), \
		.rules = RECORD_JOINED, __VA_ARGS__                                                \
	}
#define END_SQL(what_) COOLING_END_SQL("r", what_, "0")
/* Its lot was: so is it. */
#define VOIDED(type_)                                                                             \
	TEXT(type_, voided_by,                                                                    \
		.column =                                                                         \
			"(SELECT v.journal || '/' || v.seq FROM entry_void v WHERE v.id ="        \
			" r.journal || '/' || r.seq OR v.id IN (SELECT m.journal || '/' || m.seq" \
			" FROM lot m WHERE m.id = r.lot) ORDER BY v.day, v.journal, v.seq LIMIT " \
			"1)",                                                                     \
		.rules = RECORD_JOINED)
#define BY(type_)                                             \
	{ .name = "operator",                                 \
		RECORD_AT(type_, operator_code, RECORD_TEXT), \
		.codes = 1 + CATALOGUE_OPERATOR },            \
		VOIDED(type_)

static const struct record_field started_fields[] = {
	FIRST(cooling_started),
	TEXT(cooling_started, probe, .rules = RECORD_ASKED, .shape = SHAPE_CODE),
	MOMENT(cooling_started, "started", started_wall_us),
	DEGREES(cooling_started, start_mc, ASKED),
	TRUTH(cooling_started, said),
	BY(cooling_started),
	NOW(verdict, RECORD_WORD, COOLING_VERDICT_SQL("r"), .words = &cooling_words),
	NOW(elapsed_s, RECORD_INT, "ifnull(" COOLING_US_SQL("r") " / 1000000, -1)"),
	NOW(end_mc, RECORD_INT, END_SQL("end_mc")),
	NOW(minutes, RECORD_UINT, END_SQL("minutes")),
	NOW(unsure, RECORD_TRUE, END_SQL("unsure")),
};
static const struct record started_record =
	RECORD_OF(cooling_started, started_fields, .table = "cooling_started", .about = "lot");

/* Nothing is cooled that came in as it is. lang: cooling_received */
static int not_made(struct ledger *l, const char *lot, struct ledger_result *res)
{
	struct food_received received;
	int r = lot_find(l->sql, lot, &received);

	if (r == -ENOENT)
		return ledger_no_food(l, lot, "no_such_lot", res);
	return r < 0 ? r : ledger_conflict(res, "cooling_received", received.lot);
}

static int take_lot(struct ledger *l, char lot[PRIVATE_KEY_SIZE], struct lot_made *ret_made,
	struct ledger_result *res)
{
	int r = made_find(l->sql, lot, ret_made);

	if (r < 0)
		return r == -ENOENT ? not_made(l, lot, res) : r;
	memcpy(lot, ret_made->id, PRIVATE_KEY_SIZE);
	return ret_made->state == MADE_VOID ? ledger_conflict(res, "lot_void", lot) : 0;
}

static int is_lot(struct ledger *l, char lot[PRIVATE_KEY_SIZE], struct ledger_result *res)
{
	struct lot_made made;

	return take_lot(l, lot, &made, res);
}

/* What no pot does: cool while it is empty, before it was made, or from now on. lang: cooling_empty cooling_before_lot */
static int can_cool(const struct cooling_started *s, const struct lot_made *of,
	const struct moment *now, struct ledger_result *res)
{
	if (of->in_mg <= 0 || of->state == MADE_EMPTY)
		return ledger_conflict(res, "cooling_empty", of->id);
	if (s->started_wall_us > now->wall_us + AHEAD_US)
		return ledger_refuse_field(res, "at_out_of_range", NULL, "at");
	return s->started_wall_us < of->at_wall_us - NOTED_LATE_US
		       ? ledger_conflict(res, "cooling_before_lot", of->id)
		       : 0;
}

static int check_started(const void *value)
{
	const struct cooling_started *s = value;

	return s->lot[0] && s->started_wall_us > 0 ? 0 : -EBADMSG;
}

static int refuse(struct ledger_result *res, const struct sentence *why)
{
	if (!why->key)
		return 0;
	(void)ledger_refuse(res, why->key, NULL);
	res->why = *why;
	return 0;
}

/* The newest of that lot that counts. 1; 0: none; -errno. */
static int newest(struct ledger *l, const char *lot, struct cooling_started *ret_started)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = record_select(l->sql, &started_record,
		"WHERE r.lot = ? AND " COUNTS_SQL("r") " ORDER BY r.row DESC LIMIT 1",
		SQL_VALUES(V_TEXT(lot)), &stmt);

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	r = record_from_row(&started_record, stmt, ret_started);
	return r < 0 ? r : 1;
}

HANDING(cooling_started)

int ledger_coolings(struct ledger *l, const struct cooling_query *q,
	int (*each)(void *data, const struct cooling_started *s), void *data, uint64_t *ret_next)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct handing to = { each, data };
	int r = !l->sql ? -EIO
			: record_select(l->sql, &started_record,
				  "/* listed */ WHERE (?1 IS NULL OR r.lot = ?1) AND r.day >= ?2"
				  " AND (?3 = '' OR r.day <= ?3) AND (?4 = 0 OR r.row < ?4)"
				  " ORDER BY r.row DESC LIMIT ?5",
				  SQL_VALUES(V_TEXT(q->lot), V_TEXT(q->first_day),
					  V_TEXT(q->last_day), V_INT((int64_t)q->after),
					  V_INT((int64_t)q->limit + 1)),
				  &stmt);

	return r < 0 ? r : record_page(&started_record, stmt, q->limit, hand, &to, ret_next);
}

static bool is_open(const struct cooling_started *s)
{
	return s->verdict == COOLING_OPEN || s->verdict == COOLING_LATE;
}

/* Staff decided about it since what row of that table is of. */
#define DECIDED_SINCE(table_)                                                                   \
	"SELECT o.lot FROM " table_ " c JOIN lot_released o ON o.lot = c.lot AND o.row > c.row" \
	" AND o.why = 'cooling' WHERE c.journal || '/' || c.seq = ? LIMIT 1"
static int decided(struct ledger *l, const char *id, const char *sql, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char lot[PRIVATE_KEY_SIZE];
	int r = sql_start(l->sql, &stmt, sql, V_TEXT(id));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, lot, sizeof(lot));
	return ledger_conflict(res, "cooling_decided", lot);
}

/* 409 used_by, by the name that this finds. */
static int used_by(struct ledger *l, const char *id, const char *sql, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, sql, V_TEXT(id));

	return r < 0 ? r : lot_used_by(l, stmt, res);
}

/*
 * What left of the lot since what row of that table is of, to be eaten or for another lot: a pack that is or was on a
 * slip, a weighing, an input. Waste stands on nothing.
 */
#define HANDED_ON_SINCE(table_)                                                                    \
	"WITH c (lot, row) AS (SELECT lot, row FROM " table_ " WHERE journal || '/' || seq ="      \
	" ?) SELECT * FROM (SELECT p.id FROM c JOIN pack p ON p.lot = c.lot AND " COUNTS_SQL(      \
		"p") " JOIN pack_state t ON t.id = p.id AND t.row > c.row AND t.row ="             \
		     " (SELECT max(m.row) FROM pack_state m WHERE m.id = p.id) WHERE t.state IN "  \
		     "('on_slip',"                                                                 \
		     " 'delivered', 'returned', 'tasted') UNION ALL SELECT iif(f.kind = 'used',"   \
		     " f.journal || '/' || f.seq, w.id) FROM c JOIN lot_flow f ON f.lot = c.lot "  \
		     "AND f.kind"                                                                  \
		     " IN ('used', 'out') JOIN entry e ON e.journal = f.journal AND e.seq = "      \
		     "f.seq AND"                                                                   \
		     " e.row > c.row LEFT JOIN weighing w ON w.row = e.row WHERE w.row IS NULL OR" \
		     " w.destination = 'ANIMAL' OR (w.destination <> 'VOL_CASSE' AND NOT EXISTS "  \
		     "(SELECT 1"                                                                   \
		     " FROM catalogue d WHERE d.journal = w.journal AND d.kind = 'destination' "   \
		     "AND d.code ="                                                                \
		     " w.destination AND d.class IN ('recycling', 'energy', 'disposal')))) LIMIT " \
		     "1"

/* lang: cooling_open cooling_done */
static int allow_start(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct cooling_started *s = value, before;
	struct lot_made of;
	struct sentence why;
	int r = take_lot(l, s->lot, &of, res);

	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = can_cool(s, &of, &job->now, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = newest(l, s->lot, &before);
	if (r > 0)
		return ledger_conflict(
			res, is_open(&before) ? "cooling_open" : "cooling_done", s->lot);
	cooling_start_check(s, &why);
	return refuse(res, &why);
}

/* Its end stands on it, and what was handed on. lang: cooling_decided */
static int started_held(struct ledger *l, const char *id, struct ledger_result *res)
{
	int r = decided(l, id, DECIDED_SINCE("cooling_started"), res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = used_by(l, id,
		"SELECT c.journal || '/' || c.seq FROM cooling_started s JOIN cooling c ON c.lot ="
		" s.lot AND c.started_us = s.started_us WHERE s.journal || '/' || s.seq = ? "
		"AND " COUNTS_SQL("c") " LIMIT 1",
		res);
	return r < 0 || res->answer != LEDGER_WRITTEN
		       ? r
		       : used_by(l, id, HANDED_ON_SINCE("cooling_started"), res);
}

/* As it was begun: what came of it since is not what was asked. */
static int answer_started(
	struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	const struct record_query query = { .seq = seq, .journal = l->journal };
	struct cooling_started *s = (struct cooling_started *)res->value;
	int r = record_rows(l->sql, &started_record, &query, s, 1);

	_Static_assert(sizeof(*s) <= sizeof(res->value), "a start is an answer");
	(void)asked;
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	s->elapsed_s = s->said ? (s->at_wall_us - s->started_wall_us) / 1000000 : 0;
	s->verdict = s->elapsed_s > COOLING_MINUTES * INT64_C(60) ? COOLING_LATE : COOLING_OPEN;
	s->end_mc = 0;
	s->minutes = 0;
	s->unsure = false;
	s->voided_by[0] = '\0';
	return 0;
}

const struct kind cooling_started_kind = {
	"cooling-started",
	1,
	.record = &started_record,
	.check = check_started,
	.allow = allow_start,
	.take_back = entry_only_void,
	.held = started_held,
	.answer = answer_started,
};

static const struct record_field fields[] = {
	FIRST(cooling),
	TEXT(cooling, probe),
	MOMENT(cooling, "started", started_wall_us),
	DEGREES(cooling, start_mc, 0),
	MOMENT(cooling, "ended", ended_wall_us),
	DEGREES(cooling, end_mc, ASKED),
	WHOLE(cooling, minutes, .rules = RECORD_ZERO),
	WORD(cooling, verdict, cooling_words),
	TRUTH(cooling, said),
	TRUTH(cooling, unsure),
	BY(cooling),
};
static const struct record cooling_record =
	RECORD_OF(cooling, fields, .table = "cooling", .about = "lot");

static int check(const void *value)
{
	const struct cooling *c = value;

	return c->lot[0] && c->started_wall_us > 0 && c->ended_wall_us > 0 ? 0 : -EBADMSG;
}

/* How long it took; COOLING_UNKNOWN: no clock knows. */
static int time_taken(struct ledger *l, const struct cooling_started *from, const struct cooling *c,
	const struct moment *now, int64_t *ret_us)
{
	struct cooling_when begin = { from->started_wall_us, from->said, { 0 } };
	const struct cooling_when end = { c->ended_wall_us, c->said, *now };
	int r = entry_moment(l, from->journal, from->seq, &begin.at);

	if (r == 0)
		*ret_us = cooling_us(&begin, &end);
	return r;
}

/* 409: it is to be destroyed. */
static int is_condemned(struct ledger *l, const char *lot, struct ledger_result *res)
{
	int64_t condemned = 0;
	int r = sql_int(l->sql, &condemned, "SELECT " COOLING_DECIDED_SQL("?1", "0") " = 'destroy'",
		V_TEXT(lot));

	return r < 0 ? r : condemned ? ledger_conflict(res, "cooling_decided", lot) : 0;
}

/* lang: cooling_not_started cooling_decided clock_doubtful */
static int allow_end(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct cooling_started from;
	struct cooling *c = value;
	struct sentence why;
	int64_t us = 0;
	int r = is_lot(l, c->lot, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = is_condemned(l, c->lot, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = newest(l, c->lot, &from);
	if (r < 0)
		return r;
	if (!r || !is_open(&from))
		return ledger_conflict(res, r ? "cooling_done" : "cooling_not_started", c->lot);
	if (c->ended_wall_us > job->now.wall_us + AHEAD_US)
		return ledger_refuse_field(res, "at_out_of_range", NULL, "at");
	if (from.said && !c->said && job->now.quality == CLOCK_DOUBTFUL)
		return ledger_conflict(res, "clock_doubtful", c->lot);
	r = time_taken(l, &from, c, &job->now, &us);
	if (r < 0)
		return r;
	c->started_wall_us = from.started_wall_us;
	c->start_mc = from.start_mc;
	memcpy(c->probe, from.probe, sizeof(c->probe));
	cooling_end(c, us, &why);
	return refuse(res, &why);
}

/* A pack was weighed since, and its label printed; or something was handed on. */
static int end_held(struct ledger *l, const char *id, struct ledger_result *res)
{
	int r = decided(l, id, DECIDED_SINCE("cooling"), res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = used_by(l, id,
		"SELECT p.id FROM cooling c JOIN pack p ON p.lot = c.lot AND p.row > c.row"
		" WHERE c.journal || '/' || c.seq = ? AND p.method = 'weighed' AND " COUNTS_SQL(
			"p") " LIMIT 1",
		res);
	return r < 0 || res->answer != LEDGER_WRITTEN
		       ? r
		       : used_by(l, id, HANDED_ON_SINCE("cooling"), res);
}

/* 409: it was too slow, or is. lang: cooling_slow */
static int is_slow(struct ledger *l, char lot[PRIVATE_KEY_SIZE], struct ledger_result *res)
{
	struct cooling_started s;
	int r = is_lot(l, lot, res);

	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = newest(l, lot, &s);
	if (r <= 0)
		return r;
	return s.verdict == COOLING_BAD || s.verdict == COOLING_LATE
		       ? ledger_conflict(res, "cooling_slow", lot)
		       : 0;
}

int ledger_quick_cooling_undone(struct ledger *l, void *value, struct ledger_result *res)
{
	char lot[PRIVATE_KEY_SIZE];
	int r;

	memcpy(lot, ((const struct entry_void *)value)->id, sizeof(lot));
	r = is_slow(l, lot, res);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : ledger_cooling_undone(l, value, res);
}

/* The newest of that lot that counts: its end, or else its start. */
int ledger_cooling_undone(struct ledger *l, void *value, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct entry_void *v = value;
	char lot[PRIVATE_KEY_SIZE];
	int r;

	memcpy(lot, v->id, sizeof(lot));
	r = is_lot(l, lot, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = sql_start(l->sql, &stmt,
		"SELECT name || journal || '/' || seq FROM (SELECT 'cooling/' name, journal, seq,"
		" row, lot FROM cooling UNION ALL SELECT 'cooling-started/', journal, seq, row,"
		" lot FROM cooling_started) r WHERE r.lot = ? AND " COUNTS_SQL(
			"r") " ORDER BY r.row DESC LIMIT 1",
		V_TEXT(lot));
	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : ledger_conflict(res, "cooling_not_started", lot);
	sql_text(stmt, 0, v->name, sizeof(v->name));
	return 0;
}

const struct kind cooling_kind = {
	"cooling",
	1,
	.record = &cooling_record,
	.check = check,
	.allow = allow_end,
	.take_back = entry_only_void,
	.held = end_held,
};
