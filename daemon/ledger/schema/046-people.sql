-- SPDX-License-Identifier: GPL-3.0-or-later
-- Of a site: that nobody is named at the desk, a fact as in 010-catalogue-facts.sql; and what a copy that was put
-- back meant for people.

ALTER TABLE catalogue_site ADD COLUMN nobody_named INTEGER NOT NULL DEFAULT 0;

-- projection
CREATE TABLE people_restored (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	people INTEGER NOT NULL,
	coordinators INTEGER NOT NULL,
	secrets INTEGER NOT NULL,
	tokens INTEGER NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
