// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a scanned code means: a control barcode is an intent like a tap; one of our own
 * numbers is looked up; all else is kept in the queue of unknown codes and shown, never
 * lost. No raw catalogue code is accepted from a scanner (contract.md, Station).
 */
#include <string.h>
#include "clock.h"
#include "code.h"
#include "desk_private.h"
#include "log.h"

struct control {
	const char *squashed;
	enum station_action action;
	const char *code;
};

/* Type letter A. Answers to a question have barcodes too. */
static const struct control controls[] = {
	{ "UNDO", ACTION_UNDO, "" },
	{ "TARE", ACTION_TARE, "" },
	{ "ZERO", ACTION_ZERO, "" },
	{ "PRINT", ACTION_PRINT, "" },
	{ "CANCEL", ACTION_CANCEL, "" },
	{ "IN", ACTION_DIRECTION, "in" },
	{ "OUT", ACTION_DIRECTION, "out" },
	{ "NEW", ACTION_ANSWER, "new" },
	{ "ADD", ACTION_ANSWER, "add" },
	{ "ADDALL", ACTION_ANSWER, "add_all" },
	{ "REPLACE", ACTION_ANSWER, "replace" },
	{ "LEAVE", ACTION_ANSWER, "leave" },
	{ "CHANGE", ACTION_ANSWER, "change" },
};

static const struct {
	char type;
	enum catalogue_kind kind;
	enum station_action action;
} catalogue_types[] = {
	{ 'K', CATALOGUE_CATEGORY, ACTION_CATEGORY },
	{ 'O', CATALOGUE_ORIGIN, ACTION_ORIGIN },
	{ 'D', CATALOGUE_DESTINATION, ACTION_DESTINATION },
	{ 'C', CATALOGUE_CONTAINER, ACTION_CONTAINER },
	{ 'U', CATALOGUE_OPERATOR, ACTION_OPERATOR },
};

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

static void unknown_written(
	void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	struct desk *d = data;

	if (result->error < 0) /* the log is then the only place that keeps it */
		log_line(LOG_WARN, "scanner=%s code=%s unknown, not kept error=%s", job->device,
			job->text, log_errno(result->error));
	else if (d->events.codes)
		d->events.codes(d->events.data);
}

static void keep_unknown(struct desk *d, const char *device, const char *text)
{
	struct ledger_job job = { .op = LEDGER_UNKNOWN_CODE };
	struct sentence why = { .key = "unknown_code" };
	int r;

	clock_now(&job.now);
	snprintf(job.text, sizeof(job.text), "%s", text);
	snprintf(job.device, sizeof(job.device), "%s", device);
	r = desk_submit(d, &job, unknown_written, d);
	if (r < 0)
		log_line(LOG_ERROR, "scanner=%s code=%s unknown, not kept error=%s", device, text,
			log_errno(r));
	sentence_param(&why, "code", text);
	if (d->panels)
		panels_signal(d->panels, SIGNAL_REFUSED);
	desk_refused(d, &why);
}

static bool control_action(struct desk *d, const char *squashed)
{
	for (size_t i = 0; i < ARRAY_SIZE(controls); i++)
		if (!strcmp(controls[i].squashed, squashed)) {
			send(d, controls[i].action, controls[i].code);
			return true;
		}
	return false;
}

static bool control_catalogue(struct desk *d, const struct code *code)
{
	struct moment now;

	clock_now(&now);
	for (size_t i = 0; i < ARRAY_SIZE(catalogue_types); i++) {
		const struct catalogue_row *row;

		if (catalogue_types[i].type != code->type)
			continue;
		row = catalogue_find_squashed(
			d->catalogue, catalogue_types[i].kind, code->squashed, now.day);
		if (!row)
			return false;
		send(d, catalogue_types[i].action, row->code);
		return true;
	}
	return false;
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

static void looked_up(void *data, void *arg, int result)
{
	_cleanup_free_ struct lookup *q = arg;
	struct desk *d = data;
	struct sentence what = { .key = "scanned_weighing" };
	const struct catalogue_row *row;
	char kg[32];

	if (result == -ENOENT) {
		keep_unknown(d, q->device, q->text);
		return;
	}
	if (result < 0) {
		what.key = "store_failed";
		desk_refused(d, &what);
		return;
	}
	if (q->weighing.voided_by[0])
		what.key = "scanned_voided";
	row = catalogue_find(
		d->catalogue, CATALOGUE_CATEGORY, q->weighing.category, q->weighing.at.day);
	mass_format_kg(q->weighing.net_mg, 3, d->lang == LANG_FR ? ',' : '.', kg, sizeof(kg));
	sentence_param(&what, "id", q->weighing.id);
	sentence_param(&what, "kg", kg);
	sentence_param(&what, "category", row ? in_words(row, d->lang) : q->weighing.category);
	sentence_param(&what, "day", q->weighing.at.day);
	desk_news(d, &what);
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
	struct code code;

	code_parse(text, &code);
	switch (code.kind) {
	case CODE_CONTROL:
		if (code.type == 'A' ? control_action(d, code.squashed)
				     : control_catalogue(d, &code))
			return;
		break;
	case CODE_PRIVATE_KEY:
		look_up(d, device, text, &code);
		return;
	case CODE_MISREAD:
		if (d->panels)
			panels_signal(d->panels, SIGNAL_REFUSED);
		desk_refused(d, &misread);
		return;
	case CODE_UNKNOWN:
		break;
	}
	keep_unknown(d, device, text);
}
