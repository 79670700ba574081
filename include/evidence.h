// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The evidence pack of a closed period: what its figures rest on, as files that anybody can check who has
 * neither ledger nor program. The same bytes for ever: everything in it is as of the heads of the close, and
 * names are codes. No operator, no partner, no word of a person is in it. Its files, and how they are
 * checked, are described by the pack itself: daemon/ledger/evidence/method.txt.
 */
#pragma once
#include <stdio.h>
#include "merkle.h"
#include "period_close.h"

/*
 * Packs of closes from before there was JSON (1) have no reports; the verifier of 2 took what that of 3 refuses.
 * Each holds its own, and is the same bytes for ever.
 */
enum { EVIDENCE_1 = 1, EVIDENCE_2 = 2, EVIDENCE_NEWEST = 3 };
enum { EVIDENCE_REPORTS = 4, EVIDENCE_FILES = 11 + EVIDENCE_REPORTS };
enum { EVIDENCE_NAME_SIZE = 24, EVIDENCE_PLACE_SIZE = 48 };

struct evidence_file {
	char name[EVIDENCE_NAME_SIZE];
	char *text;
	size_t size;
};

struct evidence {
	size_t count;
	struct evidence_file
		file[EVIDENCE_FILES]; /* the last is manifest.txt: SHA-256 and name of the others */
	size_t weighings;
	struct merkle_hash *leaves; /* one for each line of weighings.csv behind the first */
	char merkle_root[CLOSE_HASH_SIZE];
	char pack_hash[CLOSE_HASH_SIZE]; /* SHA-256 of manifest.txt */
};

void evidence_done(struct evidence *p);
/* Fills leaves and root from the weighings that it has. 0, -ENOMEM. */
int evidence_leaves(struct evidence *p);
/* NULL: it has no such file. */
const struct evidence_file *evidence_find(const struct evidence *p, const char *name);
/* The line at byte *at, which goes behind it, without its end; NULL: there is no more. */
const char *evidence_line(const struct evidence_file *f, size_t *at, size_t *ret_len);
/*
 * The same of one row with its cells, as text; *line counts from 1. Their number, which may be more than
 * EVIDENCE_CELLS; 0: no more.
 */
enum { EVIDENCE_CELLS = 18, EVIDENCE_CELL_SIZE = 128, EVIDENCE_ID = 3 };
struct evidence_row {
	size_t at, line, len, count;
	const char *text; /* borrowed, with its len bytes */
	char cell[EVIDENCE_CELLS][EVIDENCE_CELL_SIZE];
};
bool evidence_row(const struct evidence_file *f, struct evidence_row *row);

/* ---- checking one, with nothing else ---- */

/* A place is a file, or a file and a line ("weighings.csv:17"); key of what is wrong there. */
typedef void (*evidence_fault_fn)(void *data, const char *place, const char *key);
/*
 * hash: what its pack_hash must be, or NULL. Faults, each told once; what follows from another is not. The
 * first is the place that verify.py names (that of packs from before: the same places). -ENOMEM.
 */
int evidence_check(const struct evidence *p, const char *hash, evidence_fault_fn fault, void *data);

/* The asset that a pack of that version holds to check it. */
const char *evidence_verifier(int version);
/* Is it a file of a pack? */
bool evidence_is_name(const char *name);

/* evidence_zip.c. 0; -ENOMEM, -EIO. */
int evidence_write(const struct evidence *p, FILE *out);
/*
 * Files that no pack has, or has twice, are told; of those that it has, damaged ones are empty. 0;
 * -EBADMSG: no zip; -ENOMEM; -EFBIG: too big to be one. evidence_done() then. Names are in *ret_evidence.
 */
int evidence_read(
	const char *path, evidence_fault_fn fault, void *data, struct evidence *ret_evidence);

struct ledger;
/* The figures of that report as JSON; of the room of reports. 0, -errno. */
int close_report_put(
	struct ledger *l, const char *name, const char *first_day, const char *last_day, FILE *out);
/* As it was when that period was closed; the journal is replayed for it. 0, -errno. evidence_done() then. */
int ledger_evidence(
	struct ledger *l, const struct period_close *close, struct evidence *ret_evidence);
/* The close of that period ("2026-Q1"). 0; -ENOENT: it is not closed; -errno. */
int ledger_close_of(struct ledger *l, const char *period, struct period_close *ret_close);

/*
 * What the figures of a closed period have lost and gained since: a weighing as it counted then (lost),
 * or counts today. Sums of gained less those of lost are the difference, whatever the change was.
 */
struct rectified {
	bool gained;
	char day[DAY_SIZE]; /* of the entry that did it; "" : of a clock put right, or another catalogue */
	char id[PRIVATE_KEY_SIZE + ENTRY_NAME_SIZE]; /* of a weighing; of another act KIND/SEQ */
	char of_day[DAY_SIZE];                       /* its own */
	char site[CODE_SIZE];
	char flow
		[16]; /* as what it counts: LEDGER_FLOW(); of another act counted, sorted, moved, mapped, figure, voided */
	char direction[8], category[CODE_SIZE], origin[CODE_SIZE], destination[CODE_SIZE];
	int64_t net_mg;
	uint32_t units;
};
typedef int (*rectified_fn)(void *data, const struct rectified *r);
/* In the order of journals and entries, then other acts. each() returns 0 to go on. 0, -errno. */
int ledger_rectified(
	struct ledger *l, const struct period_close *close, rectified_fn each, void *data);
/*
 * Acts that are no weighing: direction "", destination of stock its place, of a mapping the body; net_mg what the stock
 * there changed by, of others 0 (of a typed figure category is its name, units its value); in ledger_rectified() of a mapping what was, and is, declared to that body. Likewise.
 */
int ledger_rectified_acts(
	struct ledger *l, const struct period_close *close, rectified_fn each, void *data);
/* Whether anything of both was; without replaying it. 1, 0, -errno. */
int ledger_is_rectified(
	struct ledger *l, const struct period_close *close, char ret_hash_now[CLOSE_HASH_SIZE]);
