// SPDX-License-Identifier: GPL-3.0-or-later
/* Recording, voiding, replacing, reclassifying: new entries only, and the label job with them. */
#include <stdio.h>
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
	const struct record_entry as = { l->journal, "weighing", &job->now, job->key, job->digest };
	struct weighing_entry new = { .weighing = *w,
		.of_boot = strcmp(w->at.boot_id, job->now.boot_id) == 0 };
	struct entry e;
	int r = number_next(l->sql, l->journal, 'W', new.weighing.id, &new.number);

	(void)snprintf(new.note, sizeof(new.note), "%s", note);
	if (r == 0)
		r = record_append(l->sql, &as, &weighing_record, &new, &e);
	if (r == 0 && job->label)
		r = add_label_job(l, new.weighing.id, &job->now);
	if (r == 0)
		r = weighing_of_entry(l->sql, l->journal, e.seq, &res->weighing);
	if (r < 0)
		return r;
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
	const struct record_entry as = { l->journal, "void", &job->now, bound ? job->key : "",
		job->digest };
	struct weighing_void v = { .seq = target->seq };
	int r;

	memcpy(v.journal, target->journal, sizeof(v.journal));
	memcpy(v.id, target->id, sizeof(v.id));
	memcpy(v.reason, job->reason, sizeof(v.reason));
	memcpy(v.note, job->note, sizeof(v.note));
	r = record_append(l->sql, &as, void_kind.record, &v, ret_entry);
	if (r < 0)
		return r;
	return sql_run(l->sql,
		"UPDATE label_job SET state = 'dropped' WHERE id = ? AND journal = ?"
		" AND state = 'waiting'",
		V_TEXT(target->id), V_TEXT(l->journal));
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
