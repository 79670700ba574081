// SPDX-License-Identifier: GPL-3.0-or-later
/* What the station remembers over a restart: context, last weighing, plates (plates.c), last job. */
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

/* When an entry was written: at of its weighing may be another day, from paper. */
static int written_at(struct ledger *l, const struct weighing *w, struct moment *ret_at)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct moment at = { 0 };
	char clock[16];
	int r = sql_start(l->sql, &stmt,
		"SELECT wall_us, boot_id, boot_us, day, clock FROM entry"
		" WHERE journal = ? AND seq = ?",
		V_TEXT(w->journal), V_INT(w->seq));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	at.wall_us = sqlite3_column_int64(stmt, 0);
	sql_text(stmt, 1, at.boot_id, sizeof(at.boot_id));
	at.boot_us = (uint64_t)sqlite3_column_int64(stmt, 2);
	sql_text(stmt, 3, at.day, sizeof(at.day));
	sql_text(stmt, 4, clock, sizeof(clock));
	at.quality = strcmp(clock, "trusted") == 0 ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
	*ret_at = at;
	return 0;
}

static int read_last(struct ledger *l, struct station_memory *m)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = weighing_select(l->sql, &stmt, "WHERE r.journal = ? ORDER BY r.row DESC LIMIT 1",
		V_TEXT(l->journal));

	if (r == 0)
		r = weighing_step(stmt, &m->last);
	m->has_last = r > 0;
	if (r <= 0)
		return r;
	r = written_at(l, &m->last, &m->last_written);
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
