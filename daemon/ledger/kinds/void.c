// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * void: takes a weighing out of all sums. The weighing stays where it is and says by which
 * entry it was voided. Two voids of one weighing (from two journals, on a hub) count once.
 */
#include <string.h>
#include "../closed.h"
#include "../items.h"
#include "../lots.h"
#include "../made.h"
#include "../write.h"

static const struct record_field fields[] = {
	TEXT(weighing_void, journal),
	WHOLE(weighing_void, seq),
	TEXT(weighing_void, id),
	TEXT(weighing_void, reason, .rules = RECORD_ASKED),
	TEXT(weighing_void, note, .rules = RECORD_ERASABLE | RECORD_ASKED),
};
static const struct record void_record = RECORD_OF(weighing_void, fields, .table = NULL);

static int names_an_entry(const void *value)
{
	const struct weighing_void *v = value;

	return v->seq ? 0 : -EBADMSG;
}

static int take_out(struct sql *s, const struct entry *e, const void *value)
{
	const struct weighing_void *v = value;
	struct weighing w;
	int r = weighing_of_entry(s, v->journal, v->seq, &w);

	if (r == -ENOENT)
		return -EBADMSG;
	if (r < 0 || w.voided_by[0])
		return r;
	r = sql_run(s,
		"UPDATE weighing SET voided_journal = ?, voided_seq = ? WHERE row ="
		" (SELECT row FROM entry WHERE journal = ? AND seq = ?)",
		V_TEXT(e->journal), V_INT(e->seq), V_TEXT(v->journal), V_INT(v->seq));
	if (r == 0)
		r = total_add(s, &w, -1);
	return r < 0 || !w.lot[0] ? r : lot_flow_drop(s, w.journal, w.seq);
}

/* ---- writing one ---- */

/* Whose it is, if any kind says so. */
static int find_owner(struct ledger *l, const char *id, struct ledger_result *res)
{
	int r = 0;

	for (const struct kind *const *k = kinds; *k && r == 0 && res->answer == LEDGER_WRITTEN;
		k++)
		if ((*k)->owns)
			r = (*k)->owns(l, id, res);
	return r;
}

/* Undo takes back the move of an item, whose that weighing is, with it. */
static int check_owner(struct ledger *l, const struct weighing_void *v, struct ledger_result *res)
{
	int r = strcmp(v->reason, "UNDO") == 0 ? item_undo_allowed(l, v->id, res) : 0;

	return r ? (r < 0 ? r : 0) : find_owner(l, v->id, res);
}

/* Only this daemon's own weighings, those of the journals that it continues too, and each once. */
static int find_target(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct weighing_void *v = value;
	struct weighing w;
	int r = ledger_target(l, v->id, &w, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	if (w.voided_by[0]) {
		res->answer = LEDGER_ALREADY;
		res->weighing = w;
		return 0;
	}
	memcpy(v->journal, w.journal, sizeof(v->journal));
	memcpy(v->id, w.id, sizeof(v->id));
	v->seq = w.seq;
	r = closed_guard(l, job, w.at.day, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = check_owner(l, v, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN || job_has_draft(job, &weighing_kind))
		return r; /* what takes its place is looked at itself */
	return lot_stands(l, &w, NULL, res);
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	const struct weighing_void *v = value;
	int r = strcmp(v->reason, "UNDO") == 0 ? item_undo(l, as->now, v->id) : 0;

	(void)res;
	return r < 0 ? r : record_append(l->sql, as, &void_record, v, ret_entry);
}

static int drop_label(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	const struct weighing_void *v = value;

	(void)job;
	(void)res;
	return sql_run(l->sql,
		"UPDATE label_job SET state = 'dropped' WHERE id = ? AND journal = ?"
		" AND state = 'waiting'",
		V_TEXT(v->id), V_TEXT(v->journal));
}

int void_append(
	struct ledger *l, const struct moment *now, const struct weighing *w, const char *reason)
{
	const struct record_entry as = { l->journal, "void", now, "", NULL };
	struct weighing_void v = { .seq = w->seq };
	struct entry e;
	int r;

	memcpy(v.journal, w->journal, sizeof(v.journal));
	memcpy(v.id, w->id, sizeof(v.id));
	memcpy(v.reason, reason, sizeof(v.reason));
	r = record_append(l->sql, &as, &void_record, &v, &e);
	if (r == 0)
		r = drop_label(l, NULL, &v, NULL);
	return r < 0 ? r : left_follow(l, v.id, "");
}

/* The voided weighing. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	_cleanup_json_ json_t *json = NULL;
	struct weighing_void v = { .seq = 0 };
	int r = entry_body(l->sql, l->journal, seq, &json);

	(void)asked;
	if (r == 0)
		r = record_from_body(&void_record, json, &v);
	return r < 0 ? r : weighing_of_entry(l->sql, v.journal, v.seq, &res->weighing);
}

const struct kind void_kind = {
	"void",
	1,
	.record = &void_record,
	.check = names_an_entry,
	.after = take_out,
	.fill = find_target,
	.append = append,
	.beside = drop_label,
	.answer = answer,
};
