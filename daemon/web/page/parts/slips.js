// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the five types of slip ask before one is open, as pure functions: which way it goes, from or to
 * where, who is offered as the other side, whether somebody carries it. Which are required is what
 * origin and destination say of themselves (needs_partner, needs_place); the daemon refuses what lacks.
 */
import {findRow, offered} from "/base/kernel.js";

/* In the order of the tiles. roles: who is offered first; the other partners are one touch away. */
export const SLIPS = {
	deposit: {end: "origin", roles: ["donor"]},
	pickup: {end: "origin", roles: ["donor"]},
	removal: {end: "destination", roles: ["recycler", "eco_organisme"], carried: true},
	transfer: {end: "destination", roles: ["member", "recipient"]},
	delivery: {end: "destination", roles: ["recipient"]},
};

const WASTE = ["recycling", "energy", "disposal"];
const ENDS = {
	deposit: (row) => !row.food,
	pickup: (row) => Boolean(row.food),
	removal: (row) => WASTE.includes(row.class) || (row.class === "transfer" && Boolean(row.waste_code)),
	transfer: (row) => row.class === "transfer" && !row.waste_code,
	delivery: (row) => row.class === "reuse" && Boolean(row.needs_partner),
};

/* Where its goods may come from or go to. */
export const endsOf = (type) => (SLIPS[type] ? offered(`${SLIPS[type].end}s`).filter(ENDS[type]) : []);

/* Types that this site has an end for: the other trade's are hidden with it. */
export const typesOffered = () => Object.keys(SLIPS).filter((type) => endsOf(type).length > 0);

export const endRow = (type, code) => (SLIPS[type] ? findRow(`${SLIPS[type].end}s`, code) ?? null : null);

/* Its goods came from a member of the cluster (inherits), or a body gave them to be used again. */
export function rolesOf(type, end, step) {
	if (step === "carrier")
		return ["carrier"];
	if (end?.reuse_word === "inherits")
		return ["member"];
	return end?.reuse_word === "reutilisation" ? ["donor", "eco_organisme"] : SLIPS[type].roles;
}

/* Of whom nothing is said may be anybody. */
export const hasRole = ({roles}, wanted) => !roles || roles.split(" ").some((role) => wanted.includes(role));

const STORES = ["room", "cold_room", "shelf"];
export const isOutside = ({place_type: of}) => !STORES.includes(of);

/* Out is always to somebody: a paper for nobody is none. Where it goes may be said at each weighing. */
function asks(type, end, step) {
	const {carried, end: way} = SLIPS[type];
	if (step === "end")
		return true;
	if (step === "partner")
		return way === "destination" || Boolean(end?.needs_partner);
	if (step === "ref") // what comes from a member has its paper's number
		return end?.reuse_word === "inherits";
	return step === "carrier" ? Boolean(carried) : Boolean(end?.needs_place);
}

export const mustSay = (type, end, step) => (step === "end" ? SLIPS[type].end === "origin"
	: step === "partner" ? (SLIPS[type].end === "destination" && !end) || end?.needs_partner === "yes"
		: step === "place" && end?.needs_place === "yes");

const STEPS = ["end", "partner", "carrier", "place", "ref"];

/* The next of them, or null when all is said. chosen: what was, "" what was left out. */
export const nextStep = (type, chosen) => STEPS.find((step) =>
	chosen[step] === undefined && asks(type, endRow(type, chosen.end), step)) ?? null;

/* What is asked again when the daemon refused that field; null: it is of nothing that was asked. */
export function stepRefused(type, field) {
	const step = field === SLIPS[type].end ? "end" : field;
	return STEPS.includes(step) ? step : null;
}

/* Those of the last slips first, the newest at the top: with gloves nobody writes a name. */
export function lastFirst(rows, codes) {
	const rank = new Map([...new Set(codes)].map((code, i) => [code, i]));
	const of = ({code}) => rank.get(code) ?? rank.size;
	return [...rows].sort((a, b) => of(a) - of(b)); // the rest keep their order
}

/*
 * The row by which a site says that nobody knows who brought it. Never of food: who gave that has to be
 * known (Regulation (EC) 178/2002, article 18).
 */
export const UNKNOWN = "AUTRE";
export const mayBeUnknown = (type, end, step) => step === "partner" && SLIPS[type].end === "origin"
	&& !end?.food && mustSay(type, end, step);

/* What POST /slips takes. */
export const bodyOf = (type, {end, partner, carrier, place, ref}) => Object.fromEntries([["type", type],
	[SLIPS[type].end, end], ["partner", partner], ["carrier", carrier], ["place", place], ["ref", ref]]
	.filter(([, said]) => said));
