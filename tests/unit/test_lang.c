// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Words: both languages load, a missing key shows itself, Accept-Language chooses; and the
 * compiled-in files are found byte for byte.
 */
#include <ctype.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "asset.h"
#include "catalogue_facts.h"
#include "lang.h"

static void test_say(void **state)
{
	struct sentence s = { .key = "conf_unknown_section" }, none = { 0 };
	char buf[200];

	(void)state;
	sentence_param(&s, "name", "skale");
	assert_non_null(
		strstr(lang_say(LANG_FR, &s, buf, sizeof(buf)), "Section inconnue : [skale]"));
	assert_non_null(
		strstr(lang_say(LANG_EN, &s, buf, sizeof(buf)), "Unknown section: [skale]"));
	assert_string_equal(lang_say(LANG_EN, &none, buf, sizeof(buf)), "");
	assert_string_equal(lang_text(LANG_FR, "no such key"), "no such key");
}

static void chosen(const char *accept, enum lang want)
{
	enum lang said = LANG_COUNT;

	assert_int_equal(lang_from_name(accept, &said), 0);
	assert_int_equal(said, want);
}

static void test_choose(void **state)
{
	enum lang said = LANG_COUNT;

	(void)state;
	chosen("fr", LANG_FR);
	chosen("en", LANG_EN);
	chosen("en-GB,en;q=0.9", LANG_EN);
	chosen("de-DE, en;q=0.7, fr;q=0.9", LANG_FR);
	chosen("fr;q=0.1,en;q=0.25", LANG_EN);
	chosen("EN", LANG_EN);
	assert_int_equal(lang_from_name("de", &said), -ENOENT);
	assert_int_equal(lang_from_name("", &said), -ENOENT);
	assert_int_equal(lang_from_name("french", &said), -ENOENT);
	assert_int_equal(lang_from_name("fr;q=0", &said), -ENOENT);
	assert_int_equal(said, LANG_COUNT);
}

static void test_assets(void **state)
{
	const struct asset *a = asset_find("lang/fr/page.json");
	size_t count = 0;

	(void)state;
	assert_non_null(a);
	assert_int_equal(a->data[0], '{');
	assert_int_equal(a->data[a->size], '\0');
	assert_int_equal(strlen(a->data), a->size);
	assert_null(asset_find("lang/xx/page.json"));
	for (a = asset_next(NULL); a; a = asset_next(a))
		count++;
	assert_true(count >= 2);
}

/* A room that no program had compiled in, or that was not read, would show its keys. */
static void test_words_of_every_room(void **state)
{
	static const char *const keys[] = { "page_back", "already_void", "bad_lang",
		"conf_bad_zone", "label_kg", "column_day", "sim_usage" };

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		for (enum lang l = 0; l < LANG_COUNT; l++)
			assert_string_not_equal(lang_text(l, keys[i]), keys[i]);
}

static void has_words(const char *room, const char *name, const char *word)
{
	char key[96];

	(void)snprintf(key, sizeof(key), "%s%s%s%s", room, name, *word ? "_" : "", word);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		assert_string_not_equal(lang_text(l, key), key);
}

/* Keys have no capitals. */
static const char *small(const char *word, char to[64])
{
	size_t i = 0;

	for (; i < 63 && word[i]; i++)
		to[i] = (char)tolower((unsigned char)word[i]);
	to[i] = '\0';
	return to;
}

/* The page asks for each fact by name, and shows each word of it: none is a bare key. */
static void test_words_of_every_fact(void **state)
{
	const struct record_field *f;

	(void)state;
	for (size_t i = 0; (f = catalogue_fact_at(i)); i++) {
		size_t len = strlen(f->name);
		char name[64];

		(void)snprintf(name, sizeof(name), "%s", f->name);
		if (f->type == RECORD_MG)
			name[len - strlen("_mg")] = '\0';
		has_words("page_field_", name, "");
		for (size_t w = 0; f->words && w < f->words->count; w++)
			if (f->words->names[w][0])
				has_words("page_word_", f->name, small(f->words->names[w], name));
	}
	for (enum catalogue_kind kind = 0; kind < CATALOGUE_KIND_COUNT; kind++) {
		has_words("page_kind_", catalogue_kind_name(kind), "");
		has_words("page_new_", catalogue_kind_name(kind), "");
	}
}

static int begin(void **state)
{
	(void)state;
	return lang_init();
}

/* A Zebra without paper says nothing: who only looks at the switch finds it on. */
static void truth_33_a_mute_printer_is_looked_at_for_paper_first(void **state)
{
	static const struct {
		enum lang lang;
		const char *paper, *power;
	} words[] = { { LANG_FR, "étiquettes", "allumée" }, { LANG_EN, "labels", "is on" } };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *said = lang_text(words[i].lang, "printer_mute");
		const char *paper = strstr(said, words[i].paper);
		const char *power = strstr(said, words[i].power);

		assert_true(paper && power && paper < power);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_say),
		cmocka_unit_test(test_choose),
		cmocka_unit_test(test_assets),
		cmocka_unit_test(test_words_of_every_room),
		cmocka_unit_test(test_words_of_every_fact),
		cmocka_unit_test(truth_33_a_mute_printer_is_looked_at_for_paper_first),
	};

	return cmocka_run_group_tests_name("lang", tests, begin, NULL);
}
