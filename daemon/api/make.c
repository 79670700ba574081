// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calls that write entries of what they are told, and need nothing else of the station: the body
 * becomes drafts. The web gives them to the writer, the command line to the file that it has
 * opened; what is said of the result is the same.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_private.h"
#include "api_body.h"
#include "clock.h"
#include "code_bound.h"
#include "entry_void.h"
#include "mass.h"
#include "reason.h"
#include "secret_change.h"

void body_reason(struct body *b, char ret_code[CODE_SIZE], char ret_note[NOTE_SIZE])
{
	const char *reason = body_text(b, "reason", true, REASON_MOST);
	const char *note = body_text(b, "note", false, REASON_MOST);
	size_t len;

	if (reason)
		reason_read(reason, ret_code, ret_note, NOTE_SIZE);
	len = strlen(ret_note);
	if (note)
		(void)snprintf(ret_note + len, NOTE_SIZE - len, "%s%s", len ? "; " : "", note);
}

#define YEAR_2000_US (INT64_C(946684800) * 1000000)
#define FUTURE_US (INT64_C(5) * 60 * 1000000)

void body_at(struct body *b, const struct moment *now, struct moment *ret_at)
{
	const char *text = body_text(b, "at", false, 40);
	int64_t wall_us;

	*ret_at = *now;
	if (!text)
		return;
	if (clock_parse_iso(text, &wall_us) < 0) {
		body_fault(b, 422, "bad_at", "at");
	} else if (wall_us < YEAR_2000_US || wall_us > now->wall_us + FUTURE_US) {
		body_fault(b, 422, "at_out_of_range", "at");
	} else {
		/* A person's word: no clock that becomes sure later puts it right. */
		ret_at->wall_us = wall_us;
		ret_at->quality = CLOCK_TRUSTED;
	}
	clock_day(ret_at->wall_us, ret_at->day);
}

void body_net(struct body *b, const struct net_limit *limit, int64_t *ret_net_mg)
{
	const int64_t max_mg = limit->max_mg ? limit->max_mg : NET_MOST_MG;
	const char *text = body_text(b, "net_kg", true, 31);
	int64_t net_mg = 0;
	char kg[32];
	int r = text ? mass_parse_kg(text, &net_mg) : 0;

	if (r == -EINVAL)
		body_fault(b, 422, "bad_net_kg", "net_kg");
	else if (r < 0 && strpbrk(text, "123456789"))
		net_mg = INT64_MAX;
	else if (r < 0)
		body_fault(b, 422, "net_kg_zero", "net_kg");
	*ret_net_mg = net_mg;
	if (net_mg <= max_mg || b->status)
		return;
	body_fault(b, 422, "above_maximum", "net_kg");
	sentence_param(&b->why, "limit",
		mass_format_kg(max_mg, 3, limit->lang == LANG_FR ? ',' : '.', kg, sizeof(kg)));
}

void body_path_id(
	const struct request *r, struct body *b, const char *key, char ret_id[PRIVATE_KEY_SIZE])
{
	if (strlen(r->arg) < PRIVATE_KEY_SIZE)
		(void)snprintf(ret_id, PRIVATE_KEY_SIZE, "%s", r->arg);
	else
		body_fault(b, 404, key, NULL);
}

void *make_draft(struct making *m, const struct kind *kind)
{
	m->job.drafts[0] = (struct ledger_draft){ kind, m->value, NULL };
	return m->value;
}

/* Who is logged in signs it, whomever the request names. */
static void sign(const struct request *r, const struct record *row, void *value)
{
	for (size_t i = 0; r->who.operator_code[0] && i < row->count; i++)
		if (!strcmp(row->fields[i].name, "operator"))
			(void)record_set_text(&row->fields[i], value, r->who.operator_code);
}

void make_entry(const struct request *r, struct body *b, struct making *m)
{
	const struct kind *kind = request_kind(r);

	if (kind && kind_row(kind) && kind_role(kind) && kind_size(kind) <= sizeof(m->value)) {
		(void)make_draft(m, kind);
		body_record(b, kind_row(kind), m->value);
		sign(r, kind_row(kind), m->value);
	} else {
		body_fault(b, 404, "no_such_kind", NULL);
	}
}

void make_void(const struct request *r, struct body *b, struct making *m)
{
	struct weighing_void *v = make_draft(m, &void_kind);

	_Static_assert(sizeof(*v) <= sizeof(m->value), "a void is a draft");
	body_path_id(r, b, "no_such_weighing", v->id);
	body_reason(b, v->reason, v->note);
}

/*
 * Of the console: its programs write the secret. Whoever is logged in is named, and gives nothing anew that
 * was lost: that is the console's.
 */
void make_secret_change(const struct request *r, struct body *b, struct making *m)
{
	struct secret_change *change = make_draft(m, r->call->kind);

	_Static_assert(sizeof(*change) <= sizeof(m->value), "a change is a draft");
	body_record(b, kind_row(r->call->kind), m->value);
	if (!*r->who.operator_code)
		return;
	if (r->call->kind == &secret_reset_kind)
		body_fault(b, 403, "secret_reset_console", NULL);
	else
		memcpy(change->set_by, r->who.operator_code, CODE_SIZE);
}

/* What the code of that entry stands for. */
void make_code_bound(const struct request *r, struct body *b, struct making *m)
{
	struct code_bound *bound = make_draft(m, &code_bound_kind);
	char *end;

	_Static_assert(sizeof(*bound) <= sizeof(m->value), "a binding is a draft");
	bound->unknown = strtoull(r->arg, &end, 10);
	if (*end || !strchr("123456789", *r->arg))
		body_fault(b, 404, "no_such_code", NULL);
	body_record(b, kind_row(&code_bound_kind), bound);
}

/* What was told to somebody outside is taken back by who may tell it. */
static enum role voids_role(const char *name)
{
	char kind[32];
	const struct kind *k;

	(void)snprintf(kind, sizeof(kind), "%.*s", (int)strcspn(name, "/"), name);
	k = kind_named(kind);
	return k ? kind_void_role(k) : ROLE_NONE;
}

void make_entry_void(const struct request *r, struct body *b, struct making *m)
{
	struct entry_void *v = make_draft(m, &entry_void_kind);

	_Static_assert(sizeof(*v) <= sizeof(m->value), "a void is a draft");
	(void)snprintf(v->name, sizeof(v->name), "%s", r->arg);
	if (r->who.role < voids_role(v->name))
		body_fault(b, 403, "not_allowed", NULL);
	body_reason(b, v->reason, v->note);
}

/* Out of the pot again, while it is open: who put it in takes it out. */
void make_input_void(const struct request *r, struct body *b, struct making *m)
{
	struct entry_void *v = make_draft(m, &entry_void_kind);

	if (snprintf(v->name, sizeof(v->name), "lot-input/%s", r->arg) >= (int)sizeof(v->name))
		body_fault(b, 404, "no_such_entry", NULL);
	body_reason(b, v->reason, v->note);
}

/* A person knows the day that the clock did not. */
void make_day(const struct request *r, struct body *b, struct making *m)
{
	struct clock_correction *right = make_draft(m, &clock_corrected_kind);
	const char *day;

	_Static_assert(sizeof(*right) <= sizeof(m->value), "a correction is a draft");
	body_path_id(r, b, "no_such_weighing", right->id);
	day = body_text(b, "day", true, DAY_SIZE - 1);
	(void)snprintf(right->day, sizeof(right->day), "%s", day ? day : "");
}

int request_make(const struct request *r, const struct sent *sent, struct making *m,
	struct sentence *ret_why)
{
	struct body b;
	int status = body_begin(&b, sent->bytes, sent->size, ret_why);

	if (status)
		return status;
	memset(m->value, 0, sizeof(m->value));
	(r->call->make ? r->call->make : make_entry)(r, &b, m);
	return body_end(&b, ret_why);
}

int request_refusal(
	const struct request *r, const struct ledger_result *result, struct sentence *ret_why)
{
	int status = result_refusal(result, ret_why);

	if (status && result->answer == LEDGER_ALREADY && r->call->already)
		*ret_why = (struct sentence){ .key = r->call->already };
	return status;
}

int request_wrote(
	struct ledger *l, const struct request *r, const struct ledger_job *job, struct answer *a)
{
	struct ledger_result res;
	json_t *json;
	int status;

	ledger_write(l, job, &res);
	if (res.error < 0)
		return res.error;
	status = request_refusal(r, &res, &a->why);
	if (status) {
		a->status = (unsigned)status;
		return 0;
	}
	json = json_written(&res);
	a->status = request_made(r);
	a->text = json ? json_dumps(json, JSON_COMPACT) : NULL;
	a->size = a->text ? strlen(a->text) : 0;
	json_decref(json);
	return a->text ? 0 : -ENOMEM;
}

int request_write(struct ledger *l, const struct request *r, const struct sent *sent,
	struct answer *ret_answer)
{
	struct answer a = { 0 };
	struct making m = { 0 };
	int status, done = 0;

	if (r->call->write) {
		done = r->call->write(l, r, sent, &a);
	} else {
		m.job.now = r->now;
		m.job.who = r->who.role;
		status = request_make(r, sent, &m, &a.why);
		a.status = (unsigned)status;
		m.job.label = false; /* who writes into the file has no printer */
		if (!status)
			done = request_wrote(l, r, &m.job, &a);
	}
	if (done < 0)
		answer_done(&a);
	else
		*ret_answer = a;
	return done;
}
