// SPDX-License-Identifier: GPL-3.0-or-later
/* The station: its snapshot, and what a person wants of it (contract.md, POST /station/ACTION). */
#include <string.h>
#include "web_private.h"

void api_station(struct exchange *x)
{
	reply_json(x, MHD_HTTP_OK, json_station(x->web, x->lang));
}

unsigned api_status_of(enum station_reply reply)
{
	switch (reply) {
	case REPLY_MADE:
		return MHD_HTTP_CREATED;
	case REPLY_CHANGED:
		return MHD_HTTP_OK;
	case REPLY_ARMED:
		return MHD_HTTP_ACCEPTED;
	case REPLY_INVALID:
		return MHD_HTTP_UNPROCESSABLE_CONTENT;
	case REPLY_DOWN:
		return MHD_HTTP_SERVICE_UNAVAILABLE;
	default:
		return MHD_HTTP_CONFLICT;
	}
}

static void on_answer(void *data, const struct desk_answer *answer)
{
	struct exchange *x = data;
	unsigned status = api_status_of(answer->reply);
	struct sentence why = answer->why;

	if (answer->reply == REPLY_MADE)
		reply_json(x, status, json_weighing(&answer->weighing));
	else if (answer->reply == REPLY_CHANGED || answer->reply == REPLY_ARMED)
		reply_json(x, status, json_station(x->web, x->lang));
	else {
		if (answer->reply == REPLY_INVALID)
			sentence_param(&why, "field", "code");
		reply_refusal(x, status, &why);
	}
}

static bool takes_code(enum station_action action)
{
	return action < ACTION_UNDO;
}

/* A context may be emptied again: {"code":""}. */
static bool may_be_empty(enum station_action action)
{
	return action == ACTION_DESTINATION || action == ACTION_PLACE ||
	       action == ACTION_CONTAINER || action == ACTION_OPERATOR ||
	       action == ACTION_PARTNER || action == ACTION_SLIP;
}

/* With a category: how many, which load, for what mass; and the lot that it goes out of. */
static void read_tile(struct body *b, struct intent *in)
{
	const char *lot = body_text(b, "lot", false, PRIVATE_KEY_SIZE - 1);

	in->units = (uint32_t)body_int(b, "units", 1, 100000);
	in->take.on = lot && *lot;
	(void)snprintf(in->take.lot, sizeof(in->take.lot), "%s", lot ? lot : "");
	in->take.light = in->take.on && body_bool(b, "light", false);
}

/* instead_of: with a slip, the one in force whose place it takes; with none, the one to be put aside. */
static bool read_intent(struct exchange *x, struct intent *in, char instead_of[PRIVATE_KEY_SIZE])
{
	struct body b;
	const char *code = NULL, *load = NULL, *other = NULL;

	if (!body_open(x, &b))
		return false;
	if (takes_code(in->action) || in->action == ACTION_PRINT) {
		code = body_text(&b, "code", takes_code(in->action) && !may_be_empty(in->action),
			sizeof(in->code) - 1);
		if (takes_code(in->action) && !code)
			body_fault(&b, MHD_HTTP_UNPROCESSABLE_CONTENT, "field_missing", "code");
	}
	if (in->action == ACTION_CATEGORY || in->action == ACTION_TARE)
		load = body_text(&b, "load", false, sizeof(in->load) - 1);
	if (in->action == ACTION_SLIP)
		other = body_text(&b, "instead_of", false, PRIVATE_KEY_SIZE - 1);
	(void)snprintf(instead_of, PRIVATE_KEY_SIZE, "%s", other ? other : "");
	if (load)
		(void)snprintf(in->load, sizeof(in->load), "%s", load);
	if (in->action == ACTION_CATEGORY)
		read_tile(&b, in);
	if (in->action == ACTION_CONTAINER)
		in->units = (uint32_t)body_int(&b, "units", 1, CONTAINER_UNITS_MOST);
	if ((in->action == ACTION_ANSWER || in->action == ACTION_CATEGORY) &&
		body_has(&b, "to_mg")) {
		in->has_to = true;
		in->to_mg = body_int(&b, "to_mg", INT64_MIN, INT64_MAX);
	}
	if (code)
		(void)snprintf(in->code, sizeof(in->code), "%s", code);
	return body_done(&b);
}

void api_intent(struct exchange *x)
{
	struct intent in = { 0 };
	char instead_of[PRIVATE_KEY_SIZE];
	int r;

	if (station_action_from_name(x->arg, &in.action) < 0) {
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_call");
		return;
	}
	if (!read_intent(x, &in, instead_of))
		return;
	memcpy(in.key, x->key, sizeof(in.key));
	memcpy(in.digest, x->digest, sizeof(in.digest));
	r = in.action == ACTION_SLIP ? desk_slip(x->web->desk, &in, instead_of, on_answer, x)
				     : desk_intent(x->web->desk, &in, on_answer, x);
	if (r < 0)
		reply_errno(x, r);
}
