// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * journal-opened: entry 1 of every journal says whose it is and draws the two characters that
 * its printed numbers begin with, so that a cloned card never issues a key twice.
 * Version 2 may say which journal it continues: that of a copy which was put back (restore.c), of
 * which everything stands as ever, and is voided, closed and taken out of from here.
 * journal-continued: a ledger older than what the station had written goes on, by a person's
 * word; two other characters, because the numbers after its last may be on labels already.
 */
#include "../kinds.h"
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include "code.h"

json_t *journal_opened_body(const struct ledger_identity *id, const char *prefix)
{
	json_t *body = json_object();

	if (field_put_text(body, "pole", id->pole) || field_put_text(body, "site", id->site) ||
		field_put_text(body, "station", id->station) ||
		field_put_text(body, "prefix", prefix)) {
		json_decref(body);
		return NULL;
	}
	return body;
}

/* Where that journal stood. */
struct continues {
	char journal[JOURNAL_SIZE]; /* "": it continues none */
	int64_t seq;
	uint8_t hash[HASH_SIZE];
};

static int read_continues(const struct fields *b, struct continues *ret)
{
	struct fields c = { .json = json_object_get(b->json, "continues") };

	*ret = (struct continues){ .seq = 0 };
	if (!c.json)
		return 0;
	field_text(&c, "journal", ret->journal, sizeof(ret->journal));
	ret->seq = field_int(&c, "seq");
	return json_is_object(c.json) && !c.error && strlen(ret->journal) == JOURNAL_SIZE - 1 &&
			       ret->seq > 0 && field_hex(&c, "hash", ret->hash, HASH_SIZE)
		       ? 0
		       : -EBADMSG;
}

/* Whose past it is, too, and all of its own: whichever of them comes first into this file. */
static int add_past(struct sql *s, const char *journal, const char *continues)
{
	int r = sql_run(
		s, "INSERT INTO journal_past (journal, past) VALUES (?1, ?1)", V_TEXT(journal));

	if (r < 0 || !continues[0])
		return r;
	return sql_run(s,
		"INSERT OR IGNORE INTO journal_past (journal, past) SELECT x.journal, y.past"
		" FROM journal_past x, (SELECT ?2 AS past UNION SELECT past FROM journal_past"
		" WHERE journal = ?2) y WHERE x.past = ?1",
		V_TEXT(journal), V_TEXT(continues));
}

static int apply_opened(struct sql *s, const struct entry *e, struct fields *b)
{
	struct ledger_identity id = { 0 };
	struct continues continues;
	char prefix[8] = "";
	int r;

	field_text(b, "pole", id.pole, sizeof(id.pole));
	field_text(b, "site", id.site, sizeof(id.site));
	field_text(b, "station", id.station, sizeof(id.station));
	field_text(b, "prefix", prefix, sizeof(prefix));
	if (b->error || e->seq != 1 || !prefix[0] || !id.site[0])
		return -EBADMSG;
	r = read_continues(b, &continues);
	if (r < 0)
		return r;
	r = sql_run(s, "INSERT INTO journal (journal, pole, site, station) VALUES (?, ?, ?, ?)",
		V_TEXT(e->journal), V_TEXT(id.pole), V_TEXT(id.site), V_TEXT(id.station));
	if (r < 0)
		return r;
	r = sql_run(s, "INSERT INTO number (journal, type, prefix, last) VALUES (?, 'W', ?, 0)",
		V_TEXT(e->journal), V_TEXT(prefix));
	return r < 0 ? r : add_past(s, e->journal, continues.journal);
}

static int apply_continued(struct sql *s, const struct entry *e, struct fields *b)
{
	char prefix[8] = "";

	field_text(b, "prefix", prefix, sizeof(prefix));
	if (b->error || !prefix[0])
		return -EBADMSG;
	return sql_run(s, "UPDATE number SET prefix = ? WHERE journal = ?", V_TEXT(prefix),
		V_TEXT(e->journal));
}

static const char *const tables[] = { "journal", "number", "journal_past", NULL };
const struct kind journal_opened_kind = {
	"journal-opened",
	2,
	.tables = tables,
	.apply = apply_opened,
};
const struct kind journal_opened_1_kind = { "journal-opened", 1, .tables = tables,
	.apply = apply_opened };
const struct kind journal_continued_kind = { "journal-continued", 1, .apply = apply_continued };

void draw_prefix(char ret_prefix[3])
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

	for (int i = 0; i < 2; i++)
		ret_prefix[i] = alphabet[randombytes_uniform(sizeof(alphabet) - 1)];
	ret_prefix[2] = '\0';
}

int number_next(struct sql *s, const char *journal, char type, char ret_key[PRIVATE_KEY_SIZE],
	uint64_t *ret_number)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	const char type_text[2] = { type, '\0' };
	char prefix[8], pole[CODE_SIZE], site[CODE_SIZE], number[32];
	uint64_t next;
	int r = sql_start(s, &stmt,
		"SELECT n.prefix, ifnull((SELECT last FROM number o WHERE o.journal = n.journal"
		" AND o.type = ?2), 0), j.pole, j.site FROM number n JOIN journal j"
		" USING (journal) WHERE n.journal = ?1 AND n.type = 'W'",
		V_TEXT(journal), V_TEXT(type_text));

	if (r < 0)
		return r;
	r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	sql_text(stmt, 0, prefix, sizeof(prefix));
	next = (uint64_t)sqlite3_column_int64(stmt, 1) + 1;
	sql_text(stmt, 2, pole, sizeof(pole));
	sql_text(stmt, 3, site, sizeof(site));
	(void)snprintf(number, sizeof(number), "%s%llu", prefix, (unsigned long long)next);
	r = code_private_key_make(pole, site, type, number, ret_key, PRIVATE_KEY_SIZE);
	if (r < 0)
		return r;
	*ret_number = next;
	return 0;
}

int number_used(struct sql *s, const char *journal, char type, uint64_t number)
{
	const char type_text[2] = { type, '\0' };

	return sql_run(s,
		"INSERT INTO number (journal, type, prefix, last) SELECT journal, ?2, prefix, ?3"
		" FROM number WHERE journal = ?1 AND type = 'W'"
		" ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
		V_TEXT(journal), V_TEXT(type_text), V_INT(number));
}
