// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is asked of a food before it is received, as pure functions: which question is next, what is
 * offered to it, and what POST /food/receipts takes. Whether it may be received the daemon says.
 */

export const ALLERGENS = ["GLU", "CRU", "OEU", "POI", "ARA", "SOJ", "LAI", "FAC", "CEL", "MOU", "SES", "SUL", "LUP", "MOL"];

/* The way in that a donor of that type is; a site that has no such way is asked. */
const ORIGINS = {retail: "ALIM_GMS", wholesale: "ALIM_GMS", catering: "ALIM_RC", producer: "ALIM_PROD",
	industry: "ALIM_IAA", food_bank: "ALIM_BA"};
export const originOf = (type, offered) => offered.find(({code}) => code === ORIGINS[type])?.code;

/* Of the shipped families: of animals, perhaps of them; a family that a site adds is as its nobody knows. */
const ANIMAL = ["ALI-LAI", "ALI-FRO", "ALI-OEU", "ALI-BOE", "ALI-VOL", "ALI-POI"];
const MIXED = ["ALI-PLA", "ALI-SUR", "ALI-DIV"];
export const isAnimal = (family) => ANIMAL.includes(family);
export const mayBeAnimal = (family) => ANIMAL.includes(family) || MIXED.includes(family);

/* Whole degrees to choose from, about what the family may be at most; the law's limit is the daemon's (core/food.c). */
const DEGREES = {
	"ALI-SUR": [-22, -20, -19, -18, -17, -15, -12, -10],
	"ALI-POI": [-1, 0, 1, 2, 3, 4, 5, 6],
	"ALI-PLA": [0, 1, 2, 3, 4, 5, 6, 8],
	"ALI-BOE": [0, 1, 2, 3, 4, 5, 6, 8],
	"ALI-VOL": [0, 1, 2, 3, 4, 5, 6, 8],
	"ALI-LAI": [2, 3, 4, 5, 6, 7, 8, 9, 10, 12],
	"ALI-FRO": [2, 3, 4, 5, 6, 7, 8, 9, 10, 12],
};
export const degreesText = (degrees) => `${degrees > 0 ? "+" : degrees < 0 ? "−" : ""}${Math.abs(degrees)} °C`;
export const degreesOf = (family) => DEGREES[family] ?? [];

const isDated = ({date_kind: kind}) => kind === "dlc" || kind === "ddm";

/* A pack that was scanned is one, by itself. */
function asksPacking(said) {
	return said.packing === undefined && (said.scanned ? mayBeAnimal(said.category) && !isAnimal(said.category)
		: mayBeAnimal(said.category));
}

/* donor, origin, family, kind, date, packing, degrees; "take" when all is said. */
export function nextStep(said) {
	if (!said.partner)
		return "donor";
	if (!said.origin)
		return "origin";
	if (!said.category)
		return "family";
	if (!said.date_kind)
		return "kind";
	if (isDated(said) && !said.date)
		return "date";
	if (asksPacking(said))
		return "packing";
	return said.degrees === undefined && degreesOf(said.category).length > 0 ? "degrees" : "take";
}

const dayAfter = (day, n) => new Date(Date.parse(day) + n * 86400000).toISOString().slice(0, 10);
const monthEnd = (day, n) => {
	const [year, month] = day.split("-").map(Number);
	return new Date(Date.UTC(year, month + n, 0)).toISOString().slice(0, 10);
};

/* Readings of a cold place on the day before; null where it was not read before then: what is new has missed none. */
export function readYesterday(readings, code, today) {
	const before = today ? dayAfter(today, -1) : "";
	const of = readings.filter(({place, day}) => place === code && day <= before);
	return of.length > 0 ? of.filter(({day}) => day === before).length : null;
}

const DAYS = 11; // with "another" a pack of twelve
/* Use-by dates are near: each day from today on; the others are ends of months. */
export const daysFor = (kind, today) => Array.from({length: DAYS},
	(_, i) => (kind === "dlc" ? dayAfter(today, i) : monthEnd(today, i)));

/* Of the day that it is there: past, the last hours in which it may be handed over, soon, or none of them. */
export function dueOf({date_kind: kind, date}, today) {
	if (!date)
		return "";
	if (date < today)
		return kind === "dlc" ? "past" : "late";
	return date < dayAfter(today, 3) ? "soon" : "";
}

/* Oldest date first; those without one behind, as they came. */
export const byDate = (lots) => lots.toSorted((a, b) =>
	(a.date || "9999").localeCompare(b.date || "9999") || a.at.localeCompare(b.at));

/*
 * A pack was scanned: what is known of its article is proposed. Of another article nothing stays that was said
 * of the one before, least of all what it is made of; a vow is of one date.
 */
export function withPack(food, {text, gtin, kind, date}, known) {
	const before = food.gtin && food.gtin !== gtin ? {} : food;
	const dated = kind ? {date_kind: kind, date, commitment: date === before.date ? before.commitment : undefined} : {};
	return {...before, scanned: text, gtin, ...dated, ...Object.fromEntries(Object.entries(known).filter(([, value]) => value))};
}

/* Else nobody knows whether it was written: asked again by the same key it is the same reception. */
export const isSure = (answer) => Boolean(answer) && answer.status !== 202 && answer.status < 500;

/* What POST /food/receipts takes, but for the load. */
export function bodyOf(said) {
	const dated = isDated(said) ? {date: said.date} : {};
	const packing = said.packing ?? (said.scanned ? "pack" : "");
	return {
		category: said.category, partner: said.partner, origin: said.origin, date_kind: said.date_kind, ...dated,
		...(said.slip ? {slip: said.slip} : {}),
		...(said.scanned ? {scanned: said.scanned} : {}),
		...(said.ingredient ? {ingredient: said.ingredient} : {}),
		...(said.product ? {product: said.product} : {}),
		...(packing === "pack" || said.scanned ? {prepacked: true} : {}),
		...(packing !== "none" && mayBeAnimal(said.category) ? {animal: true} : {}),
		...(said.degrees !== undefined && said.degrees !== "" ? {temp_mc: said.degrees * 1000, temp_from: "typed"} : {}),
		...(said.commitment ? {commitment: true} : {}),
	};
}

/* Codes of allergens: held in one text. */
export const codesOf = (text) => (text ?? "").split(" ").filter(Boolean);
export const textOf = (codes) => ALLERGENS.filter((code) => codes.includes(code)).join(" ");
