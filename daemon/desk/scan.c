// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a scanned code means: a control barcode is an intent like a tap; one of our own
 * numbers is looked up, and for half a minute an act may be of that weighing; all else is kept in the
 * queue of unknown codes and shown, never lost. No raw catalogue code is accepted from a scanner
 * (contract.md, Station). To look one up takes a moment: what is scanned or pressed meanwhile waits its
 * turn, and each is of what lay there when it was read.
 */
#include <errno.h>
#include <string.h>
#include "act.h"
#include "catalogue_facts.h"
#include "clock.h"
#include "code.h"
#include "code_bound.h"
#include "desk_private.h"
#include "item.h"
#include "log.h"

struct scan {
	struct scan *next;
	struct desk *desk;
	struct touched before; /* a slip is asked for */
	struct touched touched;
	bool pressed; /* a button, of that action; text is its code */
	enum station_action action;
	char text[SCANNED_SIZE];
	char device[DEVICE_SIZE];
	char id[PRIVATE_KEY_SIZE]; /* of a weighing or a slip; "" : it is none of ours */
	struct weighing weighing;
	struct slip slip; /* its id is "": it is none */
	struct item item;
	char food[PRIVATE_KEY_SIZE]; /* it is of that lot or pack */
	struct sentence elsewhere;   /* its key: it is food of another station */
	bool never_given;            /* it begins as ours do, but is of nothing */
	bool bound;                  /* it stands for that row of the catalogue: */
	enum catalogue_kind kind;
	char code[CODE_SIZE];
};

static void send(
	struct desk *d, const struct touched *touched, enum station_action action, const char *code)
{
	struct intent intent = { .action = action };
	int r;

	snprintf(intent.code, sizeof(intent.code), "%s", code);
	r = desk_intent_of(d, &intent, touched);
	if (r < 0)
		log_line(LOG_ERROR, "desk intent lost error=%s", log_errno(r));
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
	desk_refuse(d, &why);
}

/* Kept as well: whoever looks for what became of it finds it there. */
static void keep_never_given(struct desk *d, const struct scan *s)
{
	struct sentence why = { .key = "number_never_given" };

	keep_unknown(d, s->device, s->text);
	sentence_param(&why, "code", s->text);
	desk_refuse(d, &why);
}

/* A page hears it, else the station does; a card of a pot needs the page that fills it. */
static void take_row(struct desk *d, const struct touched *touched, const struct control_kind *kind,
	const char *code)
{
	const struct sentence why = { .key = "no_page_asks" };

	if (scan_row(d, kind->kind, code))
		return;
	if (kind->action == ACTION_COUNT)
		desk_refuse(d, &why);
	else
		send(d, touched, kind->action, code);
}

static bool control_catalogue(
	struct desk *d, const struct touched *touched, const struct code *code)
{
	const struct control_kind *kind = control_kind_of(code->type);
	const struct catalogue_row *row;
	struct moment now;

	if (!kind)
		return false;
	clock_now(&now);
	row = catalogue_find_squashed(d->catalogue, kind->kind, code->squashed,
		kind->kind == CATALOGUE_OPERATOR ? catalogue_people_day(d->catalogue, &now)
						 : now.day);
	if (row)
		take_row(d, touched, kind, row->code);
	return row;
}

static int run_lookup(struct ledger *l, void *arg)
{
	struct scan *q = arg;
	int r = q->id[0] ? ledger_weighing(l, q->id, &q->weighing) : -ENOENT;

	if (r == -ENOENT && q->id[0])
		r = ledger_slip(l, q->id, &q->slip);
	if (r == -ENOENT && q->id[0])
		r = ledger_item_label(l, q->id, &q->item);
	r = r == -ENOENT && q->id[0] ? scan_find_food(l, q->id, q->food) : r;
	if (r != -ENOENT)
		return r;
	r = ledger_code_bound(l, q->text, &q->kind, q->code);
	q->bound = r > 0;
	if (r == 0 && q->id[0])
		q->never_given = ledger_never_given(l, q->id) > 0;
	if (r == 0 && q->id[0])
		(void)ledger_elsewhere(l, q->text, &q->elsewhere);
	return r < 0 ? r : r == 0 ? -ENOENT : 0;
}

static void is_known(struct desk *d, const struct scan *s)
{
	if (s->bound)
		take_row(d, &s->touched, control_kind_for(s->kind), s->code);
	else
		label_scanned(d, &s->weighing);
}

/* What waits is as if it had come after that. */
static void others_follow(struct desk *d, const struct touched *before)
{
	struct touched after;

	touch_note(d, &after);
	for (struct scan *s = d->scans; s; s = s->next)
		touch_follow(&s->touched, before, &after);
}

static void scans_next(struct desk *d);

/* What was asked of a code is known: the one behind it has its turn. */
static void answered(struct desk *d, struct scan *s, const struct touched *before)
{
	others_follow(d, before);
	d->looking_up = false;
	free(s);
	scans_next(d);
}

/* <pole>-<site>-S-<number>-<check>, read right or not. */
static bool says_slip(const char *text)
{
	const char *site = strchr(text, '-'), *type = site ? strchr(site + 1, '-') : NULL;

	return type && (type[1] == 'S' || type[1] == 's') && type[2] == '-';
}

/* Somebody holds the paper of a slip that is not in force: nothing of it is another one's unasked. */
static void slip_not_taken(struct desk *d)
{
	struct station_event event = { .kind = EVENT_SLIP, .slip.not_taken = true };

	desk_feed(d, &event);
}

static void slip_answered(void *data, const struct desk_answer *answer)
{
	struct scan *s = data;
	struct desk *d = s->desk;
	struct sentence taken = { .key = "slip_scanned" };

	if (answer->reply != REPLY_CHANGED) {
		slip_not_taken(d);
		desk_refuse(d, &answer->why);
	} else {
		sentence_param(&taken, "id", d->station.context.slip);
		desk_news(d, &taken);
	}
	answered(d, s, &s->before);
}

/* From its paper: what is weighed from now on is of it. It answers later, as for a page. */
static void begin_slip(struct desk *d, struct scan *s, const struct touched *before)
{
	const struct sentence failed = { .key = "store_failed" };
	struct intent intent = { .action = ACTION_SLIP };

	snprintf(intent.code, sizeof(intent.code), "%s", s->slip.id);
	s->desk = d;
	s->before = *before;
	if (desk_slip(d, &intent, "", slip_answered, s) == 0)
		return;
	slip_not_taken(d);
	desk_refused(d, &failed);
	answered(d, s, before);
}

static void looked_up(void *data, void *arg, int result)
{
	struct scan *s = arg;
	struct desk *d = data;
	struct sentence failed = { .key = "store_failed" };
	struct touched before;

	touch_note(d, &before);
	if (result < 0 && says_slip(s->text))
		slip_not_taken(d);
	if (result == -ENOENT && s->never_given)
		keep_never_given(d, s);
	else if (result == -ENOENT && s->elsewhere.key)
		desk_refuse(d, &s->elsewhere);
	else if (result == -ENOENT && !s->id[0] && scan_pack(d, s->text))
		log_line(LOG_DEBUG, "scanner=%s code=%s of a pack", s->device, s->text);
	else if (result == -ENOENT || (result < 0 && !s->id[0]))
		keep_unknown(d, s->device, s->text);
	else if (result < 0)
		desk_refused(d, &failed);
	else if (s->slip.id[0])
		return begin_slip(d, s, &before);
	else if (s->item.id[0])
		scan_item(d, &s->item);
	else if (s->food[0])
		scan_food(d, s->food);
	else
		is_known(d, s);
	answered(d, s, &before);
}

static bool control_act(
	struct desk *d, const struct touched *touched, const char *squashed, const char *scanned_id)
{
	const struct act *act = act_find(squashed);

	if (act && act->action >= ACT_SCREEN)
		scan_act(d, act);
	else if (act && act->action == ACT_SCANNED)
		label_void(d, scanned_id);
	else if (act)
		send(d, touched, act->action, act->action == ACTION_PRINT ? scanned_id : act->code);
	return act;
}

static bool control(struct desk *d, const struct touched *touched, const struct code *code,
	const char *scanned_id)
{
	if (code->type == 'A')
		return control_act(d, touched, code->squashed, scanned_id);
	if (*scanned_id && label_correct(d, scanned_id, code))
		return true;
	if (code->type == 'T')
		return scan_degrees(d, code->squashed);
	return code->type == 'Q' ? quantity_said(d, code->squashed)
				 : control_catalogue(d, touched, code);
}

/* id: of a weighing, as it was read; "": it is none of ours, but may stand for something. */
static void look_up(struct desk *d, struct scan *s, const char *id)
{
	snprintf(s->id, sizeof(s->id), "%s", id);
	d->looking_up = true;
	if (desk_ask(d, STORE_READER, run_lookup, s, looked_up) == 0)
		return;
	d->looking_up = false;
	if (says_slip(s->text))
		slip_not_taken(d);
	keep_unknown(d, s->device, s->text);
	free(s);
}

/* true: it is done; false: it is to be looked up. */
static bool is_ours(struct desk *d, const struct scan *s, const struct code *code)
{
	const struct sentence misread = { .key = "misread" };
	char scanned_id[PRIVATE_KEY_SIZE];

	if (s->pressed)
		send(d, &s->touched, s->action, s->text);
	if (s->pressed || training_refused(d, s->text, code))
		return true;
	label_taken(d, scanned_id);
	if (code->kind == CODE_MISREAD && says_slip(s->text))
		slip_not_taken(d);
	if (code->kind == CODE_MISREAD)
		desk_refuse(d, &misread);
	return code->kind == CODE_MISREAD ||
	       (code->kind == CODE_CONTROL && control(d, &s->touched, code, scanned_id));
}

static void scans_next(struct desk *d)
{
	while (d->scans && !d->looking_up) {
		struct scan *s = d->scans;
		struct touched before;
		struct code code;

		d->scans = s->next;
		code_parse(s->text, &code);
		touch_note(d, &before);
		if (!is_ours(d, s, &code)) {
			look_up(d, s, code.kind == CODE_PRIVATE_KEY ? code.squashed : "");
			continue;
		}
		others_follow(d, &before);
		free(s);
	}
}

static struct scan *scan_new(const struct desk *d, const char *device, const char *text)
{
	struct scan *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	snprintf(s->text, sizeof(s->text), "%s", text);
	snprintf(s->device, sizeof(s->device), "%s", device);
	touch_note(d, &s->touched);
	return s;
}

static void wait_for_turn(struct desk *d, struct scan *s)
{
	struct scan **at = &d->scans;

	while (*at)
		at = &(*at)->next;
	*at = s;
	scans_next(d);
}

static void hear(struct desk *d, struct desk_heard *last, const char *text)
{
	last->count++;
	(void)snprintf(last->text, sizeof(last->text), "%s", text);
	desk_changed(d);
}

const struct desk_heard *desk_scanned_last(const struct desk *d)
{
	return &d->last_scan;
}

const struct desk_heard *desk_pressed_last(const struct desk *d)
{
	return &d->last_press;
}

void desk_scanned(void *data, const char *device, const char *text)
{
	struct scan *s = scan_new(data, device, text);

	hear(data, &((struct desk *)data)->last_scan, text);
	if (s)
		wait_for_turn(data, s);
	else
		keep_unknown(data, device, text);
}

void desk_pressed(void *data, enum station_action action, const char *code)
{
	struct scan *s = scan_new(data, "", code ? code : "");

	hear(data, &((struct desk *)data)->last_press, station_action_name(action));
	if (!s) {
		log_line(LOG_ERROR, "desk button lost error=%s", log_errno(-ENOMEM));
		return;
	}
	s->pressed = true;
	s->action = action;
	wait_for_turn(data, s);
}

void scans_end(struct desk *d)
{
	while (d->scans) {
		struct scan *s = d->scans;

		d->scans = s->next;
		log_line(LOG_WARN, "scanner=%s code=%s not taken: stopping", s->device, s->text);
		free(s);
	}
}
