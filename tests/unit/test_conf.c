// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * station.conf: what a right file says, and every mistake listed with its line, all of
 * them at once, in both languages.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "conf.h"

static char path[] = "/tmp/test_conf.XXXXXX";

static struct conf *read_text(const char *text, size_t size)
{
	struct conf *c = NULL;
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, size, f), size);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(conf_read(path, &c), 0);
	return c;
}

static struct conf *read_string(const char *text)
{
	return read_text(text, strlen(text));
}

/* The mistakes, without the file's name. */
static char *mistakes(const struct conf *c, enum lang lang)
{
	static char out[8192];
	char *line = NULL;
	size_t size = 0, len = 0, prefix = strlen(path);
	FILE *f = tmpfile();

	assert_non_null(f);
	conf_print(c, lang, f);
	rewind(f);
	*out = '\0';
	while (getline(&line, &size, f) > 0) {
		assert_memory_equal(line, path, prefix);
		len += (size_t)snprintf(out + len, sizeof(out) - len, "%s", line + prefix);
	}
	free(line);
	fclose(f);
	return out;
}

static void one_mistake(const char *text, const char *start)
{
	_cleanup_(cleanup_conf_free) struct conf *c = read_string(text);
	const char *said;

	assert_int_equal(conf_mistakes(c), 1);
	said = mistakes(c, LANG_EN);
	if (strncmp(said, start, strlen(start)))
		fail_msg("said %s, not %s", said, start);
	assert_string_not_equal(mistakes(c, LANG_FR), "");
	assert_null(strstr(mistakes(c, LANG_FR), "conf_"));
	assert_null(strchr(mistakes(c, LANG_FR), '{'));
}

static void test_right_file(void **state)
{
	static const char *const colours[] = { "red", "green", NULL };
	_cleanup_(cleanup_conf_free) struct conf *c = read_string("\xef\xbb\xbf# comment\r\n"
								  "; another\r\n"
								  "[site]\r\n"
								  "name = Le Mans: sud\r\n"
								  "  \r\n"
								  "[scale floor]\r\n"
								  "e = 0,02\r\n"
								  "most=150.5\r\n"
								  "frames = 3\r\n"
								  "colour = green\r\n"
								  "loud = oui\r\n"
								  "[scale bench]\r\n"
								  "[http]");
	struct conf_section *site = conf_section(c, "site", NULL);
	struct conf_section *floor = conf_section(c, "scale", NULL), *bench;

	(void)state;
	assert_string_equal(conf_text(site, "name", ""), "Le Mans: sud");
	assert_string_equal(conf_section_name(site), "");
	assert_string_equal(conf_section_name(floor), "floor");
	assert_int_equal(conf_kg(floor, "e", 0), 20000);
	assert_int_equal(conf_kg(floor, "most", 0), 150500000);
	assert_int_equal(conf_int(floor, "frames", 2, 9, 0), 3);
	assert_int_equal(conf_choice(floor, "colour", colours, 0), 1);
	assert_true(conf_bool(floor, "loud", false));
	bench = conf_section(c, "scale", floor);
	assert_string_equal(conf_section_name(bench), "bench");
	assert_int_equal(conf_int(bench, "frames", 2, 9, 5), 5);
	assert_null(conf_section(c, "scale", bench));
	assert_non_null(conf_section(c, "http", NULL));
	conf_check_unused(c, (const char *const[]){ "site", "scale", "http", NULL });
	assert_int_equal(conf_mistakes(c), 0);
}

static void test_each_wrong_line(void **state)
{
	char text[400] = "[site]\nname = ";

	(void)state;
	one_mistake("[site]\nname = a\n  zone = b\n", ":3: Indented line: \"zone = b\"");
	one_mistake("[site]\n\tname = a\n", ":2: Indented line");
	one_mistake("[site]\nname = a ; here\n", ":2: No ; or #");
	one_mistake("[site]\nname = a # here\n", ":2: No ; or #");
	one_mistake("[site]\nname = a;b\n", ":2: No ; or #");
	one_mistake("[site]\nname : a\n", ":2: Line not understood");
	one_mistake("[site]\nname\n", ":2: Line not understood");
	one_mistake("[site]\n= a\n", ":2: Line not understood");
	one_mistake("[site]\nname =\n", ":2: The key has no value");
	one_mistake("name = a\n[site]\n", ":1: Key before any section");
	one_mistake("[site]\nname = a\nzone = b\nname = c\n",
		":4: The key \"name\" is already on line 2");
	one_mistake("[scale a]\n[scale b]\n[scale a]\nx = 1\n",
		":3: Section [scale a] is already on line 1");
	one_mistake("[site\nname = a\n", ":1: Section title");
	one_mistake("[]\n", ":1: Section title");
	one_mistake("[scale a b]\n", ":1: Section title");
	one_mistake("[scale a] ; x\n", ":1: Section title");
	one_mistake("[scale abcdefghijklmnopqrstuvwxyzabcdef]\n", ":1: Section title");
	memset(text + strlen(text), 'x', 300);
	one_mistake(text, ":2: Line too long: 180");
}

static void test_days(void **state)
{
	_cleanup_(cleanup_conf_free) struct conf *c =
		read_string("[scale a]\nfirst = 2028-02-29\nlast = 2027-02-29\n");
	struct conf_section *s = conf_section(c, "scale", NULL);
	char day[DAY_SIZE] = "x";
	const char *said;

	(void)state;
	conf_day(s, "none", day);
	assert_string_equal(day, "");
	conf_day(s, "first", day);
	assert_string_equal(day, "2028-02-29");
	assert_int_equal(conf_mistakes(c), 0);
	conf_day(s, "last", day);
	assert_string_equal(day, "");
	said = mistakes(c, LANG_EN);
	assert_memory_equal(said, ":3: last = 2027-02-29: a day", 28);
}

static void test_zero_byte(void **state)
{
	static const char text[] = "[site]\nna\0me = a\nzone = b\n";
	_cleanup_(cleanup_conf_free) struct conf *c = read_text(text, sizeof(text) - 1);

	(void)state;
	assert_int_equal(conf_mistakes(c), 1);
	assert_memory_equal(mistakes(c, LANG_EN), ":2: ", 4);
	assert_string_equal(conf_text(conf_section(c, "site", NULL), "zone", ""), "b");
}

static void test_long_line_does_not_spill(void **state)
{
	char text[1200];
	_cleanup_(cleanup_conf_free) struct conf *c = NULL;

	(void)state;
	snprintf(text, sizeof(text), "[site]\n# %01000d\nname = a\n", 0);
	c = read_string(text);
	assert_int_equal(conf_mistakes(c), 1);
	assert_memory_equal(mistakes(c, LANG_EN), ":2: ", 4);
	assert_string_equal(conf_text(conf_section(c, "site", NULL), "name", ""), "a");
}

static void test_wrong_values(void **state)
{
	static const char *const colours[] = { "red", "green", NULL };
	_cleanup_(cleanup_conf_free) struct conf *c = read_string("[scale a]\n"
								  "e = 2 kg\n"
								  "most = -1\n"
								  "frames = 12\n"
								  "span = 3x\n"
								  "colour = blue\n"
								  "loud = perhaps\n"
								  "colors = red\n");
	struct conf_section *s = conf_section(c, "scale", NULL);
	struct sentence own = { .key = "conf_no_value" };

	(void)state;
	assert_int_equal(conf_kg(s, "e", 7), 7);
	assert_int_equal(conf_kg(s, "most", 8), 8);
	assert_int_equal(conf_int(s, "frames", 2, 9, 4), 4);
	assert_int_equal(conf_int(s, "span", 0, 9, 5), 5);
	assert_int_equal(conf_choice(s, "colour", colours, 1), 1);
	assert_true(conf_bool(s, "loud", true));
	sentence_param(&own, "text", "absent");
	conf_mistake(s, "absent", &own);
	conf_check_unused(c, (const char *const[]){ "scale", NULL });
	assert_string_equal(mistakes(c, LANG_EN),
		":1: The key has no value: \"absent\". Write one, or put # before the line.\n"
		":2: e = 2 kg: kilograms are needed, for example 0.02 or 150.\n"
		":3: most = -1: kilograms are needed, for example 0.02 or 150.\n"
		":4: frames = 12: a whole number from 2 to 9 is needed.\n"
		":5: span = 3x: a whole number from 0 to 9 is needed.\n"
		":6: colour = blue: choose one of red, green.\n"
		":7: loud = perhaps: write yes or no.\n"
		":8: Unknown key in [scale]: \"colors\". Check the spelling in the sample file.\n");
	assert_int_equal(conf_mistakes(c), 8);
}

static void test_unknown_section_is_one_mistake(void **state)
{
	_cleanup_(cleanup_conf_free) struct conf *c =
		read_string("[scales]\ndriver = hid\nx = 1\n[site]\nname = a\n");

	(void)state;
	conf_text(conf_section(c, "site", NULL), "name", "");
	conf_check_unused(c, (const char *const[]){ "site", "scale", NULL });
	assert_int_equal(conf_mistakes(c), 1);
	assert_memory_equal(mistakes(c, LANG_EN), ":1: Unknown section: [scales]", 29);
}

static void test_no_file(void **state)
{
	struct conf *c = NULL;

	(void)state;
	assert_int_equal(conf_read("/nonexistent/station.conf", &c), -ENOENT);
	assert_null(c);
}

/* What the first day adds: station.conf wins, and a section of a device is one or the other, whole. */
static void test_what_stands_there_stays(void **state)
{
	static const char more[] = "[site]\npole = XX\nzone = Indian/Reunion\n[scale "
				   "floor]\ndriver = usb\nserial = 9\n"
				   "[scale table]\ndriver = usb\n";
	_cleanup_(cleanup_conf_free) struct conf *c =
		read_string("[site]\npole = HD\n[scale floor]\ndriver = serial\n");
	struct conf_section *site, *floor_scale, *table;

	(void)state;
	assert_int_equal(conf_add_text(c, more, sizeof(more) - 1), 0);
	assert_int_equal(conf_mistakes(c), 0);
	site = conf_section(c, "site", NULL);
	floor_scale = conf_section(c, "scale", NULL);
	table = conf_section(c, "scale", floor_scale);
	assert_string_equal(conf_text(site, "pole", ""), "HD");
	assert_string_equal(conf_text(site, "zone", ""), "Indian/Reunion");
	assert_string_equal(conf_text(floor_scale, "driver", ""), "serial");
	assert_null(conf_text(floor_scale, "serial", NULL));
	assert_string_equal(conf_section_name(table), "table");
	assert_string_equal(conf_text(table, "driver", ""), "usb");
}

static int begin(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	if (fd < 0)
		return -1;
	close(fd);
	return lang_init();
}

static int end(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right_file),
		cmocka_unit_test(test_each_wrong_line),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_zero_byte),
		cmocka_unit_test(test_long_line_does_not_spill),
		cmocka_unit_test(test_wrong_values),
		cmocka_unit_test(test_unknown_section_is_one_mistake),
		cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_what_stands_there_stays),
	};

	return cmocka_run_group_tests_name("conf", tests, begin, end);
}
