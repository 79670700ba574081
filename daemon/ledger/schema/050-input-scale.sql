-- SPDX-License-Identifier: GPL-3.0-or-later
-- What goes into a pot from a plate keeps the scale that said so, as a pack does.
ALTER TABLE lot_input ADD COLUMN scale TEXT NOT NULL DEFAULT '';
ALTER TABLE lot_input ADD COLUMN shown_digits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lot_input ADD COLUMN shown_exp10 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lot_input ADD COLUMN shown_unit TEXT NOT NULL DEFAULT '';
