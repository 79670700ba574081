// SPDX-License-Identifier: GPL-3.0-or-later
/* A ledger for training: empty, but for the catalogue of the real one. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "code.h"
#include "ledger_private.h"
#include "training.h"

#define BEHIND "-training"

int training_path(const char *path, char ret_path[PATH_MAX])
{
	return snprintf(ret_path, PATH_MAX, "%s" BEHIND, path) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

bool training_is(const struct ledger *l)
{
	return strcmp(l->identity.pole, TRAINING_POLE) == 0 &&
	       strcmp(l->identity.site, TRAINING_SITE) == 0;
}

void training_real_path(const char *path, bool trains, char ret_path[PATH_MAX])
{
	const size_t len = strlen(path), behind = trains ? strlen(BEHIND) : 0;

	(void)snprintf(ret_path, PATH_MAX, "%.*s", (int)(len - behind), path);
}

bool training_drop(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-anchor", "-lock", "-later" };
	char training[PATH_MAX], file[PATH_MAX + 8];
	bool any = false;

	if (training_path(path, training) < 0)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		(void)snprintf(file, sizeof(file), "%s%s", training, ends[i]);
		any |= unlink(file) == 0;
	}
	return any;
}

int training_hold(const char *path, int ret_fd[2])
{
	_cleanup_close_ int station = -1;
	int r = station_lock_take(path, &station);

	if (r == 0)
		r = lock_take(path, false, &ret_fd[1]);
	if (r == 0)
		ret_fd[0] = TAKE_FD(station);
	return r;
}

static int read_real(
	const char *path, struct ledger_identity *ret_identity, struct catalogue **ret_rows)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	int r = ledger_open(path, LEDGER_READ, NULL, NULL, &l);

	if (r < 0)
		return r;
	*ret_identity = l->identity;
	return catalogue_load(l->sql, l->journal, ret_rows);
}

static int write_new(const char *training, const struct ledger_identity *identity,
	struct catalogue *rows, const struct moment *now)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	int r = ledger_open(training, LEDGER_WRITE, identity, now, &l);

	if (r == 0)
		r = sql_exec(l->sql, "BEGIN IMMEDIATE");
	if (r < 0)
		return r;
	r = catalogue_say_again(l, rows, now);
	if (r == 0)
		r = sql_exec(l->sql, "COMMIT");
	if (r < 0)
		(void)sql_exec(l->sql, "ROLLBACK");
	return r;
}

int training_make(const char *path, const struct moment *now, struct ledger_identity *ret_identity)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *rows = NULL;
	struct ledger_identity identity;
	char training[PATH_MAX];
	int r = training_path(path, training);

	(void)training_drop(path);
	if (r == 0)
		r = read_real(path, &identity, &rows);
	if (r < 0)
		return r;
	memcpy(identity.pole, TRAINING_POLE, sizeof(TRAINING_POLE));
	memcpy(identity.site, TRAINING_SITE, sizeof(TRAINING_SITE));
	r = write_new(training, &identity, rows, now);
	if (r == 0)
		*ret_identity = identity;
	return r;
}
