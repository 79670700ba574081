// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Words about people go for good: afterwards no file beside the ledger holds them, the chain is whole,
 * figures and codes stay, and what others said too.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "catalogue_facts.h"
#include "entry_void.h"
#include "erasure.h"
#include "ledger_rig.h"
#include "slip.h"

static int bytes_in(const char *path, const char *word)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t size = 0, len = strlen(word);
	int found = 0;

	assert_non_null(f);
	(void)fseek(f, 0, SEEK_END);
	size = (size_t)ftell(f);
	rewind(f);
	text = malloc(size + 1);
	assert_int_equal(fread(text, 1, size, f), size);
	for (const char *p = text; (p = memmem(p, size - (size_t)(p - text), word, len)); p++)
		found++;
	free(text);
	(void)fclose(f);
	return found;
}

/* How often a word stands in any file of the folder: ledger, log, its index, anchor, lock. */
static int found(const struct ledger_rig *r, const char *word)
{
	DIR *d = opendir(r->folder);
	const struct dirent *one;
	char path[400];
	int n = 0;

	assert_non_null(d);
	/* cppcheck-suppress readdirCalled ; one thread */
	while ((one = readdir(d))) /* NOLINT(concurrency-mt-unsafe): likewise */
		if (one->d_name[0] != '.') {
			(void)snprintf(path, sizeof(path), "%s/%s", r->folder, one->d_name);
			n += bytes_in(path, word);
		}
	(void)closedir(d);
	return n;
}

static struct ledger_result erase(
	struct ledger_rig *r, enum erasure_what what, const char *code, enum ledger_answer expected)
{
	struct erased e = { .what = what };
	struct ledger_job job = { .now = r->now, .drafts[0] = { &erased_kind, &e, NULL } };
	struct ledger_result res;

	(void)snprintf(e.code, sizeof(e.code), "%s", code);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, expected);
	return res;
}

static uint64_t erased(struct ledger_rig *r, enum erasure_what what, const char *code)
{
	const struct ledger_result res = erase(r, what, code, LEDGER_WRITTEN);

	return ((const struct erased *)res.value)->words;
}

static void put_row(struct ledger_rig *r, const struct catalogue_row *row)
{
	const struct catalogue rows = { .count = 1, .rows = (struct catalogue_row *)row };
	struct rig_job job = rig_job(r, RIG_CATALOGUE);

	job.rows = &rows;
	rig_write(r, &job, LEDGER_WRITTEN);
}

static void put_partner(struct ledger_rig *r, const char *code, const char *label, const char *from)
{
	const struct catalogue_facts facts = { .person = true, .address = "3 rue des Lilas" };
	struct catalogue_row row = { .kind = CATALOGUE_PARTNER, .facts = &facts };

	(void)snprintf(row.code, sizeof(row.code), "%s", code);
	(void)snprintf(row.label_fr, sizeof(row.label_fr), "%s", label);
	(void)snprintf(row.valid_from, sizeof(row.valid_from), "%s", from);
	put_row(r, &row);
}

static void put_operator(struct ledger_rig *r, const char *name, const char *until)
{
	struct catalogue_row row = { .kind = CATALOGUE_OPERATOR, .code = "OP7" };

	(void)snprintf(row.label_fr, sizeof(row.label_fr), "%s", name);
	(void)snprintf(row.valid_from, sizeof(row.valid_from), "2026-01-01");
	(void)snprintf(row.valid_until, sizeof(row.valid_until), "%s", until);
	put_row(r, &row);
}

/* A weighing, void for a reason in words. */
static struct weighing void_saying(struct ledger_rig *r, const char *partner, const char *words)
{
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct ledger_result res;

	job.weighing = rig_weighing(r, "TLC-VET", 1000000);
	(void)snprintf(job.weighing.partner, sizeof(job.weighing.partner), "%s", partner);
	res = rig_write(r, &job, LEDGER_WRITTEN);
	job = rig_job(r, RIG_VOID);
	memcpy(job.void_id, res.weighing.id, sizeof(job.void_id));
	memcpy(job.reason, "OTHER", 6);
	(void)snprintf(job.note, sizeof(job.note), "%s", words);
	rig_write(r, &job, LEDGER_WRITTEN);
	return res.weighing;
}

/* So many that pages are split and rows are moved, as after years. */
static void say_much(struct ledger_rig *r, int from, int to)
{
	char words[64];

	for (int i = from; i < to; i++) {
		(void)snprintf(words, sizeof(words), "caisse %d: voir avec l'equipe", i);
		(void)void_saying(r, "", words);
	}
}

static void a_partner_goes_for_good(void **state)
{
	struct ledger_rig *r = *state;
	uint64_t entries;

	put_partner(r, "P1", "Dupont", "2026-01-01");
	say_much(r, 0, 60);
	(void)void_saying(r, "P1", "chez Dupont");
	put_partner(r, "P1", "Dupont-Martin", "2026-01-02");
	say_much(r, 60, 120);
	put_partner(r, "P2", "Durand", "2026-01-01");
	/* Copied back and written over again: nobody tidies for us. */
	assert_true(ledger_tidy(r->ledger) >= 0);
	say_much(r, 120, 160);
	assert_true(found(r, "Dupont") >= 3);
	assert_true(found(r, "Lilas") >= 3);
	entries = rig_expect_sound(r);

	assert_int_equal(erased(r, ERASE_PARTNER, "P1"), 3);
	assert_int_equal(found(r, "Dupont"), 0);
	assert_int_equal(found(r, "chez"), 0);
	assert_true(found(r, "Durand") > 0);
	assert_true(found(r, "Lilas") > 0); /* of the other */
	assert_true(found(r, "caisse 57:") > 0);
	assert_int_equal(rig_expect_sound(r), entries + 1);
	assert_int_equal(rig_int(r, "SELECT words FROM erased WHERE what = 'partner'"
				    " AND code = 'P1'"),
		3);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM weighing WHERE partner = 'P1'"), 1);
	/* There is nothing more to be erased, and weighing goes on. */
	assert_string_equal(
		erase(r, ERASE_PARTNER, "P1", LEDGER_REFUSED).why.key, "nothing_to_erase");
	rig_reopen(r);
	(void)rig_record(r, "TLC-VET", 1000000);
	assert_int_equal(found(r, "Dupont"), 0);
	assert_int_equal(rig_expect_sound(r), entries + 2);
}

static const char *nth_void(struct ledger_rig *r, int n)
{
	static char entry[24];
	char sql[96];

	(void)snprintf(
		sql, sizeof(sql), "SELECT seq FROM entry WHERE kind = 'void' LIMIT 1 OFFSET %d", n);
	(void)snprintf(entry, sizeof(entry), "%lld", (long long)rig_int(r, sql));
	return entry;
}

/* Rows are merged and moved while others go: in the end none has left a copy behind. */
static void all_of_many_go(void **state)
{
	struct ledger_rig *r = *state;

	say_much(r, 0, 90);
	for (int i = 0; i < 90; i++)
		(void)erase(r, ERASE_ENTRY, nth_void(r, i * 37 % 90), LEDGER_WRITTEN);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM erasable"), 0);
	assert_int_equal(found(r, "caisse"), 0);
	rig_expect_sound(r);
}

static void an_operator_a_number_an_entry(void **state)
{
	struct ledger_rig *r = *state;
	struct weighing w;
	char entry[80];

	put_operator(r, "Rosalie", "");
	w = void_saying(r, "", "madame Perrin");
	assert_int_equal(erased(r, ERASE_OPERATOR, "OP7"), 1);
	assert_int_equal(found(r, "Rosalie"), 0);
	/* As it is typed. */
	assert_int_equal(erased(r, ERASE_NUMBER, w.id), 1);
	assert_int_equal(found(r, "Perrin"), 0);
	w = void_saying(r, "", "monsieur Vuillemin");
	(void)snprintf(entry, sizeof(entry), "%s/%llu", w.journal, (unsigned long long)w.seq + 1);
	assert_int_equal(erased(r, ERASE_ENTRY, entry), 1);
	assert_int_equal(found(r, "Vuillemin"), 0);
	erase(r, ERASE_ENTRY, "1", LEDGER_REFUSED);
	erase(r, ERASE_ENTRY, "-1", LEDGER_REFUSED);
	erase(r, ERASE_NUMBER, "x' OR 1", LEDGER_REFUSED);
	assert_string_equal(
		erase(r, ERASE_OPERATOR, "", LEDGER_REFUSED).why.key, "erasure_of_whom");
	rig_expect_sound(r);
}

/* A label from before it was a person's stands in the chain, for ever: that is told. */
static void what_was_said_in_clear_is_told(void **state)
{
	struct ledger_rig *r = *state;
	struct catalogue_row row = { .kind = CATALOGUE_PARTNER,
		.code = "P1",
		.label_fr = "Dupont",
		.valid_from = "2026-01-01" };
	const struct erased e = { .what = ERASE_PARTNER, .code = "P1" };
	struct erasure_rest rest;

	put_row(r, &row);
	put_partner(r, "P1", "Dupont", "2026-01-02");
	(void)void_saying(r, "P1", "son carton");
	assert_int_equal(ledger_erasure_rest(r->ledger, &e, &rest), 0);
	assert_int_equal(rest.clear, 1);
	assert_int_equal(rest.weighings, 1);
	assert_int_equal(erased(r, ERASE_PARTNER, "P1"), 2);
	assert_true(found(r, "Dupont") > 0);
}

/* Why a load that left was no weighing is in no entry, and goes as well. */
static void a_load_that_left_says_nothing_more(void **state)
{
	struct ledger_rig *r = *state;

	rig_sql(r, "INSERT INTO left_load (number, scale, wall_us, boot_id, boot_us, day, clock,"
		   " low_mg, high_mg, struck_by) VALUES (3, 'a', 1, '', 1, '2026-01-01', 'trusted',"
		   " 1000, 2000, ''), (4, 'a', 1, '', 1, '2026-01-01', 'trusted', 1000, 2000, '')");
	assert_int_equal(ledger_left_dismiss(r->ledger, 3, "madame Perrin"), 0);
	assert_int_equal(ledger_left_dismiss(r->ledger, 4, "monsieur Vuillemin"), 0);
	assert_int_equal(erased(r, ERASE_ENTRY, "left/3"), 1);
	assert_int_equal(found(r, "Perrin"), 0);
	assert_true(found(r, "Vuillemin") > 0);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM left_load WHERE seen = 'dismissed'"), 2);
	rig_day(r, "2031-01-01");
	assert_int_equal(erased(r, ERASE_DUE, ""), 1);
	assert_int_equal(found(r, "Vuillemin"), 0);
	rig_expect_sound(r);
}

/* rules: 12 months for who left, 3 years for a person, 6 for one who gave, 5 for notes. */
static void what_is_due_and_no_day_sooner(void **state)
{
	static const char *const days[] = { "2027-05-31", "2027-06-01", "2028-12-31", "2029-01-01",
		"2030-12-31", "2031-01-01" };
	static const uint64_t words[] = { 0, 1, 0, 1, 0, 1 };
	struct ledger_rig *r = *state;

	put_operator(r, "Rosalie", "2026-06-01");
	put_partner(r, "P1", "Dupont", "2026-01-01");
	(void)void_saying(r, "", "madame Perrin");
	for (size_t i = 0; i < 6; i++) {
		rig_day(r, days[i]);
		if (words[i])
			assert_int_equal(erased(r, ERASE_DUE, ""), words[i]);
		else
			assert_string_equal(erase(r, ERASE_DUE, "", LEDGER_REFUSED).why.key,
				"nothing_to_erase");
	}
	assert_int_equal(found(r, "Rosalie") + found(r, "Dupont") + found(r, "Perrin"), 0);
	/* A clock that may be wrong erases nothing. */
	r->now.quality = CLOCK_DOUBTFUL;
	assert_string_equal(erase(r, ERASE_DUE, "", LEDGER_REFUSED).why.key, "due_clock_doubtful");
	rig_expect_sound(r);
}

static double now_s(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A reader in the way keeps the log; it is emptied when the next log is copied back, or at a start. */
static void a_reader_only_puts_it_off(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result put_off;
	struct ledger *reader;
	uint64_t seq;
	double since = now_s();

	put_operator(r, "Rosalie", "");
	assert_int_equal(ledger_open(r->path, LEDGER_READ, NULL, NULL, &reader), 0);
	assert_int_equal(ledger_snapshot(reader, true), 0);
	assert_int_equal(ledger_catalogue_seq(reader, &seq), 0);
	put_off = erase(r, ERASE_OPERATOR, "OP7", LEDGER_WRITTEN);
	assert_true(((const struct erased *)put_off.value)->put_off);
	assert_true(found(r, "Rosalie") > 0);
	/* Nobody who weighs waits for the reader: three of them less than one of its timeouts. */
	for (int i = 0; i < 3; i++) {
		(void)rig_record(r, "TLC-VET", 1000000);
		assert_false(ledger_wants_tidying(r->ledger));
	}
	assert_int_equal(ledger_tidy(r->ledger), 1);
	assert_true(now_s() - since < 1.5);
	assert_int_equal(ledger_snapshot(reader, false), 0);
	rig_reopen(r);
	assert_int_equal(found(r, "Rosalie"), 0);
	ledger_free(reader);
	rig_expect_sound(r);
}

static struct ledger_result put(struct ledger_rig *r, const struct kind *kind, const void *value)
{
	struct ledger_job job = { .now = r->now, .drafts = { { kind, value, NULL } } };
	struct ledger_result res;

	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	return res;
}

static struct slip put_slip(struct ledger_rig *r, struct slip asked)
{
	const struct ledger_result res = put(r, &slip_kind, &asked);

	return *(const struct slip *)res.value;
}

/* Who came with a slip, or carried one, was seen on its day, though nothing of it was weighed. */
static void who_is_on_a_slip_was_seen(void **state)
{
	struct ledger_rig *r = *state;
	struct slip deposit = { .type = SLIP_DEPOSIT, .origin = "APP_VOL", .partner = "P1" };
	struct slip carried = { .type = SLIP_DEPOSIT, .origin = "APP_VOL", .carrier = "P2" };

	put_partner(r, "P1", "Dupont", "2026-01-01");
	put_partner(r, "P2", "Durand", "2026-01-01");
	rig_day(r, "2028-12-30");
	(void)put_slip(r, deposit);
	(void)put_slip(r, carried);
	rig_day(r, "2031-12-29");
	assert_string_equal(erase(r, ERASE_DUE, "", LEDGER_REFUSED).why.key, "nothing_to_erase");
	rig_day(r, "2031-12-30");
	assert_int_equal(erased(r, ERASE_DUE, ""), 2);
}

/* Something refused of it in words, and taken back in words. */
static void refuse_of(
	struct ledger_rig *r, const struct slip *s, const char *first, const char *then)
{
	struct slip_refused f = { .reason = "OTHER" };
	struct entry_void v = { .reason = "OTHER" };

	memcpy(f.id, s->id, sizeof(f.id));
	(void)snprintf(f.note, sizeof(f.note), "%s", first);
	(void)snprintf(v.note, sizeof(v.note), "%s", then);
	(void)snprintf(v.name, sizeof(v.name), "slip-refused/%llu",
		(unsigned long long)put(r, &slip_refused_kind, &f).seq);
	put(r, &entry_void_kind, &v);
}

static void a_slip_goes_with_what_was_voided_of_it(void **state)
{
	struct ledger_rig *r = *state;
	const struct slip s = put_slip(r, (struct slip){ .type = SLIP_DEPOSIT, .note = "Zigzag" });
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct ledger_result res;

	job.weighing = rig_weighing(r, "TLC-VET", 1000000);
	memcpy(job.weighing.slip, s.id, sizeof(job.weighing.slip));
	res = rig_write(r, &job, LEDGER_WRITTEN);
	job = rig_job(r, RIG_VOID);
	memcpy(job.void_id, res.weighing.id, sizeof(job.void_id));
	memcpy(job.reason, "OTHER", 6);
	(void)snprintf(job.note, sizeof(job.note), "Carambole");
	rig_write(r, &job, LEDGER_WRITTEN);
	(void)void_saying(r, "", "Rutabaga");
	refuse_of(r, &s, "Pastenague", "Mirliton");
	assert_int_equal(erased(r, ERASE_NUMBER, s.id), 4);
	assert_int_equal(found(r, "Zigzag") + found(r, "Carambole"), 0);
	assert_int_equal(found(r, "Pastenague") + found(r, "Mirliton"), 0);
	assert_true(found(r, "Rutabaga") > 0); /* of another one */
	rig_expect_sound(r);
}

static void who_carries_goes_too(void **state)
{
	struct ledger_rig *r = *state;
	struct slip s;

	put_partner(r, "P1", "Dupont", "2026-01-01");
	s = put_slip(
		r, (struct slip){ .type = SLIP_REMOVAL, .carrier = "P1", .note = "Pantoufle" });
	refuse_of(r, &s, "Pastenague", "Mirliton");
	assert_int_equal(erased(r, ERASE_PARTNER, "P1"), 4);
	assert_int_equal(found(r, "Pantoufle") + found(r, "Pastenague"), 0);
	assert_int_equal(found(r, "Mirliton"), 0);
	rig_expect_sound(r);
}

/* A station closes what another one opened. */
static void what_ended_it_from_another_journal_goes_too(void **state)
{
	struct ledger_rig *r = *state;
	struct slip_closed c = { .signed_by = "Mirliton" };
	struct slip s;

	put_partner(r, "P1", "Dupont", "2026-01-01");
	s = put_slip(r, (struct slip){ .type = SLIP_DEPOSIT, .partner = "P1" });
	memcpy(c.id, s.id, sizeof(c.id));
	put(r, &slip_closed_kind, &c);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM entry WHERE kind = 'slip-closed'"), 1);
	rig_sql(r, "INSERT INTO journal (journal, pole, site, station) SELECT 'other', pole, site,"
		   " station FROM journal; UPDATE slip SET journal = 'other'");
	assert_int_equal(erased(r, ERASE_PARTNER, "P1"), 2);
	assert_int_equal(found(r, "Mirliton"), 0);
}

static void a_note_of_what_was_taken_back_is_due(void **state)
{
	struct ledger_rig *r = *state;
	const struct slip s = put_slip(r, (struct slip){ .type = SLIP_DEPOSIT });

	refuse_of(r, &s, "", "Rutabaga");
	rig_day(r, "2030-12-31");
	erase(r, ERASE_DUE, "", LEDGER_REFUSED);
	rig_day(r, "2031-01-01");
	assert_int_equal(erased(r, ERASE_DUE, ""), 1);
	assert_int_equal(found(r, "Rutabaga"), 0);
	rig_expect_sound(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_partner_goes_for_good, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(all_of_many_go, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(an_operator_a_number_an_entry, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(what_was_said_in_clear_is_told, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_load_that_left_says_nothing_more, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(what_is_due_and_no_day_sooner, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(who_is_on_a_slip_was_seen, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(a_reader_only_puts_it_off, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_slip_goes_with_what_was_voided_of_it, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(who_carries_goes_too, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			what_ended_it_from_another_journal_goes_too, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_note_of_what_was_taken_back_is_due, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
