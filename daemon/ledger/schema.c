// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Numbered migrations, compiled in: schema/001-*.sql … each in a transaction of its own that
 * also raises user_version, so that a cut leaves the old or the new, never between. Numbers may be
 * left out; what has been shipped is followed by higher ones only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "asset.h"
#include "ledger_private.h"

enum { APPLICATION_ID = 0x42534C45 }; /* "BSLE" */
enum { NUMBER_MOST = 999 };

static const struct asset *migration(int version)
{
	char prefix[32];

	(void)snprintf(prefix, sizeof(prefix), "ledger/schema/%03d-", version);
	for (const struct asset *a = asset_next(NULL); a; a = asset_next(a))
		if (strncmp(a->name, prefix, strlen(prefix)) == 0)
			return a;
	return NULL;
}

int schema_newest(void)
{
	static const char folder[] = "ledger/schema/";
	int newest = 0, number;

	for (const struct asset *a = asset_next(NULL); a; a = asset_next(a))
		if (strncmp(a->name, folder, strlen(folder)) == 0) {
			number = (int)strtol(a->name + strlen(folder), NULL, 10);
			newest = number > newest && number <= NUMBER_MOST ? number : newest;
		}
	return newest;
}

int schema_check(struct sql *s, int *ret_version)
{
	int64_t version, application, tables;
	int r = sql_int(s, &version, "PRAGMA user_version");

	if (r > 0)
		r = sql_int(s, &application, "PRAGMA application_id");
	if (r > 0)
		r = sql_int(s, &tables, "SELECT count(*) FROM sqlite_schema");
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	if (application != APPLICATION_ID && (application || version || tables))
		return -EUCLEAN;
	if (version > schema_newest())
		return -ENOTSUP;
	*ret_version = (int)version;
	return 0;
}

static int migrate_one(struct sql *s, int version)
{
	char end[96];
	int r = sql_exec(s, "BEGIN IMMEDIATE");

	if (r < 0)
		return r;
	(void)snprintf(end, sizeof(end),
		"PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT", APPLICATION_ID,
		version);
	r = sql_exec(s, migration(version)->data);
	if (r == 0)
		r = sql_exec(s, end);
	if (r < 0)
		(void)sql_exec(s, "ROLLBACK");
	return r;
}

int schema_migrate(struct sql *s)
{
	int version, newest = schema_newest();
	int r = schema_check(s, &version);

	while (r == 0 && version++ < newest)
		if (migration(version))
			r = migrate_one(s, version);
	return r;
}
