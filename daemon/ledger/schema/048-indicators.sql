-- SPDX-License-Identifier: GPL-3.0-or-later
-- What indicators are made with: sets of factors and their factors, facts of the catalogue as in
-- 010-catalogue-facts.sql; how many people live in an EPCI, by year.

-- projection
CREATE TABLE IF NOT EXISTS catalogue_factor_set (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	source TEXT NOT NULL,
	substitution_ppm INTEGER NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_factor (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	factor_set TEXT NOT NULL,
	category TEXT NOT NULL,
	g_per_kilo INTEGER NOT NULL,
	confidence TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE population (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	epci_siren TEXT NOT NULL,
	year INTEGER NOT NULL,
	inhabitants INTEGER NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
