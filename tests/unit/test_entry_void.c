// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Entries without a printed number are void by their name. Stones stand for any kind: one lies on
 * another, all are counted, and a kind says itself what is taken back and what holds it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../daemon/ledger/write.h"
#include "api_json.h"
#include "entry_void.h"
#include "ledger_rig.h"

struct stone {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char on[ENTRY_NAME_SIZE];
	char weighing[PRIVATE_KEY_SIZE]; /* it was weighed, and that is its weighing */
	char voided_by[ENTRY_NAME_SIZE];
};

static const struct record_field fields[] = {
	STAMP(stone, journal, RECORD_TEXT),
	STAMP(stone, seq, RECORD_UINT),
	{ .name = "at",
		.column = "wall_us",
		RECORD_AT(stone, at_wall_us, RECORD_TIME),
		.rules = RECORD_STAMP },
	TEXT(stone, on, .column = "lies_on", .rules = RECORD_ASKED),
	TEXT(stone, weighing, .rules = RECORD_ASKED),
	VOIDED_BY(stone),
};
static const struct record stone_record = RECORD_OF(stone, fields, .table = "stone");
static const char *const heap[] = { "heap", NULL };

static int add(struct sql *s, const struct entry *e, const void *value)
{
	(void)e;
	(void)value;
	return sql_run(s, "UPDATE heap SET stones = stones + 1") < 0 || sqlite3_changes(s->db) == 0
		       ? sql_run(s, "INSERT INTO heap VALUES (1)")
		       : 0;
}

static int take_back(struct sql *s, const char *journal, uint64_t seq)
{
	(void)journal;
	(void)seq;
	return sql_run(s, "UPDATE heap SET stones = stones - 1");
}

static int held(struct ledger *l, const char *id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char by[ENTRY_NAME_SIZE];
	int r = sql_start(l->sql, &stmt,
		"SELECT journal || '/' || seq FROM stone r WHERE lies_on = ? AND NOT EXISTS"
		" (SELECT 1 FROM entry_void v WHERE v.id = r.journal || '/' || r.seq)",
		V_TEXT(id));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, by, sizeof(by));
	return ledger_used_by(res, by, by);
}

static int owns(struct ledger *l, const char *weighing_id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char by[ENTRY_NAME_SIZE];
	int r = sql_start(l->sql, &stmt,
		"SELECT journal || '/' || seq FROM stone WHERE weighing = ?", V_TEXT(weighing_id));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, by, sizeof(by));
	return ledger_conflict(res, "belongs_to", by);
}

static const struct kind stone_kind = { "stone", 1, .record = &stone_record, .after = add,
	.tables = heap, .take_back = take_back, .held = held, .owns = owns };

/* Instead of the list of the daemon. */
const struct kind *const kinds[] = { &stone_kind, KINDS(KIND_LISTED) NULL };

static int begin(void **state)
{
	rig_begin(state);
	rig_sql(*state, "CREATE TABLE stone (journal TEXT, seq INTEGER, wall_us INTEGER, lies_on "
			"TEXT, weighing TEXT,"
			" PRIMARY KEY (journal, seq)) STRICT;"
			"CREATE TABLE heap (stones INTEGER) STRICT");
	return 0;
}

static struct ledger_result put(struct ledger_rig *r, const char *on)
{
	struct stone stone = { .seq = 0 };
	struct ledger_job job = {
		.now = r->now, .key = "once", .drafts[0] = { &stone_kind, &stone, NULL }
	};
	struct ledger_result res;

	if (on)
		(void)snprintf(stone.on, sizeof(stone.on), "%s", on);
	(void)snprintf(job.key, sizeof(job.key), "stone on %.30s", stone.on);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	return res;
}

/* What comes of it: "" when it is void now, else the key of the refusal. */
static const char *take(struct ledger_rig *r, const char *name)
{
	struct entry_void v = { .reason = "MISTAKE" };
	struct ledger_job job = { .now = r->now, .drafts[0] = { &entry_void_kind, &v, NULL } };
	struct ledger_result res;

	(void)snprintf(v.name, sizeof(v.name), "%s", name);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	return res.answer == LEDGER_WRITTEN ? "" : res.why.key;
}

static void void_once_and_from_the_top(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result low = put(r, NULL), high;
	const struct stone *stone = (const struct stone *)low.value;
	char lower[ENTRY_NAME_SIZE], name[96], high_name[96];
	uint64_t entries;

	(void)snprintf(
		lower, sizeof(lower), "%s/%llu", stone->journal, (unsigned long long)stone->seq);
	(void)snprintf(name, sizeof(name), "stone/%s", lower);
	high = put(r, lower);
	(void)snprintf(high_name, sizeof(high_name), "stone/%llu", (unsigned long long)high.seq);
	assert_int_equal(rig_int(r, "SELECT stones FROM heap"), 2);
	entries = rig_expect_sound(r);
	assert_string_equal(take(r, name), "used_by");
	assert_int_equal(rig_expect_sound(r), entries);
	assert_string_equal(take(r, high_name), "");
	assert_int_equal(rig_int(r, "SELECT stones FROM heap"), 1);
	assert_string_equal(take(r, high_name), "entry_already_void");
	assert_string_equal(take(r, name), "");
	assert_int_equal(rig_int(r, "SELECT stones FROM heap"), 0);
	assert_int_equal(rig_expect_sound(r), entries + 2);
	/* A repeat of what made it is answered as it was. */
	low = put(r, NULL);
	assert_int_equal(low.answer, LEDGER_REPEATED);
	assert_string_equal(((const struct stone *)low.value)->voided_by, "");
}

static void what_has_no_such_name(void **state)
{
	static const char *const none[] = { "stone", "stone/", "stone/0", "stone/999", "stone/-1",
		"stone/1x", "stone//3", "figure/3", "weighing/1", "stone/x/3", "/3", "",
		"stone/99999999999999999999", "stone/3/3/3" };
	struct ledger_rig *r = *state;
	uint64_t entries;

	(void)put(r, NULL);
	entries = rig_expect_sound(r);
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		if (strcmp(take(r, none[i]), "no_such_entry") != 0)
			fail_msg("%s: %s", none[i], take(r, none[i]));
	assert_string_equal(take(r, "journal-opened/1"), "not_voidable");
	assert_int_equal(rig_expect_sound(r), entries);
}

/* Neither voided nor corrected by itself: it goes through what it belongs to. */
static void a_weighing_of_something_goes_through_it(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result w = rig_record(r, "TLC-VET", 1000000), free_one, res;
	struct stone stone = { .seq = 0 };
	struct ledger_job job = { .now = r->now, .drafts[0] = { &stone_kind, &stone, NULL } };
	struct rig_job correct = rig_job(r, RIG_RECLASSIFY);
	uint64_t entries;

	memcpy(stone.weighing, w.weighing.id, sizeof(stone.weighing));
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	free_one = rig_record(r, "TLC-VET", 2000000);
	entries = rig_expect_sound(r);
	assert_string_equal(rig_void(r, w.weighing.id, LEDGER_CONFLICT).why.key, "belongs_to");
	memcpy(correct.void_id, w.weighing.id, sizeof(correct.void_id));
	memcpy(correct.category, "HRP-LIV", sizeof("HRP-LIV"));
	assert_string_equal(rig_write(r, &correct, LEDGER_CONFLICT).why.key, "belongs_to");
	assert_int_equal(rig_expect_sound(r), entries);
	rig_void(r, free_one.weighing.id, LEDGER_WRITTEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(void_once_and_from_the_top, begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_weighing_of_something_goes_through_it, begin, rig_end),
		cmocka_unit_test_setup_teardown(what_has_no_such_name, begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
