// SPDX-License-Identifier: GPL-3.0-or-later
/* A kind of its own, as somebody would add one, for tests of what all kinds have. */
#pragma once
#include "../../daemon/ledger/write.h"
#include "../../daemon/web/web_private.h"
#include "api_json.h"
#include "ledger_rig.h"

/* ---- this is all of it ---- */

struct thing {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char name[16];
	int64_t mass_mg;
	bool passed;
	char place[CODE_SIZE];
	char note[64];
};

static const struct record_field thing_fields[] = {
	STAMP(thing, journal, RECORD_TEXT),
	STAMP(thing, seq, RECORD_UINT),
	{ .name = "at",
		.column = "wall_us",
		RECORD_AT(thing, at_wall_us, RECORD_TIME),
		.rules = RECORD_STAMP },
	TEXT(thing, name, .rules = RECORD_ASKED | RECORD_NEEDED),
	MASS(thing, mass_mg, .rules = RECORD_ASKED, .least = 1, .most = 500000000),
	TRUTH(thing, passed),
	TEXT(thing, place, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_PLACE),
	TEXT(thing, note, .rules = RECORD_ERASABLE | RECORD_ASKED),
};
static const struct record thing_record =
	RECORD_OF(thing, thing_fields, .table = "thing", .about = "name");
static const struct kind thing_kind = { "thing", 1, .record = &thing_record, .role = ROLE_STAFF };

/* Instead of the list of the daemon. */
const struct kind *const kinds[] = { &thing_kind, KINDS(KIND_LISTED) NULL };

static inline int begin(void **state)
{
	rig_begin(state);
	rig_sql(*state,
		"CREATE TABLE thing (journal TEXT, seq INTEGER, wall_us INTEGER, name TEXT,"
		" mass_mg INTEGER, passed INTEGER, place TEXT, PRIMARY KEY (journal, seq)) STRICT");
	return 0;
}

static inline char *said(const struct ledger_result *res)
{
	json_t *json = json_written(res);
	char *text = json_dumps(json, JSON_COMPACT);

	json_decref(json);
	return text;
}
