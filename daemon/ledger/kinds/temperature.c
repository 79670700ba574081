// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * temperature: what a thermometer of a cold place showed, typed by a person until it has a probe. How cold it
 * is to be there goes with each reading, so that what was out of it is told for ever by the rule of that
 * day. Limits: orders of 21 December 2009 and 8 October 2013 (field study §3.15).
 */
#include "temperature.h"
#include "../write.h"

static const char *const sources[] = { "typed" };
static const struct record_words source_words = { sources, ARRAY_SIZE(sources) };
/* As a product is kept (catalogue_facts.h). */
static const char *const profiles[] = { "FROID_3", "FROID_4", "CONGEL" };
static const struct record_words profile_words = { profiles, ARRAY_SIZE(profiles) };
static const int64_t limits_mc[] = { 3000, 4000, -18000 };

enum { ASKED = RECORD_ASKED | RECORD_NEEDED };

static const struct record_field fields[] = {
	STAMPED(temperature),
	TEXT(temperature, place, .rules = ASKED, .codes = 1 + CATALOGUE_PLACE),
	TEXT(temperature, probe, .rules = RECORD_ASKED, .shape = SHAPE_CODE),
	WORD(temperature, source, source_words),
	WORD(temperature, profile, profile_words, .rules = ASKED),
	NUMBER(temperature, value_mc, .rules = ASKED | RECORD_ZERO, .least = -60000,
		.most = 100000),
	NUMBER(temperature, limit_mc),
	TRUTH(temperature, out),
	{ .name = "operator",
		RECORD_AT(temperature, operator_code, RECORD_TEXT),
		.rules = RECORD_ASKED,
		.codes = 1 + CATALOGUE_OPERATOR },
	VOIDED_BY(temperature),
};
static const struct record temperature_record =
	RECORD_OF(temperature, fields, .table = "temperature", .about = "place");

static int check(const void *value)
{
	const struct temperature *t = value;

	return t->place[0] && t->profile < ARRAY_SIZE(limits_mc) ? 0 : -EBADMSG;
}

/* What it may be there follows from how it is kept. */
static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct temperature *t = value;

	(void)l;
	(void)job;
	(void)res;
	if (check(t) < 0)
		return -EBADMSG;
	t->limit_mc = limits_mc[t->profile];
	t->out = t->value_mc > t->limit_mc;
	return 0;
}

const struct kind temperature_kind = { "temperature", 1, .record = &temperature_record,
	.check = check, .fill = fill, .take_back = entry_only_void, .role = ROLE_KIOSK };
