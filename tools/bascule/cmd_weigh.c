// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule weigh: a weighing that no scale of the station has made: read off another scale or a paper
 * sheet, counted, or of an agreed mass. Through the running station, whose weighing it is.
 */
#include <stdlib.h>
#include <string.h>
#include "cli.h"
#include "typeset.h"
#include "weighing_facts.h"

struct options {
	const char *category, *origin, *destination, *partner, *place, *slip, *lot, *kg, *units,
		*method, *at, *reason, *note, *sheet, *line;
	struct facts_said facts;
};

enum { OWN = 15 }; /* options beside the facts */

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	struct cli_option options[OWN + FACTS_MOST] = {
		{ "category", &o->category },
		{ "origin", &o->origin },
		{ "destination", &o->destination },
		{ "partner", &o->partner },
		{ "place", &o->place },
		{ "slip", &o->slip },
		{ "lot", &o->lot },
		{ "kg", &o->kg },
		{ "units", &o->units },
		{ "method", &o->method },
		{ "at", &o->at },
		{ "reason", &o->reason },
		{ "note", &o->note },
		{ "sheet", &o->sheet },
		{ "line", &o->line },
	};
	int code = cli_only_options(
		c, argc, argv, options, OWN + facts_options(&o->facts, options + OWN));

	if (code == EXIT_DONE && !o->category)
		return cli_say_key(c, EXIT_USAGE, "weigh_needs_category");
	if (code == EXIT_DONE && !o->origin == !o->destination)
		return cli_say_key(c, EXIT_USAGE, "weigh_needs_way");
	return code == EXIT_DONE ? cli_units(c, o->units) : code;
}

/* What was said, under the names of the call. NULL: no memory. */
static json_t *body_of(const struct options *o)
{
	const struct cli_said said[] = {
		{ "direction", o->origin ? "in" : "out" },
		{ "category", o->category },
		{ "origin", o->origin },
		{ "destination", o->destination },
		{ "partner", o->partner },
		{ "place", o->place },
		{ "slip", o->slip },
		{ "lot", o->lot },
		{ "net_kg", o->kg },
		{ "method", o->method },
		{ "at", o->at },
		{ "reason", o->reason ? o->reason : "PAPER" },
		{ "note", o->note },
		{ "sheet", o->sheet },
	};
	json_t *body = cli_body(said, ARRAY_SIZE(said), o->units);

	if (o->line)
		(void)json_object_set_new(body, "line", json_integer(strtol(o->line, NULL, 10)));
	return body;
}

static void say(const struct cli *c, const json_t *made)
{
	struct sentence said = { .key = "weighed" };
	char kg[32], text[256];

	sentence_param(&said, "id", text_of(made, "id"));
	sentence_param(&said, "kg",
		typeset_kg(json_integer_value(json_object_get(made, "net_mg")), 3,
			c->lang == LANG_FR, kg, sizeof(kg)));
	sentence_param(&said, "category", text_of(made, "category"));
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
}

int cmd_weigh(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	struct source source;
	json_t *body, *made = NULL;
	int code = read_options(c, argc, argv, &o);

	if (code != EXIT_DONE)
		return code;
	cli_station(c, &source);
	body = body_of(&o);
	code = body ? facts_put(c, &o.facts, body) : cli_say_key(c, EXIT_FAILED, "out_of_memory");
	if (code == EXIT_DONE)
		code = remote_call(c, source.url, "/weighings", body, &made);
	if (code == EXIT_DONE)
		say(c, made);
	json_decref(body);
	json_decref(made);
	return code;
}
