-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was erased, on whose account; the words themselves are gone.

-- projection
CREATE TABLE erased (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	what TEXT NOT NULL,
	code TEXT,
	words INTEGER NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
