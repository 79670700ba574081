-- SPDX-License-Identifier: GPL-3.0-or-later
-- Of a site: that nobody is named at the desk, a fact as in 010-catalogue-facts.sql.

ALTER TABLE catalogue_site ADD COLUMN nobody_named INTEGER NOT NULL DEFAULT 0;
