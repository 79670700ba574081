// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ledger_powercut CUTS MODE [SEED]: power cuts under the real ledger on a disk in memory.
 *   full    nothing acknowledged may be lost, doubled or half there
 *   errors  the same while writes and syncs fail now and then
 *   normal  synchronous=NORMAL: must lose, or this test proves nothing
 *   lies    a card that ignores one flush in three: must be caught as well
 * Prints one line; 0 if the mode did what it must.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "clock.h"
#include "crash_vfs.h"
#include "lang.h"
#include "ledger.h"

enum { CUTS_PER_DISK = 40, OPS_PER_LIFE = 500 };

static const struct ledger_identity identity = { "HD", "MS", "ACCUEIL" };

struct run {
	char path[96], anchor[112];
	bool normal;
	struct moment now;
	uint64_t acked;  /* weighings 1 … acked are acknowledged: n has n milligrams */
	uint64_t voided; /* and so many voids */
	uint64_t tries;  /* a key is never used for two requests */
	uint64_t acks, lost, doubled, unsound, refused;
};

static int64_t query(struct ledger *l, const char *sql)
{
	sqlite3_stmt *s = NULL;
	int64_t value = -1;

	if (sqlite3_prepare_v2(ledger_db(l), sql, -1, &s, NULL) == SQLITE_OK &&
		sqlite3_step(s) == SQLITE_ROW)
		value = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return value;
}

static int open_ledger(struct run *r, struct ledger **ret_ledger)
{
	int e;

	/* What lies beside the ledger is on a disk whose power never goes: no judge of this one. */
	(void)unlink(r->anchor);
	e = ledger_open(r->path, LEDGER_WRITE, &identity, &r->now, ret_ledger);

	/* The control, for this test only: the ledger itself always asks for FULL. */
	if (e == 0 && r->normal)
		sqlite3_exec(
			ledger_db(*ret_ledger), "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
	return e;
}

static void fill_job(struct run *r, struct ledger_job *job, struct weighing_entry *e)
{
	*job = (struct ledger_job){
		.now = r->now, .drafts = { { &weighing_kind, e, NULL } }, .label = true
	};
	*e = (struct weighing_entry){ 0 };
	e->weighing = (struct weighing){ .at = r->now,
		.method = METHOD_WEIGHED,
		.stable = true,
		.provenance = PROVENANCE_STATION_TARE,
		.category = "TLC-VET",
		.origin = "APP_VOL" };
	e->weighing.net_mg = e->weighing.gross_mg = (int64_t)r->acked + 1;
	(void)snprintf(job->key, sizeof(job->key), "try-%llu", (unsigned long long)++r->tries);
}

/* A void now and then, of a weighing that still counts. */
static bool make_void(
	struct run *r, struct ledger *l, struct ledger_job *job, struct weighing_void *v)
{
	sqlite3_stmt *s = NULL;
	bool found = false;

	if (disk_random(8) || sqlite3_prepare_v2(ledger_db(l),
				      "SELECT id FROM weighing WHERE voided_seq IS NULL"
				      " ORDER BY row DESC LIMIT 1",
				      -1, &s, NULL) != SQLITE_OK)
		return false;
	if (sqlite3_step(s) == SQLITE_ROW) {
		*job = (struct ledger_job){ .now = r->now, .drafts = { { &void_kind, v, NULL } } };
		*v = (struct weighing_void){ .reason = "TEST" };
		(void)snprintf(v->id, sizeof(v->id), "%s", (const char *)sqlite3_column_text(s, 0));
		found = true;
	}
	sqlite3_finalize(s);
	return found;
}

/* Weighs until the power goes. */
static void live(struct run *r, struct ledger *l)
{
	for (int i = 0; i < OPS_PER_LIFE && !disk_is_dead(); i++) {
		struct ledger_result res;
		struct weighing_entry weighing;
		struct weighing_void voided;
		struct ledger_job job;
		bool is_void = make_void(r, l, &job, &voided);

		if (!is_void)
			fill_job(r, &job, &weighing);
		/* As the daemon does when nobody waits: the log is copied back, and begins anew. */
		if (disk_random(6) == 0)
			(void)ledger_tidy(l);
		ledger_write(l, &job, &res);
		if (res.error < 0 || res.answer != LEDGER_WRITTEN) {
			r->refused++;
			continue;
		}
		r->acks++;
		r->acked += !is_void;
		r->voided += is_void;
	}
}

/* Everything acknowledged is there once; one more may be, cut between commit and answer. */
static void check(struct run *r, struct ledger *l, bool deep)
{
	uint64_t count = (uint64_t)query(l, "SELECT count(*) FROM weighing"), entries;
	uint64_t most = (uint64_t)query(l, "SELECT ifnull(max(net_mg), 0) FROM weighing");
	uint64_t voided = (uint64_t)query(l, "SELECT count(voided_seq) FROM weighing");

	if (count < r->acked)
		r->lost += r->acked - count;
	if (voided < r->voided)
		r->lost += r->voided - voided;
	if (count != most || count > r->acked + 1 || voided > r->voided + 1)
		r->doubled++;
	if (query(l, "SELECT (SELECT ifnull(sum(net_mg), 0) FROM weighing WHERE voided_seq IS NULL)"
		     " - (SELECT ifnull(sum(mass_mg), 0) FROM total)") != 0 ||
		query(l, "SELECT count(*) - (SELECT count(*) FROM label_job) FROM weighing") != 0)
		r->unsound++;
	if (deep && (ledger_verify(l, NULL, NULL, &entries) != 0 ||
			    ledger_rebuild_check(l, NULL, NULL, NULL) != 0))
		r->unsound++;
	r->acked = count;
	r->voided = voided;
}

/* One life of the station and the look at what it left. */
static bool cut_once(struct run *r, int cut)
{
	struct ledger *l = NULL;
	bool fresh = cut % CUTS_PER_DISK == 0;
	int e;

	if (fresh) {
		disk_wipe();
		r->acked = r->voided = 0;
	}
	disk_cut_after(disk_random(fresh ? 900 : 500));
	e = open_ledger(r, &l);
	if (e == 0)
		live(r, l);
	ledger_free(l);
	disk_restart();
	l = NULL;
	e = open_ledger(r, &l);
	if (e == 0)
		check(r, l, cut % 20 == 19);
	else
		r->unsound++;
	ledger_free(l);
	return e == 0;
}

static int verdict(const struct run *r, const char *mode, int cuts)
{
	bool clean = r->lost == 0 && r->doubled == 0 && r->unsound == 0;
	bool control = strcmp(mode, "normal") == 0 || strcmp(mode, "lies") == 0;

	printf("mode=%s cuts=%d acknowledged=%llu lost=%llu doubled=%llu unsound=%llu refused=%llu "
	       "errors=%llu\n",
		mode, cuts, (unsigned long long)r->acks, (unsigned long long)r->lost,
		(unsigned long long)r->doubled, (unsigned long long)r->unsound,
		(unsigned long long)r->refused, (unsigned long long)disk_errors());
	/* A control must lose what it had acknowledged; a test that acknowledged little proves nothing. */
	return r->acks < (uint64_t)cuts || (control ? r->lost == 0 : !clean);
}

int main(int argc, char **argv)
{
	int cut = 0, cuts = argc > 1 ? atoi(argv[1]) : 0;
	const char *mode = argc > 2 ? argv[2] : "";
	struct run r = { .normal = !strcmp(mode, "normal") };
	char folder[] = "/tmp/bascule-powercut-XXXXXX";

	if (cuts <= 0 || disk_init(argc > 3 ? strtoull(argv[3], NULL, 10) : 20261122) < 0 ||
		lang_init() < 0 || clock_init("Europe/Paris") < 0 || !mkdtemp(folder))
		return 2;
	/* Only an empty file, to be locked, is really there. */
	(void)snprintf(r.path, sizeof(r.path), "%s/mem.db", folder);
	(void)snprintf(r.anchor, sizeof(r.anchor), "%s-anchor", r.path);
	r.now = (struct moment){ .wall_us = 1767261600000000,
		.boot_us = 1,
		.day = "2026-01-01",
		.boot_id = "0123456789abcdef0123456789abcdef",
		.quality = CLOCK_TRUSTED };
	disk_set_fault(!strcmp(mode, "lies")     ? DISK_LIES
		       : !strcmp(mode, "errors") ? DISK_ERRS
						 : DISK_HONEST);
	/* A disk that cannot be opened any more is replaced by the next one. */
	for (; cut < cuts; cut++)
		if (!cut_once(&r, cut))
			cut += CUTS_PER_DISK - 1 - cut % CUTS_PER_DISK;
	(void)unlink(r.path);
	(void)unlink(r.anchor);
	(void)rmdir(folder);
	return verdict(&r, mode, cut);
}
