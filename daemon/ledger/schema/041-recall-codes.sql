-- SPDX-License-Identifier: GPL-3.0-or-later
-- Recalls by a donor's lot or a GTIN ask for these as they are compared: without blanks, without the zeros before
-- (recall.c, SAME_GTIN). As they were written nobody asks for them.
DROP INDEX IF EXISTS food_received_gtin;
DROP INDEX IF EXISTS food_received_donor_lot;
CREATE INDEX IF NOT EXISTS food_received_gtin_plain ON food_received (ltrim(gtin, '0')) WHERE gtin <> '';
CREATE INDEX IF NOT EXISTS food_received_donor_lot_plain ON food_received (upper(replace(donor_lot, ' ', '')))
	WHERE donor_lot <> '';
