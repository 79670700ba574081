-- SPDX-License-Identifier: GPL-3.0-or-later
-- Entries that are void, but for weighings and slips, which have a printed number.

-- projection
CREATE TABLE entry_void (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	kind TEXT NOT NULL,
	id TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_void_id ON entry_void (id);
