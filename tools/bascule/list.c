// SPDX-License-Identifier: GPL-3.0-or-later
/* A list of rows as it comes from a call: to a person, or into a file. */
#include "entries_table.h"

int list_format(
	const struct cli *c, const char *word, const char *output, enum table_format *ret_format)
{
	int code = cli_format(c, word, ret_format);

	if (code != EXIT_DONE)
		return code;
	if (*ret_format > FORMAT_XLSX)
		return cli_say_param(
			c, EXIT_USAGE, "only_tonnage", "format", table_format_name(*ret_format));
	return output_takes(c, output, *ret_format) ? EXIT_DONE : EXIT_USAGE;
}

static int write_rows(
	const struct cli *c, const struct list_view *v, const json_t *answer, FILE *out)
{
	const bool people = v->format == FORMAT_TABLE || v->format == FORMAT_XLSX;
	struct table t;
	int r;

	if (v->format == FORMAT_JSON) {
		(void)json_dumpf(answer, out, JSON_COMPACT);
		return putc('\n', out) == EOF ? -EIO : 0;
	}
	r = entries_table(&t, v->record, people ? v->shown : NULL,
		json_object_get(answer, v->member), people, c->lang);
	if (r == 0 && v->days && v->days->first[0]) {
		table_fact(&t, "first_day", v->days->first, false);
		table_fact(&t, "last_day", v->days->last, false);
	}
	if (r == 0 && v->format != FORMAT_TABLE)
		r = table_write(&t, v->format, CHART_BARS, c->lang, out);
	else if (r == 0 && t.rows)
		entries_text(&t, c->lang, out);
	table_done(&t);
	return r;
}

int list_write(const struct cli *c, const struct list_view *v, const json_t *answer)
{
	struct output out;
	int code = output_open(c, v->output, &out);

	if (code != EXIT_DONE)
		return code;
	if (write_rows(c, v, answer, out.out) < 0)
		code = cli_say_key(c, EXIT_FAILED, "out_of_memory");
	code = output_close(c, &out, code);
	if (code != EXIT_DONE || json_array_size(json_object_get(answer, v->member)))
		return code;
	return cli_say_key(c, EXIT_REFUSED, v->none);
}
