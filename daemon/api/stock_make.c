// SPDX-License-Identifier: GPL-3.0-or-later
/* Counts, sortings and moves as they are sent: what their table of fields asks, and lines. */
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "stock.h"

static void take_lines(struct body *b, const struct kind *kind, struct stock_entry *e)
{
	const struct record *record =
		kind == &stock_count_kind ? &stock_count_asked_record : stock_line_record(kind);
	json_t *lines = body_list(b, "lines", true), *line;
	size_t i;

	if (!lines)
		return;
	if (json_array_size(lines) == 0)
		body_fault(b, 422, "lines_none", "lines");
	if (json_array_size(lines) > STOCK_LINES)
		body_fault(b, 422, "lines_too_many", "lines");
	if (b->status)
		return;
	json_array_foreach(lines, i, line)
	{
		e->lines[i].method = METHOD_TYPED;
		body_line(b, &(const struct line){ "lines", line, i }, record, &e->lines[i]);
	}
	e->count = i;
}

/* What was taken out to be sorted, if somebody says it, is what came of it. */
static void take_sum(struct body *b, const struct stock_entry *e)
{
	static const struct record_field fields[] = { MASS(
		stock_head, mass_mg, .rules = RECORD_ASKED, .most = INT64_MAX) };
	static const struct record record = RECORD_OF(stock_head, fields, .table = NULL);
	struct stock_head said = { 0 };
	int64_t sum_mg = 0;
	bool is_said = body_has(b, "mass_mg") || body_has(b, "mass_kg");

	body_record(b, &record, &said);
	for (size_t i = 0; i < e->count; i++)
		sum_mg += e->lines[i].mass_mg;
	if (is_said && said.mass_mg != sum_mg)
		body_fault(
			b, 422, "lines_other_sum", body_has(b, "mass_mg") ? "mass_mg" : "mass_kg");
}

void make_stock(const struct request *r, struct body *b, struct making *m)
{
	const struct kind *kind = request_kind(r);
	struct stock_entry *e = make_draft(m, kind);
	struct sentence why;
	struct moment at;

	_Static_assert(sizeof(*e) <= sizeof(m->value), "an entry with lines is a draft");
	body_at(b, &r->now, &at);
	if (at.quality == CLOCK_DOUBTFUL && !body_has(b, "at"))
		body_fault(b, 409, "clock_doubtful", "at");
	if (request_may_touch(r, at.day, "", "", &why))
		body_fault(b, 403, why.key, NULL);
	e->head.at_wall_us = at.wall_us;
	memcpy(e->head.day, at.day, sizeof(e->head.day));
	memcpy(e->head.operator_code, r->who.operator_code, sizeof(e->head.operator_code));
	body_record(b, kind_row(kind), &e->head);
	take_lines(b, kind, e);
	if (kind == &sorted_kind)
		take_sum(b, e);
}
