// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule correct ID --reason … and what was wrong: the weighing is void, another one stands in its
 * place. Through the daemon when one runs, as bascule void.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"
#include "typeset.h"
#include "weighing_facts.h"

struct options {
	const char *id, *reason, *note, *category, *origin, *destination, *partner, *place, *kg,
		*units, *at;
	struct facts_said facts;
};

enum { OWN = 10 }; /* options beside the facts */

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	struct cli_option options[OWN + FACTS_MOST] = {
		{ "reason", &o->reason },
		{ "note", &o->note },
		{ "category", &o->category },
		{ "origin", &o->origin },
		{ "destination", &o->destination },
		{ "partner", &o->partner },
		{ "place", &o->place },
		{ "kg", &o->kg },
		{ "units", &o->units },
		{ "at", &o->at },
	};
	int code =
		cli_options(c, argc, argv, options, OWN + facts_options(&o->facts, options + OWN));

	if (code != EXIT_DONE)
		return code;
	if (optind + 1 != argc)
		return cli_say_key(c, EXIT_USAGE, "correct_needs_id");
	o->id = argv[optind];
	if (!o->reason || !*o->reason)
		return cli_say_key(c, EXIT_USAGE, "void_needs_reason");
	return cli_units(c, o->units);
}

/* What was said, under the names of the call. NULL: no memory. */
static json_t *body_of(const struct options *o)
{
	const struct cli_said said[] = {
		{ "reason", o->reason },
		{ "note", o->note },
		{ "category", o->category },
		{ "origin", o->origin },
		{ "destination", o->destination },
		{ "partner", o->partner },
		{ "place", o->place },
		{ "net_kg", o->kg },
		{ "at", o->at },
	};

	return cli_body(said, ARRAY_SIZE(said), o->units);
}

static void say(const struct cli *c, const json_t *made)
{
	struct sentence said = { .key = "corrected" };
	const int64_t net_mg = json_integer_value(json_object_get(made, "net_mg"));
	char kg[32], text[256];

	sentence_param(&said, "old", text_of(made, "corrects"));
	sentence_param(&said, "id", text_of(made, "id"));
	sentence_param(&said, "kg", typeset_kg(net_mg, 3, c->lang == LANG_FR, kg, sizeof(kg)));
	sentence_param(&said, "category", text_of(made, "category"));
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
}

int cmd_correct(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	_cleanup_free_ char *path = NULL;
	json_t *body, *made = NULL;
	int code = read_options(c, argc, argv, &o);

	if (code != EXIT_DONE)
		return code;
	if (!cli_is_number(o.id))
		return cli_say_key(c, EXIT_REFUSED, "no_such_weighing");
	body = body_of(&o);
	code = !body || asprintf(&path, "/weighings/%s/correct", o.id) < 0
		       ? cli_say_key(c, EXIT_FAILED, "out_of_memory")
		       : facts_put(c, &o.facts, body);
	if (code == EXIT_DONE)
		code = cli_post_json(c, path, body, &made);
	if (code == EXIT_DONE)
		say(c, made);
	json_decref(body);
	json_decref(made);
	return code;
}
