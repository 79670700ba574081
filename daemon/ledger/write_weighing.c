// SPDX-License-Identifier: GPL-3.0-or-later
/* Recording, voiding, replacing, reclassifying: new entries only, and the label job with them. */
#include <string.h>
#include "write.h"

static int add_label_job(struct ledger *l, const char *id, const struct moment *now)
{
	return sql_run(l->sql,
		"INSERT INTO label_job (journal, id, state, copy, wall_us)"
		" VALUES (?, ?, 'waiting', 0, ?)",
		V_TEXT(l->journal), V_TEXT(id), V_INT(now->wall_us));
}

/* Writes w as a new weighing; the request's key is bound to this entry. */
static int add_weighing(struct ledger *l, const struct ledger_job *job, const struct weighing *w,
	const char *note, struct ledger_result *res)
{
	_cleanup_json_ json_t *body = NULL;
	struct weighing new = *w;
	uint8_t salt[SALT_SIZE];
	struct entry e;
	uint64_t number;
	int r = number_next(l->sql, l->journal, 'W', new.id, &number);

	if (r < 0)
		return r;
	body = weighing_body(&new, &job->now, number);
	if (!body || erasable_put(body, "note", note, salt) ||
		entry_put_request(body, job->key, job->digest))
		return -EINVAL;
	r = entry_append(l->sql, l->journal, "weighing", &job->now, body, &e);
	if (r == 0)
		r = erasable_keep(l->sql, &e, ITEM_NOTE, salt, note);
	if (r == 0 && job->label)
		r = add_label_job(l, new.id, &job->now);
	if (r == 0)
		r = weighing_of_entry(l->sql, l->journal, e.seq, &res->weighing);
	if (r < 0)
		return r;
	/* As committed, with what only the entry keeps. */
	res->weighing.raw_len = w->raw_len;
	memcpy(res->weighing.raw, w->raw, sizeof(w->raw));
	res->seq = e.seq;
	return 0;
}

/* Finds what is to be voided; only this daemon's own weighings. */
static int find_target(struct ledger *l, const struct ledger_job *job, struct weighing *ret_target,
	struct ledger_result *res)
{
	int r = weighing_find(l->sql, l->journal, job->void_id, ret_target);

	if (r == -ENOENT) {
		res->answer = LEDGER_NOT_FOUND;
		return 0;
	}
	if (r == 0 && ret_target->voided_by[0])
		res->answer = LEDGER_ALREADY;
	return r;
}

/* bound: the request's key goes to the void entry itself. */
static int add_void(struct ledger *l, const struct ledger_job *job, const struct weighing *target,
	bool bound, struct entry *ret_entry)
{
	_cleanup_json_ json_t *body = void_body(target, job->reason);
	uint8_t salt[SALT_SIZE];
	int r;

	if (!body || erasable_put(body, "note", job->note, salt) ||
		(bound && entry_put_request(body, job->key, job->digest)))
		return -EINVAL;
	r = entry_append(l->sql, l->journal, "void", &job->now, body, ret_entry);
	if (r == 0)
		r = erasable_keep(l->sql, ret_entry, ITEM_NOTE, salt, job->note);
	if (r == 0)
		r = sql_run(l->sql,
			"UPDATE label_job SET state = 'dropped' WHERE id = ? AND journal = ?"
			" AND state = 'waiting'",
			V_TEXT(target->id), V_TEXT(l->journal));
	return r;
}

int write_record(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	int r = ledger_check_weighing(l, &job->weighing, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return add_weighing(l, job, &job->weighing, job->note, res);
}

int write_void(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	struct weighing target;
	struct entry e;
	int r = find_target(l, job, &target, res);

	if (r < 0 || res->answer == LEDGER_NOT_FOUND)
		return r;
	if (res->answer == LEDGER_ALREADY) {
		res->weighing = target;
		return 0;
	}
	r = add_void(l, job, &target, true, &e);
	if (r == 0)
		r = weighing_of_entry(l->sql, target.journal, target.seq, &res->weighing);
	if (r == 0)
		res->seq = e.seq;
	return r;
}

static int void_and_add(struct ledger *l, const struct ledger_job *job,
	const struct weighing *target, struct weighing *w, struct ledger_result *res)
{
	struct entry e;
	int r = add_void(l, job, target, false, &e);

	memcpy(w->corrects, target->id, sizeof(w->corrects));
	return r < 0 ? r : add_weighing(l, job, w, "", res);
}

int write_replace(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	struct weighing target, w = job->weighing;
	int r = find_target(l, job, &target, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = ledger_check_weighing(l, &w, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return void_and_add(l, job, &target, &w, res);
}

/* The same mass, day and way under another category; the instrument's frame stays with the old. */
int write_reclassify(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	struct weighing target, w;
	int r = find_target(l, job, &target, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = ledger_check_category(l, job->category, target.at.day, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	w = target;
	memcpy(w.category, job->category, sizeof(w.category));
	memcpy(w.reason, job->reason, sizeof(w.reason));
	if (job->weighing.units)
		w.units = job->weighing.units;
	return void_and_add(l, job, &target, &w, res);
}

/* Undo of a replacement: the ledger holds again what it held before, under a new number. */
int write_restore(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	struct weighing target, w;
	int r = find_target(l, job, &target, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = weighing_find(l->sql, l->journal, target.corrects, &w);
	if (r == -ENOENT)
		res->answer = LEDGER_NOT_FOUND;
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	w.voided_by[0] = '\0';
	memcpy(w.reason, job->reason, sizeof(w.reason));
	return void_and_add(l, job, &target, &w, res);
}
