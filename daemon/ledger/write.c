// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ledger_write(): one durable transaction, or nothing at all. The request's key, the entries,
 * the projections and the label job are in it together; the answer is given after COMMIT has
 * synced the log.
 */
#include "write.h"
#include <string.h>
#include "closed.h"
#include "entry_void.h"
#include "erasure.h"
#include "item.h"
#include "later.h"

size_t kind_size(const struct kind *kind)
{
	return kind->size || !kind->record ? kind->size : kind->record->size;
}

const char *kind_name(const struct kind *kind)
{
	return kind->name;
}

const struct weighing *result_weighing(const struct ledger_result *result)
{
	const struct kind *kind = result->kind;

	return kind == &food_received_kind || kind == &pack_kind || kind == &lot_input_kind ||
			       kind == &entry_void_kind || kind_owns_weighings(kind)
		       ? &result->received
		       : &result->weighing;
}

bool kind_owns_weighings(const struct kind *kind)
{
	return kind == &slip_closed_kind || kind == &pack_state_kind || kind == &lot_packed_kind ||
	       kind == &item_state_kind;
}

static bool weighs(const struct kind *kind)
{
	return kind == &weighing_kind || kind == &food_received_kind || kind == &pack_kind ||
	       kind == &lot_input_kind;
}

/* An entry that is void may be a pack or an input; of any other its weighing is none. */
static bool voids(const struct kind *kind)
{
	return kind == &void_kind || kind == &entry_void_kind;
}

enum role kind_role(const struct kind *kind)
{
	return kind->role;
}

enum role kind_void_role(const struct kind *kind)
{
	return kind->void_role;
}

const struct record *kind_row(const struct kind *kind)
{
	return kind->record && kind->record->table ? kind->record : NULL;
}

/* A repeat is answered as the first time: it was not void then. */
static void forget_void(const struct record *r, void *value)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->fields[i].name, "voided_by") == 0)
			(void)record_set_text(&r->fields[i], value, "");
}

static int value_of(struct ledger *l, const struct kind *kind, uint64_t seq, const void *asked,
	struct ledger_result *res)
{
	const struct record_query query = { .seq = seq, .journal = l->journal };
	int r;

	res->kind = kind;
	res->seq = seq;
	if (kind->answer)
		return kind->answer(l, seq, asked, res);
	if (!kind_row(kind))
		return 0;
	if (kind->record->size > sizeof(res->value))
		return -EMSGSIZE;
	r = record_rows(l->sql, kind->record, &query, res->value, 1);
	forget_void(kind->record, res->value);
	return r < 0 ? r : 0;
}

/* What the ledger holds of the entry seq of its own journal, as the answer of who asked for it. */
static int read_value(struct ledger *l, const struct kind *kind, uint64_t seq, const void *asked,
	struct ledger_result *res)
{
	int r = value_of(l, kind, seq, asked, res);

	return r < 0 ? r : closed_rectified(l, res);
}

static int kind_of_entry(struct ledger *l, uint64_t seq, const struct kind **ret_kind)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, "SELECT kind, v FROM entry WHERE journal = ? AND seq = ?",
		V_TEXT(l->journal), V_INT(seq));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	*ret_kind =
		kind_find((const char *)sqlite3_column_text(stmt, 0), sqlite3_column_int(stmt, 1));
	return *ret_kind ? 0 : -EOPNOTSUPP;
}

/* Which entry a key wrote: of this journal, or of one that it continues. */
struct bound {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
};

/* 1: bound; 0: free; -EKEYREJECTED. */
static int find_request(
	struct ledger *l, const char *key, const uint8_t digest[32], struct bound *ret_bound)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	uint8_t first[32];
	int r = sql_start(l->sql, &stmt,
		"SELECT seq, digest, journal FROM request WHERE " OURS(
			"journal", "?1") " AND key = ?2",
		V_TEXT(l->journal), V_TEXT(key));

	if (r < 0)
		return r;
	r = sql_step(stmt);
	if (r <= 0)
		return r;
	r = sql_blob(stmt, 1, first, sizeof(first));
	if (r < 0)
		return r;
	r = request_digest_is(l, digest, first);
	if (r <= 0)
		return r < 0 ? r : -EKEYREJECTED;
	ret_bound->seq = (uint64_t)sqlite3_column_int64(stmt, 0);
	sql_text(stmt, 2, ret_bound->journal, sizeof(ret_bound->journal));
	return 1;
}

int ledger_written(struct ledger *l, uint64_t seq, struct weighing *ret_weighing)
{
	struct ledger_result res = { 0 };
	const struct kind *kind;
	int r = l->sql ? kind_of_entry(l, seq, &kind) : -EIO;

	if (r == 0 && (weighs(kind) || voids(kind)))
		r = read_value(l, kind, seq, NULL, &res);
	if (r == 0)
		*ret_weighing = *result_weighing(&res);
	return r;
}

/* What a journal wrote that ours continues is read as from within it; then once more, to come back. */
static void stand_in(struct ledger *l, char journal[JOURNAL_SIZE])
{
	char own[JOURNAL_SIZE];

	memcpy(own, l->journal, sizeof(own));
	memcpy(l->journal, journal, sizeof(l->journal));
	memcpy(journal, own, sizeof(own));
}

int ledger_find_key(
	struct ledger *l, const char *key, const uint8_t digest[32], struct weighing *ret_weighing)
{
	struct bound b;
	int r = l->sql ? find_request(l, key, digest, &b) : -EIO;

	if (r <= 0)
		return r;
	stand_in(l, b.journal);
	r = ledger_written(l, b.seq, ret_weighing);
	stand_in(l, b.journal);
	return r < 0 ? r : 1;
}

static const struct ledger_draft *last_draft(const struct ledger_job *job)
{
	size_t n = 0;

	while (n < LEDGER_DRAFTS && job->drafts[n].kind)
		n++;
	return n ? &job->drafts[n - 1] : NULL;
}

/* asked: what that kind's answer is about; 1: res says what the key had written; 0: nothing. */
static int find_answer(struct ledger *l, const char *key, const uint8_t digest[32],
	const struct ledger_draft *asked, struct ledger_result *res)
{
	const struct kind *kind;
	struct bound b;
	int r = find_request(l, key, digest, &b);

	if (r == -EKEYREJECTED) {
		res->answer = LEDGER_KEY_REUSED;
		return 1;
	}
	if (r <= 0)
		return r;
	res->answer = LEDGER_REPEATED;
	stand_in(l, b.journal);
	r = kind_of_entry(l, b.seq, &kind);
	if (r == 0)
		r = read_value(
			l, kind, b.seq, asked && asked->kind == kind ? asked->value : NULL, res);
	stand_in(l, b.journal);
	return r < 0 ? r : 1;
}

static int repeated(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	int r = find_answer(l, job->key, job->digest, last_draft(job), res);

	return r < 0 ? r : 0;
}

int ledger_find_answer(struct ledger *l, const char *key, const uint8_t digest[32],
	struct ledger_result *ret_result)
{
	struct ledger_result res = { 0 };
	int r = l->sql ? find_answer(l, key, digest, NULL, &res) : -EIO;

	if (r > 0)
		*ret_result = res;
	return r;
}

/* ---- drafts ---- */

/* Whether it may be written, by what it says or by what it is made from; then what is missing. */
static int complete(struct ledger *l, const struct ledger_job *job, const struct ledger_draft *d,
	void *value, struct ledger_result *res)
{
	int r = 0;

	if (d->from)
		r = d->from(l, value, res);
	else if (d->kind->allow)
		r = d->kind->allow(l, job, value, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN && d->kind->record && !d->kind->own_codes)
		r = ledger_check_codes(l, d->kind->record, value, job->now.day, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN && d->kind->record)
		r = ledger_take_reason(l, d->kind->record, value, job->now.day);
	if (r == 0 && res->answer == LEDGER_WRITTEN && d->kind->fill)
		r = d->kind->fill(l, job, value, res);
	return r;
}

static int append(struct ledger *l, const struct ledger_job *job, const struct ledger_draft *d,
	void *value, struct ledger_result *res)
{
	bool last = d == last_draft(job);
	uint8_t digest[HASH_SIZE] = { 0 };
	const struct record_entry as = { l->journal, d->kind->name, &job->now, last ? job->key : "",
		digest };
	struct entry e;
	int r = as.key[0] ? request_digest_keep(l, job->digest, digest) : 0;

	if (r == 0)
		r = d->kind->append ? d->kind->append(l, &as, value, &e, res)
				    : record_append(l->sql, &as, d->kind->record, value, &e);
	if (r == 0 && res->answer == LEDGER_WRITTEN && d->kind->beside)
		r = d->kind->beside(l, job, value, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN || !last)
		return r;
	return read_value(l, d->kind, e.seq, value, res);
}

static int write_draft(struct ledger *l, const struct ledger_job *job, const struct ledger_draft *d,
	struct ledger_result *res)
{
	const size_t size = kind_size(d->kind);
	_cleanup_free_ void *copy = size ? malloc(size) : NULL;
	void *value = size ? copy : (void *)d->value;
	int r;

	if (!value)
		return size ? -ENOMEM : -EINVAL;
	if (size)
		memcpy(copy, d->value, size);
	r = complete(l, job, d, value, res);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : append(l, job, d, value, res);
}

static int write_drafts(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	int r = last_draft(job) ? 0 : -EINVAL;

	for (size_t i = 0;
		i < LEDGER_DRAFTS && job->drafts[i].kind && r == 0 && res->answer == LEDGER_WRITTEN;
		i++)
		r = write_draft(l, job, &job->drafts[i], res);
	return r;
}

/* What the station keeps beside its entries: a restart finds both or neither. */
static int keep_beside(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	const char *id = weighs(res->kind) ? result_weighing(res)->id : "";
	struct left_load left;
	int r = 0;

	if (voids(res->kind) && result_weighing(res)->id[0])
		r = left_follow(l, result_weighing(res)->id, "");
	else if (id[0] && result_weighing(res)->corrects[0])
		r = left_follow(l, result_weighing(res)->corrects, id);
	if (r == 0 && job->kept)
		r = plates_write(l, job->kept, id);
	if (r == 0 && job->token[0])
		r = job_note(l, job->token, res->seq);
	if (r == 0 && job->left_number)
		r = ledger_left_of(l, job->left_number, &left);
	if (r == 0 && job->left_number)
		r = left_see(l, job->left_number, id, "");
	if (r == -ENOENT)
		res->answer = LEDGER_NOT_FOUND;
	return r == -ENOENT ? 0 : r;
}

static int run(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	int r = 0;

	if (job->key[0])
		r = repeated(l, job, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = write_drafts(l, job, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = keep_beside(l, job, res);
	if (r < 0)
		return r;
	memcpy(res->today, job->now.day, sizeof(res->today));
	return ledger_today(l, job->now.day, &res->sums);
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
	/* Who weighs while words wait to be overwritten does not wait for that. */
	if (r == 0 && res.answer == LEDGER_WRITTEN && res.kind == &erased_kind) {
		(void)ledger_scrub(l);
		later_keep(l);
		((struct erased *)res.value)->put_off = l->scrub;
	}
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
