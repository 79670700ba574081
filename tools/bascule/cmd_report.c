// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule report NAME, and bascule tonnage and balance, which are some of them: as table, file or chart, from
 * a file or a daemon. Both ways give the same bytes.
 */
#include <getopt.h>
#include <limits.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include "cli.h"
#include "report.h"

struct options {
	const struct report *report;
	struct days days;
	const char *by, *site, *output, *format_word, *chart_word, *plain;
	enum table_format format;
	enum chart chart;
};

/* What no text can be: a file with such an ending is one, whether it was named or not. */
static bool by_ending(const char *output, enum table_format *ret_format)
{
	const char *ending = output ? strrchr(output, '.') : NULL;
	enum table_format f = FORMAT_TABLE;

	for (; ending && f < FORMAT_COUNT; f++)
		if ((f == FORMAT_XLSX || f >= FORMAT_SVG) &&
			!strcasecmp(ending + 1, table_format_name(f))) {
			*ret_format = f;
			return true;
		}
	return false;
}

static int read_format(const struct cli *c, struct options *o)
{
	int code = EXIT_DONE;

	o->chart = o->report->chart;
	if (o->chart_word && chart_from_name(o->chart_word, &o->chart) < 0)
		return cli_say_param(c, EXIT_USAGE, "bad_chart", "chart", o->chart_word);
	if (o->format_word)
		code = cli_format(c, o->format_word, &o->format);
	else if (!by_ending(o->output, &o->format) && o->chart_word)
		return cli_say_key(c, EXIT_USAGE, "chart_where");
	if (code == EXIT_DONE && o->chart_word && o->format < FORMAT_SVG)
		return cli_say_key(c, EXIT_USAGE, "chart_where");
	if (code == EXIT_DONE && !output_takes(c, o->output, o->format))
		return EXIT_USAGE;
	if (o->plain && o->format == FORMAT_TABLE)
		o->format = FORMAT_PLAIN;
	return code;
}

/* What would be refused anyway is said as wrong usage. */
static int check(const struct cli *c, const struct options *o)
{
	struct report_query query = { 0 };
	struct sentence why;

	if (o->by && report_by(o->report, o->by, &query, &why) < 0)
		return cli_say(c, EXIT_USAGE, &why);
	if (o->site && strlen(o->site) >= sizeof(query.site))
		return cli_say_param(c, EXIT_USAGE, "bad_site", "site", o->site);
	return EXIT_DONE;
}

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = {
		{ "period", &o->days.period },
		{ "from", &o->days.from },
		{ "to", &o->days.to },
		{ "by", &o->by },
		{ "site", &o->site },
		{ "format", &o->format_word },
		{ "chart", &o->chart_word },
		{ "=plain", &o->plain },
		{ "-o", &o->output },
	};
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (!o->report && optind < argc) {
		o->report = report_find(argv[optind]);
		if (!o->report)
			return cli_say_param(c, EXIT_USAGE, "bad_report", "report", argv[optind]);
		optind++;
	}
	if (!o->report)
		return cli_say_key(c, EXIT_USAGE, "which_report");
	if (optind < argc)
		return cli_say_param(
			c, EXIT_USAGE, "unexpected_argument", "argument", argv[optind]);
	if (!o->days.period && !o->days.from && !o->days.to)
		return cli_say_key(c, EXIT_USAGE, "no_period");
	code = read_format(c, o);
	if (code == EXIT_DONE)
		code = days_resolve(c, &o->days);
	return code == EXIT_DONE ? check(c, o) : code;
}

static int ask(const struct cli *c, const struct options *o, struct answer *ret_answer)
{
	const struct cli_said said[] = {
		{ "period", o->days.period },
		{ "from", o->days.from },
		{ "to", o->days.to },
		{ "format", table_format_name(o->format) },
		{ "chart", o->chart_word },
		{ "by", o->by },
		{ "site", o->site },
	};
	char path[64];

	(void)snprintf(path, sizeof(path), "/reports/%s", o->report->name);
	return cli_ask(c, path, said, ARRAY_SIZE(said), ret_answer);
}

/* Into a folder it goes under the name that says of when and where it is. */
static const char *path_of(const char *output, const struct answer *a, char *buf, size_t size)
{
	struct stat s;

	if (!output || !a->file[0] || stat(output, &s) < 0 || !S_ISDIR(s.st_mode))
		return output;
	(void)snprintf(buf, size, "%s/%s", output, a->file);
	return buf;
}

/*
 * What it means that there is nothing in a report: only those of all weighings say that there were none.
 * lang: no_weighing_between nothing_reported nothing_rectified nothing_unmapped nothing_registered
 * nothing_given nothing_of_members nothing_counted
 */
static int say_nothing(const struct cli *c, const struct options *o)
{
	static const char *const said[][2] = {
		{ "tonnage", "no_weighing_between" },
		{ "balance", "no_weighing_between" },
		{ "R-days", "no_weighing_between" },
		{ "R1", "no_weighing_between" },
		{ "R3", "no_weighing_between" },
		{ "bilan", "no_weighing_between" },
		{ "T1", "no_weighing_between" },
		{ "T2", "no_weighing_between" },
		{ "rectified", "nothing_rectified" },
		{ "unmapped", "nothing_unmapped" },
		{ "R4", "nothing_registered" },
		{ "R5", "nothing_given" },
		{ "R7", "nothing_of_members" },
		{ "counts", "nothing_counted" },
	};
	struct sentence why = { .key = "nothing_reported" };
	char first[LANG_DAY_SIZE], last[LANG_DAY_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(said); i++)
		if (strcmp(said[i][0], o->report->name) == 0)
			why.key = said[i][1];
	(void)lang_day(c->lang, o->days.first, o->days.last, first, sizeof(first));
	(void)lang_day(c->lang, o->days.last, NULL, last, sizeof(last));
	sentence_param(&why, "first_day", first);
	sentence_param(&why, "last_day", last);
	return cli_say(c, EXIT_REFUSED, &why);
}

/* A table in which nothing stands says to people no more than the sentence does. */
static bool sentence_alone(const struct options *o, const struct answer *a)
{
	return a->empty && !o->output && o->format == FORMAT_TABLE && !o->report->with &&
	       !o->report->by;
}

/* Nothing is written to the file before all of it is there. */
static int write_out(const struct cli *c, const struct options *o, const struct answer *a)
{
	struct output out;
	char path[PATH_MAX];
	int code;

	if (sentence_alone(o, a))
		return say_nothing(c, o);
	code = output_open(c, path_of(o->output, a, path, sizeof(path)), &out);

	if (code != EXIT_DONE)
		return code;
	(void)fwrite(a->text, 1, a->size, out.out);
	code = output_close(c, &out, EXIT_DONE);
	return code != EXIT_DONE || !a->empty ? code : say_nothing(c, o);
}

static int run(struct cli *c, int argc, char **argv, const struct report *report)
{
	struct options o = { .report = report };
	struct answer a = { 0 };
	int code = read_options(c, argc, argv, &o);

	if (code == EXIT_DONE)
		code = ask(c, &o, &a);
	if (code == EXIT_DONE)
		code = write_out(c, &o, &a);
	answer_done(&a);
	return code;
}

int report_of_day(const struct cli *c, const char *day, const struct day_options *d)
{
	struct options o = { .report = &day_report,
		.days = { .period = day },
		.output = d->output,
		.format_word = d->format,
		.plain = d->plain };
	struct answer a = { 0 };
	int code = read_format(c, &o);

	if (code == EXIT_DONE)
		code = days_resolve(c, &o.days);
	if (code == EXIT_DONE)
		code = ask(c, &o, &a);
	a.empty = false; /* that nothing came is an answer, too */
	if (code == EXIT_DONE)
		code = write_out(c, &o, &a);
	answer_done(&a);
	return code;
}

int cmd_tonnage(struct cli *c, int argc, char **argv)
{
	return run(c, argc, argv, report_find("tonnage"));
}

int cmd_report(struct cli *c, int argc, char **argv)
{
	return run(c, argc, argv, NULL);
}

int cmd_balance(struct cli *c, int argc, char **argv)
{
	return run(c, argc, argv, report_find("balance"));
}
