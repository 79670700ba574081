// SPDX-License-Identifier: GPL-3.0-or-later
/* What is pure of items: how a key is said, how old something is, what a stock-take comes to. */

/* The last two parts are what people say. */
export const shortKey = (id) => id.split("-").slice(-2).join("-");
export const daysBetween = (from, to) => Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86400000));

/* What was scanned against what should be there. */
export function stockTake(expected, seen) {
	const there = new Set(seen);
	const known = new Set(expected.map(({id}) => id));
	return {found: expected.filter(({id}) => there.has(id)), missing: expected.filter(({id}) => !there.has(id)),
		unexpected: seen.filter((id) => !known.has(id))};
}
