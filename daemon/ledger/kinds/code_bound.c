// SPDX-License-Identifier: GPL-3.0-or-later
/* code-bound: what a code that nobody knew stands for; who scans it again chooses that row. */
#include "code_bound.h"
#include <sodium.h>
#include <string.h>
#include "../write.h"
#include "act.h"

enum { ASKED = RECORD_ASKED | RECORD_NEEDED };

static const struct record_field fields[] = {
	STAMPED(code_bound),
	TEXT(code_bound, text_hash),
	WORD(code_bound, kind, catalogue_kind_words, .rules = ASKED),
	TEXT(code_bound, code, .rules = ASKED),
	VOIDED_BY(code_bound),
};
static const struct record code_bound_record =
	RECORD_OF(code_bound, fields, .table = "code_bound", .about = "code");

static int is_whole(const void *value)
{
	const struct code_bound *b = value;

	return strlen(b->text_hash) == CODE_HASH_SIZE - 1 && b->code[0] ? 0 : -EBADMSG;
}

static void hash_of(const char *text, char ret_hash[CODE_HASH_SIZE])
{
	uint8_t hash[(CODE_HASH_SIZE - 1) / 2];

	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)text, strlen(text), NULL, 0);
	sodium_bin2hex(ret_hash, CODE_HASH_SIZE, hash, sizeof(hash));
}

/* ---- writing one ---- */

/* What was scanned is with the entry that kept it, until somebody has it erased. */
static int read_unknown(struct ledger *l, struct code_bound *b, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT x.text FROM unknown_code u JOIN erasable x ON x.journal = u.journal AND"
		" x.seq = u.seq AND x.item = 0 WHERE u.journal = ? AND u.seq = ?",
		V_TEXT(l->journal), V_INT(b->unknown));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		hash_of((const char *)sqlite3_column_text(stmt, 0), b->text_hash);
	if (r != 0)
		return r < 0 ? r : 0;
	res->answer = LEDGER_NOT_FOUND;
	res->why = (struct sentence){ .key = "no_such_code" };
	return 0;
}

/* A row that can be chosen, now. */
static int check_row(struct ledger *l, const struct ledger_job *job, const struct code_bound *b,
	struct ledger_result *res)
{
	int64_t one;
	int r;

	if (b->kind == CATALOGUE_CATEGORY)
		return ledger_check_leaf(l, b->code, job->now.day, res);
	r = !control_kind_for(b->kind)
		    ? 0
		    : sql_int(l->sql, &one,
			      "SELECT 1 FROM catalogue WHERE journal = ?1 AND kind = ?2 AND code = "
			      "?3"
			      " AND NOT hidden AND valid_from <= ?4"
			      " AND (valid_until = '' OR valid_until > ?4)",
			      V_TEXT(l->journal), V_TEXT(catalogue_kind_name(b->kind)),
			      V_TEXT(b->code), V_TEXT(job->now.day));
	return r ? (r < 0 ? r : 0) : ledger_refuse_field(res, "unknown_code_in", b->code, "code");
}

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct code_bound *b = value;
	int r = read_unknown(l, b, res);

	return r == 0 && res->answer == LEDGER_WRITTEN ? check_row(l, job, b, res) : r;
}

/* It is shown no more as one that nobody knows. */
static int was_seen(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	(void)job;
	(void)res;
	return ledger_code_seen(l, ((const struct code_bound *)value)->unknown);
}

const struct kind code_bound_kind = {
	"code-bound",
	1,
	.record = &code_bound_record,
	.check = is_whole,
	.take_back = entry_only_void,
	.fill = fill,
	.beside = was_seen,
};

/* ---- reading ---- */

int ledger_code_bound(
	struct ledger *l, const char *text, enum catalogue_kind *ret_kind, char ret_code[CODE_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char hash[CODE_HASH_SIZE];
	int r;

	hash_of(text, hash);
	r = !l->sql ? -EIO
		    : sql_start(l->sql, &stmt,
			      "SELECT b.kind, b.code FROM code_bound b JOIN entry e USING "
			      "(journal, seq)"
			      " WHERE b.text_hash = ? AND NOT EXISTS (SELECT 1 FROM entry_void v"
			      " WHERE v.id = b.journal || '/' || b.seq) ORDER BY e.row DESC LIMIT "
			      "1",
			      V_TEXT(hash));
	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	if (catalogue_kind_from_name((const char *)sqlite3_column_text(stmt, 0), ret_kind) < 0)
		return -EUCLEAN;
	sql_text(stmt, 1, ret_code, CODE_SIZE);
	return 1;
}
