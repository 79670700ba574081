-- SPDX-License-Identifier: GPL-3.0-or-later
-- Totals by month beside those by day, kept by the same transaction: a year's report reads the
-- keys of twelve months and not those of every day.

-- projection
CREATE TABLE total_month (
	month TEXT NOT NULL, -- YYYY-MM
	journal TEXT NOT NULL REFERENCES journal (journal),
	direction TEXT NOT NULL,
	category TEXT NOT NULL,
	origin TEXT NOT NULL,
	destination TEXT NOT NULL,
	partner TEXT NOT NULL,
	place TEXT NOT NULL,
	method TEXT NOT NULL,
	mass_mg INTEGER NOT NULL,
	units INTEGER NOT NULL,
	weighings INTEGER NOT NULL,
	PRIMARY KEY (month, journal, direction, category, origin, destination, partner, place, method)
) STRICT, WITHOUT ROWID;

INSERT INTO total_month SELECT substr(day, 1, 7), journal, direction, category, origin, destination,
	partner, place, method, sum(mass_mg), sum(units), sum(weighings)
	FROM total GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
