// SPDX-License-Identifier: GPL-3.0-or-later
/* The files of an evidence pack, from a connection that holds what they are as of. */
#pragma once
#include <jansson.h>
#include "ledger_private.h"
#include "evidence.h"

/* Of reports, as their close keeps them; none in closes from before. */
struct evidence_reports {
	int version; /* of the pack */
	size_t count;
	struct evidence_file file[EVIDENCE_REPORTS];
};
void evidence_reports_done(struct evidence_reports *all);
/* Of the ledger as it is. 0, -errno; evidence_reports_done() in either case, of the next two also. */
int evidence_reports_make(struct ledger *l, const char *first_day, const char *last_day,
	struct evidence_reports *ret_reports);
json_t *evidence_reports_json(const struct evidence_reports *all); /* NULL: no memory */
/* What the entry of that close keeps. 0; -EBADMSG: no such entry; -errno. */
int evidence_reports_read(
	struct sql *s, const struct period_close *close, struct evidence_reports *ret_reports);

struct evidence_of {
	const char *period, *first_day, *last_day, *figures_hash;
	const struct close_head *heads; /* in the order of their journals */
	size_t count;
	const struct evidence_reports *reports; /* with none it is a pack of version 1 */
};
/* 0, -errno; evidence_done() in either case. */
int evidence_make(struct sql *s, const struct evidence_of *of, struct evidence *ret_evidence);
/* The heads of all journals as they are; free() them. Their number, or -errno. */
int evidence_heads(struct sql *s, struct close_head **ret_heads);

/*
 * Columns of the valid weighings w of some days (?1 and ?2), with their entries e; what a
 * line of weighings.csv says.
 */
#define EVIDENCE_WEIGHING                                                                          \
	"w.journal AS journal, w.seq AS seq, lower(hex(e.hash)) AS hash, w.id AS id,"              \
	" j.site AS site, w.day AS day, w.clock AS clock, w.direction AS direction, " LEDGER_FLOW( \
		"w") " AS flow, w.category AS category, w.origin AS origin,"                       \
		     " w.destination AS destination, w.place AS place, w.method AS method,"        \
		     " w.scale AS scale, w.approved AS approved, w.net_mg AS net_mg,"              \
		     " w.units AS units"
#define EVIDENCE_WEIGHINGS                                                                       \
	" FROM weighing w JOIN journal j USING (journal) JOIN main.entry e USING (journal, seq)" \
	" WHERE w.day >= ?1 AND w.day <= ?2 AND w.voided_seq IS NULL"
