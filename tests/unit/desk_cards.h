// SPDX-License-Identifier: GPL-3.0-or-later
/* Cards that a desk on a table knows and is shown: of a partner, a place, containers. */
#pragma once
#include "desk_rig.h"

static inline void know_cards(struct desk_rig *r)
{
	static struct catalogue_row cards[] = {
		{ .kind = CATALOGUE_PARTNER,
			.code = "GARAGE",
			.label_fr = "Garage",
			.valid_from = "2026-01-01" },
		{ .kind = CATALOGUE_PLACE,
			.code = "QUAI_2",
			.label_fr = "Quai 2",
			.valid_from = "2026-01-01" },
		{ .kind = CATALOGUE_CONTAINER,
			.code = "BAC",
			.label_fr = "Bac",
			.tare_mg = 500000,
			.valid_from = "2026-01-01" },
		{ .kind = CATALOGUE_CONTAINER,
			.code = "ROLL",
			.label_fr = "Roll",
			.tare_mg = 21400000,
			.valid_from = "2026-01-01" },
	};
	static const struct catalogue rows = { .count = ARRAY_SIZE(cards), .rows = cards };
	struct rig_job job = rig_job(&r->ledger, RIG_CATALOGUE);

	job.rows = &rows;
	rig_write(&r->ledger, &job, LEDGER_WRITTEN);
	catalogue_free(r->catalogue);
	assert_int_equal(ledger_catalogue(r->ledger.ledger, &r->catalogue), 0);
	r->desk->catalogue = r->catalogue;
	station_set_catalogue(&r->desk->station, r->catalogue);
}

static inline void scan(struct desk_rig *r, char type, const char *code)
{
	char control[PRIVATE_KEY_SIZE];

	assert_int_equal(code_control_make(type, code, control, sizeof(control)), 0);
	desk_scanned(r->desk, "hand", control);
}
