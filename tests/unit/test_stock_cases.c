// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The stock where moments change or come from elsewhere: a clock put right across a count, a count of
 * one journal over what another weighed, and entries that cannot be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/ledger/journal.h"
#include "asset.h"
#include "ledger_rig.h"
#include "stock.h"

static int64_t at_us(int day)
{
	return INT64_C(1772323200000000) + day * INT64_C(86400000000);
}

static void day_of(int day, char ret_day[DAY_SIZE])
{
	(void)snprintf(ret_day, DAY_SIZE, "2026-03-%02u", (unsigned)(day + 1) % 100);
}

static struct stock_entry line_of(int64_t mg)
{
	return (struct stock_entry){ .count = 1,
		.lines = { { .category = "TLC-VET", .mass_mg = mg, .method = METHOD_TYPED } } };
}

static struct ledger_result weigh_on(
	struct ledger_rig *r, int day, int64_t net_mg, enum clock_quality quality)
{
	struct rig_job job = rig_job(r, RIG_RECORD);

	job.weighing = rig_weighing(r, "TLC-VET", net_mg);
	job.weighing.at.wall_us = at_us(day);
	job.weighing.at.quality = quality;
	day_of(day, job.weighing.at.day);
	return rig_write(r, &job, LEDGER_WRITTEN);
}

static void count_on(struct ledger_rig *r, int day, int64_t mg)
{
	struct stock_entry e = line_of(mg);
	struct ledger_job job = { .now = r->now, .drafts = { { &stock_count_kind, &e, NULL } } };
	struct ledger_result res;

	e.head.at_wall_us = at_us(day);
	day_of(day, e.head.day);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
}

static int64_t stock_on(struct ledger_rig *r, int day)
{
	char last[DAY_SIZE], sql[128];

	day_of(day, last);
	(void)snprintf(sql, sizeof(sql),
		"SELECT ifnull(sum(mass_mg), 0) FROM stock_day WHERE day <= '%s'", last);
	return rig_int(r, sql);
}

static int64_t missed(struct ledger_rig *r)
{
	return rig_int(r, "SELECT sum(change_mg) FROM stock_line");
}

/* What was weighed by a wrong clock goes to its day, before the count: that finds it. */
static void a_day_that_is_put_right_moves_no_count(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job;

	rig_day(r, "2026-03-28");
	job = rig_job(r, RIG_CLOCK);
	memcpy(job.void_id, weigh_on(r, 12, 5000000, CLOCK_DOUBTFUL).weighing.id,
		sizeof(job.void_id));
	count_on(r, 6, 20000000);
	assert_int_equal(stock_on(r, 27), 25000000);
	assert_int_equal(missed(r), 20000000);
	memcpy(job.text, "2026-03-03", DAY_SIZE);
	rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(stock_on(r, 1), 0);
	assert_int_equal(stock_on(r, 3), 5000000);
	assert_int_equal(stock_on(r, 27), 20000000);
	assert_int_equal(missed(r), 15000000);
	rig_expect_sound(r);
}

static void admit_all(struct ledger_rig *to, struct ledger_rig *from)
{
	sqlite3_stmt *stmt;
	struct sql *sql;
	uint64_t wanted;

	assert_int_equal(sql_open(to->path, SQLITE_OPEN_READWRITE, &sql), 0);
	assert_int_equal(
		sqlite3_prepare_v2(ledger_db(from->ledger),
			"SELECT " ENTRY_COLUMNS " FROM entry ORDER BY seq", -1, &stmt, NULL),
		SQLITE_OK);
	assert_int_equal(sql_exec(sql, "BEGIN IMMEDIATE"), 0);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		struct entry e;

		assert_int_equal(entry_from_row(stmt, &e), 0);
		assert_int_equal(entry_admit(sql, &e, &wanted), 0);
	}
	assert_int_equal(sql_exec(sql, "COMMIT"), 0);
	sqlite3_finalize(stmt);
	sql_free(sql);
}

/* A count of one journal holds for what another of the same site weighed, whichever came first. */
static void a_count_is_of_all_journals_of_a_site(void **state)
{
	struct ledger_rig *r = *state, other;

	rig_day(r, "2026-03-28");
	rig_up(&other);
	rig_day(&other, "2026-03-28");
	weigh_on(&other, 2, 5000000, CLOCK_TRUSTED);
	weigh_on(&other, 9, 7000000, CLOCK_TRUSTED);
	count_on(r, 6, 20000000);
	admit_all(r, &other);
	assert_int_equal(stock_on(r, 4), 5000000);
	assert_int_equal(stock_on(r, 7), 20000000);
	assert_int_equal(stock_on(r, 27), 27000000);
	assert_int_equal(missed(r), 15000000);
	rig_expect_sound(r);
	rig_down(&other);
}

/* A ledger from before there was a stock gets the rows that a replay makes: none for a day of 5 in, 5 out. */
static void an_older_ledger_gets_the_stock_of_a_replay(void **state)
{
	static const char name[] = "ledger/schema/012-stock.sql", begin[] = "INSERT INTO stock_day";
	struct ledger_rig *r = *state;
	const char *fill = strstr(asset_find(name)->data, begin);
	struct rig_job job = rig_job(r, RIG_RECORD);
	char sql[1024];

	job.weighing = rig_weighing(r, "TLC-VET", 5000000);
	job.weighing.direction = DIRECTION_OUT;
	job.weighing.origin[0] = '\0';
	memcpy(job.weighing.destination, "VENTE", sizeof("VENTE"));
	rig_record(r, "TLC-VET", 5000000);
	rig_write(r, &job, LEDGER_WRITTEN);
	rig_record(r, "TLC-CHA", 2000000);
	assert_non_null(fill);
	assert_true((size_t)snprintf(sql, sizeof(sql), "DELETE FROM stock_day; %s", fill) <
		    sizeof(sql));
	rig_sql(r, sql);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM stock_day"), 1);
	rig_expect_sound(r);
}

static void put_rows(struct ledger_rig *r, struct catalogue_row *rows, size_t count)
{
	const struct catalogue all = { .count = count, .rows = rows };
	struct rig_job job = rig_job(r, RIG_CATALOGUE);

	job.rows = &all;
	rig_write(r, &job, LEDGER_WRITTEN);
}

/* "": written. */
static void says(struct ledger_rig *r, const struct kind *kind, struct stock_entry *e, int day,
	const char *wanted)
{
	struct ledger_job job = { .now = r->now, .drafts = { { kind, e, NULL } } };
	struct ledger_result res;

	e->head.at_wall_us = at_us(day);
	day_of(day, e->head.day);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_string_equal(res.why.key ? res.why.key : "", wanted);
	assert_int_equal(res.answer, *wanted ? LEDGER_REFUSED : LEDGER_WRITTEN);
}

/* Goods in a place that is closed are still counted, and moved away; none are brought there. */
static void a_closed_place_is_emptied(void **state)
{
	struct catalogue_row room = { .kind = CATALOGUE_PLACE,
		.code = "ROOM",
		.label_fr = "Réserve",
		.valid_from = "2026-03-01",
		.valid_until = "2026-03-10" };
	struct ledger_rig *r = *state;
	struct stock_entry e = line_of(5000000);

	rig_day(r, "2026-03-28");
	put_rows(r, &room, 1);
	memcpy(e.head.store, "ROOM", 5);
	says(r, &stock_count_kind, &e, 2, "");
	says(r, &stock_count_kind, &e, 20, "");
	memcpy(e.head.from, "TLC-CHA", 8);
	says(r, &sorted_kind, &e, 20, "unknown_code_in");
	e.head.from[0] = '\0';
	says(r, &moved_kind, &e, 20, "unknown_code_in");
	says(r, &moved_kind, &e, 5, ""); /* entered late: it was open then */
	memcpy(e.head.from, "ROOM", 5);
	e.head.store[0] = '\0';
	says(r, &moved_kind, &e, 21, "");
	memcpy(e.head.from, "NONE", 5);
	says(r, &moved_kind, &e, 21, "unknown_code_in");
	rig_expect_sound(r);
}

/* What lies there of a category that was divided since is counted, and sorted into what it became. */
static void a_category_that_was_divided_is_sorted(void **state)
{
	struct catalogue_row rows[] = { { .kind = CATALOGUE_CATEGORY,
						.code = "YY",
						.label_fr = "Y",
						.valid_from = "2026-03-01" },
		{ .kind = CATALOGUE_CATEGORY,
			.code = "YY-A",
			.label_fr = "A",
			.parent = "YY",
			.valid_from = "2026-03-05" } };
	struct ledger_rig *r = *state;
	struct stock_entry e = line_of(5000000);

	rig_day(r, "2026-03-28");
	put_rows(r, rows, 2);
	memcpy(e.lines[0].category, "YY", 3);
	says(r, &stock_count_kind, &e, 20, "parent_category"); /* nothing was ever there */
	says(r, &stock_count_kind, &e, 2, "");
	says(r, &stock_count_kind, &e, 20, "");
	memcpy(e.head.from, "TLC-VET", 8);
	says(r, &sorted_kind, &e, 21, "parent_category");
	memcpy(e.head.from, "YY", 3);
	memcpy(e.lines[0].category, "YY-A", 5);
	says(r, &sorted_kind, &e, 21, "");
	rig_expect_sound(r);
}

/* It is moved as what it was; where nothing of it ever lay, there is nothing to be moved. */
static void a_category_that_was_divided_is_moved(void **state)
{
	struct catalogue_row rows[] = { { .kind = CATALOGUE_CATEGORY,
						.code = "YY",
						.label_fr = "Y",
						.valid_from = "2026-03-01" },
		{ .kind = CATALOGUE_CATEGORY,
			.code = "YY-A",
			.label_fr = "A",
			.parent = "YY",
			.valid_from = "2026-03-05" },
		{ .kind = CATALOGUE_PLACE,
			.code = "ROOM",
			.label_fr = "R",
			.valid_from = "2026-03-01" } };
	struct ledger_rig *r = *state;
	struct stock_entry e = line_of(5000000);

	rig_day(r, "2026-03-28");
	put_rows(r, rows, 3);
	memcpy(e.lines[0].category, "YY", 3);
	memcpy(e.head.store, "ROOM", 5);
	says(r, &moved_kind, &e, 20, "parent_category");
	says(r, &stock_count_kind, &e, 2, "");
	e.head.store[0] = '\0';
	memcpy(e.head.from, "ROOM", 5);
	says(r, &moved_kind, &e, 20, "");
	rig_expect_sound(r);
}

/* Hidden too, it is still what others are of. */
static void a_hidden_parent_is_a_parent(void **state)
{
	struct catalogue_row rows[] = { { .kind = CATALOGUE_CATEGORY,
						.code = "YY",
						.label_fr = "Y",
						.hidden = true,
						.valid_from = "2026-03-01" },
		{ .kind = CATALOGUE_CATEGORY,
			.code = "YY-A",
			.label_fr = "A",
			.parent = "YY",
			.valid_from = "2026-03-05" } };
	struct ledger_rig *r = *state;
	struct stock_entry e = line_of(5000000);

	rig_day(r, "2026-03-28");
	put_rows(r, rows, 2);
	memcpy(e.lines[0].category, "YY", 3);
	says(r, &stock_count_kind, &e, 20, "parent_category");
	says(r, &stock_count_kind, &e, 2, ""); /* hidden, but not divided yet */
	says(r, &stock_count_kind, &e, 20, "");
	memcpy(e.head.from, "TLC-VET", 8);
	says(r, &sorted_kind, &e, 21, "parent_category");
	rig_expect_sound(r);
}

/* What no program of ours writes is refused by who takes it. */
static void lines_that_cannot_be_are_refused(void **state)
{
	struct ledger_rig *r = *state;
	struct stock_entry e = { .head.day = "2026-03-01" };
	struct ledger_job job = { .now = r->now, .drafts = { { &stock_count_kind, &e, NULL } } };
	struct ledger_result res;
	uint64_t entries = rig_expect_sound(r);

	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, -EINVAL);
	e = line_of(-1);
	memcpy(e.head.day, "2026-03-01", DAY_SIZE);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, -EBADMSG);
	e.lines[0].mass_mg = STOCK_LINE_MOST_MG + 1;
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, -EBADMSG);
	e.lines[0].mass_mg = 1;
	e.head.day[0] = '\0';
	ledger_write(r->ledger, &job, &res);
	assert_true(res.error < 0 || res.answer == LEDGER_REFUSED);
	assert_int_equal(rig_expect_sound(r), entries);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_day_that_is_put_right_moves_no_count, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_count_is_of_all_journals_of_a_site, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			an_older_ledger_gets_the_stock_of_a_replay, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(a_closed_place_is_emptied, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_category_that_was_divided_is_sorted, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_category_that_was_divided_is_moved, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(a_hidden_parent_is_a_parent, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			lines_that_cannot_be_are_refused, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
