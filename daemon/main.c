// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * basculed: reads its arguments and station.conf, makes loop, desk and page,
 * connects them and runs. Exit codes (contract.md): 0 done, 2 wrong usage or
 * configuration with every mistake said, 3 the port or the store is held by
 * another program.
 */
#include "clock.h"
#include "conf.h"
#include "desk.h"
#include "first_day.h"
#include "log.h"
#include "usb.h"
#include "web.h"
#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-daemon.h>

enum { EXIT_USAGE = 2, EXIT_HELD = 3 };

struct bascule {
	struct loop *loop;
	struct loop_source *terminate;
	struct loop_source *interrupt;
	struct usb *usb;
	struct conf *conf;
	struct desk *desk;
	struct web *web;
	enum lang lang; /* of what is said at start */
};

static const char *const sections[] = { "site", "store", "labels", "http", "scale", "map",
	"scanner", "printer", "panel", NULL };

/* At start nobody knows who reads: French and English. */
static void say_to(FILE *out, const struct sentence *s)
{
	char text[1024];

	for (enum lang i = 0; i < LANG_COUNT; i++)
		fprintf(out, "%s\n", lang_say(i, s, text, sizeof(text)));
}

static void say(const struct sentence *s)
{
	say_to(stderr, s);
}

static int fail(const char *what, int error)
{
	struct sentence s = { .key = "main_failed" };

	sentence_param(&s, "what", what);
	sentence_param(&s, "error", log_errno(error));
	say(&s);
	return EXIT_HELD;
}

static int usage(FILE *out, int code)
{
	say_to(out, &(struct sentence){ .key = "main_usage" });
	return code;
}

/* 0: go on; -1: done; else an exit code. */
static int parse_arguments(int argc, char **argv, const char **ret_path, bool *ret_check)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' },
		{ "check", no_argument, NULL, 'k' }, { "version", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' }, { 0 } };
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 'c')
			*ret_path = optarg;
		else if (option == 'k')
			*ret_check = true;
		else if (option == 'v')
			return puts(BASCULE_VERSION) < 0 ? EXIT_FAILURE : -1;
		else if (option == 'h')
			return usage(stdout, -1);
		else
			return usage(stderr, EXIT_USAGE);
	}
	return *ret_path && optind == argc ? 0 : usage(stderr, EXIT_USAGE);
}

static int read_conf(struct bascule *b, const char *path)
{
	struct sentence s = { .key = "conf_unreadable" };
	int r = conf_read_station(path, &b->conf);

	if (r >= 0)
		return 0;
	sentence_param(&s, "path", path);
	sentence_param(&s, "error", log_errno(r));
	say(&s);
	return EXIT_USAGE;
}

static int set_zone(struct conf *conf)
{
	struct conf_section *site = conf_section(conf, "site", NULL);
	const char *zone = conf_text(site, "zone", "Europe/Paris");
	struct sentence why = { .key = "conf_bad_zone" };
	int r = clock_init(zone);

	if (r != -EINVAL || !site)
		return r;
	sentence_param(&why, "value", zone);
	conf_mistake(site, "zone", &why);
	return 0;
}

static void on_end(void *data)
{
	struct bascule *b = data;

	sd_notify(false, "STOPPING=1");
	loop_quit(b->loop, 0);
}

/* Without USB the rest of the station still works: its USB devices are simply not there. */
static void make_usb(struct bascule *b)
{
	int r = usb_new(b->loop, &b->usb);

	if (r < 0)
		log_line(LOG_ERROR, "usb unusable error=%s", log_errno(r));
}

/* Everything that station.conf speaks of, still closed. */
static int make(struct bascule *b)
{
	int r = loop_new(&b->loop);

	if (r >= 0)
		r = loop_add_signal(b->loop, SIGTERM, on_end, b, &b->terminate);
	if (r >= 0)
		r = loop_add_signal(b->loop, SIGINT, on_end, b, &b->interrupt);
	if (r >= 0)
		make_usb(b);
	if (r >= 0)
		r = set_zone(b->conf);
	if (r >= 0)
		r = desk_new(b->loop, b->usb, b->conf, &b->desk);
	if (r >= 0)
		r = web_new(b->loop, b->conf, b->desk, &b->web);
	return r;
}

static int check(const struct bascule *b)
{
	conf_check_unused(b->conf, sections);
	if (!conf_mistakes(b->conf))
		return 0;
	for (enum lang i = 0; i < LANG_COUNT; i++)
		conf_print(b->conf, i, stderr);
	return EXIT_USAGE;
}

/* The store has answered: only now is it sure that this daemon may serve. */
static void on_opened(void *data, int error)
{
	struct bascule *b = data;

	if (error == -EBUSY) {
		say(&(struct sentence){ .key = "main_locked" });
		loop_quit(b->loop, EXIT_HELD);
		return;
	}
	printf("ready %s\n", web_url(b->web));
	fflush(stdout);
	sd_notifyf(false, "READY=1\nSTATUS=%s", web_url(b->web));
}

static int serve(struct bascule *b)
{
	const struct desk_start start = { .opened = on_opened, .data = b };
	struct sentence s = { .key = "main_port" };
	int r = web_start(b->web);

	if (r == -EADDRINUSE) {
		sentence_param_int(&s, "port", web_port(b->web));
		say(&s);
		return EXIT_HELD;
	}
	if (r < 0)
		return fail("http", r);
	r = desk_start(b->desk, &start);
	if (r < 0)
		return fail("store", r);
	r = loop_run(b->loop);
	return r < 0 ? fail("loop", r) : r;
}

/* The page outlives the desk: whoever waits for a weighing still gets the
 * answer. */
static void end(struct bascule *b)
{
	b->desk = desk_free(b->desk);
	b->web = web_free(b->web);
	b->usb = usb_free(b->usb);
	loop_source_free(b->terminate);
	loop_source_free(b->interrupt);
	b->loop = loop_free(b->loop);
	b->conf = conf_free(b->conf);
}

static int run(const char *path, bool only_check)
{
	struct bascule b = { 0 };
	struct sentence right = { .key = "conf_right" };
	int r = read_conf(&b, path);

	if (!r) {
		r = make(&b);
		r = r < 0 ? fail("basculed", r) : check(&b);
	}
	if (!r && !only_check)
		r = serve(&b);
	else if (!r) {
		sentence_param(&right, "path", path);
		say(&right);
	}
	end(&b);
	return r;
}

int main(int argc, char **argv)
{
	const char *path = NULL;
	bool only_check = false;
	int r;

	signal(SIGPIPE, SIG_IGN);
	(void)mallopt(M_ARENA_MAX, 1); /* three threads: a heap each would stay full */
	r = lang_init();
	if (r < 0) {
		log_line(LOG_ERROR, "language files broken error=%s", log_errno(r));
		return EXIT_HELD;
	}
	r = parse_arguments(argc, argv, &path, &only_check);
	if (r)
		return r < 0 ? 0 : r;
	do
		r = run(path, only_check);
	while (r == WEB_BEGIN_ANEW);
	return r;
}
