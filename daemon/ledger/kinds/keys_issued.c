// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * keys-issued: numbers given out ahead, so that their labels are printed and lie at hand: each is bound to an
 * item once somebody holds it. No other number is ever taken for one of ours.
 */
#include <string.h>
#include "../items.h"
#include "../write.h"

static const char *const types[] = { "item" };
static const struct record_words type_words = { types, ARRAY_SIZE(types) };

static const struct record_field fields[] = {
	ROW_OF(keys_issued),
	STAMPED(keys_issued),
	WORD(keys_issued, type, type_words),
	TEXT(keys_issued, prefix),
	WHOLE(keys_issued, from, .column = "from_number"),
	WHOLE(keys_issued, to, .column = "to_number"),
};
static const struct record keys_record = RECORD_OF(keys_issued, fields, .table = "keys_issued");

static const struct record_field asked[] = {
	WHOLE(keys_issued, count, .rules = RECORD_ASKED | RECORD_NEEDED, .least = 1,
		.most = ITEM_KEYS_MOST),
};
const struct record item_keys_record = RECORD_OF(keys_issued, asked, .table = NULL);

static int check(const void *value)
{
	const struct keys_issued *k = value;

	return k->prefix[0] && k->from && k->to >= k->from ? 0 : -EBADMSG;
}

static int after(struct sql *s, const struct entry *e, const void *value)
{
	return number_used(s, e->journal, 'I', ((const struct keys_issued *)value)->to);
}

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct keys_issued *k = value;
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char key[PRIVATE_KEY_SIZE];
	int r = number_next(l->sql, l->journal, 'I', key, &k->from);

	(void)job;
	(void)res;
	k->to = k->from + k->count - 1;
	if (r == 0)
		r = sql_start(l->sql, &stmt,
			"SELECT prefix FROM number WHERE journal = ? AND type = 'W'",
			V_TEXT(l->journal));
	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	sql_text(stmt, 0, k->prefix, sizeof(k->prefix));
	return 0;
}

/* Their labels, in their order. */
static int beside(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct keys_issued *k = value;
	char key[PRIVATE_KEY_SIZE];
	int r = 0;

	(void)res;
	memcpy(k->journal, l->journal, sizeof(k->journal));
	for (uint64_t n = 0; job->label && n < k->count && r == 0; n++) {
		r = ledger_issued_key(l, k, n, key);
		if (r == 0)
			r = label_job_add(l, key, &job->now);
	}
	return r;
}

const struct kind keys_issued_kind = {
	"keys-issued",
	1,
	.record = &keys_record,
	.check = check,
	.after = after,
	.fill = fill,
	.beside = beside,
};
