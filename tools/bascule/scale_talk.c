// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The wizard's two conversations: with the daemon, which owns the line to the head, and with
 * the person, a sentence and a line of answer at a time. Standard input may be a script.
 */
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include "clock.h"
#include "mass.h"
#include "typeset.h"
#include "wizard.h"

enum { LOOK_MS = 500, STABLE_LOOKS = 5, STABLE_MOST_US = 30 * 1000000 };

/* ---- saying ---- */

void live_end(struct wizard *w)
{
	if (w->live)
		(void)fputs("\r\033[K", stdout);
	w->live = false;
	(void)fflush(stdout);
}

void live_line(struct wizard *w, const struct sentence *what)
{
	char text[512];

	if (!w->terminal)
		return;
	(void)printf("\r\033[K  %s ", lang_say(w->c->lang, what, text, sizeof(text)));
	w->live = true;
	(void)fflush(stdout);
}

void say(struct wizard *w, const struct sentence *what)
{
	char text[1024];

	live_end(w);
	(void)puts(lang_say(w->c->lang, what, text, sizeof(text)));
	(void)fflush(stdout);
}

void say_key(struct wizard *w, const char *key)
{
	const struct sentence what = { .key = key };

	say(w, &what);
}

const char *kg_text(const struct wizard *w, int64_t mg, char buf[32])
{
	return typeset_kg(mg, 3, w->c->lang == LANG_FR, buf, 32);
}

/* ---- the daemon ---- */

int scale_path(const struct cli *c, const char *name, char *path, size_t size)
{
	bool ours = strlen(name) < DEVICE_SIZE;

	for (const char *p = name; *p; p++)
		ours = ours && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
				       (*p >= '0' && *p <= '9') || *p == '-' || *p == '_');
	if (!ours)
		return cli_say_param(c, EXIT_REFUSED, "no_such_scale", "name", name);
	(void)snprintf(path, size, "/scales/%s", name);
	return EXIT_DONE;
}

static bool is_true(const json_t *o, const char *name)
{
	return json_is_true(json_object_get(o, name));
}

static int64_t integer(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

static void take_view(const json_t *json, struct scale_view *v)
{
	const json_t *detail = json_object_get(json, "detail");
	const char *text = json_string_value(json_object_get(json, "text"));

	*v = (struct scale_view){
		.head = json_is_object(detail),
		.stable = is_true(detail, "stable"),
		.jumper = is_true(detail, "jumper"),
		.warming = is_true(detail, "warming"),
		.known = json_is_integer(json_object_get(detail, "fine_mg")),
		.fine_mg = integer(detail, "fine_mg"),
		.e_mg = integer(detail, "e_mg"),
		.max_mg = integer(detail, "max_mg"),
		.progress = (int)integer(detail, "progress"),
	};
	(void)snprintf(v->text, sizeof(v->text), "%s", text ? text : "");
}

int view_read(struct wizard *w)
{
	json_t *json = NULL;
	int code = remote_call(w->c, w->url, w->path, NULL, &json);

	if (code == EXIT_DONE)
		take_view(json, &w->view);
	json_decref(json);
	return code;
}

int service(struct wizard *w, bool on, bool anyway)
{
	char path[sizeof(w->path) + 16];
	json_t *body = json_pack("{s:b, s:b}", "on", (int)on, "anyway", (int)anyway), *json = NULL;
	int code;

	(void)snprintf(path, sizeof(path), "%s/service", w->path);
	code = remote_call(w->c, w->url, path, body, &json);
	json_decref(body);
	json_decref(json);
	return code;
}

static void show_reading(struct wizard *w)
{
	struct sentence what = { .key = w->view.stable ? "cal_shows" : "cal_shows_moving" };
	char kg[32];

	if (w->view.known) {
		sentence_param(&what, "kg", kg_text(w, w->view.fine_mg, kg));
	} else {
		what.key = "cal_shows_nothing";
		sentence_param(&what, "text", w->view.text);
	}
	live_line(w, &what);
}

/* ---- the person ---- */

/* 1: a line is there; 0: none in that time; -1: no more will come. */
static int read_some(struct wizard *w, int timeout_ms)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	ssize_t n;

	if (memchr(w->typed, '\n', w->typed_len))
		return 1;
	if (w->typed_len == sizeof(w->typed))
		w->typed_len = 0;
	if (poll(&p, 1, timeout_ms) <= 0)
		return 0;
	n = read(STDIN_FILENO, w->typed + w->typed_len, sizeof(w->typed) - w->typed_len);
	if (n <= 0)
		return -1;
	w->typed_len += (size_t)n;
	return memchr(w->typed, '\n', w->typed_len) ? 1 : 0;
}

static void take_line(struct wizard *w, char ret_line[32])
{
	size_t len = (size_t)((char *)memchr(w->typed, '\n', w->typed_len) - w->typed);
	const char *end = w->typed + len, *from = w->typed;

	while (from < end && (*from == ' ' || *from == '\t'))
		from++;
	while (end > from && (end[-1] == ' ' || end[-1] == '\r' || end[-1] == '\t'))
		end--;
	(void)snprintf(ret_line, 32, "%.*s", (int)(end - from), from);
	w->typed_len -= len + 1;
	memmove(w->typed, w->typed + len + 1, w->typed_len);
}

/* A look at the scale now and then also tells the daemon that somebody is still there. */
static int ask(struct wizard *w, const struct sentence *what, bool shows, char ret_line[32])
{
	int got, code;

	say(w, what);
	while ((got = read_some(w, LOOK_MS)) == 0) {
		code = view_read(w);
		if (code != EXIT_DONE)
			return code;
		if (shows)
			show_reading(w);
	}
	live_end(w);
	if (got < 0)
		return EXIT_REFUSED;
	take_line(w, ret_line);
	return strcmp(ret_line, "q") == 0 || strcmp(ret_line, "Q") == 0 ? EXIT_REFUSED : EXIT_DONE;
}

int ask_enter(struct wizard *w, const struct sentence *what)
{
	char line[32];

	return ask(w, what, true, line);
}

int ask_kg(struct wizard *w, const struct sentence *what, int64_t *ret_mg)
{
	const struct sentence wrong = { .key = "cal_bad_kg" };
	char line[32];
	int code = ask(w, what, false, line);

	while (code == EXIT_DONE && mass_parse_kg(line, ret_mg) < 0)
		code = ask(w, &wrong, false, line);
	return code;
}

/* A few grams more do not unsettle the head: its average needs two seconds to have them whole. */
static int settle(struct wizard *w)
{
	struct moment begin, now;
	int still = 0, code;

	clock_now(&begin);
	do {
		code = view_read(w);
		if (code != EXIT_DONE)
			return code;
		show_reading(w);
		still = w->view.stable ? still + 1 : 0;
		if (still == STABLE_LOOKS)
			return EXIT_DONE;
		(void)poll(NULL, 0, LOOK_MS);
		clock_now(&now);
	} while (now.boot_us - begin.boot_us < STABLE_MOST_US);
	return EXIT_REFUSED;
}

int wait_stable(struct wizard *w)
{
	const struct sentence moving = { .key = "cal_not_stable" };
	int code;

	while ((code = settle(w)) == EXIT_REFUSED) {
		code = ask_enter(w, &moving);
		if (code != EXIT_DONE)
			return code;
	}
	live_end(w);
	return code;
}

/* ---- commands of the head ---- */

struct watched {
	struct wizard *w;
	const char *key;
};

static void watch(void *data)
{
	const struct watched *at = data;
	struct sentence what = { .key = at->key };

	if (!at->key || view_read(at->w) != EXIT_DONE)
		return;
	sentence_param_int(&what, "percent", at->w->view.progress);
	live_line(at->w, &what);
}

int command(struct wizard *w, json_t *body, const char *live_key)
{
	const struct sentence again = { .key = "cal_again" };
	struct watched at = { w, live_key };
	char path[sizeof(w->path) + 16];
	json_t *json = NULL;
	int code;

	(void)snprintf(path, sizeof(path), "%s/command", w->path);
	do {
		code = remote_watch(w->c, w->url, path, body, watch, &at, &json);
		live_end(w);
		json_decref(json);
		json = NULL;
	} while (code == EXIT_REFUSED && (code = ask_enter(w, &again)) == EXIT_DONE);
	json_decref(body);
	return code;
}
