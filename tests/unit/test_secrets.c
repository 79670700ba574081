// SPDX-License-Identifier: GPL-3.0-or-later
/* Secrets of people: what will do as one, what is kept of it, who may read the files, and one that is damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "secrets.h"

static char above[] = "/tmp/bascule-secrets-XXXXXX";
static char folder[PATH_MAX];
static struct secrets all;

static void path_of(const char *name, char ret_path[PATH_MAX])
{
	(void)snprintf(ret_path, PATH_MAX, "%.200s/%s", folder, name);
}

static bool file_holds(const char *name, const char *text)
{
	char path[PATH_MAX], line[4096];
	bool found = false;
	FILE *in;

	path_of(name, path);
	in = fopen(path, "r");
	assert_non_null(in);
	while (fgets(line, sizeof(line), in))
		found |= strstr(line, text) != NULL;
	assert_int_equal(fclose(in), 0);
	return found;
}

static mode_t mode_of(const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	path_of(name, path);
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void give(const char *code, enum secret_sort sort, const char *secret)
{
	struct secret_set set = { .sort = sort };

	(void)snprintf(set.code, sizeof(set.code), "%s", code);
	assert_int_equal(secret_hash(secret, set.hash), 0);
	assert_int_equal(secrets_change(folder, secret_set, &set), 0);
}

static int begin(void **state)
{
	(void)state;
	if (!mkdtemp(above))
		return -1;
	(void)snprintf(folder, sizeof(folder), "%s/people", above);
	return 0;
}

static int end(void **state)
{
	static const char *const names[] = { "secrets.json", "lock", "console" };
	char path[PATH_MAX];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		path_of(names[i], path);
		(void)unlink(path);
	}
	(void)rmdir(folder);
	return rmdir(above);
}

static void the_folder_is_beside_the_ledger(void **state)
{
	char path[PATH_MAX];

	(void)state;
	secrets_folder("/var/lib/bascule/bascule.db", path);
	assert_string_equal(path, "/var/lib/bascule/people");
	secrets_folder("b.db", path);
	assert_string_equal(path, "./people");
}

static void what_will_do(void **state)
{
	(void)state;
	assert_null(secret_refuses(SECRET_PIN, "1234"));
	assert_null(secret_refuses(SECRET_PIN, "12345678"));
	assert_string_equal(secret_refuses(SECRET_PIN, "123"), "pin_form");
	assert_string_equal(secret_refuses(SECRET_PIN, "123456789"), "pin_form");
	assert_string_equal(secret_refuses(SECRET_PIN, "12a4"), "pin_form");
	assert_null(secret_refuses(SECRET_PASSWORD, "ten letter"));
	assert_string_equal(secret_refuses(SECRET_PASSWORD, "ten lette"), "password_form");
}

/* Nothing is there before the first secret, and that is no mistake. */
static void only_the_service_reads_them(void **state)
{
	struct stat st;
	char token[TOKEN_TEXT_SIZE], again[TOKEN_TEXT_SIZE];

	(void)state;
	assert_int_equal(secrets_read(folder, &all), 0);
	assert_int_equal(all.people, 0);
	assert_int_not_equal(stat(folder, &st), 0);
	give("ANNE", SECRET_PIN, "4711");
	assert_int_equal(mode_of("."), 0750);
	assert_int_equal(mode_of("secrets.json"), 0600);
	assert_int_equal(mode_of("console"), 0640);
	assert_int_equal(secrets_console(folder, token), 0);
	assert_int_equal(secrets_console(folder, again), 0);
	assert_int_equal(strlen(token), TOKEN_TEXT_SIZE - 1);
	assert_string_equal(token, again);
}

static void a_pin_and_a_password_are_two(void **state)
{
	const struct person *anne;

	(void)state;
	give("ANNE", SECRET_PASSWORD, "correct horse");
	give("BOB", SECRET_PIN, "4711");
	assert_int_equal(secrets_read(folder, &all), 0);
	assert_int_equal(all.people, 2);
	anne = secrets_person(&all, "ANNE");
	assert_non_null(anne);
	assert_true(secret_is(anne->hash[SECRET_PIN], "4711"));
	assert_false(secret_is(anne->hash[SECRET_PIN], "4712"));
	assert_false(secret_is(anne->hash[SECRET_PIN], "correct horse"));
	assert_true(secret_is(anne->hash[SECRET_PASSWORD], "correct horse"));
	assert_false(secret_is(secrets_person(&all, "BOB")->hash[SECRET_PASSWORD], ""));
	/* The same PIN leaves no two same hashes. */
	assert_string_not_equal(
		anne->hash[SECRET_PIN], secrets_person(&all, "BOB")->hash[SECRET_PIN]);
	assert_null(strstr(anne->hash[SECRET_PIN], "4711"));
	assert_non_null(strstr(anne->hash[SECRET_PIN], "$argon2id$"));
	assert_null(secrets_person(&all, "CLAIRE"));
}

/* Of who left no byte stays; of a copy that is put back neither a token nor what is named. */
static void who_left_keeps_none(void **state)
{
	struct secrets_settled settled = { .count = 1,
		.gone = { { .code = "ANNE", .sort = SECRET_PIN } } };
	char bob[SECRET_HASH_SIZE], token[TOKEN_TEXT_SIZE], again[TOKEN_TEXT_SIZE];

	(void)state;
	assert_int_equal(secrets_read(folder, &all), 0);
	memcpy(bob, secrets_person(&all, "BOB")->hash[SECRET_PIN], sizeof(bob));
	assert_true(file_holds("secrets.json", bob));
	assert_int_equal(secrets_drop(folder, "BOB"), 0);
	assert_int_equal(secrets_drop(folder, "BOB"), -ENOENT);
	assert_false(file_holds("secrets.json", bob));
	assert_int_equal(secrets_console(folder, token), 0);
	assert_int_equal(secrets_settle(folder, &settled), 0);
	assert_int_equal(secrets_console(folder, again), 0);
	assert_string_not_equal(token, again);
	assert_int_equal(secrets_read(folder, &all), 0);
	assert_int_equal(all.people, 1);
	assert_string_equal(secrets_person(&all, "ANNE")->hash[SECRET_PIN], "");
	assert_true(
		secret_is(secrets_person(&all, "ANNE")->hash[SECRET_PASSWORD], "correct horse"));
	assert_true(all.person[0].at_us[SECRET_PASSWORD] > 0);
	assert_int_equal(secrets_settle("/nowhere/at/all", &settled), 0);
}

static void a_damaged_file_is_no_empty_one(void **state)
{
	char path[PATH_MAX];
	FILE *out;

	(void)state;
	path_of("secrets.json", path);
	out = fopen(path, "w");
	assert_non_null(out);
	(void)fputs("{\"people\": 3}", out);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(secrets_read(folder, &all), -EBADMSG);
	assert_int_equal(
		secrets_change(folder, secret_set, &(struct secret_set){ .code = "X" }), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_folder_is_beside_the_ledger),
		cmocka_unit_test(what_will_do),
		cmocka_unit_test(only_the_service_reads_them),
		cmocka_unit_test(a_pin_and_a_password_are_two),
		cmocka_unit_test(who_left_keeps_none),
		cmocka_unit_test(a_damaged_file_is_no_empty_one),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
