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
#include "ledger_rig.h"
#include "report.h"

static void keys_of_by(void **state)
{
	struct tonnage_query q = { 0 };
	struct sentence why = { 0 };

	(void)state;
	assert_int_equal(tonnage_by("month,root", &q, &why), 0);
	assert_int_equal(q.by_count, 2);
	assert_int_equal(q.by[0], BY_MONTH);
	assert_int_equal(tonnage_by("month,nothing", &q, &why), -EINVAL);
	assert_string_equal(why.param[0].value, "nothing");
	assert_int_equal(tonnage_by("month,month", &q, &why), -EINVAL);
	assert_int_equal(tonnage_by("month,", &q, &why), -EINVAL);
	assert_int_equal(q.by_count, 2);
	assert_int_equal(tonnage_by("", &q, &why), 0);
	assert_int_equal(q.by_count, 0);
}

static void record(struct ledger_rig *r, const char *day, const char *category, const char *origin,
	const char *destination, int64_t net_mg, uint32_t units)
{
	struct ledger_job job;

	rig_day(r, day);
	job = rig_job(r, LEDGER_RECORD);
	job.weighing = rig_weighing(r, category, net_mg);
	(void)snprintf(job.weighing.origin, CODE_SIZE, "%s", origin);
	(void)snprintf(job.weighing.destination, CODE_SIZE, "%s", destination);
	job.weighing.direction = destination[0] ? DIRECTION_OUT : DIRECTION_IN;
	job.weighing.units = units;
	rig_write(r, &job, LEDGER_WRITTEN);
}

static int up(void **state)
{
	struct ledger_rig *r = malloc(sizeof(*r));
	struct ledger_job job;
	struct ledger_result res;

	rig_up(r);
	record(r, "2026-01-05", "TLC-VET", "APP_VOL", "", 12500000, 0);
	record(r, "2026-01-05", "TLC-VET", "APP_VOL", "", 499, 0);
	record(r, "2026-02-28", "HRP-LIV", "DECH_ZONE", "", 7250000, 12);
	record(r, "2026-03-01", "HRP-LIV", "RETOUR", "", 1000000, 2);
	record(r, "2026-03-31", "TLC-VET", "", "VENTE", 3000500, 10);
	record(r, "2026-03-31", "TLC-LIN", "", "TRI_TLC", 4000000, 0);
	record(r, "2026-04-01", "HRP-LIV", "", "REC_PAPIER", 2000000, 0);
	record(r, "2026-04-01", "HRP-LIV", "", "CSR_UVE", 1000000, 0);
	record(r, "2026-12-31", "HRP-VAI", "", "OMR", 500000, 0);
	record(r, "2026-12-31", "HRP-VAI", "", "VOL_CASSE", 250000, 1);
	record(r, "2027-01-01", "HRP-VAI", "APP_VOL", "", 99000000, 1);
	job = rig_job(r, LEDGER_RECORD);
	job.weighing = rig_weighing(r, "EEE-PAM-CUI", 1500000);
	job.weighing.provenance = PROVENANCE_NONE;
	job.weighing.method = METHOD_TYPED;
	memcpy(job.weighing.at.day, "2026-06-30", DAY_SIZE);
	rig_write(r, &job, LEDGER_WRITTEN);
	res = rig_record(r, "TLC-VET", 77000000);
	rig_void(r, res.weighing.id, LEDGER_WRITTEN);
	*state = r;
	return 0;
}

static int down(void **state)
{
	rig_down(*state);
	free(*state);
	return 0;
}

static struct tonnage *make(struct ledger_rig *r, const char *period, const char *by)
{
	struct tonnage_query q = { 0 };
	struct tonnage *t = NULL;
	struct sentence why;

	assert_int_equal(day_period(period, "2026-11-28", q.first_day, q.last_day), 0);
	assert_int_equal(tonnage_by(by, &q, &why), 0);
	assert_int_equal(tonnage_make(r->ledger, &q, &t), 0);
	return t;
}

static void each_kilogram_has_one_column(void **state)
{
	struct tonnage *t = make(*state, "2026", "");

	assert_int_equal(t->count, 0);
	assert_int_equal(t->total.mass_mg[TONNAGE_IN], 12500000 + 499 + 7250000 + 1500000);
	assert_int_equal(t->total.mass_mg[TONNAGE_NEUTRAL_IN], 1000000);
	assert_int_equal(t->total.mass_mg[TONNAGE_REUSE], 3000500);
	assert_int_equal(t->total.mass_mg[TONNAGE_TRANSFER], 4000000);
	assert_int_equal(t->total.mass_mg[TONNAGE_RECYCLING], 2000000);
	assert_int_equal(t->total.mass_mg[TONNAGE_ENERGY], 1000000);
	assert_int_equal(t->total.mass_mg[TONNAGE_DISPOSAL], 500000);
	assert_int_equal(t->total.mass_mg[TONNAGE_CORRECTION], 250000);
	assert_int_equal(t->total.weighings, 11);
	assert_int_equal(t->total.units, 25);
	assert_int_equal(t->method_mg[METHOD_TYPED], 1500000);
	tonnage_free(t);
}

static void rows_add_up_to_the_total(void **state)
{
	for (enum tonnage_key key = 0; key < BY_COUNT; key++) {
		struct tonnage *t = make(*state, "2026", tonnage_key_name(key));
		struct tonnage_row sum = { 0 };

		for (size_t i = 0; i < t->count; i++) {
			for (size_t m = 0; m < TONNAGE_MASSES; m++)
				sum.mass_mg[m] += t->rows[i].mass_mg[m];
			sum.units += t->rows[i].units;
			sum.weighings += t->rows[i].weighings;
			if (i)
				assert_true(strcmp(t->rows[i - 1].key[0], t->rows[i].key[0]) < 0);
		}
		assert_memory_equal(&sum, &t->total, sizeof(sum));
		tonnage_free(t);
	}
}

/* A class that changes in June changes nothing of what left before. */
static void a_class_counts_from_its_day(void **state)
{
	struct catalogue_row row = { .kind = CATALOGUE_DESTINATION,
		.code = "OMR",
		.label_fr = "x",
		.class = CLASS_ENERGY,
		.valid_from = "2026-12-31" };
	const struct catalogue rows = { 1, &row };
	struct ledger_rig *r = *state;
	struct ledger_job job = rig_job(r, LEDGER_CATALOGUE);
	struct tonnage *t;

	record(r, "2026-12-30", "HRP-VAI", "", "OMR", 10000, 0);
	job.rows = &rows;
	rig_write(r, &job, LEDGER_WRITTEN);
	t = make(r, "2026", "");
	assert_int_equal(t->total.mass_mg[TONNAGE_DISPOSAL], 10000);
	assert_int_equal(t->total.mass_mg[TONNAGE_ENERGY], 1500000);
	tonnage_free(t);
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
		struct tonnage_query q = { .by_count = 1, .by = { BY_ROOT } };
		struct tonnage *by_root = NULL, *by_day = NULL;

		memcpy(q.first_day, cuts[i].first, DAY_SIZE);
		memcpy(q.last_day, cuts[i].last, DAY_SIZE);
		assert_int_equal(tonnage_make(r->ledger, &q, &by_root), 0);
		q.by[0] = BY_DAY;
		assert_int_equal(tonnage_make(r->ledger, &q, &by_day), 0);
		assert_true(by_root->total.weighings > 0);
		assert_memory_equal(&by_root->total, &by_day->total, sizeof(by_day->total));
		assert_memory_equal(
			by_root->method_mg, by_day->method_mg, sizeof(by_day->method_mg));
		tonnage_free(by_root);
		tonnage_free(by_day);
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
		enum tonnage_format format;
		enum lang lang;
	} cases[] = {
		{ "year-root.fr.txt", "2026", "root", FORMAT_TABLE, LANG_FR },
		{ "year-root.en.txt", "2026", "root", FORMAT_TABLE, LANG_EN },
		{ "half-month-category.csv", "2026-S1", "month,category", FORMAT_CSV, LANG_FR },
		{ "half-month-category.fr.csv", "2026-S1", "month,category", FORMAT_CSV_FR,
			LANG_FR },
		{ "quarter.csv", "2026-Q1", "", FORMAT_CSV, LANG_FR },
		{ "year-scheme.json", "2026", "scheme", FORMAT_JSON, LANG_FR },
		{ "nothing.json", "2020", "day", FORMAT_JSON, LANG_FR },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct tonnage *t = make(*state, cases[i].period, cases[i].by);
		char *text = NULL;
		size_t size;
		FILE *out = open_memstream(&text, &size);

		assert_int_equal(tonnage_write(t, cases[i].format, cases[i].lang, out), 0);
		(void)fclose(out);
		expect_golden(cases[i].name, text, size);
		free(text);
		tonnage_free(t);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_by),
		T(each_kilogram_has_one_column),
		T(rows_add_up_to_the_total),
		T(months_and_days_agree),
		T(a_class_counts_from_its_day),
		T(formats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
