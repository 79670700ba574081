-- SPDX-License-Identifier: GPL-3.0-or-later
-- Figures that staff type for a period: one row for each entry.

-- projection
CREATE TABLE figure (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	period TEXT NOT NULL,
	name TEXT NOT NULL,
	value INTEGER NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
