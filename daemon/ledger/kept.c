// SPDX-License-Identifier: GPL-3.0-or-later
/* What the station remembers over a restart: its context, and the last weighing it made. */
#include <string.h>
#include "ledger_private.h"

int ledger_keep_context(struct ledger *l, const struct station_context *context)
{
	_cleanup_json_ json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "direction",
		direction_name(context->direction), "origin", context->origin, "destination",
		context->destination, "place", context->place, "container", context->container,
		"operator", context->operator_code);
	_cleanup_free_ char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;

	if (!text)
		return -EINVAL;
	return !l->sql ? -EIO
		       : sql_run(l->sql,
				 "INSERT INTO kept (name, value) VALUES ('context', ?)"
				 " ON CONFLICT DO UPDATE SET value = excluded.value",
				 V_TEXT(text));
}

static int read_context(struct ledger *l, struct station_context *ret_context)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	_cleanup_json_ json_t *json = NULL;
	struct station_context c = { 0 };
	char direction[8];
	struct fields b = { 0 };
	int r = sql_start(l->sql, &stmt, "SELECT value FROM kept WHERE name = 'context'");

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	json = json_loads((const char *)sqlite3_column_text(stmt, 0), 0, NULL);
	b.json = json;
	field_text(&b, "direction", direction, sizeof(direction));
	field_text(&b, "origin", c.origin, sizeof(c.origin));
	field_text(&b, "destination", c.destination, sizeof(c.destination));
	field_text(&b, "place", c.place, sizeof(c.place));
	field_text(&b, "container", c.container, sizeof(c.container));
	field_text(&b, "operator", c.operator_code, sizeof(c.operator_code));
	/* A context that cannot be read is only asked again. */
	if (b.error || direction_from_name(direction, &c.direction) < 0)
		return -ENOENT;
	*ret_context = c;
	return 0;
}

static int read_last(struct ledger *l, struct weighing *ret_last, bool *ret_any)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		WEIGHING_SELECT "WHERE w.journal = ? ORDER BY w.row DESC LIMIT 1",
		V_TEXT(l->journal));

	if (r == 0)
		r = sql_step(stmt);
	if (r < 0)
		return r;
	*ret_any = r > 0;
	return r > 0 ? weighing_from_row(stmt, ret_last) : 0;
}

int ledger_last(struct ledger *l, struct station_context *ret_context, struct weighing *ret_last,
	bool *ret_any)
{
	int r = l->sql ? read_last(l, ret_last, ret_any) : -EIO;

	return r < 0 ? r : read_context(l, ret_context);
}
