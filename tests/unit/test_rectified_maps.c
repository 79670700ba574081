// SPDX-License-Identifier: GPL-3.0-or-later
/* A mapping that is changed in a closed period that nobody filed is listed with the mass that it moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "evidence.h"
#include "scheme_rig.h"

static struct period_close closed_quarter(struct ledger_rig *r)
{
	struct period_close c = { .period = "2026-Q1" };
	struct ledger_job job = { .drafts = { { &close_kind, &c, NULL } },
		.who = ROLE_COORDINATOR };
	struct ledger_result res;

	rig_day(r, "2026-04-20");
	job.now = r->now;
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	assert_int_equal(ledger_close_of(r->ledger, "2026-Q1", &c), 0);
	return c;
}

enum { MOVES_MOST = 8 };
struct moves {
	size_t count;
	struct rectified of[MOVES_MOST];
};

static int take_move(void *data, const struct rectified *r)
{
	struct moves *m = data;

	assert_string_equal(r->flow, "mapped");
	assert_string_equal(r->category, "TLC-VET");
	assert_true(strncmp(r->id, "catalogue/", 10) == 0 && r->day[0]);
	assert_in_range(m->count, 0, MOVES_MOST - 1);
	m->of[m->count++] = *r;
	return 0;
}

static struct moves moved(struct ledger_rig *r, const struct period_close *c)
{
	struct moves m = { 0 };
	char hash[CLOSE_HASH_SIZE];

	assert_int_equal(ledger_rectified(r->ledger, c, take_move, &m), 0);
	assert_int_equal(ledger_is_rectified(r->ledger, c, hash), m.count > 0);
	return m;
}

/* Of what was, or is, declared to a body; "": to nobody. */
static int64_t moved_mg(const struct moves *m, const char *body, bool gained)
{
	int64_t mg = 0;

	for (size_t i = 0; i < m->count; i++)
		if (m->of[i].gained == gained && strcmp(m->of[i].destination, body) == 0)
			mg += m->of[i].net_mg;
	return mg;
}

static int64_t declared_mg(struct ledger_rig *r, const char *body, enum scheme_figure figure)
{
	struct scheme_line *lines = NULL;
	int count = ledger_scheme_lines(r->ledger, "2026-01-01", "2026-03-31", "", &lines);
	int64_t mg = sum_of(lines, count, body, figure);

	free(lines);
	return mg;
}

static void other_shares_move_their_mass(void **state)
{
	struct ledger_rig *r = *state;
	int64_t then, now;
	struct period_close c;
	struct moves m;

	bodies(r);
	write_it(r, share_it, false, 4);
	c = closed_quarter(r);
	assert_int_equal(moved(r, &c).count, 0);
	then = declared_mg(r, "ECO-B", SCHEME_REUSE_MG);
	write_it(r,
		"{\"rows\":[{" EDIT("M2", "2026-02-15") "\"share_ppm\":233333},{" EDIT(
			"M4", "2026-02-15") "\"share_ppm\":433334}]}",
		false, 2);
	now = declared_mg(r, "ECO-B", SCHEME_REUSE_MG);
	assert_true(then > 1000000 && now > then + 300000);
	m = moved(r, &c);
	assert_int_equal(m.count, 4); /* the third share is what it was */
	assert_int_equal(moved_mg(&m, "ECO-B", false), then);
	assert_int_equal(moved_mg(&m, "ECO-B", true), now);
	assert_int_equal(moved_mg(&m, "ECO-A", false) - moved_mg(&m, "ECO-A", true), now - then);
	rig_expect_sound(r);
}

static void an_end_moves_what_came_in_behind_it(void **state)
{
	struct ledger_rig *r = *state;
	struct period_close c;
	struct moves m;
	int64_t in_mg;

	bodies(r);
	write_it(r, share_it, false, 4);
	c = closed_quarter(r);
	in_mg = declared_mg(r, "ECO-A", SCHEME_OWN_IN_MG);
	write_it(r, "{\"rows\":[{" EDIT("M1", "2026-01-01") "\"valid_until\":\"2026-01-05\"}]}",
		false, 1);
	m = moved(r, &c);
	assert_int_equal(in_mg, 12500499);
	assert_int_equal(m.count, 2);
	assert_int_equal(moved_mg(&m, "ECO-A", false), in_mg);
	assert_int_equal(moved_mg(&m, "", true), in_mg);
	write_it(r, "{\"rows\":[{" EDIT("M1", "2026-01-01") "\"valid_until\":\"2026-02-15\"}]}",
		false, 1);
	assert_int_equal(moved(r, &c).count, 0); /* put back: as at the close */
	rig_expect_sound(r);
}

/* A row that goes to another body, and one that is hidden: nothing of today's mappings says of what. */
static void another_body_has_what_one_loses(void **state)
{
	struct ledger_rig *r = *state;
	struct period_close c;
	struct moves m;

	bodies(r);
	write_it(r, share_it, false, 4);
	c = closed_quarter(r);
	write_it(r, "{\"rows\":[{" EDIT("M1", "2026-01-01") TO("ECO-B", "B1") "}]}", false, 1);
	m = moved(r, &c);
	assert_int_equal(moved_mg(&m, "ECO-A", false) - moved_mg(&m, "ECO-A", true), 12500499);
	assert_int_equal(moved_mg(&m, "ECO-B", true) - moved_mg(&m, "ECO-B", false), 12500499);
	write_it(r, "{\"rows\":[{" EDIT("M1", "2026-01-01") "\"hidden\":true}]}", false, 1);
	m = moved(r, &c);
	assert_int_equal(moved_mg(&m, "ECO-A", false) - moved_mg(&m, "ECO-A", true), 12500499);
	assert_int_equal(moved_mg(&m, "", true), 12500499);
	assert_int_equal(moved_mg(&m, "ECO-B", true), moved_mg(&m, "ECO-B", false));
}

int main(void)
{
#define IN_YEAR(f) cmocka_unit_test_setup_teardown(f, up, down)
	const struct CMUnitTest tests[] = {
		IN_YEAR(other_shares_move_their_mass),
		IN_YEAR(an_end_moves_what_came_in_behind_it),
		IN_YEAR(another_body_has_what_one_loses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
