// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * void: takes a weighing out of all sums. The weighing stays where it is and says by which
 * entry it was voided. Two voids of one weighing (from two journals, on a hub) count once.
 */
#include "kinds.h"
#include <string.h>

json_t *void_body(const struct weighing *target, const char *reason)
{
	_cleanup_json_ json_t *body = json_object();
	int r = field_put_text(body, "journal", target->journal) |
		field_put_int(body, "seq", (int64_t)target->seq) |
		field_put_text(body, "id", target->id) | field_put_text(body, "reason", reason);

	return r ? NULL : TAKE_PTR(body);
}

int apply_void(struct sql *s, const struct entry *e, struct fields *b)
{
	int64_t seq = field_int(b, "seq");
	char journal[JOURNAL_SIZE];
	struct weighing w;
	int r;

	field_text(b, "journal", journal, sizeof(journal));
	if (b->error || seq <= 0)
		return -EBADMSG;
	r = weighing_of_entry(s, journal, (uint64_t)seq, &w);
	if (r == -ENOENT)
		return -EBADMSG;
	if (r < 0 || w.voided_by[0])
		return r;
	r = sql_run(s,
		"UPDATE weighing SET voided_journal = ?, voided_seq = ? WHERE row ="
		" (SELECT row FROM entry WHERE journal = ? AND seq = ?)",
		V_TEXT(e->journal), V_INT(e->seq), V_TEXT(journal), V_INT(seq));
	return r < 0 ? r : total_add(s, &w, -1);
}
