// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule restore FILE: a backup becomes the ledger that station.conf names, or that --db names, where there is
 * none; codes that station.conf does not say are those of the backup. The station then goes on with all that was open, under numbers that were never printed.
 */
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "backup.h"
#include "cleanup.h"
#include "cli.h"
#include "clock.h"
#include "conf.h"
#include "coordinators.h"
#include "files.h"
#include "first_day.h"
#include "restore_people.h"
#include "secret_change.h"

static void print_fault(void *data, const struct ledger_fault *f)
{
	(void)cli_say(data, 0, &f->what);
}

static int say_station(const struct cli *c, const struct restored *done)
{
	struct sentence why = { .key = "restore_other_station" };

	sentence_param(&why, "site", done->station.site);
	sentence_param(&why, "station", done->station.station);
	return cli_say(c, EXIT_REFUSED, &why);
}

/* Else it was pulled out, or is worn out, whatever was made of it. */
static bool is_readable(const char *copy)
{
	static char some[65536];
	_cleanup_close_ int fd = open(copy, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;

	while (fd >= 0 && (n = read(fd, some, sizeof(some))) > 0)
		continue;
	return fd >= 0 && n == 0;
}

static int say_error(
	const struct cli *c, int error, const struct restore *w, const struct restored *done)
{
	struct sentence why;

	if ((error == -EIO || error == -EUCLEAN) && !is_readable(w->copy))
		return cli_say_param(c, EXIT_FAILED, "restore_medium_gone", "path", w->copy);
	if (error == -EIO)
		return cli_say_param(c, EXIT_FAILED, "restore_disk_failed", "path", w->path);
	if (error == -EEXIST)
		return cli_say_param(c, EXIT_REFUSED, "restore_exists", "path", w->path);
	if (error == -EBUSY)
		return cli_say_param(c, EXIT_REFUSED, "restore_runs", "path", w->path);
	if (error == -EXDEV)
		return say_station(c, done);
	if (error == -EUCLEAN)
		return cli_say_param(c, EXIT_FAILED, "restore_damaged", "path", w->copy);
	if (error == -EBADMSG)
		return cli_say_param(c, EXIT_FAILED, "restore_list_damaged", "path", w->copy);
	if (error == -ENOENT)
		return cli_say_param(c, EXIT_FAILED, "restore_no_copy", "path", w->copy);
	if (error == -ENOSPC)
		return cli_say_param(c, EXIT_FAILED, "restore_disk_full", "path", w->path);
	ledger_sentence(error, w->path, &why);
	return cli_say(c, EXIT_FAILED, &why);
}

static void say_done(const struct cli *c, const struct restore *w, const struct restored *done)
{
	struct sentence said = { .key = "restore_done" };
	char text[PATH_MAX + 512], when[40];

	sentence_param(&said, "path", w->path);
	sentence_param_int(&said, "entries", (long long)done->entries);
	sentence_param(&said, "at", clock_iso(done->last_wall_us, when, sizeof(when)));
	sentence_param(&said, "prefix", done->prefix);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	if (!done->erased)
		return;
	said = (struct sentence){ .key = "restore_erased" };
	sentence_param_int(&said, "count", (long long)done->erased);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
}

/* Secrets are in no copy: on another machine they are gone, and the station is no open one by that. */
static void guard(const struct cli *c, const char *path, const char *folder)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *catalogue = NULL;
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	_cleanup_free_ struct secrets *s = malloc(sizeof(*s));
	struct coordinators among = { .secrets = s };

	if (!s || cli_open(c, path, LEDGER_READ, &l) != EXIT_DONE)
		return;
	if (secrets_mend(folder) > 0)
		(void)cli_say_param(c, EXIT_DONE, "restore_secrets_damaged", "path", folder);
	if (ledger_had_secrets(l) && secrets_change(folder, secrets_guard, NULL) < 0)
		(void)cli_say_param(c, EXIT_FAILED, "restore_unguarded", "path", folder);
	clock_now(&among.now);
	if (ledger_catalogue(l, &catalogue) == 0 && secrets_read(folder, s) == 0)
		among.catalogue = catalogue;
	if (!among.catalogue || !coordinators_any(&among, NULL))
		(void)puts(lang_text(c->lang, "restore_no_pin"));
}

static json_t *with_codes(json_t *day, const struct ledger_identity *who)
{
	json_t *site = json_object_get(day, "site");

	if (!json_is_object(site)) {
		site = json_object();
		json_object_set_new(day, "site", site);
	}
	json_object_set_new(site, "pole", json_string(who->pole));
	json_object_set_new(site, "site", json_string(who->site));
	json_object_set_new(site, "station", json_string(who->station));
	return day;
}

/* As the first day keeps them, for the daemon, whose the folder is. */
static int keep_codes(struct conf *conf, const struct ledger_identity *who)
{
	_cleanup_free_ char *text = NULL;
	char folder[PATH_MAX], path[PATH_MAX + sizeof(FIRST_DAY_FILE) + 1];
	struct stat st;
	json_t *day;
	int r;

	first_day_folder(conf, folder);
	day = first_day_read(folder);
	day = with_codes(day ? day : json_object(), who);
	text = json_dumps(day, JSON_INDENT(1) | JSON_SORT_KEYS);
	json_decref(day);
	r = text ? files_put(folder, FIRST_DAY_FILE, MODE_GROUP, text) : -ENOMEM;
	if (r < 0)
		return r;
	(void)snprintf(path, sizeof(path), "%s/" FIRST_DAY_FILE, folder);
	if (geteuid() == 0 && (stat(folder, &st) < 0 || chown(path, st.st_uid, st.st_gid) < 0))
		return -errno;
	return 0;
}

/* lang: restore_named restore_not_named */
static int name_station(const struct cli *c, struct conf *conf, const struct ledger_identity *who)
{
	const int r = keep_codes(conf, who);
	struct sentence said = { .key = r < 0 ? "restore_not_named" : "restore_named" };
	char text[PATH_MAX + 512];

	sentence_param(&said, "pole", who->pole);
	sentence_param(&said, "site", who->site);
	sentence_param(&said, "station", who->station);
	if (r < 0)
		return cli_say(c, EXIT_FAILED, &said);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

/* nameless: a station.conf that says no codes, which those of the copy become; or NULL. */
static int restore(
	const struct cli *c, const struct restore *from, const char *people, struct conf *nameless)
{
	_cleanup_free_ struct returning *back = calloc(1, sizeof(*back));
	struct restored done = { 0 };
	struct restore w = *from;
	struct moment now;
	int r;

	if (!back)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	back->folder = people;
	w.people = returning_people;
	w.people_data = back;
	clock_now(&now);
	w.now = &now;
	w.each = print_fault;
	w.data = (void *)(uintptr_t)c;
	cli_busy(c);
	r = backup_restore(&w, &done);
	cli_busy_end();
	if (r == 0) {
		say_done(c, &w, &done);
		returning_say(c, back);
		guard(c, w.path, people);
	}
	back->catalogue = catalogue_free(back->catalogue);
	if (r < 0)
		return say_error(c, r, &w, &done);
	return nameless ? name_station(c, nameless, &done.station) : EXIT_DONE;
}

/* Where station.conf says, for the station that it says. */
static int restore_station(const struct cli *c, const char *copy, const char *conf_path)
{
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	struct ledger_identity station;
	struct restore w = { .copy = copy, .station = &station };
	struct conf_section *store;
	char beside[PATH_MAX];
	int code = cli_conf(c, conf_path, &conf);

	if (code != EXIT_DONE)
		return code;
	cli_identity(conf, &station);
	if (conf_is_nameless(conf))
		w.station = NULL;
	store = conf_section(conf, "store", NULL);
	w.path = conf_text(store, "path", CLI_LEDGER);
	w.known = conf_text(store, "known", NULL);
	secrets_folder(w.path, beside);
	return restore(c, &w, conf_text(store, "people", beside), w.station ? NULL : conf);
}

static int restore_file(const struct cli *c, const char *copy)
{
	char people[PATH_MAX];

	secrets_folder(c->db, people);
	return restore(c, &(struct restore){ .copy = copy, .path = c->db }, people, NULL);
}

int cmd_restore(struct cli *c, int argc, char **argv)
{
	const char *conf = cli_conf_path(), *copy;
	const struct cli_option options[] = { { "config", &conf }, { "-c", &conf } };
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	copy = optind < argc ? argv[optind] : NULL;
	if (optind + 1 < argc)
		return cli_say_param(
			c, EXIT_USAGE, "unexpected_argument", "argument", argv[optind + 1]);
	if (!copy)
		return cli_say_key(c, EXIT_USAGE, "restore_needs_copy");
	if (c->url)
		return cli_say_key(c, EXIT_USAGE, "restore_no_url");
	return c->db ? restore_file(c, copy) : restore_station(c, copy, conf);
}
