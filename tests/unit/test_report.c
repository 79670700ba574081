// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tonnage: keys, what counts as what, and the bytes of each format against
 * tests/golden/tonnage (GOLDEN=write writes them anew: look at what changed).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "day.h"
#include "report_rig.h"
#include "scale_check.h"

/* Figures of tonnage, behind its keys. */
enum { IN, NEUTRAL_IN, REUSE, TRANSFER, RECYCLING, ENERGY, DISPOSAL, CORRECTION, UNITS, WEIGHINGS };

static void keys_of_by(void **state)
{
	const struct report *tonnage = report_find("tonnage");
	struct report_query q = { 0 };
	struct sentence why = { 0 };

	(void)state;
	assert_int_equal(report_by(tonnage, "month,root", &q, &why), 0);
	assert_int_equal(q.by_count, 2);
	assert_int_equal(q.by[0], BY_MONTH);
	assert_int_equal(report_by(tonnage, "month,nothing", &q, &why), -EINVAL);
	assert_string_equal(why.param[0].value, "nothing");
	assert_int_equal(report_by(tonnage, "month,month", &q, &why), -EINVAL);
	assert_int_equal(report_by(tonnage, "month,", &q, &why), -EINVAL);
	assert_int_equal(q.by_count, 2);
	assert_int_equal(report_by(tonnage, "", &q, &why), 0);
	assert_int_equal(q.by_count, 0);
	assert_int_equal(report_by(report_find("R-days"), "root", &q, &why), -EINVAL);
	assert_string_equal(why.key, "no_by");
	assert_null(report_find("R-nothing"));
}

static int64_t total(const struct table *t, size_t figure)
{
	return t->total[t->keys + figure].number;
}

static void check_scale(struct ledger_rig *r, const char *day, int64_t reading_mg)
{
	const struct scale_check c = {
		.scale = "floor", .mass_mg = 10000000, .reading_mg = reading_mg, .e_mg = 10000
	};
	struct ledger_result res;
	struct ledger_job job = { .drafts = { { &scale_check_kind, &c, NULL } } };

	rig_day(r, day);
	job.now = r->now;
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
}

/* What was typed, or void, is of none of them. */
static void days_on_which_a_scale_was_checked(void **state)
{
	struct table t = make(*state, "2026", "root");
	char said[256];

	assert_int_equal(t.scales, 1);
	assert_string_equal(t.scale[0].scale, "floor");
	assert_int_equal(t.scale[0].days, 6);
	assert_int_equal(t.scale[0].checked, 0);
	table_done(&t);
	check_scale(*state, "2026-01-05", 10000000);
	check_scale(*state, "2026-01-05", 10000000); /* twice a day is one day */
	check_scale(*state, "2026-02-28", 10500000); /* not right */
	check_scale(*state, "2026-03-02", 10000000); /* nothing was weighed */
	check_scale(*state, "2026-12-31", 10010000);
	t = make(*state, "2026", "root");
	assert_int_equal(t.scale[0].days, 6);
	assert_int_equal(t.scale[0].checked, 2);
	assert_string_equal(table_scale_said(&t.scale[0], LANG_FR, said, sizeof(said)),
		"Balance « floor » : contrôlée 2 jours sur 6");
	table_done(&t);
	t = make(*state, "2026-01", "");
	assert_string_equal(table_scale_said(&t.scale[0], LANG_FR, said, sizeof(said)),
		"Balance « floor » : contrôlée 1 jour sur 1");
	table_done(&t);
	t = make(*state, "2025", "");
	assert_int_equal(t.scales, 0);
	table_done(&t);
	rig_expect_sound(*state);
}

static void each_kilogram_has_one_column(void **state)
{
	struct table t = make(*state, "2026", "");

	assert_int_equal(t.rows, 0);
	assert_int_equal(total(&t, IN), 12500000 + 499 + 7250000 + 1500000);
	assert_int_equal(total(&t, NEUTRAL_IN), 1000000);
	assert_int_equal(total(&t, REUSE), 3000500);
	assert_int_equal(total(&t, TRANSFER), 4000000);
	assert_int_equal(total(&t, RECYCLING), 2000000);
	assert_int_equal(total(&t, ENERGY), 1000000);
	assert_int_equal(total(&t, DISPOSAL), 500000);
	assert_int_equal(total(&t, CORRECTION), 250000);
	assert_int_equal(total(&t, WEIGHINGS), 11);
	assert_int_equal(total(&t, UNITS), 25);
	assert_int_equal(t.share[METHOD_TYPED].mg, 1500000);
	table_done(&t);
}

static void rows_add_up_to_the_total(void **state)
{
	for (enum report_key key = 0; key < BY_COUNT; key++) {
		struct table t = make(*state, "2026", report_key_name(key));

		for (size_t i = t.keys; i < t.columns; i++) {
			int64_t sum = 0;

			for (size_t n = 0; n < t.rows; n++)
				sum += table_cell(&t, n, i)->number;
			assert_int_equal(sum, t.total[i].number);
		}
		for (size_t n = 1; n < t.rows; n++)
			assert_true(strcmp(table_cell(&t, n - 1, 0)->text,
					    table_cell(&t, n, 0)->text) < 0);
		table_done(&t);
	}
}

static int add_valid(void *data, const struct weighing *w)
{
	if (!w->voided_by[0])
		*(int64_t *)data += w->net_mg;
	return 0;
}

/* Each figure of a row is the sum of the weighings that are listed behind it. */
static void weighings_behind_a_figure_add_up(void **state)
{
	static const char *const keys[] = { "category", "root", "origin", "destination" };
	struct ledger_rig *r = *state;
	int seen = 0;

	for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
		struct table t = make(r, "2026", keys[k]);

		for (size_t n = 0; n < t.rows * CORRECTION + t.rows; n++) {
			size_t figure = 1 + n % (CORRECTION + 1);
			const char *code = table_cell(&t, n / (CORRECTION + 1), 0)->text;
			int64_t wanted = table_cell(&t, n / (CORRECTION + 1), figure)->number;
			struct weighing_query q = {
				.from_day = "2026-01-01", .until_day = "2027-01-01", .limit = 100
			};
			char flow[32];
			uint64_t next;
			int64_t sum = 0;

			(void)snprintf(flow, sizeof(flow), "%.*s",
				(int)strlen(t.column[figure].name) - 3, t.column[figure].name);
			q.flow = flow;
			q.direction = figure > 2 ? "out" : "in";
			if (k == 0)
				q.code = code;
			else if (k == 1)
				q.root = code;
			else if (k == 2)
				q.origin = code;
			else
				q.destination = code;
			assert_int_equal(
				ledger_weighings(r->ledger, &q, add_valid, &sum, &next), 0);
			assert_int_equal(sum, wanted);
			seen += wanted > 0;
		}
		table_done(&t);
	}
	assert_true(seen > 20);
}

/* People read labels in the catalogue's order; a code that no catalogue knows comes last. */
static void people_see_the_catalogue(void **state)
{
	struct table t = make(*state, "2026", "root");
	char buf[32];

	assert_int_equal(t.rows, 3);
	assert_string_equal(table_text(&t, 0, 0, '.', buf), "EEE");
	assert_string_equal(table_text(&t, t.order[0], 0, '.', buf), "TLC");
	assert_string_equal(table_text(&t, t.order[2], 0, '.', buf), "EEE");
	assert_string_equal(
		table_cell(&t, t.order[0], 0)->label, "Textiles, linge de maison, chaussures");
	table_done(&t);
}

/* A second report: days with weighings of each month, and how mass was measured. */
static void days_count_once(void **state)
{
	struct table t = make_of(*state, "R-days", "2026", "");
	int64_t days = 0;

	assert_int_equal(t.rows, 6);
	for (size_t n = 0; n < t.rows; n++)
		days += table_cell(&t, n, 1)->number;
	assert_int_equal(days, 7);
	assert_int_equal(t.total[1].number, 7);
	assert_int_equal(t.total[2].number, 11);
	assert_int_equal(t.total[4].number, 1500000);
	table_done(&t);
}

/* A class that changes in June changes nothing of what left before. */
static void a_class_counts_from_its_day(void **state)
{
	struct catalogue_row row = { .kind = CATALOGUE_DESTINATION,
		.code = "OMR",
		.label_fr = "x",
		.class = CLASS_ENERGY,
		.valid_from = "2026-12-31" };
	const struct catalogue rows = { .count = 1, .rows = &row };
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_CATALOGUE);
	struct table t;

	record(r, "2026-12-30", "HRP-VAI", "", "OMR", 10000, 0);
	job.rows = &rows;
	rig_write(r, &job, LEDGER_WRITTEN);
	t = make(r, "2026", "");
	assert_int_equal(total(&t, DISPOSAL), 10000);
	assert_int_equal(total(&t, ENERGY), 1500000);
	table_done(&t);
}

/* Whole months come from one table, days from another: any cut of the year adds up the same. */
static void months_and_days_agree(void **state)
{
	static const struct {
		const char *first, *last;
	} cuts[] = {
		{ "2026-01-01", "2026-12-31" },
		{ "2026-01-05", "2026-12-30" },
		{ "2026-01-06", "2026-03-31" },
		{ "2026-02-28", "2026-03-01" },
		{ "2026-03-31", "2026-04-01" },
		{ "2026-03-01", "2026-03-31" },
		{ "2026-03-02", "2026-05-15" },
		{ "2026-12-31", "2027-01-01" },
		{ "2025-12-01", "2027-01-31" },
	};
	struct ledger_rig *r = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cuts); i++) {
		struct report_query q = { .by_count = 1, .by = { BY_ROOT } };
		struct table by_root, by_day;

		memcpy(q.first_day, cuts[i].first, DAY_SIZE);
		memcpy(q.last_day, cuts[i].last, DAY_SIZE);
		assert_int_equal(report_make(r->ledger, &tonnage_report, &q, LANG_FR, &by_root), 0);
		q.by[0] = BY_DAY;
		assert_int_equal(report_make(r->ledger, &tonnage_report, &q, LANG_FR, &by_day), 0);
		assert_true(total(&by_root, WEIGHINGS) > 0);
		for (size_t f = IN; f <= WEIGHINGS; f++)
			assert_int_equal(total(&by_root, f), total(&by_day, f));
		for (size_t m = 0; m < METHOD_COUNT; m++)
			assert_int_equal(by_root.share[m].mg, by_day.share[m].mg);
		table_done(&by_root);
		table_done(&by_day);
	}
}

static void expect_golden(const char *name, const char *text, size_t size)
{
	char path[96], old[16384];
	const char *how = getenv("GOLDEN");
	size_t n;
	FILE *f;

	(void)snprintf(path, sizeof(path), "tests/golden/tonnage/%s", name);
	if (how && strcmp(how, "write") == 0) {
		f = fopen(path, "w");
		assert_non_null(f);
		assert_int_equal(fwrite(text, 1, size, f), size);
		(void)fclose(f);
		return;
	}
	f = fopen(path, "r");
	assert_non_null(f);
	n = fread(old, 1, sizeof(old), f);
	(void)fclose(f);
	if (n != size || memcmp(old, text, n) != 0)
		fail_msg("%s differs:\n%.*s", path, (int)size, text);
}

static void formats(void **state)
{
	static const struct {
		const char *name, *period, *by;
		enum table_format format;
		enum lang lang;
	} cases[] = {
		{ "year-root.fr.txt", "2026", "root", FORMAT_PLAIN, LANG_FR },
		{ "year-root.en.txt", "2026", "root", FORMAT_PLAIN, LANG_EN },
		{ "year-root-titles.fr.txt", "2026", "root", FORMAT_TABLE, LANG_FR },
		{ "half-month-category.csv", "2026-S1", "month,category", FORMAT_CSV, LANG_FR },
		{ "half-month-category.fr.csv", "2026-S1", "month,category", FORMAT_CSV_FR,
			LANG_FR },
		{ "quarter.csv", "2026-Q1", "", FORMAT_CSV, LANG_FR },
		{ "year-scheme.json", "2026", "scheme", FORMAT_JSON, LANG_FR },
		{ "nothing.json", "2020", "day", FORMAT_JSON, LANG_FR },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct table t = make(*state, cases[i].period, cases[i].by);
		char *text = NULL;
		size_t size;
		FILE *out = open_memstream(&text, &size);

		assert_int_equal(
			table_write(&t, cases[i].format, CHART_BARS, cases[i].lang, out), 0);
		(void)fclose(out);
		expect_golden(cases[i].name, text, size);
		free(text);
		table_done(&t);
	}
}

static size_t letters(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += (*text & 0xC0) != 0x80;
	return n;
}

/* A terminal's width, whatever the report: nothing is cut. */
static void text_keeps_80_columns(void **state)
{
	static const char *const bys[] = { "", "root", "category,month", "category,origin",
		"root,destination,month", "category,origin,destination", "day,site,station" };

	for (size_t i = 0; i < 2 * ARRAY_SIZE(bys); i++) {
		struct table t = make(*state, "2026", bys[i / 2]);
		char *text = NULL, *rest, *line, *all, buf[TYPESET_SIZE];
		char month[LANG_DAY_SIZE];
		size_t size;
		FILE *out = open_memstream(&text, &size);

		if (t.rows) /* where rows take away from each other the total is short */
			t.cells[t.columns - 3].number = -123456789012345;
		assert_int_equal(
			table_write(&t, FORMAT_TABLE, CHART_BARS, i % 2 ? LANG_FR : LANG_EN, out),
			0);
		(void)fclose(out);
		rest = all = strdup(text);
		while ((line = strsep(&rest, "\n"))) {
			assert_in_range(letters(line), 0, 80);
			assert_false(*line && line[strlen(line) - 1] == ' ');
		}
		for (size_t n = 0; n <= t.rows; n++)
			for (size_t c = 0; c < t.columns; c++)
				if (c >= t.keys || n < t.rows) {
					enum lang lang = i % 2 ? LANG_FR : LANG_EN;
					const char *said = table_said(&t, n, c, lang, buf);

					if (t.column[c].type == COLUMN_MONTH) {
						assert_null(strstr(text, said));
						assert_true(lang_day(
							lang, said, NULL, month, sizeof(month)));
						said = month;
					}
					assert_non_null(strstr(text, said));
				}
		free(all);
		free(text);
		table_done(&t);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_by),
		T(days_on_which_a_scale_was_checked),
		T(each_kilogram_has_one_column),
		T(rows_add_up_to_the_total),
		T(weighings_behind_a_figure_add_up),
		T(people_see_the_catalogue),
		T(days_count_once),
		T(months_and_days_agree),
		T(a_class_counts_from_its_day),
		T(formats),
		T(text_keeps_80_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
