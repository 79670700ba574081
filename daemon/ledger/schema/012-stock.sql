-- SPDX-License-Identifier: GPL-3.0-or-later
-- Counts, sortings and moves, one row for each entry; what each of their lines is of the stock; and
-- the stock itself, as what it changed by on each day, so that the stock of any day is a sum.
-- The place '' is the site's own.

-- projection
CREATE TABLE stock_count (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL, -- of what was done, as its day is
	day TEXT NOT NULL,
	place TEXT NOT NULL,
	scope TEXT NOT NULL,
	operator TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE sorted (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	category TEXT NOT NULL,
	store TEXT NOT NULL,
	operator TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE moved (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	from_place TEXT NOT NULL,
	to_place TEXT NOT NULL,
	operator TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;

-- projection: a move has two rows for each line, a sorting one for what was taken
CREATE TABLE stock_line (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	item INTEGER NOT NULL,
	kind TEXT NOT NULL,
	site TEXT NOT NULL,
	category TEXT NOT NULL,
	store TEXT NOT NULL,
	day TEXT NOT NULL,
	wall_us INTEGER NOT NULL,
	mass_mg INTEGER NOT NULL,   -- counted, or put there (taken: below zero)
	units INTEGER NOT NULL,
	change_mg INTEGER NOT NULL, -- of the stock: of a count, counted less what should be there
	voided INTEGER NOT NULL,
	PRIMARY KEY (journal, seq, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX stock_line_at ON stock_line (site, category, store, day, wall_us, journal, seq);
CREATE INDEX stock_line_day ON stock_line (day);

-- projection
CREATE TABLE stock_day (
	site TEXT NOT NULL,
	category TEXT NOT NULL,
	store TEXT NOT NULL,
	day TEXT NOT NULL,
	mass_mg INTEGER NOT NULL, -- by which it changed on that day; no row says 0
	PRIMARY KEY (site, category, store, day)
) STRICT, WITHOUT ROWID;

INSERT INTO stock_day SELECT j.site, t.category, '', t.day,
	sum(iif(t.direction = 'in', t.mass_mg, -t.mass_mg))
	FROM total t JOIN journal j USING (journal) GROUP BY 1, 2, 3, 4
	-- Said whole: a name there would be the column's of total, not the sum's.
	HAVING sum(iif(t.direction = 'in', t.mass_mg, -t.mass_mg)) <> 0;
