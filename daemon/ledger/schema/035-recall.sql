-- SPDX-License-Identifier: GPL-3.0-or-later
-- Recalls: what was called back, which lots that were then, and what it came to at its end.
-- (IF NOT EXISTS: as in 010.)

-- projection
CREATE TABLE IF NOT EXISTS recall (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	number INTEGER NOT NULL,
	sort TEXT NOT NULL,
	about TEXT NOT NULL,
	drill INTEGER NOT NULL,
	reason TEXT NOT NULL,
	operator TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS recall_number ON recall (number);

-- projection: its lots, as they were found when it began
CREATE TABLE IF NOT EXISTS recall_lot (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	lot TEXT NOT NULL,
	number INTEGER NOT NULL,
	PRIMARY KEY (journal, seq, lot)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS recall_lot_number ON recall_lot (number);
CREATE INDEX IF NOT EXISTS recall_lot_lot ON recall_lot (lot);

-- projection
CREATE TABLE IF NOT EXISTS recall_count (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	recall INTEGER NOT NULL,
	decision TEXT NOT NULL,
	made INTEGER NOT NULL,
	in_stock INTEGER NOT NULL,
	on_slip INTEGER NOT NULL,
	delivered INTEGER NOT NULL,
	recovered INTEGER NOT NULL,
	destroyed INTEGER NOT NULL,
	tasted INTEGER NOT NULL,
	minutes INTEGER NOT NULL,
	reason TEXT NOT NULL,
	operator TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS recall_count_recall ON recall_count (recall);

CREATE INDEX IF NOT EXISTS food_received_gtin ON food_received (gtin) WHERE gtin <> '';
CREATE INDEX IF NOT EXISTS food_received_donor_lot ON food_received (donor_lot) WHERE donor_lot <> '';
