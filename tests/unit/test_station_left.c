// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Typed entries and loads that left: of which load a typed entry is, what is struck off the list
 * of those that nobody recorded, and what comes back to it.
 */
#include "station_case.h"

static void lifted(void)
{
	rig_rest(&r, 0, 0);
	rig_frames(&r, 0, 0, 8);
}

static void one_line(int64_t low_g, int64_t high_g)
{
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].low_mg, low_g * 1000);
	assert_int_equal(r.s.left[0].high_mg, high_g * 1000);
}

/* Another boot, and no network to tell the time. */
static void reboot_in_doubt(void)
{
	memcpy(r.now.boot_id, "next", 5);
	r.now.quality = CLOCK_DOUBTFUL;
	rig_restart(&r);
}

/* ---- typed entries ---- */

static void truth_7_a_typed_entry_takes_no_load_of_another_mass(void **state)
{
	(void)state;
	at(100000, 1000); /* c is 2 kg */
	rig_rest(&r, 0, 150000);
	(void)rig_type(&r, 1500, "HRP-LIV");
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	lifted();
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].low_mg, 150000000);
	at(100000, 10);
	record(20000);
	(void)rig_type(&r, 40, "HRP-LIV"); /* nothing came */
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
	(void)fresh(NULL);
	rig_rest(&r, 0, 5000);
	rig_do(&r, ACTION_TARE, "");
	rig_report(&r, 0, SCALE_STABLE, 5110); /* one bad frame */
	rig_frames(&r, 0, 5000, 2);
	(void)rig_type(&r, 40, "HRP-LIV");
	assert_false(plate_recorded(&r.s.scale[0].plate));
}

/* All that is seen there is typed: what was recorded before and taken since hides no load. */
static void truth_7_what_comes_on_a_typed_load_is_listed_whole(void **state)
{
	(void)state;
	at(100000, 10);
	record(100);
	rig_rest(&r, 0, 30100);
	rig_rest(&r, 0, 30000);
	rig_report(&r, 0, SCALE_OVERLOAD, 0); /* one bad frame, and no rest of 1 s since */
	rig_frames(&r, 0, 30000, 3);
	(void)rig_type(&r, 30000, "HRP-LIV");
	rig_rest(&r, 0, 32000);
	rig_rest(&r, 0, 30000);
	lifted();
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].high_mg, 2000000);
}

static void truth_7_a_typed_entry_keeps_what_had_rested_beyond_it(void **state)
{
	static const int64_t back_g[] = { 0, 30000 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		(void)fresh(NULL);
		rig_rest(&r, 0, 30000);
		rig_report(&r, 0, SCALE_UNPLUGGED, 0);
		(void)rig_type(&r, 3000, "HRP-LIV");
		rig_frames(&r, 0, back_g[i], 15);
		lifted();
		one_line(27000, 27000);
	}
}

/* 30 kg that nobody recorded, 12 kg put on it and typed: the others may still be added. */
static void truth_7_what_is_typed_of_a_load_leaves_the_rest_to_be_added(void **state)
{
	(void)state;
	rig_rest(&r, 0, 30000);
	rig_frames(&r, 0, 42000, 4);
	(void)rig_type(&r, 12000, "HRP-LIV");
	rig_frames(&r, 0, 42000, 12);
	tap("TLC-VET");
	assert_asks("changed_load");
	assert_makes("add", 30000);
	lifted();
	one_line(30000, 30000);
}

/* The scale in force is broken; what is typed lies on the other one, as everybody sees. */
static void truth_9_a_typed_entry_goes_where_its_load_lies(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, 30000);
	rig_rest(&r, 1, 12000);
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	rig_frames(&r, 1, 12000, 5);
	(void)rig_type(&r, 12000, "HRP-LIV");
	assert_true(plate_recorded(&r.s.scale[1].plate));
	assert_false(plate_recorded(&r.s.scale[0].plate));
	rig_frames(&r, 1, 12000, 5);
	rig_do(&r, ACTION_SCALE, "floor");
	tap("HRP-LIV");
	assert_asks("other_scale"); /* the 30 kg that nobody recorded */
	answer("leave");
	assert_asks("again");
	assert_int_equal(rig_total_g(&r), 12000);
}

/* Likewise where it is the other one that is broken, or both hold as much. */
static void truth_9_a_broken_scale_keeps_what_is_typed_of_its_load(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, 12000);
	rig_report(&r, 1, SCALE_UNPLUGGED, 0);
	rig_rest(&r, 0, 0);
	rig_do(&r, ACTION_SCALE, "table");
	(void)rig_type(&r, 12000, "HRP-LIV");
	assert_true(plate_recorded(&r.s.scale[1].plate));
	(void)fresh(NULL);
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 1, 12000);
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	(void)rig_type(&r, 12000, "HRP-LIV");
	assert_true(plate_recorded(&r.s.scale[0].plate));
}

/* ---- loads that left ---- */

static void truth_7_a_change_of_category_strikes_nothing(void **state)
{
	(void)state;
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 12010);
	rig_rest(&r, 0, 0);
	record(12000);
	tap("HRP-LIV");
	answer("change");
	assert_string_equal(r.s.left[0].struck_by, "");
	assert_string_equal(r.s.left[1].struck_by, r.log[1].id); /* it is that load still */
}

static void truth_7_paper_from_before_it_left_strikes_nothing(void **state)
{
	struct weighing *w;

	(void)state;
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 0, 0);
	rig_page_type(&r, 12000, "HRP-LIV");
	w = &r.page.new;
	w->at.wall_us -= INT64_C(3600000000); /* as a page does: the rest is of now */
	(void)rig_page_done(&r, true);
	assert_string_equal(r.s.left[0].struck_by, "");
	w = (struct weighing *)rig_type(&r, 12000, "HRP-LIV");
	assert_string_equal(r.s.left[0].struck_by, w->id);
}

static void truth_7_nothing_is_struck_over_a_reboot_in_doubt(void **state)
{
	(void)state;
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 0, 0);
	reboot_in_doubt();
	rig_rest(&r, 0, 0);
	record(12000);
	assert_string_equal(r.s.left[0].struck_by, "");
	(void)fresh(NULL);
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 0, 0);
	memcpy(r.now.boot_id, "next", 5);
	rig_restart(&r); /* both clocks are trusted */
	rig_rest(&r, 0, 0);
	record(12000);
	assert_string_equal(r.s.left[0].struck_by, r.log[0].id);
}

static void truth_7_not_two_minutes_afterwards(void **state)
{
	(void)state;
	for (uint64_t late = 0; late < 2; late++) {
		(void)fresh(NULL);
		rig_rest(&r, 0, 12000);
		rig_rest(&r, 0, 0);
		rig_pass(&r, 115 + 10 * late);
		record(12000);
		assert_int_equal(r.s.left[0].struck_by[0] != '\0', late == 0);
	}
}

static void struck(void)
{
	(void)fresh(NULL);
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 0, 0);
	record(12000);
	assert_string_equal(r.s.left[0].struck_by, r.log[0].id);
}

static void truth_7_what_is_taken_back_strikes_no_more(void **state)
{
	(void)state;
	struck();
	rig_do(&r, ACTION_UNDO, "");
	assert_string_equal(r.s.left[0].struck_by, "");
	assert_string_equal(r.kept.left[0].struck_by, "");
	tap("TLC-VET"); /* it lies there still: once more */
	assert_string_equal(r.s.left[0].struck_by, r.log[1].id);
	struck();
	rig_voided(&r, r.log[0].id);
	assert_string_equal(r.s.left[0].struck_by, "");
	struck();
	(void)rig_correct(&r, r.log[0].id, "HRP-LIV");
	assert_string_equal(r.s.left[0].struck_by, r.log[1].id);
	rig_do(&r, ACTION_UNDO, "");
	assert_string_equal(r.s.left[0].struck_by, r.log[2].id);
	struck();
	rig_rest(&r, 0, 20000);
	tap("TLC-VET");
	answer("replace");
	assert_string_equal(r.s.left[0].struck_by, r.log[1].id);
}

/* While nobody saw it, it became another load: perhaps that one was recorded, perhaps all is new. */
static void truth_7_changed_unseen_it_spans_from_nothing_to_its_net(void **state)
{
	(void)state;
	for (int gap = 0; gap < 3; gap++) {
		(void)fresh(NULL);
		record(20000);
		if (gap == 0)
			rig_restart(&r);
		else if (gap == 1)
			rig_report(&r, 0, SCALE_UNPLUGGED, 0);
		else
			rig_report(&r, 0, SCALE_ZERO, 0); /* too short to be seen empty */
		rig_rest(&r, 0, 12000);
		lifted();
		if (r.s.left_count != 1)
			fail_msg("gap %d: %zu lines", gap, r.s.left_count);
		assert_int_equal(r.s.left[0].low_mg, 0);
		assert_int_equal(r.s.left[0].high_mg, 12000000);
	}
}

/* Unsure, and as heavy as what is counted: it is that load, as far as anybody can tell. */
static void truth_7_unsure_and_as_heavy_as_counted_leaves_no_line(void **state)
{
	(void)state;
	for (int gap = 0; gap < 4; gap++) {
		(void)fresh(NULL);
		record(20000);
		if (gap == 0)
			rig_restart(&r);
		else if (gap == 1)
			rig_report(&r, 0, SCALE_UNPLUGGED, 0);
		else if (gap == 2)
			rig_report(&r, 0, SCALE_ZERO, 0);
		else
			rig_report(&r, 0, SCALE_SILENT, 0);
		rig_rest(&r, 0, 20040); /* less than c beside it */
		assert_int_equal(station_phase(&r.s), gap == 2 ? PHASE_RECORDED : PHASE_UNSURE);
		lifted();
		if (r.s.left_count != 0)
			fail_msg("gap %d: %lld mg", gap, (long long)r.s.left[0].high_mg);
	}
}

/* Until it is seen empty it lies there: not when it came, rested, or was looked at last. */
static void truth_7_a_line_is_of_when_the_load_left(void **state)
{
	struct moment before;

	(void)state;
	rig_rest(&r, 0, 12000);
	rig_pass(&r, 600);
	rig_frames(&r, 0, 12000, 8);
	before = r.now;
	rig_rest(&r, 0, 0);
	rig_pass(&r, 600);
	assert_int_equal(r.s.left_count, 1);
	assert_in_range(r.s.left[0].at.boot_us, before.boot_us + 1, before.boot_us + 5000000);
	assert_in_range(r.s.left[0].at.wall_us, before.wall_us + 1, before.wall_us + 5000000);
	assert_string_equal(r.s.left[0].at.day, before.day);
}

/* ---- what strikes, and how many are listed ---- */

/* 30 kg came, 20 of them were taken, the rest left: neither 30 nor 10 is 20. */
static void truth_7_a_span_is_struck_by_no_other_load(void **state)
{
	static const int64_t next_g[] = { 20000, 30000, 10000 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		at(100000, 10);
		rig_rest(&r, 0, 30000);
		rig_rest(&r, 0, 10000);
		lifted();
		one_line(10000, 30000);
		record(next_g[i]);
		assert_int_equal(r.s.left[0].struck_by[0] != '\0', i > 0);
	}
}

/* Nobody knows how much of it was new: only all of it strikes it. */
static void truth_7_a_vague_line_is_struck_by_all_of_it_only(void **state)
{
	(void)state;
	for (int whole = 0; whole < 2; whole++) {
		at(100000, 10);
		rig_rest(&r, 0, 12000);
		rig_report(&r, 0, SCALE_UNPLUGGED, 0);
		rig_rest(&r, 0, 30000);
		lifted();
		one_line(0, 30000);
		record(whole ? 30000 : 20);
		assert_int_equal(r.s.left[0].struck_by[0] != '\0', whole);
	}
}

/* It came back, was weighed, and then a person says that it was less. */
static void truth_7_a_line_is_listed_again_when_its_weighing_becomes_less(void **state)
{
	(void)state;
	at(100000, 10);
	rig_rest(&r, 0, 7000);
	lifted();
	record(7000);
	assert_string_equal(r.s.left[0].struck_by, r.log[0].id);
	rig_rest(&r, 0, 3000);
	tap("TLC-VET");
	answer("replace");
	assert_string_equal(r.s.left[0].struck_by, "");
}

/* Hands are quicker than a scale that is asked once a second: no tare key was pressed. */
static void truth_7_a_slow_scale_lists_what_is_lifted_between_two_readings(void **state)
{
	static const uint64_t period_us[] = { 500000, 1000000 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		at(period_us[i], 10);
		rig_rest(&r, 0, 20000);
		rig_frames(&r, 0, 0, 8);
		one_line(20000, 20000);
		at(period_us[i], 10);
		record(30000);
		rig_rest(&r, 0, 50000);
		rig_frames(&r, 0, 0, 8);
		one_line(20000, 20000);
	}
}

static int64_t listed_g(void)
{
	int64_t sum_mg = 0;

	for (size_t i = 0; i < r.s.left_count; i++)
		sum_mg += r.s.left[i].struck_by[0] ? 0 : r.s.left[i].high_mg;
	return sum_mg / 1000;
}

static void ledger(bool down)
{
	struct station_event e = { .kind = EVENT_LEDGER, .down = down };

	e.down_why.key = "disk_full";
	rig_step(&r, &e);
}

/* A day with a full disk: more loads than there are places for. */
static void truth_7_no_kilogram_leaves_the_list_while_nothing_is_kept(void **state)
{
	int64_t sum_g = 0;

	(void)state;
	at(100000, 10);
	ledger(true);
	for (int i = 0; i < 40; i++) {
		rig_rest(&r, 0, 5000 + i * 100);
		lifted();
		sum_g += 5000 + i * 100;
	}
	assert_int_equal(listed_g(), sum_g);
	ledger(false);
	rig_rest(&r, 0, 1000);
	lifted(); /* the store keeps what goes now */
	assert_true(listed_g() < sum_g);
	assert_int_equal(r.s.left[STATION_LEFT - 1].high_mg, 1000000);
}

static void truth_7_what_is_struck_makes_room_first(void **state)
{
	(void)state;
	at(100000, 10);
	rig_rest(&r, 0, 30000);
	lifted();
	rig_pass(&r, 300);
	for (int i = 0; i < 33; i++) {
		rig_rest(&r, 0, 5000);
		lifted();
		record(5000);
		lifted();
	}
	assert_int_equal(r.s.left_count, STATION_LEFT);
	assert_int_equal(r.s.left[0].high_mg, 30000000);
}

/* Two hours ago as much left another scale: that is not what is typed now. */
static void truth_18_an_old_line_keeps_no_typed_entry_off_a_mute_scale(void **state)
{
	(void)state;
	rig_rest(&r, 0, 7000);
	lifted();
	rig_pass(&r, 7200);
	rig_rest(&r, 1, 0);
	rig_report(&r, 1, SCALE_UNPLUGGED, 0);
	lifted();
	(void)rig_type(&r, 7000, "HRP-LIV");
	rig_rest(&r, 1, 7000);
	rig_do(&r, ACTION_SCALE, "floor");
	tap("TLC-VET");
	assert_asks("again");
	assert_int_equal(rig_total_g(&r), 7000);
}

/* Nothing has left: whatever reason is given, it is of what lies there. */
static void truth_18_typed_as_left_while_it_lies_there(void **state)
{
	(void)state;
	rig_rest(&r, 0, 12000);
	rig_page_type(&r, 12000, "HRP-LIV");
	memcpy(r.page.new.reason, "LEFT", sizeof("LEFT"));
	(void)rig_page_done(&r, true);
	tap("TLC-VET");
	assert_asks("again");
	assert_int_equal(rig_total_g(&r), 12000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(truth_7_a_typed_entry_takes_no_load_of_another_mass),
		TEST(truth_7_what_comes_on_a_typed_load_is_listed_whole),
		TEST(truth_7_a_typed_entry_keeps_what_had_rested_beyond_it),
		TEST(truth_7_what_is_typed_of_a_load_leaves_the_rest_to_be_added),
		TEST(truth_9_a_typed_entry_goes_where_its_load_lies),
		TEST(truth_9_a_broken_scale_keeps_what_is_typed_of_its_load),
		TEST(truth_7_a_change_of_category_strikes_nothing),
		TEST(truth_7_paper_from_before_it_left_strikes_nothing),
		TEST(truth_7_nothing_is_struck_over_a_reboot_in_doubt),
		TEST(truth_7_not_two_minutes_afterwards),
		TEST(truth_7_what_is_taken_back_strikes_no_more),
		TEST(truth_7_changed_unseen_it_spans_from_nothing_to_its_net),
		TEST(truth_7_unsure_and_as_heavy_as_counted_leaves_no_line),
		TEST(truth_7_a_line_is_of_when_the_load_left),
		TEST(truth_7_a_span_is_struck_by_no_other_load),
		TEST(truth_7_a_vague_line_is_struck_by_all_of_it_only),
		TEST(truth_7_a_line_is_listed_again_when_its_weighing_becomes_less),
		TEST(truth_7_a_slow_scale_lists_what_is_lifted_between_two_readings),
		TEST(truth_7_no_kilogram_leaves_the_list_while_nothing_is_kept),
		TEST(truth_7_what_is_struck_makes_room_first),
		TEST(truth_18_an_old_line_keeps_no_typed_entry_off_a_mute_scale),
		TEST(truth_18_typed_as_left_while_it_lies_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
