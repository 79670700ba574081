// SPDX-License-Identifier: GPL-3.0-or-later
/* What the commands share: sentences on stderr, where the data is, output, periods. */
#include "cli.h"
#include <ctype.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "clock.h"
#include "day.h"
#include "guess.h"
#include "secrets.h"

void cli_tell(const struct cli *c, const struct sentence *why)
{
	char text[2048];

	cli_busy_end();
	(void)fprintf(stderr, "bascule: %s\n", lang_say(c->lang, why, text, sizeof(text)));
}

/* "--periode=2026" -> "periode"; an option that is none, or not with that value. */
static const char *long_name(const char *word, char buf[64])
{
	if (strncmp(word, "--", 2) != 0)
		return NULL;
	(void)snprintf(buf, 64, "%.*s", (int)strcspn(word + 2, "="), word + 2);
	return buf;
}

/* How many options begin with this: getopt_long() takes a beginning that is only one's. */
static size_t meant_by(const char *name, const struct option *names, struct guess *g)
{
	size_t count = 0;

	guess_start(g, name);
	for (; names->name; names++) {
		if (strcmp(names->name, name) == 0)
			return 1;
		count += strncmp(names->name, name, strlen(name)) == 0;
		guess_try(g, names->name);
	}
	return count;
}

int cli_bad_option(const struct cli *c, int said, char **argv, const struct option *names)
{
	struct sentence why = { .key = "option_unknown" };
	const char *word = argv[optind - 1], *name;
	struct guess g = { 0 };
	char buf[64], near[80], help[64];
	size_t count;

	name = long_name(word, buf);
	count = name ? meant_by(name, names, &g) : 0;
	if (said == ':')
		why.key = "option_needs_value";
	else if (count > 1)
		why.key = "option_several";
	else if (count == 1)
		why.key = "option_takes_nothing";
	else if (g.nearest)
		why.key = "option_unknown_near";
	if (name)
		(void)snprintf(near, sizeof(near), "--%s", name);
	sentence_param(&why, "option", name ? near : word);
	if (g.nearest)
		(void)snprintf(buf, sizeof(buf), "--%s", g.nearest);
	sentence_param(&why, "near", g.nearest ? buf : "");
	(void)snprintf(help, sizeof(help), "bascule help%s%s", c->command ? " " : "",
		c->command ? c->command : "");
	sentence_param(&why, "help", help);
	return cli_say(c, EXIT_USAGE, &why);
}

enum { OPTIONS_MOST = 32, LONG = 256 };

static size_t find_option(const struct cli_option *options, size_t count, int said)
{
	size_t i = 0;

	if (said >= LONG)
		return (size_t)said - LONG;
	while (i < count && (options[i].name[0] != '-' || options[i].name[1] != said))
		i++;
	return i;
}

int cli_options(
	const struct cli *c, int argc, char **argv, const struct cli_option *options, size_t count)
{
	struct option names[OPTIONS_MOST + 1] = { 0 };
	char letters[2 * OPTIONS_MOST + 2] = ":";
	size_t at, n = 0, l = 1;
	int o;

	for (size_t i = 0; i < count && i < OPTIONS_MOST; i++) {
		if (options[i].name[0] == '-') {
			letters[l++] = options[i].name[1];
			letters[l++] = ':';
		} else {
			bool bare = options[i].name[0] == '=';

			names[n++] = (struct option){ options[i].name + bare,
				bare ? no_argument : required_argument, NULL, LONG + (int)i };
		}
	}
	while ((o = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		at = find_option(options, count, o);
		if (at >= count)
			return cli_bad_option(c, o, argv, names);
		*options[at].text = optarg ? optarg : "";
	}
	return EXIT_DONE;
}

int cli_only_options(
	const struct cli *c, int argc, char **argv, const struct cli_option *options, size_t count)
{
	int code = cli_options(c, argc, argv, options, count);

	if (code != EXIT_DONE || optind == argc)
		return code;
	return cli_say_param(c, EXIT_USAGE, "unexpected_argument", "argument", argv[optind]);
}

static const char *from_environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* Of the daemon that station.conf is for. */
static const char *usual_url(void)
{
	static char url[PATH_MAX + 32]; /* lent for as long as the command runs */
	char port[PATH_MAX];

	cli_conf_say("http", "port", "8080", port);
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%s", port);
	return url;
}

void cli_source(const struct cli *c, struct source *ret_source)
{
	static char usual_db[PATH_MAX]; /* lent for as long as the command runs */
	struct source s = { .db = c->db, .url = c->url };

	if (!s.db && !s.url)
		s.db = from_environment("BASCULE_DB");
	if (!s.db && !s.url)
		s.url = from_environment("BASCULE_URL");
	if (!s.db && !s.url) {
		cli_conf_say("store", "path", CLI_LEDGER, usual_db);
		s.db = access(usual_db, F_OK) == 0 ? usual_db : NULL;
		s.usual = s.db;
	}
	if (!s.db && !s.url)
		s.url = usual_url();
	*ret_source = s;
}

/* Of the ledger that station.conf names, and of a daemon, which reads that too, as it says. */
void cli_people_folder(const struct cli *c, char ret_folder[PATH_MAX])
{
	const char *said = from_environment("BASCULE_PEOPLE");
	char usual[PATH_MAX], beside[PATH_MAX];
	struct source source;

	cli_source(c, &source);
	cli_conf_say("store", "path", CLI_LEDGER, usual);
	if (said) {
		(void)snprintf(ret_folder, PATH_MAX, "%s", said);
	} else if (source.db && strcmp(source.db, usual) != 0) {
		secrets_folder(source.db, ret_folder);
	} else {
		secrets_folder(usual, beside);
		cli_conf_say("store", "people", beside, ret_folder);
	}
}

void cli_station(const struct cli *c, struct source *ret_source)
{
	struct source s = { .url = c->url ? c->url : from_environment("BASCULE_URL") };

	if (!s.url)
		s.url = usual_url();
	*ret_source = s;
}

bool cli_is_number(const char *text)
{
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '-')
			return false;
	return true;
}

int cli_open(
	const struct cli *c, const char *path, enum ledger_mode mode, struct ledger **ret_ledger)
{
	struct sentence why;
	struct stat st;
	/* A wrong path must not make a new, empty ledger. */
	int r = access(path, F_OK) < 0 ? -ENOENT : ledger_open(path, mode, NULL, NULL, ret_ledger);

	if (r == 0)
		return EXIT_DONE;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return cli_say_param(c, EXIT_USAGE, "db_is_folder", "path", path);
	ledger_sentence(r, path, &why);
	return cli_say(c, EXIT_FAILED, &why);
}

int output_open(const struct cli *c, const char *path, struct output *ret_output)
{
	struct output o = { .path = path, .out = path ? fopen(path, "we") : stdout };

	if (!o.out)
		return cli_say_param(c, EXIT_FAILED, "cannot_write", "path", path);
	if (isatty(fileno(o.out)))
		cli_busy_end();
	*ret_output = o;
	return EXIT_DONE;
}

int output_close(const struct cli *c, struct output *o, int code)
{
	int failed = fflush(o->out) != 0 || ferror(o->out);

	if (o->path)
		failed |= fclose(o->out) != 0;
	if (!failed)
		return code;
	return cli_say_param(c, EXIT_FAILED, "cannot_write", "path", o->path ? o->path : "stdout");
}

int output_answer(const struct cli *c, const struct cli_call *call, const char *path)
{
	struct answer answer = { 0 };
	struct output o;
	int code = cli_ask(c, call->path, call->said, call->count, &answer);

	if (code == EXIT_DONE)
		code = output_open(c, path, &o);
	if (code == EXIT_DONE) {
		(void)fwrite(answer.text, 1, answer.size, o.out);
		code = output_close(c, &o, code);
	}
	answer_done(&answer);
	return code;
}

bool output_takes(const struct cli *c, const char *path, enum table_format format)
{
	bool text = format != FORMAT_XLSX && format != FORMAT_PNG && format != FORMAT_PDF;

	if (text || path || !isatty(STDOUT_FILENO))
		return true;
	return cli_say_param(c, false, "not_on_a_terminal", "format", table_format_name(format));
}

int cli_format(const struct cli *c, const char *word, enum table_format *ret_format)
{
	*ret_format = FORMAT_TABLE;
	if (!word || table_format_from_name(word, ret_format) == 0)
		return EXIT_DONE;
	return cli_say_param(c, EXIT_USAGE, "bad_format", "format", word);
}

enum { LIMIT_MOST = 100000 };

int cli_limit(const struct cli *c, const char *word)
{
	char *end = NULL;
	unsigned long limit = word ? strtoul(word, &end, 10) : 1;

	if (!word || (*word >= '0' && *word <= '9' && !*end && limit > 0 && limit <= LIMIT_MOST))
		return EXIT_DONE;
	return cli_say_param(c, EXIT_USAGE, "bad_limit", "limit", word);
}

static int resolve_range(const struct cli *c, struct days *d)
{
	if (day_shift(d->from, 0, d->first) < 0)
		return cli_say_param(c, EXIT_USAGE, "bad_day", "day", d->from);
	if (day_shift(d->to, -1, d->last) < 0)
		return cli_say_param(c, EXIT_USAGE, "bad_day", "day", d->to);
	if (strcmp(d->first, d->last) > 0)
		return cli_say_key(c, EXIT_USAGE, "empty_period");
	if (day_is_month_end(d->to)) {
		struct sentence why = { .key = "to_is_exclusive" };

		sentence_param(&why, "to", d->to);
		sentence_param(&why, "last_day", d->last);
		cli_say(c, 0, &why);
	}
	return EXIT_DONE;
}

int days_resolve(const struct cli *c, struct days *d)
{
	struct moment now;

	clock_now(&now);
	if (d->period && (d->from || d->to))
		return cli_say_key(c, EXIT_USAGE, "period_and_range");
	if (!d->from != !d->to)
		return cli_say_key(c, EXIT_USAGE, "half_range");
	if (d->from)
		return resolve_range(c, d);
	if (d->period && day_period(d->period, now.day, d->first, d->last) < 0)
		return cli_say_param(c, EXIT_USAGE, "bad_period_option", "period", d->period);
	return EXIT_DONE;
}
