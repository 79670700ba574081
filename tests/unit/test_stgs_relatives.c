// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Relatives of the "ST,GS" family, a comma that may be either, and frames that begin as the
 * protocol does and are not understood.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "../../daemon/scale/parse_stgs.h"
#include "cleanup.h"
#include "lang.h"
#include "station.h"

/* The last reading of a line, of a parser that was told so; its state is SILENT: there is none. */
static struct reading hear(const struct stgs_rule *rule, const char *text)
{
	struct reading last = { .state = SCALE_SILENT };
	size_t len = strlen(text);
	struct stgs p;

	stgs_reset(&p);
	p.rule = *rule;
	while (len > 0) {
		bool complete;
		struct reading r;
		size_t n = stgs_feed(&p, (const uint8_t *)text, len, 99, &complete, &r);

		if (complete)
			last = r;
		text += n;
		len -= n;
	}
	return last;
}

static const struct stgs_rule none;

static void truth_14_relatives_are_read(void **state)
{
	static const struct {
		const char *text;
		enum scale_state state;
	} rows[] = {
		{ "ST,GS,1\xC4,00013.50 kg\r\n", SCALE_STABLE }, /* CAS, 22 bytes */
		{ "ST,NT,1\xC6,00013.50 kg\r\n", SCALE_STABLE },
		{ "US,GS,1\x8A,00013.50 kg\r\n", SCALE_MOVING }, /* lamps that look like an end */
		{ "US,GS,1\x8D,00013.50 kg\r\n", SCALE_MOVING },
		{ "US,GS,1\x83,00013.50 kg\r\n", SCALE_MOVING },
		{ "ST,GS,   13.50,kg\r\n", SCALE_STABLE }, /* Dini Argeo */
		{ "ST,GS   13.50 kg\r\n", SCALE_STABLE },
		{ "ST,GS,   13,50,kg\r\n", SCALE_STABLE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct reading r = hear(&none, rows[i].text);

		assert_int_equal(r.state, rows[i].state);
		assert_int_equal(r.mass_mg, 13500000);
		assert_int_equal(r.device_net, rows[i].text[3] == 'N');
	}
	assert_int_equal(hear(&none, "OL,GS,1\xC4,         kg\r\n").state, SCALE_OVERLOAD);
	/* The lamp of hold: what is shown is not what lies there. */
	assert_int_equal(hear(&none, "ST,GS,1\xD4,00013.50 kg\r\n").state, SCALE_FAULT);
}

static void truth_14_a_line_without_a_unit_needs_the_key(void **state)
{
	static const struct stgs_rule kg = { .unit = MASS_KILOGRAM }, g = { .unit = MASS_GRAM };
	static const char line[] = "ST,GS,+0013.50\r\n";
	struct reading r;

	(void)state;
	assert_int_equal(hear(&kg, line).mass_mg, 13500000);
	assert_int_equal(hear(&g, line).mass_mg, 13500);
	assert_int_equal(hear(&kg, "ST,GS,+0013.50 g\r\n").mass_mg, 13500);
	r = hear(&none, "ST,GS,+0013.50\r\nST,GS,+0013.50\r\n");
	assert_int_equal(r.state, SCALE_FAULT);
	assert_int_equal(r.reason, REASON_UNKNOWN_FORMAT);
}

static void truth_14_a_comma_before_three_digits_is_told(void **state)
{
	static const struct stgs_rule comma = { .decimal = STGS_COMMA };
	static const struct stgs_rule point = { .decimal = STGS_POINT };
	static const struct {
		const struct stgs_rule *rule;
		const char *text;
		int64_t mg; /* 0: none */
	} rows[] = {
		{ &none, "ST,GS,+1,234kg\r\n", 0 },
		{ &comma, "ST,GS,+1,234kg\r\n", 1234000 },
		{ &point, "ST,GS,+1,234kg\r\n", 1234000000 },
		{ &point, "ST,GS,+1,234.5kg\r\n", 1234500000 },
		{ &point, "ST,GS,+12,34kg\r\n", 0 },
		{ &comma, "ST,GS,+1.234kg\r\n", 0 },
		{ &none, "ST,GS,+1,23kg\r\n", 1230000 },
		{ &none, "ST,GS,+1.234kg\r\n", 1234000 },
	};
	struct reading r = hear(&none, "ST,GS,+1,234kg\r\n");

	(void)state;
	assert_int_equal(r.reason, REASON_COMMA_UNCHECKED);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(hear(rows[i].rule, rows[i].text).mass_mg, rows[i].mg);
}

/* One format unknown to us is not a cable: its bytes are kept for whoever asks. */
static void truth_14_an_unknown_format_shows_its_bytes(void **state)
{
	static const char line[] = "ST,GS,X7;00013.50 kg\r\n";
	struct reading r = hear(&none, "ST,GS,X7;00013.50 kg\r\nST,GS,X7;00013.50 kg\r\n");
	char text[READING_TEXT_SIZE];

	(void)state;
	assert_int_equal(r.reason, REASON_UNKNOWN_FORMAT);
	assert_int_equal(strncmp(reading_raw_text(&r, text), line, strlen(text)), 0);
	r = hear(&none, "\xff\xfe noise\r\n\x01\\more\r\n");
	assert_int_equal(r.reason, REASON_BAD_FRAME);
	assert_string_equal(reading_raw_text(&r, text), "\\x01\\x5Cmore");
	r = hear(&none, "ST,GS,+0012.34kg\r\nST,GS,+00\r\n");
	assert_int_equal(r.reason, REASON_BAD_FRAME); /* it was understood before */
}

/* What the page says of a scale that said that. */
static const char *said_of(enum lang lang, const struct reading *reading)
{
	static const struct stability_rule still = { .frames = 2 };
	static struct station s;
	static struct station_effects fx;
	static char text[512];
	const struct station_config config = { .site = "MS", .station = "ACCUEIL" };
	static const struct catalogue none_yet;
	struct station_event event = { .kind = EVENT_READING, .reading = *reading };
	struct sentence said;
	size_t index;

	station_init(&s, &config, &none_yet);
	assert_int_equal(station_add_scale(&s, "floor", 0, 0, &still, &index), 0);
	event.now.boot_us = event.reading.at_boot_us = 1000000;
	station_step(&s, &event, &fx);
	station_scale_sentence(&s, index, &said);
	return lang_say(lang, &said, text, sizeof(text));
}

static void truth_14_the_page_shows_the_bytes(void **state)
{
	struct reading r = hear(&none, "ST,GS,X7;13.50\r\nST,GS,X7;13.50\r\n");

	(void)state;
	assert_int_equal(lang_init(), 0);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		assert_non_null(strstr(said_of(l, &r), "ST,GS,X7;13.50"));
}

static void truth_15_one_line_a_load_says_what_to_set(void **state)
{
	const struct reading r = { .state = SCALE_SILENT, .reason = REASON_ONE_LINE };

	(void)state;
	assert_int_equal(lang_init(), 0);
	assert_non_null(strstr(said_of(LANG_FR, &r), "envoi continu, ou ask"));
	assert_non_null(strstr(said_of(LANG_EN, &r), "continuous sending, or ask"));
}

/* One that was just opened is plugged in, says the page. */
static void truth_15_waiting_is_not_said_to_be_unplugged(void **state)
{
	const struct reading opened = { .state = SCALE_SILENT, .reason = REASON_WAITING };
	static const char *const words[LANG_COUNT] = {
		[LANG_FR] = "est branchée", [LANG_EN] = "is plugged in"
	};

	(void)state;
	assert_int_equal(lang_init(), 0);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		assert_non_null(strstr(said_of(l, &opened), words[l]));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(truth_14_relatives_are_read),
		cmocka_unit_test(truth_14_a_line_without_a_unit_needs_the_key),
		cmocka_unit_test(truth_14_a_comma_before_three_digits_is_told),
		cmocka_unit_test(truth_14_an_unknown_format_shows_its_bytes),
		cmocka_unit_test(truth_14_the_page_shows_the_bytes),
		cmocka_unit_test(truth_15_one_line_a_load_says_what_to_set),
		cmocka_unit_test(truth_15_waiting_is_not_said_to_be_unplugged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
