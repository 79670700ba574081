// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Sessions and tries, with times given by hand: when they end, who is locked out and who is not; and a
 * secret that is changed while the one before is looked at.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../../daemon/people/tries.h"
#include "clock.h"

#define S UINT64_C(1000000)
#define NOW (UINT64_C(100000) * S)

static struct sessions *all;

static int begin(void **state)
{
	(void)state;
	all = calloc(1, sizeof(*all));
	return all ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	free(all);
	return 0;
}

static void log_in(const char *code, enum where where, uint64_t now_us, char ret[TOKEN_TEXT_SIZE])
{
	struct session as = { .role = ROLE_COORDINATOR, .where = where };

	memcpy(as.code, code, strlen(code) + 1);
	assert_non_null(session_begin(all, &as, now_us, ret));
}

static void one_ends_without_a_touch(void **state)
{
	char token[TOKEN_TEXT_SIZE];
	struct session *s;

	(void)state;
	log_in("ANNE", FROM_HERE, NOW, token);
	s = session_find(all, token, FROM_HERE, NOW + SESSION_HERE_US - 1);
	assert_non_null(s);
	assert_string_equal(s->code, "ANNE");
	assert_null(strstr(s->digest, token));
	s->touched_us += 60 * S;
	assert_non_null(session_find(all, token, FROM_HERE, NOW + SESSION_HERE_US + 1));
	assert_null(session_find(all, token, FROM_HERE, NOW + SESSION_HERE_US + 60 * S));
	/* It has ended, and does not come back. */
	assert_null(session_find(all, token, FROM_HERE, NOW));
}

static void none_goes_on_for_ever(void **state)
{
	char token[TOKEN_TEXT_SIZE];
	uint64_t at = NOW;
	struct session *s;

	(void)state;
	log_in("ANNE", FROM_LAN, NOW, token);
	while ((s = session_find(all, token, FROM_LAN, at))) {
		s->touched_us = at;
		at += SESSION_LAN_US / 2;
		assert_true(at < NOW + SESSION_MOST_US + SESSION_LAN_US);
	}
	assert_true(at >= NOW + SESSION_MOST_US);
}

/* A cookie of one way in opens nothing by the other; a new log-in is a new cookie. */
static void a_cookie_is_of_its_way_in(void **state)
{
	char here[TOKEN_TEXT_SIZE], lan[TOKEN_TEXT_SIZE], other[TOKEN_TEXT_SIZE];

	(void)state;
	log_in("ANNE", FROM_HERE, NOW, here);
	log_in("ANNE", FROM_LAN, NOW, lan);
	log_in("BOB", FROM_LAN, NOW, other);
	assert_string_not_equal(here, lan);
	assert_null(session_find(all, here, FROM_LAN, NOW));
	assert_null(session_find(all, lan, FROM_HERE, NOW));
	assert_null(session_find(all, "", FROM_HERE, NOW));
	assert_null(session_find(all, all->session[0].digest, FROM_HERE, NOW));
	session_end_all(all, "ANNE");
	assert_null(session_find(all, here, FROM_HERE, NOW));
	assert_null(session_find(all, lan, FROM_LAN, NOW));
	assert_non_null(session_find(all, other, FROM_LAN, NOW));
	assert_true(session_end(all, session_find(all, other, FROM_LAN, NOW)->id));
	assert_null(session_find(all, other, FROM_LAN, NOW));
	assert_false(session_end(all, ""));
}

static void the_oldest_gives_way(void **state)
{
	char first[TOKEN_TEXT_SIZE], last[TOKEN_TEXT_SIZE], token[TOKEN_TEXT_SIZE];

	(void)state;
	log_in("ANNE", FROM_HERE, NOW, first);
	for (unsigned i = 1; i < SESSIONS_MOST; i++)
		log_in("BOB", FROM_HERE, NOW + i, token);
	log_in("CLAIRE", FROM_HERE, NOW + S, last);
	assert_null(session_find(all, first, FROM_HERE, NOW + S));
	assert_non_null(session_find(all, last, FROM_HERE, NOW + S));
}

static bool tries(const char *code, enum where where, bool right, uint64_t now_us)
{
	struct tries *t = tries_of(all, code, where);

	if (tries_wait_us(t, now_us))
		return false;
	tries_done(t, right, now_us);
	return true;
}

static void five_wrong_ones_lock_that_name_there(void **state)
{
	(void)state;
	for (int i = 0; i < TRIES_MOST; i++)
		assert_true(tries("ANNE", FROM_LAN, false, NOW));
	assert_false(tries("ANNE", FROM_LAN, true, NOW));
	assert_false(tries("ANNE", FROM_LAN, true, NOW + LOCK_US - 1));
	assert_true(tries("ANNE", FROM_HERE, true, NOW));
	assert_true(tries("BOB", FROM_LAN, false, NOW));
	/* After it, one more wrong one is enough, until a right one. */
	assert_true(tries("ANNE", FROM_LAN, false, NOW + LOCK_US));
	assert_false(tries("ANNE", FROM_LAN, false, NOW + LOCK_US));
	assert_true(tries("ANNE", FROM_LAN, true, NOW + 2 * LOCK_US));
	for (int i = 0; i < TRIES_MOST; i++)
		assert_true(tries("ANNE", FROM_LAN, false, NOW + 2 * LOCK_US));
	assert_true(tries("ANNE", FROM_LAN, false, NOW + 2 * LOCK_US + TRIES_FORGOTTEN_US + S));
	assert_true(tries("ANNE", FROM_LAN, false, NOW + 2 * LOCK_US + TRIES_FORGOTTEN_US + S));
}

/* A thousand at once are five. */
static void many_at_once_are_no_more(void **state)
{
	struct tries *t = tries_of(all, "ANNE", FROM_LAN);
	int begun = 0;

	(void)state;
	for (int i = 0; i < 1000; i++)
		begun += !tries_wait_us(t, NOW);
	assert_int_equal(begun, TRIES_MOST);
	for (int i = 0; i < begun; i++)
		tries_done(t, false, NOW + S);
	assert_true(tries_wait_us(t, NOW + S) > 0);
	assert_int_equal(tries_wait_us(t, NOW + S + LOCK_US), 0);
}

static void what_was_tried_is_kept(void **state)
{
	static char folder[] = "/tmp/bascule-tries-XXXXXX";
	struct moment now;
	char path[64];

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/tries.json", folder);
	clock_now(&now);
	for (unsigned i = 0; i < TRIES_MOST; i++)
		assert_int_equal(tries_keep(folder, "ANNE", FROM_HERE, false), 0);
	assert_int_equal(tries_keep(folder, "ANNE", FROM_LAN, false), 0);
	tries_begin(folder, &now, all);
	assert_in_range(tries_wait_us(tries_of(all, "ANNE", FROM_HERE), now.boot_us), 1, LOCK_US);
	assert_int_equal(tries_of(all, "ANNE", FROM_LAN)->wrong, 1);
	/* Of another boot: for as long from now on, whatever its clock said. */
	memset(now.boot_id, '0', sizeof(now.boot_id) - 1);
	now.boot_us = 5 * S;
	memset(all, 0, sizeof(*all));
	tries_begin(folder, &now, all);
	assert_int_equal(tries_wait_us(tries_of(all, "ANNE", FROM_HERE), now.boot_us), LOCK_US);
	assert_int_equal(tries_wait_us(tries_of(all, "ANNE", FROM_LAN), now.boot_us), 0);
	/* A right one is all that is known. */
	assert_int_equal(tries_keep(folder, "ANNE", FROM_HERE, true), 0);
	assert_int_equal(tries_keep(folder, "ANNE", FROM_LAN, true), 0);
	assert_int_equal(tries_keep(folder, "ANNE", FROM_LAN, true), TRIES_AS_BEFORE);
	memset(all, 0, sizeof(*all));
	tries_begin(folder, &now, all);
	assert_int_equal(all->count[FROM_HERE] + all->count[FROM_LAN], 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void what_cannot_be_kept_locks_each_name(void **state)
{
	static char folder[] = "/tmp/bascule-unkept-XXXXXX";
	struct moment now;
	char path[64];
	struct tries *t;

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/tries.json", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	clock_now(&now);
	assert_true(tries_keep(folder, "ANNE", FROM_HERE, false) < 0);
	assert_true(tries_keep(folder, "ANNE", FROM_HERE, true) < 0);
	assert_true(tries_begin(folder, &now, all) < 0);
	t = tries_of(all, "ANNE", FROM_HERE);
	assert_int_equal(tries_wait_us(t, now.boot_us), LOCK_US);
	assert_int_equal(tries_wait_us(tries_of(all, "", FROM_LAN), now.boot_us), LOCK_US);
	/* Then one try, and not five. */
	assert_int_equal(tries_wait_us(t, now.boot_us + LOCK_US), 0);
	tries_done(t, false, now.boot_us + LOCK_US);
	assert_int_equal(tries_wait_us(t, now.boot_us + LOCK_US), LOCK_US);
	assert_int_equal(rmdir(path), 0);
	memset(all, 0, sizeof(*all));
	assert_int_equal(tries_begin(folder, &now, all), 0);
	assert_int_equal(tries_wait_us(tries_of(all, "ANNE", FROM_HERE), now.boot_us), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

static char above[] = "/tmp/bascule-sessions-XXXXXX";

static void give(const char *folder, const char *pin)
{
	struct secret_set set = { .code = "ANNE", .sort = SECRET_PIN };

	assert_int_equal(secret_hash(pin, set.hash), 0);
	assert_int_equal(secrets_change(folder, secret_set, &set), 0);
}

struct tried {
	bool came, in;
};

static void on_tried(void *data, int error, const struct session *s, const char *token)
{
	struct tried *t = data;

	assert_int_equal(error, 0);
	assert_true(!s == !*token);
	*t = (struct tried){ true, s != NULL };
}

/* other: the PIN that is given before anybody knows whether this one is right. */
static bool is_in(struct loop *loop, const char *folder, const char *pin, const char *other)
{
	_cleanup_(cleanup_people_free) struct people *p = NULL;
	struct log_in in = { .code = "ANNE", .where = FROM_HERE, .role = ROLE_COORDINATOR };
	struct tried t = { 0 };
	uint64_t wait_us;

	(void)snprintf(in.secret, sizeof(in.secret), "%s", pin);
	assert_int_equal(people_new(loop, folder, &p), 0);
	assert_int_equal(people_log_in(p, &in, on_tried, &t, &wait_us), 0);
	if (other)
		give(folder, other);
	while (!t.came)
		assert_int_equal(loop_turn(loop, S), 0);
	return t.in;
}

static void the_one_before_opens_nothing(void **state)
{
	static const char *const names[] = { "secrets.json", "lock", "console", "log-ins",
		"tries.json" };
	_cleanup_(cleanup_loop_free) struct loop *loop = NULL;
	char folder[64], path[128];

	(void)state;
	assert_non_null(mkdtemp(above));
	(void)snprintf(folder, sizeof(folder), "%s/people", above);
	assert_int_equal(loop_new(&loop), 0);
	give(folder, "271828");
	assert_true(is_in(loop, folder, "271828", NULL));
	assert_false(is_in(loop, folder, "271828", "314159"));
	assert_true(is_in(loop, folder, "314159", NULL));
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		(void)unlink(path);
	}
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(rmdir(above), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_ends_without_a_touch, begin, end),
		cmocka_unit_test_setup_teardown(none_goes_on_for_ever, begin, end),
		cmocka_unit_test_setup_teardown(a_cookie_is_of_its_way_in, begin, end),
		cmocka_unit_test_setup_teardown(the_oldest_gives_way, begin, end),
		cmocka_unit_test_setup_teardown(five_wrong_ones_lock_that_name_there, begin, end),
		cmocka_unit_test_setup_teardown(many_at_once_are_no_more, begin, end),
		cmocka_unit_test_setup_teardown(what_was_tried_is_kept, begin, end),
		cmocka_unit_test_setup_teardown(what_cannot_be_kept_locks_each_name, begin, end),
		cmocka_unit_test(the_one_before_opens_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
