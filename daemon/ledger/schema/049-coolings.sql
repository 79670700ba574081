-- SPDX-License-Identifier: GPL-3.0-or-later
-- How lots that were cooked became cold: begun, and what came of it.

-- projection
CREATE TABLE cooling_started (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	lot TEXT NOT NULL,
	probe TEXT NOT NULL,
	started_us INTEGER NOT NULL,
	start_mc INTEGER NOT NULL,
	said INTEGER NOT NULL,
	operator TEXT NOT NULL
) STRICT;
CREATE INDEX cooling_started_lot ON cooling_started (lot);

-- projection
CREATE TABLE cooling (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	lot TEXT NOT NULL,
	probe TEXT NOT NULL,
	started_us INTEGER NOT NULL,
	start_mc INTEGER NOT NULL,
	ended_us INTEGER NOT NULL,
	end_mc INTEGER NOT NULL,
	minutes INTEGER NOT NULL,
	verdict TEXT NOT NULL,
	said INTEGER NOT NULL,
	unsure INTEGER NOT NULL,
	operator TEXT NOT NULL
) STRICT;
CREATE INDEX cooling_lot ON cooling (lot);

-- What a lot was held for when it was let go.
ALTER TABLE lot_released ADD COLUMN why TEXT NOT NULL DEFAULT '';
