-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whether a weighing was made on an approved scale. Entries from before do not say it: 0.

ALTER TABLE weighing ADD COLUMN approved INTEGER NOT NULL DEFAULT 0;
