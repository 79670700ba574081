// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A typed entry (scale broken, paper sheet), which is of the station that it is typed at: its
 * maximum, its catalogue, perhaps of a load on one of its plates.
 */
#include <string.h>
#include "clock.h"
#include "paper_sheet.h"
#include "web_private.h"

/* ---- a typed entry ---- */

static void take_direction(struct body *b, struct weighing *w)
{
	const char *text = body_text(b, "direction", true, 8);

	if (text && direction_from_name(text, &w->direction) < 0)
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "unknown_direction", "direction");
}

void body_station_net(struct body *b, int64_t *ret_net_mg)
{
	const struct net_limit limit = { desk_station(b->x->web->desk)->config.max_mg, b->x->lang };

	body_net(b, &limit, ret_net_mg);
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
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, unknown, field);
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
	body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, key, "category");
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

/* With a slip, what it says goes where nothing else is said: the ledger takes it over. */
static void take_way(struct body *b, struct weighing *w)
{
	const bool in = w->direction == DIRECTION_IN;
	const char *day = w->at.day, *slip = body_text(b, "slip", false, PRIVATE_KEY_SIZE - 1);
	const char *lot = body_text(b, "lot", false, PRIVATE_KEY_SIZE - 1);

	(void)snprintf(w->slip, sizeof(w->slip), "%s", slip ? slip : "");
	(void)snprintf(w->lot, sizeof(w->lot), "%s", lot ? lot : "");
	if (body_has(b, "partner"))
		take_row(b, "partner", CATALOGUE_PARTNER, "unknown_code_in", day, w->partner);
	if (body_has(b, "place"))
		take_row(b, "place", CATALOGUE_PLACE, "unknown_code_in", day, w->place);
	if (w->slip[0] && !body_has(b, in ? "origin" : "destination"))
		return;
	if (in)
		take_row(b, "origin", CATALOGUE_ORIGIN, "unknown_origin", day, w->origin);
	else
		take_row(b, "destination", CATALOGUE_DESTINATION, "unknown_destination", day,
			w->destination);
}

/* Nobody has weighed it here: typed from an instrument, counted, or an agreed mass. */
static void take_method(struct body *b, struct weighing *w)
{
	const char *word = body_text(b, "method", false, 16);

	w->method = METHOD_TYPED;
	if (word && (method_from_name(word, &w->method) < 0 || w->method == METHOD_WEIGHED)) {
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "field_not_word", "method");
		sentence_param(&b->why, "words", "typed, estimated, flat");
	}
}

/* Counted, the pieces say it. */
static void take_net(struct body *b, struct weighing *w)
{
	const struct catalogue_row *row;

	if (w->method != METHOD_ESTIMATED) {
		body_station_net(b, &w->net_mg);
		return;
	}
	if (body_has(b, "net_kg")) {
		(void)body_text(b, "net_kg", false, 31);
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "net_and_units", "net_kg");
	}
	row = catalogue_find(
		desk_catalogue(b->x->web->desk), CATALOGUE_CATEGORY, w->category, w->at.day);
	w->net_mg = row ? row->unit_mg * w->units : 0;
}

/* Written once, under its own key: told again by whoever told it, it is answered; by anybody else, it is used. */
static void take_line(struct body *b, struct ledger_job *job)
{
	const char *typed = body_text(b, "sheet", false, 15);
	const int64_t line = body_int(b, "line", 1, PAPER_LINES);
	char sheet[PAPER_SHEET_SIZE];

	if (!typed && !line)
		return;
	if (!typed || !line || !body_has(b, "at"))
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "field_missing",
			!typed  ? "sheet"
			: !line ? "line"
				: "at");
	else if (paper_sheet_read(typed, sheet) < 0)
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "bad_sheet", "sheet");
	if (b->status)
		return;
	for (size_t i = 0; job->key[i]; i++)
		job->digest[i % sizeof(job->digest)] ^= (uint8_t)job->key[i];
	paper_sheet_key(sheet, (unsigned int)line, job->key);
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
	body_at(&b, &job->now, &w->at);
	body_touches(&b, w->at.day);
	body_category(&b, w->at.day, w->category);
	take_way(&b, w);
	body_record(&b, &weighing_record, e);
	w->units = (uint32_t)body_int(&b, "units", 1, 100000);
	take_method(&b, w);
	take_net(&b, w);
	body_reason(&b, w->reason, e->note);
	w->provenance = PROVENANCE_NONE;
	memcpy(w->site, s->config.site, sizeof(w->site));
	memcpy(w->station, s->config.station, sizeof(w->station));
	body_operator(&b, w->at.day, w->operator_code);
	take_line(&b, job);
	return body_done(&b);
}

static void typed_made(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	if (!result->error && result->answer == LEDGER_KEY_REUSED && paper_sheet_is_key(job->key))
		reply_key(data, MHD_HTTP_CONFLICT, "line_used");
	else
		job_made(data, job, result);
}

static void make_typed(struct exchange *x)
{
	struct weighing_entry e = { 0 };
	struct ledger_job job;

	job_begin(x, &job);
	job.drafts[0] = (struct ledger_draft){ &weighing_kind, &e, NULL };
	if (!reply_if_down(x) && read_typed(x, &job, &e))
		job_send(x, &job, typed_made);
}

void api_typed(struct exchange *x)
{
	first_ask(x, make_typed);
}
