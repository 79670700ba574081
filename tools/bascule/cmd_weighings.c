// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule weighings: newest first, from a file or a daemon, as table, CSV or JSON. Both ways
 * give the JSON of the contract, and every format is made from that.
 */
#include <ctype.h>
#include <string.h>
#include "cli.h"
#include "entries_table.h"
#include "mass.h"

/* Of the text's columns: 80 letters; what is to be remarked stands below. */
enum { WIDTH_NUMBER = 17, WIDTH_TIME = 16, WIDTH_WAY = 6, WIDTH_CODE = 12, WIDTH_KG = 9 };
enum { WIDTH = 80, WIDTH_BELOW = WIDTH - WIDTH_NUMBER - 1 };

struct options {
	struct days days;
	const char *category, *site, *output;
	const char *limit_text, *plain;
	enum table_format format;
};

static const struct coded {
	const char *field, *rows, *label; /* of a weighing, of the catalogue, and put beside */
} coded[] = {
	{ "category", "categories", "category_label" },
	{ "origin", "origins", "origin_label" },
	{ "destination", "destinations", "destination_label" },
}, why[] = {
	{ "reason", "reasons", "reason_label" },
	{ "void_reason", "reasons", "void_reason_label" },
};

/* ---- formats ---- */

static const char *kg_of(const json_t *w, const char *name, char decimal, char buf[32])
{
	const json_t *mg = json_object_get(w, name);

	buf[0] = '\0';
	if (json_is_integer(mg))
		mass_format_kg(json_integer_value(mg), 3, decimal, buf, 32);
	return buf;
}

/* The old text of a row, for scripts: --plain. */
static void plain_row(const struct cli *c, const json_t *w, FILE *out)
{
	const char *origin = text_of(w, "origin"), *destination = text_of(w, "destination");
	char kg[32];

	(void)fprintf(out, "%-20s  %.10s %.5s  %-3s  %-12s  %-12s  %10s  %-9s  %s\n",
		text_of(w, "id"), text_of(w, "at"),
		strlen(text_of(w, "at")) > 11 ? text_of(w, "at") + 11 : "", text_of(w, "direction"),
		text_of(w, "category"), *origin ? origin : destination,
		kg_of(w, "net_mg", c->lang == LANG_FR ? ',' : '.', kg), text_of(w, "method"),
		*text_of(w, "voided_by") ? lang_text(c->lang, "voided_mark") : "");
}

/* An accent is two bytes of UTF-8, of which the second is 10xxxxxx. */
static int letters(const char *text, size_t bytes)
{
	int count = 0;

	for (size_t i = 0; i < bytes; i++)
		count += (text[i] & 0xC0) != 0x80;
	return count;
}

static void put_padded(FILE *out, const char *text, int width)
{
	(void)fputs(text, out);
	width -= letters(text, strlen(text));
	(void)fprintf(out, "%*s ", width > 0 ? width : 0, "");
}

static void put_heading(const struct cli *c, FILE *out)
{
	put_padded(out, lang_text(c->lang, "list_number"), WIDTH_NUMBER);
	put_padded(out, lang_text(c->lang, "list_time"), WIDTH_TIME);
	put_padded(out, lang_text(c->lang, "list_way"), WIDTH_WAY);
	put_padded(out, lang_text(c->lang, "column_category"), WIDTH_CODE);
	put_padded(out, lang_text(c->lang, "list_where"), WIDTH_CODE);
	(void)fprintf(out, "%*s\n", WIDTH_KG, "kg");
}

/* A code, if it says anything: OTHER has words of a person, which are not in the list. */
static const char *reason_of(const json_t *w, const char *name)
{
	const char *code = text_of(w, name);

	return strcmp(code, "OTHER") == 0 ? "" : code;
}

/* What we ship has words of ours, what a site has added those of its catalogue. */
static const char *reason_words(const struct cli *c, const char *code, const char *label)
{
	char key[40]; /* lang: reason_* */
	const char *words;

	(void)snprintf(key, sizeof(key), "reason_%s", code);
	for (char *letter = key; *letter; letter++)
		*letter = (char)tolower((unsigned char)*letter);
	words = lang_text(c->lang, key);
	return words != key ? words : *label ? label : code;
}

static void put_with_reason(
	const struct cli *c, const char *what, const json_t *w, const struct coded *of, FILE *out)
{
	const char *code = reason_of(w, of->field);

	(void)fputs(what, out);
	if (*code)
		(void)fprintf(out, "%s%s%s", *what ? " (" : "",
			reason_words(c, code, text_of(w, of->label)), *what ? ")" : "");
}

/* What is not as usual: how it came to its mass, that it counts no longer, and why. */
static void say_remark(const struct cli *c, const json_t *w, FILE *out)
{
	const char *method = text_of(w, "method"), *reason = reason_of(w, "reason");
	bool weighed = strcmp(method, "weighed") == 0, voided = *text_of(w, "voided_by");
	char key[40];

	(void)snprintf(key, sizeof(key), "label_method_%s", method);
	put_with_reason(c, weighed ? "" : lang_text(c->lang, key), w, &why[0], out);
	if (voided && (!weighed || *reason))
		(void)fputs(", ", out);
	if (voided)
		put_with_reason(c, lang_text(c->lang, "voided_mark"), w, &why[1], out);
}

/* What the codes are called. */
static void say_names(const struct cli *c, const json_t *w, FILE *out)
{
	const char *between = "";

	(void)c;
	for (size_t i = 0; i < ARRAY_SIZE(coded); i++) {
		const char *name = text_of(w, coded[i].label);

		if (!*name)
			continue;
		(void)fprintf(out, "%s%s", between, name);
		between = " · ";
	}
}

/* Below the number; what a line does not hold goes on in the next. */
static void put_wrapped(const char *text, FILE *out)
{
	int at = 0;

	while (*text) {
		size_t bytes = strcspn(text, " ");
		int word = letters(text, bytes);
		bool first = at == 0 || at + 1 + word > WIDTH_BELOW;

		if (first)
			(void)fprintf(out, "%s%*s", at ? "\n" : "", WIDTH_NUMBER + 1, "");
		(void)fprintf(out, "%s%.*s", first ? "" : " ", (int)bytes, text);
		at = first ? word : at + 1 + word;
		text += bytes + strspn(text + bytes, " ");
	}
	if (at)
		(void)putc('\n', out);
}

static void put_below(const struct cli *c, const json_t *w,
	void (*say)(const struct cli *c, const json_t *w, FILE *out), FILE *out)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	FILE *words = open_memstream(&text, &size);

	if (!words)
		return;
	say(c, w, words);
	(void)fclose(words);
	if (text)
		put_wrapped(text, out);
}

static void table_row(const struct cli *c, const json_t *w, FILE *out)
{
	const char *origin = text_of(w, "origin"), *destination = text_of(w, "destination");
	bool in = strcmp(text_of(w, "direction"), "in") == 0;
	char kg[32], time[WIDTH_TIME + 1];

	(void)snprintf(time, sizeof(time), "%s", text_of(w, "at"));
	if (strlen(time) > 10)
		time[10] = ' ';
	put_padded(out, text_of(w, "id"), WIDTH_NUMBER);
	put_padded(out, time, WIDTH_TIME);
	put_padded(out, lang_text(c->lang, in ? "list_in" : "list_out"), WIDTH_WAY);
	put_padded(out, text_of(w, "category"), WIDTH_CODE);
	put_padded(out, *origin ? origin : destination, WIDTH_CODE);
	(void)fprintf(
		out, "%*s\n", WIDTH_KG, kg_of(w, "net_mg", c->lang == LANG_FR ? ',' : '.', kg));
	put_below(c, w, say_names, out);
	put_below(c, w, say_remark, out);
}

#define FACT_COLUMN(type_, name_, ...) #name_,
/* In this order for ever; new ones come at the end. */
static const char *const csv_columns[] = { "id", "at", "day", "site", "station", "direction",
	"category", "origin", "destination", "place", "partner", "method", "scale", "clock",
	"corrects", "voided_by", "reason", "gross_mg", "tare_mg", "net_mg", "units", "approved",
	"void_reason", "category_label", "origin_label", "destination_label", "slip",
	WEIGHING_FACTS(FACT_COLUMN) NULL };

static int write_csv(const struct cli *c, const json_t *rows, enum table_format format, FILE *out)
{
	struct table t;
	int r = entries_table(&t, &weighing_record, csv_columns, rows, false, c->lang);

	if (r == 0)
		r = table_write(&t, format, CHART_BARS, c->lang, out);
	table_done(&t);
	return r;
}

static int write_rows(
	const struct cli *c, const json_t *answer, enum table_format format, FILE *out)
{
	const json_t *rows = json_object_get(answer, "weighings"), *w;
	size_t i;

	if (format == FORMAT_JSON) {
		(void)json_dumpf(answer, out, JSON_COMPACT);
		(void)putc('\n', out);
	} else if (format == FORMAT_PLAIN) {
		json_array_foreach(rows, i, w) plain_row(c, w, out);
	} else if (format == FORMAT_TABLE) {
		if (json_array_size(rows))
			put_heading(c, out);
		json_array_foreach(rows, i, w) table_row(c, w, out);
	} else {
		return write_csv(c, rows, format, out);
	}
	return 0;
}

static int ask(const struct cli *c, const struct options *o, json_t **ret_json)
{
	const struct cli_said said[] = {
		{ "period", o->days.period },
		{ "from", o->days.from },
		{ "to", o->days.to },
		{ "limit", o->limit_text },
		{ "category", o->category },
		{ "site", o->site },
	};

	const bool newest = o->limit_text || o->format == FORMAT_TABLE || o->format == FORMAT_PLAIN;

	/* For people the newest; a file is to hold all that there are. */
	return (newest ? cli_ask_json : cli_ask_whole)(
		c, "/weighings", said, ARRAY_SIZE(said), "weighings", ret_json);
}

/* The row that was in force on that day. */
static const json_t *row_of(const json_t *rows, const char *code, const char *day)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		const char *until = text_of(row, "valid_until");

		if (strcmp(text_of(row, "code"), code) == 0 &&
			strcmp(text_of(row, "valid_from"), day) <= 0 &&
			(!*until || strcmp(day, until) < 0))
			return row;
	}
	return NULL;
}

static void add_name(
	json_t *weighing, const struct coded *of, const json_t *catalogue, const char *label)
{
	const json_t *row = row_of(json_object_get(catalogue, of->rows),
		text_of(weighing, of->field), text_of(weighing, "day"));

	if (row)
		json_object_set(weighing, of->label, json_object_get(row, label));
}

static void add_names_of(json_t *weighing, const json_t *catalogue, const char *label)
{
	for (size_t i = 0; i < ARRAY_SIZE(coded); i++)
		add_name(weighing, &coded[i], catalogue, label);
	for (size_t i = 0; i < ARRAY_SIZE(why); i++)
		add_name(weighing, &why[i], catalogue, label);
}

/* As the catalogue calls or called them on the day of the weighing. */
static int add_names(const struct cli *c, json_t *weighings)
{
	static const struct cli_said said[] = { { "all", "1" } };
	const char *label = c->lang == LANG_FR ? "label_fr" : "label_en";
	json_t *catalogue = NULL, *w;
	int code = cli_ask_json(c, "/catalogue", said, ARRAY_SIZE(said), "categories", &catalogue);
	size_t n;

	json_array_foreach(weighings, n, w) add_names_of(w, catalogue, label);
	json_decref(catalogue);
	return code;
}

/* ---- options ---- */

static int check_options(const struct cli *c, struct options *o)
{
	int code = cli_limit(c, o->limit_text);

	if (code != EXIT_DONE)
		return code;
	if ((o->category && strlen(o->category) >= CODE_SIZE) ||
		(o->site && strlen(o->site) >= CODE_SIZE))
		return cli_say_key(c, EXIT_USAGE, "too_long");
	if (o->format > FORMAT_JSON)
		return cli_say_param(
			c, EXIT_USAGE, "only_tonnage", "format", table_format_name(o->format));
	if (o->plain && o->format == FORMAT_TABLE)
		o->format = FORMAT_PLAIN;
	return days_resolve(c, &o->days);
}

static int read_options(const struct cli *c, int argc, char **argv, struct options *ret)
{
	const char *format = NULL;
	const struct cli_option options[] = {
		{ "period", &ret->days.period },
		{ "from", &ret->days.from },
		{ "to", &ret->days.to },
		{ "category", &ret->category },
		{ "site", &ret->site },
		{ "limit", &ret->limit_text },
		{ "format", &format },
		{ "=plain", &ret->plain },
		{ "-o", &ret->output },
	};
	int code = cli_only_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code == EXIT_DONE)
		code = cli_format(c, format, &ret->format);
	return code == EXIT_DONE ? check_options(c, ret) : code;
}

static int write_out(const struct cli *c, const struct options *o, const json_t *json)
{
	struct output out;
	int code = output_open(c, o->output, &out);

	if (code != EXIT_DONE)
		return code;
	if (write_rows(c, json, o->format, out.out) < 0)
		code = cli_say_key(c, EXIT_FAILED, "out_of_memory");
	code = output_close(c, &out, code);
	if (code != EXIT_DONE || json_array_size(json_object_get(json, "weighings")))
		return code;
	return cli_say_key(c, EXIT_REFUSED, "no_weighing_found");
}

int cmd_weighings(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	json_t *json = NULL;
	int code = read_options(c, argc, argv, &o);

	if (code != EXIT_DONE)
		return code;
	code = ask(c, &o, &json);
	if (code == EXIT_DONE && o.format != FORMAT_JSON && o.format != FORMAT_PLAIN)
		code = add_names(c, json_object_get(json, "weighings"));
	if (code == EXIT_DONE)
		code = write_out(c, &o, json);
	json_decref(json);
	return code;
}
