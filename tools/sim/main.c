// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule-sim: simulated devices in a process of their own. "serve" keeps them alive; the
 * other words do something to them and return when it was sent. Nothing here is known to
 * the daemon: it meets a serial line, a printer's port, a button box.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "day.h"
#include "lang.h"
#include "mass.h"
#include "sim.h"

static const struct word {
	const char *name; /* may be two: "platform put" */
	int arguments;
	bool kg; /* the argument is a load */
} words[] = {
	{ "put", 1, true },
	{ "lift", 0, false },
	{ "scan", 1, false },
	{ "press", 1, false },
	{ "unplug", 1, false },
	{ "plug", 1, false },
	{ "paper", 1, false },
	{ "cover", 1, false },
	{ "platform put", 1, true },
	{ "platform lift", 0, false },
	{ "jumper", 1, false },
	{ "wires", 1, false },
};

/* Longer than a sentence may be. */
static int usage(void)
{
	(void)fprintf(stderr, "%s\n", lang_text(sim_language(), "sim_usage"));
	return 2;
}

static int help(void)
{
	for (enum lang i = 0; i < LANG_COUNT; i++)
		(void)printf("%s%s\n", i ? "\n" : "", lang_text(i, "sim_usage"));
	return 0;
}

/* Kilograms as people type them; a minus is somebody lifting the plate. */
static int read_load(const char *text, int64_t *ret_mg)
{
	bool minus = *text == '-';
	int64_t mg;
	int r;

	if (!strcmp(text, "0")) {
		*ret_mg = 0;
		return 0;
	}
	r = mass_parse_kg(text + minus, &mg);
	if (r == 0)
		*ret_mg = minus ? -mg : mg;
	return r;
}

static int do_word(const struct word *w, const char *dir, char **arguments)
{
	char line[COMMAND_SIZE];
	int64_t mg = 0;
	int n;

	if (w->kg && read_load(arguments[0], &mg) < 0) {
		sim_say("sim_bad_load", "value", arguments[0]);
		return 2;
	}
	if (w->kg)
		n = snprintf(line, sizeof(line), "%s %" PRId64, w->name, mg);
	else
		n = snprintf(line, sizeof(line), "%s%s%s", w->name, w->arguments ? " " : "",
			w->arguments ? arguments[0] : "");
	if (n >= (int)sizeof(line) - 1 || strchr(line, '\n'))
		return usage();
	return client_run(dir, line);
}

static int do_sample(int argc, char **argv)
{
	struct sample_order want = { 0 };
	const char *config = NULL;

	for (int i = 0; i < argc; i++) {
		const char *word = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";

		want.full |= !strcmp(word, "--full");
		want.kitchen |= !strcmp(word, "--workshop");
		if (!strcmp(word, "--full") || !strcmp(word, "--workshop"))
			continue;
		if (*value && !strcmp(word, "--config"))
			config = value;
		else if (strcmp(word, "--until") || day_number(value, &want.until) < 0)
			if (strcmp(word, "--days") || sscanf(value, "%4u", &want.days) != 1)
				return usage();
		i++;
	}
	if (!want.days)
		want.days = want.kitchen && !want.full ? KITCHEN_DAYS : 365;
	return config ? sample_run(config, &want) : usage();
}

static int do_serve(const char *dir, int argc, char **argv)
{
	const char *page = "";
	bool head = false;

	for (int i = 0; i < argc; i++) {
		if (!strcmp(argv[i], "--head"))
			head = true;
		else if (!strcmp(argv[i], "--page") && i + 1 < argc)
			page = argv[++i];
		else
			return usage();
	}
	return serve_run(dir, page, head);
}

/* How many words of the command line are this one's name, 0: it is another one. */
static int named(const struct word *w, int argc, char **argv)
{
	size_t len = strcspn(w->name, " ");

	if (strncmp(w->name, argv[0], len) || argv[0][len])
		return 0;
	if (!w->name[len])
		return 1;
	return argc > 1 && !strcmp(w->name + len + 1, argv[1]) ? 2 : 0;
}

static int run(const char *dir, int argc, char **argv)
{
	if (!strcmp(argv[0], "serve"))
		return do_serve(dir, argc - 1, argv + 1);
	if (!strcmp(argv[0], "sample"))
		return do_sample(argc - 1, argv + 1);
	if (!strcmp(argv[0], "probe")) {
		sim_say("sim_no_probes", NULL, NULL);
		return 2;
	}
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		int n = named(&words[i], argc, argv);

		if (n && argc - n == words[i].arguments)
			return do_word(&words[i], dir, argv + n);
	}
	return usage();
}

int main(int argc, char **argv)
{
	const char *dir = getenv("BASCULE_SIM_STATE");
	int at = 1;

	if (lang_init() < 0)
		return 3;
	if (!dir || !*dir)
		dir = "build/demo";
	if (argc > 2 && !strcmp(argv[1], "--state")) {
		dir = argv[2];
		at = 3;
	}
	if (argc > at && !strcmp(argv[at], "--help"))
		return help();
	return argc > at && *dir ? run(dir, argc - at, argv + at) : usage();
}
