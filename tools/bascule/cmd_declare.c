// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule declare: what is due to which body; of one body and period what it is told, its sheet, and the
 * next step. From a file or a daemon.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"
#include "mass.h"
#include "typeset.h"

struct options {
	const char *state, *reference, *amount, *output;
};

/* lang: declare_balance declare_expected declare_paid_cents */
static void say_cents(const struct cli *c, const char *key, const json_t *d, const char *member)
{
	const long long cents = json_integer_value(json_object_get(d, member));
	const bool french = c->lang == LANG_FR;
	char plain[32], sum[TYPESET_SIZE];

	if (!cents)
		return;
	(void)snprintf(plain, sizeof(plain), "%s%lld%c%02lld", cents < 0 ? "-" : "",
		llabs(cents) / 100, french ? ',' : '.', llabs(cents) % 100);
	(void)typeset_number(plain, french, sum, sizeof(sum));
	(void)printf(
		french ? "  %s %s" TYPESET_JOINT "€" : "  %s €%s", lang_text(c->lang, key), sum);
}

/* lang: declare_draft declare_filed declare_accepted declare_paid */
static void say_one(const struct cli *c, const json_t *d)
{
	const json_t *left = json_object_get(d, "days_left");
	char key[32];

	(void)snprintf(key, sizeof(key), "declare_%s", text_of(d, "state"));
	(void)printf("%-12s  %-8s  v%-2lld  %-12s  %s  ", text_of(d, "eco_organisme"),
		text_of(d, "period"), (long long)json_integer_value(json_object_get(d, "version")),
		lang_text(c->lang, key), text_of(d, "due"));
	if (json_is_integer(left))
		(void)printf("%+lld", (long long)json_integer_value(left));
	say_cents(c, "declare_expected", d, "expected_cents");
	say_cents(c, "declare_paid_cents", d, "paid_cents");
	if (json_integer_value(json_object_get(d, "paid_cents")))
		say_cents(c, "declare_balance", d, "balance_cents");
	if (*text_of(d, "reference"))
		(void)printf("  %s", text_of(d, "reference"));
	if (json_is_true(json_object_get(d, "rectified")))
		(void)fputs(lang_text(c->lang, "declare_rectified"), stdout);
	else if (json_is_true(json_object_get(d, "formula_changed")))
		(void)fputs(lang_text(c->lang, "declare_formula"), stdout);
	(void)putchar('\n');
}

static int list(const struct cli *c)
{
	json_t *answer = NULL;
	const json_t *one;
	size_t i;
	int code = cli_ask_json(c, "/declarations", NULL, 0, "declarations", &answer);

	json_array_foreach(json_object_get(answer, "declarations"), i, one) say_one(c, one);
	if (code == EXIT_DONE && !json_array_size(json_object_get(answer, "declarations")))
		code = cli_say_key(c, EXIT_REFUSED, "declare_none");
	json_decref(answer);
	return code;
}

static long long mg_of(const json_t *line, const char *when, const char *name)
{
	return json_integer_value(json_object_get(json_object_get(line, when), name));
}

/* The kilograms of each category, and what they were when they were filed. */
static void say_lines(const struct cli *c, const json_t *lines)
{
	static const char *const names[] = { "own_in_mg", "reuse_mg", "neutral_in_mg",
		"recycling_mg" };
	const json_t *line;
	size_t i;

	json_array_foreach(lines, i, line)
	{
		bool filed = json_is_object(json_object_get(line, "filed")), other = false;

		(void)printf("  %-12s", text_of(line, "scheme_category"));
		for (size_t n = 0; n < ARRAY_SIZE(names); n++) {
			char kg[TYPESET_SIZE];

			typeset_kg(mg_of(line, "now", names[n]), 3, c->lang == LANG_FR, kg,
				sizeof(kg));
			(void)printf("  %*s kg", typeset_width(kg, 14), kg);
			other |= filed &&
				 mg_of(line, "now", names[n]) != mg_of(line, "filed", names[n]);
		}
		(void)printf("%s\n", other ? lang_text(c->lang, "declare_other") : "");
	}
}

static int show(const struct cli *c, const char *path, const char *period)
{
	const struct cli_said said[] = { { "period", period } };
	json_t *answer = NULL;
	int code = cli_ask_json(c, path, said, ARRAY_SIZE(said), "lines", &answer);

	if (code == EXIT_DONE) {
		say_one(c, answer);
		say_lines(c, json_object_get(answer, "lines"));
	}
	json_decref(answer);
	return code;
}

static int write_sheet(
	const struct cli *c, const char *body, const char *period, const char *output)
{
	const struct cli_said said[] = { { "period", period } };
	struct answer a = { 0 };
	struct output out;
	char path[96];
	int code;

	(void)snprintf(path, sizeof(path), "/declarations/%s/sheet", body);
	code = cli_ask(c, path, said, ARRAY_SIZE(said), &a);
	if (code == EXIT_DONE)
		code = output_open(c, output, &out);
	if (code == EXIT_DONE) {
		(void)fwrite(a.text, 1, a.size, out.out);
		code = output_close(c, &out, EXIT_DONE);
	}
	answer_done(&a);
	return code;
}

/* "1200,50" -> 120050; -1: none. */
static long long cents_of(const char *text)
{
	const size_t whole = strspn(text, "0123456789");
	const char *rest = text + whole;
	const size_t more = *rest ? strspn(rest + 1, "0123456789") : 0;
	char digits[24];

	if (whole == 0 || whole > 9 ||
		(*rest &&
			((*rest != ',' && *rest != '.') || more < 1 || more > 2 || rest[1 + more])))
		return -1;
	(void)snprintf(digits, sizeof(digits), "%.*s%.*s%s", (int)whole, text, (int)more,
		*rest ? rest + 1 : "",
		more == 0   ? "00"
		: more == 1 ? "0"
			    : "");
	return atoll(digits);
}

static int step(const struct cli *c, const char *body, const char *period, const struct options *o)
{
	long long cents = o->amount ? cents_of(o->amount) : 0;
	json_t *ask = json_pack("{s:s, s:s}", "period", period, "state", o->state), *answer = NULL;
	char path[96];
	int code;

	if (cents < 0) {
		json_decref(ask);
		return cli_say_param(c, EXIT_USAGE, "declare_amount", "value", o->amount);
	}
	if (cents)
		json_object_set_new(ask, "amount_cents", json_integer(cents));
	if (o->reference)
		json_object_set_new(ask, "reference", json_string(o->reference));
	(void)snprintf(path, sizeof(path), "/declarations/%s/state", body);
	code = cli_post_json(c, path, ask, &answer);
	json_decref(ask);
	json_decref(answer);
	return code;
}

int cmd_declare(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	const struct cli_option options[] = {
		{ "state", &o.state },
		{ "reference", &o.reference },
		{ "amount", &o.amount },
		{ "-o", &o.output },
	};
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));
	const char *body, *period;
	char path[96];

	if (code != EXIT_DONE)
		return code;
	if (optind == argc && !o.state && !o.output)
		return list(c);
	if (optind + 2 != argc || strlen(argv[optind]) > CODE_SIZE || strchr(argv[optind], '/'))
		return cli_say_key(c, EXIT_USAGE, "declare_needs");
	body = argv[optind];
	period = argv[optind + 1];
	if (o.state)
		code = step(c, body, period, &o);
	(void)snprintf(path, sizeof(path), "/declarations/%s", body);
	if (code == EXIT_DONE)
		code = o.output ? write_sheet(c, body, period, o.output) : show(c, path, period);
	return code;
}
