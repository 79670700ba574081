-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a row of the catalogue says beside the words and days of all kinds, a table for each kind.
-- (IF NOT EXISTS: a file that lacks only an older table may have them.)
-- A row without anything to say has none, unless it takes the place of one that had.

-- projection
CREATE TABLE IF NOT EXISTS catalogue_category (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	food INTEGER NOT NULL,
	direction TEXT NOT NULL,
	pinned INTEGER NOT NULL,
	ask_above_mg INTEGER NOT NULL,
	min_mg INTEGER NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_origin (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	reuse_word TEXT NOT NULL,
	food INTEGER NOT NULL,
	needs_partner TEXT NOT NULL,
	needs_place TEXT NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_destination (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	treatment TEXT NOT NULL,
	needs_partner TEXT NOT NULL,
	waste_code TEXT NOT NULL,
	food INTEGER NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_container (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	tare_day TEXT NOT NULL,
	scale TEXT NOT NULL,
	part TEXT NOT NULL,
	face_cm2 INTEGER NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_operator (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	role TEXT NOT NULL,
	lang TEXT NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_partner (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	roles TEXT NOT NULL,
	siret TEXT NOT NULL,
	naf TEXT NOT NULL,
	insee TEXT NOT NULL,
	address TEXT NOT NULL, -- the address of a person is in erasable
	site_code TEXT NOT NULL,
	permit TEXT NOT NULL,
	donor_type TEXT NOT NULL,
	person INTEGER NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_place (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	place_type TEXT NOT NULL,
	insee TEXT NOT NULL,
	epci_siren TEXT NOT NULL,
	departement TEXT NOT NULL,
	probe TEXT NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_site (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	legal_name TEXT NOT NULL,
	address TEXT NOT NULL,
	siret TEXT NOT NULL,
	ess INTEGER NOT NULL,
	epci_siren TEXT NOT NULL,
	departement TEXT NOT NULL,
	agrement TEXT NOT NULL,
	meal_g INTEGER NOT NULL,
	label_line TEXT NOT NULL,
	trade TEXT NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_reason (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	uses TEXT NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_waste_code (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	category TEXT NOT NULL,
	destination TEXT NOT NULL,
	waste TEXT NOT NULL,
	hazardous INTEGER NOT NULL,
	treatment TEXT NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;
