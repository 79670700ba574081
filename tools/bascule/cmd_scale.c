// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule scale list | check NAME | daily NAME | calibrate NAME | calibrations [NAME]: what scales there
 * are, whether a register map, or the scale, reads a known mass right, setting a head with known masses (through the
 * running station, which owns its line), and the dated records.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "mass.h"
#include "typeset.h"
#include "wizard.h"

enum { CREEP_USUAL = 10, CREEP_MOST = 24 * 60 };

struct options {
	struct calibrate_options calibrate;
	enum table_format format;
	const char *word; /* list, check, daily, calibrate, calibrations */
	const char *name; /* "" : none given */
};

static const char *kg_of(const struct cli *c, const json_t *o, const char *name, char buf[32])
{
	return typeset_kg(
		json_integer_value(json_object_get(o, name)), 3, c->lang == LANG_FR, buf, 32);
}

static int write_json(const struct cli *c, const json_t *json)
{
	struct output out;
	int code = output_open(c, NULL, &out);

	if (code != EXIT_DONE)
		return code;
	(void)json_dumpf(json, out.out, JSON_COMPACT);
	(void)putc('\n', out.out);
	return output_close(c, &out, EXIT_DONE);
}

/* ---- list ---- */

static void list_row(const struct cli *c, const json_t *s)
{
	const json_t *last = json_object_get(s, "calibration");

	(void)printf("%-16s  %-12s  %-36s  %s  %s\n", text_of(s, "name"), text_of(s, "driver"),
		text_of(s, "device"),
		json_is_object(last) ? text_of(last, "day")
				     : lang_text(c->lang, "scale_never_calibrated"),
		text_of(s, "text"));
}

static int list(const struct cli *c, const char *url, const struct options *o)
{
	json_t *json = NULL, *s;
	size_t i;
	int code = remote_call(c, url, "/scales", NULL, &json);

	if (code == EXIT_DONE && o->format == FORMAT_JSON)
		code = write_json(c, json);
	else if (code == EXIT_DONE)
		json_array_foreach(json_object_get(json, "scales"), i, s) list_row(c, s);
	if (code == EXIT_DONE && !json_array_size(json_object_get(json, "scales")))
		code = cli_say_key(c, EXIT_REFUSED, "no_scale");
	json_decref(json);
	return code;
}

/* ---- records ---- */

static void record_row(const struct cli *c, const json_t *r)
{
	const json_t *verdicts = json_object_get(r, "verdicts");
	const bool passed = json_is_true(json_object_get(r, "passed"));
	char mass[32], e[32];

	(void)printf("%.10s %.5s  %-16s  n°%-4lld  %10s kg  e %s kg  %s  %s\n", text_of(r, "at"),
		strlen(text_of(r, "at")) > 11 ? text_of(r, "at") + 11 : "", text_of(r, "scale"),
		(long long)json_integer_value(json_object_get(r, "number")),
		kg_of(c, r, "span_mass_mg", mass), kg_of(c, r, "e_mg", e),
		lang_text(c->lang, passed ? "cal_verdict_passed" : "cal_verdict_failed"),
		strcmp(text_of(verdicts, "creep"), "not_done") == 0
			? lang_text(c->lang, "cal_without_creep")
			: "");
}

static int records(const struct cli *c, const struct options *o)
{
	const struct cli_said said = { "scale", *o->name ? o->name : NULL };
	json_t *json = NULL, *r;
	size_t i;
	int code = cli_ask_json(c, "/calibrations", &said, 1, "calibrations", &json);

	if (code == EXIT_DONE && o->format == FORMAT_JSON)
		code = write_json(c, json);
	else if (code == EXIT_DONE)
		json_array_foreach(json_object_get(json, "calibrations"), i, r) record_row(c, r);
	if (code == EXIT_DONE && !json_array_size(json_object_get(json, "calibrations")))
		code = cli_say_key(c, EXIT_REFUSED, "no_calibration_found");
	json_decref(json);
	return code;
}

/* ---- options ---- */

/* NULL: not given. */
static int read_kg(const struct cli *c, const char *text, int64_t *ret_mg)
{
	if (!text || mass_parse_kg(text, ret_mg) == 0)
		return EXIT_DONE;
	return cli_say_param(c, EXIT_USAGE, "bad_kg_option", "value", text);
}

static int read_minutes(const struct cli *c, const char *text, long *ret_minutes)
{
	char *end;
	long minutes;

	if (!text)
		return EXIT_DONE;
	minutes = strtol(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || minutes > CREEP_MOST)
		return cli_say_param(c, EXIT_USAGE, "bad_minutes", "value", text);
	*ret_minutes = minutes;
	return EXIT_DONE;
}

/* The words that are no options: what to do, and perhaps of which scale. */
static int read_words(const struct cli *c, int argc, char **argv, struct options *o)
{
	bool needs_name;

	if (optind == argc)
		return cli_say_key(c, EXIT_USAGE, "scale_needs_word");
	o->word = argv[optind++];
	needs_name = strcmp(o->word, "calibrate") == 0 || strcmp(o->word, "check") == 0 ||
		     strcmp(o->word, "daily") == 0;
	if (optind < argc && strcmp(o->word, "list") != 0)
		o->name = argv[optind++];
	if (optind < argc)
		return cli_say_param(
			c, EXIT_USAGE, "unexpected_argument", "argument", argv[optind]);
	if (needs_name && !*o->name)
		return cli_say_param(c, EXIT_USAGE, "scale_needs_name", "word", o->word);
	if (o->format != FORMAT_TABLE && o->format != FORMAT_JSON)
		return cli_say_key(c, EXIT_USAGE, "only_table_or_json");
	o->calibrate.name = o->name;
	return EXIT_DONE;
}

static int read_options(const struct cli *c, int argc, char **argv, struct options *ret)
{
	const char *mass = NULL, *e = NULL, *max = NULL, *minutes = NULL, *format = NULL;
	const struct cli_option options[] = {
		{ "mass", &mass },
		{ "e", &e },
		{ "max", &max },
		{ "creep-minutes", &minutes },
		{ "note", &ret->calibrate.note },
		{ "format", &format },
	};
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code == EXIT_DONE)
		code = read_kg(c, mass, &ret->calibrate.mass_mg);
	if (code == EXIT_DONE)
		code = read_kg(c, e, &ret->calibrate.e_mg);
	if (code == EXIT_DONE)
		code = read_kg(c, max, &ret->calibrate.max_mg);
	if (code == EXIT_DONE)
		code = read_minutes(c, minutes, &ret->calibrate.creep_minutes);
	if (code == EXIT_DONE)
		code = cli_format(c, format, &ret->format);
	if (code == EXIT_DONE && ret->calibrate.note &&
		strlen(ret->calibrate.note) >= CALIBRATION_NOTE_SIZE)
		code = cli_say_key(c, EXIT_USAGE, "too_long");
	return code == EXIT_DONE ? read_words(c, argc, argv, ret) : code;
}

int cmd_scale(struct cli *c, int argc, char **argv)
{
	struct options o = { .name = "", .calibrate.creep_minutes = CREEP_USUAL };
	struct source source;
	int code = read_options(c, argc, argv, &o);

	if (code != EXIT_DONE)
		return code;
	if (strcmp(o.word, "calibrations") == 0)
		return records(c, &o);
	if (c->db)
		return cli_say_key(c, EXIT_FAILED, "scale_needs_station");
	cli_station(c, &source);
	if (strcmp(o.word, "list") == 0)
		return list(c, source.url, &o);
	if (strcmp(o.word, "check") == 0)
		return scale_check(c, source.url, o.name, o.calibrate.mass_mg);
	if (strcmp(o.word, "daily") == 0)
		return scale_daily(c, source.url, o.name, o.calibrate.mass_mg);
	if (strcmp(o.word, "calibrate") == 0)
		return scale_calibrate(c, source.url, &o.calibrate);
	return cli_say_param(c, EXIT_USAGE, "scale_unknown_word", "word", o.word);
}
