// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * entry-void: an entry of a kind without a printed key was a mistake: JOURNAL/SEQ names it. It stays,
 * and says by which entry it is void. What else that changes is of its kind: kind.take_back.
 */
#include <string.h>
#include "../closed.h"
#include "../delivery.h"
#include "../items.h"
#include "../recorded.h"
#include "../write.h"
#include "entry_void.h"

static const struct record_field fields[] = {
	STAMPED(entry_void),
	TEXT(entry_void, kind),
	TEXT(entry_void, id),
	TEXT(entry_void, reason),
	TEXT(entry_void, note, .rules = RECORD_ERASABLE),
};
static const struct record entry_void_record =
	RECORD_OF(entry_void, fields, .table = "entry_void", .about = "id");

/* "figure/JOURNAL/12", "figure/12": of this journal. false: it is no such name. */
static bool split(const struct ledger *l, const char *name, struct entry_void *ret)
{
	size_t len = strcspn(name, "/");
	const char *rest = name + len + (name[len] == '/'), *slash = strchr(rest, '/');
	const char *number = slash ? slash + 1 : rest;

	if (!name[len] || len >= sizeof(ret->kind) || (slash && slash - rest >= JOURNAL_SIZE) ||
		!*number || strlen(number) > 18 || strspn(number, "0123456789") != strlen(number))
		return false;
	(void)snprintf(ret->kind, sizeof(ret->kind), "%.*s", (int)len, name);
	(void)snprintf(ret->id, sizeof(ret->id), "%.*s/%llu",
		slash ? (int)(slash - rest) : JOURNAL_SIZE - 1, slash ? rest : l->journal,
		strtoull(number, NULL, 10));
	return true;
}

/* Of an id that stands in an entry. */
static void read_id(const char *id, char ret_journal[JOURNAL_SIZE], uint64_t *ret_seq)
{
	const char *slash = strchr(id, '/');

	(void)snprintf(ret_journal, JOURNAL_SIZE, "%.*s", slash ? (int)(slash - id) : 0, id);
	*ret_seq = slash ? strtoull(slash + 1, NULL, 10) : 0;
}

static int names_an_entry(const void *value)
{
	const struct entry_void *v = value;
	char journal[JOURNAL_SIZE];
	uint64_t seq;

	read_id(v->id, journal, &seq);
	return seq && v->kind[0] ? 0 : -EBADMSG;
}

/* 1: it is there, and its kind is that; 0: not. */
static int find(struct sql *s, const char *id, const char *kind)
{
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t one;

	read_id(id, journal, &seq);
	return sql_int(s, &one, "SELECT 1 FROM entry WHERE journal = ? AND seq = ? AND kind = ?",
		V_TEXT(journal), V_INT(seq), V_TEXT(kind));
}

/* Two voids of one entry (from two journals, on a hub) count once. */
static int take_back(struct sql *s, const struct entry *e, const void *value)
{
	const struct entry_void *v = value;
	const struct kind *kind = kind_named(v->kind);
	char journal[JOURNAL_SIZE];
	int64_t voids = 0;
	uint64_t seq;
	int r = find(s, v->id, v->kind);

	(void)e;
	if (r <= 0 || !kind || !kind->take_back)
		return r < 0 ? r : -EBADMSG;
	r = sql_int(s, &voids, "SELECT count(*) FROM entry_void WHERE id = ?", V_TEXT(v->id));
	if (r < 0 || voids > 1)
		return r < 0 ? r : 0;
	read_id(v->id, journal, &seq);
	return kind->take_back(s, journal, seq);
}

int entry_only_void(struct sql *s, const char *journal, uint64_t seq)
{
	(void)s;
	(void)journal;
	(void)seq;
	return 0;
}

/* ---- writing one ---- */

static int guard(struct ledger *l, const struct ledger_job *job, const struct entry_void *v,
	const struct kind *kind, struct ledger_result *res)
{
	char journal[JOURNAL_SIZE], day[DAY_SIZE];
	uint64_t seq;
	int r;

	read_id(v->id, journal, &seq);
	r = closed_day_of(l, kind, journal, seq, day);
	return r < 0 ? r : closed_guard(l, job, day, res);
}

static int not_there(struct ledger_result *res, const char *key)
{
	res->answer = LEDGER_NOT_FOUND;
	res->why = (struct sentence){ .key = key };
	return 0;
}

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct entry_void *v = value;
	const struct kind *kind = split(l, v->name, v) ? kind_named(v->kind) : NULL;
	int64_t voids = 0;
	int r = kind ? find(l->sql, v->id, v->kind) : 0;

	if (r <= 0)
		return r < 0 ? r : not_there(res, "no_such_entry");
	if (!kind->take_back)
		return ledger_conflict(res, "not_voidable", v->id);
	r = sql_int(l->sql, &voids, "SELECT count(*) FROM entry_void WHERE id = ?", V_TEXT(v->id));
	if (r < 0 || voids)
		return r < 0 ? r : ledger_conflict(res, "entry_already_void", v->id);
	r = guard(l, job, v, kind, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return kind->held ? kind->held(l, v->id, res) : 0;
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	const struct entry_void *v = value;
	const struct kind *kind = kind_named(v->kind);
	int r = kind && kind->drop ? kind->drop(l, as->now, v) : 0;

	(void)res;
	return r < 0 ? r : record_append(l->sql, as, &entry_void_record, v, ret_entry);
}

int entry_void_append(struct ledger *l, const struct moment *now, const char *kind, const char *id,
	const char *reason)
{
	const struct record_entry as = { l->journal, "entry-void", now, "", NULL };
	struct entry_void v = { .name = "" };
	struct entry e;

	(void)snprintf(v.kind, sizeof(v.kind), "%s", kind);
	(void)snprintf(v.id, sizeof(v.id), "%s", id);
	(void)snprintf(v.reason, sizeof(v.reason), "%s", reason);
	return record_append(l->sql, &as, &entry_void_record, &v, &e);
}

/* As any other entry; of a pack, an input, and what was weighed of a pack, the station is told which one. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	const struct record_query query = { .seq = seq, .journal = l->journal };
	struct entry_void *v = (struct entry_void *)res->value;
	char journal[JOURNAL_SIZE];
	uint64_t of;
	int r = record_rows(l->sql, &entry_void_record, &query, v, 1);

	_Static_assert(sizeof(*v) <= sizeof(res->value), "a void is an answer");
	(void)asked;
	if (r <= 0)
		return r;
	if (strcmp(v->kind, "pack-state") == 0)
		return pack_move_weighing(l, v->id, &res->received);
	if (strcmp(v->kind, "item-state") == 0)
		return item_move_weighing(l, v->id, &res->received);
	read_id(v->id, journal, &of);
	if (strcmp(v->kind, "lot-input") == 0 && strcmp(journal, l->journal) == 0)
		return input_of_entry(l, journal, of, &res->received);
	return strcmp(v->kind, "pack") == 0 ? pack_of_entry(l, journal, of, &res->received) : 0;
}

const struct kind entry_void_kind = {
	"entry-void",
	1,
	.record = &entry_void_record,
	.check = names_an_entry,
	.after = take_back,
	.fill = fill,
	.append = append,
	.answer = answer,
};
