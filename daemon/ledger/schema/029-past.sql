-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which journals a journal goes on from, itself among them: a restored copy opens a new one.

-- projection
CREATE TABLE journal_past (
	journal TEXT NOT NULL REFERENCES journal (journal),
	past TEXT NOT NULL,
	PRIMARY KEY (journal, past)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_past_past ON journal_past (past);
INSERT INTO journal_past SELECT journal, journal FROM journal;
