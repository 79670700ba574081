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
#include "ledger.h"
#include "log.h"
#include "usb.h"
#include "web.h"
#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_HELD = 3 };

struct bascule {
	struct loop *loop;
	struct loop_source *terminate;
	struct loop_source *interrupt;
	struct usb *usb;
	struct conf *conf;
	struct desk *desk;
	struct web *web;
	struct web_kept *kept; /* main's */
	enum lang lang;        /* of what is said at start */
	bool trains;           /* what is done does not count (training.h) */
};

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

static int read_conf(struct bascule *b, const char *path, enum first_day_part part)
{
	struct sentence s = { .key = "conf_unreadable" };
	struct ledger_identity id;
	int r = conf_read_part(path, part, &b->conf);

	if (r >= 0)
		r = ledger_name_conf(b->conf, &id);
	if (r > 0)
		log_line(LOG_NOTE, "codes of the ledger taken pole=%s site=%s station=%s", id.pole,
			id.site, id.station);
	if (r >= 0)
		return 0;
	sentence_param(&s, "path", path);
	sentence_param(&s, "error", log_errno(r));
	say(&s);
	return EXIT_USAGE;
}

static int set_zone(struct conf *conf)
{
	int r = clock_init(conf_zone(conf));

	return r == -EINVAL && conf_section(conf, "site", NULL) ? 0 : r;
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

/* Where no ledger can be made for it, the station weighs, as it always does after training. */
static void train(struct bascule *b)
{
	struct moment now;
	int r;

	clock_now(&now);
	r = b->trains ? desk_train(b->desk, &now) : 0;
	if (r < 0)
		log_line(LOG_ERROR, "training not begun error=%s", log_errno(r));
	if (r < 0 || !b->trains)
		desk_train_no_more(b->desk);
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
		train(b);
	if (r >= 0)
		r = web_new(b->loop, b->conf, b->desk, &b->web);
	if (r >= 0)
		web_go_on(b->web, b->kept);
	return r;
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
	if (error == -EAGAIN) {
		loop_quit(b->loop, WEB_BEGIN_ANEW);
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
	b->terminate = loop_source_free(b->terminate);
	b->interrupt = loop_source_free(b->interrupt);
	b->loop = loop_free(b->loop);
	b->conf = conf_free(b->conf);
}

static void say_mistakes(const struct conf *conf)
{
	for (enum lang i = 0; i < LANG_COUNT; i++)
		conf_print(conf, i, stderr);
}

static bool has_first_day(struct conf *conf)
{
	char folder[PATH_MAX], path[PATH_MAX + sizeof(FIRST_DAY_FILE)];

	first_day_folder(conf, folder);
	(void)snprintf(path, sizeof(path), "%s/" FIRST_DAY_FILE, folder);
	return access(path, F_OK) == 0;
}

/* Everything is made of station.conf and that part of the first day: 0, or an exit code. */
static int try(struct bascule *b, const char *path, enum first_day_part part)
{
	int r = read_conf(b, path, part);

	if (r)
		return r;
	r = make(b);
	if (r < 0)
		return fail("basculed", r);
	web_first_day_cut(b->web, part);
	conf_check_unused(b->conf, conf_station_kinds);
	return conf_mistakes(b->conf) ? EXIT_USAGE : 0;
}

/*
 * What a person wrote into station.conf is right or is not taken. What this program wrote itself keeps nobody from
 * weighing: its mistakes are said, and the station begins with as much of it as it can.
 */
static int begin(struct bascule *b, const char *path, bool only_check)
{
	int r = try(b, path, FIRST_DAY_ALL);

	if (r != EXIT_USAGE || !b->conf)
		return r;
	say_mistakes(b->conf);
	if (only_check || !has_first_day(b->conf))
		return r;
	for (enum first_day_part part = FIRST_DAY_SITE; r && part <= FIRST_DAY_NONE; part++) {
		end(b);
		r = try(b, path, part);
	}
	return r;
}

static int run(const char *path, bool only_check, bool trains, struct web_kept *kept)
{
	struct bascule b = { .trains = trains, .kept = kept };
	struct sentence right = { .key = "conf_right" };
	int r = begin(&b, path, only_check);

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
	struct web_kept *kept = NULL;
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
	r = web_kept_new(&kept);
	if (r < 0)
		return fail("basculed", r);
	do
		r = run(path, only_check, r == WEB_TRAIN, kept);
	while (r == WEB_BEGIN_ANEW || r == WEB_TRAIN);
	web_kept_free(kept);
	return r;
}
