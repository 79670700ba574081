// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What crosses: writes of a page while people act at the station, commits that fail or of which
 * nobody knows meanwhile, and what is struck off the list of loads that left.
 */
#include "station_case.h"

static void assert_recording(void)
{
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_string_equal(r.error, "recording");
}

static void lifted(void)
{
	rig_rest(&r, 0, 0);
	rig_frames(&r, 0, 0, 8);
}

/* ---- page writes in flight ---- */

static void truth_3_undo_waits_for_what_a_page_is_writing(void **state)
{
	(void)state;
	record(10000);
	rig_page_type(&r, 7000, "HRP-LIV");
	rig_do(&r, ACTION_UNDO, "");
	assert_recording();
	(void)rig_page_done(&r, true);
	rig_do(&r, ACTION_UNDO, ""); /* it is the 7 kg that was written last */
	assert_int_equal(rig_total_g(&r), 10000);
	assert_int_equal(r.s.undone.weighing.net_mg, 7000000);
}

/* Nobody knows yet whether the undo was written; meanwhile a page wrote. */
static void truth_3_undo_of_unknown_outcome_marks_its_own(void **state)
{
	(void)state;
	record(10000);
	r.hold = true;
	rig_do(&r, ACTION_UNDO, "");
	rig_unknown(&r);
	(void)rig_type(&r, 7000, "HRP-LIV");
	rig_commit(&r);
	r.hold = false;
	assert_int_equal(r.s.undone.weighing.net_mg, 10000000);
	assert_false(r.s.last.undone);
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(rig_total_g(&r), 0);
}

static void truth_3_what_was_written_since_stays_the_last(void **state)
{
	(void)state;
	rig_rest(&r, 0, 10000);
	r.hold = true;
	tap("TLC-VET");
	rig_unknown(&r);
	(void)rig_type(&r, 7000, "HRP-LIV");
	rig_commit(&r);
	r.hold = false;
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(rig_total_g(&r), 10000);
}

static void truth_6_no_answer_while_its_weighing_is_being_corrected(void **state)
{
	(void)state;
	record(30000);
	rig_rest(&r, 0, 42000);
	tap("TLC-VET");
	assert_asks("changed_load");
	rig_page_correct(&r, r.log[0].id, "HRP-LIV");
	answer("replace");
	assert_recording();
	answer("leave");
	assert_recording();
	(void)rig_page_done(&r, true);
	answer("replace");
	assert_string_equal(r.error, "question_changed");
	rig_frames(&r, 0, 42000, 12);
	assert_int_equal(r.s.question.kind, QUESTION_CHANGED_LOAD);
	answer("replace");
	assert_int_equal(rig_total_g(&r), 42000);
}

/* The replacement was not written, as turns out after a page had corrected the other one. */
static void truth_6_a_correction_meanwhile_keeps_its_part(void **state)
{
	(void)state;
	record(30000);
	rig_rest(&r, 0, 42000);
	tap("TLC-VET");
	r.hold = true;
	answer("replace");
	rig_unknown(&r);
	(void)rig_correct(&r, r.log[0].id, "HRP-LIV");
	rig_fail(&r);
	r.hold = false;
	rig_frames(&r, 0, 42000, 12);
	tap("TLC-VET");
	assert_asks("changed_load");
	assert_makes("add", 12000);
	assert_int_equal(rig_total_g(&r), 30000);
}

/* The same, voided: what it had set aside lies there again. */
static void truth_6_a_void_meanwhile_brings_back_what_was_aside(void **state)
{
	(void)state;
	record(30000);
	rig_rest(&r, 0, 42000);
	tap("TLC-VET");
	answer("new");
	rig_rest(&r, 0, 50000);
	tap("TLC-VET");
	r.hold = true;
	answer("replace");
	rig_unknown(&r);
	rig_voided(&r, r.log[1].id);
	rig_fail(&r);
	r.hold = false;
	rig_frames(&r, 0, 50000, 12);
	assert_int_equal(plate_counted_mg(&r.s.scale[0].plate), 30000000);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_int_equal(rig_total_g(&r), 30000);
}

static void truth_19_no_tap_while_its_load_is_being_typed(void **state)
{
	(void)state;
	rig_rest(&r, 0, 12000);
	rig_page_type(&r, 12000, "TLC-VET");
	tap("TLC-VET");
	assert_recording();
	rig_do(&r, ACTION_TARE, "");
	assert_recording();
	rig_do(&r, ACTION_SCALE, "floor");
	assert_recording();
	(void)rig_page_done(&r, true);
	tap("TLC-VET");
	assert_asks("again");
	assert_int_equal(rig_total_g(&r), 12000);
}

/* More is put on it, or a tare key is pressed, before its entry is written. */
static void truth_19_what_is_typed_is_of_the_load_that_lay_there(void **state)
{
	(void)state;
	rig_rest(&r, 0, 12000);
	rig_page_type(&r, 12000, "TLC-VET");
	rig_rest(&r, 0, 17000);
	(void)rig_page_done(&r, true);
	rig_frames(&r, 0, 17000, 12);
	tap("HRP-LIV");
	assert_asks("changed_load");
	assert_makes("add", 5000);
	(void)fresh(NULL);
	rig_rest(&r, 0, 12000);
	rig_page_type(&r, 12000, "TLC-VET");
	rig_rest_net(&r, 0, 0);
	(void)rig_page_done(&r, true);
	rig_rest_net(&r, 0, 0);
	rig_rest(&r, 0, 12000);
	tap("HRP-LIV");
	assert_asks("changed_load"); /* of another ground */
	assert_null(rig_choice(&r, "add"));
	(void)fresh(NULL);
	rig_rest(&r, 0, 12000);
	rig_page_type(&r, 12000, "TLC-VET");
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 5000); /* that one has gone: this is another */
	(void)rig_page_done(&r, true);
	tap("HRP-LIV");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_string_equal(r.s.left[0].struck_by, r.log[0].id);
}

/* A category that was armed before waits, and goes with the load. */
static void truth_19_an_armed_category_waits_for_a_page(void **state)
{
	(void)state;
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_page_type(&r, 12000, "HRP-LIV");
	rig_rest(&r, 0, 12000);
	assert_int_equal(rig_valid(&r), 0);
	(void)rig_page_done(&r, true);
	rig_frames(&r, 0, 12000, 3);
	assert_int_equal(rig_total_g(&r), 12000);
	(void)fresh(NULL);
	tap("TLC-VET");
	rig_page_type(&r, 12000, "HRP-LIV");
	rig_rest(&r, 0, 12000);
	(void)rig_page_done(&r, false); /* a full disk */
	assert_int_equal(rig_valid(&r), 1);
	assert_string_equal(r.log[0].category, "TLC-VET");
}

/* Killed after the page's entry was durable, and before the station was told. */
static void truth_19_nothing_kept_undoes_what_a_page_writes(void **state)
{
	struct station_kept kept;

	(void)state;
	rig_rest(&r, 0, 12000);
	rig_page_type(&r, 12000, "TLC-VET");
	kept = r.kept;
	rig_rest(&r, 0, 11970);
	rig_rest(&r, 1, 5000);
	assert_memory_equal(&kept, &r.kept, sizeof(kept));
	(void)rig_page_done(&r, true);
	assert_int_equal(r.kept.plate[0].part_count, 1);
}

/* 12 kg stand in the ledger: of what was lifted only what nobody recorded is listed. */
static void truth_7_a_replacement_that_failed_lists_what_is_not_recorded(void **state)
{
	static const int64_t first_g[] = { 12000, 20000 }, then_g[] = { 20000, 12000 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		(void)fresh(NULL);
		record(first_g[i]);
		rig_rest(&r, 0, then_g[i]);
		rig_frames(&r, 0, then_g[i], 8);
		tap("TLC-VET");
		r.hold = true;
		answer("replace");
		lifted();
		rig_fail(&r);
		r.hold = false;
		assert_int_equal(r.s.left_count, i == 0 ? 1 : 0);
		if (i == 0)
			assert_int_equal(r.s.left[0].low_mg, 8000000);
		if (i == 0)
			assert_int_equal(r.s.left[0].high_mg, 8000000);
	}
}

/* ---- questions ---- */

static void asked_for_an_old_origin(void)
{
	(void)fresh(NULL);
	r.s.config.context_us = 60000000;
	rig_pass(&r, 61);
	rig_rest(&r, 0, 12000);
	tap("TLC-VET");
	assert_asks("origin_old");
}

static void truth_8_a_question_of_context_ends_with_its_load(void **state)
{
	(void)state;
	asked_for_an_old_origin();
	lifted();
	rig_rest(&r, 0, 12030); /* its twin */
	answer("leave");
	assert_string_equal(r.error, "question_changed");
	assert_int_equal(rig_valid(&r), 0);
	asked_for_an_old_origin();
	rig_rest(&r, 0, 12500);
	rig_rest(&r, 0, 12000);
	answer("leave");
	assert_string_equal(r.error, "question_changed");
	asked_for_an_old_origin();
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	rig_frames(&r, 0, 12000, 12);
	answer("leave");
	assert_string_equal(r.error, "question_changed");
	asked_for_an_old_origin();
	answer("leave");
	assert_int_equal(rig_valid(&r), 1);
}

/* What was asked about is void: the answer is of nothing any more. */
static void truth_6_undo_closes_what_was_asked(void **state)
{
	(void)state;
	record(30000);
	rig_rest(&r, 0, 42000);
	tap("TLC-VET");
	assert_asks("changed_load");
	rig_do(&r, ACTION_UNDO, "");
	answer("add");
	assert_string_equal(r.error, "question_changed");
	rig_frames(&r, 0, 42000, 3);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	answer("add");
	assert_string_equal(r.error, "no_question");
}

/* Asked of no load it is for the one to come. */
static void truth_8_a_question_of_context_before_its_load(void **state)
{
	(void)state;
	r.s.config.context_us = 60000000;
	rig_pass(&r, 61);
	rig_frames(&r, 0, 0, 5);
	tap("TLC-VET");
	assert_asks("origin_old");
	rig_rest(&r, 0, 12000);
	answer("leave");
	assert_int_equal(rig_total_g(&r), 12000);
}

/* ---- a replacement that only voids, and fails ---- */

/* 20 kg more by mistake, taken off again: their weighing is to be voided, and the disk is full. */
static void void_is_held(void)
{
	at(100000, 10);
	record(10000);
	rig_rest(&r, 0, 30000);
	tap("HRP-LIV");
	answer("add");
	rig_rest(&r, 0, 10000);
	tap("HRP-LIV");
	r.hold = true;
	answer("replace");
}

static void void_fails(void)
{
	rig_fail(&r);
	r.hold = false;
}

static void truth_3_a_void_that_failed_is_offered_again(void **state)
{
	(void)state;
	void_is_held();
	void_fails();
	rig_frames(&r, 0, 10000, 12);
	tap("HRP-LIV");
	assert_asks("changed_load");
	assert_string_equal(rig_choice(&r, "replace")->void_id, "W-2");
	answer("replace");
	lifted();
	assert_int_equal(rig_total_g(&r), 10000);
	assert_int_equal(r.s.left_count, 0);
}

static void truth_3_a_void_that_failed_lays_nothing_on_an_empty_plate(void **state)
{
	(void)state;
	for (int next = 0; next < 2; next++) {
		void_is_held();
		lifted();
		if (next)
			rig_rest(&r, 0, 5000);
		void_fails();
		assert_false(plate_holds(&r.s.scale[0].plate));
		rig_rest(&r, 0, 5000);
		tap("TLC-VET");
		assert_int_equal(r.reply, REPLY_MADE);
	}
}

/* ---- two entries at once ---- */

static void pages(unsigned writing, const struct weighing *w)
{
	struct station_event e = { .kind = EVENT_WRITING, .writing = writing };

	if (w)
		e.weighing = *w;
	rig_step(&r, &e);
}

static void page_wrote(const struct weighing *w, const char *id)
{
	struct station_event e = { .kind = EVENT_ELSEWHERE, .weighing = *w };

	memcpy(e.weighing.id, id, strlen(id) + 1);
	rig_step(&r, &e);
}

/* Two people type what lies on two scales: each is laid where its load lies. */
static void truth_9_twins_typed_at_once_lie_on_their_own_scales(void **state)
{
	struct weighing w = { .net_mg = 12000000, .method = METHOD_TYPED, .category = "HRP-LIV" };

	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, 12000);
	rig_rest(&r, 0, 12000);
	w.at = r.now;
	pages(1, &w);
	pages(2, &w);
	page_wrote(&w, "T-1");
	pages(1, NULL);
	page_wrote(&w, "T-2");
	pages(0, NULL);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(plate_counted_mg(&r.s.scale[i].plate), 12000000);
}

/* A slip's close weighs its packs out: as much lies on the plate, and is no pack of them. */
static void what_a_slip_weighs_is_the_last_and_lies_nowhere(void **state)
{
	struct station_event e = { .kind = EVENT_ELSEWHERE, .owned = true };

	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, 12000);
	e.weighing = (struct weighing){ .id = "T-1", .net_mg = 12000000, .method = METHOD_TYPED };
	memcpy(e.weighing.station, r.s.config.station, sizeof(e.weighing.station));
	memcpy(e.weighing.site, r.s.config.site, sizeof(e.weighing.site));
	rig_step(&r, &e);
	assert_string_equal(r.s.last.weighing.id, "T-1");
	assert_int_equal(plate_counted_mg(&r.s.scale[0].plate), 0);
}

/* While it was being written its load was lifted; as much lies on the other scale. */
static void truth_7_what_is_typed_of_a_load_that_left_lies_on_no_other(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 1, 12000);
	rig_page_type(&r, 12000, "HRP-LIV");
	lifted();
	(void)rig_page_done(&r, true);
	assert_int_equal(plate_counted_mg(&r.s.scale[1].plate), 0);
	assert_int_equal(r.s.left_count, 1);
	assert_string_not_equal(r.s.left[0].struck_by, ""); /* it is that load */
}

/* Typed of some of what was put over a record: no line says for sure that all of it is owed. */
static void truth_7_what_may_be_typed_is_not_owed_for_sure(void **state)
{
	(void)state;
	record(14500);
	rig_rest(&r, 0, 15100);
	rig_rest(&r, 0, 20100);
	rig_rest(&r, 0, 2600);
	(void)rig_type(&r, 600, "HRP-LIV");
	lifted();
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].low_mg, 0);
	assert_int_equal(r.s.left[0].high_mg, 5600000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(truth_3_undo_waits_for_what_a_page_is_writing),
		TEST(truth_3_undo_of_unknown_outcome_marks_its_own),
		TEST(truth_3_what_was_written_since_stays_the_last),
		TEST(truth_6_no_answer_while_its_weighing_is_being_corrected),
		TEST(truth_6_a_correction_meanwhile_keeps_its_part),
		TEST(truth_6_a_void_meanwhile_brings_back_what_was_aside),
		TEST(truth_19_no_tap_while_its_load_is_being_typed),
		TEST(truth_19_what_is_typed_is_of_the_load_that_lay_there),
		TEST(truth_19_an_armed_category_waits_for_a_page),
		TEST(truth_19_nothing_kept_undoes_what_a_page_writes),
		TEST(truth_7_a_replacement_that_failed_lists_what_is_not_recorded),
		TEST(truth_8_a_question_of_context_ends_with_its_load),
		TEST(truth_6_undo_closes_what_was_asked),
		TEST(truth_8_a_question_of_context_before_its_load),
		TEST(truth_3_a_void_that_failed_is_offered_again),
		TEST(truth_3_a_void_that_failed_lays_nothing_on_an_empty_plate),
		TEST(truth_9_twins_typed_at_once_lie_on_their_own_scales),
		TEST(what_a_slip_weighs_is_the_last_and_lies_nowhere),
		TEST(truth_7_what_is_typed_of_a_load_that_left_lies_on_no_other),
		TEST(truth_7_what_may_be_typed_is_not_owed_for_sure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
