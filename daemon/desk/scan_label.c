// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The label of a weighing is scanned: for half a minute the next code may be of that weighing, once. VOID voids
 * it; what stands on it (category, origin, destination, partner, place, container, number of units) is put right by
 * the code of what it is instead. Not while a load waits to be weighed: nobody could tell of which of the two
 * the code is, so nothing is done, and the one after it is of the load.
 */
#include <stdio.h>
#include <string.h>
#include "act.h"
#include "catalogue_facts.h"
#include "clock.h"
#include "code.h"
#include "desk_private.h"

enum { SCANNED_US = 30 * 1000 * 1000 };

/* ---- what is said ---- */

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

static void refuse_saying(struct desk *d, const char *key)
{
	const struct sentence why = { .key = key };

	desk_refuse(d, &why);
}

/* lang: scanned_voided scanned_weighing */
void label_scanned(struct desk *d, const struct weighing *w)
{
	struct moment now;

	if (w->voided_by[0]) {
		tell(d, "scanned_voided", w);
		return;
	}
	clock_now(&now);
	memcpy(d->scanned.id, w->id, sizeof(d->scanned.id));
	memcpy(d->scanned.day, w->at.day, sizeof(d->scanned.day));
	d->scanned.until_boot_us = now.boot_us + SCANNED_US;
	tell(d, "scanned_weighing", w);
}

void label_taken(struct desk *d, char ret_id[PRIVATE_KEY_SIZE])
{
	struct moment now;

	clock_now(&now);
	memcpy(ret_id, d->scanned.id, PRIVATE_KEY_SIZE);
	if (now.boot_us > d->scanned.until_boot_us)
		ret_id[0] = '\0';
	d->scanned.id[0] = '\0';
}

/* lang: scanned_corrected already_void no_such_weighing store_failed */
static void written(struct desk *d, const struct ledger_result *result, const char *done)
{
	struct sentence why = result->why;

	if (result->error == 0 && result->answer == LEDGER_WRITTEN) {
		tell(d, done, &result->weighing);
		return;
	}
	if (!why.key && result->error == 0)
		why.key = result->answer == LEDGER_ALREADY ? "already_void" : "no_such_weighing";
	else if (!why.key)
		why.key = "store_failed";
	desk_refuse(d, &why);
}

/* ---- void ---- */

static void voided(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	(void)job;
	written(data, result, "scanned_voided");
}

/* The label just scanned says which one; without it nothing is voided. */
void label_void(struct desk *d, const char *id)
{
	struct weighing_void v = { .reason = "MISTAKE" };
	struct ledger_job job = { .drafts = { { &void_kind, &v, NULL } } };

	clock_now(&job.now);
	memcpy(v.id, id, sizeof(v.id));
	if (!*id)
		refuse_saying(d, "void_which");
	else if (desk_write(d, &job, voided, d) < 0)
		refuse_saying(d, "store_failed");
}

/* ---- corrected ---- */

static const struct field {
	char letter;
	unsigned says;
	size_t at, size;
} fields[] = {
	{ 'K', CORRECTS_CATEGORY, offsetof(struct weighing, category), CODE_SIZE },
	{ 'O', CORRECTS_ORIGIN, offsetof(struct weighing, origin), CODE_SIZE },
	{ 'D', CORRECTS_DESTINATION, offsetof(struct weighing, destination), CODE_SIZE },
	{ 'P', CORRECTS_PARTNER, offsetof(struct weighing, partner), CODE_SIZE },
	{ 'Z', CORRECTS_PLACE, offsetof(struct weighing, place), CODE_SIZE },
	{ 'C', CORRECTS_TARE, offsetof(struct weighing, containers), CONTAINERS_SIZE },
};

static const struct field *field_of(char letter)
{
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (fields[i].letter == letter)
			return &fields[i];
	return NULL;
}

/* What the code says, as a correction does; false: nothing that a weighing has. */
static bool read_said(const struct desk *d, const struct code *code, struct weighing_entry *ret)
{
	const struct control_kind *kind = control_kind_of(code->type);
	const struct field *f = field_of(code->type);
	const struct catalogue_row *row = NULL;
	struct moment now;

	if (code->type == 'Q') {
		ret->says = CORRECTS_UNITS;
		ret->weighing.units = quantity_read(code->squashed);
		return ret->weighing.units;
	}
	clock_now(&now);
	if (f && kind)
		row = catalogue_find_squashed(d->catalogue, kind->kind, code->squashed, now.day);
	if (!row)
		return false;
	ret->says = f->says;
	(void)snprintf((char *)&ret->weighing + f->at, f->size,
		f->says == CORRECTS_TARE ? "%s=1" : "%s", row->code);
	return true;
}

/* A load that nobody has recorded, or of which nobody knows whether it is. */
static bool load_waits(const struct desk *d)
{
	const enum station_phase phase = station_phase(&d->station);

	return phase != PHASE_EMPTY && phase != PHASE_RECORDED;
}

static void corrected(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	(void)job;
	written(data, result, "scanned_corrected");
}

static void correct(struct desk *d, const char *id, struct weighing_entry *now)
{
	struct weighing_void old = { .reason = "MISTAKE" };
	struct ledger_job job = { .drafts = { { &void_kind, &old, NULL },
					  { &weighing_kind, now, ledger_corrected } },
		.label = true,
		.who = ROLE_KIOSK };

	clock_now(&job.now);
	memcpy(old.id, id, sizeof(old.id));
	memcpy(now->weighing.corrects, id, sizeof(now->weighing.corrects));
	(void)snprintf(now->weighing.reason, CODE_SIZE, "%s", old.reason);
	if (strcmp(d->scanned.day, job.now.day) != 0) /* as at the page of a volunteer */
		refuse_saying(d, "correct_other_day");
	else if (desk_write(d, &job, corrected, d) < 0)
		refuse_saying(d, "store_failed");
}

bool label_correct(struct desk *d, const char *id, const struct code *code)
{
	struct weighing_entry now = { 0 };

	if (!read_said(d, code, &now))
		return false;
	if (load_waits(d))
		refuse_saying(d, "correct_load_waits");
	else
		correct(d, id, &now);
	return true;
}
