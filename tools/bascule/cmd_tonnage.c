// SPDX-License-Identifier: GPL-3.0-or-later
/* bascule tonnage: a year of all sites in one command, from a file or a daemon. */
#include <string.h>
#include "cli.h"
#include "report.h"

struct options {
	struct days days;
	const char *by, *site, *output;
	enum tonnage_format format;
};

static int read_options(const struct cli *c, int argc, char **argv, struct options *ret)
{
	const char *format = NULL;
	const struct cli_option options[] = {
		{ "period", &ret->days.period },
		{ "from", &ret->days.from },
		{ "to", &ret->days.to },
		{ "by", &ret->by },
		{ "site", &ret->site },
		{ "format", &format },
		{ "-o", &ret->output },
	};
	int code = cli_only_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code == EXIT_DONE)
		code = cli_format(c, format, &ret->format);
	if (code != EXIT_DONE)
		return code;
	if (!ret->days.period && !ret->days.from && !ret->days.to)
		return cli_say_key(c, EXIT_USAGE, "no_period");
	return days_resolve(c, &ret->days);
}

static int make_query(const struct cli *c, const struct options *o, struct tonnage_query *q)
{
	struct sentence why;

	if (o->by && tonnage_by(o->by, q, &why) < 0)
		return cli_say(c, EXIT_USAGE, &why);
	if (o->site && strlen(o->site) >= sizeof(q->site))
		return cli_say_param(c, EXIT_USAGE, "bad_site", "site", o->site);
	if (o->site)
		(void)snprintf(q->site, sizeof(q->site), "%s", o->site);
	memcpy(q->first_day, o->days.first, DAY_SIZE);
	memcpy(q->last_day, o->days.last, DAY_SIZE);
	return EXIT_DONE;
}

static int from_file(
	const struct cli *c, const char *path, const struct tonnage_query *q, struct tonnage **ret)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct sentence why;
	int r, code = cli_open(c, path, LEDGER_READ, &l);

	if (code != EXIT_DONE)
		return code;
	r = tonnage_make(l, q, ret);
	if (r == 0)
		return EXIT_DONE;
	ledger_sentence(r, path, &why);
	return cli_say(c, EXIT_FAILED, &why);
}

static void read_row(const struct tonnage_query *q, const json_t *o, struct tonnage_row *row)
{
	for (size_t i = 0; i < q->by_count; i++) {
		const char *key = json_string_value(json_object_get(o, tonnage_key_name(q->by[i])));

		(void)snprintf(row->key[i], CODE_SIZE, "%s", key ? key : "");
	}
	for (size_t m = 0; m < TONNAGE_MASSES; m++)
		row->mass_mg[m] = json_integer_value(
			json_object_get(o, tonnage_mass_name((enum tonnage_mass)m)));
	row->units = json_integer_value(json_object_get(o, "units"));
	row->weighings = json_integer_value(json_object_get(o, "weighings"));
}

static int from_json(const struct tonnage_query *q, const json_t *json, struct tonnage **ret)
{
	_cleanup_(cleanup_tonnage_free) struct tonnage *t = calloc(1, sizeof(*t));
	const json_t *rows = json_object_get(json, "rows"), *total = json_object_get(json, "total"),
		     *methods = json_object_get(json, "methods");

	if (!t)
		return -ENOMEM;
	if (!json_is_array(rows) || !json_is_object(total))
		return -EBADMSG;
	t->query = *q;
	t->count = json_array_size(rows);
	t->rows = calloc(t->count + 1, sizeof(*t->rows));
	if (!t->rows)
		return -ENOMEM;
	for (size_t i = 0; i < t->count; i++)
		read_row(q, json_array_get(rows, i), &t->rows[i]);
	read_row(q, total, &t->total);
	memset(t->total.key, 0, sizeof(t->total.key));
	for (size_t m = 0; m < METHOD_COUNT; m++)
		t->method_mg[m] =
			json_integer_value(json_object_get(methods, method_name((enum method)m)));
	*ret = TAKE_PTR(t);
	return 0;
}

static int from_daemon(const struct cli *c, const char *url, const struct options *o,
	const struct tonnage_query *q, struct tonnage **ret)
{
	char path[512] = "/tonnage?";
	json_t *json = NULL;
	int code, r = days_add(&o->days, path, sizeof(path));

	if (r == 0 && o->by)
		r = remote_add(path, sizeof(path), "by", o->by);
	if (r == 0 && o->site)
		r = remote_add(path, sizeof(path), "site", o->site);
	if (r < 0)
		return cli_say_key(c, EXIT_USAGE, "too_long");
	code = remote_call(c, url, path, NULL, &json);
	if (code != EXIT_DONE)
		return code;
	r = from_json(q, json, ret);
	json_decref(json);
	return r == 0 ? EXIT_DONE : cli_say_param(c, EXIT_FAILED, "not_a_daemon", "url", url);
}

static int write_out(const struct cli *c, const struct options *o, const struct tonnage *t)
{
	struct sentence why = { .key = "no_weighing_between" };
	struct output out;
	int code = output_open(c, o->output, &out);

	if (code != EXIT_DONE)
		return code;
	(void)tonnage_write(t, o->format, c->lang, out.out);
	code = output_close(c, &out, EXIT_DONE);
	if (code != EXIT_DONE || t->total.weighings)
		return code;
	sentence_param(&why, "first_day", t->query.first_day);
	sentence_param(&why, "last_day", t->query.last_day);
	return cli_say(c, EXIT_REFUSED, &why);
}

int cmd_tonnage(struct cli *c, int argc, char **argv)
{
	_cleanup_(cleanup_tonnage_free) struct tonnage *t = NULL;
	struct tonnage_query q = { 0 };
	struct options o = { 0 };
	struct source source;
	int code = read_options(c, argc, argv, &o);

	if (code == EXIT_DONE)
		code = make_query(c, &o, &q);
	if (code != EXIT_DONE)
		return code;
	cli_source(c, &source);
	code = source.db ? from_file(c, source.db, &q, &t) : from_daemon(c, source.url, &o, &q, &t);
	return code == EXIT_DONE && t ? write_out(c, &o, t) : code;
}
