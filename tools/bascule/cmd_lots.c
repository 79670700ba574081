// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule lots: lots of food that were received, or made (--of made), newest first, with what is left of
 * each and what its pack says. From a file or a daemon, which give the same JSON.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "entries_table.h"
#include "food.h"

struct options {
	const char *of, *state, *product, *expires_before, *limit, *output, *format_word;
	enum table_format format;
};

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = {
		{ "of", &o->of },
		{ "state", &o->state },
		{ "product", &o->product },
		{ "expires-before", &o->expires_before },
		{ "limit", &o->limit },
		{ "format", &o->format_word },
		{ "-o", &o->output },
	};
	int code = cli_only_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code == EXIT_DONE)
		code = cli_limit(c, o->limit);
	return code == EXIT_DONE ? list_format(c, o->format_word, o->output, &o->format) : code;
}

/* What a person asks of a store; a file has all. */
static const char *const shown[] = { "lot", "state", "day", "category", "ingredient", "product",
	"left_mg", "date_kind", "date", "partner", "store", "known", "allergens", "traces", NULL };
static const char *const shown_made[] = { "id", "state", "day", "process", "product", "left_mg",
	"date_kind", "date", "held", NULL };

int cmd_lots(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	json_t *answer = NULL;
	bool made;
	int code = read_options(c, argc, argv, &o);
	const struct cli_said said[] = {
		{ "of", o.of },
		{ "state", o.state },
		{ "product", o.product },
		{ "expires_before", o.expires_before },
		{ "limit", o.limit },
	};

	if (code != EXIT_DONE)
		return code;
	made = o.of && strcmp(o.of, "made") == 0;
	/* For people the newest; a file is to hold all that there are. */
	code = (o.limit || o.format == FORMAT_TABLE ? cli_ask_json : cli_ask_whole)(
		c, "/lots", said, ARRAY_SIZE(said), "lots", &answer);
	if (code == EXIT_DONE)
		code = list_write(c,
			&(struct list_view){ .record = made ? &lot_made_record : &lot_record,
				.shown = made ? shown_made : shown,
				.member = "lots",
				.none = "no_lot_found",
				.format = o.format,
				.output = o.output },
			answer);
	json_decref(answer);
	return code;
}
