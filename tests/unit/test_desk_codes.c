// SPDX-License-Identifier: GPL-3.0-or-later
/* What scanned codes do at the desk: acts, cards of partners and places, numbers of units. */
#include "desk_slow.h"
#include "desk_cards.h"
#include "act.h"
#include "code_bound.h"
#include "entry_void.h"

static int64_t tare_mg(const struct desk_rig *r)
{
	return plate_tare_mg(&r->desk->station.scale[0].plate);
}

/* What rests there is no tare because somebody wanted zero: ZERO asks for zero, TARE for a tare. */
static void zero_is_no_tare(void **state)
{
	struct desk_rig *r = *state;

	assert_int_equal(act_find("ZERO")->action, ACTION_ZERO);
	assert_int_equal(act_find("TARE")->action, ACTION_TARE);
	rest(r, 0);
	rest(r, 5000);
	scan(r, 'A', "ZERO");
	assert_int_equal(tare_mg(r), 0);
	assert_string_equal(noticed(r), "plate_not_empty");
	scan(r, 'A', "TARE");
	assert_int_equal(tare_mg(r), 5000000);
}

static void a_card_sets_whom_it_is_for(void **state)
{
	struct desk_rig *r = *state;
	const struct station_context *c = &r->desk->station.context;

	know_cards(r);
	rest(r, 0);
	scan(r, 'P', "GARAGE");
	scan(r, 'Z', "QUAI_2");
	assert_string_equal(c->partner, "GARAGE");
	assert_string_equal(c->place, "QUAI_2");
	rest(r, 5000);
	scan(r, 'K', "TLC-VET");
	assert_int_equal(
		rig_int(&r->ledger, "SELECT count(*) FROM weighing WHERE partner = 'GARAGE'"
				    " AND place = 'QUAI_2'"),
		1);
	scan(r, 'P', "NOBODY");
	assert_string_equal(noticed(r), "unknown_code");
	assert_string_equal(c->partner, "GARAGE");
	/* Over a restart too. */
	assert_int_equal(ledger_keep_context(r->ledger.ledger, c), 0);
	{
		struct station_memory m = { 0 };

		assert_int_equal(ledger_remember(r->ledger.ledger, &r->ledger.now, &m), 0);
		assert_string_equal(m.context.partner, "GARAGE");
	}
}

static int64_t units(struct desk_rig *r)
{
	return rig_int(&r->ledger, "SELECT units FROM weighing ORDER BY row DESC LIMIT 1");
}

static void weigh(struct desk_rig *r)
{
	rest(r, 0);
	rest(r, 5000);
	scan(r, 'K', "TLC-VET");
}

/* Of the next category by whatever way, once, for half a minute, until somebody cancels. */
static void a_number_is_of_the_next_category(void **state)
{
	static const char *const none[] = { "0", "10000", "99999999999", "1X" };
	struct desk_rig *r = *state;

	scan(r, 'Q', "12");
	assert_string_equal(noticed(r), "quantity_scanned");
	weigh(r);
	assert_int_equal(units(r), 12);
	weigh(r);
	assert_int_equal(units(r), 0);
	scan(r, 'Q', "9999");
	scan(r, 'A', "CANCEL");
	weigh(r);
	assert_int_equal(units(r), 0);
	scan(r, 'Q', "4");
	r->ledger.now.boot_us += 31 * 1000000;
	weigh(r);
	assert_int_equal(units(r), 0);
	scan(r, 'Q', "3");
	scan(r, 'Q', "24"); /* the last one counts */
	weigh(r);
	assert_int_equal(units(r), 24);
	for (size_t i = 0; i < ARRAY_SIZE(none); i++) {
		scan(r, 'Q', none[i]);
		assert_string_equal(noticed(r), "unknown_code");
	}
	weigh(r);
	assert_int_equal(units(r), 0);
}

/* The number that waits, once; what else there was to cancel stays for the next. */
static void cancelling_a_number_takes_nothing_else(void **state)
{
	struct desk_rig *r = *state;
	struct intent cancel = { .action = ACTION_CANCEL, .key = "c1" };
	struct desk_answer answer[2] = { 0 };

	rest(r, 0);
	rest(r, 2000);
	scan(r, 'A', "TARE");
	scan(r, 'Q', "12");
	for (size_t i = 0; i < 2; i++) { /* its answer was lost */
		assert_int_equal(desk_intent(r->desk, &cancel, replied, &answer[i]), 0);
		assert_int_equal(answer[i].reply, REPLY_CHANGED);
	}
	assert_string_equal(noticed(r), "");
	assert_int_equal(tare_mg(r), 2000000);
	rest(r, 7000);
	scan(r, 'K', "TLC-VET");
	assert_int_equal(units(r), 0);
	scan(r, 'Q', "12");
	assert_int_equal(desk_intent(r->desk, &cancel, replied, &answer[0]), 0); /* again */
	assert_int_equal(desk_units(r->desk), 12);
	r->ledger.now.boot_us += 31 * 1000000;
	rest(r, 0);
	rest(r, 3000);
	scan(r, 'A', "TARE");
	scan(r, 'A', "CANCEL");
	assert_int_equal(tare_mg(r), 0);
}

static const char *tap(struct desk_rig *r, const char *category, const char *key)
{
	struct intent in = { .action = ACTION_CATEGORY };
	static struct desk_answer answer;

	(void)snprintf(in.code, sizeof(in.code), "%s", category);
	(void)snprintf(in.key, sizeof(in.key), "%s", key);
	answer = (struct desk_answer){ 0 };
	assert_int_equal(desk_intent(r->desk, &in, replied, &answer), 0);
	return answer.why.key ? answer.why.key : "";
}

/* What is refused has weighed nothing: its number waits on, as long as it would have. */
static void a_number_outlasts_a_refusal(void **state)
{
	struct desk_rig *r = *state;

	weigh(r);
	scan(r, 'Q', "12");
	assert_string_equal(tap(r, "TLC-VET", "k1"), "already_recorded");
	assert_int_equal(desk_units(r->desk), 12);
	assert_string_equal(tap(r, "NONE", "k2"), "unknown_category");
	assert_int_equal(desk_units(r->desk), 12);
	rest(r, 0);
	rest(r, 5000);
	assert_string_equal(tap(r, "TLC-VET", "k3"), "");
	assert_int_equal(units(r), 12);
	assert_int_equal(desk_units(r->desk), 0);
	/* A question keeps it, and asks but once. */
	scan(r, 'Q', "7");
	assert_string_equal(tap(r, "HRP-LIV", "k4"), "choose");
	assert_int_equal(desk_units(r->desk), 0);
	desk_pressed(r->desk, ACTION_ANSWER, "new");
	assert_int_equal(units(r), 7);
	/* Refused, it goes when it would have gone. */
	rest(r, 0);
	scan(r, 'Q', "5");
	assert_string_equal(tap(r, "NONE", "k5"), "unknown_category");
	r->ledger.now.boot_us += 31 * 1000000;
	desk_tick(r->desk);
	assert_int_equal(r->desk->quantity.units, 0);
}

/* Chosen before the load, whose writing failed: the number waits with the load that lies there. */
static void a_number_outlasts_a_full_disk(void **state)
{
	struct desk_rig *r = *state;

	rest(r, 0);
	scan(r, 'Q', "12");
	scan(r, 'K', "TLC-VET");
	assert_int_equal(desk_units(r->desk), 0);
	r->full = true;
	rest(r, 5000);
	assert_int_equal(station_phase(&r->desk->station), PHASE_READY);
	assert_int_equal(desk_units(r->desk), 12);
	scan(r, 'K', "TLC-VET");
	assert_int_equal(units(r), 12);
	assert_int_equal(desk_units(r->desk), 0);
	/* It goes with a load that nobody weighs. */
	rest(r, 0);
	scan(r, 'K', "TLC-VET");
	scan(r, 'Q', "3");
	r->full = true;
	rest(r, 6000);
	rest(r, 0);
	assert_int_equal(desk_units(r->desk), 0);
}

/* Whether what it repeats is being written or has been. */
static void a_number_is_not_of_a_repeat(void **state)
{
	struct desk_rig *r = *state;
	struct intent first = { .action = ACTION_CATEGORY, .code = "TLC-VET", .key = "k1" };
	struct desk_answer answer[2] = { 0 };

	rest(r, 0);
	rest(r, 5000);
	r->holds = true;
	assert_int_equal(desk_intent(r->desk, &first, replied, &answer[0]), 0);
	scan(r, 'Q', "12");
	assert_int_equal(desk_intent(r->desk, &first, replied, &answer[1]), 0);
	assert_int_equal(desk_units(r->desk), 12);
	release(r);
	assert_int_equal(answer[1].reply, REPLY_MADE);
	assert_string_equal(tap(r, "TLC-VET", "k1"), "");
	assert_int_equal(desk_units(r->desk), 12);
	rest(r, 0);
	rest(r, 5000);
	assert_string_equal(tap(r, "TLC-VET", "k2"), "");
	assert_int_equal(units(r), 12);
}

/* Said of a load, it goes with that load: recorded by a category chosen before, or lifted. */
static void a_number_sticks_to_no_later_load(void **state)
{
	struct desk_rig *r = *state;

	rest(r, 0);
	scan(r, 'K', "TLC-VET");
	scan(r, 'Q', "12");
	rest(r, 5000);
	assert_int_equal(station_phase(&r->desk->station), PHASE_RECORDED);
	assert_int_equal(desk_units(r->desk), 0);
	rest(r, 0);
	rest(r, 6000);
	scan(r, 'Q', "12");
	rest(r, 0);
	assert_int_equal(desk_units(r->desk), 0);
	assert_string_equal(noticed(r), "");
	weigh(r);
	assert_int_equal(units(r), 0);
	/* Said while the one before is being written, it is of the next. */
	rest(r, 0);
	rest(r, 7000);
	r->holds = true;
	scan(r, 'K', "TLC-VET");
	scan(r, 'Q', "3");
	release(r);
	assert_int_equal(desk_units(r->desk), 3);
	desk_pressed(r->desk, ACTION_UNDO, NULL);
	assert_int_equal(desk_units(r->desk), 3);
}

static void sheets_of_cards_and_numbers(void **state)
{
	static const struct {
		const char *kind;
		int count;
	} sheets[] = { { "quantity", 24 }, { "partner", 1 }, { "place", 1 } };
	struct desk_rig *r = *state;

	know_cards(r);
	for (size_t i = 0; i < ARRAY_SIZE(sheets); i++) {
		_cleanup_free_ struct control_cell *cells = NULL;
		int count = control_cells(control_kind_named(sheets[i].kind), r->catalogue,
			r->ledger.now.day, LANG_FR, &cells);
		char title[48];

		(void)snprintf(title, sizeof(title), "control_title_%s", sheets[i].kind);
		assert_string_not_equal(lang_text(LANG_FR, title), title); /* words, not the key */
		assert_int_equal(count, sheets[i].count);
		for (int n = 0; n < count; n++) {
			assert_true(cells[n].name[0] && cells[n].pictogram[0]);
			desk_scanned(r->desk, "hand", cells[n].control);
		}
	}
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM unknown_code"), 0);
}

static const char *const article = "4006381333931";

/* The newest unknown code stands for that row; the seq of its entry. */
static const char *bind(struct desk_rig *r, enum catalogue_kind kind, const char *code)
{
	struct code_bound b = { .kind = kind };
	struct ledger_job job = { .now = r->ledger.now,
		.drafts[0] = { &code_bound_kind, &b, NULL } };
	struct ledger_result res;

	b.unknown = (uint64_t)rig_int(&r->ledger, "SELECT ifnull(max(seq), 0) FROM unknown_code");
	(void)snprintf(b.code, sizeof(b.code), "%s", code);
	ledger_write(r->ledger.ledger, &job, &res);
	assert_int_equal(res.error, 0);
	return res.answer == LEDGER_WRITTEN ? "" : res.why.key;
}

static int64_t unknown_codes(struct desk_rig *r)
{
	struct unknown_code codes[4];

	return ledger_unknown_codes(r->ledger.ledger, codes, 4);
}

/* A code of somebody else's is ours from one touch on, until that is void; it is not kept in clear. */
static void an_unknown_code_is_made_known(void **state)
{
	struct desk_rig *r = *state;
	struct entry_void v = { .reason = "MISTAKE" };
	struct ledger_job job = { .drafts[0] = { &entry_void_kind, &v, NULL } };
	struct ledger_result res;

	rest(r, 0);
	assert_string_equal(bind(r, CATALOGUE_CATEGORY, "TLC-VET"), "no_such_code");
	desk_scanned(r->desk, "hand", article);
	assert_string_equal(noticed(r), "unknown_code");
	assert_int_equal(unknown_codes(r), 1);
	assert_string_equal(bind(r, CATALOGUE_CATEGORY, "NONE"), "unknown_category");
	assert_string_equal(bind(r, CATALOGUE_ORIGIN, "NONE"), "unknown_code_in");
	assert_string_equal(bind(r, CATALOGUE_REASON, "MISTAKE"), "unknown_code_in");
	assert_int_equal(unknown_codes(r), 1);
	assert_string_equal(bind(r, CATALOGUE_CATEGORY, "TLC-VET"), "");
	assert_int_equal(unknown_codes(r), 0);
	desk_scanned(r->desk, "hand", article);
	assert_string_equal(r->desk->station.armed.category, "TLC-VET");
	/* The newest counts. */
	assert_string_equal(bind(r, CATALOGUE_CATEGORY, "HRP-LIV"), "");
	desk_scanned(r->desk, "hand", article);
	assert_string_equal(r->desk->station.armed.category, "HRP-LIV");
	desk_scanned(r->desk, "hand", "4006381333932");
	assert_string_equal(noticed(r), "unknown_code");
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM entry WHERE kind = 'code-bound'"
					     " AND CAST(body AS TEXT) LIKE '%4006381%'"),
		0);
	/* Void: the one before it counts again. */
	job.now = r->ledger.now;
	(void)snprintf(v.name, sizeof(v.name), "code-bound/%lld",
		(long long)rig_int(&r->ledger, "SELECT max(seq) FROM code_bound"));
	ledger_write(r->ledger.ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	desk_scanned(r->desk, "hand", article);
	assert_string_equal(r->desk->station.armed.category, "TLC-VET");
	rig_expect_sound(&r->ledger);
}

/* It stands for that row. */
static void know_article(struct desk_rig *r, enum catalogue_kind kind, const char *code)
{
	desk_scanned(r->desk, "hand", article);
	assert_string_equal(bind(r, kind, code), "");
	rest(r, 0);
}

/* Read while the reader is busy, and the load was exchanged before its answer, or more was put there. */
static void a_bound_code_is_of_what_lay_there(void **state)
{
	struct desk_rig *r = *state;

	know_article(r, CATALOGUE_CATEGORY, "TLC-VET");
	rest(r, 12000);
	fifo.slow = true;
	desk_scanned(r->desk, "hand", article);
	lift(r);
	rest(r, 3000);
	runs(r, false);
	assert_string_equal(noticed(r), "load_gone");
	assert_int_equal(weighings(r), 0);
	fifo.slow = true;
	desk_scanned(r->desk, "hand", article);
	rest(r, 23000);
	runs(r, false);
	assert_string_equal(noticed(r), "load_gone");
	assert_int_equal(weighings(r), 0);
	desk_scanned(r->desk, "hand", article);
	assert_int_equal(weighings(r), 1);
}

/* What is scanned meanwhile waits its turn, and is of what lay there too. */
static void codes_are_taken_in_order(void **state)
{
	struct desk_rig *r = *state;

	know_article(r, CATALOGUE_CATEGORY, "TLC-VET");
	fifo.slow = true;
	desk_scanned(r->desk, "hand", article);
	scan(r, 'K', "HRP-LIV");
	assert_string_equal(r->desk->station.armed.category, "");
	runs(r, false);
	assert_string_equal(r->desk->station.armed.category, "HRP-LIV");
	scan(r, 'A', "CANCEL");
	fifo.slow = true;
	desk_scanned(r->desk, "hand", article);
	scan(r, 'A', "CANCEL");
	runs(r, false);
	assert_string_equal(r->desk->station.armed.category, "");
	assert_int_equal(weighings(r), 0);
	rest(r, 12000);
	fifo.slow = true;
	desk_scanned(r->desk, "hand", "4006381333948"); /* nobody knows it */
	scan(r, 'K', "HRP-LIV");
	lift(r);
	rest(r, 3000);
	runs(r, false);
	assert_string_equal(noticed(r), "load_gone");
	assert_int_equal(weighings(r), 0);
}

/* An origin's, then a category: it is of the way that was chosen before it. */
static void a_code_follows_the_one_before_it(void **state)
{
	struct desk_rig *r = *state;

	know_article(r, CATALOGUE_ORIGIN, "RETOUR");
	rest(r, 12000);
	scan(r, 'A', "TARE");
	rest(r, 15000);
	fifo.slow = true;
	desk_scanned(r->desk, "hand", article);
	scan(r, 'Q', "12");
	scan(r, 'A', "CANCEL");
	scan(r, 'K', "TLC-VET");
	runs(r, false);
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM weighing WHERE origin = 'RETOUR'"
					     " AND net_mg = 3000000 AND units = 0"),
		1);
	/* What a cancel was to take went by itself: it takes nothing instead. */
	rest(r, 0);
	rest(r, 1000);
	scan(r, 'A', "TARE");
	scan(r, 'K', "TLC-VET");
	assert_string_equal(r->desk->station.armed.category, "TLC-VET");
	fifo.slow = true;
	desk_scanned(r->desk, "hand", "4006381333948");
	scan(r, 'A', "CANCEL");
	r->ledger.now.boot_us += 40 * 1000000;
	desk_tick(r->desk);
	runs(r, false);
	assert_int_equal(tare_mg(r), 1000000);
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(zero_is_no_tare),
		T(a_card_sets_whom_it_is_for),
		T(a_number_is_of_the_next_category),
		T(cancelling_a_number_takes_nothing_else),
		T(a_number_outlasts_a_refusal),
		T(a_number_outlasts_a_full_disk),
		T(a_number_is_not_of_a_repeat),
		T(a_number_sticks_to_no_later_load),
		T(an_unknown_code_is_made_known),
		T(sheets_of_cards_and_numbers),
		T(a_bound_code_is_of_what_lay_there),
		T(codes_are_taken_in_order),
		T(a_code_follows_the_one_before_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
