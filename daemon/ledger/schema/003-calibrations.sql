-- SPDX-License-Identifier: GPL-3.0-or-later
-- Calibrations of scales: one row for each entry; what was not done is NULL.

-- projection
CREATE TABLE calibration (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	clock TEXT NOT NULL,
	scale TEXT NOT NULL,
	device TEXT NOT NULL,
	map TEXT NOT NULL,
	firmware INTEGER NOT NULL,
	number INTEGER NOT NULL,
	e_mg INTEGER NOT NULL,
	max_mg INTEGER NOT NULL,
	span_mass_mg INTEGER NOT NULL,
	zero_counts INTEGER NOT NULL,
	span_counts INTEGER NOT NULL,
	zero_return_mg INTEGER,
	corner_1_mg INTEGER,
	corner_2_mg INTEGER,
	corner_3_mg INTEGER,
	corner_4_mg INTEGER,
	half_load_mg INTEGER,
	half_error_mg INTEGER,
	creep_mg INTEGER,
	creep_minutes INTEGER,
	operator TEXT NOT NULL,
	passed INTEGER NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
