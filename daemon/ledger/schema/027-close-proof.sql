-- SPDX-License-Identifier: GPL-3.0-or-later
-- The root over the weighings of a closed period, and the fingerprint of its evidence pack. Closes from
-- before have neither.

ALTER TABLE close ADD COLUMN merkle_root TEXT NOT NULL DEFAULT '';
ALTER TABLE close ADD COLUMN pack_hash TEXT NOT NULL DEFAULT '';
