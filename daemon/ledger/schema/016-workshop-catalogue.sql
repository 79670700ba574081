-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a workshop makes, of what and how: facts of the catalogue, as in 010-catalogue-facts.sql.

-- projection
CREATE TABLE IF NOT EXISTS catalogue_ingredient (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	allergens TEXT NOT NULL, -- usual ones: a proposal, never what a lot holds
	emphasise TEXT NOT NULL,
	raw INTEGER NOT NULL,
	animal INTEGER NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_product (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	name_legal TEXT NOT NULL,
	name_second TEXT NOT NULL,
	category TEXT NOT NULL,
	storage TEXT NOT NULL,
	life_days INTEGER NOT NULL,
	study_ref TEXT NOT NULL,
	channel TEXT NOT NULL,
	quantity TEXT NOT NULL,
	constant_mg INTEGER NOT NULL,
	reheating TEXT NOT NULL,
	after_opening TEXT NOT NULL,
	freezable INTEGER NOT NULL,
	gtin TEXT NOT NULL,
	traces TEXT NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_recipe (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	product TEXT NOT NULL,
	lines TEXT NOT NULL, -- CAROTTE=30 OIGNON=2,5: kilograms
	portions INTEGER NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;
