-- SPDX-License-Identifier: GPL-3.0-or-later
-- Codes of somebody else's that stand for rows of the catalogue, by the hash of what was scanned.

-- projection
CREATE TABLE code_bound (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	text_hash TEXT NOT NULL,
	kind TEXT NOT NULL,
	code TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_bound_hash ON code_bound (text_hash);
