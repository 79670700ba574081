// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule slips: a list, newest first. bascule slip ID: one with its weighings, or its paper as PDF.
 * From a file or a daemon, which give the same JSON.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "entries_table.h"
#include "mass.h"
#include "slip.h"
#include "typeset.h"

struct options {
	struct days days;
	const char *type, *state, *partner, *limit, *output, *format_word;
	enum table_format format;
};

/* ---- slips ---- */

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = {
		{ "type", &o->type },
		{ "state", &o->state },
		{ "partner", &o->partner },
		{ "period", &o->days.period },
		{ "from", &o->days.from },
		{ "to", &o->days.to },
		{ "limit", &o->limit },
		{ "format", &o->format_word },
		{ "-o", &o->output },
	};
	int code = cli_only_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code == EXIT_DONE)
		code = cli_limit(c, o->limit);
	if (code == EXIT_DONE)
		code = list_format(c, o->format_word, o->output, &o->format);
	return code == EXIT_DONE ? days_resolve(c, &o->days) : code;
}

int cmd_slips(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	json_t *answer = NULL;
	int code = read_options(c, argc, argv, &o);
	const struct cli_said said[] = {
		{ "type", o.type },
		{ "state", o.state },
		{ "partner", o.partner },
		{ "period", o.days.period },
		{ "from", o.days.from },
		{ "to", o.days.to },
		{ "limit", o.limit },
	};

	if (code != EXIT_DONE)
		return code;
	/* For people the newest; a file is to hold all that there are. */
	code = (o.limit || o.format == FORMAT_TABLE ? cli_ask_json : cli_ask_whole)(
		c, "/slips", said, ARRAY_SIZE(said), "slips", &answer);
	if (code == EXIT_DONE)
		code = list_write(c,
			&(struct list_view){ .record = &slip_record,
				.member = "slips",
				.none = "no_slip_found",
				.format = o.format,
				.output = o.output },
			answer);
	json_decref(answer);
	return code;
}

/* ---- one ---- */

static const char *kg_of(const struct cli *c, const json_t *o, const char *name, char buf[32])
{
	const json_t *mg = json_object_get(o, name);

	buf[0] = '\0';
	if (json_is_integer(mg))
		typeset_kg(json_integer_value(mg), 3, c->lang == LANG_FR, buf, 32);
	return buf;
}

/* "Partenaire : REBON", where there is something to be said. */
static void put_fact(const struct cli *c, const char *title, const char *text, FILE *out)
{
	if (*text)
		(void)fprintf(out, "%s%s %s\n", lang_text(c->lang, title),
			c->lang == LANG_FR ? " :" : ":", text);
}

static const char *word(const struct cli *c, const char *code, char key[48])
{
	(void)snprintf(key, 48, "word_slip_%s", code); /* lang: word_slip_* */
	return lang_text(c->lang, key);
}

static void put_slip(const struct cli *c, const json_t *slip, FILE *out)
{
	static const struct {
		const char *field, *title;
	} facts[] = {
		{ "origin", "column_origin" },
		{ "destination", "column_destination" },
		{ "partner", "column_partner" },
		{ "place", "column_place" },
		{ "carrier", "column_carrier" },
		{ "ref", "column_ref" },
		{ "rectified", "column_rectified" },
	};
	char key[48], state[48], kg[32];
	const json_t *line;
	size_t i;

	(void)fprintf(out, "%s %s (%s), %s\n", word(c, text_of(slip, "type"), key),
		text_of(slip, "id"), word(c, text_of(slip, "state"), state), text_of(slip, "day"));
	for (i = 0; i < ARRAY_SIZE(facts); i++)
		put_fact(c, facts[i].title, text_of(slip, facts[i].field), out);
	put_fact(c, "column_slip_mass_mg", kg_of(c, slip, "mass_mg", kg), out);
	json_array_foreach(json_object_get(slip, "lines"), i, line)(void)
		fprintf(out, "  %-20s  %-12s  %10s  %s\n", text_of(line, "id"),
			text_of(line, "category"), kg_of(c, line, "net_mg", kg),
			*text_of(line, "voided_by") ? lang_text(c->lang, "voided_mark") : "");
}

static int write_slip(const struct cli *c, const struct options *o, const json_t *slip)
{
	struct output out;
	int code = output_open(c, o->output, &out);

	if (code != EXIT_DONE)
		return code;
	if (o->format == FORMAT_JSON) {
		(void)json_dumpf(slip, out.out, JSON_COMPACT);
		(void)putc('\n', out.out);
	} else {
		put_slip(c, slip, out.out);
	}
	return output_close(c, &out, code);
}

/* The bytes of its paper. */
static int write_paper(const struct cli *c, const struct options *o, const char *id)
{
	char path[ARG_SIZE + 16];

	if (!output_takes(c, o->output, FORMAT_PDF))
		return EXIT_USAGE;
	(void)snprintf(path, sizeof(path), "/slips/%.*s.pdf", ARG_SIZE - 8, id);
	return output_answer(c, &(struct cli_call){ .path = path }, o->output);
}

static bool ends_in_pdf(const char *name)
{
	const size_t len = name ? strlen(name) : 0;

	return len > 4 && strcmp(name + len - 4, ".pdf") == 0;
}

static int read_one(
	const struct cli *c, int argc, char **argv, struct options *o, const char **ret_id)
{
	const struct cli_option options[] = { { "format", &o->format_word }, { "-o", &o->output } };
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (optind + 1 != argc)
		return cli_say_key(c, EXIT_USAGE, "slip_needs_id");
	*ret_id = argv[optind];
	code = cli_format(c, o->format_word, &o->format);
	if (!o->format_word && ends_in_pdf(o->output))
		o->format = FORMAT_PDF;
	if (code == EXIT_DONE && o->format != FORMAT_TABLE && o->format != FORMAT_JSON &&
		o->format != FORMAT_PDF)
		code = cli_say_param(
			c, EXIT_USAGE, "only_tonnage", "format", table_format_name(o->format));
	return code == EXIT_DONE && !cli_is_number(*ret_id)
		       ? cli_say_key(c, EXIT_REFUSED, "no_such_slip")
		       : code;
}

int cmd_slip(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	const char *id = "";
	json_t *slip = NULL;
	char path[ARG_SIZE + 8];
	int code = read_one(c, argc, argv, &o, &id);

	if (code != EXIT_DONE)
		return code;
	if (o.format == FORMAT_PDF)
		return write_paper(c, &o, id);
	(void)snprintf(path, sizeof(path), "/slips/%.*s", ARG_SIZE - 1, id);
	code = cli_ask_json(c, path, NULL, 0, "lines", &slip);
	if (code == EXIT_DONE)
		code = write_slip(c, &o, slip);
	json_decref(slip);
	return code;
}
