// SPDX-License-Identifier: GPL-3.0-or-later
/* A touch is of the load that lay there, and of the way that it was to go, when its page saw it or it came. */
#include "desk_slow.h"

/* Tapped while the card is slow, lifted, and something else put before the key was looked for. */
static void tapped_too_late(struct desk_rig *r, int64_t next_g)
{
	struct intent tap = { .action = ACTION_CATEGORY, .code = "TLC-VET", .key = "k1" };
	struct desk_answer answer = { 0 };

	rest(r, 0);
	rest(r, 12000);
	fifo.slow = true;
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer), 0);
	lift(r);
	rest(r, next_g);
	runs(r, false);
	assert_int_equal(answer.reply, REPLY_REFUSED);
	assert_string_equal(answer.why.key, "load_gone");
	assert_int_equal(weighings(r), 0);
	assert_int_equal(open_lines(r), 1); /* the first one is owed */
}

static void a_tap_is_of_the_load_that_lay_there(void **state)
{
	tapped_too_late(*state, 12000);
}

static void a_tap_is_of_no_other_load(void **state)
{
	tapped_too_late(*state, 3000);
}

/* 12 kg of one thing, and 20 of another put beside it before the key was looked for. */
static void a_tap_is_of_no_larger_load(void **state)
{
	struct desk_rig *r = *state;
	struct intent tap = { .action = ACTION_CATEGORY, .code = "TLC-VET", .key = "k1" };
	struct desk_answer answer = { 0 };

	rest(r, 0);
	rest(r, 12000);
	fifo.slow = true;
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer), 0);
	report(r, SCALE_MOVING, 20000);
	runs(r, false);
	assert_string_equal(answer.why.key, "load_gone");
	rest(r, 32000);
	assert_int_equal(weighings(r), 0);
	assert_false(r->desk->station.armed.category[0]);
}

/* The page waits no longer and asks again with its key: that is the same touch. */
static void a_touch_that_is_sent_again_is_of_what_lay_there(void **state)
{
	struct desk_rig *r = *state;
	struct intent tap = { .action = ACTION_CATEGORY, .code = "TLC-VET", .key = "k1" };
	struct desk_answer answer[3] = { 0 };

	rest(r, 0);
	rest(r, 12000);
	fifo.slow = true;
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer[0]), 0);
	lift(r);
	rest(r, 12000);
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer[1]), 0);
	runs(r, false);
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer[2]), 0);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(answer[i].reply, REPLY_REFUSED);
		assert_string_equal(answer[i].why.key, "load_gone");
	}
	assert_int_equal(weighings(r), 0);
	assert_int_equal(open_lines(r), 1);
}

/* Never came, was sent again after its load had been exchanged for one as heavy. */
static void a_touch_is_of_the_load_that_the_page_saw(void **state)
{
	struct desk_rig *r = *state;
	struct intent tap = { .action = ACTION_CATEGORY, .code = "TLC-VET", .key = "k1" };
	struct desk_answer answer[2] = { 0 };

	rest(r, 0);
	rest(r, 12000);
	desk_load(r->desk, tap.load);
	lift(r);
	rest(r, 12000);
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer[0]), 0);
	runs(r, false);
	assert_string_equal(answer[0].why.key, "load_gone");
	assert_int_equal(weighings(r), 0);
	desk_load(r->desk, tap.load);
	(void)snprintf(tap.key, sizeof(tap.key), "k2");
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer[1]), 0);
	runs(r, false);
	assert_int_equal(answer[1].reply, REPLY_MADE);
}

static enum station_reply tapped(struct desk_rig *r, const char *key, const int64_t *to_mg)
{
	struct intent tap = { .action = ACTION_CATEGORY, .code = "TLC-VET", .has_to = to_mg };
	struct desk_answer answer = { 0 };

	(void)snprintf(tap.key, sizeof(tap.key), "%s", key);
	tap.to_mg = to_mg ? *to_mg : 0;
	desk_load(r->desk, tap.load);
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer), 0);
	if (answer.reply == REPLY_REFUSED)
		assert_string_equal(answer.why.key, "load_gone");
	return answer.reply;
}

/* Exchanged so quickly that the plate was not seen empty: the page showed another mass. */
static void a_touch_is_of_the_mass_that_the_page_saw(void **state)
{
	const int64_t before_mg = 12000000, now_mg = 20004000, none[] = { INT64_MIN, INT64_MAX };
	struct desk_rig *r = *state;

	rest(r, 0);
	assert_int_equal(tapped(r, "k1", NULL), REPLY_ARMED); /* for what comes */
	assert_int_equal(asked(r, ACTION_CANCEL, "c1"), REPLY_CHANGED);
	rest(r, 12000);
	report(r, SCALE_MOVING, 17000);
	assert_int_equal(tapped(r, "k2", &before_mg), REPLY_REFUSED);
	rest(r, 20000);
	assert_int_equal(tapped(r, "k3", &before_mg), REPLY_REFUSED);
	assert_int_equal(tapped(r, "k4", &none[0]), REPLY_REFUSED);
	assert_int_equal(tapped(r, "k5", &none[1]), REPLY_REFUSED);
	assert_int_equal(weighings(r), 0);
	assert_int_equal(tapped(r, "k6", &now_mg), REPLY_MADE); /* nearer than c */
	report(r, SCALE_MOVING, 100);
	rest(r, 0);
	report(r, SCALE_MOVING, 3000);
	assert_int_equal(tapped(r, "k7", NULL), REPLY_ARMED);
	rest(r, 12000);
	assert_int_equal(tapped(r, "k7", &before_mg), REPLY_MADE); /* a repeat, whatever it saw */
	assert_int_equal(weighings(r), 2);
}

/* Likewise, after a tare: what is seen is the net. */
static void the_mass_that_the_page_saw_is_net(void **state)
{
	const int64_t net_mg = 3000000, gross_mg = 5000000;
	struct desk_rig *r = *state;

	rest(r, 0);
	rest(r, 2000);
	assert_int_equal(asked(r, ACTION_TARE, "t1"), REPLY_CHANGED);
	rest(r, 5000);
	assert_int_equal(tapped(r, "k1", &gross_mg), REPLY_REFUSED);
	assert_int_equal(tapped(r, "k2", &net_mg), REPLY_MADE);
}

static char seen[LOAD_SIZE];

static void see(void *data)
{
	struct desk_rig *r = data;

	desk_load(r->desk, seen);
}

/* Nothing else of the snapshot changes when the plate was empty for long enough, or the same is chosen. */
static void pages_hear_of_another_name(void **state)
{
	struct desk_rig *r = *state;
	const struct desk_events events = { .snapshot = see, .data = r };
	char now[LOAD_SIZE];

	desk_set_events(r->desk, &events);
	rest(r, 0);
	rest(r, 12000);
	lift(r);
	desk_load(r->desk, now);
	assert_string_equal(seen, now);
	desk_pressed(r->desk, ACTION_ORIGIN, "APP_VOL");
	assert_string_not_equal(seen, now);
	desk_pressed(r->desk, ACTION_ORIGIN, "APP_VOL");
	desk_load(r->desk, now);
	assert_string_equal(seen, now);
}

static void take_slip(struct desk_rig *r, bool ended)
{
	struct station_event event = { .kind = EVENT_SLIP,
		.slip = { .id = "P-MS-S-1-X", .ended = ended, .direction = DIRECTION_OUT } };

	desk_feed(r->desk, &event);
}

/* Of goods that go out for a slip; another page closed it before the touch came. */
static void a_touch_is_of_the_way_that_the_page_saw(void **state)
{
	struct desk_rig *r = *state;
	const struct desk_events events = { .snapshot = see, .data = r };
	struct intent tap = { .action = ACTION_CATEGORY, .code = "TLC-VET", .key = "k1" };
	struct desk_answer answer[2] = { 0 };

	desk_set_events(r->desk, &events);
	rest(r, 0);
	take_slip(r, false);
	rest(r, 12000);
	desk_load(r->desk, tap.load);
	take_slip(r, true);
	assert_int_equal(r->desk->station.context.direction, DIRECTION_IN);
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer[0]), 0);
	assert_int_equal(answer[0].reply, REPLY_REFUSED);
	assert_string_equal(answer[0].why.key, "load_gone");
	assert_int_equal(weighings(r), 0);
	memcpy(tap.load, seen, sizeof(tap.load)); /* the page has heard of it */
	(void)snprintf(tap.key, sizeof(tap.key), "k2");
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer[1]), 0);
	/* It came back by itself: asked once. */
	assert_string_equal(answer[1].why.key, "origin_old");
}

/* It was closed while the card was slow. Chosen by whoever has touched: what comes then is of that way. */
static void a_touch_is_of_the_way_in_force_when_it_came(void **state)
{
	struct desk_rig *r = *state;
	struct intent tap = { .action = ACTION_CATEGORY, .code = "TLC-VET", .key = "k1" };
	struct desk_answer answer[2] = { 0 };

	rest(r, 0);
	take_slip(r, false);
	rest(r, 12000);
	fifo.slow = true;
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer[0]), 0);
	take_slip(r, true);
	runs(r, false);
	assert_int_equal(answer[0].reply, REPLY_REFUSED);
	assert_string_equal(answer[0].why.key, "load_gone");
	assert_int_equal(weighings(r), 0);
	desk_pressed(r->desk, ACTION_ORIGIN, "APP_VOL");
	desk_load(r->desk, tap.load);
	(void)snprintf(tap.key, sizeof(tap.key), "k2");
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer[1]), 0);
	assert_int_equal(answer[1].reply, REPLY_MADE);
	desk_pressed(r->desk, ACTION_DIRECTION, "out");
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer[1]), 0); /* a repeat is one */
	assert_int_equal(answer[1].reply, REPLY_MADE);
	assert_int_equal(weighings(r), 1);
}

/* Nothing lay there: it is for what comes, however slow the card. */
static void a_tap_on_an_empty_plate_is_for_the_next(void **state)
{
	struct desk_rig *r = *state;
	struct intent tap = { .action = ACTION_CATEGORY, .code = "TLC-VET", .key = "k1" };
	struct desk_answer answer = { 0 };

	rest(r, 0);
	fifo.slow = true;
	assert_int_equal(desk_intent(r->desk, &tap, replied, &answer), 0);
	rest(r, 12000);
	runs(r, false);
	assert_int_equal(answer.reply, REPLY_MADE);
	assert_int_equal(weighings(r), 1);
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_tap_is_of_the_load_that_lay_there),
		T(a_tap_is_of_no_other_load),
		T(a_tap_is_of_no_larger_load),
		T(a_touch_that_is_sent_again_is_of_what_lay_there),
		T(a_touch_is_of_the_load_that_the_page_saw),
		T(a_touch_is_of_the_mass_that_the_page_saw),
		T(the_mass_that_the_page_saw_is_net),
		T(pages_hear_of_another_name),
		T(a_touch_is_of_the_way_that_the_page_saw),
		T(a_touch_is_of_the_way_in_force_when_it_came),
		T(a_tap_on_an_empty_plate_is_for_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
