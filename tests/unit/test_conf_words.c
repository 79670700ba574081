// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lists of words that station.conf chooses from: as many as there are, each is taken, any other is
 * a mistake that names them all, and no list is too long for what says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../../daemon/printer/language.h"
#include "../../daemon/scale/driver.h"
#include "printer.h"

static struct conf *read_text(const char *text)
{
	char path[] = "/tmp/bascule-words-XXXXXX";
	int fd = mkstemp(path);
	struct conf *c = NULL;

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	(void)close(fd);
	assert_int_equal(conf_read(path, &c), 0);
	(void)unlink(path);
	return c;
}

/* What is said of it in English. */
static const char *mistakes(const struct conf *c)
{
	static char out[4096];
	FILE *f = tmpfile();

	assert_non_null(f);
	conf_print(c, LANG_EN, f);
	rewind(f);
	out[fread(out, 1, sizeof(out) - 1, f)] = '\0';
	(void)fclose(f);
	return out;
}

#define LONG "-and-many-letters-more-than-anybody-would-write"

static void truth_36_a_list_may_be_longer_than_its_sentence(void **state)
{
	static const char *const words[] = { "a" LONG, "b" LONG, "c" LONG, "d" LONG, "e" LONG,
		"f" LONG, "g" LONG, "h" LONG, "i" LONG, "j" LONG, "k" LONG, "l" LONG, NULL };
	_cleanup_(cleanup_conf_free) struct conf *c =
		read_text("[site]\nfirst = l" LONG "\nsecond = m" LONG "\n");
	struct conf_section *s = conf_section(c, "site", NULL);

	(void)state;
	assert_int_equal(conf_choice(s, "first", words, 2), 11);
	assert_int_equal(conf_mistakes(c), 0);
	assert_int_equal(conf_choice(s, "second", words, 2), 2);
	assert_int_equal(conf_mistakes(c), 1);
	assert_non_null(strstr(mistakes(c), "choose one of a" LONG ", b" LONG ", "));
}

static void on_reading(void *data, size_t index, const struct reading *r)
{
	(void)data;
	(void)index;
	(void)r;
}

/* What is said of [scale a] or [printer a] with that line. */
static const char *said_of(const char *kind, const char *key, const char *word)
{
	static const struct printer_events none;
	_cleanup_(cleanup_loop_free) struct loop *loop = NULL;
	_cleanup_(cleanup_conf_free) struct conf *c = NULL;
	struct printers *printers = NULL;
	struct scales *scales = NULL;
	char text[200];

	(void)snprintf(text, sizeof(text), "[%s a]\n%s = %s\n", kind, key, word);
	c = read_text(text);
	assert_int_equal(loop_new(&loop), 0);
	assert_int_equal(printers_new(loop, NULL, c, &none, &printers), 0);
	assert_int_equal(scales_new(loop, NULL, c, on_reading, NULL, &scales), 0);
	(void)printers_free(printers);
	(void)scales_free(scales);
	return mistakes(c);
}

/* Each is taken, and named to whoever wrote nine that are none. */
static void expect_words(const char *kind, const char *key, const char *const *words, size_t count)
{
	char list[200] = "choose one of ";

	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(list);

		(void)snprintf(list + len, sizeof(list) - len, "%s%s", i ? ", " : "", words[i]);
		if (strstr(said_of(kind, key, words[i]), "choose one of"))
			fail_msg("%s", said_of(kind, key, words[i]));
	}
	strncat(list, ".", sizeof(list) - strlen(list) - 1);
	if (!strstr(said_of(kind, key, "one, two, three, four, five, six, seven, eight, nine"),
		    list))
		fail_msg("%s, not %s", said_of(kind, key, "nine"), list);
}

static void truth_36_each_driver_of_scales_is_a_word(void **state)
{
	const char *words[SCALE_DRIVERS];

	(void)state;
	for (size_t i = 0; i < SCALE_DRIVERS; i++)
		words[i] = scale_drivers[i]->name;
	expect_words("scale", "driver", words, SCALE_DRIVERS);
}

static void truth_36_each_language_of_printers_is_a_word(void **state)
{
	const char *words[PRINT_LANGUAGES];

	(void)state;
	for (size_t i = 0; i < PRINT_LANGUAGES; i++)
		words[i] = print_languages[i]->name;
	expect_words("printer", "language", words, PRINT_LANGUAGES);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(truth_36_a_list_may_be_longer_than_its_sentence),
		cmocka_unit_test(truth_36_each_driver_of_scales_is_a_word),
		cmocka_unit_test(truth_36_each_language_of_printers_is_a_word),
	};

	if (lang_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
