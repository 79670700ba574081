// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Trying a head that has just been set: return to zero, four corners, half load, creep. Each
 * reading is taken by the head's own fine indication, not rounded to the step.
 */
#include <poll.h>
#include <stdlib.h>
#include "clock.h"
#include "mass.h"
#include "wizard.h"

enum { LOOK_MS = 500 };

/* Lays something there, waits until it stands still, and takes what the scale says. */
static int take(struct wizard *w, const struct sentence *put, int64_t *ret_mg)
{
	const struct sentence nothing = { .key = "cal_no_weight" };
	int code = ask_enter(w, put);

	if (code == EXIT_DONE)
		code = wait_stable(w);
	while (code == EXIT_DONE && !w->view.known) {
		code = ask_enter(w, &nothing);
		if (code == EXIT_DONE)
			code = wait_stable(w);
	}
	if (code == EXIT_DONE)
		*ret_mg = w->view.fine_mg;
	return code;
}

/* As take(), and the reading must be at least that: a forgotten or wrong load is no trial. */
static int take_load(
	struct wizard *w, const struct sentence *put, int64_t least_mg, int64_t *ret_mg)
{
	int64_t mg = 0;
	int code = take(w, put, &mg);

	while (code == EXIT_DONE && mg < least_mg) {
		struct sentence missing = { .key = "cal_load_missing" };
		char kg[32];

		sentence_param(&missing, "kg", kg_text(w, mg, kg));
		code = take(w, &missing, &mg);
	}
	if (code == EXIT_DONE)
		*ret_mg = mg;
	return code;
}

static void say_error(struct wizard *w, const char *key, enum calibration_part p)
{
	struct sentence what = { .key = key };
	char error[32], limit[32];

	sentence_param(&what, "kg", kg_text(w, calibration_error_mg(&w->cal, p), error));
	sentence_param(&what, "limit", kg_text(w, calibration_limit_mg(&w->cal, p), limit));
	say(w, &what);
}

int try_zero_return(struct wizard *w)
{
	const struct sentence lift = { .key = "cal_lift" };
	const struct sentence lies = { .key = "cal_still_loaded" };
	int64_t mg = 0;
	int code = take(w, &lift, &mg);

	while (code == EXIT_DONE && mg > w->cal.span_mass_mg / 2)
		code = take(w, &lies, &mg);
	if (code != EXIT_DONE)
		return code;
	w->cal.zero_return_mg = mg;
	w->cal.done[CALIBRATION_ZERO_RETURN] = true;
	say_error(w, "cal_zero_return_seen", CALIBRATION_ZERO_RETURN);
	return EXIT_DONE;
}

static const char *const corner_keys[CALIBRATION_CORNER_COUNT] = {
	"cal_corner_1",
	"cal_corner_2",
	"cal_corner_3",
	"cal_corner_4",
}; /* lang: cal_corner_* */

static int try_corner(struct wizard *w, size_t i)
{
	struct sentence put = { .key = "cal_put_corner" }, seen = { .key = "cal_corner_seen" };
	const char *corner = lang_text(w->c->lang, corner_keys[i]);
	char about[32], kg[32];
	int code;

	sentence_param(&put, "corner", corner);
	sentence_param(&put, "kg", kg_text(w, w->cal.max_mg / 3, about));
	code = take_load(w, &put, w->cal.max_mg / 20, &w->cal.corners_mg[i]);
	if (code != EXIT_DONE)
		return code;
	sentence_param(&seen, "corner", corner);
	sentence_param(&seen, "kg", kg_text(w, w->cal.corners_mg[i], kg));
	say(w, &seen);
	return EXIT_DONE;
}

int try_corners(struct wizard *w)
{
	int code = EXIT_DONE;

	for (size_t i = 0; code == EXIT_DONE && i < CALIBRATION_CORNER_COUNT; i++)
		code = try_corner(w, i);
	if (code != EXIT_DONE)
		return code;
	w->cal.done[CALIBRATION_CORNERS] = true;
	say_error(w, "cal_corners_seen", CALIBRATION_CORNERS);
	return EXIT_DONE;
}

int try_half_load(struct wizard *w)
{
	struct sentence known = { .key = "cal_half_mass" }, put = { .key = "cal_put_half" };
	int64_t mg = 0;
	char about[32], kg[32];
	int code;

	sentence_param(&known, "kg", kg_text(w, w->cal.span_mass_mg / 2, about));
	code = ask_kg(w, &known, &w->cal.half_load_mg);
	if (code != EXIT_DONE)
		return code;
	sentence_param(&put, "kg", kg_text(w, w->cal.half_load_mg, kg));
	code = take_load(w, &put, w->cal.half_load_mg / 2, &mg);
	if (code != EXIT_DONE)
		return code;
	w->cal.half_error_mg = mg - w->cal.half_load_mg;
	w->cal.done[CALIBRATION_HALF_LOAD] = true;
	say_error(w, "cal_half_seen", CALIBRATION_HALF_LOAD);
	return EXIT_DONE;
}

static void show_creep(struct wizard *w, uint64_t left_us)
{
	struct sentence what = { .key = "cal_creeping" };
	char kg[32];

	sentence_param(&what, "kg", kg_text(w, w->cal.creep_mg, kg));
	sentence_param_int(&what, "seconds", (long long)(left_us / 1000000));
	live_line(w, &what);
}

/* The reading farthest from the first one, in that time; a moment without weight is passed over. */
static int watch_creep(struct wizard *w, int64_t first_mg, uint64_t time_us)
{
	int64_t most_mg = 0;
	struct moment begin, now;

	clock_now(&begin);
	now = begin;
	while (now.boot_us - begin.boot_us < time_us) {
		int code = view_read(w);
		int64_t drift_mg = w->view.fine_mg - first_mg;

		if (code != EXIT_DONE)
			return code;
		if (w->view.known && llabs(drift_mg) > llabs(most_mg))
			most_mg = drift_mg;
		w->cal.creep_mg = most_mg;
		show_creep(w, time_us - (now.boot_us - begin.boot_us));
		(void)poll(NULL, 0, LOOK_MS);
		clock_now(&now);
	}
	live_end(w);
	return EXIT_DONE;
}

int try_creep(struct wizard *w)
{
	struct sentence put = { .key = "cal_put_creep" };
	int64_t first_mg = 0;
	int code;

	if (!w->o->creep_minutes) {
		say_key(w, "cal_creep_skipped");
		return EXIT_DONE;
	}
	sentence_param_int(&put, "minutes", w->o->creep_minutes);
	code = take_load(w, &put, w->cal.max_mg / 20, &first_mg);
	if (code == EXIT_DONE)
		code = watch_creep(w, first_mg, (uint64_t)w->o->creep_minutes * 60 * 1000000);
	if (code != EXIT_DONE)
		return code;
	w->cal.creep_minutes = (uint32_t)w->o->creep_minutes;
	w->cal.done[CALIBRATION_CREEP] = true;
	say_error(w, "cal_creep_seen", CALIBRATION_CREEP);
	return EXIT_DONE;
}

/* ---- summary ---- */

static const char *const part_keys[CALIBRATION_PARTS] = {
	"cal_step_zero_return",
	"cal_step_corners",
	"cal_step_half_load",
	"cal_step_creep",
};
/* lang: cal_verdict_* */
static const char *const verdict_keys[] = {
	[CALIBRATION_NOT_DONE] = "cal_verdict_not_done",
	[CALIBRATION_PASSED] = "cal_verdict_passed",
	[CALIBRATION_FAILED] = "cal_verdict_failed",
};

/* Columns by characters, not bytes: é is two. */
static void column(const char *text, int width)
{
	int used = 0;

	for (const char *p = text; *p; p++)
		used += (*p & 0xc0) != 0x80;
	(void)printf("  %s%*s", text, used < width ? width - used : 0, "");
}

static void right_column(const char *text, int width)
{
	int used = 0;

	for (const char *p = text; *p; p++)
		used += (*p & 0xc0) != 0x80;
	(void)printf("%*s%s", used < width ? width - used : 0, "", text);
}

static void show_part(struct wizard *w, const struct calibration *c, enum calibration_part p)
{
	enum calibration_verdict v = calibration_verdict(c, p);
	char error[32] = "-", limit[32];

	if (c->done[p])
		kg_text(w, calibration_error_mg(c, p), error);
	column(lang_text(w->c->lang, part_keys[p]), 22);
	(void)printf("%10s  %10s", error, kg_text(w, calibration_limit_mg(c, p), limit));
	column(lang_text(w->c->lang, verdict_keys[v]), 0);
	(void)putchar('\n');
}

void show_trials(struct wizard *w, const struct calibration *c)
{
	live_end(w);
	(void)putchar('\n');
	column(lang_text(w->c->lang, "cal_column_trial"), 22);
	right_column(lang_text(w->c->lang, "cal_column_error"), 10);
	right_column(lang_text(w->c->lang, "cal_column_limit"), 12);
	(void)putchar('\n');
	for (enum calibration_part p = 0; p < CALIBRATION_PARTS; p++)
		show_part(w, c, p);
	(void)putchar('\n');
}
