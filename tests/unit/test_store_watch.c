// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the store does when nobody waits, over a real file and its real threads. Only the hours
 * are the test's: timers fall due when they are told to, each once all before it has come back
 * (the linker puts that clock in front of the loop's: see the Makefile).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "no_desk.h"
#include "../../daemon/web/web_private.h"
#include "clock.h"
#include "ledger_rig.h"

enum { SECOND_US = 1000 * 1000, TIMERS = 8 };

static struct {
	struct loop *loop;
	uint64_t now_us;
	size_t count;
	struct {
		struct loop_source *source;
		loop_timer_fn fn;
		void *data;
		uint64_t due_us; /* 0: not armed */
	} timer[TIMERS];
} hand;

uint64_t __real_loop_now_us(struct loop *loop);
uint64_t __wrap_loop_now_us(struct loop *loop);
int __real_loop_add_timer(struct loop *loop, const char *name, enum loop_priority priority,
	loop_timer_fn fn, void *data, struct loop_source **ret_source);
int __wrap_loop_add_timer(struct loop *loop, const char *name, enum loop_priority priority,
	loop_timer_fn fn, void *data, struct loop_source **ret_source);
int __wrap_loop_timer_arm(struct loop_source *timer, uint64_t delay_us);
int __wrap_loop_timer_disarm(struct loop_source *timer);

uint64_t __wrap_loop_now_us(struct loop *loop)
{
	(void)loop;
	return hand.now_us;
}

int __wrap_loop_add_timer(struct loop *loop, const char *name, enum loop_priority priority,
	loop_timer_fn fn, void *data, struct loop_source **ret_source)
{
	int r = __real_loop_add_timer(loop, name, priority, fn, data, ret_source);

	assert_in_range(hand.count, 0, TIMERS - 1);
	hand.timer[hand.count].source = *ret_source;
	hand.timer[hand.count].fn = fn;
	hand.timer[hand.count++].data = data;
	return r;
}

static void set_due(const struct loop_source *timer, uint64_t due_us)
{
	for (size_t i = 0; i < hand.count; i++)
		if (hand.timer[i].source == timer)
			hand.timer[i].due_us = due_us;
}

int __wrap_loop_timer_arm(struct loop_source *timer, uint64_t delay_us)
{
	set_due(timer, hand.now_us + delay_us);
	return 0;
}

int __wrap_loop_timer_disarm(struct loop_source *timer)
{
	set_due(timer, 0);
	return 0;
}

/* ---- a store ---- */

struct world {
	struct ledger_rig ledger;
	struct store *store;
	int waiting;
	int restored; /* how often it was told what was kept */
};

static void on_restored(void *data, const struct station_memory *memory)
{
	(void)memory;
	((struct world *)data)->restored++;
}

static void on_state(void *data, bool down, const struct sentence *why)
{
	(void)data;
	(void)down;
	(void)why;
}

static int run_nothing(struct ledger *l, void *arg)
{
	(void)l;
	(void)arg;
	return 0;
}

static void on_answer(void *data, void *arg, int result)
{
	(void)arg;
	(void)result;
	((struct world *)data)->waiting--;
}

/* All that was under way has come back: each side answers in order. */
static void settle(struct world *w)
{
	w->waiting = 2;
	assert_int_equal(store_ask(w->store, STORE_WRITER, run_nothing, NULL, on_answer, w), 0);
	assert_int_equal(store_ask(w->store, STORE_READER, run_nothing, NULL, on_answer, w), 0);
	while (w->waiting > 0)
		assert_int_equal(loop_turn(hand.loop, SECOND_US), 0);
}

static size_t next_due(void)
{
	size_t next = hand.count;

	for (size_t i = 0; i < hand.count; i++)
		if (hand.timer[i].due_us &&
			(next == hand.count || hand.timer[i].due_us < hand.timer[next].due_us))
			next = i;
	return next;
}

/* Seconds, with what falls due in them. */
static void pass(struct world *w, uint64_t seconds)
{
	const uint64_t end_us = hand.now_us + seconds * SECOND_US;
	size_t i;

	while ((i = next_due()) < hand.count && hand.timer[i].due_us <= end_us) {
		if (hand.now_us < hand.timer[i].due_us)
			hand.now_us = hand.timer[i].due_us;
		hand.timer[i].due_us = 0;
		hand.timer[i].fn(hand.timer[i].data);
		settle(w);
	}
	hand.now_us = end_us;
}

/* A day in one step: what was due in it comes once, late. */
static void pass_a_day(struct world *w)
{
	hand.now_us += UINT64_C(24) * 3600 * SECOND_US;
	pass(w, 60);
}

static void test_moment(struct moment *ret_now)
{
	*ret_now = (struct moment){ .wall_us = 1767261600000000 + (int64_t)hand.now_us,
		.boot_us = hand.now_us,
		.boot_id = "0123456789abcdef0123456789abcdef",
		.day = "2026-01-01",
		.quality = CLOCK_TRUSTED };
}

static int up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	memset(&hand, 0, sizeof(hand));
	hand.now_us = SECOND_US;
	rig_up(&w->ledger);
	for (int i = 0; i < 40; i++)
		rig_record(&w->ledger, "TLC-VET", 5000000);
	assert_int_equal(loop_new(&hand.loop), 0);
	clock_set_source(test_moment);
	*state = w;
	return 0;
}

static int down(void **state)
{
	struct world *w = *state;

	store_free(w->store);
	loop_free(hand.loop);
	clock_set_source(NULL);
	rig_down(&w->ledger);
	free(w);
	return 0;
}

static void open_store(struct world *w)
{
	static const struct ledger_identity identity = { "HD", "MS", "ACCUEIL" };
	const struct store_events events = {
		.state = on_state, .restored = on_restored, .data = w
	};

	w->ledger.ledger = ledger_free(w->ledger.ledger);
	assert_int_equal(store_new(hand.loop, &(struct store_file){ w->ledger.path, NULL },
				 &identity, &events, &w->store),
		0);
	settle(w);
}

static void on_written(void *data, const struct ledger_job *job, const struct ledger_result *res)
{
	(void)job;
	assert_int_equal(res->error, 0);
	((struct world *)data)->waiting--;
}

static void write_one(struct world *w)
{
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(&w->ledger, RIG_RECORD);

	clock_now(&job.now);
	job.weighing = rig_weighing(&w->ledger, "TLC-VET", 1000000);
	drafts = rig_drafts(&job, &values);
	w->waiting = 1;
	assert_int_equal(store_write(w->store, &drafts, on_written, w), 0);
	while (w->waiting > 0)
		assert_int_equal(loop_turn(hand.loop, SECOND_US), 0);
}

/* Of a copy of the one file, without its log. */
static uint64_t entries_alone(const struct world *w)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct ledger_status status;
	char alone[128], command[300];

	(void)snprintf(alone, sizeof(alone), "%s.alone", w->ledger.path);
	(void)snprintf(command, sizeof(command), "cp %s %s", w->ledger.path, alone);
	assert_int_equal(system(command), 0);
	assert_int_equal(ledger_open(alone, LEDGER_READ, NULL, NULL, &l), 0);
	assert_int_equal(ledger_status(l, &status), 0);
	return status.last_seq;
}

static uint64_t entries(const struct world *w)
{
	struct ledger_status status;

	store_status(w->store, &status);
	return status.last_seq;
}

/* Never idle for 5 s, and too little for the log to grow long: each minute all the same. */
static void truth_29_in_steady_work_the_file_alone_is_complete_each_minute(void **state)
{
	enum { EACH_S = 4, A_MINUTE = 60 / EACH_S };
	struct world *w = *state;
	uint64_t written[4 * A_MINUTE] = { 0 };

	open_store(w);
	for (size_t i = 0; i < ARRAY_SIZE(written); i++) {
		write_one(w);
		written[i] = entries(w);
		pass(w, EACH_S);
		if (i >= A_MINUTE)
			assert_true(entries_alone(w) >= written[i - A_MINUTE]);
	}
}

static void truth_29_once_idle_the_file_alone_is_complete(void **state)
{
	struct world *w = *state;

	open_store(w);
	pass(w, 60);
	write_one(w);
	pass(w, 4);
	assert_true(entries_alone(w) < entries(w));
	pass(w, 1);
	assert_int_equal(entries_alone(w), entries(w));
}

/* ---- pages and chain ---- */

static const char *down_key(const struct world *w)
{
	struct sentence why = { .key = "" };

	return store_down(w->store, &why) ? why.key : "";
}

static const char *damage_key(const struct world *w)
{
	struct sentence why = { .key = "" };

	return store_damaged(w->store, &why) ? why.key : "";
}

/* ---- what /health says of it ---- */

static struct {
	struct store *store;
	unsigned status;
	json_t *answer;
} asked;

struct store *__wrap_desk_store(struct desk *d);
json_t *__wrap_json_devices(const struct web *w, enum lang lang);
void __wrap_reply_json(struct exchange *x, unsigned status, json_t *json);

struct store *__wrap_desk_store(struct desk *d)
{
	(void)d;
	return asked.store;
}

json_t *__wrap_json_devices(const struct web *w, enum lang lang)
{
	(void)w;
	(void)lang;
	return json_array();
}

void __wrap_reply_json(struct exchange *x, unsigned status, json_t *json)
{
	(void)x;
	asked.status = status;
	asked.answer = json;
}

/* NULL: all is well. */
static void expect_health(const struct world *w, unsigned status, const char *key)
{
	struct web web = { 0 };
	struct exchange x = { .web = &web, .lang = LANG_EN };
	const char *said;

	asked.store = w->store;
	api_health(&x);
	said = json_string_value(json_object_get(asked.answer, "error"));
	assert_int_equal(asked.status, status);
	assert_int_equal(json_is_true(json_object_get(asked.answer, "ok")), !key);
	assert_string_equal(said ? said : "", key ? key : "");
	json_decref(asked.answer);
}

/* The card forgets a byte: no hour of the file says so. */
static char put_byte(const struct world *w, int64_t at, char byte)
{
	char was;
	struct stat st;
	int fd = open(w->ledger.path, O_RDWR | O_CLOEXEC);

	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(pread(fd, &was, 1, at), 1);
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	assert_int_equal(futimens(fd, (const struct timespec[]){ st.st_atim, st.st_mtim }), 0);
	(void)close(fd);
	return was;
}

/* Where the first page of what is never written here lies. */
static int64_t quiet_page(struct world *w)
{
	int64_t page = rig_int(
		&w->ledger, "SELECT rootpage FROM sqlite_schema WHERE name = 'calibration'");

	assert_int_equal(ledger_tidy(w->ledger.ledger), 0);
	return (page - 1) * rig_int(&w->ledger, "PRAGMA page_size");
}

static void truth_21_a_bad_byte_where_nobody_writes_is_seen(void **state)
{
	struct world *w = *state;
	int64_t at = quiet_page(w);

	(void)put_byte(w, at, 'x');
	open_store(w);
	expect_health(w, 200, NULL);
	pass(w, 10);
	assert_string_equal(down_key(w), "store_damaged");
	expect_health(w, 503, "store_damaged");
	pass(w, 60); /* looked at whole, it stays so */
	assert_string_equal(down_key(w), "store_damaged");
}

static void truth_21_a_byte_that_turns_bad_is_seen_within_a_day(void **state)
{
	struct world *w = *state;
	int64_t at = quiet_page(w);

	open_store(w);
	pass(w, 60);
	(void)put_byte(w, at, 'x');
	pass(w, 60);
	assert_string_equal(down_key(w), "");
	pass_a_day(w);
	assert_string_equal(down_key(w), "store_damaged");
}

/* What lies on the plates was seen meanwhile: what was kept of them before is not given back. */
static void truth_19_a_store_that_comes_back_restores_nothing(void **state)
{
	struct world *w = *state;
	int64_t at = quiet_page(w);
	char was = put_byte(w, at, 'x');

	open_store(w);
	pass(w, 10);
	assert_string_equal(down_key(w), "store_damaged");
	(void)put_byte(w, at, was);
	pass(w, 60);
	assert_string_equal(down_key(w), "");
	assert_int_equal(w->restored, 1);
}

/* A card that is not mounted: nothing is written where it should be. */
static void truth_21_a_folder_that_is_not_there_is_not_made(void **state)
{
	struct world *w = *state;
	char there[112], folder[128];

	memcpy(there, w->ledger.path, sizeof(there));
	(void)snprintf(folder, sizeof(folder), "%s/card", w->ledger.folder);
	(void)snprintf(w->ledger.path, sizeof(w->ledger.path), "%.90s/bascule.db", folder);
	open_store(w);
	pass(w, 60);
	assert_string_equal(down_key(w), "store_missing");
	assert_int_equal(access(folder, F_OK), -1);
}

/* By another program, beside the daemon. */
static void harm(const struct world *w, int64_t seq)
{
	char sql[160];
	sqlite3 *db;

	(void)snprintf(sql, sizeof(sql),
		"DROP TRIGGER IF EXISTS entry_never_changes;"
		"UPDATE entry SET wall_us = wall_us + 1 WHERE seq = %lld",
		(long long)seq);
	assert_int_equal(sqlite3_open(w->ledger.path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* Once after the start, and again each night; weighing goes on. */
static void truth_30_the_chain_is_walked_each_day(void **state)
{
	struct world *w = *state;

	open_store(w);
	pass(w, 60);
	assert_string_equal(damage_key(w), "");
	harm(w, 20);
	pass(w, 600);
	assert_string_equal(damage_key(w), "");
	pass_a_day(w);
	assert_string_equal(damage_key(w), "store_chain_damaged");
	assert_string_equal(down_key(w), "");
	expect_health(w, 200, "store_chain_damaged");
	write_one(w);
}

/* What the next entry would be chained to. */
static void truth_30_a_head_that_turns_bad_ends_weighing(void **state)
{
	struct world *w = *state;

	open_store(w);
	pass(w, 60);
	harm(w, (int64_t)entries(w));
	pass_a_day(w);
	assert_string_equal(damage_key(w), "store_chain_damaged");
	assert_string_equal(down_key(w), "store_damaged");
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(truth_29_in_steady_work_the_file_alone_is_complete_each_minute),
		T(truth_29_once_idle_the_file_alone_is_complete),
		T(truth_21_a_bad_byte_where_nobody_writes_is_seen),
		T(truth_21_a_byte_that_turns_bad_is_seen_within_a_day),
		T(truth_19_a_store_that_comes_back_restores_nothing),
		T(truth_21_a_folder_that_is_not_there_is_not_made),
		T(truth_30_the_chain_is_walked_each_day),
		T(truth_30_a_head_that_turns_bad_ends_weighing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
