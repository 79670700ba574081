-- SPDX-License-Identifier: GPL-3.0-or-later
-- To which body what is declared, by which of its categories: facts of the catalogue, as in
-- 010-catalogue-facts.sql; and what was declared, one row for each entry, its figures beside it.

-- projection
CREATE TABLE IF NOT EXISTS catalogue_scheme_site (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	eco_organisme TEXT NOT NULL,
	convention TEXT NOT NULL,
	window_days INTEGER NOT NULL,
	rhythm TEXT NOT NULL,
	columns TEXT NOT NULL, -- SIRET=siret;Tonnes=own_in_t: the sheet that it asks for
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_scheme_category (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	eco_organisme TEXT NOT NULL,
	body_code TEXT NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS catalogue_scheme_map (
	journal TEXT NOT NULL REFERENCES journal (journal),
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	category TEXT NOT NULL,
	eco_organisme TEXT NOT NULL,
	scheme_category TEXT NOT NULL,
	share_ppm INTEGER NOT NULL,
	PRIMARY KEY (journal, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE declaration (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	eco_organisme TEXT NOT NULL,
	period TEXT NOT NULL,
	version INTEGER NOT NULL,
	state TEXT NOT NULL,
	first_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	figures_hash TEXT NOT NULL,
	reference TEXT NOT NULL,
	amount_cents INTEGER NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX declaration_of ON declaration (eco_organisme, period);

-- projection
CREATE TABLE declaration_line (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	item INTEGER NOT NULL,
	scheme_category TEXT NOT NULL,
	own_in_mg INTEGER NOT NULL,
	from_members_mg INTEGER NOT NULL,
	reuse_mg INTEGER NOT NULL,
	neutral_in_mg INTEGER NOT NULL,
	recycling_mg INTEGER NOT NULL,
	other_mg INTEGER NOT NULL,
	units_in INTEGER NOT NULL,
	units_reuse INTEGER NOT NULL,
	units_back INTEGER NOT NULL,
	PRIMARY KEY (journal, seq, item)
) STRICT, WITHOUT ROWID;
