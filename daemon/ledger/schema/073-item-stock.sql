-- SPDX-License-Identifier: GPL-3.0-or-later
-- How many items of each category are there, and their mass: what has not gone, kept by each move.

-- projection
CREATE TABLE item_stock (
	site TEXT NOT NULL,
	category TEXT NOT NULL,
	items INTEGER NOT NULL, -- no row says 0
	mass_mg INTEGER NOT NULL,
	PRIMARY KEY (site, category)
) STRICT, WITHOUT ROWID;

INSERT INTO item_stock SELECT j.site, i.category, count(*), sum(i.net_mg)
	FROM item_now n JOIN item i ON i.row = n.item JOIN journal j USING (journal)
	WHERE n.state <> 'gone' GROUP BY 1, 2;
