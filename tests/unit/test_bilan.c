// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tables of the Bilan are those of tonnage, also of the year before; its Sankey is as wide as its
 * table, node by node and way by way; series are told apart where there is no colour.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/report/chart.h"
#include "report_rig.h"

static const char *const tables[] = { "bilan-months", "bilan-destinations", "bilan-top",
	"bilan-ways" };

static int64_t sum(const struct table *t, const char *column)
{
	return t->total[table_column(t, column)].number;
}

static int64_t out_of(const struct table *tonnage)
{
	int64_t mg = 0;

	for (size_t i = tonnage->keys; i < tonnage->columns; i++)
		mg += tonnage->column[i].part ? tonnage->total[i].number : 0;
	return mg;
}

/* The sums of a column, by rows. */
static void rows_add_up(const struct table *t)
{
	for (size_t i = t->keys; i < t->columns; i++) {
		int64_t mg = 0;

		for (size_t n = 0; n < t->rows; n++)
			mg += table_cell(t, n, i)->number;
		if (t->column[i].type != COLUMN_PPM && !t->bare)
			assert_int_equal(mg, t->total[i].number);
	}
}

static void sums_are_those_of_tonnage(void **state)
{
	struct table tonnage = make(*state, "2026", "");
	size_t of[2] = { 0, 0 };

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		struct table t = make_of(*state, tables[i], "2026", "");

		rows_add_up(&t);
		if (table_column(&t, "in_mg") < t.columns && ++of[0])
			assert_int_equal(sum(&t, "in_mg"), sum(&tonnage, "in_mg"));
		if (table_column(&t, "out_mg") < t.columns && ++of[1])
			assert_int_equal(sum(&t, "out_mg"), out_of(&tonnage));
		table_done(&t);
	}
	assert_int_equal(of[0], 3);
	assert_int_equal(of[1], 2);
	assert_true(sum(&tonnage, "in_mg") > 0 && out_of(&tonnage) > 0);
	table_done(&tonnage);
}

/* Each flow of the first table is its column of tonnage; reuse stands there net of what came back, too. */
static void flows_are_those_of_tonnage(void **state)
{
	struct table tonnage = make(*state, "2026", ""), t = make_of(*state, "bilan", "2026", "");
	char column[32];

	assert_int_equal(t.rows, 9);
	for (size_t n = 0; n < t.rows; n++) {
		if (strcmp(table_cell(&t, n, 0)->text, "reuse_net") == 0) {
			assert_int_equal(table_cell(&t, n, 1)->number,
				sum(&tonnage, "reuse_mg") - sum(&tonnage, "neutral_in_mg"));
			continue;
		}
		(void)snprintf(column, sizeof(column), "%s_mg", table_cell(&t, n, 0)->text);
		assert_int_equal(table_cell(&t, n, 1)->number, sum(&tonnage, column));
	}
	table_done(&t);
	table_done(&tonnage);
}

/* 2027 has one day of weighings, so that it is held against one day; 2026 against nothing. */
static void a_year_that_is_not_over_is_held_against_as_much(void **state)
{
	struct table before = make(*state, "2026-01-01", ""),
		     t = make_of(*state, "bilan-top", "2027", "");

	assert_int_equal(sum(&t, "in_mg"), 99000000);
	assert_int_equal(sum(&t, "in_before_mg"), sum(&before, "in_mg"));
	assert_int_equal(sum(&t, "in_more_mg"), 99000000 - sum(&before, "in_mg"));
	assert_string_equal(t.fact[2].name, "before_first_day");
	assert_string_equal(t.fact[2].value, "2026-01-01");
	assert_string_equal(t.fact[3].value, "2026-01-01");
	table_done(&t);
	table_done(&before);
	record(*state, "2027-12-31", "HRP-VAI", "APP_VOL", "", 1000, 0);
	t = make_of(*state, "bilan-months", "2027", "");
	before = make(*state, "2026", "");
	assert_string_equal(t.fact[3].value, "2026-12-31");
	assert_int_equal(sum(&t, "in_before_mg"), sum(&before, "in_mg"));
	assert_int_equal(sum(&t, "in_mg"), 99001000);
	for (size_t n = 0; n < t.rows; n++) /* a month stands beside that of a year later */
		assert_memory_equal(table_cell(&t, n, 0)->text, "2027-", 5);
	table_done(&t);
	table_done(&before);
}

static void february_ends_with_it_in_either_year(void **state)
{
	struct table t;

	record(*state, "2029-05-01", "HRP-VAI", "APP_VOL", "", 1000, 0);
	t = make_of(*state, "bilan-top", "2028-02", "");
	assert_string_equal(t.fact[2].value, "2027-02-01");
	assert_string_equal(t.fact[3].value, "2027-02-28");
	table_done(&t);
	t = make_of(*state, "bilan-top", "2029-02", "");
	assert_string_equal(t.fact[3].value, "2028-02-29");
	table_done(&t);
}

static void a_rate_is_of_24_months(void **state)
{
	struct table t = make_of(*state, "bilan-reuse", "2027", ""),
		     of = make_of(*state, "T1", "2026-03", "");
	size_t ppm = table_column(&t, "reuse_of_out_ppm"), march = 0;

	assert_string_equal(table_cell(&t, 0, 0)->text, "2026-01");
	while (strcmp(table_cell(&t, march, 0)->text, "2026-03") != 0)
		march++;
	assert_int_equal(table_cell(&t, march, ppm)->number,
		of.total[table_column(&of, "reuse_of_out_ppm")].number);
	assert_true(table_cell(&t, march, ppm)->number > 0);
	table_done(&t);
	table_done(&of);
}

/* ---- the Sankey ---- */

static int64_t in_table(const struct table *t, const struct way_node *node)
{
	static const char *const columns[] = { "in_mg", "neutral_in_mg", "out_mg" };
	int64_t mg[2] = { 0, 0 };

	for (size_t n = 0; n < t->rows; n++)
		for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
			if (strcmp(table_cell(t, n, node->side)->text, node->cell->text) == 0)
				mg[i == 2] += table_cell(t, n, table_column(t, columns[i]))->number;
	if (node->side == WAY_OF)
		return mg[0] > mg[1] ? mg[0] : mg[1];
	return mg[node->side == WAY_TO];
}

/* As much comes to a node as leaves it, and each is as wide as its milligrams. */
static void check_node(const struct ways *w, size_t i)
{
	const struct way_node *n = &w->node[i];
	int64_t in = 0, out = 0;

	for (size_t k = 0; k < w->ways; k++) {
		in += w->way[k].to == i ? w->way[k].mg : 0;
		out += w->way[k].from == i ? w->way[k].mg : 0;
		assert_true(fabs(w->way[k].high - (double)w->way[k].mg * w->points_of_mg) < 0.5);
	}
	if (n->side != WAY_FROM)
		assert_int_equal(in, n->mg);
	if (n->side != WAY_TO)
		assert_int_equal(out, n->mg);
	assert_true(fabs(n->high - (double)n->mg * w->points_of_mg) < 0.5);
}

static void what_comes_to_a_node_leaves_it(void **state)
{
	struct table t = make_of(*state, "bilan-ways", "2026", "");
	struct chart_page p = { .t = &t, .lang = LANG_FR };
	int64_t side[WAY_SIDES] = { 0 };
	struct ways w;
	size_t stocks = 0;

	chart_ways_page(&p);
	assert_int_equal(chart_ways_layout(&p, &w), 0);
	assert_in_range(w.nodes, 8, 40);
	for (size_t i = 0; i < w.nodes; i++) {
		side[w.node[i].side] += w.node[i].mg;
		check_node(&w, i);
		if (w.node[i].cell)
			assert_int_equal(w.node[i].mg, in_table(&t, &w.node[i]));
		else
			stocks++;
	}
	assert_int_equal(stocks, 1 + (side[0] > sum(&t, "in_mg") + sum(&t, "neutral_in_mg")));
	assert_int_equal(side[WAY_FROM], side[WAY_OF]);
	assert_int_equal(side[WAY_OF], side[WAY_TO]);
	ways_done(&w);
	table_done(&t);
}

/* The height of the next box in a SVG that is as wide as a node; 0: no more. */
static double next_node(const char **svg)
{
	double x, y, x2, y2, x3, y3;

	for (; *svg && (*svg = strstr(*svg, "d=\"M ")) != NULL; (*svg)++)
		if (sscanf(*svg, "d=\"M %lf %lf L %lf %lf L %lf %lf", &x, &y, &x2, &y2, &x3, &y3) ==
				6 &&
			fabs(x2 - x - WAY_NODE) < 0.01 && fabs(y2 - y) < 0.01) {
			(*svg)++;
			return y3 - y;
		}
	return 0;
}

static void a_picture_is_as_wide_as_its_table(void **state)
{
	struct table t = make_of(*state, "bilan-ways", "2026", "");
	struct chart_page p = { .t = &t, .lang = LANG_FR };
	char *text = NULL;
	const char *at;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	struct ways w;

	chart_ways_page(&p);
	assert_int_equal(chart_ways_layout(&p, &w), 0);
	assert_int_equal(table_write(&t, FORMAT_SVG, CHART_SANKEY, LANG_FR, out), 0);
	(void)fclose(out);
	at = text;
	for (size_t i = 0; i < w.nodes; i++)
		if (w.node[i].high > 0.01) {
			double high = next_node(&at);

			assert_true(high > 0);
			assert_true(fabs(high - (double)w.node[i].mg * w.points_of_mg) < 0.5);
		}
	free(text);
	ways_done(&w);
	table_done(&t);
}

/* A large catalogue makes many rows, which a picture of their sums does not need room for; bars do. */
static void many_rows_are_no_matter_to_sums(void **state)
{
	static const enum chart charts[] = { CHART_STACK, CHART_TOP, CHART_SANKEY, CHART_BARS };
	static const char *const names[] = { "bilan-months", "bilan-top", "bilan-ways",
		"bilan-top" };

	for (size_t i = 0; i < ARRAY_SIZE(charts); i++) {
		struct table t = make_of(*state, names[i], "2026", "");
		FILE *out = fopen("/dev/null", "w");

		while (t.rows < 500) {
			struct cell *cells = table_add_row(&t);

			for (size_t k = 0; k < t.keys; k++)
				assert_int_equal(table_set_text(&cells[k], "HRP"), 0);
			cells[t.keys].number = 1000;
		}
		t.order = realloc(t.order, t.rows * sizeof(*t.order));
		for (size_t n = 0; n < t.rows; n++)
			t.order[n] = n;
		assert_int_equal(table_write(&t, FORMAT_SVG, charts[i], LANG_FR, out),
			charts[i] == CHART_BARS ? -E2BIG : 0);
		/* On paper their table stands alone. */
		assert_int_equal(table_write(&t, FORMAT_PDF, charts[i], LANG_FR, out), 0);
		(void)fclose(out);
		table_done(&t);
	}
}

/* ---- without colours ---- */

enum { EDGE = 48, SERIES = 8 };

static void grey_of(size_t series, int grey[EDGE * EDGE])
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, EDGE, EDGE);
	cairo_t *cr = cairo_create(s);
	const unsigned char *data;

	cairo_rectangle(cr, 0, 0, EDGE, EDGE);
	chart_fill(cr, series);
	cairo_surface_flush(s);
	data = cairo_image_surface_get_data(s);
	for (size_t i = 0; i < EDGE * EDGE; i++)
		grey[i] =
			(114 * data[4 * i] + 587 * data[4 * i + 1] + 299 * data[4 * i + 2]) / 1000;
	cairo_destroy(cr);
	cairo_surface_destroy(s);
}

static void series_are_told_apart_in_grey(void **state)
{
	static int grey[SERIES][EDGE * EDGE];

	(void)state;
	for (size_t a = 0; a < SERIES; a++) {
		grey_of(a, grey[a]);
		for (size_t b = 0; b < a; b++) {
			int apart = 0;

			for (size_t i = 0; i < EDGE * EDGE; i++)
				apart += abs(grey[a][i] - grey[b][i]);
			if (apart / (EDGE * EDGE) < 20)
				fail_msg("%zu and %zu: %d", a, b, apart / (EDGE * EDGE));
		}
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(sums_are_those_of_tonnage),
		T(flows_are_those_of_tonnage),
		T(a_year_that_is_not_over_is_held_against_as_much),
		T(february_ends_with_it_in_either_year),
		T(a_rate_is_of_24_months),
		T(what_comes_to_a_node_leaves_it),
		T(a_picture_is_as_wide_as_its_table),
		T(many_rows_are_no_matter_to_sums),
		cmocka_unit_test(series_are_told_apart_in_grey),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
