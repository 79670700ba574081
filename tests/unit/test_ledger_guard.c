// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The file behind the ledger is moved, replaced, written over, lost or cut while it is open or
 * between two openings: nothing is taken that would not be there afterwards, and nothing is
 * founded anew in silence.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "ledger_rig.h"

static const struct ledger_identity identity = { "HD", "MS", "ACCUEIL" };

static const char *beside(const struct ledger_rig *r, const char *ending)
{
	static char names[4][128];
	static unsigned next;
	char *name = names[next++ % 4];

	(void)snprintf(name, sizeof(names[0]), "%s%s", r->path, ending);
	return name;
}

static void copy(const char *from, const char *to)
{
	char bytes[4096];
	FILE *in = fopen(from, "re"), *out = fopen(to, "we");
	size_t n;

	assert_true(in && out);
	while ((n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		assert_int_equal(fwrite(bytes, 1, n, out), n);
	assert_int_equal(fclose(out), 0);
	(void)fclose(in);
}

/* The newest state of the file, alone. */
static void copy_ledger(struct ledger_rig *r, const char *to)
{
	assert_int_equal(ledger_tidy(r->ledger), 0);
	copy(r->path, to);
}

static void move_away(struct ledger_rig *r)
{
	assert_int_equal(rename(r->path, beside(r, ".away")), 0);
}

static void move_over(struct ledger_rig *r)
{
	copy(r->path, beside(r, ".copy"));
	assert_int_equal(rename(beside(r, ".copy"), r->path), 0);
}

static void write_over(struct ledger_rig *r)
{
	copy_ledger(r, beside(r, ".copy"));
	copy(beside(r, ".copy"), r->path);
}

static void empty_file(struct ledger_rig *r)
{
	assert_int_equal(truncate(r->path, 0), 0);
}

static void spoil(const char *path, off_t at)
{
	int fd = open(path, O_WRONLY);

	assert_int_equal(pwrite(fd, "x", 1, at), 1);
	(void)close(fd);
}

static void one_bad_byte(struct ledger_rig *r)
{
	spoil(r->path, 5000);
}

static void remove_log(struct ledger_rig *r)
{
	assert_int_equal(unlink(beside(r, "-wal")), 0);
}

static void cut_log(struct ledger_rig *r)
{
	assert_int_equal(truncate(beside(r, "-wal"), 100), 0);
}

static void move_folder(struct ledger_rig *r)
{
	char away[80 + 8];

	(void)snprintf(away, sizeof(away), "%s.away", r->folder);
	assert_int_equal(rename(r->folder, away), 0);
	memcpy(r->folder, away, strlen(away) + 1); /* to be cleared away */
}

static void (*const harms[])(struct ledger_rig *r) = { move_away, move_over, write_over, empty_file,
	one_bad_byte, remove_log, cut_log, move_folder };

static void truth_21_nothing_is_taken_once_the_file_is_not_ours(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(harms); i++) {
		struct ledger_rig r;
		struct rig_job job;
		struct ledger_result res;

		rig_up(&r);
		rig_record(&r, "TLC-VET", 5000000);
		harms[i](&r);
		job = rig_job(&r, RIG_RECORD);
		job.weighing = rig_weighing(&r, "TLC-VET", 1000000);
		rig_put(r.ledger, &job, &res);
		if (res.error != -ESTALE)
			fail_msg("harm %zu: error %d, answer %d", i, res.error, res.answer);
		rig_down(&r);
	}
}

static void truth_21_our_own_copying_back_is_no_harm(void **state)
{
	struct ledger_rig *r = *state;
	struct station_context context = { .origin = "APP_VOL" };

	for (int i = 0; i < 300; i++) {
		rig_record(r, "TLC-VET", 1000000);
		assert_int_equal(ledger_keep_context(r->ledger, &context), 0);
		if (i % 150 == 149) /* between, the log fills and is copied back by a commit */
			assert_int_equal(ledger_tidy(r->ledger), 0);
	}
	assert_int_equal(rig_expect_sound(r), 302);
}

static void truth_21_a_lost_ledger_is_not_founded_anew(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger *l = NULL;
	int fd;

	rig_record(r, "TLC-VET", 5000000);
	r->ledger = ledger_free(r->ledger);
	assert_int_equal(rename(r->path, beside(r, ".away")), 0);
	assert_int_equal(ledger_open(r->path, LEDGER_WRITE, &identity, &r->now, &l), -ENOMEDIUM);
	assert_int_equal(access(r->path, F_OK), -1);
	fd = open(r->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	(void)close(fd);
	assert_int_equal(ledger_open(r->path, LEDGER_WRITE, &identity, &r->now, &l), -ENOMEDIUM);
	/* Put back, it is what it was. */
	assert_int_equal(rename(beside(r, ".away"), r->path), 0);
	rig_reopen(r);
	assert_int_equal(rig_expect_sound(r), 3);
}

/* The whole folder is not there: only the place outside it knows. */
static void truth_21_an_unmounted_folder_is_known_elsewhere(void **state)
{
	struct ledger_rig *r = *state;
	char folder[128], path[160], known[160];
	struct stat st;

	(void)snprintf(folder, sizeof(folder), "%s/mounted", r->folder);
	(void)snprintf(path, sizeof(path), "%s/bascule.db", folder);
	(void)snprintf(known, sizeof(known), "%s/elsewhere/journal", r->folder);
	assert_int_equal(ledger_settle(path, known, &identity, &r->now, false), 0);
	assert_int_equal(ledger_settle(path, known, &identity, &r->now, false), -EALREADY);
	(void)snprintf(path, sizeof(path), "%s/other/bascule.db", r->folder);
	assert_int_equal(ledger_settle(path, known, &identity, &r->now, false), -ENOMEDIUM);
	assert_int_equal(stat(path, &st), -1);
	assert_int_equal(ledger_settle(path, known, &identity, &r->now, true), 0);
	assert_int_equal(ledger_settle(path, known, &identity, &r->now, false), -EALREADY);
	/* The first one is now another's. */
	(void)snprintf(path, sizeof(path), "%s/bascule.db", folder);
	assert_int_equal(ledger_settle(path, known, &identity, &r->now, false), -EXDEV);
}

static void truth_21_an_older_ledger_goes_on_with_other_numbers(void **state)
{
	struct ledger_rig *r = *state;
	char first[PRIVATE_KEY_SIZE], lost[PRIVATE_KEY_SIZE], next[PRIVATE_KEY_SIZE];
	struct ledger *l = NULL;

	memcpy(first, rig_record(r, "TLC-VET", 5000000).weighing.id, sizeof(first));
	copy_ledger(r, beside(r, ".old"));
	memcpy(lost, rig_record(r, "TLC-VET", 6000000).weighing.id, sizeof(lost));
	r->ledger = ledger_free(r->ledger);
	assert_int_equal(rename(beside(r, ".old"), r->path), 0);
	(void)unlink(beside(r, "-wal"));
	(void)unlink(beside(r, "-shm"));
	assert_int_equal(ledger_open(r->path, LEDGER_WRITE, &identity, &r->now, &l), -EREMCHG);
	assert_int_equal(ledger_settle(r->path, NULL, &identity, &r->now, false), -EREMCHG);
	assert_int_equal(ledger_settle(r->path, NULL, &identity, &r->now, true), 0);
	rig_reopen(r);
	memcpy(next, rig_record(r, "TLC-VET", 7000000).weighing.id, sizeof(next));
	/* HD-MS-W-K71-3: the two characters after the type. */
	assert_memory_equal(first, lost, 10);
	assert_memory_not_equal(next, lost, 10);
	rig_expect_sound(r);
}

/* mxFrame of the log's index, https://www.sqlite.org/walformat.html#the_wal_index_header */
static uint32_t frames(const struct ledger_rig *r)
{
	uint32_t head[5] = { 0 };
	FILE *f = fopen(beside(r, "-shm"), "re");

	assert_non_null(f);
	assert_int_equal(fread(head, 1, sizeof(head), f), sizeof(head));
	(void)fclose(f);
	return head[4];
}

/* https://www.sqlite.org/fileformat.html#page_size */
static uint32_t page_size(const struct ledger_rig *r)
{
	uint8_t head[18] = { 0 };
	FILE *f = fopen(r->path, "re");

	assert_non_null(f);
	assert_int_equal(fread(head, 1, sizeof(head), f), sizeof(head));
	(void)fclose(f);
	return (uint32_t)head[16] << 8 | head[17];
}

/* A card wears out by what is written: with its label and its key, 20 kB at the most. */
static void a_weighing_costs_the_log_little(void **state)
{
	enum { FEW = 60 };
	static const char *const categories[] = { "TLC-VET", "HRP-LIV", "DEA-TAB", "EEE-PAM-CUI" };
	struct ledger_rig *r = *state;
	struct rig_job job;
	uint32_t before;

	for (int i = 0; i < FEW; i++) /* pages split in the beginning */
		rig_record(r, categories[i % 4], 1000000 + i);
	assert_int_equal(ledger_tidy(r->ledger), 0);
	rig_record(r, "TLC-VET", 5000000);
	before = frames(r);
	for (int i = 0; i < FEW; i++) {
		rig_tick(r);
		job = rig_job(r, RIG_RECORD);
		job.weighing = rig_weighing(r, categories[i % 4], 2000000 + i);
		job.label = true;
		(void)snprintf(job.key, sizeof(job.key), "%08x-%d", (unsigned)i * 2654435761u, i);
		rig_write(r, &job, LEDGER_WRITTEN);
	}
	assert_in_range((frames(r) - before) * (page_size(r) + 24) / FEW, 1, 20000);
}

static void flip_log(struct ledger_rig *r)
{
	char *log = malloc(200000);
	FILE *f;
	size_t n;

	f = fopen(beside(r, "-wal"), "r+e");
	assert_true(f && log);
	n = fread(log, 1, 200000, f);
	for (size_t i = 32; i < n; i += page_size(r) + 24)
		log[i + 100] ^= 1;
	rewind(f);
	assert_int_equal(fwrite(log, 1, n, f), n);
	(void)fclose(f);
	free(log);
}

/* One flipped bit in the log drops what comes behind it: the anchor knows better. */
static void truth_21_a_cut_log_is_seen(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger *l = NULL;

	rig_record(r, "TLC-VET", 5000000);
	copy_ledger(r, beside(r, ".file"));
	rig_record(r, "TLC-VET", 6000000);
	copy(beside(r, "-wal"), beside(r, ".log"));
	r->ledger = ledger_free(r->ledger);
	assert_int_equal(rename(beside(r, ".file"), r->path), 0);
	assert_int_equal(rename(beside(r, ".log"), beside(r, "-wal")), 0);
	(void)unlink(beside(r, "-shm"));
	flip_log(r);
	assert_int_equal(ledger_open(r->path, LEDGER_WRITE, &identity, &r->now, &l), -EREMCHG);
}

/* Also where the program was killed before it had an idle moment to write its anchor. */
static void truth_21_a_cut_log_is_seen_after_a_kill(void **state)
{
	static const char *const parts[] = { "", "-wal", "-anchor" };
	struct ledger_rig *r = *state;
	struct ledger *l = NULL;
	char kept[160];

	rig_reopen(r); /* there is an anchor from now on */
	rig_record(r, "TLC-VET", 6000000);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		(void)snprintf(kept, sizeof(kept), "%s%s.kept", r->path, parts[i]);
		copy(beside(r, parts[i]), kept);
	}
	r->ledger = ledger_free(r->ledger);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		(void)snprintf(kept, sizeof(kept), "%s%s.kept", r->path, parts[i]);
		assert_int_equal(rename(kept, beside(r, parts[i])), 0);
	}
	(void)unlink(beside(r, "-shm"));
	flip_log(r);
	assert_int_equal(ledger_open(r->path, LEDGER_WRITE, &identity, &r->now, &l), -EREMCHG);
}

/* One byte of the log's first frame: SQLite reads none of it, and says nothing. */
static void truth_29_verify_refuses_beside_a_log_that_goes_further(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_reach reach;
	struct ledger *l = NULL;
	uint64_t entries;

	copy_ledger(r, beside(r, ".alone"));
	rig_record(r, "TLC-VET", 5000000);
	rig_record(r, "TLC-VET", 6000000);
	copy(beside(r, "-wal"), beside(r, ".alone-wal"));
	for (int harmed = 0; harmed < 2; harmed++) {
		(void)unlink(beside(r, ".alone-shm"));
		if (harmed)
			spoil(beside(r, ".alone-wal"), 32 + 24 + 100);
		ledger_beside(beside(r, ".alone"), &reach);
		assert_true(reach.log && !reach.anchor);
		assert_int_equal(ledger_open(beside(r, ".alone"), LEDGER_READ, NULL, NULL, &l), 0);
		assert_int_equal(ledger_verify(l, NULL, NULL, &entries), 0);
		assert_int_equal(entries, harmed ? 2 : 4);
		assert_int_equal(ledger_reach(l, &reach), 0);
		assert_int_equal(reach.behind, harmed);
		l = ledger_free(l);
	}
}

/* What an earlier, longer log left behind, and a commit that was cut off, hide nothing. */
static void truth_29_verify_takes_a_log_that_just_ends(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_reach reach;
	struct ledger *l = NULL;

	for (int i = 0; i < 20; i++)
		rig_record(r, "TLC-VET", 5000000);
	assert_int_equal(ledger_tidy(r->ledger), 0);
	rig_record(r, "TLC-VET", 6000000); /* over the beginning of the old one */
	ledger_beside(r->path, &reach);
	assert_int_equal(ledger_open(r->path, LEDGER_READ, NULL, NULL, &l), 0);
	assert_int_equal(ledger_reach(l, &reach), 0);
	assert_false(reach.behind);
	assert_int_equal(reach.newest.net_mg, 6000000);
	(void)ledger_free(l);
}

static void truth_24_the_lock_lies_on_the_file(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger *l = NULL;

	(void)unlink(beside(r, "-lock"));
	assert_int_equal(ledger_open(r->path, LEDGER_WRITE, &identity, &r->now, &l), -EBUSY);
	assert_int_equal(link(r->path, beside(r, ".link")), 0);
	assert_int_equal(
		ledger_open(beside(r, ".link"), LEDGER_WRITE, &identity, &r->now, &l), -EBUSY);
}

/* An entry that the next one would be chained to, and is not what its hash says. */
static void truth_30_a_damaged_head_is_refused(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger *l = NULL;

	rig_record(r, "TLC-VET", 5000000);
	rig_damage(r, "DROP TRIGGER entry_never_changes;"
		      "UPDATE entry SET wall_us = wall_us + 1 WHERE seq = 3");
	r->ledger = ledger_free(r->ledger);
	assert_int_equal(ledger_open(r->path, LEDGER_WRITE, &identity, &r->now, &l), -EUCLEAN);
}

#define GUARD_TEST(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		GUARD_TEST(a_weighing_costs_the_log_little),
		cmocka_unit_test(truth_21_nothing_is_taken_once_the_file_is_not_ours),
		GUARD_TEST(truth_21_our_own_copying_back_is_no_harm),
		GUARD_TEST(truth_21_a_lost_ledger_is_not_founded_anew),
		GUARD_TEST(truth_21_an_unmounted_folder_is_known_elsewhere),
		GUARD_TEST(truth_21_an_older_ledger_goes_on_with_other_numbers),
		GUARD_TEST(truth_21_a_cut_log_is_seen),
		GUARD_TEST(truth_21_a_cut_log_is_seen_after_a_kill),
		GUARD_TEST(truth_29_verify_refuses_beside_a_log_that_goes_further),
		GUARD_TEST(truth_29_verify_takes_a_log_that_just_ends),
		GUARD_TEST(truth_24_the_lock_lies_on_the_file),
		GUARD_TEST(truth_30_a_damaged_head_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
