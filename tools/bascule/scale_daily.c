// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule scale daily: a known mass lies on the scale; what it shows is written beside it, and
 * said to be right enough or not. When the mass is taken off, it is no load that left unrecorded.
 */
#include <string.h>
#include <unistd.h>
#include "mass.h"
#include "typeset.h"
#include "wizard.h"

enum { LOOK_US = 250000, REST_LOOKS = 40, LIFT_LOOKS = 240, EMPTY_LOOKS = 6 };

static int64_t mg_of(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

static void with_kg(const struct cli *c, struct sentence *s, const char *name, int64_t mg)
{
	char kg[32];

	sentence_param(s, name, typeset_kg(mg, 3, c->lang == LANG_FR, kg, 32));
}

static int say_verdict(const struct cli *c, const json_t *check)
{
	const bool passed = json_is_true(json_object_get(check, "passed"));
	struct sentence s = { .key = passed ? "daily_passed" : "daily_failed" };
	char text[512];

	sentence_param(&s, "name", text_of(check, "scale"));
	with_kg(c, &s, "reading", mg_of(check, "reading_mg"));
	with_kg(c, &s, "error", mg_of(check, "error_mg"));
	with_kg(c, &s, "allowed", mg_of(check, "allowed_mg"));
	(void)puts(lang_say(c->lang, &s, text, sizeof(text)));
	return passed ? EXIT_DONE : EXIT_REFUSED;
}

/* As near as the station takes two masses for one (contract, Station: c). */
static bool is_near(const json_t *check, int64_t mg)
{
	const int64_t e_mg = mg_of(check, "e_mg"), gross_mg = 100000;
	int64_t off_mg = mg - mg_of(check, "reading_mg");
	int64_t c_mg = 5 * e_mg <= gross_mg ? 5 * e_mg : 2 * e_mg > gross_mg ? 2 * e_mg : gross_mg;

	return off_mg < c_mg && off_mg > -c_mg;
}

/* Whether it is what was weighed, and that alone: of that scale, since then, not seen to. */
static bool is_ours(const json_t *load, const json_t *check)
{
	return strcmp(text_of(load, "scale"), text_of(check, "scale")) == 0 &&
	       strcmp(text_of(load, "at"), text_of(check, "at")) > 0 &&
	       !*text_of(load, "struck_by") && is_near(check, mg_of(load, "high_mg"));
}

/* 1: it has left, and is seen to; 0: not yet; else an exit code, negated. */
static int dismiss(const struct cli *c, const char *url, const json_t *check)
{
	json_t *answer = NULL, *load, *body = NULL, *seen = NULL;
	char path[64] = "";
	int code = remote_call(c, url, "/left", NULL, &answer);
	size_t i;

	if (code == EXIT_DONE)
		json_array_foreach(
			json_object_get(answer, "left"), i, load) if (is_ours(load, check))(void)
			snprintf(path, sizeof(path), "/left/%s/dismiss", text_of(load, "id"));
	if (*path) {
		body = json_pack("{s:s}", "reason", "TEST");
		code = remote_call(c, url, path, body, &seen);
	}
	json_decref(body);
	json_decref(seen);
	json_decref(answer);
	return code != EXIT_DONE ? -code : *path != '\0';
}

/* A mass that was taken off at once never rested, and is in no line. */
static bool is_empty(const struct cli *c, const char *url, const char *path)
{
	json_t *scale = NULL;
	bool empty = remote_call(c, url, path, NULL, &scale) == EXIT_DONE &&
		     strcmp(text_of(scale, "state"), "zero") == 0;

	json_decref(scale);
	return empty;
}

static void wait_for_lift(
	const struct cli *c, const char *url, const char *path, const json_t *check)
{
	int empty = 0;

	(void)puts(lang_text(c->lang, "daily_take_off"));
	(void)fflush(stdout);
	for (int i = 0; i < LIFT_LOOKS; i++) {
		int r = dismiss(c, url, check);

		if (r < 0)
			return;
		empty = is_empty(c, url, path) ? empty + 1 : 0;
		if (r > 0 || empty > EMPTY_LOOKS) {
			(void)puts(lang_text(c->lang, "daily_taken_off"));
			return;
		}
		(void)usleep(LOOK_US);
	}
	(void)puts(lang_text(c->lang, "daily_still_there"));
}

/* Whether it rests, so that nobody has to be quick. */
static int wait_for_rest(const struct cli *c, const char *url, const char *path)
{
	for (int i = 0; i < REST_LOOKS; i++) {
		json_t *scale = NULL;
		int code = remote_call(c, url, path, NULL, &scale);
		bool rests = strcmp(text_of(scale, "state"), "stable") == 0;

		json_decref(scale);
		if (code != EXIT_DONE || rests)
			return code;
		(void)usleep(LOOK_US);
	}
	return EXIT_DONE; /* the station says why not */
}

int scale_daily(const struct cli *c, const char *url, const char *name, int64_t mass_mg)
{
	json_t *body = NULL, *check = NULL;
	char path[96], call[112];
	int code = mass_mg > 0 ? scale_path(c, name, path, sizeof(path))
			       : cli_say_param(c, EXIT_USAGE, "daily_needs_mass", "name", name);

	if (code == EXIT_DONE)
		code = wait_for_rest(c, url, path);
	if (code != EXIT_DONE)
		return code;
	(void)snprintf(call, sizeof(call), "%s/check", path);
	body = json_pack("{s:I}", "mass_mg", (json_int_t)mass_mg);
	code = remote_call(c, url, call, body, &check);
	if (code == EXIT_DONE) {
		code = say_verdict(c, check);
		wait_for_lift(c, url, path, check);
	}
	json_decref(body);
	json_decref(check);
	return code;
}
