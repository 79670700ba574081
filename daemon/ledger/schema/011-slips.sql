-- SPDX-License-Identifier: GPL-3.0-or-later
-- Slips: one row for each entry; which slip a weighing was made for. Entries from before have none.

ALTER TABLE weighing ADD COLUMN slip TEXT NOT NULL DEFAULT '';
CREATE INDEX weighing_slip ON weighing (slip) WHERE slip <> '';

-- projection
CREATE TABLE slip (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	id TEXT NOT NULL,
	type TEXT NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	origin TEXT NOT NULL,
	destination TEXT NOT NULL,
	partner TEXT NOT NULL,
	place TEXT NOT NULL,
	operator TEXT NOT NULL,
	ref TEXT NOT NULL,
	carrier TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX slip_id ON slip (replace(id, '-', ''), journal);
CREATE INDEX slip_day ON slip (day);

-- projection
CREATE TABLE slip_refused (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	id TEXT NOT NULL,
	reason TEXT NOT NULL,
	category TEXT NOT NULL,
	estimated_mg INTEGER NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX slip_refused_id ON slip_refused (id);

-- projection
CREATE TABLE slip_closed (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	id TEXT NOT NULL,
	weighings INTEGER NOT NULL,
	units INTEGER NOT NULL,
	mass_mg INTEGER NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX slip_closed_id ON slip_closed (id);

-- projection
CREATE TABLE slip_void (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	id TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX slip_void_id ON slip_void (id);
