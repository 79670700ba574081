-- SPDX-License-Identifier: GPL-3.0-or-later
-- Lots that are made: what went in, the frozen text of their label, what came out, their packs.
-- (IF NOT EXISTS: as in 010.)

-- projection
CREATE TABLE IF NOT EXISTS lot (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	id TEXT NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL, -- of making
	process TEXT NOT NULL,
	product TEXT NOT NULL,
	product_from TEXT NOT NULL,
	category TEXT NOT NULL,
	recipe TEXT NOT NULL,
	frozen_on TEXT NOT NULL,
	operator TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS lot_id ON lot (replace(id, '-', ''), journal);
CREATE INDEX IF NOT EXISTS lot_product ON lot (product);

-- projection
CREATE TABLE IF NOT EXISTS lot_input (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	lot TEXT NOT NULL,
	from_lot TEXT NOT NULL,
	source TEXT NOT NULL,
	mass_mg INTEGER NOT NULL,
	ingredient TEXT NOT NULL,
	partner TEXT NOT NULL,
	supplier_lot TEXT NOT NULL,
	none INTEGER NOT NULL,
	allergens TEXT NOT NULL,
	traces TEXT NOT NULL,
	emphasise TEXT NOT NULL,
	operator TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lot_input_lot ON lot_input (lot);
CREATE INDEX IF NOT EXISTS lot_input_from ON lot_input (from_lot) WHERE from_lot <> '';

-- projection
CREATE TABLE IF NOT EXISTS lot_closed (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	lot TEXT NOT NULL,
	allergens TEXT NOT NULL,
	traces TEXT NOT NULL,
	date_kind TEXT NOT NULL,
	date TEXT NOT NULL,
	frozen_on TEXT NOT NULL,
	thawed INTEGER NOT NULL,
	operator TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lot_closed_lot ON lot_closed (lot);

-- projection: the list of ingredients that is frozen in it, the heaviest first
CREATE TABLE IF NOT EXISTS lot_ingredient (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	item INTEGER NOT NULL,
	name TEXT NOT NULL,
	mass_mg INTEGER NOT NULL,
	allergens TEXT NOT NULL,
	emphasise TEXT NOT NULL,
	PRIMARY KEY (journal, seq, item)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE IF NOT EXISTS lot_packed (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	lot TEXT NOT NULL,
	packs INTEGER NOT NULL,
	outputs_mg INTEGER NOT NULL,
	bulk_mg INTEGER NOT NULL,
	losses_mg INTEGER NOT NULL,
	evaporation_mg INTEGER NOT NULL,
	rescued_mg INTEGER NOT NULL,
	portions INTEGER NOT NULL,
	store TEXT NOT NULL,
	reason TEXT NOT NULL,
	operator TEXT NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lot_packed_lot ON lot_packed (lot);

-- projection
CREATE TABLE IF NOT EXISTS pack (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	id TEXT NOT NULL,
	lot TEXT NOT NULL,
	gross_mg INTEGER NOT NULL,
	tare_mg INTEGER NOT NULL,
	net_mg INTEGER NOT NULL,
	container TEXT NOT NULL,
	method TEXT NOT NULL,
	scale TEXT NOT NULL,
	approved INTEGER NOT NULL,
	shown_digits INTEGER NOT NULL,
	shown_exp10 INTEGER NOT NULL,
	shown_unit TEXT NOT NULL,
	operator TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS pack_id ON pack (replace(id, '-', ''), journal);
CREATE INDEX IF NOT EXISTS pack_lot ON pack (lot);

-- projection
CREATE TABLE IF NOT EXISTS pack_state (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	id TEXT NOT NULL,
	state TEXT NOT NULL,
	slip TEXT NOT NULL,
	reason TEXT NOT NULL,
	weighing TEXT NOT NULL,
	operator TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS pack_state_id ON pack_state (id);

-- projection
CREATE TABLE IF NOT EXISTS lot_held (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	lot TEXT NOT NULL,
	why TEXT NOT NULL,
	reason TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS lot_held_lot ON lot_held (lot);

-- projection
CREATE TABLE IF NOT EXISTS lot_released (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	lot TEXT NOT NULL,
	decision TEXT NOT NULL,
	reason TEXT NOT NULL,
	operator TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS lot_released_lot ON lot_released (lot);

-- projection: what went into a lot (above zero) or out of it, and the rescued part of that; of what
-- is void there is no row
CREATE TABLE IF NOT EXISTS lot_flow (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	item INTEGER NOT NULL,
	kind TEXT NOT NULL, -- input, used, out, evaporated
	lot TEXT NOT NULL,
	mass_mg INTEGER NOT NULL,
	rescued_mg INTEGER NOT NULL,
	PRIMARY KEY (journal, seq, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lot_flow_lot ON lot_flow (lot);
