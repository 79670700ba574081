-- SPDX-License-Identifier: GPL-3.0-or-later
-- What stands on a scale's plate, and its checks with a known mass: one row for each entry.

-- projection
CREATE TABLE scale_facts (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	scale TEXT NOT NULL,
	maker TEXT,
	model TEXT,
	serial TEXT,
	class TEXT NOT NULL,
	max_mg INTEGER NOT NULL,
	min_mg INTEGER,
	e_mg INTEGER NOT NULL,
	uses TEXT,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE scale_check (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	scale TEXT NOT NULL,
	mass_mg INTEGER NOT NULL,
	reading_mg INTEGER NOT NULL,
	error_mg INTEGER NOT NULL,
	e_mg INTEGER NOT NULL,
	allowed_mg INTEGER NOT NULL,
	passed INTEGER NOT NULL,
	operator TEXT,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX scale_check_day ON scale_check (scale, day);
