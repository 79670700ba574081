// SPDX-License-Identifier: GPL-3.0-or-later
/* The inside of a ledger, for the files of this room. */
#pragma once
#include "kinds.h"
#include "ledger.h"

struct ledger {
	struct sql *sql; /* NULL after a reopening failed */
	char *path;
	enum ledger_mode mode;
	int lock_fd;
	bool broken; /* an I/O error happened: reopen before anything is written again */
	char journal[JOURNAL_SIZE];
	struct ledger_identity identity;
};

/* Schema: the newest version this program knows, and bringing a file to it. */
int schema_newest(void);
/* 0; -ENOTSUP: the file is newer; -EUCLEAN: another program's database. */
int schema_check(struct sql *s, int *ret_version);
int schema_migrate(struct sql *s);

/* The lock file beside the database: one writer. -EBUSY: held by another program. */
int lock_take(const char *path, int *ret_fd);
/* Writes zeros behind the end of the write-ahead log up to its working size, once, durably. */
int wal_grow(struct sql *s);

/* plate_json.c: free the text; -EBADMSG: not a plate. */
char *plate_text(const struct plate *p);
int plate_from_text(const char *text, struct plate *ret_plate);
/* plates.c, inside a transaction; the weighing of the commit under way is called id from now on. */
int plates_write(struct ledger *l, const struct station_kept *kept, const char *id);
int plates_read(struct ledger *l, struct station_memory *m);
/* seen: a weighing's id, or "dismissed". 0; -ENOENT: it is not there, or was seen to. */
int left_see(struct ledger *l, uint64_t number, const char *seen, const char *reason);
/* kept.c, likewise. */
int job_note(struct ledger *l, const char *token, uint64_t seq);

/* Opens the connection with all that durability asks for; checks the schema. */
int ledger_connect(const char *path, enum ledger_mode mode, struct sql **ret_sql);
/* After an I/O error: nothing of a failed commit may come back. See ledger_mend.c. */
int ledger_mend(struct ledger *l);

/* Mends if need be, then writes a few bytes durably: can a weighing be written now? */
int ledger_probe(struct ledger *l);

/* Creates the journal and loads the default catalogue, in one transaction. */
int ledger_found(struct sql *s, const struct ledger_identity *id, const struct moment *now);
