-- SPDX-License-Identifier: GPL-3.0-or-later
-- projection: what the tare of a weighing was composed of, each container with its number; '' where no container was.
ALTER TABLE weighing ADD COLUMN containers TEXT NOT NULL DEFAULT '';
