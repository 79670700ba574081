-- SPDX-License-Identifier: GPL-3.0-or-later
-- Items with a label of their own: what each is, where it was said to be, numbers given out ahead.

-- projection
CREATE TABLE item (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	id TEXT NOT NULL,
	category TEXT NOT NULL,
	net_mg INTEGER NOT NULL,
	units INTEGER NOT NULL,
	method TEXT NOT NULL,
	weighing TEXT NOT NULL,
	store TEXT NOT NULL,
	operator TEXT NOT NULL
) STRICT;
CREATE INDEX item_id ON item (replace(id, '-', ''));
CREATE INDEX item_weighing ON item (weighing) WHERE weighing <> '';

-- projection
CREATE TABLE item_state (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	id TEXT NOT NULL,
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	weighing TEXT NOT NULL,
	operator TEXT NOT NULL
) STRICT;
CREATE INDEX item_state_id ON item_state (id);
CREATE INDEX item_state_weighing ON item_state (weighing) WHERE weighing <> '';

-- projection: of each item that counts the one state that it is in, what is void left out
CREATE TABLE item_now (
	item INTEGER PRIMARY KEY, -- its row
	id TEXT NOT NULL UNIQUE,
	state TEXT NOT NULL,
	since TEXT NOT NULL,
	left_by TEXT NOT NULL,
	move INTEGER NOT NULL -- row of the entry that says so; 0: none does
) STRICT;
CREATE INDEX item_now_state ON item_now (state, item);

-- projection
CREATE TABLE keys_issued (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	type TEXT NOT NULL,
	prefix TEXT NOT NULL,
	from_number INTEGER NOT NULL,
	to_number INTEGER NOT NULL
) STRICT;
