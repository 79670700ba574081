// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule setup: the first day, at a terminal or by options, through the running station and by the calls
 * that its page makes. What is done the station says; each step that was answered is kept at once.
 */
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "cli.h"
#include "mass.h"
#include "setup_code.h"

enum { LINE = 256, TRIES = 400, PAUSE_NS = 100000000 };

struct setup {
	struct cli *c;
	struct source source;
	json_t *day; /* GET /first-day, as it was answered last */
	const char *language, *zone, *name, *pole, *site, *station, *trade, *siret;
	const char *device, *kind, *person, *seen, *later, *status;
};

static int call(struct setup *s, const char *path, json_t *body, json_t **ret_json)
{
	int code = remote_call(s->c, s->source.url, path, body, ret_json);

	json_decref(body);
	return code;
}

static void keep_day(struct setup *s, json_t *day)
{
	json_decref(s->day);
	s->day = day;
}

static int load(struct setup *s)
{
	json_t *day = NULL;
	int code = call(s, "/first-day", NULL, &day);

	if (code == EXIT_DONE)
		keep_day(s, day);
	return code;
}

/* With codes or a device the daemon begins anew: it is there again when its ledger is open. */
static int await(struct setup *s)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS };

	for (int i = 0; i < TRIES; i++) {
		if (remote_up(s->c, s->source.url))
			return load(s);
		(void)nanosleep(&pause, NULL);
	}
	return cli_say_key(s->c, EXIT_FAILED, "setup_not_back");
}

static int put(struct setup *s, json_t *body, bool anew)
{
	json_t *day = NULL;
	int code = call(s, "/first-day", body, &day);

	if (code != EXIT_DONE)
		return code;
	keep_day(s, day);
	return anew && *text_of(s->day, "site") ? await(s) : EXIT_DONE;
}

/* ---- what options and answers say ---- */

static bool is_kept(const struct setup *s, const char *key, const char *said)
{
	return !said || !strcmp(said, text_of(s->day, key));
}

/* Codes that this station has already are no change. */
static void drop_kept_codes(struct setup *s)
{
	if (*text_of(s->day, "site") && is_kept(s, "pole", s->pole) &&
		is_kept(s, "site", s->site) && is_kept(s, "station", s->station))
		s->pole = s->site = s->station = NULL;
}

static int put_words(struct setup *s)
{
	json_t *body;

	drop_kept_codes(s);
	if (!s->pole != !s->site || (s->station && !s->site))
		return cli_say_key(s->c, EXIT_USAGE, "setup_needs_codes");
	body = cli_body((const struct cli_said[]){ { "language", s->language }, { "zone", s->zone },
				{ "name", s->name }, { "pole", s->pole }, { "site", s->site },
				{ "station", s->site && !s->station ? "P1" : s->station } },
		6, NULL);
	if (json_object_size(body) > 0)
		return put(s, body, s->language || s->zone || s->pole);
	json_decref(body);
	return EXIT_DONE;
}

/* 1: the catalogue has that code; 0; an exit code, negative. ret_name: what it is called. */
static int find_row(struct setup *s, const char *kind, const char *code, char ret_name[LINE])
{
	char path[64], list[32];
	const json_t *one;
	json_t *answer = NULL;
	size_t i;
	int found = 0, r;

	(void)snprintf(path, sizeof(path), "/catalogue?kind=%s", kind);
	(void)snprintf(list, sizeof(list), "%ss", kind);
	r = call(s, path, NULL, &answer);
	if (r != EXIT_DONE)
		return -r;
	json_array_foreach(json_object_get(answer, list), i, one)
	{
		if (strcmp(text_of(one, "code"), code) != 0)
			continue;
		(void)snprintf(ret_name, LINE, "%s", text_of(one, "label_fr"));
		found = 1;
	}
	json_decref(answer);
	return found;
}

/* The row of the site in the catalogue, once there is a ledger. A row that is there keeps what nobody says. */
static int put_facts(struct setup *s)
{
	const char *code = text_of(s->day, "site"), *kept = text_of(s->day, "name");
	const char *name = s->name;
	char now[LINE];
	json_t *answer = NULL, *row;
	int there, r;

	if (!*code || (!s->name && !s->trade && !s->siret))
		return EXIT_DONE;
	there = find_row(s, "site", code, now);
	if (there < 0)
		return -there;
	if (!there && !s->trade && !s->siret)
		return EXIT_DONE; /* its name is kept for when it has a row */
	if (!there && !name)
		name = *kept ? kept : code;
	row = cli_body((const struct cli_said[]){ { "kind", "site" }, { "code", code },
			       { "label_fr", name }, { "label_en", name }, { "trade", s->trade },
			       { "siret", s->siret } },
		6, NULL);
	r = call(s, "/catalogue", json_pack("{s:[o]}", "rows", row), &answer);
	json_decref(answer);
	return r == EXIT_DONE ? load(s) : r;
}

static int put_device(struct setup *s)
{
	if (!s->device)
		return EXIT_DONE;
	return put(s,
		json_pack("{s:s,s:s}", "device", s->device, "kind", s->kind ? s->kind : "scale"),
		true);
}

/* "person,stick" */
static int put_steps(struct setup *s, const char *list, const char *steps)
{
	int code = EXIT_DONE;

	while (steps && *steps && code == EXIT_DONE) {
		size_t n = strcspn(steps, ",");

		code = put(s, json_pack("{s:s%}", list, steps, n), false);
		steps += n + (steps[n] == ',');
	}
	return code;
}

static int say_taken(const struct setup *s, const char *code, const char *who)
{
	struct sentence why = { .key = "setup_person_taken" };

	sentence_param(&why, "code", code);
	sentence_param(&why, "name", who);
	return cli_say(s->c, EXIT_REFUSED, &why);
}

/* As bascule user does it: the PIN is asked twice, or is a line of the input. */
static int put_person(struct setup *s, const char *name)
{
	char code[CODE_SIZE];
	char *add[] = { "user", "add", code, (char *)name, "--role", "coordinator", NULL };
	char *pin[] = { "user", "pin", code, NULL };
	char who[LINE];
	int r;

	if (!name)
		return EXIT_DONE;
	setup_person_code(name, code);
	r = find_row(s, "operator", code, who);
	if (r)
		return r < 0 ? -r : say_taken(s, code, who);
	optind = 0; /* options are read anew */
	r = cmd_user(s->c, 6, add);
	optind = 0;
	return r == EXIT_DONE ? cmd_user(s->c, 3, pin) : r;
}

/* ---- what is done ---- */

static int say_status(const struct setup *s)
{
	const json_t *one;
	char key[64];
	size_t i;

	json_array_foreach(json_object_get(s->day, "steps"), i, one)
	{
		/* lang: setup_state_open setup_state_later setup_state_done */
		(void)snprintf(key, sizeof(key), "setup_state_%s", text_of(one, "state"));
		(void)printf("%-10s %s\n", text_of(one, "step"), lang_text(s->c->lang, key));
	}
	json_array_foreach(json_object_get(s->day, "found"), i, one)(void)
		printf("--kind %s --device \"%s\"\n", text_of(one, "kind"), text_of(one, "device"));
	return EXIT_DONE;
}

static bool is_open(const struct setup *s, const char *step)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(s->day, "steps"), i,
		one) if (!strcmp(text_of(one, "step"), step)) return !strcmp(text_of(one, "state"),
		"open");
	return false;
}

/* ---- at a terminal ---- */

/* false: the input has ended. An empty line is `usual`. */
static bool ask(const struct setup *s, const char *key, const char *usual, char ret_text[LINE])
{
	(void)printf("%s%s%s%s ", lang_text(s->c->lang, key), *usual ? " [" : "", usual,
		*usual ? "]" : "");
	(void)fflush(stdout);
	if (!fgets(ret_text, LINE, stdin))
		return false;
	ret_text[strcspn(ret_text, "\r\n")] = '\0';
	if (!*ret_text)
		(void)snprintf(ret_text, LINE, "%s", usual);
	return true;
}

static bool is_yes(const char *text)
{
	return *text && strchr("oOyY", *text);
}

static int ask_yes(struct setup *s, const char *key, const char *step)
{
	char text[LINE];

	if (!ask(s, key, "", text))
		return EXIT_REFUSED;
	return put_steps(s, is_yes(text) ? "seen" : "later", step);
}

static int ask_language(struct setup *s)
{
	char language[LINE], zone[LINE];
	int code;

	if (!ask(s, "setup_ask_language", lang_name(s->c->lang), language) ||
		!ask(s, "setup_ask_zone", text_of(s->day, "zone"), zone))
		return EXIT_REFUSED;
	s->language = language;
	s->zone = zone;
	code = put_words(s);
	s->language = s->zone = NULL;
	return code;
}

static int ask_codes(struct setup *s)
{
	char name[LINE], pole[LINE], site[LINE], station[LINE];
	int code;

	if (!ask(s, "setup_ask_name", text_of(s->day, "name"), name) ||
		!ask(s, "setup_ask_pole", "", pole) || !ask(s, "setup_ask_site", "", site) ||
		!ask(s, "setup_ask_station", "P1", station))
		return EXIT_REFUSED;
	s->name = name;
	s->pole = pole;
	s->site = site;
	s->station = station;
	code = put_words(s);
	s->name = s->pole = s->site = s->station = NULL;
	return code;
}

static int ask_facts(struct setup *s)
{
	char trade[LINE], siret[LINE];
	int code;

	if (!ask(s, "setup_ask_trade", "recyclerie", trade) ||
		!ask(s, "setup_ask_siret", "", siret))
		return EXIT_REFUSED;
	s->trade = trade;
	s->siret = *siret ? siret : NULL;
	code = put_facts(s);
	s->trade = s->siret = NULL;
	return code;
}

/* What is plugged in and is nobody's: asked one by one. */
static int ask_found(struct setup *s, const char *kind)
{
	json_t *found = json_deep_copy(json_object_get(s->day, "found")), *one;
	int code = EXIT_DONE;
	char text[LINE];
	size_t i;

	json_array_foreach(found, i, one)
	{
		if (code != EXIT_DONE || strcmp(text_of(one, "kind"), kind) != 0)
			continue;
		(void)printf("%s: %s\n", kind, text_of(one, "device"));
		if (!ask(s, "setup_ask_ours", "", text))
			code = EXIT_REFUSED;
		else if (is_yes(text))
			code = put(s,
				json_pack("{s:s,s:s}", "device", text_of(one, "device"), "kind",
					kind),
				true);
	}
	json_decref(found);
	return code;
}

static int ask_scale(struct setup *s)
{
	json_t *station = NULL;
	char text[LINE];
	int code = ask_found(s, "scale");

	if (code != EXIT_DONE || !ask(s, "setup_ask_scale", "", text))
		return code != EXIT_DONE ? code : EXIT_REFUSED;
	code = call(s, "/station", NULL, &station);
	if (code == EXIT_DONE) {
		const json_t *scale = json_object_get(station, "scale");
		const json_t *net = json_object_get(scale, "net_mg");

		if (json_is_integer(net))
			(void)printf("%s kg. ",
				mass_format_kg(json_integer_value(net), 3,
					s->c->lang == LANG_FR ? ',' : '.', text, sizeof(text)));
		(void)printf("%s\n", text_of(scale, "text"));
		code = json_is_integer(net) ? ask_yes(s, "setup_ask_right", "scale")
					    : put_steps(s, "later", "scale");
	}
	json_decref(station);
	return code;
}

static int ask_printer(struct setup *s)
{
	json_t *answer = NULL;
	int code = ask_found(s, "printer");

	if (code != EXIT_DONE)
		return code;
	if (call(s, "/labels/start/print", json_object(), &answer) != EXIT_DONE)
		return put_steps(s, "later", "printer");
	json_decref(answer);
	return ask_yes(s, "setup_ask_came", "printer");
}

static json_int_t heard(const struct setup *s, const char *what)
{
	return json_integer_value(json_object_get(json_object_get(s->day, what), "count"));
}

static int ask_heard(struct setup *s, const char *step, const char *what, const char *key)
{
	char text[LINE];
	int code = ask_found(s, step);

	if (code != EXIT_DONE || !ask(s, key, "", text))
		return code != EXIT_DONE ? code : EXIT_REFUSED;
	code = load(s);
	if (code != EXIT_DONE)
		return code;
	if (heard(s, what) > 0)
		(void)printf("%s\n", text_of(json_object_get(s->day, what), "text"));
	return put_steps(s, heard(s, what) > 0 ? "seen" : "later", step);
}

static int ask_scanner(struct setup *s)
{
	return ask_heard(s, "scanner", "scanned", "setup_ask_scan");
}

static int ask_panel(struct setup *s)
{
	return ask_heard(s, "panel", "pressed", "setup_ask_press");
}

static int ask_person(struct setup *s)
{
	char name[LINE];
	int code;

	if (!ask(s, "setup_ask_person", "", name))
		return EXIT_REFUSED;
	if (!*name)
		return put_steps(s, "later", "person");
	code = put_person(s, name);
	return code == EXIT_DONE ? load(s) : code;
}

static int ask_stick(struct setup *s)
{
	return ask_yes(s, "setup_ask_stick", "stick");
}

static int ask_sheets(struct setup *s)
{
	return ask_yes(s, "setup_ask_sheets", "sheets");
}

static const struct {
	const char *step;
	int (*ask)(struct setup *s);
} questions[] = {
	{ "language", ask_language },
	{ "codes", ask_codes },
	{ "site", ask_facts },
	{ "scale", ask_scale },
	{ "printer", ask_printer },
	{ "scanner", ask_scanner },
	{ "panel", ask_panel },
	{ "person", ask_person },
	{ "stick", ask_stick },
	{ "sheets", ask_sheets },
};

/* A refusal is told; the step stays open, and setup goes on there when it is called again. */
static int ask_all(struct setup *s)
{
	int code = EXIT_DONE;

	for (size_t i = 0; i < ARRAY_SIZE(questions) && code == EXIT_DONE; i++)
		if (is_open(s, questions[i].step))
			code = questions[i].ask(s);
	return code == EXIT_DONE ? say_status(s) : code;
}

static int run(struct setup *s, bool asks)
{
	int code = load(s);

	if (code != EXIT_DONE || s->status)
		return code == EXIT_DONE ? say_status(s) : code;
	if (asks)
		return isatty(STDIN_FILENO) ? ask_all(s) : say_status(s);
	code = put_words(s);
	if (code == EXIT_DONE)
		code = put_facts(s);
	if (code == EXIT_DONE)
		code = put_device(s);
	if (code == EXIT_DONE)
		code = put_steps(s, "seen", s->seen);
	if (code == EXIT_DONE)
		code = put_steps(s, "later", s->later);
	return code == EXIT_DONE ? put_person(s, s->person) : code;
}

int cmd_setup(struct cli *c, int argc, char **argv)
{
	struct setup s = { .c = c };
	const struct cli_option options[] = { { "language", &s.language }, { "zone", &s.zone },
		{ "name", &s.name }, { "pole", &s.pole }, { "site", &s.site },
		{ "station", &s.station }, { "trade", &s.trade }, { "siret", &s.siret },
		{ "device", &s.device }, { "kind", &s.kind }, { "person", &s.person },
		{ "seen", &s.seen }, { "later", &s.later }, { "=status", &s.status } };
	int code = cli_only_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	cli_station(c, &s.source);
	code = run(&s, argc == 1);
	json_decref(s.day);
	return code;
}
