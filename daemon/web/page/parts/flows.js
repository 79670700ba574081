// SPDX-License-Identifier: GPL-3.0-or-later
/* As what a mass counts in a report's rows: what came in, and where it went. */
export const OUTWARD = ["reuse_mg", "transfer_mg", "recycling_mg", "energy_mg", "disposal_mg", "correction_mg"];
export const FLOWS = ["in_mg", "neutral_in_mg", ...OUTWARD];

export const outward = (row) => OUTWARD.reduce((sum, name) => sum + (row[name] ?? 0), 0);
