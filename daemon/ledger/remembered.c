// SPDX-License-Identifier: GPL-3.0-or-later
/* What the station remembers over a restart: context, last weighing, plates (plates.c), last job. */
#include <string.h>
#include "recorded.h"

static int put_before(json_t *json, const struct station_context *c)
{
	if (!c->slip[0])
		return 0;
	return json_object_set_new(json, "before_direction",
		       json_string(direction_name(c->before.direction))) ||
	       field_put_int(json, "slip_taken_us", c->slip_taken_us) ||
	       field_put_text(json, "before_origin", c->before.origin) ||
	       field_put_text(json, "before_destination", c->before.destination);
}

int ledger_keep_context(struct ledger *l, const struct station_context *context)
{
	_cleanup_json_ json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
		"direction", direction_name(context->direction), "origin", context->origin,
		"destination", context->destination, "place", context->place, "container",
		context->container, "operator", context->operator_code, "partner", context->partner,
		"slip", context->slip);
	_cleanup_free_ char *text = NULL;

	if (json && put_before(json, context) == 0)
		text = json_dumps(json, JSON_COMPACT);
	if (!text)
		return -EINVAL;
	return !l->sql ? -EIO
		       : sql_run(l->sql,
				 "INSERT INTO kept (name, value) VALUES ('context', ?)"
				 " ON CONFLICT DO UPDATE SET value = excluded.value",
				 V_TEXT(text));
}

/* It may have ended while nobody was there to tell the station. */
static int drop_ended(struct ledger *l, struct station_context *c)
{
	struct slip s = { .state = SLIP_VOID };
	int r = c->slip[0] ? ledger_slip(l, c->slip, &s) : 0;

	c->slip_wall_us = s.at_wall_us;
	c->slip_says = station_slip_says(s.origin, s.destination, s.partner, s.place);
	if (!c->slip[0] || (r < 0 && r != -ENOENT) || s.state == SLIP_OPEN)
		return r;
	station_context_let_slip_go(c);
	return 0;
}

/* An older program kept none: what it took for a slip is not known, but the way back in is. */
static void read_before(struct fields *b, struct station_context *c)
{
	char direction[8];

	if (!c->slip[0])
		return;
	c->slip_taken_us = field_int(b, "slip_taken_us");
	field_text(b, "before_direction", direction, sizeof(direction));
	field_text(b, "before_origin", c->before.origin, sizeof(c->before.origin));
	field_text(b, "before_destination", c->before.destination, sizeof(c->before.destination));
	if (direction_from_name(direction, &c->before.direction) == 0)
		return;
	c->before.direction = DIRECTION_IN;
	memcpy(c->before.origin, c->origin, sizeof(c->before.origin));
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
	field_text(&b, "partner", c.partner, sizeof(c.partner));
	field_text(&b, "slip", c.slip, sizeof(c.slip));
	read_before(&b, &c);
	/* A context that cannot be read is only asked again. */
	if (b.error || direction_from_name(direction, &c.direction) < 0)
		return -ENOENT;
	*ret_context = c;
	return drop_ended(l, ret_context);
}

/* When it was written: at of a weighing may be another day, from paper. */
static int read_last(struct ledger *l, struct station_memory *m)
{
	int r = recorded_last(l, &m->last);

	m->has_last = r > 0;
	if (r <= 0)
		return r;
	r = entry_moment(l, m->last.journal, m->last.seq, &m->last_written);
	m->last_undone = m->last.voided_by[0] || strcmp(m->last.reason, "UNDO") == 0;
	return r;
}

int ledger_remember(struct ledger *l, const struct moment *now, struct station_memory *ret_memory)
{
	int r = l->sql ? read_context(l, &ret_memory->context) : -EIO;

	ret_memory->has_context = r == 0;
	if (r == 0 || r == -ENOENT)
		r = read_last(l, ret_memory);
	if (r == 0)
		r = plates_read(l, ret_memory);
	if (r == 0)
		r = ledger_today(l, now->day, &ret_memory->today);
	return r;
}

/* ---- was a job of unknown outcome written? ---- */

/* Newest first, a line each; a last one that was cut has no end, and says nothing. */

int job_note(struct ledger *l, const char *token, uint64_t seq)
{
	return sql_run(l->sql,
		"INSERT INTO kept (name, value) VALUES ('job', ?1 || ' ' || ?2 || char(10))"
		" ON CONFLICT DO UPDATE SET value = substr(excluded.value || value, 1, 512)",
		V_TEXT(token), V_INT(seq));
}

int ledger_find_job(struct ledger *l, const char *token, uint64_t *ret_seq)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	const char *line, *end;
	size_t len = strlen(token);
	int r = !l->sql || l->broken
			? -EIO
			: sql_start(l->sql, &stmt, "SELECT value FROM kept WHERE name = 'job'");

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	line = (const char *)sqlite3_column_text(stmt, 0);
	for (; (end = strchr(line, '\n')); line = end + 1) {
		if (strncmp(line, token, len) != 0 || line[len] != ' ')
			continue;
		*ret_seq = strtoull(line + len + 1, NULL, 10);
		return 1;
	}
	return 0;
}
