// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which words are whose, and how they go for good. SQLite overwrites what is deleted, but a page of
 * a table may still hold an older copy of a row that was moved (8 of 18,000 in a try with 3.40); so
 * the table is made anew, and every page that it has is overwritten. Then the log is emptied:
 * ledger_scrub().
 *
 * Kept are: an operator's names for 12 months after they left; those of a person who gives, who may
 * want a receipt, for 6 years after the last time, of another for 3; notes and signatures, which are
 * there to trace goods, for 5. A note about a collection at home may say where that is and who is there:
 * 3 months. What names a document (a certificate, where a figure comes from) stays.
 */
#include "erasure_private.h"
#include <string.h>

static const char *const words[] = { "partner", "operator", "number", "entry", "due", "restore" };
const struct record_words erasure_words = { words, ARRAY_SIZE(words) };

const char *erasure_word(size_t i)
{
	return i < ERASURE_COUNT ? words[i] : NULL;
}

/* The body as what it is; with a bare BLOB each version of SQLite does something else. */
#define BODY "CAST(e.body AS TEXT)"
#define SAYS(name) "json_extract(" BODY ", '$." name "')"
#define ROW_KIND "json_extract(c.value, '$.kind')"
#define ROW_CODE "json_extract(c.value, '$.code')"
/* Of rows of the catalogue; each body is read once. */
#define NAMES(which)                                                                          \
	"SELECT x.journal, x.seq, x.item, e.kind, e.day, " ROW_KIND ", " ROW_CODE ", x.text"  \
	" FROM (SELECT DISTINCT journal, seq FROM erasable) d"                                \
	" JOIN entry e ON e.journal = d.journal AND e.seq = d.seq AND e.kind = 'catalogue'"   \
	" JOIN json_each(" BODY ", '$.rows') c"                                               \
	" JOIN erasable x ON x.journal = e.journal AND x.seq = e.seq AND x.item = 1 + c.key " \
	"WHERE " which
/* Of any other entry. */
#define NOTES(which)                                                                \
	"SELECT x.journal, x.seq, x.item, e.kind, e.day, '', '', x.text"            \
	" FROM erasable x JOIN entry e ON e.journal = x.journal AND e.seq = x.seq " \
	"WHERE e.kind <> 'catalogue' AND (" which ")"
/* Why a load that left is no weighing: beside the journal, under its own number. */
#define LEFT(which)                                                                                \
	"SELECT '" ERASURE_LEFT "', l.number, 0, 'left', l.day, '', '', l.reason FROM left_load l" \
	" WHERE l.reason <> '' AND (" which ")"
#define BARE(name) "replace(" SAYS(name) ", '-', '')"

/* ?1: the code; of an entry its journal, ?2 its seq; of what is due today. */
/* What names them, and what takes back or ends what does. */
/* Each is found by an index: they are asked for every word there is. */
#define ENTRY_VOIDED "t.journal = " SAYS("journal") " AND t.seq = " SAYS("seq")
#define VOID_OF(which)                                                         \
	"EXISTS (SELECT 1 FROM entry t JOIN weighing w ON w.row = t.row WHERE" \
	" e.kind = 'void' AND " ENTRY_VOIDED " AND " which ")"
#define OF_ITS_SLIP(which)                                            \
	"EXISTS (SELECT 1 FROM slip p WHERE e.kind LIKE 'slip-%' AND" \
	" replace(p.id, '-', '') = " BARE("id") " AND " which ")"
#define ITS_PARTNER "?1 IN (p.partner, p.carrier)"
/* What was refused of a slip, and taken back in words: JOURNAL/SEQ. */
#define VOIDED_JOURNAL "substr(" SAYS("id") ", 1, instr(" SAYS("id") ", '/') - 1)"
#define VOIDED_SEQ "CAST(substr(" SAYS("id") ", instr(" SAYS("id") ", '/') + 1) AS INTEGER)"
#define REFUSAL_OF(slip, which)                                                         \
	"EXISTS (SELECT 1 FROM slip_refused f " slip " WHERE e.kind = 'entry-void' AND" \
	" f.journal = " VOIDED_JOURNAL " AND f.seq = " VOIDED_SEQ " AND " which ")"
#define REFUSAL_OF_SLIP(which) \
	REFUSAL_OF("JOIN slip p ON replace(p.id, '-', '') = replace(f.id, '-', '')", which)
#define NAMES_PARTNER SAYS("partner") " = ?1 OR " SAYS("carrier") " = ?1"
static const char of_partner[] =
	NAMES(ROW_KIND " = 'partner' AND " ROW_CODE " = ?1") " UNION ALL " NOTES(
		NAMES_PARTNER " OR " VOID_OF("w.partner = ?1") " OR " OF_ITS_SLIP(
			ITS_PARTNER) " OR " REFUSAL_OF_SLIP(ITS_PARTNER));
static const char of_operator[] = NAMES(ROW_KIND " = 'operator' AND " ROW_CODE " = ?1");
#define NAMES_NUMBER \
	BARE("id")   \
	" = ?1 OR " BARE("corrects") " = ?1 OR " BARE("slip") " = ?1 OR " BARE("lot") " = ?1"
#define VOID_FOR_SLIP VOID_OF("replace(w.slip, '-', '') = ?1")
static const char of_number[] = NOTES(
	NAMES_NUMBER " OR " VOID_FOR_SLIP " OR " REFUSAL_OF("", "replace(f.id, '-', '') = ?1"));
static const char of_entry[] = NAMES("x.journal = ?1 AND x.seq = ?2") " UNION ALL " NOTES(
	"x.journal = ?1 AND x.seq = ?2") " UNION ALL " LEFT("?1 = '" ERASURE_LEFT
							    "' AND l.number = ?2");

/*
 * The last day on which that entry may have been written. Where its clock was doubtful, its own day
 * may be anything: it was before the next one whose clock was sure.
 */
#define WRITTEN(n)                                                                                \
	"iif(" n ".clock = 'trusted', " n ".day, ifnull((SELECT z.day FROM entry z WHERE"         \
	" z.journal = " n ".journal AND z.seq > " n ".seq AND z.clock = 'trusted' ORDER BY z.seq" \
	" LIMIT 1), ?1))"
/* A copy that was put back goes on in another journal, which says every row again. */
#define LATEST                                                                                  \
	"(SELECT p.journal FROM journal_past p CROSS JOIN entry o ON o.journal = p.journal AND" \
	" o.seq = 1 WHERE p.past = x.journal ORDER BY o.row DESC LIMIT 1)"
/* The newest row of whom it names, and whether that has been so for long enough. */
#define NEWEST(facts, ended)                                                                     \
	"EXISTS (SELECT 1 FROM catalogue k " facts " WHERE k.journal = " LATEST " AND k.kind ="  \
	" " ROW_KIND " AND k.code = " ROW_CODE " AND k.valid_from = (SELECT max(m.valid_from)"   \
	" FROM catalogue m WHERE m.journal = k.journal AND m.kind = k.kind AND m.code = k.code)" \
	" AND (" ended "))"
/* A row may be said to begin long before the day on which somebody says it. */
#define SAID                                                                             \
	"max(k.valid_from, ifnull((SELECT " WRITTEN("g") " FROM entry g WHERE g.journal" \
							 " = k.journal AND g.seq = k.seq), ?1))"
#define LEFT_FOR(time)                                                                     \
	"(k.valid_until <> '' AND k.valid_until <= date(?1, '" time "')) OR (k.hidden AND" \
	" " SAID " <= date(?1, '" time "'))"
/* When each partner was seen, and whether only to fetch things at their home; made once for all of them. */
#define AT_HOME(origin) "ifnull(" origin ", '') = 'COL_DOM'"
#define SEEN_ON_SLIP(who, at_home)                                            \
	"SELECT p." who ", max(p.day, iif(n.clock = 'trusted', '', " WRITTEN( \
		"n") ")), " at_home " FROM slip p JOIN entry n ON n.row = p.row"
#define SEEN_UNSURE                                                          \
	"SELECT w.partner, " WRITTEN("n") ", " AT_HOME(                      \
		"w.origin") " FROM weighing w JOIN entry n ON n.row = w.row" \
			    " WHERE w.clock = 'doubtful' AND w.voided_seq IS NULL"
#define SEEN                                                                                 \
	"WITH seen (partner, day, at_home) AS MATERIALIZED (SELECT partner, max(day),"       \
	" min(at_home) FROM (SELECT partner, day, " AT_HOME(                                 \
		"origin") " AS at_home FROM total"                                           \
			  " WHERE weighings > 0 UNION ALL " SEEN_UNSURE                      \
			  " UNION ALL " SEEN_ON_SLIP("partner",                              \
				  AT_HOME("p.origin")) " UNION ALL " SEEN_ON_SLIP("carrier", \
				  "0") ") WHERE partner <> ''"                               \
				       " GROUP BY partner) "
#define OF_SEEN(what) "(SELECT s." what " FROM seen s WHERE s.partner = k.code)"
#define LAST_SEEN                                                                                \
	"max(" SAID ", iif(k.valid_until <= ?1, k.valid_until, ''), ifnull(" OF_SEEN("day") ", " \
											    "''))"
#define FACTS                                                                            \
	"LEFT JOIN catalogue_partner f ON f.journal = k.journal AND f.code = k.code AND" \
	" f.valid_from = k.valid_from"
#define OPERATOR_LEFT ROW_KIND " = 'operator' AND " NEWEST("", LEFT_FOR("-12 months"))
/* Of who gives a receipt says so; who has no role and was only called at needs no more than that. */
#define KEPT_FOR                                                                  \
	"CASE WHEN instr(' ' || ifnull(f.roles, 'donor') || ' ', ' donor ') THEN" \
	" '+6 years' WHEN ifnull(f.roles, '') = '' AND " OF_SEEN(                 \
		"at_home") " THEN '+3 months' ELSE '+3 years' END"
#define PARTNER_GONE \
	ROW_KIND " = 'partner' AND " NEWEST(FACTS, "date(" LAST_SEEN ", " KEPT_FOR ") <= ?1")
#define NOTE_KINDS                                                                    \
	"('weighing', 'void', 'unknown-code', 'slip', 'slip-refused', 'slip-closed'," \
	" 'slip-void', 'entry-void', 'food-refused', 'lot-held', 'lot-released',"     \
	" 'lot-packed', 'pack-state', 'recall', 'recall-count', 'item', 'item-state')"
#define ROW_DUE "(" OPERATOR_LEFT ") OR (" PARTNER_GONE ")"
/* Not the signature: it traces goods as every other one. */
#define OF_HOME AT_HOME("p.origin")
#define NOTE_OF_HOME AT_HOME(SAYS("origin")) " OR " VOID_OF(AT_HOME("w.origin"))
#define SLIP_OF_HOME OF_ITS_SLIP(OF_HOME) " OR " REFUSAL_OF_SLIP(OF_HOME)
#define NOTE_FOR                                                                               \
	"iif(e.kind <> 'slip-closed' AND (" NOTE_OF_HOME " OR " SLIP_OF_HOME "), '+3 months'," \
	" '+5 years')"
#define NOTE_DUE "e.kind IN " NOTE_KINDS " AND date(" WRITTEN("e") ", " NOTE_FOR ") <= ?1"
#define LEFT_DUE "l.clock = 'trusted' AND l.day <= date(?1, '-5 years')"
static const char of_due[] =
	SEEN NAMES(ROW_DUE) " UNION ALL " NOTES(NOTE_DUE) " UNION ALL " LEFT(LEFT_DUE);

static const char *const statements[] = { of_partner, of_operator, of_number, of_entry, of_due };

/* A number as it is compared: no hyphens, capitals. */
static void make_bare(const char *text, char *ret_bare, size_t size)
{
	size_t n = 0;

	for (; *text && n + 1 < size; text++)
		if (*text != '-')
			ret_bare[n++] = (char)(*text >= 'a' && *text <= 'z' ? *text - 32 : *text);
	ret_bare[n] = '\0';
}

/* "12", or "JOURNAL/12". */
static void split_entry(
	const struct ledger *l, const char *code, char ret_journal[JOURNAL_SIZE], uint64_t *ret_seq)
{
	const char *slash = strchr(code, '/'), *number = slash ? slash + 1 : code;
	char *end;

	(void)snprintf(ret_journal, JOURNAL_SIZE, "%.*s",
		slash ? (int)(slash - code) : JOURNAL_SIZE - 1, slash ? code : l->journal);
	*ret_seq = strtoull(number, &end, 10);
	if (end == number || *end || *number == '-')
		*ret_seq = 0;
}

static void take_row(sqlite3_stmt *stmt, struct erasable_word *w)
{
	const struct kind *kind;

	*w = (struct erasable_word){
		.seq = (uint64_t)sqlite3_column_int64(stmt, 1),
		.item = (uint32_t)sqlite3_column_int64(stmt, 2),
		.text = (const char *)sqlite3_column_text(stmt, 7),
	};
	sql_text(stmt, 0, w->journal, sizeof(w->journal));
	sql_text(stmt, 3, w->kind, sizeof(w->kind));
	sql_text(stmt, 4, w->day, sizeof(w->day));
	sql_text(stmt, 5, w->about, sizeof(w->about));
	sql_text(stmt, 6, w->code, sizeof(w->code));
	kind = w->about[0] ? NULL : kind_named(w->kind);
	w->field = kind && kind->record ? record_word_name(kind->record, w->item) : NULL;
}

static int start(struct ledger *l, const struct erased *e, sqlite3_stmt **ret_stmt)
{
	char bare[sizeof(e->code)], journal[JOURNAL_SIZE];
	const char *text = e->what == ERASE_DUE ? e->day : e->code;
	uint64_t seq;

	split_entry(l, e->code, journal, &seq);
	if (e->what == ERASE_ENTRY)
		return sql_start(l->sql, ret_stmt, of_entry, V_TEXT(journal), V_INT(seq));
	make_bare(e->code, bare, sizeof(bare));
	return sql_start(l->sql, ret_stmt, statements[e->what],
		V_TEXT(e->what == ERASE_NUMBER ? bare : text));
}

int ledger_erasable(struct ledger *l, const struct erased *e,
	int (*each)(void *data, const struct erasable_word *w), void *data)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = l->sql && e->what < ERASURE_COUNT ? start(l, e, &stmt) : -EIO;

	while (r == 0 && (r = sql_step(stmt)) > 0) {
		struct erasable_word w;

		take_row(stmt, &w);
		r = each(data, &w);
	}
	return r;
}

/* ---- what stays ---- */

int ledger_erasure_rest(struct ledger *l, const struct erased *e, struct erasure_rest *ret_rest)
{
	static const char *const weighings[] = {
		"SELECT count(*) FROM weighing WHERE partner = ?",
		"SELECT count(*) FROM weighing WHERE operator = ?",
		"SELECT count(*) FROM weighing WHERE replace(id, '-', '') = ?",
	};
	char bare[sizeof(e->code)];
	int64_t count = 0, clear = 0;
	int r = l->sql ? 0 : -EIO;

	make_bare(e->code, bare, sizeof(bare));
	if (r == 0 && e->what < ARRAY_SIZE(weighings))
		r = sql_int(l->sql, &count, weighings[e->what],
			V_TEXT(e->what == ERASE_NUMBER ? bare : e->code));
	if (r >= 0 && e->what <= ERASE_OPERATOR)
		r = sql_int(l->sql, &clear,
			"SELECT count(*) FROM entry e JOIN json_each(" BODY ", '$.rows') c"
			" WHERE e.kind = 'catalogue' AND " ROW_KIND " = ?1 AND " ROW_CODE " = ?2"
			" AND json_extract(c.value, '$.label_fr') <> ''",
			V_TEXT(words[e->what]), V_TEXT(e->code));
	if (r < 0)
		return r;
	*ret_rest = (struct erasure_rest){ (uint64_t)count, (uint64_t)clear };
	return 0;
}

/* ---- for good ---- */

/* A table's pages are overwritten when they are freed (secure_delete), the first one too. */
static int make_anew(struct sql *s, const char *table)
{
	_cleanup_free_ char *definition = NULL, *text = NULL;
	sqlite3_stmt *stmt = NULL;
	int r = sql_start(
		s, &stmt, "SELECT sql FROM main.sqlite_schema WHERE name = ?", V_TEXT(table));

	if (r == 0 && (r = sql_step(stmt)) > 0)
		definition = strdup((const char *)sqlite3_column_text(stmt, 0));
	cleanup_sql_reset(&stmt);
	if (r < 0)
		return r;
	if (!definition ||
		asprintf(&text,
			"CREATE TEMP TABLE words_left AS SELECT * FROM main.%s;"
			"DROP TABLE main.%s; %s; INSERT INTO main.%s SELECT * FROM temp.words_left"
			" ORDER BY 1, 2, 3; DROP TABLE temp.words_left",
			table, table, definition, table) < 0)
		return -ENOMEM;
	return sql_exec(s, text);
}

static int wipe_one(struct ledger *l, const json_t *one, bool *ret_left)
{
	const char *journal = json_string_value(json_object_get(one, "journal"));
	const json_int_t seq = json_integer_value(json_object_get(one, "seq"));

	if (!journal || strcmp(journal, ERASURE_LEFT) != 0)
		return sql_run(l->sql,
			"DELETE FROM erasable WHERE journal = ? AND seq = ? AND item = ?",
			V_TEXT(journal ? journal : ""), V_INT(seq),
			V_INT(json_integer_value(json_object_get(one, "item"))));
	*ret_left = true;
	return sql_run(l->sql, "UPDATE left_load SET reason = '' WHERE number = ?", V_INT(seq));
}

int erasure_wipe(struct ledger *l, const json_t *list)
{
	bool left = false;
	int r = 0;

	for (size_t i = 0; i < json_array_size(list) && r == 0; i++)
		r = wipe_one(l, json_array_get(list, i), &left);
	if (r == 0)
		r = make_anew(l->sql, "erasable");
	if (r == 0 && left)
		r = make_anew(l->sql, "left_load");
	/* A cut before the log is emptied: it is after the next start. */
	if (r == 0)
		r = sql_run(
			l->sql, "INSERT OR REPLACE INTO kept (name, value) VALUES ('scrub', '')");
	l->scrub |= r == 0;
	return r;
}

int ledger_scrub_load(struct ledger *l)
{
	int64_t one;
	int r = sql_int(l->sql, &one, "SELECT 1 FROM kept WHERE name = 'scrub'");

	l->scrub |= r > 0;
	return r < 0 ? r : 0;
}

/* 0; 1: a reader is in the way. */
static int empty_log(struct ledger *l)
{
	int64_t busy = 0;
	int r;

	/* Readers are not waited for: it is tried again when nobody waits for the writer. */
	(void)sqlite3_busy_timeout(l->sql->db, 0);
	r = sql_int(l->sql, &busy, "PRAGMA wal_checkpoint(TRUNCATE)");
	/* As in copy_back(): after a failed sync nothing is sure. */
	l->sql->wal_failing |= r < 0 && (sqlite3_errcode(l->sql->db) & 0xff) == SQLITE_IOERR;
	(void)sqlite3_busy_timeout(l->sql->db, SQL_BUSY_MS);
	l->sql->copied = true;
	return r < 0 ? r : busy != 0;
}

int ledger_scrub(struct ledger *l)
{
	int r = empty_log(l);

	if (r != 0)
		return r;
	r = wal_grow(l->sql);
	if (r == 0) {
		r = sql_run(l->sql, "DELETE FROM kept WHERE name = 'scrub'");
		l->sql->wal_failing |=
			r < 0 && (sqlite3_errcode(l->sql->db) & 0xff) == SQLITE_IOERR;
	}
	l->scrub = r < 0;
	if (r == 0)
		r = ledger_note_file(l);
	return r;
}
