// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What pages write into the journal besides weighing on a scale: a typed entry (scale
 * broken, paper sheet), a void, a reclassification. Nothing is ever changed or deleted:
 * each is a new entry.
 */
#include <string.h>
#include "clock.h"
#include "web_private.h"

#define YEAR_2000_US (INT64_C(946684800) * 1000000)
#define FUTURE_US (INT64_C(5) * 60 * 1000000)

/* ---- a typed entry ---- */

static void take_direction(struct body *b, struct weighing *w)
{
	const char *text = body_text(b, "direction", true, 8);

	if (text && direction_from_name(text, &w->direction) < 0)
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "unknown_direction", NULL);
}

void body_net(struct body *b, int64_t *ret_net_mg)
{
	const int64_t max_mg = desk_station(b->x->web->desk)->config.max_mg;
	const char *text = body_text(b, "net_kg", true, 31);
	int64_t net_mg = 0;
	char kg[32];
	int r = text ? mass_parse_kg(text, &net_mg) : 0;

	if (r == -EINVAL)
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "bad_net_kg", NULL);
	else if (r < 0 && strpbrk(text, "123456789"))
		net_mg = INT64_MAX;
	else if (r < 0)
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "net_kg_zero", NULL);
	*ret_net_mg = net_mg;
	if (net_mg <= max_mg || b->status)
		return;
	body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "above_maximum", NULL);
	sentence_param(&b->why, "limit",
		mass_format_kg(max_mg, 3, b->x->lang == LANG_FR ? ',' : '.', kg, sizeof(kg)));
}

/* The day it was weighed, from the paper; the moment of writing stays in the entry too. */
static void take_at(struct body *b, const struct moment *now, struct weighing *w)
{
	const char *text = body_text(b, "at", false, 40);
	int64_t wall_us;

	w->at = *now;
	if (!text)
		return;
	if (clock_parse_iso(text, &wall_us) < 0)
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "bad_at", NULL);
	else if (wall_us < YEAR_2000_US || wall_us > now->wall_us + FUTURE_US)
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "at_out_of_range", NULL);
	else
		w->at.wall_us = wall_us;
	clock_day(w->at.wall_us, w->at.day);
}

static const struct catalogue_row *take_row(struct body *b, const char *field,
	enum catalogue_kind kind, const char *unknown, const char *day, char ret_code[CODE_SIZE])
{
	const char *code = body_text(b, field, true, 64);
	const struct catalogue_row *row =
		code ? catalogue_find(desk_catalogue(b->x->web->desk), kind, code, day) : NULL;

	if (!code)
		return NULL;
	if (!row || (row->hidden && kind != CATALOGUE_CATEGORY)) {
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, unknown, NULL);
		sentence_param(&b->why, "code", code);
		return NULL;
	}
	memcpy(ret_code, row->code, CODE_SIZE);
	return row;
}

void body_category(struct body *b, const char *day, char ret_code[CODE_SIZE])
{
	const struct catalogue_row *row =
		take_row(b, "category", CATALOGUE_CATEGORY, "unknown_category", day, ret_code);
	const char *key = NULL;

	if (row && row->hidden)
		key = "hidden_category";
	else if (row && catalogue_has_children(desk_catalogue(b->x->web->desk), row->code, day))
		key = "parent_category";
	if (!key || b->status)
		return;
	body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, key, NULL);
	sentence_param(&b->why, "code", row->code);
}

void body_operator(struct body *b, const char *day, char ret_code[CODE_SIZE])
{
	memcpy(ret_code, b->x->request.who.operator_code, CODE_SIZE);
	if (!*ret_code && body_has(b, "operator"))
		take_row(b, "operator", CATALOGUE_OPERATOR, "unknown_operator", day, ret_code);
}

void body_touches(struct body *b, const char *day)
{
	const char *station = desk_station(b->x->web->desk)->config.station;
	struct sentence why;

	if (request_may_touch(&b->x->request, day, station, station, &why))
		body_fault(b, MHD_HTTP_FORBIDDEN, why.key, NULL);
}

static void take_place(struct body *b, struct weighing *w)
{
	const char *day = w->at.day;

	if (w->direction == DIRECTION_IN)
		take_row(b, "origin", CATALOGUE_ORIGIN, "unknown_origin", day, w->origin);
	else
		take_row(b, "destination", CATALOGUE_DESTINATION, "unknown_destination", day,
			w->destination);
}

static bool read_typed(struct exchange *x, struct ledger_job *job, struct weighing_entry *e)
{
	const struct station *s = desk_station(x->web->desk);
	struct weighing *w = &e->weighing;
	struct body b;

	if (!body_open(x, &b))
		return false;
	job->label = !json_object_get(b.json, "at");
	take_direction(&b, w);
	take_at(&b, &job->now, w);
	body_touches(&b, w->at.day);
	body_category(&b, w->at.day, w->category);
	take_place(&b, w);
	body_net(&b, &w->net_mg);
	w->units = (uint32_t)body_int(&b, "units", 1, 100000);
	body_reason(&b, w->reason, e->note);
	w->method = METHOD_TYPED;
	w->provenance = PROVENANCE_NONE;
	memcpy(w->site, s->config.site, sizeof(w->site));
	memcpy(w->station, s->config.station, sizeof(w->station));
	body_operator(&b, w->at.day, w->operator_code);
	return body_done(&b);
}

static void make_typed(struct exchange *x)
{
	struct weighing_entry e = { 0 };
	struct ledger_job job;

	job_begin(x, &job);
	job.drafts[0] = (struct ledger_draft){ &weighing_kind, &e, NULL };
	if (!reply_if_down(x) && read_typed(x, &job, &e))
		job_send(x, &job, job_made);
}

void api_typed(struct exchange *x)
{
	first_ask(x, make_typed);
}

/* ---- reclassify ---- */

static bool take_id(struct exchange *x, char ret_id[PRIVATE_KEY_SIZE])
{
	if (strlen(x->arg) < PRIVATE_KEY_SIZE) {
		(void)snprintf(ret_id, PRIVATE_KEY_SIZE, "%s", x->arg);
		return true;
	}
	reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_weighing");
	return false;
}

void api_reclassify(struct exchange *x)
{
	struct weighing_void v = { 0 };
	struct weighing_entry e = { 0 };
	struct ledger_job job;
	struct body b;

	job_begin(x, &job);
	job.drafts[0] = (struct ledger_draft){ &void_kind, &v, NULL };
	job.drafts[1] = (struct ledger_draft){ &weighing_kind, &e, ledger_reclassified };
	if (reply_if_down(x) || !take_id(x, v.id) || !body_open(x, &b))
		return;
	body_reason(&b, v.reason, v.note);
	memcpy(e.weighing.corrects, v.id, sizeof(e.weighing.corrects));
	memcpy(e.weighing.reason, v.reason, sizeof(e.weighing.reason));
	body_category(&b, job.now.day, e.weighing.category);
	job.label = true;
	if (body_done(&b))
		job_send(x, &job, job_made);
}
