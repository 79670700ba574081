// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ledger_write(): one durable transaction, or nothing at all. The request's key, the entries,
 * the projections and the label job are in it together; the answer is given after COMMIT has
 * synced the log.
 */
#include "write.h"
#include <string.h>

static const write_op_fn ops[] = {
	[LEDGER_RECORD] = write_record,
	[LEDGER_VOID] = write_void,
	[LEDGER_REPLACE] = write_replace,
	[LEDGER_RECLASSIFY] = write_reclassify,
	[LEDGER_RESTORE] = write_restore,
	[LEDGER_CATALOGUE] = write_catalogue,
	[LEDGER_UNKNOWN_CODE] = write_unknown_code,
	[LEDGER_CLOCK] = write_clock,
	[LEDGER_DAY] = write_day,
	[LEDGER_CALIBRATION] = write_calibration,
};

/* The weighing that a void entry is about; -ENOENT: another kind of entry. */
static int weighing_of_void(struct ledger *l, uint64_t seq, struct weighing *ret_w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	_cleanup_json_ json_t *json = NULL;
	struct fields b = { 0 };
	char journal[JOURNAL_SIZE];
	int r = sql_start(l->sql, &stmt,
		"SELECT body FROM entry WHERE journal = ? AND seq = ? AND kind = 'void'",
		V_TEXT(l->journal), V_INT(seq));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	r = fields_parse(
		sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), &json);
	if (r < 0)
		return r;
	b.json = json;
	field_text(&b, "journal", journal, sizeof(journal));
	return weighing_of_entry(l->sql, journal, (uint64_t)field_int(&b, "seq"), ret_w);
}

/*
 * The first result of a request: the new weighing as it was then, or the one it voided;
 * all zero for a request that was about no weighing.
 */
static int first_result(struct ledger *l, uint64_t seq, struct weighing *ret_w)
{
	struct weighing w = { 0 };
	int r = weighing_of_entry(l->sql, l->journal, seq, &w);

	if (r == 0)
		w.voided_by[0] = '\0';
	if (r == -ENOENT)
		r = weighing_of_void(l, seq, &w);
	if (r < 0 && r != -ENOENT)
		return r;
	*ret_w = w;
	return 0;
}

/* 1: bound, with its seq; 0: free; -EKEYREJECTED. */
static int find_request(
	struct ledger *l, const char *key, const uint8_t digest[32], uint64_t *ret_seq)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	uint8_t first[32];
	int r = sql_start(l->sql, &stmt,
		"SELECT seq, digest FROM request WHERE journal = ? AND key = ?", V_TEXT(l->journal),
		V_TEXT(key));

	if (r < 0)
		return r;
	r = sql_step(stmt);
	if (r <= 0)
		return r;
	r = sql_blob(stmt, 1, first, sizeof(first));
	if (r < 0)
		return r;
	if (memcmp(first, digest, sizeof(first)) != 0)
		return -EKEYREJECTED;
	*ret_seq = (uint64_t)sqlite3_column_int64(stmt, 0);
	return 1;
}

int ledger_find_key(
	struct ledger *l, const char *key, const uint8_t digest[32], struct weighing *ret_weighing)
{
	uint64_t seq;
	int r = l->sql ? find_request(l, key, digest, &seq) : -EIO;

	if (r <= 0)
		return r;
	r = first_result(l, seq, ret_weighing);
	return r < 0 ? r : 1;
}

static int repeated(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	int r = find_request(l, job->key, job->digest, &res->seq);

	if (r == -EKEYREJECTED) {
		res->answer = LEDGER_KEY_REUSED;
		return 0;
	}
	if (r <= 0)
		return r;
	res->answer = LEDGER_REPEATED;
	r = calibration_rows(l->sql, res->seq, "", l->journal, &res->calibration, 1);
	return r < 0 ? r : first_result(l, res->seq, &res->weighing);
}

int ledger_written(struct ledger *l, uint64_t seq, struct weighing *ret_weighing)
{
	return l->sql ? first_result(l, seq, ret_weighing) : -EIO;
}

/* What the station keeps beside its entries: a restart finds both or neither. */
static int keep_beside(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	bool is_new = job->op != LEDGER_VOID;
	int r = 0;

	if (job->kept)
		r = plates_write(l, job->kept, is_new ? res->weighing.id : "");
	if (r == 0 && job->token[0])
		r = job_note(l, job->token, res->seq);
	if (r == 0 && job->left_number)
		r = left_see(l, job->left_number, res->weighing.id, "");
	if (r == -ENOENT)
		res->answer = LEDGER_NOT_FOUND;
	return r == -ENOENT ? 0 : r;
}

static int run(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	int r = 0;

	if ((size_t)job->op >= ARRAY_SIZE(ops))
		return -EINVAL;
	if (job->key[0])
		r = repeated(l, job, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = ops[job->op](l, job, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = keep_beside(l, job, res);
	if (r < 0)
		return r;
	memcpy(res->today, job->now.day, sizeof(res->today));
	return ledger_today(l, job->now.day, &res->today_in_mg, &res->today_weighings);
}

/* Nobody else has added to the journal, or put another file in its place. */
static int check_last(struct ledger *l)
{
	struct anchor head;
	int r = ledger_unmoved(l);

	if (r == 0)
		r = anchor_of_head(l->sql, l->journal, &head);
	return r < 0 ? r : anchor_same(&head, &l->last) ? 0 : -ESTALE;
}

static int commit(struct ledger *l)
{
	struct anchor head;
	int r = anchor_of_head(l->sql, l->journal, &head);

	if (r == 0)
		r = sql_exec(l->sql, "COMMIT");
	if (r < 0)
		return r;
	l->last = head;
	ledger_note_last(l);
	return ledger_unmoved(l);
}

/* Commits what was written and nothing else. */
static int transaction(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	int r = sql_exec(l->sql, "BEGIN IMMEDIATE");

	if (r < 0)
		return r;
	r = check_last(l);
	if (r == 0)
		r = run(l, job, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = commit(l);
	/* A full disk only refuses; after an I/O error, a failed sync above all, nothing is sure. */
	if (r < 0 && (sqlite3_errcode(l->sql->db) & 0xff) == SQLITE_IOERR)
		l->broken = true;
	if (!sqlite3_get_autocommit(l->sql->db))
		(void)sql_exec(l->sql, "ROLLBACK");
	/* What was acknowledged is not to be lost sight of, whatever lies there now. */
	if (r == -ESTALE)
		ledger_anchor(l);
	return r;
}

void ledger_write(struct ledger *l, const struct ledger_job *job, struct ledger_result *ret_result)
{
	struct ledger_result res = { 0 };
	bool tried;
	int r = l->mode == LEDGER_WRITE ? 0 : -EROFS;

	if (r == 0 && l->broken)
		r = ledger_mend(l);
	tried = r == 0;
	if (tried)
		r = transaction(l, job, &res);
	if (l->sql && l->sql->wal_failing)
		l->broken = true;
	if (r < 0)
		res = (struct ledger_result){
			.error = r,
			/* A file that was moved away may have taken the entry along. */
			.unknown = tried && (l->broken || r == -ESTALE),
		};
	*ret_result = res;
}
