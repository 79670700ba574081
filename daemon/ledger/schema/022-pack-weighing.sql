-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whose weighing it is, by which packs left: asked whenever one is void.
CREATE INDEX IF NOT EXISTS pack_state_weighing ON pack_state (weighing) WHERE weighing <> '';
CREATE INDEX IF NOT EXISTS pack_state_slip ON pack_state (slip) WHERE slip <> '';
