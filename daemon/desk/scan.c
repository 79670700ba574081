// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a scanned code means: a control barcode is an intent like a tap; one of our own
 * numbers is looked up, and for half a minute an act may be of that weighing; all else is kept in the queue of unknown codes and shown, never
 * lost. No raw catalogue code is accepted from a scanner (contract.md, Station).
 */
#include <string.h>
#include "act.h"
#include "clock.h"
#include "code.h"
#include "desk_private.h"
#include "log.h"

enum { SCANNED_US = 30 * 1000 * 1000 };

struct lookup {
	char id[PRIVATE_KEY_SIZE];
	char text[SCANNED_SIZE];
	char device[DEVICE_SIZE];
	struct weighing weighing;
};

static void send(struct desk *d, enum station_action action, const char *code)
{
	struct intent intent = { .action = action };
	int r;

	snprintf(intent.code, sizeof(intent.code), "%s", code);
	r = desk_intent(d, &intent, NULL, NULL);
	if (r < 0)
		log_line(LOG_ERROR, "desk intent lost error=%s", log_errno(r));
}

void desk_pressed(void *data, enum station_action action, const char *code)
{
	send(data, action, code ? code : "");
}

static void refuse(struct desk *d, const struct sentence *why)
{
	if (d->panels)
		panels_signal(d->panels, SIGNAL_REFUSED);
	desk_refused(d, why);
}

static void unknown_written(
	void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	const struct unknown_code *code = job->drafts[0].value;
	struct desk *d = data;

	if (result->error < 0) /* the log is then the only place that keeps it */
		log_line(LOG_WARN, "scanner=%s code=%s unknown, not kept error=%s", code->device,
			code->text, log_errno(result->error));
	else if (d->events.codes)
		d->events.codes(d->events.data);
}

static void keep_unknown(struct desk *d, const char *device, const char *text)
{
	struct unknown_code code = { 0 };
	struct ledger_job job = { .drafts = { { &unknown_code_kind, &code, NULL } } };
	struct sentence why = { .key = "unknown_code" };
	int r;

	clock_now(&job.now);
	snprintf(code.text, sizeof(code.text), "%s", text);
	snprintf(code.device, sizeof(code.device), "%s", device);
	r = desk_submit(d, &job, unknown_written, d);
	if (r < 0)
		log_line(LOG_ERROR, "scanner=%s code=%s unknown, not kept error=%s", device, text,
			log_errno(r));
	sentence_param(&why, "code", text);
	refuse(d, &why);
}

static bool control_catalogue(struct desk *d, const struct code *code)
{
	const struct control_kind *kind = control_kind_of(code->type);
	const struct catalogue_row *row;
	struct moment now;

	if (!kind)
		return false;
	clock_now(&now);
	row = catalogue_find_squashed(d->catalogue, kind->kind, code->squashed, now.day);
	if (row)
		send(d, kind->action, row->code);
	return row;
}

static int run_lookup(struct ledger *l, void *arg)
{
	struct lookup *q = arg;

	return ledger_weighing(l, q->id, &q->weighing);
}

static const char *in_words(const struct catalogue_row *row, enum lang lang)
{
	return lang == LANG_EN && row->label_en[0] ? row->label_en : row->label_fr;
}

/* A sentence about a weighing whose label was scanned. */
static void tell(struct desk *d, const char *key, const struct weighing *w)
{
	const struct catalogue_row *row =
		catalogue_find(d->catalogue, CATALOGUE_CATEGORY, w->category, w->at.day);
	struct sentence what = { .key = key };
	char kg[32];

	mass_format_kg(w->net_mg, 3, d->lang == LANG_FR ? ',' : '.', kg, sizeof(kg));
	sentence_param(&what, "id", w->id);
	sentence_param(&what, "kg", kg);
	sentence_param(&what, "category", row ? in_words(row, d->lang) : w->category);
	sentence_param(&what, "day", w->at.day);
	desk_news(d, &what);
}

/* lang: scanned_voided scanned_weighing */
static void looked_up(void *data, void *arg, int result)
{
	_cleanup_free_ struct lookup *q = arg;
	struct desk *d = data;
	struct sentence failed = { .key = "store_failed" };
	struct moment now;

	if (result == -ENOENT) {
		keep_unknown(d, q->device, q->text);
	} else if (result < 0) {
		desk_refused(d, &failed);
	} else if (q->weighing.voided_by[0]) {
		tell(d, "scanned_voided", &q->weighing);
	} else {
		clock_now(&now);
		memcpy(d->scanned.id, q->weighing.id, sizeof(d->scanned.id));
		d->scanned.until_boot_us = now.boot_us + SCANNED_US;
		tell(d, "scanned_weighing", &q->weighing);
	}
}

/* Its weighing, once, while it is remembered; "": none. */
static void take_scanned(struct desk *d, char ret_id[PRIVATE_KEY_SIZE])
{
	struct moment now;

	clock_now(&now);
	memcpy(ret_id, d->scanned.id, PRIVATE_KEY_SIZE);
	if (now.boot_us > d->scanned.until_boot_us)
		ret_id[0] = '\0';
	d->scanned.id[0] = '\0';
}

static void scanned_voided(
	void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	struct sentence why = result->why;
	struct desk *d = data;

	(void)job;
	if (result->error == 0 && result->answer == LEDGER_WRITTEN) {
		tell(d, "scanned_voided", &result->weighing);
		return;
	}
	if (result->error == 0)
		why = (struct sentence){ .key = result->answer == LEDGER_ALREADY
							? "already_void"
							: "no_such_weighing" };
	else if (!why.key)
		why.key = "store_failed";
	refuse(d, &why);
}

/* The label just scanned says which one; without it nothing is voided. */
static void void_scanned(struct desk *d, const char *id)
{
	struct weighing_void v = { .reason = "MISTAKE" };
	struct ledger_job job = { .drafts = { { &void_kind, &v, NULL } } };
	struct sentence why = { .key = "void_which" };

	clock_now(&job.now);
	memcpy(v.id, id, sizeof(v.id));
	if (!*id) {
		refuse(d, &why);
	} else if (desk_write(d, &job, scanned_voided, d) < 0) {
		why.key = "store_failed";
		refuse(d, &why);
	}
}

static bool control_act(struct desk *d, const char *squashed, const char *scanned_id)
{
	const struct act *act = act_find(squashed);

	if (act && act->action == ACT_SCANNED)
		void_scanned(d, scanned_id);
	else if (act)
		send(d, act->action, act->action == ACTION_PRINT ? scanned_id : act->code);
	return act;
}

static void look_up(struct desk *d, const char *device, const char *text, const struct code *code)
{
	struct lookup *q = calloc(1, sizeof(*q));

	if (q) {
		snprintf(q->id, sizeof(q->id), "%s", code->squashed);
		snprintf(q->text, sizeof(q->text), "%s", text);
		snprintf(q->device, sizeof(q->device), "%s", device);
		if (desk_ask(d, STORE_READER, run_lookup, q, looked_up) == 0)
			return;
		free(q);
	}
	keep_unknown(d, device, text);
}

void desk_scanned(void *data, const char *device, const char *text)
{
	struct desk *d = data;
	struct sentence misread = { .key = "misread" };
	char scanned_id[PRIVATE_KEY_SIZE];
	struct code code;

	take_scanned(d, scanned_id);
	code_parse(text, &code);
	switch (code.kind) {
	case CODE_CONTROL:
		if (code.type == 'A' ? control_act(d, code.squashed, scanned_id)
				     : control_catalogue(d, &code))
			return;
		break;
	case CODE_PRIVATE_KEY:
		look_up(d, device, text, &code);
		return;
	case CODE_MISREAD:
		refuse(d, &misread);
		return;
	case CODE_UNKNOWN:
		break;
	}
	keep_unknown(d, device, text);
}
