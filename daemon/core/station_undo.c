// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Undo takes back the last thing written at this station in any way, once, within ten
 * minutes of its writing: what is new is voided; what replaced another gives way to it.
 */
#include <string.h>
#include "station_impl.h"

bool passed_us(const struct moment *then, const struct moment *now, int64_t *ret_us)
{
	bool same_boot = strcmp(then->boot_id, now->boot_id) == 0;

	if (!same_boot && (then->quality != CLOCK_TRUSTED || now->quality != CLOCK_TRUSTED))
		return false;
	*ret_us =
		same_boot ? (int64_t)(now->boot_us - then->boot_us) : now->wall_us - then->wall_us;
	return true;
}

static bool too_late(const struct step *x)
{
	int64_t us;

	return !passed_us(&x->s->last.written, x->now, &us) || us < 0 ||
	       (uint64_t)us > x->s->config.undo_us;
}

static bool nothing_to_undo(const struct station *s)
{
	return !s->last.any || s->last.undone || s->last.weighing.voided_by[0] ||
	       strcmp(s->last.weighing.station, s->config.station) != 0 ||
	       strcmp(s->last.weighing.site, s->config.site) != 0;
}

void commit_undo(struct step *x, const struct intent *in)
{
	struct station *s = x->s;
	const struct weighing *last = &s->last.weighing;
	bool replaced = last->corrects[0] != '\0';
	__typeof__(s->question) asked;
	struct station_effect *e;

	if (nothing_to_undo(s)) {
		step_refuse(x, in->request, REPLY_REFUSED, "nothing_to_undo");
		return;
	}
	if (too_late(x)) {
		step_refuse(x, in->request, REPLY_REFUSED, "undo_too_late");
		return;
	}
	question_close(s);
	asked = s->question;
	e = commit_begin(
		x, replaced ? COMMIT_RESTORE : COMMIT_VOID, in->request, in->key, in->digest);
	s->question = asked; /* closed: an answer to it is refused */
	e->weighing = *last;
	memcpy(e->void_id, last->id, PRIVATE_KEY_SIZE);
	memcpy(e->reason, "UNDO", sizeof("UNDO"));
	s->pending.undoing = replaced ? UNDOING_REPLACED : UNDOING_NEW;
	memcpy(s->pending.void_id, last->id, PRIVATE_KEY_SIZE);
	s->pending.undoes = *last;
}
