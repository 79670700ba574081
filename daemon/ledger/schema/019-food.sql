-- SPDX-License-Identifier: GPL-3.0-or-later
-- Food of donors: lots received, what their packs say, what was refused; numbers of lots, by the day.
-- (IF NOT EXISTS: as in 010.)

-- projection
CREATE TABLE IF NOT EXISTS food_received (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	lot TEXT NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	slip TEXT NOT NULL,
	partner TEXT NOT NULL,
	donor_type TEXT NOT NULL,
	category TEXT NOT NULL,
	ingredient TEXT NOT NULL,
	product TEXT NOT NULL,
	gtin TEXT NOT NULL,
	donor_lot TEXT NOT NULL,
	description TEXT NOT NULL,
	date_kind TEXT NOT NULL,
	date TEXT NOT NULL,
	temp_mc INTEGER, -- NULL: nobody measured
	temp_from TEXT NOT NULL,
	prepacked INTEGER NOT NULL,
	animal INTEGER NOT NULL,
	commitment INTEGER NOT NULL,
	store TEXT NOT NULL,
	units INTEGER NOT NULL,
	net_mg INTEGER NOT NULL,
	weighing TEXT NOT NULL,
	operator TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS food_received_lot ON food_received (replace(lot, '-', ''), journal);
CREATE INDEX IF NOT EXISTS food_received_product ON food_received (product) WHERE product <> '';

-- projection
CREATE TABLE IF NOT EXISTS food_read (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	lot TEXT NOT NULL,
	none INTEGER NOT NULL,
	allergens TEXT NOT NULL,
	traces TEXT NOT NULL,
	emphasise TEXT NOT NULL,
	compound TEXT NOT NULL,
	operator TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS food_read_lot ON food_read (lot);

-- projection
CREATE TABLE IF NOT EXISTS food_refused (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	slip TEXT NOT NULL,
	partner TEXT NOT NULL,
	category TEXT NOT NULL,
	net_mg INTEGER NOT NULL,
	units INTEGER NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS lot_number (
	journal TEXT NOT NULL REFERENCES journal (journal),
	day TEXT NOT NULL,
	last INTEGER NOT NULL,
	PRIMARY KEY (journal, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS weighing_lot ON weighing (lot) WHERE lot <> '';
