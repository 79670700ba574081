-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where goods that are weighed lie, '' in the site's own place; and as what waste they left. Entries
-- from before say neither: no figure of theirs moves.

ALTER TABLE weighing ADD COLUMN waste_code TEXT NOT NULL DEFAULT '';
ALTER TABLE weighing ADD COLUMN treatment TEXT NOT NULL DEFAULT '';
ALTER TABLE weighing ADD COLUMN store TEXT NOT NULL DEFAULT '';
