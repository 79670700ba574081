-- SPDX-License-Identifier: GPL-3.0-or-later
-- On which days a scale weighed, so that a report need not read a year of weighings to say on how
-- many of them it was checked.

-- projection
CREATE TABLE scale_day (
	day TEXT NOT NULL,
	journal TEXT NOT NULL REFERENCES journal (journal),
	scale TEXT NOT NULL,
	weighings INTEGER NOT NULL,
	PRIMARY KEY (day, journal, scale)
) STRICT, WITHOUT ROWID;

INSERT INTO scale_day SELECT day, journal, scale, count(*) FROM weighing
	WHERE voided_seq IS NULL AND scale <> '' AND method = 'weighed' GROUP BY 1, 2, 3;
