-- SPDX-License-Identifier: GPL-3.0-or-later
-- The journal (entry) is the truth, append-only. Tables marked "projection" are functions of
-- it and are rebuilt by the same code; erasable, label_job and kept are not: what a person may
-- ask to erase, the label outbox, and what the station remembers over a restart.
-- A journal is one writing daemon, so (journal, seq) is the identity of everything, and site
-- and station are those of the journal. Masses are milligrams, times UTC microseconds.
-- (OR where IN would do: for IN, SQLite builds a table anew at each insertion.)

CREATE TABLE entry (
	row INTEGER PRIMARY KEY, -- order of arrival in this file, not part of the truth
	journal TEXT NOT NULL,
	seq INTEGER NOT NULL CHECK (seq > 0),
	kind TEXT NOT NULL,
	v INTEGER NOT NULL,
	wall_us INTEGER NOT NULL,
	boot_id TEXT NOT NULL,
	boot_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	clock TEXT NOT NULL CHECK (clock IN ('doubtful', 'trusted')),
	body BLOB NOT NULL, -- UTF-8 JSON, the bytes as written
	prev BLOB NOT NULL,
	hash BLOB NOT NULL,
	UNIQUE (journal, seq)
) STRICT;

CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- projection
CREATE TABLE journal (
	journal TEXT PRIMARY KEY,
	pole TEXT NOT NULL,
	site TEXT NOT NULL,
	station TEXT NOT NULL,
	public_key BLOB
) STRICT, WITHOUT ROWID;

-- projection: the last printed number of each type of private key
CREATE TABLE number (
	journal TEXT NOT NULL REFERENCES journal (journal),
	type TEXT NOT NULL,
	prefix TEXT NOT NULL,
	last INTEGER NOT NULL,
	PRIMARY KEY (journal, type)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE weighing (
	row INTEGER PRIMARY KEY, -- of its entry
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	id TEXT NOT NULL,
	wall_us INTEGER NOT NULL,
	boot_id TEXT NOT NULL,
	boot_us INTEGER NOT NULL,
	day TEXT NOT NULL,
	clock TEXT NOT NULL CHECK (clock IN ('doubtful', 'trusted')),
	direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
	category TEXT NOT NULL,
	origin TEXT NOT NULL,
	destination TEXT NOT NULL,
	place TEXT NOT NULL,
	partner TEXT NOT NULL,
	lot TEXT NOT NULL,
	gross_mg INTEGER,
	tare_mg INTEGER,
	net_mg INTEGER NOT NULL CHECK (net_mg > 0),
	units INTEGER NOT NULL CHECK (units >= 0),
	method TEXT NOT NULL CHECK (method = 'weighed' OR method = 'typed' OR method = 'estimated'
		OR method = 'flat'),
	provenance TEXT NOT NULL CHECK (provenance = 'none' OR provenance = 'station_tare'
		OR provenance = 'device_tare'),
	scale TEXT NOT NULL,
	stable INTEGER NOT NULL,
	container TEXT NOT NULL,
	operator TEXT NOT NULL,
	corrects TEXT NOT NULL,
	reason TEXT NOT NULL,
	voided_journal TEXT,
	voided_seq INTEGER,
	FOREIGN KEY (journal, seq) REFERENCES entry (journal, seq),
	CHECK ((gross_mg IS NULL) = (tare_mg IS NULL)),
	CHECK (gross_mg IS NULL OR gross_mg - tare_mg = net_mg)
) STRICT;
CREATE UNIQUE INDEX weighing_id ON weighing (replace(id, '-', ''), journal);
CREATE INDEX weighing_day ON weighing (day);
CREATE INDEX weighing_doubtful ON weighing (boot_id) WHERE clock = 'doubtful';

-- projection: what reports read, kept by the transaction that writes the weighing
CREATE TABLE total (
	day TEXT NOT NULL,
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
	PRIMARY KEY (day, journal, direction, category, origin, destination, partner, place, method)
) STRICT, WITHOUT ROWID;

-- projection
CREATE TABLE catalogue (
	journal TEXT NOT NULL REFERENCES journal (journal),
	kind TEXT NOT NULL,
	code TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	valid_until TEXT NOT NULL, -- first day no longer valid, '' for ever
	seq INTEGER NOT NULL,      -- entry that gave the row,
	item INTEGER NOT NULL,     -- and its place there: names of persons are in erasable
	parent TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	label_en TEXT NOT NULL,
	short_fr TEXT NOT NULL,
	short_en TEXT NOT NULL,
	scheme TEXT NOT NULL,
	flow TEXT NOT NULL,
	class TEXT NOT NULL,
	counts_as_intake INTEGER NOT NULL,
	hidden INTEGER NOT NULL,
	tare_mg INTEGER NOT NULL,
	unit_mg INTEGER NOT NULL,
	sort INTEGER NOT NULL,
	PRIMARY KEY (journal, kind, code, valid_from)
) STRICT, WITHOUT ROWID;

-- projection: Idempotency-Key of each request that wrote
CREATE TABLE request (
	journal TEXT NOT NULL REFERENCES journal (journal),
	key TEXT NOT NULL,
	digest BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (journal, key)
) STRICT, WITHOUT ROWID;

-- projection: the text itself is in erasable
CREATE TABLE unknown_code (
	journal TEXT NOT NULL REFERENCES journal (journal),
	seq INTEGER NOT NULL,
	device TEXT NOT NULL,
	wall_us INTEGER NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;

-- Words of and about people: the entry holds BLAKE2b-256(salt, text) under the same item.
CREATE TABLE erasable (
	journal TEXT NOT NULL,
	seq INTEGER NOT NULL,
	item INTEGER NOT NULL,
	salt BLOB NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (journal, seq, item),
	FOREIGN KEY (journal, seq) REFERENCES entry (journal, seq)
) STRICT, WITHOUT ROWID;

-- The label outbox: a job is written by the transaction that writes its weighing.
CREATE TABLE label_job (
	number INTEGER PRIMARY KEY,
	journal TEXT NOT NULL,
	id TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'sending' OR state = 'done'
		OR state = 'unknown' OR state = 'dropped'),
	copy INTEGER NOT NULL,
	wall_us INTEGER NOT NULL
) STRICT;
CREATE INDEX label_job_open ON label_job (state)
	WHERE state = 'waiting' OR state = 'sending' OR state = 'unknown';
CREATE INDEX label_job_id ON label_job (id);

-- Small operational memories: this file's own journal, the station's context.
CREATE TABLE kept (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
