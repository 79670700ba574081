// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ledger_writer FILE COUNT [full|normal|off]: writes COUNT weighings, each fifth one voided
 * again, and says "answer ID" on stdout when ledger_write() has answered. The third argument
 * weakens SQLite from outside, for tests that must fail then: no product option does that.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "clock.h"
#include "lang.h"
#include "ledger.h"

static int weaken(struct ledger *l, const char *how)
{
	char sql[64];

	(void)snprintf(sql, sizeof(sql), "PRAGMA synchronous = %s", how);
	return sqlite3_exec(ledger_db(l), sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : -EIO;
}

/* One write(2) for each answer, so that it can be seen among the system calls. */
static int answer(const char *id)
{
	char line[64];
	int n = snprintf(line, sizeof(line), "answer %s\n", id);

	return write(STDOUT_FILENO, line, (size_t)n) == n ? 0 : -errno;
}

static int write_one(struct ledger *l, const struct ledger_draft *draft, const struct moment *now,
	char id[PRIVATE_KEY_SIZE])
{
	struct ledger_job job = {
		.now = *now, .drafts = { *draft }, .label = draft->kind == &weighing_kind
	};
	struct ledger_result res;

	ledger_write(l, &job, &res);
	if (res.error < 0 || res.answer != LEDGER_WRITTEN)
		return res.error < 0 ? res.error : -EINVAL;
	memcpy(id, res.weighing.id, PRIVATE_KEY_SIZE);
	return answer(id);
}

static int write_all(struct ledger *l, int count)
{
	struct weighing_entry e = { .weighing = { .provenance = PROVENANCE_STATION_TARE,
					    .method = METHOD_WEIGHED,
					    .stable = true,
					    .category = "TLC-VET",
					    .origin = "APP_VOL" } };
	struct weighing_void undo = { .reason = "TEST", .note = "en mots, à effacer" };
	const struct ledger_draft record = { &weighing_kind, &e, NULL },
				  voids = { &void_kind, &undo, NULL };
	char id[PRIVATE_KEY_SIZE];
	struct moment now;
	int r = 0;

	for (int i = 1; r == 0 && i <= count; i++) {
		clock_now(&now);
		e.weighing.at = now;
		e.weighing.net_mg = e.weighing.gross_mg = 1000 * i;
		r = write_one(l, &record, &now, undo.id);
		if (r == 0 && i % 5 == 0)
			r = write_one(l, &voids, &now, id);
	}
	return r;
}

int main(int argc, char **argv)
{
	const struct ledger_identity identity = { "HD", "MS", "ACCUEIL" };
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct moment now;
	int r;

	if (argc < 3 || lang_init() < 0 || clock_init("Europe/Paris") < 0)
		return 2;
	clock_now(&now);
	r = ledger_open(argv[1], LEDGER_WRITE, &identity, &now, &l);
	if (r == 0 && argc > 3)
		r = weaken(l, argv[3]);
	if (r == 0)
		r = write_all(l, atoi(argv[2]));
	if (r < 0)
		(void)fprintf(stderr, "ledger_writer: %s\n", strerror(-r));
	return r < 0;
}
