-- SPDX-License-Identifier: GPL-3.0-or-later
-- What thermometers of cold places showed: one row for each reading.

-- projection
CREATE TABLE temperature (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	place TEXT NOT NULL,
	probe TEXT NOT NULL,
	source TEXT NOT NULL,
	profile TEXT NOT NULL,
	value_mc INTEGER NOT NULL,
	limit_mc INTEGER NOT NULL,
	out INTEGER NOT NULL,
	operator TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX temperature_place ON temperature (place);
