// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who answers a request: a call of the table in daemon/api, once its caller may ask it and its
 * parameters are what it declares; a page; or nobody. Calls that only read the ledger have their
 * function there; here are those that speak of what the daemon holds, and the writing ones.
 */
#include <string.h>
#include "web_private.h"

#define API "/api/v1"

#define HANDLER_LISTED(name_, handle_) { (name_), (handle_) },

static const struct {
	const char *name;
	handle_fn handle;
} handlers[] = { HANDLERS(HANDLER_LISTED) };

handle_fn route_handler(const struct call *call)
{
	for (size_t i = 0; i < ARRAY_SIZE(handlers); i++)
		if (!strcmp(handlers[i].name, call->name))
			return handlers[i].handle;
	return call->make || (call->kind && !call->run) ? api_make : NULL;
}

struct parameters {
	struct exchange *x;
	struct sentence why;
	int status;
};

static enum MHD_Result each_parameter(
	void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct parameters *r = data;

	(void)kind;
	r->status = request_set(&r->x->request, name, value ? value : "", &r->why);
	return r->status ? MHD_NO : MHD_YES;
}

static void route_call(struct exchange *x, const struct call *call, const char *arg)
{
	struct parameters r = { .x = x };
	struct caller who;

	r.status = who_asks(x, call, &who, &r.why);
	if (!r.status)
		r.status = who_refused(
			&who, request_begin(&x->request, call, arg, &who, &r.why), &r.why);
	if (!r.status && training_is_not_of(x, call)) {
		r.status = MHD_HTTP_CONFLICT;
		r.why = (struct sentence){ .key = "training_not" };
	}
	if (!r.status)
		MHD_get_connection_values(x->connection, MHD_GET_ARGUMENT_KIND, each_parameter, &r);
	if (!r.status)
		r.status = request_ready(&x->request, &r.why);
	if (r.status)
		reply_refusal(x, (unsigned)r.status, &r.why);
	x->arg = x->request.arg;
	x->handle = call->run ? ask_call : call->of_weighing ? first_call : route_handler(call);
}

void route(struct exchange *x)
{
	const char *method = strcmp(x->method, "HEAD") ? x->method : "GET";
	bool api = !strncmp(x->path, API "/", strlen(API "/"));
	char arg[ARG_SIZE];
	const struct call *call = api ? call_find(method, x->path + strlen(API), arg) : NULL;

	if (call)
		route_call(x, call, arg);
	else if (!strcmp(method, "GET") && strncmp(x->path, "/api/", 5))
		x->handle = pages_handle;
	else
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_call");
}
