-- SPDX-License-Identifier: GPL-3.0-or-later
-- Unknown codes that a person has seen, each by the entry that was its newest then: scanned anew, it
-- is shown anew. Kept, not a projection. The text is not copied: it is erasable.

CREATE TABLE code_seen (
	journal TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;
