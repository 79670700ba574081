// SPDX-License-Identifier: GPL-3.0-or-later
/* CSV as spreadsheets really write it, formulas, and catalogue files with every mistake told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_csv.h"
#include "csv.h"
#include "ledger.h"

/* Cells joined by '|', rows by '/'. */
static const char *cells(const char *text)
{
	static char all[512];
	char cell[64];
	struct csv c;
	size_t len, used = 0;
	int r;

	csv_open(&c, text, strlen(text));
	while ((r = csv_cell(&c, cell, sizeof(cell), &len)) != -ENODATA)
		used += (size_t)(r == 1 ? snprintf(all + used, sizeof(all) - used, "%s|", cell)
					: snprintf(all + used, sizeof(all) - used, "/"));
	all[used] = '\0';
	return all;
}

static void cells_as_spreadsheets_write_them(void **state)
{
	(void)state;
	assert_string_equal(cells("a,b\nc,d\n"), "a|b|/c|d|/");
	assert_string_equal(cells("a;b\r\nc;\"d\"\r\n"), "a|b|/c|d|/");
	assert_string_equal(cells("a,b"), "a|b|/");
	assert_string_equal(cells("a,"), "a||/");
	assert_string_equal(cells("\xEF\xBB\xBF"
				  "n;kg\na;1,5\n"),
		"n|kg|/a|1,5|/");
	assert_string_equal(cells("\"a,b\",\"c \"\"d\"\"\"\n"), "a,b|c \"d\"|/");
	assert_string_equal(cells("\"two\nlines\",x\n"), "two\nlines|x|/");
	assert_string_equal(cells("a,b\rc,d\r"), "a|b|/c|d|/");
	assert_string_equal(cells("a\tb,c\td\r\ne\tf"), "a|b,c|d|/e|f|/");
	assert_string_equal(cells("sep=;\r\na,b;c\r\n"), "a,b|c|/");
	assert_string_equal(cells("\xEF\xBB\xBF"
				  "SEP=,\na;b;c,d\n"),
		"a;b;c|d|/");
	assert_string_equal(cells(""), "");
	assert_string_equal(cells("\n"), "|/");
}

static void a_formula_comes_out_as_text_and_back(void **state)
{
	static const char *const words[] = { "=1+1", "+33 3 81", "-5", "@SUM(A1)", "plain", "a\"b",
		"a,b", "'quoted'", "l'été", "two\nlines", " lead" };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		char *text = NULL, cell[64];
		size_t size, len;
		FILE *out = open_memstream(&text, &size);
		struct csv c;

		csv_put(out, words[i], ',');
		(void)fclose(out);
		assert_null(strchr("=+-@", text[text[0] == '"']));
		csv_open(&c, text, size);
		assert_int_equal(csv_cell(&c, cell, sizeof(cell), &len), 1);
		assert_string_equal(cell, words[i]);
		free(text);
	}
}

struct mistakes {
	unsigned lines[8];
	const char *keys[8];
	size_t count;
};

static void note(void *data, unsigned line, const struct sentence *why)
{
	struct mistakes *m = data;

	assert_true(m->count < 8);
	m->lines[m->count] = line;
	m->keys[m->count++] = why->key;
}

static void every_mistake_has_its_line(void **state)
{
	static const char text[] = "code,label_fr,class,counts_as_intake,valid_from,sort\n"
				   "A1,Un,reuse,,2026-01-01,10\n"
				   "a2,Deux,reuse,,2026-01-01,10\n"
				   "A3,\"Tr\nois\",perhaps,,2026-01-01,10\n"
				   "A4,Quatre,reuse,maybe,2026-01-01,10\n"
				   "\n"
				   "A5,Cinq,reuse,,2026-13-01,10\n"
				   "A6,Six,,,2026-01-01,10\n"
				   "A7,Sept,reuse,,2026-01-01,10,x\n";
	struct mistakes m = { 0 };
	const struct catalogue_csv how = { "destination", "2026-01-01", note, &m, NULL };
	struct catalogue *c = NULL;
	const unsigned lines[] = { 3, 4, 5, 6, 8, 9, 10 };

	(void)state;
	assert_int_equal(catalogue_csv_read(text, sizeof(text) - 1, &how, &c), -EBADMSG);
	assert_null(c);
	assert_int_equal(m.count, 7);
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(m.lines[i], lines[i]);
	assert_string_equal(m.keys[0], "row_bad_code");
	assert_string_equal(m.keys[1], "csv_unseen");
	assert_string_equal(m.keys[2], "csv_bad_class");
	assert_string_equal(m.keys[6], "csv_too_many_cells");
}

static void a_wrong_header_is_told_alone(void **state)
{
	static const char text[] = "kode,label_fr\nA,x\n";
	struct mistakes m = { 0 };
	const struct catalogue_csv how = { "origin", "2026-01-01", note, &m, NULL };
	struct catalogue *c = NULL;

	(void)state;
	assert_int_equal(catalogue_csv_read(text, sizeof(text) - 1, &how, &c), -EBADMSG);
	assert_int_equal(m.count, 2);
	assert_string_equal(m.keys[0], "csv_unknown_column");
	assert_string_equal(m.keys[1], "csv_missing_column");
}

static void what_was_written_is_read_back(void **state)
{
	struct catalogue_row rows[] = {
		{ .kind = CATALOGUE_CONTAINER,
			.code = "BAC-1",
			.label_fr = "Bac « bleu », 40 l",
			.tare_mg = 1234567,
			.valid_from = "2026-01-01",
			.valid_until = "2027-01-01" },
		{ .kind = CATALOGUE_ORIGIN,
			.code = "RETOUR",
			.label_fr = "=Retour",
			.counts_as_intake = false,
			.valid_from = "1970-01-01",
			.sort = -3 },
		{ .kind = CATALOGUE_CATEGORY,
			.code = "TLC-VET",
			.parent = "TLC",
			.label_fr = "Vêtements",
			.unit_mg = 300500,
			.scheme = "TLC",
			.hidden = true,
			.valid_from = "1970-01-01" },
		{ .kind = CATALOGUE_DESTINATION,
			.code = "OMR",
			.label_fr = "x",
			.class = CLASS_ENERGY,
			.valid_from = "1970-01-01" },
	};
	const struct catalogue c = { .count = 4, .rows = rows };
	const struct catalogue_csv how = { NULL, "2026-01-01", NULL, NULL, NULL };
	struct catalogue *back = NULL;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	assert_int_equal(catalogue_csv_write(&c, CATALOGUE_KIND_COUNT, false, out), 0);
	(void)fclose(out);
	assert_int_equal(catalogue_csv_read(text, size, &how, &back), 0);
	assert_int_equal(back->count, 4);
	for (size_t i = 0; i < 4; i++) {
		rows[i].line = (unsigned)i + 2;
		assert_memory_equal(&back->rows[i], &rows[i], sizeof(rows[i]));
	}
	catalogue_free(back);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_as_spreadsheets_write_them),
		cmocka_unit_test(a_formula_comes_out_as_text_and_back),
		cmocka_unit_test(every_mistake_has_its_line),
		cmocka_unit_test(a_wrong_header_is_told_alone),
		cmocka_unit_test(what_was_written_is_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
