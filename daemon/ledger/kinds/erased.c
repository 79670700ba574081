// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * erased: words of people were erased: which and how many, not what they said. Which, so that a copy
 * from before can be brought to the same.
 */
#include <string.h>
#include "../erasure_private.h"
#include "../write.h"

static bool is_put_off(const void *value)
{
	return ((const struct erased *)value)->put_off;
}

static const struct record_field fields[] = {
	STAMPED(erased),
	WORD(erased, what, erasure_words, .rules = RECORD_ASKED | RECORD_NEEDED),
	TEXT(erased, code, .rules = RECORD_ASKED),
	WHOLE(erased, words),
	TEXT(erased, copies_until,
		.column = "date(r.day, 'start of month', '+12 months', '-1 day')",
		.rules = RECORD_JOINED),
	TRUTH(erased, put_off, .column = "EXISTS (SELECT 1 FROM kept WHERE name = 'scrub')",
		.rules = RECORD_JOINED, .answered = is_put_off),
};
static const struct record erased_record =
	RECORD_OF(erased, fields, .table = "erased", .about = "code");

/* What is due is told by today, which a doubtful clock does not know. */
static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct erased *e = value;

	(void)l;
	if (e->what >= ERASURE_COUNT)
		return ledger_refuse(res, "erasure_of_whom", NULL);
	if (e->what == ERASE_DUE && job->now.quality != CLOCK_TRUSTED)
		return ledger_refuse(res, "due_clock_doubtful", NULL);
	if ((e->what == ERASE_DUE) != !e->code[0])
		return ledger_refuse(res, "erasure_of_whom", NULL);
	memcpy(e->day, job->now.day, sizeof(e->day));
	return 0;
}

struct wipe {
	struct ledger *l;
	const struct erased *e;
	json_t *list;
	bool takes; /* whom e says that stays */
};

/* Without its names that row is nobody's, and it is the one that holds, or will. */
static int takes_row(const struct wipe *g, const struct erasable_word *w)
{
	int64_t one;

	if (strcmp(w->about, "operator") != 0 || strcmp(w->code, g->e->stays) != 0)
		return 0;
	return sql_int(g->l->sql, &one,
		"SELECT 1 FROM catalogue k WHERE k.journal = ?1 AND k.seq = ?2 AND k.kind = "
		"'operator'"
		" AND k.code = ?3 AND (k.valid_until = '' OR k.valid_until > ?4) AND NOT EXISTS"
		" (SELECT 1 FROM catalogue m WHERE m.journal = k.journal AND m.kind = k.kind AND"
		" m.code = k.code AND m.valid_from > k.valid_from AND m.valid_from <= ?4)",
		V_TEXT(w->journal), V_INT(w->seq), V_TEXT(w->code), V_TEXT(g->e->day));
}

static int note(void *data, const struct erasable_word *w)
{
	struct wipe *g = data;
	int takes = takes_row(g, w);
	json_t *one = json_pack("{s:s, s:I, s:i}", "journal", w->journal, "seq", (json_int_t)w->seq,
		"item", (int)w->item);

	g->takes |= takes > 0;
	return json_array_append_new(g->list, one) ? -ENOMEM : takes < 0 ? takes : 0;
}

/* lang: last_coordinator */
static int refuse_last(const struct erased *e, struct ledger_result *res)
{
	(void)ledger_refuse(res, "last_coordinator", e->stays);
	res->answer = LEDGER_CONFLICT;
	return 0;
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	struct erased e = *(const struct erased *)value;
	_cleanup_json_ json_t *list = json_array(), *body = NULL;
	struct wipe g = { l, &e, list, false };
	int r = list ? ledger_erasable(l, &e, note, &g) : -ENOMEM;

	e.words = json_array_size(list);
	if (r == 0 && g.takes)
		return refuse_last(&e, res);
	if (r == 0 && !e.words)
		return ledger_refuse(res, "nothing_to_erase", NULL);
	body = record_body(&erased_record, &e);
	if (r == 0 && (!body || json_object_set(body, "erased", list) ||
			      entry_put_request(body, as->key, as->digest)))
		r = -ENOMEM;
	if (r == 0)
		r = entry_append(l->sql, as->journal, as->kind, as->now, body, ret_entry);
	return r < 0 ? r : erasure_wipe(l, list);
}

const struct kind erased_kind = {
	"erased",
	1,
	.record = &erased_record,
	.allow = allow,
	.append = append,
};
