// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A catalogue's way through a spreadsheet and back: bytes as Excel and LibreOffice save them, and
 * everything that must not get into a journal by that door.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <iconv.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_csv.h"
#include "lang.h"
#include "ledger_rig.h"

struct mistakes {
	unsigned line, count;
	const char *key;
};

/* The first one is kept; each has its sentence in both languages, without a hole or a raw byte. */
static void note(void *data, unsigned line, const struct sentence *why)
{
	struct mistakes *m = data;

	if (m->count++ == 0) {
		m->line = line;
		m->key = why->key;
	}
	for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
		char text[512];

		lang_say(lang, why, text, sizeof(text));
		assert_string_not_equal(text, why->key);
		assert_null(strpbrk(text, "{}\x1B\r\n\x7F"));
	}
}

static struct mistakes mistakes_of(const char *bytes, size_t len)
{
	struct mistakes m = { 0 };
	const struct catalogue_csv how = { "container", "2026-01-01", note, &m, NULL };
	struct catalogue *c = NULL;
	int r = catalogue_csv_read(bytes, len, &how, &c);

	assert_int_equal(r, m.count ? -EBADMSG : 0);
	assert_true(r == 0 || !c);
	catalogue_free(c);
	return m;
}

struct refused {
	const char *bytes;
	size_t len;
	unsigned line;
	const char *key;
};
#define REFUSED(bytes, line, key)                   \
	{                                           \
		bytes, sizeof(bytes) - 1, line, key \
	}

static void expect_refused(const struct refused *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct mistakes m = mistakes_of(cases[i].bytes, cases[i].len);

		if (m.count != 1 || m.line != cases[i].line || strcmp(m.key, cases[i].key) != 0)
			fail_msg("case %zu: %u mistakes, line %u: %s", i, m.count, m.line,
				m.count ? m.key : "");
	}
}

#define HEADER "code,label_fr,tare_kg,valid_from\n"

static void truth_24_csv_refuses_with_line(void **state)
{
	static const struct refused cases[] = {
		REFUSED(HEADER "A,Un,1,\nB,De\0ux,2,\n", 3, "csv_unseen"),
		REFUSED(HEADER "A,\x1B[31mUn,1,\n", 2, "csv_unseen"),
		REFUSED(HEADER "A,Un\x7F,1,\n", 2, "csv_unseen"),
		REFUSED(HEADER "A,Un\xC2\x85,1,\n", 2, "csv_unseen"),
		REFUSED(HEADER "\n\nA,Un\xE2\x80\xAE,1,\n", 4, "csv_unseen"), /* U+202E */
		REFUSED(HEADER "A,\xE2\x81\xA6Un,1,\n", 2, "csv_unseen"),     /* U+2066 */
		REFUSED(HEADER "A,U\xD8\x9Cn,1,\n", 2, "csv_unseen"),         /* U+061C */
		REFUSED(HEADER "A,U\xEF\xBB\xBFn,1,\n", 2, "csv_unseen"),     /* U+FEFF */
		REFUSED(HEADER "A,Pr\xEF\xBF\xBDt,1,\n", 2, "csv_unseen"),    /* U+FFFD */
		REFUSED(HEADER "A,Pr\xCD\x8Ft,1,\n", 2, "csv_unseen"),        /* U+034F */
		REFUSED(HEADER "A,\xE3\x85\xA4,1,\n", 2, "csv_unseen"),       /* U+3164 */
		REFUSED(HEADER "A,U\xEE\x80\x80n,1,\n", 2, "csv_unseen"),     /* U+E000 */
		REFUSED(HEADER "A,U\xF4\x8F\xBF\xBDn,1,\n", 2, "csv_unseen"), /* U+10FFFD */
		REFUSED(HEADER "A,\"Un\nbac\",1,\n", 2, "csv_unseen"),
		REFUSED("code,label_fr,tare_kg,tare_kg\nA,Un,1,2\n", 1, "csv_column_twice"),
		REFUSED(HEADER "A,Un,1,\nB,Deux,2,\nA,Trois,3,\n", 4, "csv_row_twice"),
		REFUSED(HEADER "A,Un,1,2026-01-01\nA,Trois,3,\n", 3, "csv_row_twice"),
		REFUSED(HEADER "A-1,Un,1,\nB,Deux,2,\nA_1,Trois,3,\n", 4, "row_clash"),
		REFUSED(HEADER "A,Un,1,2026-02-29\n", 2, "csv_bad_day"),
		REFUSED(HEADER "A,Un,1,1900-02-29\n", 2, "csv_bad_day"),
		REFUSED(HEADER "A,Un,1,2026-04-31\n", 2, "csv_bad_day"),
		REFUSED(HEADER "A,Un,2000,\n", 2, "row_bad_mass"),
		REFUSED(HEADER "A,Un,1000.001,\n", 2, "row_bad_mass"),
		REFUSED("code,label_fr,unit_weight_g\nA,Un,1000001\n", 2, "row_bad_mass"),
	};

	static const char good[] = HEADER "A,Un,1000,2028-02-29\nA,Un,1,2028-03-01\n";

	(void)state;
	expect_refused(cases, ARRAY_SIZE(cases));
	assert_int_equal(mistakes_of(good, sizeof(good) - 1).count, 0);
}

/* As many as there are: nobody wants to import ten times to hear of ten. */
static void truth_24_every_code_twice_is_told(void **state)
{
	static const char text[] = HEADER "A,x,,\nB,x,,\nA,x,,\nB,x,,\nB,x,,\n";

	(void)state;
	assert_int_equal(mistakes_of(text, sizeof(text) - 1).count, 3);
}

static void truth_35_csv_is_read_or_refused(void **state)
{
	static const struct refused cases[] = {
		REFUSED("code;label_fr;\r\nA;Un;x\r\n", 2, "csv_too_many_cells"),
		REFUSED("code;label_fr;hidden\r\nA;Un;peut-\xEAtre\r\n", 2, "csv_bad_yes"),
		REFUSED("code;label_fr;valid_from\r\nA;Un;1/1/1970\r\n", 2, "csv_bad_day"),
		REFUSED("code;label_fr;valid_from\r\nA;Un;01/13/1970\r\n", 2, "csv_bad_day"),
		REFUSED("code;label_fr;valid_from\r\nA;Un;29/02/2026\r\n", 2, "csv_bad_day"),
		REFUSED("code;label_fr;valid_from\r\nA;Un;01/01/70\r\n", 2, "csv_bad_day"),
		REFUSED("code;label_fr;tare_kg\r\nA;Un;1 kg\r\n", 2, "csv_bad_mass"),
		REFUSED("code;label_fr\r\nA;Bo\x8Ete d\x8Epos\x8E\r\n", 2, "csv_bad_bytes"),
		REFUSED("code;label_fr\r\nA;d\x82p\x93t\r\n", 2, "csv_bad_bytes"),
		REFUSED("code;label_fr\r\nA;Un\r\nB;caf\xE9 caf\xC3\xA9\r\n", 3, "csv_bad_bytes"),
		REFUSED("code;label_fr\r\nA;x\x81\r\n", 2, "csv_bad_bytes"),
		REFUSED("\xEF\xBB\xBF"
			"code;label_fr\r\nA;d\xE9p\xF4t\r\n",
			2, "csv_bad_bytes"),
		REFUSED("\xFF\xFE"
			"c\0o\0d\0e\0",
			1, "csv_utf16"),
		REFUSED("PK\x03\x04\x14\x00\x06\x00", 1, "csv_workbook"),
	};

	(void)state;
	expect_refused(cases, ARRAY_SIZE(cases));
}

static void expect_same(const char *bytes, size_t len)
{
	static const struct catalogue_row wanted[] = {
		{ .kind = CATALOGUE_ORIGIN,
			.code = "DEPOT",
			.label_fr = "Dépôt « œuvre » – 5 €",
			.counts_as_intake = true,
			.valid_from = "1970-01-01",
			.valid_until = "2027-12-31" },
		{ .kind = CATALOGUE_ORIGIN,
			.code = "RETOUR",
			.label_fr = "Retour; \"Noël\"",
			.hidden = true,
			.valid_from = "1970-01-01" },
	};
	struct mistakes m = { 0 };
	const struct catalogue_csv how = { NULL, "2026-01-01", note, &m, NULL };
	struct catalogue *c = NULL;

	assert_int_equal(catalogue_csv_read(bytes, len, &how, &c), 0);
	assert_int_equal(c->count, 2);
	assert_int_equal(catalogue_keep_news(c, &(struct catalogue){ .count = 2,
							.rows = (void *)(uintptr_t)wanted }),
		0);
	assert_int_equal(c->count, 0);
	catalogue_free(c);
}

#define AS_EXCEL_SAVES(yes, no)                                                   \
	"kind;code;label_fr;counts_as_intake;hidden;valid_from;valid_until;;\r\n" \
	"origin;DEPOT;D\xE9p\xF4t \xAB \x9Cuvre \xBB \x96 5 \x80;" yes ";" no     \
	";01/01/1970;31/12/2027;;\r\n;;;;;;;;\r\n"                                \
	"origin;RETOUR;\"Retour; \"\"No\xEBl\"\"\";" no ";" yes ";01/01/1970;;;\r\n"

static char *converted(
	const char *to, const char *from, const char *text, size_t len, size_t *ret_len)
{
	char *out = malloc(3 * len + 3), *end = out, *in = (char *)(uintptr_t)text;
	size_t room = 3 * len + 3;
	iconv_t how = iconv_open(to, from);

	assert_non_null(out);
	assert_true(how != (iconv_t)-1);
	assert_int_equal(iconv(how, &in, &len, &end, &room), 0);
	iconv_close(how);
	*ret_len = (size_t)(end - out);
	return out;
}

static void truth_35_csv_as_spreadsheets_save_it(void **state)
{
	static const char *const files[] = { AS_EXCEL_SAVES("VRAI", "FAUX"),
		AS_EXCEL_SAVES("Oui", "Non"), AS_EXCEL_SAVES("oUI", "NON"),
		AS_EXCEL_SAVES("TRUE", "FALSE"), AS_EXCEL_SAVES("Yes", "no"),
		"sep=;\r\n" AS_EXCEL_SAVES("True", "false") };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		char text[1024] = "\xEF\xBB\xBF";
		size_t len = strlen(files[i]);
		char *utf8 = converted("UTF-8", "CP1252", files[i], len, &len);

		expect_same(files[i], strlen(files[i]));
		expect_same(utf8, len);
		memcpy(text + 3, utf8, len);
		expect_same(text, len + 3);
		free(utf8);
	}
}

/* What the ledger holds goes out, through either encoding of a spreadsheet, and changes nothing. */
static size_t changes(const struct catalogue *old, const char *text, size_t len)
{
	struct mistakes m = { 0 };
	const struct catalogue_csv how = { NULL, "2026-01-01", note, &m, NULL };
	struct catalogue *c = NULL;
	size_t count;

	assert_int_equal(catalogue_csv_read(text, len, &how, &c), 0);
	assert_int_equal(c->count, old->count);
	assert_int_equal(catalogue_keep_news(c, old), 0);
	count = c->count;
	catalogue_free(c);
	return count;
}

static void truth_35_both_encodings_round_trip(void **state)
{
	struct ledger_rig *r = *state;
	struct catalogue_row row = { .kind = CATALOGUE_CONTAINER,
		.code = "BAC",
		.label_fr = "=Bac; «\u00A0bleu\u00A0»",
		.tare_mg = 1234567,
		.valid_from = "2026-01-01" };
	struct rig_job job = rig_job(r, RIG_CATALOGUE);
	const struct catalogue rows = { .count = 1, .rows = &row };
	struct catalogue *c = NULL;
	char *text = NULL, *windows;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	job.rows = &rows;
	rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(ledger_catalogue(r->ledger, &c), 0);
	assert_int_equal(catalogue_csv_write(c, CATALOGUE_KIND_COUNT, true, out), 0);
	(void)fclose(out);
	assert_memory_equal(text, "\xEF\xBB\xBFkind;code;", 13);
	assert_non_null(strstr(text, ";1,234567;"));
	assert_int_equal(changes(c, text, size), 0);
	windows = converted("CP1252", "UTF-8", text + 3, size - 3, &size);
	assert_null(memmem(windows, size, "\xC3\xAA", 2));
	assert_int_equal(changes(c, windows, size), 0);
	free(windows);
	free(text);
	catalogue_free(c);
}

static void import_on(struct ledger_rig *r, const char *day, const char *text, size_t news)
{
	struct mistakes m = { 0 };
	struct catalogue_csv how = { NULL, day, note, &m, NULL };
	struct rig_job job = rig_job(r, RIG_CATALOGUE);
	struct catalogue *c = NULL, *old = NULL;

	assert_int_equal(ledger_catalogue(r->ledger, &old), 0);
	how.old = old;
	assert_int_equal(catalogue_csv_read(text, strlen(text), &how, &c), 0);
	assert_int_equal(catalogue_keep_news(c, old), 0);
	assert_int_equal(c->count, news);
	job.rows = c;
	if (news)
		rig_write(r, &job, LEDGER_WRITTEN);
	catalogue_free(c);
	catalogue_free(old);
}

static void import(struct ledger_rig *r, const char *text, size_t news)
{
	import_on(r, "2026-06-01", text, news);
}

/* An empty cell means yes, of an origin only. */
static void truth_35_an_empty_cell_of_intake_is_no_news(void **state)
{
	struct ledger_rig *r = *state;

	import(r, "kind,code,label_fr,counts_as_intake\ncontainer,BAC,Bac bleu,no\n", 1);
	import_on(r, "2026-07-01", "kind,code,label_fr,counts_as_intake\ncontainer,BAC,Bac bleu,\n",
		0);
}

/* One of the two is as it stands, and would keep its first day: they are the same code. */
static void truth_35_a_code_twice_is_told_beside_an_unchanged_row(void **state)
{
	static const char text[] = "kind,code,label_fr\ncontainer,BAC,Bac bleu\n"
				   "container,BAC,Bac vert\n";
	struct mistakes m = { 0 };
	struct catalogue_csv how = { NULL, "2026-07-01", note, &m, NULL };
	struct catalogue *c = NULL, *old = NULL;
	struct ledger_rig *r = *state;

	import(r, "kind,code,label_fr\ncontainer,BAC,Bac bleu\n", 1);
	assert_int_equal(ledger_catalogue(r->ledger, &old), 0);
	how.old = old;
	assert_int_equal(catalogue_csv_read(text, sizeof(text) - 1, &how, &c), -EBADMSG);
	assert_int_equal(m.count, 1);
	assert_int_equal(m.line, 3);
	assert_string_equal(m.key, "csv_row_twice");
	catalogue_free(old);
}

/* A file of two columns once emptied all the others of its rows. */
static void truth_35_a_column_that_the_file_lacks_changes_nothing(void **state)
{
	struct ledger_rig *r = *state;
	const struct catalogue_row *row;
	struct catalogue *c = NULL;

	import(r,
		"kind,code,label_fr,short_fr,tare_kg,sort,valid_from\n"
		"container,BAC,Bac bleu,Bac,1.5,7,2026-01-01\n",
		1);
	import(r, "kind,code,label_fr\ncontainer,BAC,Bac bleu\n", 0); /* no news */
	import(r, "kind,code,label_fr,sort\ncontainer,BAC,Bac vert,\n", 1);
	import(r, "kind,code,hidden\norigin,RETOUR,yes\n", 1);
	assert_int_equal(ledger_catalogue(r->ledger, &c), 0);
	row = catalogue_find(c, CATALOGUE_CONTAINER, "BAC", "2026-06-01");
	assert_string_equal(row->label_fr, "Bac vert");
	assert_string_equal(row->short_fr, "Bac");
	assert_int_equal(row->tare_mg, 1500000);
	assert_int_equal(row->sort, 0); /* a column with an empty cell empties it */
	row = catalogue_find(c, CATALOGUE_ORIGIN, "RETOUR", "2026-06-01");
	assert_true(row->hidden && row->label_fr[0] && !row->counts_as_intake);
	row = catalogue_find(c, CATALOGUE_CONTAINER, "BAC", "2026-05-31");
	assert_string_equal(row->label_fr, "Bac bleu");
	catalogue_free(c);
}

/* By hand, for speed: byte for byte what jansson makes of it. */
static void a_body_of_rows_is_written_as_jansson_would(void **state)
{
	struct ledger_rig *r = *state;
	sqlite3_stmt *stmt;
	size_t bodies = 0;

	import(r,
		"kind,code,label_fr,short_fr,tare_kg\n"
		"container,BAC,\"D\u00e9p\u00f4t \"\"\u0153uvre\"\" \\\\ 5 \u20ac /~\",x,0.000001\n"
		"operator,OP1,Zo\u00e9,Z,\n",
		2);
	assert_int_equal(
		sqlite3_prepare_v2(ledger_db(r->ledger),
			"SELECT body FROM entry WHERE kind = 'catalogue'", -1, &stmt, NULL),
		SQLITE_OK);
	for (; sqlite3_step(stmt) == SQLITE_ROW; bodies++) {
		size_t len = (size_t)sqlite3_column_bytes(stmt, 0);
		const char *body = sqlite3_column_blob(stmt, 0);
		json_t *json = json_loadb(body, len, 0, NULL);
		char *text = json_dumps(json, JSON_COMPACT);

		assert_int_equal(strlen(text), len);
		assert_memory_equal(text, body, len);
		free(text);
		json_decref(json);
	}
	assert_int_equal(bodies, 2);
	sqlite3_finalize(stmt);
}

static int read_words(void **state)
{
	(void)state;
	return lang_init();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(truth_24_csv_refuses_with_line),
		cmocka_unit_test(truth_24_every_code_twice_is_told),
		cmocka_unit_test(truth_35_csv_is_read_or_refused),
		cmocka_unit_test(truth_35_csv_as_spreadsheets_save_it),
		cmocka_unit_test_setup_teardown(
			truth_35_both_encodings_round_trip, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			truth_35_a_column_that_the_file_lacks_changes_nothing, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			truth_35_an_empty_cell_of_intake_is_no_news, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			truth_35_a_code_twice_is_told_beside_an_unchanged_row, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_body_of_rows_is_written_as_jansson_would, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, read_words, NULL);
}
