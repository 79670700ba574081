// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule trace LOT: one back or one forward, each lot its own line. bascule recall LOT: calls back everything
 * downstream of it, or only tries; bascule recall N says where it all is, writes its notice, ends it.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "entries_table.h"
#include "mass.h"
#include "typeset.h"

struct options {
	const char *id, *direction, *format_word, *output;
	const char *sort, *drill, *reason, *end;
	enum table_format format;
};

static const char *kg_of(const struct cli *c, const json_t *o, const char *name, char buf[32])
{
	return typeset_kg(
		json_integer_value(json_object_get(o, name)), 3, c->lang == LANG_FR, buf, 32);
}

/* What it is: the first that is said of it. */
static const char *food_of(const json_t *o)
{
	static const char *const names[] = { "product", "ingredient", "description", "category" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (*text_of(o, names[i]))
			return text_of(o, names[i]);
	return "";
}

/* What left in bulk, below zero what came back. */
static void put_exits(const struct cli *c, const json_t *exits, FILE *out)
{
	const json_t *one;
	char kg[32];
	size_t i;

	json_array_foreach(exits, i, one)
	{
		const json_int_t mg = json_integer_value(json_object_get(one, "mass_mg"));
		const bool back = strcmp(text_of(one, "direction"), "in") == 0;

		if (json_integer_value(json_object_get(one, "packs")) ||
			strcmp(text_of(one, "flow"), "in") == 0)
			continue;
		(void)fprintf(out, "  %-22s -> %-22s  %10s kg  %s  %s  %s\n", text_of(one, "lot"),
			text_of(one, "way"),
			typeset_kg(back ? -mg : mg, 3, c->lang == LANG_FR, kg, sizeof(kg)),
			text_of(one, "day"), text_of(one, "partner"), text_of(one, "slip"));
	}
}

/* lang: word_pack_* */
static void put_trace(const struct cli *c, const json_t *o, FILE *out)
{
	const json_t *one;
	char kg[32], key[48];
	size_t i;

	json_array_foreach(json_object_get(o, "lots"), i, one)(void)
		fprintf(out, "%-22s  %s  %-14s  %10s kg  %s  %s  %s\n", text_of(one, "lot"),
			text_of(one, "day"), food_of(one), kg_of(c, one, "in_mg", kg),
			text_of(one, "partner"), text_of(one, "donor_lot"),
			*text_of(one, "held") ? lang_text(c->lang, "trace_held") : "");
	json_array_foreach(json_object_get(o, "inputs"), i, one)(void)
		fprintf(out, "  %-22s <- %-22s  %10s kg  %s %s %s\n", text_of(one, "lot"),
			*text_of(one, "from") ? text_of(one, "from") : text_of(one, "source"),
			kg_of(c, one, "mass_mg", kg), text_of(one, "ingredient"),
			text_of(one, "partner"), text_of(one, "supplier_lot"));
	json_array_foreach(json_object_get(o, "packs"), i, one)
	{
		(void)snprintf(key, sizeof(key), "word_pack_%s", text_of(one, "state"));
		(void)fprintf(out, "  %-22s %4lld x  %10s kg  %s  %s  %s\n", text_of(one, "lot"),
			(long long)json_integer_value(json_object_get(one, "units")),
			kg_of(c, one, "mass_mg", kg), lang_text(c->lang, key),
			text_of(one, "partner"), text_of(one, "slip"));
	}
	put_exits(c, json_object_get(o, "exits"), out);
}

static int write_answer(const struct cli *c, const struct options *o, const json_t *json)
{
	struct output out;
	int code = output_open(c, o->output, &out);

	if (code != EXIT_DONE)
		return code;
	if (o->format == FORMAT_JSON) {
		(void)json_dumpf(json, out.out, JSON_COMPACT);
		(void)putc('\n', out.out);
	} else {
		put_trace(c, json, out.out);
	}
	return output_close(c, &out, code);
}

static int table_or_json(const struct cli *c, struct options *o)
{
	int code = cli_format(c, o->format_word, &o->format);

	if (code == EXIT_DONE && o->format != FORMAT_TABLE && o->format != FORMAT_JSON)
		code = cli_say_param(
			c, EXIT_USAGE, "only_tonnage", "format", table_format_name(o->format));
	return code;
}

int cmd_trace(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	const struct cli_option options[] = { { "direction", &o.direction },
		{ "format", &o.format_word }, { "-o", &o.output } };
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));
	const struct cli_said said[] = { { "direction", o.direction } };
	char path[ARG_SIZE + 16];
	json_t *json = NULL;

	if (code == EXIT_DONE && optind + 1 != argc)
		code = cli_say_key(c, EXIT_USAGE, "trace_needs_lot");
	if (code == EXIT_DONE)
		code = table_or_json(c, &o);
	if (code == EXIT_DONE && !cli_is_number(argv[optind]))
		code = cli_say_key(c, EXIT_REFUSED, "no_such_lot");
	if (code != EXIT_DONE)
		return code;
	(void)snprintf(path, sizeof(path), "/lots/%.*s/trace", ARG_SIZE - 1, argv[optind]);
	code = cli_ask_json(c, path, said, ARRAY_SIZE(said), "lots", &json);
	if (code == EXIT_DONE)
		code = write_answer(c, &o, json);
	json_decref(json);
	return code;
}

/* ---- recall ---- */

static bool is_recall(const char *text)
{
	return *text && strlen(text) < 8 && strspn(text, "0123456789") == strlen(text);
}

/* lang: recall_sum_* recall_said recall_said_one recall_drill_said recall_drill_said_one */
static void put_recall(const struct cli *c, const json_t *recall)
{
	static const char *const states[] = { "made", "stock", "on_slip", "delivered", "returned",
		"destroyed", "tasted" };
	const json_t *sums = json_object_get(recall, "sums");
	const bool one_lot = json_integer_value(json_object_get(recall, "lot_count")) == 1;
	struct sentence what = { .key = json_is_true(json_object_get(recall, "drill"))
						? (one_lot ? "recall_drill_said_one"
							   : "recall_drill_said")
						: (one_lot ? "recall_said_one" : "recall_said") };
	char text[256], kg[32], key[32];

	sentence_param_int(
		&what, "number", (long long)json_integer_value(json_object_get(recall, "number")));
	sentence_param_int(
		&what, "lots", (long long)json_integer_value(json_object_get(recall, "lot_count")));
	(void)puts(lang_say(c->lang, &what, text, sizeof(text)));
	for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
		const json_t *sum = json_object_get(sums, states[i]);
		struct sentence one = { .key = key };

		(void)snprintf(key, sizeof(key), "recall_sum_%s", states[i]);
		sentence_param_int(&one, "units",
			(long long)json_integer_value(json_object_get(sum, "units")));
		sentence_param(&one, "kg", kg_of(c, sum, "mass_mg", kg));
		(void)puts(lang_say(c->lang, &one, text, sizeof(text)));
	}
}

static int read_recall(const struct cli *c, const struct options *o, const char *number)
{
	char path[64];
	json_t *json = NULL;
	int code;

	(void)snprintf(path, sizeof(path), "/recalls/%.16s", number);
	code = cli_ask_json(c, path, NULL, 0, "lots", &json);
	if (code == EXIT_DONE && o->format == FORMAT_JSON)
		code = write_answer(c, o, json);
	else if (code == EXIT_DONE)
		put_recall(c, json);
	if (code == EXIT_DONE && o->format != FORMAT_JSON)
		put_trace(c, json, stdout);
	json_decref(json);
	return code;
}

/* The notice, or its rows: by what the file is called. */
static int write_file(const struct cli *c, const struct options *o)
{
	const char *dot = o->output ? strrchr(o->output, '.') : NULL;
	char path[64];

	(void)snprintf(path, sizeof(path), "/recalls/%.16s%s", o->id, dot);
	return output_answer(c, &(struct cli_call){ .path = path }, o->output);
}

static int end_recall(const struct cli *c, const struct options *o)
{
	const struct cli_said said[] = { { "decision",
						 strcmp(o->end, "drill") == 0 ? NULL : o->end },
		{ "reason", o->reason } };
	json_t *body = cli_body(said, ARRAY_SIZE(said), NULL), *json = NULL;
	char path[64];
	int code;

	(void)snprintf(path, sizeof(path), "/recalls/%.16s/end", o->id);
	code = body ? cli_post_json(c, path, body, &json)
		    : cli_say_key(c, EXIT_FAILED, "out_of_memory");
	json_decref(body);
	json_decref(json);
	return code == EXIT_DONE ? read_recall(c, o, o->id) : code;
}

static int begin_recall(const struct cli *c, const struct options *o)
{
	const struct cli_said said[] = { { o->sort ? o->sort : "lot", o->id },
		{ "reason", o->reason } };
	json_t *body = cli_body(said, ARRAY_SIZE(said), NULL), *json = NULL;
	char number[32];
	int code;

	if (body && o->drill)
		json_object_set_new(body, "drill", json_true());
	code = body ? cli_post_json(c, "/recalls", body, &json)
		    : cli_say_key(c, EXIT_FAILED, "out_of_memory");
	(void)snprintf(number, sizeof(number), "%lld",
		(long long)json_integer_value(json_object_get(json, "number")));
	json_decref(body);
	json_decref(json);
	return code == EXIT_DONE ? read_recall(c, o, number) : code;
}

static bool is_file(const char *name)
{
	const char *dot = name ? strrchr(name, '.') : NULL;

	return dot && (strcmp(dot, ".pdf") == 0 || strcmp(dot, ".csv") == 0);
}

static int read_recall_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = { { "by", &o->sort }, { "=drill", &o->drill },
		{ "reason", &o->reason }, { "end", &o->end }, { "format", &o->format_word },
		{ "-o", &o->output } };
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code == EXIT_DONE && optind + 1 != argc)
		code = cli_say_key(c, EXIT_USAGE, "recall_needs_what");
	if (code == EXIT_DONE)
		code = table_or_json(c, o);
	if (code != EXIT_DONE)
		return code;
	o->id = argv[optind];
	return (o->end || is_file(o->output)) && !is_recall(o->id)
		       ? cli_say_key(c, EXIT_USAGE, "recall_needs_number")
		       : EXIT_DONE;
}

int cmd_recall(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	int code = read_recall_options(c, argc, argv, &o);

	if (code != EXIT_DONE)
		return code;
	if (o.end)
		return end_recall(c, &o);
	if (is_file(o.output))
		return write_file(c, &o);
	return is_recall(o.id) && !o.sort ? read_recall(c, &o, o.id) : begin_recall(c, &o);
}
