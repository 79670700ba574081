// SPDX-License-Identifier: GPL-3.0-or-later
/* What a working day begins with: what was left of the one before, and when each scale was last checked. */
#include <errno.h>
#include <string.h>
#include "api_private.h"
#include "day_end.h"
#include "report.h"
#include "scale_check.h"

enum { CHECKS_MOST = 1000 };

/* What can still be seen to: a scale that was not checked yesterday never will be. */
static int count_left(struct ledger *l, const char *day, json_int_t *ret_count)
{
	struct report_query query = { 0 };
	struct table t = { 0 };
	int r;

	memcpy(query.first_day, day, DAY_SIZE);
	memcpy(query.last_day, day, DAY_SIZE);
	r = report_figures(l, &day_left_table, &query, &t);
	for (size_t n = 0; r == 0 && n < t.rows; n++)
		*ret_count += strcmp(table_cell(&t, n, 0)->text, "scale") != 0;
	table_done(&t);
	return r;
}

/* Newest first: the first of each scale is its last. */
static int take_check(void *list, const void *value)
{
	const struct scale_check *c = value;
	json_t *known;
	size_t i;

	json_array_foreach(list, i,
		known) if (!strcmp(c->scale,
				   json_string_value(json_object_get(known, "scale")))) return 0;
	return json_array_append_new(list,
		json_pack("{s:s,s:s,s:I,s:I,s:I,s:b}", "scale", c->scale, "day", c->day, "mass_mg",
			(json_int_t)c->mass_mg, "error_mg", (json_int_t)c->error_mg, "allowed_mg",
			(json_int_t)c->allowed_mg, "passed", c->passed));
}

int morning(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	const struct entries_query q = { .limit = CHECKS_MOST };
	json_t *checks = json_array();
	struct day_before b;
	json_int_t left = 0;
	int done = ledger_day_before(l, r->now.day, &b);

	(void)a;
	if (done == 0 && b.day[0] && !b.seen)
		done = count_left(l, b.day, &left);
	if (done == 0)
		done = ledger_entries(l, &scale_check_kind, &q, take_check, checks);
	if (done < 0)
		return json_decref(checks), done;
	return put_json(out,
		json_pack("{s:o,s:b,s:I,s:o}", "day", b.day[0] ? json_string(b.day) : json_null(),
			"seen", b.seen, "left", left, "checks", checks));
}
