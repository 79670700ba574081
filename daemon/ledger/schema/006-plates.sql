-- SPDX-License-Identifier: GPL-3.0-or-later
-- What lies on the plates, and loads that left without being recorded. Kept, not a projection:
-- no entry says it. A plate is one JSON object (daemon/ledger/plate_json.c).

CREATE TABLE plate (
	scale TEXT PRIMARY KEY,
	facts TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE left_load (
	number INTEGER PRIMARY KEY,
	scale TEXT NOT NULL,
	wall_us INTEGER NOT NULL, -- when it left
	boot_id TEXT NOT NULL,
	boot_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	clock TEXT NOT NULL CHECK (clock IN ('doubtful', 'trusted')),
	low_mg INTEGER NOT NULL,
	high_mg INTEGER NOT NULL,
	struck_by TEXT NOT NULL,         -- the weighing written within two minutes that has its mass
	seen TEXT NOT NULL DEFAULT '',   -- the weighing that a person made of it, or 'dismissed'
	reason TEXT NOT NULL DEFAULT ''  -- of the dismissal
) STRICT;

-- Until plates are first kept, the newest valid weighing of each scale lies there.
INSERT INTO kept (name, value) VALUES ('plates', 'never') ON CONFLICT DO NOTHING;

CREATE INDEX weighing_corrects ON weighing (corrects) WHERE corrects <> '';
