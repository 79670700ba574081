// SPDX-License-Identifier: GPL-3.0-or-later
/* The inside of a ledger, for the files of this room. */
#pragma once
#include <limits.h>
#include <sys/stat.h>
#include "kinds.h"
#include "ledger.h"

/* Where a journal stood: its last entry. See anchor.c. */
struct anchor {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	uint8_t hash[HASH_SIZE];
};

/* What a file was when only we had written to it. */
struct file_note {
	struct stat file, wal;
};

/* What an opening knows beside the file. */
struct ledger_guard {
	const char *known;  /* [store] known, or NULL */
	struct anchor last; /* what this process wrote last, or zeros */
	bool anyway;        /* a person accepts an empty folder, or an older ledger */
};

struct ledger {
	struct sql *sql; /* NULL after a reopening failed */
	char *path;
	char *known; /* or NULL */
	struct file_note file;
	struct anchor last;  /* after the last commit */
	struct anchor noted; /* what the anchors hold */
	enum ledger_mode mode;
	int lock_fd;
	bool scrub;  /* words were erased, and older pages of them may still be in the log */
	bool broken; /* an I/O error happened: reopen before anything is written again */
	char journal[JOURNAL_SIZE];
	struct ledger_identity identity;
};

/* Schema: the newest version this program knows, and bringing a file to it. */
int schema_newest(void);
/* 0; -ENOTSUP: the file is newer; -EUCLEAN: another program's database. */
int schema_check(struct sql *s, int *ret_version);
int schema_migrate(struct sql *s);

/*
 * request_digest.c: as an entry keeps the digest of its request, under the file's secret, which is drawn
 * in this transaction if there is none. 0, -errno.
 */
int request_digest_keep(
	struct ledger *l, const uint8_t digest[HASH_SIZE], uint8_t ret_kept[HASH_SIZE]);
/* 1: that is what was kept of it, with or, in old entries, without the secret; 0: not; -errno. */
int request_digest_is(
	struct ledger *l, const uint8_t digest[HASH_SIZE], const uint8_t kept[HASH_SIZE]);

/*
 * backup.c, shared with restore.c: all pages in one moment of them; the copy takes its name, never over
 * another file; what is left of one that could not be ended.
 */
int copy_pages(struct sql *from, struct sql *to);
int copy_name(const char *part, const char *path);
void copy_drop(const char *part);
int copy_sync(const char *path);        /* a file */
int copy_sync_folder(const char *path); /* that it is in */

/* "PATH-restore": what a copy is called until it is a ledger. 0, -ENAMETOOLONG. */
int restore_part(const char *path, char ret_part[PATH_MAX]);
/*
 * A daemon works on that ledger, whether the file is there or not; or it is being restored. Held until
 * *ret_fd is closed. 0; -EBUSY: somebody else does; -errno.
 */
int station_lock_take(const char *path, int *ret_fd);
/* The daemon's, once: *lock is -1 until it has it. 0; -EBUSY. */
int station_hold(const char *path, int *lock);

/* One writer of a file, by whatever name. -EBUSY: held by another program. */
int lock_take(const char *path, bool make, int *ret_fd);

int anchor_of_head(struct sql *s, const char *journal, struct anchor *ret_anchor);
bool anchor_same(const struct anchor *a, const struct anchor *b);
int anchor_read(const char *path, struct anchor *ret_anchor); /* -EBADMSG: it is none */
int anchor_write(const char *path, const struct anchor *a);
/* Over the one that is there, unsynced: some 5 us. Only after the commit that it speaks of. */
void anchor_note(const char *path, const struct anchor *a);
/* 0: the ledger holds that entry, or continues its journal; -EREMCHG: it is older; -EXDEV: another journal's. */
int anchor_check(struct sql *s, const char *journal, const struct anchor *a);
/* Notes the last commit in all anchors, synced; at leisure. */
void ledger_anchor(struct ledger *l);
/* The same in the one beside the file, unsynced; after each commit. */
void ledger_note_last(const struct ledger *l);

/* Against all anchors there are: 0 or as anchor_check(). */
int guard_check(const struct ledger *l, const struct ledger_guard *g);
/* log_end.c: the log beside that file holds commits behind a frame that SQLite cannot read. */
bool log_hides(const char *path);
/* -ENOMEDIUM: there was a ledger here. */
int guard_empty(const struct ledger *l, const struct ledger_guard *g);
/* The same before anything is opened: of a file that is missing or has no bytes. */
int guard_missing(const struct ledger *l, const struct ledger_guard *g);

int file_note(const char *path, struct file_note *ret_note);
int ledger_note_file(struct ledger *l);
/* -ESTALE: the file was moved, removed, replaced or written by somebody else. */
int ledger_unmoved(struct ledger *l);

/* ledger_open() for writing, with what else is known. */
int ledger_open_guarded(const char *path, const struct ledger_identity *identity,
	const struct moment *now, const struct ledger_guard *guard, struct ledger **ret_ledger);
/*
 * The whole file, a slice a call: the pages of one table, then some hundred entries of the chain.
 * Zeros to begin. 1: there is more; 0: done; -EUCLEAN: pages are damaged; -errno.
 */
struct ledger_check {
	int64_t tables;             /* looked at */
	char journal[JOURNAL_SIZE]; /* the entry that was seen last */
	uint64_t seq;
	uint8_t hash[HASH_SIZE];
	int faults;           /* of the chain, */
	uint64_t first, last; /* and of which entries */
};
int ledger_check_slice(struct ledger *l, struct ledger_check *c);
/*
 * After an erasure: the log is copied back, cut and written full of zeros anew. 0; 1: a reader was in
 * the way, it is tried again when the log is next copied back; -errno.
 */
int ledger_scrub(struct ledger *l);
/* Whether an earlier program came to erase, but not to that. 0, -errno. */
int ledger_scrub_load(struct ledger *l);
/* Writes zeros behind the end of the write-ahead log up to its working size, once, durably. */
int wal_grow(struct sql *s);

/* plate_json.c: free the text; -EBADMSG: not a plate. */
char *plate_text(const struct plate *p);
int plate_from_text(const char *text, struct plate *ret_plate);
/* plates.c, inside a transaction; the weighing of the commit under way is called id from now on. */
int plates_write(struct ledger *l, const struct station_kept *kept, const char *id);
int plates_read(struct ledger *l, struct station_memory *m);
/* seen: a weighing's id, or "dismissed". 0; -ENOENT: it is not there, or was seen to. */
int left_follow(struct ledger *l, const char *id, const char *successor_id);
int left_see(struct ledger *l, uint64_t number, const char *seen, const char *reason);
/* label_job.c: of what is being written. */
int label_job_add(struct ledger *l, const char *id, const struct moment *now);
/* remembered.c, likewise. */
int job_note(struct ledger *l, const char *token, uint64_t seq);

/* Opens the connection with all that durability asks for; checks the schema. */
int ledger_connect(const char *path, enum ledger_mode mode, struct sql **ret_sql);
/* After an I/O error: nothing of a failed commit may come back. See ledger_mend.c. */
int ledger_mend(struct ledger *l);

/* Mends if need be, then writes a few bytes durably: can a weighing be written now? */
int ledger_probe(struct ledger *l);

/* The next printed numbers begin with two other characters than those of a lost ledger. */
int ledger_continue(struct ledger *l, const struct moment *now);
/* The folders above path. 0, -errno. */
int make_folders(const char *path);
/* Two characters with which no number of this file, nor later ones, ever began. 0; -ENOSPC: none is left. */
/* Rows as they stand are an entry of this journal, too. In a transaction. */
int catalogue_say_again(struct ledger *l, struct catalogue *rows, const struct moment *now);
int draw_unused_prefix(struct sql *s, const json_t *later, char ret_prefix[3]);
/* Creates the journal and loads the default catalogue, in one transaction. */
int ledger_found(
	const struct ledger *l, const struct ledger_identity *id, const struct moment *now);
/* defaults.c: the default catalogue as the next entry; or what a journal of before lacks of it. */
int defaults_write(struct sql *s, const char *journal, const struct moment *now);
int defaults_complete(struct ledger *l, const struct moment *now);
/* The same, anchored: once it is known whose file it is, and that it is whole. */
int ledger_complete(struct ledger *l, const struct moment *now);
