// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk over a real ledger, without devices: the store answers at once, in the same thread,
 * and the clock is the test's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include "../../daemon/desk/desk_private.h"
#include "clock.h"
#include "code.h"
#include "label.h"
#include "ledger_rig.h"

struct desk_rig {
	struct ledger_rig ledger;
	struct loop *loop;
	struct desk *desk;
	struct catalogue *catalogue;
	int heard;                            /* live events of weighings */
	enum { FINE, LOSES, WRITES } unknown; /* a commit whose outcome the store cannot tell */
	bool holds;                           /* what is written next waits for release() */
	struct {
		struct ledger_job job;
		store_written_fn done;
		void *data;
	} held;
};

static struct desk_rig *rig;

int __wrap_store_write(
	struct store *s, const struct ledger_job *job, store_written_fn done, void *data);
int __wrap_store_ask(struct store *s, enum store_side side, store_run_fn run, void *arg,
	store_done_fn done, void *data);
bool __wrap_store_down(const struct store *s, struct sentence *ret_why);

int __wrap_store_write(
	struct store *s, const struct ledger_job *job, store_written_fn done, void *data)
{
	struct ledger_result result;

	if (rig->holds) {
		rig->holds = false;
		rig->held.job = *job;
		rig->held.done = done;
		rig->held.data = data;
		return 0;
	}
	(void)s;
	if (rig->unknown != LOSES)
		ledger_write(rig->ledger.ledger, job, &result);
	if (rig->unknown != FINE)
		result = (struct ledger_result){ .error = -EIO, .unknown = true };
	done(data, job, &result);
	return 0;
}

/* What was held is written now. */
static void release(struct desk_rig *r)
{
	(void)__wrap_store_write(NULL, &r->held.job, r->held.done, r->held.data);
}

int __wrap_store_ask(struct store *s, enum store_side side, store_run_fn run, void *arg,
	store_done_fn done, void *data)
{
	(void)s;
	(void)side;
	done(data, arg, run(rig->ledger.ledger, arg));
	return 0;
}

bool __wrap_store_down(const struct store *s, struct sentence *ret_why)
{
	(void)s;
	(void)ret_why;
	return false;
}

static void rig_moment(struct moment *ret_now)
{
	*ret_now = rig->ledger.now;
}

static void heard(void *data, const struct weighing *w, uint64_t seq)
{
	(void)data;
	(void)seq;
	assert_true(w->id[0]);
	rig->heard++;
}

static void make_desk(struct desk_rig *r)
{
	const struct station_config config = { .max_mg = 1000 * MASS_MG_PER_KG,
		.site = "MS",
		.station = "ACCUEIL",
		.undo_us = 600ULL * 1000000,
		.armed_us = 30ULL * 1000000 };
	const struct stability_rule rule = { .frames = 2 };
	struct desk *d = calloc(1, sizeof(*d));
	size_t index;

	d->loop = r->loop;
	d->catalogue = r->catalogue;
	d->events.weighing = heard;
	station_init(&d->station, &config, d->catalogue);
	assert_int_equal(station_add_scale(&d->station, "balance", 0, 0, &rule, &index), 0);
	memcpy(d->station.context.origin, "APP_VOL", sizeof("APP_VOL"));
	assert_int_equal(loop_add_timer(r->loop, "tick", LOOP_NORMAL, desk_tick, d, &d->tick), 0);
	r->desk = d;
}

static int up(void **state)
{
	rig = calloc(1, sizeof(*rig));
	rig_up(&rig->ledger);
	clock_set_source(rig_moment);
	assert_int_equal(loop_new(&rig->loop), 0);
	assert_int_equal(ledger_catalogue(rig->ledger.ledger, &rig->catalogue), 0);
	make_desk(rig);
	*state = rig;
	return 0;
}

static int down(void **state)
{
	(void)state;
	loop_source_free(rig->desk->tick);
	free(rig->desk);
	loop_free(rig->loop);
	catalogue_free(rig->catalogue);
	clock_set_source(NULL);
	rig_down(&rig->ledger);
	free(rig);
	return 0;
}

static void answered(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	(void)job;
	assert_int_equal(result->error, 0);
	assert_int_equal(result->answer, LEDGER_WRITTEN);
	++*(int *)data;
}

static void type_in(struct desk_rig *r, int64_t net_mg)
{
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(&r->ledger, RIG_RECORD);
	int count = 0;

	job.weighing = rig_weighing(&r->ledger, "TLC-VET", net_mg);
	drafts = rig_drafts(&job, &values);
	assert_int_equal(desk_write(r->desk, &drafts, answered, &count), 0);
	assert_int_equal(count, 1);
}

static void report(struct desk_rig *r, enum scale_state state, int64_t grams)
{
	struct station_event event = { .kind = EVENT_READING };

	r->ledger.now.boot_us += 100000;
	r->ledger.now.wall_us += 100000;
	event.reading = (struct reading){ .state = state, .at_boot_us = r->ledger.now.boot_us };
	reading_set_shown(&event.reading, &(struct mass_shown){ grams, 0, MASS_GRAM });
	desk_feed(r->desk, &event);
}

static void rest(struct desk_rig *r, int64_t grams)
{
	for (int i = 0; i < 20; i++)
		report(r, grams ? SCALE_STABLE : SCALE_ZERO, grams);
}

static struct catalogue_row place = {
	.kind = CATALOGUE_PLACE, .code = "RAYON", .label_fr = "Rayon", .valid_from = "2026-01-01"
};

static void truth_36_a_write_without_a_weighing_tells_of_none(void **state)
{
	static const struct catalogue rows = { 1, &place };
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

static const char *noticed(const struct desk_rig *r)
{
	const struct station *s = &r->desk->station;

	return s->notice.kind == NOTICE_NONE ? "" : s->notice.said.key;
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

/* It lies there as recorded until its number is looked for: found, or taken out. */
static void unknown_outcome(struct desk_rig *r, int how, enum station_phase then, int count)
{
	r->desk->store_answered = true;
	r->unknown = how;
	rest(r, 0);
	rest(r, 12500);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(station_phase(&r->desk->station), PHASE_UNSURE);
	r->unknown = FINE;
	desk_look_for(r->desk);
	assert_int_equal(station_phase(&r->desk->station), then);
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM weighing"), count);
}

static void truth_12_a_commit_of_unknown_outcome_is_looked_for(void **state)
{
	struct desk_rig *r = *state;

	unknown_outcome(r, LOSES, PHASE_READY, 0);
	unknown_outcome(r, WRITES, PHASE_RECORDED, 1);
	assert_true(r->desk->station.last.weighing.id[0]);
}

/* A new desk over the same ledger, ten minutes later by a wall clock that was set. */
static void restart(struct desk_rig *r)
{
	struct station_memory *m = calloc(1, sizeof(*m));

	loop_source_free(r->desk->tick);
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

	assert_int_equal(count, 14);
	for (int i = 0; i < count; i++) {
		desk_scanned(r->desk, "hand", cells[i].control);
		assert_string_not_equal(noticed(r), "unknown_code");
	}
	desk_scanned(r->desk, "hand", "AUNHEARDX");
	assert_string_equal(noticed(r), "unknown_code");
}

static void weigh_one(struct desk_rig *r, char ret_id[PRIVATE_KEY_SIZE])
{
	rest(r, 0);
	rest(r, 2000);
	desk_scanned(r->desk, "hand", "KTLCVETC");
	assert_int_equal(station_phase(&r->desk->station), PHASE_RECORDED);
	memcpy(ret_id, r->desk->station.last.weighing.id, PRIVATE_KEY_SIZE);
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

/* A page saves while somebody presses: nothing acts on what is about to change. */
static void truth_3_a_button_waits_for_what_a_page_is_writing(void **state)
{
	struct desk_rig *r = *state;
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(&r->ledger, RIG_RECORD);
	char id[PRIVATE_KEY_SIZE];
	int count = 0;

	weigh_one(r, id);
	job.weighing = rig_weighing(&r->ledger, "TLC-VET", 7000);
	drafts = rig_drafts(&job, &values);
	r->holds = true;
	assert_int_equal(desk_write(r->desk, &drafts, answered, &count), 0);
	desk_pressed(r->desk, ACTION_UNDO, NULL);
	assert_string_equal(noticed(r), "recording");
	desk_pressed(r->desk, ACTION_CATEGORY, "HRP-LIV");
	assert_string_equal(noticed(r), "recording");
	release(r);
	assert_int_equal(count, 1);
	desk_pressed(r->desk, ACTION_UNDO, NULL); /* the last thing written is what was typed */
	assert_int_equal(rig_int(&r->ledger, "SELECT sum(mass_mg) FROM total"), 2000000);
	assert_int_equal(r->desk->station.undone.weighing.net_mg, 7000);
	r->holds = true; /* of no weighing: nobody waits for it */
	desk_scanned(r->desk, "hand", "AUNHEARDX");
	desk_pressed(r->desk, ACTION_DIRECTION, "out");
	assert_string_equal(noticed(r), "");
	release(r);
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(truth_36_a_write_without_a_weighing_tells_of_none),
		T(truth_31_today_stays_when_the_clock_is_put_right),
		T(truth_4_a_notice_ends_with_what_it_was_about),
		T(truth_12_a_commit_of_unknown_outcome_is_looked_for),
		T(truth_19_a_wall_clock_that_was_set_frees_no_load),
		T(fruits_2_each_code_of_a_sheet_chooses_its_row),
		T(fruits_2_every_act_is_on_its_sheet),
		T(fruits_2_void_is_of_the_label_scanned_before),
		T(truth_3_a_button_waits_for_what_a_page_is_writing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
