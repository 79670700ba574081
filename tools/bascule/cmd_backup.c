// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule backup FILE|FOLDER: a copy beside the running daemon, read again from its first entry to its
 * last before it has its name. bascule backup --drill: whether the last one still is what it was.
 */
#include "backup.h"
#include <getopt.h>
#include <libgen.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include "cli.h"
#include "clock.h"
#include "first_day.h"

enum { SECOND_US = 1000000 };

static void print_fault(void *data, const struct ledger_fault *f)
{
	(void)cli_say(data, 0, &f->what);
}

static int say_error(const struct cli *c, int error, const char *path)
{
	struct sentence why;

	if (error == -EEXIST)
		return cli_say_param(c, EXIT_REFUSED, "backup_exists", "path", path);
	if (error == -EUCLEAN)
		return cli_say_param(c, EXIT_FAILED, "backup_not_whole", "path", path);
	if (error == -ENOENT || error == -ENOTDIR)
		return cli_say_param(c, EXIT_FAILED, "backup_no_folder", "path", path);
	if (error == -ENOSPC)
		return cli_say_param(c, EXIT_FAILED, "backup_disk_full", "path", path);
	if (error == -EROFS || error == -EACCES || error == -EPERM)
		return cli_say_param(c, EXIT_FAILED, "backup_read_only", "path", path);
	if (error == -EIO || error == -ENXIO || error == -ENODEV)
		return cli_say_param(c, EXIT_FAILED, "backup_medium_gone", "path", path);
	ledger_sentence(error, path, &why);
	return cli_say(c, EXIT_FAILED, &why);
}

static void say_done(const struct cli *c, const char *key, const struct backup_last *b)
{
	struct sentence said = { .key = key };
	char text[PATH_MAX + 256], when[40];

	sentence_param(&said, "path", b->path);
	sentence_param_int(&said, "entries", (long long)b->seq);
	sentence_param(&said, "at", clock_iso(b->at_s * SECOND_US, when, sizeof(when)));
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
}

/* The old ones of a folder, when a person has said that they may go. */
static int thin(
	const struct cli *c, const char *folder, const struct ledger_identity *who, int64_t now_s)
{
	struct sentence said = { .key = "backup_thinned" };
	char text[256];
	int removed = backup_thin(folder, who, now_s);

	if (removed < 0)
		return say_error(c, removed, folder);
	sentence_param_int(&said, "count", removed);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

/* A folder stands for a name of its own in it. 0, -ENAMETOOLONG. */
static int choose_path(
	const char *to, bool is_folder, const struct ledger_identity *who, struct backup_last *b)
{
	char name[BACKUP_NAME_SIZE];
	int n;

	backup_name(who, b->at_s, name);
	n = is_folder ? snprintf(b->path, sizeof(b->path), "%s/%s", to, name)
		      : snprintf(b->path, sizeof(b->path), "%s", to);
	return n < (int)sizeof(b->path) ? 0 : -ENAMETOOLONG;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folder that is written into, which another backup may have in hand. */
static int hold(const struct cli *c, const char *to, int *ret_fd)
{
	char copy[PATH_MAX];
	const char *folder;
	int r;

	(void)snprintf(copy, sizeof(copy), "%s", to);
	folder = is_folder(to) ? to : dirname(copy);
	r = backup_hold(folder, false, ret_fd);
	if (r != -EBUSY)
		return r;
	(void)cli_say_param(c, EXIT_DONE, "backup_waits", "path", folder);
	return backup_hold(folder, true, ret_fd);
}

/* A name of its own is of a second: where there is one of this very second, of the next. */
static int choose_free(const char *to, const struct ledger_identity *who, struct backup_last *b)
{
	const struct timespec tenth = { .tv_nsec = 100000000 };
	struct moment now;
	int r;

	for (;;) {
		clock_now(&now);
		b->at_s = now.wall_us / SECOND_US;
		r = choose_path(to, is_folder(to), who, b);
		if (r < 0 || !is_folder(to) || access(b->path, F_OK) < 0)
			return r;
		(void)nanosleep(&tenth, NULL);
	}
}

static void say_and_note(const struct cli *c, const char *db, struct backup_last *b)
{
	char real[PATH_MAX];

	if (realpath(b->path, real))
		memcpy(b->path, real, sizeof(b->path));
	say_done(c, "backup_done", b);
	if (backup_note(db, b) < 0) /* the copy is good all the same */
		(void)cli_say_param(c, EXIT_DONE, "backup_not_noted", "path", db);
}

static int make(struct cli *c, const char *db, const char *to, bool thins)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	_cleanup_close_ int held = -1;
	struct backup_last b = { 0 };
	struct ledger_status status;
	int code = cli_open(c, db, LEDGER_READ, &l), r;

	if (code != EXIT_DONE)
		return code;
	r = ledger_status(l, &status);
	if (r == 0)
		r = hold(c, to, &held);
	if (r == 0)
		r = choose_free(to, &status.identity, &b);
	if (r == 0)
		r = backup_later(l, b.path);
	if (r == 0)
		r = backup_make(l, b.path, print_fault, c, &b.seq);
	cli_busy_end();
	if (r < 0)
		return say_error(c, r, b.path[0] ? b.path : to);
	code = thins ? thin(c, to, &status.identity, b.at_s) : EXIT_DONE;
	(void)close(TAKE_FD(held)); /* the note may lie in this very folder */
	say_and_note(c, db, &b);
	return code;
}

/* The newest entry, from which "it holds less than when it was made" is told. */
static int prove(struct cli *c, const struct backup_last *b)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct ledger_status status;
	uint64_t entries;
	int code = cli_open(c, b->path, LEDGER_READ, &l), faults;

	if (code != EXIT_DONE)
		return code;
	faults = ledger_verify(l, print_fault, c, &entries);
	if (faults == 0)
		faults = ledger_rebuild_check(l, print_fault, c, NULL);
	if (faults == 0)
		faults = ledger_status(l, &status);
	cli_busy_end();
	if (faults != 0)
		return say_error(c, faults < 0 ? faults : -EUCLEAN, b->path);
	if (status.last_seq < b->seq)
		return cli_say_param(c, EXIT_FAILED, "backup_is_older", "path", b->path);
	say_done(c, "backup_drill_done", b);
	return EXIT_DONE;
}

static int drill(struct cli *c, const char *db, const char *file)
{
	struct backup_last b;
	struct stat st;
	int r = backup_last(db, &b);

	if (r < 0 && !file)
		return cli_say_key(c, EXIT_REFUSED, "backup_never");
	if (file && (r < 0 || strcmp(file, b.path) != 0)) {
		b = (struct backup_last){ 0 };
		(void)snprintf(b.path, sizeof(b.path), "%s", file);
		b.at_s = stat(file, &st) == 0 ? st.st_mtime : 0;
	}
	if (access(b.path, F_OK) < 0)
		return cli_say_param(c, EXIT_REFUSED, "backup_gone", "path", b.path);
	return prove(c, &b);
}

/* The hourly copy of a station that nobody has named yet has nothing to copy. */
static int say_no_db(const struct cli *c, bool keep)
{
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;

	if (!keep || c->url || conf_read_station(cli_conf_path(), &conf) < 0 ||
		!conf_is_nameless(conf))
		return cli_say_key(c, EXIT_USAGE, "needs_db");
	(void)puts(lang_text(c->lang, "backup_nothing_yet"));
	return EXIT_DONE;
}

int cmd_backup(struct cli *c, int argc, char **argv)
{
	const char *keep = NULL, *drills = NULL, *to;
	const struct cli_option options[] = { { "=keep", &keep }, { "=drill", &drills } };
	struct source source;
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	to = optind < argc ? argv[optind] : NULL;
	if (optind + 1 < argc)
		return cli_say_param(
			c, EXIT_USAGE, "unexpected_argument", "argument", argv[optind + 1]);
	cli_source(c, &source);
	if (!source.db)
		return say_no_db(c, keep && !drills);
	if (drills)
		return drill(c, source.db, to);
	if (!to)
		return cli_say_key(c, EXIT_USAGE, "backup_needs_path");
	if (keep && !is_folder(to))
		return cli_say_param(c, EXIT_USAGE, "backup_keep_folder", "path", to);
	return make(c, source.db, to, keep);
}
