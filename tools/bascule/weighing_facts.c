// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Facts of a weighing (WEIGHING_FACTS) as options of the commands that make and correct one: each that
 * may be said is one, --waste-code of waste_code, so that a new fact needs no line here.
 */
#include <string.h>
#include "api_body.h"
#include "entries.h"
#include "weighing_facts.h"

/* As the call names it: a mass in kilograms. */
static const char *name_of(const struct record_field *f, char buf[64])
{
	return f->type == RECORD_MG ? record_kg_name(f, buf) : f->name;
}

size_t facts_options(struct facts_said *facts, struct cli_option *ret_options)
{
	const struct record_field *f;
	char name[64];
	size_t n = 0;

	for (; n < FACTS_MOST && (f = weighing_fact(n)); n++) {
		(void)snprintf(facts->option[n], sizeof(facts->option[n]), "%s", name_of(f, name));
		for (char *at = facts->option[n]; *at; at++)
			*at = *at == '_' ? '-' : *at;
		ret_options[n] = (struct cli_option){ facts->option[n], &facts->said[n] };
	}
	return n;
}

int facts_put(const struct cli *c, const struct facts_said *facts, json_t *body)
{
	const struct record_field *f;
	char name[64];

	for (size_t n = 0; n < FACTS_MOST && (f = weighing_fact(n)); n++) {
		const char *why = NULL, *text = facts->said[n];
		json_t *value =
			text ? entries_value(f, name_of(f, name), text, c->lang, &why) : NULL;

		if (text && !value)
			return cli_say_param(c, EXIT_USAGE, why, "field", name_of(f, name));
		if (value)
			(void)json_object_set_new(body, name_of(f, name), value);
	}
	return EXIT_DONE;
}
