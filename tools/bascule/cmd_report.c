// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule report NAME, and bascule tonnage, which is one of them: as table, file or chart, from
 * a file or a daemon. Both ways give the same bytes.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "report.h"

struct options {
	const struct report *report;
	struct days days;
	const char *by, *site, *output, *format_word, *chart_word, *plain;
	enum table_format format;
	enum chart chart;
	struct report_query query;
};

/* A file's ending says what it is when no --format does: a chart's, that is; others are named. */
static int read_format(const struct cli *c, struct options *o)
{
	const char *ending = o->output ? strrchr(o->output, '.') : NULL;
	int code = EXIT_DONE;

	o->chart = o->report->chart;
	if (o->chart_word && chart_from_name(o->chart_word, &o->chart) < 0)
		return cli_say_param(c, EXIT_USAGE, "bad_chart", "chart", o->chart_word);
	if (o->format_word)
		code = cli_format(c, o->format_word, &o->format);
	else if (o->chart_word && (!ending || table_format_from_name(ending + 1, &o->format) < 0))
		return cli_say_key(c, EXIT_USAGE, "chart_where");
	if (code == EXIT_DONE && o->chart_word && o->format < FORMAT_SVG)
		return cli_say_key(c, EXIT_USAGE, "chart_where");
	if (code == EXIT_DONE && !output_takes(c, o->output, o->format))
		return EXIT_USAGE;
	if (o->plain && o->format == FORMAT_TABLE)
		o->format = FORMAT_PLAIN;
	return code;
}

static int make_query(const struct cli *c, struct options *o)
{
	struct report_query *q = &o->query;
	struct sentence why;

	if (o->by && report_by(o->report, o->by, q, &why) < 0)
		return cli_say(c, EXIT_USAGE, &why);
	if (o->site && strlen(o->site) >= sizeof(q->site))
		return cli_say_param(c, EXIT_USAGE, "bad_site", "site", o->site);
	(void)snprintf(q->site, sizeof(q->site), "%s", o->site ? o->site : "");
	memcpy(q->first_day, o->days.first, DAY_SIZE);
	memcpy(q->last_day, o->days.last, DAY_SIZE);
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
	return code == EXIT_DONE ? make_query(c, o) : code;
}

static int from_file(
	const struct cli *c, const char *path, const struct options *o, FILE *out, bool *ret_empty)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct table t = { 0 };
	struct sentence why = { .key = "chart_too_big" };
	int r, code = cli_open(c, path, LEDGER_READ, &l);

	if (code != EXIT_DONE)
		return code;
	r = report_make(l, o->report, &o->query, c->lang, &t);
	*ret_empty = table_is_empty(&t);
	if (r == 0)
		r = table_write(&t, o->format, o->chart, c->lang, out);
	table_done(&t);
	if (r == 0)
		return EXIT_DONE;
	if (r != -E2BIG)
		ledger_sentence(r, path, &why);
	return cli_say(c, r == -E2BIG ? EXIT_REFUSED : EXIT_FAILED, &why);
}

static int from_daemon(
	const struct cli *c, const char *url, const struct options *o, FILE *out, bool *ret_empty)
{
	char path[512];
	int r;

	(void)snprintf(path, sizeof(path), "/reports/%s?", o->report->name);
	r = days_add(&o->days, path, sizeof(path));
	if (r == 0)
		r = remote_add(path, sizeof(path), "format", table_format_name(o->format));
	if (r == 0 && o->chart_word)
		r = remote_add(path, sizeof(path), "chart", o->chart_word);
	if (r == 0 && o->by)
		r = remote_add(path, sizeof(path), "by", o->by);
	if (r == 0 && o->site)
		r = remote_add(path, sizeof(path), "site", o->site);
	if (r < 0)
		return cli_say_key(c, EXIT_USAGE, "too_long");
	return remote_fetch(c, url, path, out, ret_empty);
}

/* Nothing is written to the file before all of it is there. */
static int write_out(
	const struct cli *c, const struct options *o, const char *text, size_t size, bool empty)
{
	struct sentence why = { .key = "no_weighing_between" };
	struct output out;
	int code = output_open(c, o->output, &out);

	if (code != EXIT_DONE)
		return code;
	(void)fwrite(text, 1, size, out.out);
	code = output_close(c, &out, EXIT_DONE);
	if (code != EXIT_DONE || !empty)
		return code;
	sentence_param(&why, "first_day", o->days.first);
	sentence_param(&why, "last_day", o->days.last);
	return cli_say(c, EXIT_REFUSED, &why);
}

static int run(struct cli *c, int argc, char **argv, const struct report *report)
{
	struct options o = { .report = report };
	_cleanup_free_ char *text = NULL;
	struct source source;
	bool empty = false;
	size_t size;
	FILE *out;
	int code = read_options(c, argc, argv, &o);

	if (code != EXIT_DONE)
		return code;
	out = open_memstream(&text, &size);
	if (!out)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	cli_source(c, &source);
	code = source.db ? from_file(c, source.db, &o, out, &empty)
			 : from_daemon(c, source.url, &o, out, &empty);
	if (fclose(out) && code == EXIT_DONE)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	return code == EXIT_DONE ? write_out(c, &o, text, size, empty) : code;
}

int cmd_tonnage(struct cli *c, int argc, char **argv)
{
	return run(c, argc, argv, report_find("tonnage"));
}

int cmd_report(struct cli *c, int argc, char **argv)
{
	return run(c, argc, argv, NULL);
}
