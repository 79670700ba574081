// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A copy of a ledger, taken beside its writer: what was acknowledged before it began is in it, nothing is
 * half in it. It is one file without a log, so that it opens from a stick that cannot be written to.
 * What the last good one was stands in DB-backup, beside the ledger: "SECONDS SEQ PATH"; in DB-backup-away the
 * same of the last one on another disk, which is there still when that of the ledger breaks.
 * Blocking; for the command line, and for who only asks when the last one was.
 */
#pragma once
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ledger.h"

struct backup_last {
	int64_t at_s; /* UTC, by the clock of then */
	uint64_t seq; /* the newest entry in it */
	char path[PATH_MAX];
};

/*
 * l reads. The copy is whole and on disk at path, or there is none. each: as ledger_verify(), of the copy.
 * 0 (*ret_seq); -EEXIST: there is something at path; -EUCLEAN: the copy is not whole, each has said why;
 * -ENOSPC, -EROFS, -EACCES, -ENOENT, -EIO: of its disk.
 */
int backup_make(struct ledger *l, const char *path,
	void (*each)(void *data, const struct ledger_fault *f), void *data, uint64_t *ret_seq);

/*
 * One at a time writes into a folder, and lets old copies go there: held until *ret_fd is closed. 0; -EBUSY:
 * somebody else holds it, and nobody waits; -ENOENT, -ENOTDIR, -EACCES.
 */
int backup_hold(const char *folder, bool waits, int *ret_fd);

/*
 * Beside the copies, before one is made: what came later than those that are there, which they must be told
 * when one of them is put back (words erased since). 0, -errno.
 */
int backup_later(struct ledger *l, const char *copy);

/*
 * Puts a copy back where there is no ledger: verified, told what came later, and gone on with by a journal of
 * its own that continues the older one, under two characters that its numbers never began with. Killed at any
 * moment it leaves no ledger there, or a whole one.
 */
/* What it means for people: they are as they were then. */
struct people_restored {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	uint32_t people, coordinators; /* who may log in */
	uint32_t secrets, tokens;      /* that count no more */
};
struct restore {
	const char *copy, *path;
	const char *known;                     /* [store] known, or NULL */
	const struct ledger_identity *station; /* of station.conf; NULL: as the copy has it */
	const struct moment *now;
	void (*each)(
		void *data, const struct ledger_fault *f); /* as ledger_verify(), of the copy */
	void *data;
	/* Of the ledger before it has its name: an entry says what it fills in. NULL: nobody asks. 0; -errno. */
	int (*people)(void *people_data, struct ledger *l, struct people_restored *ret_people);
	void *people_data;
};
struct restored {
	struct ledger_identity station; /* of the copy */
	uint64_t entries;               /* of the journal that is continued */
	int64_t last_wall_us;           /* when its last one was written */
	uint64_t erased;                /* words that had been erased since */
	char prefix[8];
};
/*
 * 0; -EEXIST: there is a ledger; -EBUSY: the station runs; -ENOENT: no such copy; -EUCLEAN: it is damaged, or
 * none; -ENOTSUP: of a newer version; -EXDEV: of another station (ret_restored->station); -EBADMSG: what lies
 * beside it of later erasures cannot be read; -ENOSPC, -EROFS, -EACCES, -EIO.
 */
int backup_restore(const struct restore *w, struct restored *ret_restored);

/* Notes it as the last good one. 0, -errno. */
int backup_note(const char *db, const struct backup_last *last);
/* 0; -ENOENT: none was ever made here; -EBADMSG, -errno. */
int backup_last(const char *db, struct backup_last *ret_last);
/* Of those on another disk than the ledger's. */
int backup_last_away(const char *db, struct backup_last *ret_last);
/* Where the ledger lies, as it was opened. */
const char *ledger_path(const struct ledger *l);

/* "bascule-HD-MS-R1-20261130T014600Z.db": a name of this station at that second, UTC. */
enum { BACKUP_NAME_SIZE = 96 };
void backup_name(const struct ledger_identity *who, int64_t at_s, char ret_name[BACKUP_NAME_SIZE]);
/*
 * Removes those of this station in folder that retention.h lets go; nothing else. Number removed, or -errno.
 */
int backup_thin(const char *folder, const struct ledger_identity *who, int64_t now_s);
