// SPDX-License-Identifier: GPL-3.0-or-later
/* The desk over a real ledger: notices, totals of the day, restarts, scanned codes. */
#include "desk_rig.h"
#include "food.h"

static struct catalogue_row place = {
	.kind = CATALOGUE_PLACE, .code = "RAYON", .label_fr = "Rayon", .valid_from = "2026-01-01"
};

static void truth_36_a_write_without_a_weighing_tells_of_none(void **state)
{
	static const struct catalogue rows = { .count = 1, .rows = &place };
	struct desk_rig *r = *state;
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(&r->ledger, RIG_CATALOGUE);
	int count = 0;

	job.rows = &rows;
	drafts = rig_drafts(&job, &values);
	assert_int_equal(desk_write(r->desk, &drafts, answered, &count), 0);
	assert_int_equal(count, 1);
	assert_int_equal(r->heard, 0);
	type_in(r, 1000);
	assert_int_equal(r->heard, 1);
}

/* What was weighed under a doubtful clock gets the right day, and the day's total with it. */
static void truth_31_today_stays_when_the_clock_is_put_right(void **state)
{
	struct desk_rig *r = *state;

	r->ledger.now.quality = CLOCK_DOUBTFUL;
	desk_tick(r->desk);
	type_in(r, 2000);
	type_in(r, 3000);
	assert_int_equal(r->desk->station.today.sums.in_mg, 5000);
	r->ledger.now.wall_us += INT64_C(40) * 24 * 3600 * 1000000;
	r->ledger.now.quality = CLOCK_TRUSTED;
	rig_day(&r->ledger, "2026-02-10");
	desk_tick(r->desk);
	assert_string_equal(r->desk->station.today.day, "2026-02-10");
	assert_int_equal(r->desk->station.today.sums.in_mg, 5000);
	assert_int_equal(r->desk->station.today.sums.weighings, 2);
	/* Midnight: a new day, and back by a clock set wrong and right again. */
	rig_day(&r->ledger, "2026-02-11");
	desk_tick(r->desk);
	assert_int_equal(r->desk->station.today.sums.weighings, 0);
	rig_day(&r->ledger, "2026-02-10");
	desk_tick(r->desk);
	assert_int_equal(r->desk->station.today.sums.weighings, 2);
}

/* A button is pressed twice, then the other one undoes: nothing is refused any more. */
static void truth_4_a_notice_ends_with_what_it_was_about(void **state)
{
	struct desk_rig *r = *state;
	const struct sentence label = { .key = "scanned_weighing" };

	rest(r, 0);
	rest(r, 2000);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(noticed(r), "");
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(noticed(r), "already_recorded");
	assert_int_equal(r->desk->station.notice.kind, NOTICE_REFUSAL);
	desk_pressed(r->desk, ACTION_UNDO, NULL);
	assert_string_equal(noticed(r), "");
	desk_pressed(r->desk, ACTION_UNDO, NULL);
	assert_string_equal(noticed(r), "nothing_to_undo");
	desk_pressed(r->desk, ACTION_DIRECTION, "out"); /* a change of context */
	assert_string_equal(noticed(r), "");
	desk_news(r->desk, &label);
	assert_int_equal(r->desk->station.notice.kind, NOTICE_NEWS);
	rest(r, 0);
	assert_string_equal(noticed(r), "scanned_weighing");
	rest(r, 3000); /* the next load */
	assert_string_equal(noticed(r), "");
}

/* A new desk over the same ledger, ten minutes later by a wall clock that was set. */
static void restart(struct desk_rig *r)
{
	struct station_memory *m = calloc(1, sizeof(*m));

	loop_source_free(r->desk->tick);
	free(r->desk->usual);
	free(r->desk);
	make_desk(r);
	assert_int_equal(ledger_remember(r->ledger.ledger, &r->ledger.now, m), 0);
	station_restore(&r->desk->station, m, &r->ledger.now);
	free(m);
}

static void truth_19_a_wall_clock_that_was_set_frees_no_load(void **state)
{
	struct desk_rig *r = *state;

	rest(r, 0);
	rest(r, 12500);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(station_phase(&r->desk->station), PHASE_RECORDED);
	for (int hour = -1; hour <= 1; hour++) {
		r->ledger.now.wall_us += (int64_t)hour * 3600 * 1000000;
		restart(r);
		rest(r, 12500);
		assert_int_equal(station_phase(&r->desk->station), PHASE_UNSURE);
	}
	rest(r, 0);
	restart(r);
	rest(r, 12500);
	assert_int_equal(station_phase(&r->desk->station), PHASE_READY);
}

/* The station's word for what a code of that kind has chosen. */
static const char *chosen(const struct desk_rig *r, const struct control_kind *kind)
{
	const struct station *s = &r->desk->station;

	return kind->letter == 'K'   ? s->armed.category
	       : kind->letter == 'O' ? s->context.origin
				     : s->context.destination;
}

static void fruits_2_each_code_of_a_sheet_chooses_its_row(void **state)
{
	static const char *const names[] = { "category", "origin", "destination" };
	struct desk_rig *r = *state;

	rest(r, 0);
	for (size_t k = 0; k < ARRAY_SIZE(names); k++) {
		const struct control_kind *kind = control_kind_named(names[k]);
		_cleanup_free_ struct control_cell *cells = NULL;
		int count = control_cells(kind, r->catalogue, r->ledger.now.day, LANG_FR, &cells);

		assert_true(count > 10);
		for (int i = 0; i < count; i++) {
			char squashed[CODE_SIZE];

			desk_scanned(r->desk, "hand", cells[i].control);
			assert_int_equal(code_squash(chosen(r, kind), squashed, CODE_SIZE), 0);
			assert_memory_equal(squashed, cells[i].control + 1, strlen(squashed));
			assert_int_equal(strlen(cells[i].control), strlen(squashed) + 2);
			assert_true(cells[i].name[0] && cells[i].pictogram[0]);
		}
		desk_scanned(r->desk, "hand", "ACANCELX");
	}
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM unknown_code"), 0);
}

/* Every act has a code that is known, and a root of the catalogue none on the sheet. */
static void fruits_2_every_act_is_on_its_sheet(void **state)
{
	struct desk_rig *r = *state;
	_cleanup_free_ struct control_cell *cells = NULL;
	int count = control_cells(
		control_kind_named("action"), r->catalogue, r->ledger.now.day, LANG_EN, &cells);

	assert_int_equal(count, 17);
	for (int i = 0; i < count; i++) {
		desk_scanned(r->desk, "hand", cells[i].control);
		assert_string_not_equal(noticed(r), "unknown_code");
	}
	desk_scanned(r->desk, "hand", "AUNHEARDX");
	assert_string_equal(noticed(r), "unknown_code");
}

static int voided(struct desk_rig *r)
{
	return (int)rig_int(
		&r->ledger, "SELECT count(*) FROM weighing WHERE voided_seq IS NOT NULL");
}

static void fruits_2_void_is_of_the_label_scanned_before(void **state)
{
	struct desk_rig *r = *state;
	char id[PRIVATE_KEY_SIZE], other[PRIVATE_KEY_SIZE];

	weigh_one(r, id);
	weigh_one(r, other);
	desk_scanned(r->desk, "hand", "AVOIDB");
	assert_string_equal(noticed(r), "void_which");
	desk_scanned(r->desk, "hand", id);
	desk_scanned(r->desk, "hand", "AINK"); /* something else was wanted */
	desk_scanned(r->desk, "hand", "AVOIDB");
	assert_string_equal(noticed(r), "void_which");
	desk_scanned(r->desk, "hand", id);
	r->ledger.now.boot_us += 31 * 1000000;
	desk_scanned(r->desk, "hand", "AVOIDB");
	assert_string_equal(noticed(r), "void_which");
	desk_scanned(r->desk, "hand", id);
	desk_pressed(r->desk, ACTION_DIRECTION, "in"); /* a button, or the page */
	desk_scanned(r->desk, "hand", "AVOIDB");
	assert_string_equal(noticed(r), "void_which");
	assert_int_equal(voided(r), 0);
	desk_scanned(r->desk, "hand", id);
	assert_string_equal(noticed(r), "scanned_weighing");
	desk_scanned(r->desk, "hand", "AVOIDB");
	assert_string_equal(noticed(r), "scanned_voided");
	assert_int_equal(voided(r), 1);
	assert_int_equal(r->desk->station.today.sums.weighings, 1);
	desk_scanned(r->desk, "hand", id); /* once */
	desk_scanned(r->desk, "hand", "AVOIDB");
	assert_string_equal(noticed(r), "void_which");
	assert_int_equal(voided(r), 1);
}

/* From when on a label that waits is offered, not printed by itself: 10 minutes, or as written. */
static void truth_32_the_wait_is_of_station_conf(void **state)
{
	static const struct {
		const char *text;
		uint64_t minutes;
		size_t mistakes;
	} rows[] = {
		{ "[labels]\nautomatic = yes\n", 10, 0 },
		{ "[labels]\nwait_minutes = 3\n", 3, 0 },
		{ "[labels]\nwait_minutes = 10080\n", 10080, 0 },
		{ "[labels]\nwait_minutes = 0\n", 10, 1 },
		{ "[labels]\nwait_minutes = 10081\n", 10, 1 },
	};
	static const struct printer_events none;
	struct desk_rig *r = *state;
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/station.conf", r->ledger.folder);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_(cleanup_conf_free) struct conf *c = NULL;
		FILE *f = fopen(path, "we");

		assert_true(f && fputs(rows[i].text, f) >= 0 && fclose(f) == 0);
		assert_int_equal(conf_read(path, &c), 0);
		assert_int_equal(printers_new(r->loop, NULL, c, &none, &r->desk->printers), 0);
		assert_int_equal(labels_new(r->desk, c, &r->desk->labels), 0);
		conf_check_unused(c, (const char *const[]){ "labels", NULL });
		assert_int_equal(conf_mistakes(c), rows[i].mistakes);
		assert_int_equal(desk_label_wait_us(r->desk), rows[i].minutes * 60 * 1000000);
		r->desk->labels = labels_free(r->desk->labels);
		r->desk->printers = printers_free(r->desk->printers);
	}
}

/* The answer is the lot, and says its weighing. */
static void received(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	const struct food_received *f = (const struct food_received *)result->value;

	answered(data, job, result);
	assert_true(result->kind == &food_received_kind && f->lot[0]);
	assert_string_equal(f->weighing, result_weighing(result)->id);
}

/* A reception is typed of what lies there, as any weighing is: nobody weighs that load again. */
static void a_load_that_was_received_is_recorded(void **state)
{
	struct desk_rig *r = *state;
	struct weighing_entry w = { .weighing = rig_weighing(&r->ledger, "ALI-FEL", 12500000) };
	struct food_received f = { .date_kind = DATE_NONE };
	struct ledger_job job = { .now = r->ledger.now,
		.drafts = { { &weighing_kind, &w, ledger_food_weighing },
			{ &food_received_kind, &f, NULL } } };
	const struct plate_part *part;
	int count = 0;

	rest(r, 0);
	rest(r, 12500);
	assert_int_equal(desk_write(r->desk, &job, received, &count), 0);
	assert_int_equal(count, 1);
	assert_int_equal(r->heard, 1);
	assert_int_equal(r->desk->station.today.sums.in_mg, 12500000);
	part = plate_newest(&r->desk->station.scale[0].plate);
	assert_non_null(part);
	assert_string_equal(part->id, r->desk->station.last.weighing.id);
	assert_int_equal(rig_int(&r->ledger,
				 "SELECT count(*) FROM plate, weighing WHERE instr(facts, id) > 0"),
		1); /* a restart finds it, too */
	desk_pressed(r->desk, ACTION_CATEGORY, "ALI-FEL");
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM weighing"), 1);
	desk_pressed(r->desk, ACTION_UNDO, NULL);
	assert_int_equal(rig_int(&r->ledger, "SELECT ifnull(sum(mass_mg), 0) FROM total"), 0);
}

/* 2 kg, ten times: less than a tenth of it is asked about, unless they were undone. */
static void what_was_undone_is_not_usual(void **state)
{
	struct desk_rig *r = *state;
	char id[PRIVATE_KEY_SIZE];

	desk_read_usual(r->desk);
	for (int undone = 1; undone >= 0; undone--) {
		for (int i = 0; i < USUAL_LEAST; i++) {
			weigh_one(r, id);
			if (undone)
				desk_pressed(r->desk, ACTION_UNDO, NULL);
		}
		rest(r, 0);
		rest(r, 100);
		desk_scanned(r->desk, "hand", "KTLCVETC");
		assert_int_equal(
			station_phase(&r->desk->station), undone ? PHASE_RECORDED : PHASE_QUESTION);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_load_that_was_received_is_recorded),
		T(truth_36_a_write_without_a_weighing_tells_of_none),
		T(truth_31_today_stays_when_the_clock_is_put_right),
		T(truth_4_a_notice_ends_with_what_it_was_about),
		T(truth_19_a_wall_clock_that_was_set_frees_no_load),
		T(truth_32_the_wait_is_of_station_conf),
		T(fruits_2_each_code_of_a_sheet_chooses_its_row),
		T(fruits_2_every_act_is_on_its_sheet),
		T(fruits_2_void_is_of_the_label_scanned_before),
		T(what_was_undone_is_not_usual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
