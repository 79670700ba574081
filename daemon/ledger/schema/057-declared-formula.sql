-- SPDX-License-Identifier: GPL-3.0-or-later
-- By which formula figures were filed (enum scheme_formula): what was filed before food counted as what of it was
-- rescued is held against today's weighings by the formula of then, so that a new program rectifies nothing.
ALTER TABLE declaration ADD COLUMN formula INTEGER NOT NULL DEFAULT 0;
