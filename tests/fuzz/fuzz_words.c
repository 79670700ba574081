// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Words that come over HTTP and from the button box: moments, periods, groupings, actions,
 * lines. Accepted words are told back as the same; days are in order; nothing is overrun.
 */
#include <assert.h>
#include <string.h>
#include "../../daemon/panel/box_line.h"
#include "clock.h"
#include "lang.h"
#include "day.h"
#include "report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void moments(const char *text)
{
	char iso[40], day[DAY_SIZE];
	int64_t wall_us, again_us;

	if (clock_parse_iso(text, &wall_us) < 0)
		return;
	clock_day(wall_us, day);
	assert(memchr(day, '\0', sizeof(day)));
	assert(clock_parse_iso(clock_iso(wall_us, iso, sizeof(iso)), &again_us) == 0);
	assert(wall_us - again_us >= 0 && wall_us - again_us < 1000000);
}

static void reports(const char *text)
{
	char first[DAY_SIZE], last[DAY_SIZE];
	struct report_query query = { 0 };
	struct sentence why = { 0 };

	if (day_period(text, "2026-11-28", first, last) == 0)
		assert(strlen(first) == 10 && strlen(last) == 10 && strcmp(first, last) <= 0);
	if (report_by(&tonnage_report, text, &query, &why) == 0)
		assert(query.by_count <= BY_COUNT);
	else
		assert(why.key);
}

static void lines(const uint8_t *data, size_t size)
{
	char name[PANEL_WORD_SIZE] = "";
	struct box_line box = { 0 };

	for (size_t i = 0; i < size; i++) {
		enum box_word word = box_line_feed(&box, (char)data[i], name);

		if (word == BOX_PRESSED || word == BOX_RELEASED)
			assert(strlen(name) > 0 && strlen(name) < PANEL_WORD_SIZE);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum station_action action;
	enum lang lang;
	char text[256];

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	moments(text);
	reports(text);
	lines(data, size);
	if (station_action_from_name(text, &action) == 0)
		assert(strcmp(station_action_name(action), text) == 0);
	(void)lang_from_name(text, &lang);
	return 0;
}
