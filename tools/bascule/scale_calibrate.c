// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule scale calibrate NAME: walks a person through setting a home-built head, step by step:
 * jumper, settings, zero, span, then the trials of scale_trials.c, and the record. A person who
 * gives up is told what the head keeps already; only a whole walk is written into the journal.
 */
#include <string.h>
#include <unistd.h>
#include "mass.h"
#include "wizard.h"

/* ---- steps ---- */

static int check_head(struct wizard *w)
{
	const struct sentence closed = { .key = "cal_close_jumper" };
	const struct sentence warm = { .key = "cal_warming" };
	int code = view_read(w);

	while (code == EXIT_DONE && !w->view.jumper) {
		code = ask_enter(w, &closed);
		if (code == EXIT_DONE)
			code = view_read(w);
	}
	if (code == EXIT_DONE && w->view.warming)
		code = ask_enter(w, &warm);
	return code;
}

static int put_kg(json_t *body, const char *name, int64_t mg)
{
	char kg[32];

	return mg ? json_object_set_new(
			    body, name, json_string(mass_format_kg(mg, 3, '.', kg, sizeof(kg))))
		  : 0;
}

static int write_settings(struct wizard *w)
{
	json_t *body = json_pack("{s:s}", "command", "settings");
	int code;

	if (put_kg(body, "e_kg", w->o->e_mg) || put_kg(body, "max_kg", w->o->max_mg))
		return cli_say_key(w->c, EXIT_FAILED, "out_of_memory");
	code = command(w, body, NULL);
	if (code == EXIT_DONE)
		w->settings_changed = true;
	return code;
}

static int set_up(struct wizard *w)
{
	struct sentence what = { .key = "cal_settings" };
	char e[32], max[32];
	int code = EXIT_DONE;

	if (w->o->e_mg || w->o->max_mg)
		code = write_settings(w);
	if (code == EXIT_DONE)
		code = view_read(w);
	if (code != EXIT_DONE)
		return code;
	/* A head that was never calibrated may not tell its step. */
	w->cal.e_mg = w->o->e_mg ? w->o->e_mg : w->view.e_mg;
	w->cal.max_mg = w->o->max_mg ? w->o->max_mg : w->view.max_mg;
	sentence_param(&what, "e", kg_text(w, w->cal.e_mg, e));
	sentence_param(&what, "max", kg_text(w, w->cal.max_mg, max));
	say(w, &what);
	return w->cal.e_mg > 0 && w->cal.max_mg > 0
		       ? EXIT_DONE
		       : cli_say_key(w->c, EXIT_REFUSED, "cal_no_settings");
}

static int set_zero(struct wizard *w)
{
	const struct sentence empty = { .key = "cal_empty_plate" };
	int code = ask_enter(w, &empty);

	if (code == EXIT_DONE)
		code = wait_stable(w);
	if (code == EXIT_DONE)
		code = command(w, json_pack("{s:s}", "command", "capture_zero"), "cal_capturing");
	if (code != EXIT_DONE)
		return code;
	w->zero_changed = true;
	say_key(w, "cal_zero_kept");
	return EXIT_DONE;
}

static int ask_span_mass(struct wizard *w)
{
	struct sentence what = { .key = "cal_span_mass" };
	char least[32], most[32];

	if (w->o->mass_mg) {
		w->cal.span_mass_mg = w->o->mass_mg;
		return EXIT_DONE;
	}
	sentence_param(&what, "least", kg_text(w, (w->cal.max_mg + 2) / 3, least));
	sentence_param(&what, "most", kg_text(w, w->cal.max_mg, most));
	return ask_kg(w, &what, &w->cal.span_mass_mg);
}

static int set_span(struct wizard *w)
{
	struct sentence put = { .key = "cal_put_span" };
	json_t *body = json_pack("{s:s}", "command", "capture_span");
	int code = ask_span_mass(w);
	char kg[32];

	sentence_param(&put, "kg", kg_text(w, w->cal.span_mass_mg, kg));
	if (code == EXIT_DONE)
		code = ask_enter(w, &put);
	if (code == EXIT_DONE)
		code = wait_stable(w);
	if (code == EXIT_DONE && put_kg(body, "mass_kg", w->cal.span_mass_mg))
		code = cli_say_key(w->c, EXIT_FAILED, "out_of_memory");
	if (code == EXIT_DONE)
		code = command(w, json_incref(body), "cal_capturing");
	json_decref(body);
	if (code != EXIT_DONE)
		return code;
	w->span_changed = true;
	say_key(w, "cal_span_kept");
	return EXIT_DONE;
}

/* ---- the record ---- */

static json_t *record_body(const struct wizard *w)
{
	const struct calibration *c = &w->cal;
	json_t *body = json_pack("{s:I}", "span_mass_mg", (json_int_t)c->span_mass_mg);
	json_t *corners = json_array();

	for (size_t i = 0; i < CALIBRATION_CORNER_COUNT; i++)
		json_array_append_new(corners, json_integer(c->corners_mg[i]));
	json_object_set_new(body, "zero_return_mg", json_integer(c->zero_return_mg));
	json_object_set_new(body, "corners_mg", corners);
	json_object_set_new(body, "half_load_mg", json_integer(c->half_load_mg));
	json_object_set_new(body, "half_error_mg", json_integer(c->half_error_mg));
	if (c->done[CALIBRATION_CREEP]) {
		json_object_set_new(body, "creep_mg", json_integer(c->creep_mg));
		json_object_set_new(body, "creep_minutes", json_integer(c->creep_minutes));
	}
	if (w->o->note)
		json_object_set_new(body, "note", json_string(w->o->note));
	return body;
}

static int record(struct wizard *w)
{
	json_t *body = record_body(w), *json = NULL;
	struct sentence kept = { .key = "cal_recorded" };
	char path[sizeof(w->path) + 16];
	bool passed;
	int code;

	(void)snprintf(path, sizeof(path), "%s/calibration", w->path);
	show_trials(w, &w->cal);
	code = remote_call(w->c, w->url, path, body, &json);
	json_decref(body);
	if (code != EXIT_DONE)
		return code;
	passed = json_is_true(json_object_get(json, "passed"));
	sentence_param_int(&kept, "seq", json_integer_value(json_object_get(json, "seq")));
	json_decref(json);
	say(w, &kept);
	say_key(w, passed ? "cal_passed" : "cal_failed");
	say_key(w, "cal_open_jumper");
	return passed ? EXIT_DONE : EXIT_REFUSED;
}

/* ---- the walk ---- */

static const struct {
	const char *title; /* lang: cal_step_* */
	int (*run)(struct wizard *w);
} steps[] = {
	{ "cal_step_check", check_head },
	{ "cal_step_settings", set_up },
	{ "cal_step_zero", set_zero },
	{ "cal_step_span", set_span },
	{ "cal_step_zero_return", try_zero_return },
	{ "cal_step_corners", try_corners },
	{ "cal_step_half_load", try_half_load },
	{ "cal_step_creep", try_creep },
};

static void say_step(struct wizard *w, size_t i)
{
	live_end(w);
	(void)printf(
		"\n%zu/%zu  %s\n", i + 1, ARRAY_SIZE(steps), lang_text(w->c->lang, steps[i].title));
	(void)fflush(stdout);
}

/* Whoever stops half-way must know what weighs from now on. */
static void say_left(struct wizard *w)
{
	const char *key = w->span_changed       ? "cal_left_span"
			  : w->zero_changed     ? "cal_left_zero"
			  : w->settings_changed ? "cal_left_settings"
						: "cal_left_nothing";

	live_end(w);
	(void)putchar('\n');
	say_key(w, key);
}

static int walk(struct wizard *w)
{
	int code = EXIT_DONE;

	for (size_t i = 0; code == EXIT_DONE && i < ARRAY_SIZE(steps); i++) {
		say_step(w, i);
		code = steps[i].run(w);
	}
	if (code != EXIT_DONE) {
		say_left(w);
		return code;
	}
	return record(w);
}

/* A head whose zero has moved shows a load where there is none: the person knows. */
static int begin(struct wizard *w)
{
	const struct sentence anyway = { .key = "cal_anyway" };
	int code = service(w, true, false);

	if (code != EXIT_REFUSED)
		return code;
	code = ask_enter(w, &anyway);
	return code == EXIT_DONE ? service(w, true, true) : code;
}

int scale_calibrate(const struct cli *c, const char *url, const struct calibrate_options *o)
{
	struct wizard w = { .c = c, .o = o, .url = url, .terminal = isatty(STDOUT_FILENO) };
	struct sentence title = { .key = "cal_title" };
	int code = scale_path(c, o->name, w.path, sizeof(w.path));

	if (code == EXIT_DONE)
		code = view_read(&w);
	if (code == EXIT_DONE && !w.view.head)
		code = cli_say_param(c, EXIT_REFUSED, "scale_not_set_here", "name", o->name);
	if (code == EXIT_DONE)
		code = begin(&w);
	if (code != EXIT_DONE)
		return code;
	sentence_param(&title, "name", o->name);
	say(&w, &title);
	code = walk(&w);
	(void)service(&w, false, false);
	return code;
}
