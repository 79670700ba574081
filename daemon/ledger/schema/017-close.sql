-- SPDX-License-Identifier: GPL-3.0-or-later
-- Periods that were handed over, one row for each entry. Where the journals stood is in its body.

-- projection
CREATE TABLE close (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	period TEXT NOT NULL,
	first_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	figures_hash TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
