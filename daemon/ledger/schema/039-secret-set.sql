-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whose PIN or password was changed, and by whom.

-- projection
CREATE TABLE secret_set (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	operator TEXT NOT NULL,
	sort TEXT NOT NULL,
	set_by TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
