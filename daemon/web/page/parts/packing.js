// SPDX-License-Identifier: GPL-3.0-or-later
/* The packing of a lot, as pure functions: what of it is in packs, and what the end of it says of the rest. */

/* What may become of what is in no pack; what nobody says is steam. */
export const RESTS = [
	{code: "steam", picture: "finish"},
	{code: "bulk", picture: "lots"},
	{code: "COMPOST", picture: "COMPOST", destination: "COMPOST"},
	{code: "METHA", picture: "METHA", destination: "METHA"},
];

/* Packs that count, and what is left of the lot besides them. */
export function packedOf({packs = [], left_mg: left = 0}) {
	const valid = packs.filter(({voided_by: by}) => !by);
	const mass = valid.reduce((sum, {net_mg: net}) => sum + net, 0);
	return {count: valid.length, mass_mg: mass, rest_mg: Math.max(left - mass, 0)};
}

/* As the station does it: under a tare of its own a tray is net already. */
export const netOf = ({net_mg: net, tare_mg: tare}, container) => (tare > 0 ? net : net - (container?.tare_mg ?? 0));

/* What POST /lots/LOT/pack-end takes, but for a reason. */
export function bodyOfEnd(rest, amount) {
	if (rest === "bulk")
		return {bulk_kg: amount};
	return rest === "steam" ? {} : {losses: [{destination: rest, mass_kg: amount}]};
}
