// SPDX-License-Identifier: GPL-3.0-or-later
/* Cards of a workshop at the desk: each is told to the page that hears, and to no other (issue 11). */
#include "desk_slow.h"
#include "act.h"
#include "catalogue_facts.h"

enum { SCREENS = 11, ANSWERS = 22, DEGREES = 48 }; /* of acts of a page */

static const struct catalogue_facts facts = { .trade = TRADE_WORKSHOP,
	.category = "ALI-PLA",
	.storage = 1,
	.channel = 1,
	.product = "SOUPE",
	.place_type = PLACE_COLD_ROOM };
static const struct catalogue_facts village = { .place_type = PLACE_COMMUNE };

#define CARD(kind_, code_)                                                                         \
	{                                                                                          \
		.kind = (kind_), .code = (code_), .label_fr = (code_), .valid_from = "2026-01-01", \
		.facts = &facts                                                                    \
	}
static struct catalogue_row cards[] = { CARD(CATALOGUE_SITE, "MS"),
	CARD(CATALOGUE_PARTNER, "GARAGE"), CARD(CATALOGUE_PRODUCT, "SOUPE"),
	CARD(CATALOGUE_RECIPE, "R-1"), CARD(CATALOGUE_PLACE, "CHAMBRE") };
static const struct catalogue workshop = { .count = ARRAY_SIZE(cards), .rows = cards };

/* What pages were told. */
static struct {
	int count;
	char page[PAGE_SIZE], act[32], product[CODE_SIZE], recipe[CODE_SIZE], partner[CODE_SIZE];
	char place[CODE_SIZE];
	int degrees, warmest, coldest;
} told;

static void keep(char *to, size_t size, const char *text)
{
	(void)snprintf(to, size, "%s", text ? text : "");
}

static void on_food(void *data, const char *page, const struct desk_food *said)
{
	(void)data;
	told.count++;
	keep(told.page, sizeof(told.page), page);
	keep(told.act, sizeof(told.act), said->act);
	keep(told.product, sizeof(told.product), said->product);
	keep(told.recipe, sizeof(told.recipe), said->recipe);
	keep(told.partner, sizeof(told.partner), said->partner);
	keep(told.place, sizeof(told.place), said->place);
	if (!said->degrees)
		return;
	told.degrees++;
	told.warmest = *said->degrees > told.warmest ? *said->degrees : told.warmest;
	told.coldest = *said->degrees < told.coldest ? *said->degrees : told.coldest;
}

/* Each card of its sheet, and how many. */
static int scan_sheet(struct desk_rig *r, const char *kind)
{
	_cleanup_free_ struct control_cell *cells = NULL;
	int count = control_cells(
		control_kind_named(kind), &workshop, r->ledger.now.day, LANG_FR, &cells);

	for (int i = 0; i < count; i++) {
		assert_true(cells[i].name[0] && cells[i].pictogram[0]);
		desk_scanned(r->desk, "hand", cells[i].control);
	}
	return count;
}

static void begin(struct desk_rig *r)
{
	memset(&told, 0, sizeof(told));
	r->desk->events.food = on_food;
	r->desk->catalogue = (struct catalogue *)&workshop;
	rest(r, 0);
}

static void end(struct desk_rig *r)
{
	r->desk->catalogue = r->catalogue;
	r->desk->events.food = NULL;
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM unknown_code"), 0);
}

static void a_card_is_told_to_the_page_that_hears(void **state)
{
	struct desk_rig *r = *state;
	char control[PRIVATE_KEY_SIZE];

	begin(r);
	desk_receive(r->desk, "office", true);
	desk_receive(r->desk, "kitchen", true);
	assert_int_equal(scan_sheet(r, "product"), 1);
	assert_string_equal(told.page, "kitchen");
	assert_string_equal(told.product, "SOUPE");
	assert_int_equal(scan_sheet(r, "recipe"), 1);
	assert_string_equal(told.recipe, "R-1");
	assert_int_equal(code_control_make('A', "COOK", control, sizeof(control)), 0);
	desk_scanned(r->desk, "hand", control);
	assert_string_equal(told.act, "cook/new/cook");
	desk_receive(r->desk, "kitchen", false);
	assert_int_equal(scan_sheet(r, "partner"), 1);
	assert_string_equal(told.page, "office");
	assert_string_equal(told.partner, "GARAGE");
	assert_int_equal(told.count, 4);
	end(r);
}

/* Screens are opened by each page that weighs; an answer, or what is made, needs one that asks. */
static void where_none_hears_screens_are_opened(void **state)
{
	struct desk_rig *r = *state;
	int acts;

	begin(r);
	acts = scan_sheet(r, "action");
	assert_int_equal(told.count, SCREENS);
	assert_string_equal(told.page, "");
	assert_string_equal(noticed(r), "no_page_asks");
	for (size_t i = 0; act_at(i); i++)
		acts--;
	assert_int_equal(acts, 0);
	assert_int_equal(scan_sheet(r, "product"), 1);
	assert_string_equal(noticed(r), "no_page_asks");
	assert_int_equal(told.count, SCREENS);
	desk_receive(r->desk, "kitchen", true);
	scan_sheet(r, "action");
	assert_int_equal(told.count, SCREENS + SCREENS + ANSWERS);
	end(r);
}

/* Froid by scanner alone: its place, then what it is at; goods come from other places, those are the station's. */
static void cold_places_and_degrees_are_told(void **state)
{
	struct desk_rig *r = *state;
	int degrees = 1;

	begin(r);
	assert_int_equal(scan_sheet(r, "degrees"), DEGREES);
	assert_int_equal(told.count, 0);
	assert_string_equal(noticed(r), "no_page_asks");
	desk_receive(r->desk, "kitchen", true);
	assert_int_equal(scan_sheet(r, "degrees"), DEGREES);
	assert_int_equal(told.degrees, DEGREES);
	assert_int_equal(told.coldest, -26);
	assert_int_equal(told.warmest, 90);
	assert_int_equal(scan_sheet(r, "place"), 1);
	assert_string_equal(told.place, "CHAMBRE");
	told.count = 0;
	cards[ARRAY_SIZE(cards) - 1].facts = &village;
	scan_sheet(r, "place");
	cards[ARRAY_SIZE(cards) - 1].facts = &facts;
	assert_int_equal(told.count, 0);
	for (size_t i = 0; degrees_at(i); i++)
		assert_true(degrees_read(degrees_at(i), &degrees));
	assert_int_equal(degrees, 90);
	/* One way to write each. */
	for (size_t i = 0; i < 8; i++)
		assert_false(degrees_read(
			(const char *const[]){ "", "M", "M0", "03", "M41", "121", "1M8", "3C" }[i],
			&degrees));
	end(r);
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_card_is_told_to_the_page_that_hears),
		T(where_none_hears_screens_are_opened),
		T(cold_places_and_degrees_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
