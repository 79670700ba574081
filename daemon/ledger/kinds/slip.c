// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * slip: the paper of one passage of goods begins. Its row says what the entry says; what it comes to,
 * and whether it is open, is read from its weighings and from the entries that end it.
 */
#include <string.h>
#include "../write.h"
#include "slip.h"

enum { ASKED = RECORD_ASKED };

#define CODE(name_, ...) TEXT(slip, name_, .rules = ASKED, __VA_ARGS__)
#define OF(kind_) .codes = 1 + (kind_)

/* Of the slip r, by the index on it. */
#define SUM(what_)                                                               \
	"(SELECT " what_ " FROM weighing w WHERE w.slip = r.id AND w.slip <> ''" \
	" AND w.voided_seq IS NULL)"
#define ENDED(table_, what_) "(SELECT " what_ " FROM " table_ " c WHERE c.id = r.id)"
/*
 * A void behind the close, or a weighing: an undo puts one back that had gone before it. Or what was
 * refused, and then was not.
 */
#define BEHIND_CLOSE                                                                      \
	"(SELECT max(e.wall_us) FROM slip_closed c JOIN entry k ON k.journal = c.journal" \
	" AND k.seq = c.seq "
#define WEIGHING_CHANGED                                                               \
	BEHIND_CLOSE "JOIN weighing w ON w.slip = r.id AND w.slip <> ''"               \
		     " JOIN entry e ON e.row = w.row OR (e.journal = w.voided_journal" \
		     " AND e.seq = w.voided_seq) WHERE c.id = r.id AND e.row > k.row)"
#define REFUSAL_VOID                                                                           \
	BEHIND_CLOSE "JOIN slip_refused f ON f.id = r.id JOIN entry_void v ON"                 \
		     " v.id = f.journal || '/' || f.seq JOIN entry e ON e.journal = v.journal" \
		     " AND e.seq = v.seq WHERE c.id = r.id AND e.row > k.row)"
#define RECTIFIED "nullif(max(ifnull(" WEIGHING_CHANGED ", 0), ifnull(" REFUSAL_VOID ", 0)), 0)"
#define SIGNED                                                                       \
	"(SELECT x.text FROM slip_closed c JOIN erasable x ON x.journal = c.journal" \
	" AND x.seq = c.seq AND x.item = 0 WHERE c.id = r.id)"

static bool was_closed(const void *value)
{
	return ((const struct slip *)value)->closed_wall_us != 0;
}

static bool was_rectified(const void *value)
{
	return ((const struct slip *)value)->rectified_wall_us != 0;
}

static bool is_void(const void *value)
{
	return ((const struct slip *)value)->void_wall_us != 0;
}

#define NOW(name_, member_, type_, column_, ...)                                       \
	{                                                                              \
		.name = (name_), RECORD_AT(slip, member_, type_), .column = (column_), \
		.rules = RECORD_JOINED, __VA_ARGS__                                    \
	}

static const struct record_field fields[] = {
	ROW_OF(slip),
	STAMP(slip, journal, RECORD_TEXT),
	STAMP(slip, seq, RECORD_UINT),
	TEXT(slip, id),
	{ .name = "number",
		RECORD_AT(slip, number, RECORD_UINT),
		.rules = RECORD_BODY | RECORD_SILENT },
	WORD(slip, type, slip_type_words, .rules = ASKED | RECORD_NEEDED),
	{ .name = "at",
		.body = "at_us",
		.column = "wall_us",
		RECORD_AT(slip, at_wall_us, RECORD_TIME) },
	TEXT(slip, day),
	CODE(origin, OF(CATALOGUE_ORIGIN)),
	CODE(destination, OF(CATALOGUE_DESTINATION)),
	CODE(partner, OF(CATALOGUE_PARTNER)),
	CODE(place, OF(CATALOGUE_PLACE)),
	{ .name = "operator",
		RECORD_AT(slip, operator_code, RECORD_TEXT),
		OF(CATALOGUE_OPERATOR),
		.rules = ASKED },
	CODE(ref),
	CODE(carrier, OF(CATALOGUE_PARTNER)),
	NOW("state", state, RECORD_WORD, SLIP_STATE_SQL, .words = &slip_state_words),
	NOW("weighings", weighings, RECORD_INT, SUM("count(*)")),
	NOW("units", units, RECORD_INT, SUM("ifnull(sum(w.units), 0)")),
	NOW("mass_mg", mass_mg, RECORD_MG, SUM("ifnull(sum(w.net_mg), 0)")),
	NOW("closed_at", closed_wall_us, RECORD_TIME, ENDED("slip_closed", "min(wall_us)"),
		.has = was_closed),
	NOW("closed_mass_mg", closed_mass_mg, RECORD_MG, ENDED("slip_closed", "mass_mg"),
		.has = was_closed),
	NOW("rectified", rectified_wall_us, RECORD_TIME, RECTIFIED, .has = was_rectified),
	NOW("void_at", void_wall_us, RECORD_TIME, ENDED("slip_void", "min(wall_us)"),
		.has = is_void),
	NOW("signed", signed_by, RECORD_TEXT, SIGNED),
	TEXT(slip, note, .rules = ASKED | RECORD_ERASABLE),
};
const struct record slip_record = RECORD_OF(slip, fields, .table = "slip", .about = "partner");

static int check(const void *value)
{
	const struct slip *s = value;
	const bool in = slip_direction(s->type) == DIRECTION_IN;

	return s->id[0] && s->number && !(in ? s->destination : s->origin)[0] ? 0 : -EBADMSG;
}

/* Its number is used. */
static int after(struct sql *s, const struct entry *e, const void *value)
{
	return number_used(s, e->journal, 'S', ((const struct slip *)value)->number);
}

/* ---- writing one ---- */

static bool needs(const char *word, const char *said)
{
	return strcmp(word, "yes") == 0 && !said[0];
}

/* What its origin or destination asks for, on the day of the slip. */
static int check_needs(struct ledger *l, const struct slip *s, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char partner[16] = "", place[16] = "";
	int r = sql_start(l->sql, &stmt,
		"SELECT * FROM (SELECT needs_partner, needs_place, valid_from FROM catalogue_origin"
		" WHERE journal = ?1 AND code = ?2 AND valid_from <= ?4 UNION ALL"
		" SELECT needs_partner, '', valid_from FROM catalogue_destination"
		" WHERE journal = ?1 AND code = ?3 AND valid_from <= ?4)"
		" ORDER BY valid_from DESC LIMIT 1",
		V_TEXT(l->journal), V_TEXT(s->origin), V_TEXT(s->destination), V_TEXT(s->day));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, partner, sizeof(partner));
	sql_text(stmt, 1, place, sizeof(place));
	if (needs(partner, s->partner))
		return ledger_refuse_field(res, "partner_missing", NULL, "partner");
	return needs(place, s->place) ? ledger_refuse_field(res, "place_missing", NULL, "place")
				      : 0;
}

static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct slip *s = value;
	const bool in = slip_direction(s->type) == DIRECTION_IN;

	if (s->type >= SLIP_TYPES)
		return -EINVAL;
	if (!s->day[0]) {
		s->at_wall_us = job->now.wall_us;
		memcpy(s->day, job->now.day, sizeof(s->day));
	}
	/* It is in the chain for good: what is only letters may be somebody's name. */
	if (s->ref[0] && !strpbrk(s->ref, "0123456789"))
		return ledger_refuse_field(res, "slip_ref_no_number", NULL, "ref");
	if ((in ? s->destination : s->origin)[0])
		return ledger_refuse_field(res, in ? "slip_only_in" : "slip_only_out", NULL,
			in ? "destination" : "origin");
	return check_needs(l, s, res);
}

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct slip *s = value;

	(void)job;
	(void)res;
	return number_next(l->sql, l->journal, 'S', s->id, &s->number);
}

/* As it was opened: what came of it since is not what was asked. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	const struct record_query query = { .seq = seq, .journal = l->journal };
	struct slip *s = (struct slip *)res->value;
	int r = record_rows(l->sql, &slip_record, &query, s, 1);

	_Static_assert(sizeof(*s) <= sizeof(res->value), "a slip is an answer");
	(void)asked;
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	s->state = SLIP_OPEN;
	s->weighings = s->units = s->mass_mg = s->closed_mass_mg = 0;
	s->closed_wall_us = s->rectified_wall_us = s->void_wall_us = 0;
	s->signed_by[0] = '\0';
	return 0;
}

const struct kind slip_kind = {
	"slip",
	1,
	.record = &slip_record,
	.check = check,
	.after = after,
	.allow = allow,
	.fill = fill,
	.answer = answer,
};
