// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule attestation PARTNER: what one gave in a period, to be attested; bascule statement PARTNER: what one was
 * handed. As a table, JSON, rows for a spreadsheet, or the paper itself: by what the file is called.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "mass.h"

struct options {
	struct days days;
	const char *partner, *format_word, *output, *call;
	enum table_format format;
};

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = {
		{ "period", &o->days.period },
		{ "from", &o->days.from },
		{ "to", &o->days.to },
		{ "format", &o->format_word },
		{ "-o", &o->output },
	};
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code == EXIT_DONE && optind + 1 != argc)
		code = cli_say_key(c, EXIT_USAGE, "attestation_needs_partner");
	if (code == EXIT_DONE && !o->days.period && !o->days.from && !o->days.to)
		code = cli_say_key(c, EXIT_USAGE, "no_period");
	if (code == EXIT_DONE)
		code = days_resolve(c, &o->days);
	if (code == EXIT_DONE)
		code = cli_format(c, o->format_word, &o->format);
	if (code == EXIT_DONE && o->format != FORMAT_TABLE && o->format != FORMAT_JSON)
		code = cli_say_param(
			c, EXIT_USAGE, "only_tonnage", "format", table_format_name(o->format));
	if (code == EXIT_DONE)
		o->partner = argv[optind];
	return code;
}

/* ".pdf", ".csv" where that is what is to be written; else "". */
static const char *ending(const struct options *o)
{
	const char *dot = o->output ? strrchr(o->output, '.') : NULL;

	return dot && (strcmp(dot, ".pdf") == 0 || strcmp(dot, ".csv") == 0) ? dot : "";
}

static void put_table(const struct cli *c, const json_t *o, FILE *out)
{
	const char mark = c->lang == LANG_FR ? ',' : '.';
	struct sentence total = { .key = "attestation_sum" };
	char kg[32], text[256];
	const json_t *line;
	size_t i;

	json_array_foreach(json_object_get(o, "lines"), i, line)(void)
		fprintf(out, "%s  %-16s  %-10s  %-22s  %-4s %-10s  %12s kg\n", text_of(line, "day"),
			text_of(line, "slip"), text_of(line, "category"), text_of(line, "lot"),
			text_of(line, "date_kind"), text_of(line, "date"),
			mass_format_kg(json_integer_value(json_object_get(line, "mass_mg")), 3,
				mark, kg, sizeof(kg)));
	if (i == 1) /* lang: attestation_sum attestation_sum_one */
		total.key = "attestation_sum_one";
	sentence_param_int(&total, "lines", (long long)i);
	sentence_param(&total, "kg",
		mass_format_kg(json_integer_value(json_object_get(o, "mass_mg")), 3, mark, kg,
			sizeof(kg)));
	(void)fprintf(out, "%s\n", lang_say(c->lang, &total, text, sizeof(text)));
}

static int write_json(const struct cli *c, const struct options *o, const char *path,
	const struct cli_said *said, size_t count)
{
	json_t *json = NULL;
	struct output out;
	int code = cli_ask_json(c, path, said, count, "lines", &json);

	if (code == EXIT_DONE)
		code = output_open(c, o->output, &out);
	if (code == EXIT_DONE) {
		if (o->format == FORMAT_TABLE)
			put_table(c, json, out.out);
		else if (json_dumpf(json, out.out, JSON_COMPACT) == 0)
			(void)putc('\n', out.out);
		code = output_close(c, &out, code);
	}
	json_decref(json);
	return code;
}

static int run(struct cli *c, int argc, char **argv, const char *call)
{
	struct options o = { 0 };
	int code = read_options(c, argc, argv, &o);
	const struct cli_said said[] = { { "period", o.days.period }, { "from", o.days.from },
		{ "to", o.days.to } };
	char path[ARG_SIZE + 32];

	if (code != EXIT_DONE)
		return code;
	if (!cli_is_number(o.partner))
		return cli_say_key(c, EXIT_REFUSED, "no_such_partner");
	(void)snprintf(path, sizeof(path), "/%s/%.*s%s", call, ARG_SIZE - 8, o.partner, ending(&o));
	return *ending(&o) ? output_answer(c, &(struct cli_call){ path, said, ARRAY_SIZE(said) },
				     o.output)
			   : write_json(c, &o, path, said, ARRAY_SIZE(said));
}

int cmd_attestation(struct cli *c, int argc, char **argv)
{
	return run(c, argc, argv, "attestations");
}

int cmd_statement(struct cli *c, int argc, char **argv)
{
	return run(c, argc, argv, "statements");
}
