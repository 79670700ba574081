// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * void: takes a weighing out of all sums. The weighing stays where it is and says by which
 * entry it was voided. Two voids of one weighing (from two journals, on a hub) count once.
 */
#include "../kinds.h"

static const struct record_field fields[] = {
	TEXT(weighing_void, journal),
	WHOLE(weighing_void, seq),
	TEXT(weighing_void, id),
	TEXT(weighing_void, reason, .rules = RECORD_ASKED),
	TEXT(weighing_void, note, .rules = RECORD_ERASABLE | RECORD_ASKED),
};
static const struct record void_record = RECORD_OF(weighing_void, fields, .table = NULL);

static int names_an_entry(const void *value)
{
	const struct weighing_void *v = value;

	return v->seq ? 0 : -EBADMSG;
}

static int take_out(struct sql *s, const struct entry *e, const void *value)
{
	const struct weighing_void *v = value;
	struct weighing w;
	int r = weighing_of_entry(s, v->journal, v->seq, &w);

	if (r == -ENOENT)
		return -EBADMSG;
	if (r < 0 || w.voided_by[0])
		return r;
	r = sql_run(s,
		"UPDATE weighing SET voided_journal = ?, voided_seq = ? WHERE row ="
		" (SELECT row FROM entry WHERE journal = ? AND seq = ?)",
		V_TEXT(e->journal), V_INT(e->seq), V_TEXT(v->journal), V_INT(v->seq));
	return r < 0 ? r : total_add(s, &w, -1);
}

const struct kind void_kind = {
	"void",
	1,
	.record = &void_record,
	.check = names_an_entry,
	.after = take_out,
};
