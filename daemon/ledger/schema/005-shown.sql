-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the instrument displayed, so that a label printed again says its weight as the first did.

ALTER TABLE weighing ADD COLUMN shown_digits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE weighing ADD COLUMN shown_exp10 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE weighing ADD COLUMN shown_unit TEXT NOT NULL DEFAULT '';

UPDATE weighing SET
	shown_digits = ifnull((SELECT json_extract(CAST(e.body AS TEXT), '$.shown.digits')
		FROM entry e WHERE e.row = weighing.row), 0),
	shown_exp10 = ifnull((SELECT json_extract(CAST(e.body AS TEXT), '$.shown.exp10')
		FROM entry e WHERE e.row = weighing.row), 0),
	shown_unit = ifnull((SELECT json_extract(CAST(e.body AS TEXT), '$.shown.unit')
		FROM entry e WHERE e.row = weighing.row), '');
