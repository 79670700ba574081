-- SPDX-License-Identifier: GPL-3.0-or-later
-- By which convention and scheme a declaration was drawn up or filed, as they were then. Those from before
-- have neither.

ALTER TABLE declaration ADD COLUMN convention TEXT NOT NULL DEFAULT '';
ALTER TABLE declaration ADD COLUMN scheme TEXT NOT NULL DEFAULT '';
