// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A record of its own, walked through body, row and list: one table of fields says what each
 * of them holds. What does not fit is refused, never cut.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "../../daemon/ledger/record_entry.h"
#include "cleanup.h"

struct thing {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	enum clock_quality clock;
	char name[8];
	int64_t net_mg;
	int64_t parts_mg[2];
	bool has_parts;
	uint32_t count;
	bool sound;
	char who[32];
};

static const struct record_field fields[] = {
	STAMPED(thing),
	STAMP(thing, clock, RECORD_WORD, .words = &clock_words),
	TEXT(thing, name),
	MASS(thing, net_mg),
	RECORD_FIELD(thing, parts_mg, RECORD_MGS, .column = "part",
		.done = offsetof(struct thing, has_parts) + 1),
	WHOLE(thing, count),
	TRUTH(thing, sound),
	TEXT(thing, who, .rules = RECORD_ERASABLE),
};
static const struct record thing_record =
	RECORD_OF(thing, fields, .table = "thing", .about = "name");

static char *dumped(json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT);

	json_decref(json);
	return text;
}

static void a_body_says_what_was_said_and_nothing_empty(void **state)
{
	struct thing t = { .name = "b", .net_mg = 0, .has_parts = true, .count = 3 }, back;
	_cleanup_free_ char *text = dumped(record_body(&thing_record, &t)), *nothing = NULL;
	json_t *json = json_loads(text, 0, NULL);

	(void)state;
	assert_string_equal(text, "{\"name\":\"b\",\"parts_mg\":[0,0],\"count\":3}");
	assert_int_equal(record_from_body(&thing_record, json, &back), 0);
	assert_memory_equal(&back, &t, sizeof(t));
	json_decref(json);
	t = (struct thing){ 0 };
	nothing = dumped(record_body(&thing_record, &t));
	assert_string_equal(nothing, "{}");
}

static void what_does_not_fit_is_refused(void **state)
{
	static const char *const bad[] = {
		"{\"name\":\"longer than it may be\"}",
		"{\"name\":7}",
		"{\"count\":-1}",
		"{\"count\":4294967296}",
		"{\"count\":\"3\"}",
		"{\"sound\":1}",
		"{\"parts_mg\":[1]}",
		"{\"parts_mg\":[1,\"2\"]}",
		"{\"net_mg\":1.5}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		json_t *json = json_loads(bad[i], 0, NULL);
		struct thing t;

		assert_non_null(json);
		assert_int_equal(record_from_body(&thing_record, json, &t), -EBADMSG);
		json_decref(json);
	}
}

static void rows_come_back_as_they_went(void **state)
{
	static const struct entry entry = {
		.journal = "0123456789abcdef0123456789abcdef",
		.seq = 9,
		.at = { .wall_us = 1780000000000000, .day = "2026-05-28", .quality = CLOCK_TRUSTED }
	};
	const struct record_query all = { 0 }, other = { .about = "c" };
	struct thing t = { .name = "b", .net_mg = 12500000, .count = UINT32_MAX }, got[2];
	struct sql *s = NULL;

	(void)state;
	assert_int_equal(sql_open(":memory:", SQLITE_OPEN_READWRITE, &s), 0);
	assert_int_equal(
		sql_exec(s, "CREATE TABLE thing (journal, seq, wall_us, day, clock, name, net_mg,"
			    " part_1_mg, part_2_mg, count, sound);"
			    "CREATE TABLE erasable (journal, seq, item, text);"
			    "INSERT INTO erasable VALUES ('0123456789abcdef0123456789abcdef', 9, 0,"
			    " 'Zoé')"),
		0);
	record_stamp(&thing_record, &entry, &t);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(record_insert(s, &thing_record, &t), 0);
		t.seq++;
		t.has_parts = true;
		t.parts_mg[1] = -4;
	}
	assert_int_equal(record_rows(s, &thing_record, &all, got, 2), 2);
	assert_int_equal(got[0].seq, 10);
	assert_true(got[0].has_parts);
	assert_int_equal(got[0].parts_mg[1], -4);
	assert_false(got[1].has_parts);
	assert_string_equal(got[1].who, "Zoé");
	assert_int_equal(got[1].count, UINT32_MAX);
	assert_int_equal(got[1].clock, CLOCK_TRUSTED);
	assert_string_equal(got[1].day, "2026-05-28");
	assert_int_equal(record_rows(s, &thing_record, &other, got, 2), 0);
	sql_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_says_what_was_said_and_nothing_empty),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(rows_come_back_as_they_went),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
