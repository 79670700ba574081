// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Answers. Every error is {"error": key, "message": sentence, …its parameters}; the key is
 * that of the sentence. An answer may come long after the request: then its connection,
 * which was suspended, is resumed.
 */
#include <string.h>
#include "log.h"
#include "web_private.h"

static const struct {
	const char *name;
	const char *value;
} headers[] = {
	{ "Content-Security-Policy",
		"default-src 'self'; frame-ancestors 'none'; base-uri 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "no-referrer" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
};

void reply_headers(struct MHD_Response *response)
{
	for (size_t i = 0; i < ARRAY_SIZE(headers); i++)
		if (!MHD_get_response_header(response, headers[i].name))
			MHD_add_response_header(response, headers[i].name, headers[i].value);
}

void reply_response(struct exchange *x, unsigned status, struct MHD_Response *response)
{
	static char nothing[] = "";

	if (!response) {
		status = MHD_HTTP_SERVICE_UNAVAILABLE;
		response = MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
	}
	reply_headers(response);
	x->status = status;
	x->response = response;
	if (x->suspended) {
		x->suspended = false;
		MHD_resume_connection(x->connection);
		web_wake(x->web);
	}
}

void reply_text(struct exchange *x, unsigned status, const char *type, char *text, size_t size)
{
	struct MHD_Response *r =
		text ? MHD_create_response_from_buffer(size, text, MHD_RESPMEM_MUST_FREE) : NULL;

	if (r) {
		MHD_add_response_header(r, "Content-Type", type);
		MHD_add_response_header(r, "Cache-Control", "no-store");
	} else {
		free(text);
	}
	reply_response(x, status, r);
}

void reply_json_text(struct exchange *x, unsigned status, char *text)
{
	reply_text(x, status, "application/json; charset=utf-8", text, text ? strlen(text) : 0);
}

void reply_json(struct exchange *x, unsigned status, json_t *json)
{
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;

	json_decref(json);
	reply_json_text(x, status, text);
}

/* A parameter that is a whole number is one in JSON too. */
static json_t *parameter(const char *text)
{
	char *end;
	long long value;

	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno || end == text || *end || (*text == '0' && text[1]) || *text == '+')
		return json_string(text);
	return json_integer(value);
}

static json_t *refusal(enum lang lang, const struct sentence *why)
{
	char message[1024];
	json_t *json = json_object();

	json_object_set_new(json, "error", json_string(why->key ? why->key : "refused"));
	json_object_set_new(
		json, "message", json_string(lang_say(lang, why, message, sizeof(message))));
	for (size_t i = 0; i < SENTENCE_PARAMS && why->param[i].name; i++)
		if (!json_object_get(json, why->param[i].name))
			json_object_set_new(
				json, why->param[i].name, parameter(why->param[i].value));
	return json;
}

char *refusal_text(enum lang lang, const struct sentence *why)
{
	json_t *json = refusal(lang, why);
	char *text = json_dumps(json, JSON_COMPACT);

	json_decref(json);
	return text;
}

void reply_refusal(struct exchange *x, unsigned status, const struct sentence *why)
{
	reply_json(x, status, refusal(x->lang, why));
}

void reply_key(struct exchange *x, unsigned status, const char *sentence_key)
{
	const struct sentence why = { .key = sentence_key };

	reply_refusal(x, status, &why);
}

void reply_errno(struct exchange *x, int error)
{
	struct sentence why = { 0 };

	if (error == -ENOMEM)
		why.key = "out_of_memory";
	else if (x->web->ending || !store_down(desk_store(x->web->desk), &why))
		why.key = strcmp(x->method, "POST") ? "read_failed" : "store_failed";
	reply_refusal(x, MHD_HTTP_SERVICE_UNAVAILABLE, &why);
}

bool reply_if_down(struct exchange *x)
{
	struct sentence why;

	if (!store_down(desk_store(x->web->desk), &why))
		return false;
	reply_refusal(x, MHD_HTTP_SERVICE_UNAVAILABLE, &why);
	return true;
}

void reply_written(struct exchange *x, const struct ledger_result *result, unsigned made)
{
	struct sentence why = result->why;
	int status;

	if (result->error < 0) {
		if (why.key)
			reply_refusal(x, MHD_HTTP_SERVICE_UNAVAILABLE, &why);
		else
			reply_errno(x, result->error);
		return;
	}
	status = result_refusal(result, &why);
	if (status)
		reply_refusal(x, (unsigned)status, &why);
	else
		reply_json(x, made, json_written(result));
}
