// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the settings know of catalogue rows, without a page: the kinds and their fields, what a
 * form changed, which version of a row holds on a day, a new order, the code that is proposed for
 * a new row, and what takes a change back. A row is changed by saying its code and what is
 * new; whatever else it holds stays.
 */
import {folded} from "/parts/list.js";

const CODE_MOST = 12;
const LABEL_MOST = 110;
const SHORT_MOST = 16; // more does not fit a tile

/*
 * kind -> {many: its member of GET /catalogue, picture, fields of old beside the words and facts, of: the
 * trade that alone needs it}
 */
export const KINDS = {
	category: {many: "categories", picture: "TLC-VET", fields: [
		{name: "parent", type: "picture"},
		{name: "scheme", type: "choice"},
		{name: "flow", type: "text", most: 24},
		{name: "unit_kg", type: "kg", most: 1000},
	]},
	origin: {many: "origins", picture: "in", fields: [{name: "counts_as_intake", type: "yes"}]},
	destination: {many: "destinations", picture: "out", fields: [
		{name: "class", type: "choice", needed: true}]},
	container: {many: "containers", picture: "container", fields: [
		{name: "tare_kg", type: "kg", most: 1000, needed: true}]},
	operator: {many: "operators", picture: "operator", fields: []},
	partner: {many: "partners", picture: "partner", fields: []},
	place: {many: "places", picture: "place", fields: []},
	site: {many: "sites", picture: "site", fields: []},
	reason: {many: "reasons", picture: "reason", fields: []},
	"waste-code": {many: "waste_codes", picture: "waste-code", fields: []},
	ingredient: {many: "ingredients", picture: "ALI", fields: [], of: "workshop"},
	product: {many: "products", picture: "ALIM_REPAS", fields: [], of: "workshop"},
	recipe: {many: "recipes", picture: "order", fields: [], of: "workshop"},
	"scheme-site": {many: "scheme_sites", picture: "ECO_ORG", fields: [{name: "scheme", type: "choice"}]},
	"scheme-category": {many: "scheme_categories", picture: "order", fields: [{name: "unit_kg", type: "kg", most: 1000}]},
	"scheme-map": {many: "scheme_maps", picture: "reports", fields: [{name: "flow", type: "choice", needed: true}]},
	"factor-set": {many: "factor_sets", picture: "co2e", fields: []},
	factor: {many: "factors", picture: "factor", fields: []},
};

const WORDS = [
	{name: "label_fr", type: "text", most: LABEL_MOST, needed: true},
	{name: "label_en", type: "text", most: LABEL_MOST},
	{name: "short_fr", type: "text", most: SHORT_MOST},
	{name: "short_en", type: "text", most: SHORT_MOST},
];

/* Operators, partners and the like stand on no tile. */
export const onTiles = (kind) => !["operator", "partner", "place", "site", "waste-code",
	"ingredient", "product", "recipe", "scheme-site", "scheme-category", "scheme-map", "factor-set", "factor"].includes(kind);

/* ---- facts: what the daemon says that each kind has (GET /catalogue/facts), and no list of ours */

const TYPES = {word: "choice", words: "several", yes: "yes", mass: "kg", count: "count", day: "day",
	code: "choice", text: "text", lines: "lines"};
let facts = {};

export function useFacts(kinds) {
	facts = kinds;
}

const asField = ({name, type, most, words, catalogue}) => ({name: name.replace(/_mg$/, "_kg"), type: TYPES[type],
	most: type === "mass" ? most / 1e6 : most, least: type === "count" ? 0 : undefined, words, catalogue, usual: false});

const factsOf = (kind) => facts[kind] ?? [];

/* {name, type, words, catalogue}: of whichever kind, as facts of one name mean the same in each. */
export const factNamed = (name) => Object.values(facts).flat().find((fact) => fact.name === name);

export const factNames = () => [...new Set(Object.values(facts).flat().map(({name}) => name))];

/* What of a row can be looked for beside its names. */
export const textsOf = (kind, row) => factsOf(kind).filter(({type}) => type === "text").map(({name}) => row[name]);

export const fieldsOf = (kind) => [...WORDS.filter(({name}) => onTiles(kind) || name.startsWith("label")),
	...KINDS[kind].fields, ...factsOf(kind).map(asField)];

/* 1250000 -> "1.25": exact, no zero too much; nothing when there is none. */
export function plainMass(mg) {
	if (!Number.isInteger(mg) || mg === 0)
		return "";
	const digits = String(mg).padStart(7, "0");
	return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, "");
}

/* A row as a form has it: texts, and yes or no. */
export function valuesOf(kind, row) {
	return Object.fromEntries(fieldsOf(kind).map(({name, type, usual = true}) => {
		if (type === "kg")
			return [name, plainMass(row[name.replace("_kg", "_mg")])];
		return [name, type === "yes" ? row[name] ?? usual : row[name] ?? ""];
	}));
}

/* As the call takes it: an emptied field is an empty text, or no number. */
function sent(type, value) {
	const text = String(value ?? "").trim();
	if (type === "yes")
		return Boolean(value);
	return type === "count" ? (text === "" ? null : Number(text)) : text;
}

const same = (type, a, b) => (type === "yes" ? Boolean(a) === Boolean(b)
	: String(a ?? "").trim() === String(b ?? "").trim()
		|| (type === "kg" && Number(String(a).replace(",", ".")) === Number(String(b).replace(",", "."))));

/* What was changed in a form, as the call takes it. */
export function changedOf(kind, row, values) {
	const before = valuesOf(kind, row);
	return Object.fromEntries(fieldsOf(kind).filter(({name, type}) => !same(type, before[name], values[name]))
		.map(({name, type}) => [name, sent(type, values[name])]));
}

/* Of a row that is new, all that was filled in. */
export const allOf = (kind, values) => Object.fromEntries(fieldsOf(kind)
	.map(({name, type}) => [name, sent(type, values[name])])
	.filter(([, value]) => value !== "" && value !== null));

/* A day before any version: nothing stands there that a change could leave as it is, so all is said. */
export const beforeFirst = ({versions}, day) => Boolean(day) && day < versions[0].valid_from;

/* ---- versions: each holds from its first day until the next begins */

const byFirstDay = (a, b) => a.valid_from.localeCompare(b.valid_from);

/* The one in force; else the next to come, else the last that was. */
export const versionOn = (versions, day) => versions.find(({current}) => current)
	?? versions.find(({valid_from: from}) => from > day) ?? versions.at(-1);

/*
 * [{code, row, versions, next, ended}], one for each code, in the catalogue's order; next: the day
 * of a version to come; ended: none is in force.
 */
export function codesOf(rows, day) {
	return [...grouped(rows).values()].map((some) => {
		const versions = [...some].sort(byFirstDay);
		const row = versionOn(versions, day);
		return {code: row.code, row, versions, ended: !row.current,
			next: versions.find(({valid_from: from}) => from > day)?.valid_from ?? null};
	}).sort((a, b) => a.row.sort - b.row.sort || (a.code < b.code ? -1 : 1));
}

function grouped(rows) {
	const map = new Map();
	for (const row of rows)
		map.set(row.code, [...map.get(row.code) ?? [], row]);
	return map;
}

const NAMES = ["label_fr", "label_en", "short_fr", "short_en", "parent", "scheme", "flow", "unit_mg",
	"counts_as_intake", "class", "tare_mg", "hidden", "sort"];

/* What each version changed of the one before, newest first: [{day, first, changes}]. */
export function historyOf(versions) {
	return versions.map((row, i) => ({day: row.valid_from, first: i === 0,
		changes: i === 0 ? [] : [...NAMES, ...factNames()].filter((name) => (row[name] ?? "") !== (versions[i - 1][name] ?? ""))
			.map((field) => ({field, old: versions[i - 1][field], new: row[field]}))})).reverse();
}

/* ---- order */

/* Of rows, or of what codesOf() gives: what stands on one level of tiles. */
export const brothers = (rows, parent) => rows.filter((one) => ((one.row ?? one).parent || null) === parent);

/* A copy with one of them moved by so many places, never beyond an end. */
export function moved(codes, code, by) {
	const from = codes.indexOf(code);
	const to = Math.max(0, Math.min(codes.length - 1, from + by));
	const rest = codes.filter((other) => other !== code);
	return from < 0 ? codes : [...rest.slice(0, to), code, ...rest.slice(to)];
}

/* Each root before what is in it. */
const asTree = (rows) => brothers(rows, null).flatMap((root) => [root, ...brothers(rows, root.code)]);

/*
 * The rows whose place in the catalogue is another when these brothers stand in that order: {code,
 * sort}. The places that there are are dealt out again, so that few rows change; what a root holds
 * goes with it, as reports list the catalogue.
 */
export function placesOf(rows, codes) {
	const wanted = new Map(codes.map((code, i) => [code, i]));
	const one = rows.find(({code}) => code === codes[0]);
	const level = brothers(rows, one?.parent || null);
	const order = [...level].sort((a, b) => (wanted.get(a.code) ?? 0) - (wanted.get(b.code) ?? 0));
	const slots = rows.map((row) => (wanted.has(row.code) ? order.shift() : row));
	const flat = asTree(slots);
	const rest = rows.filter((row) => !flat.includes(row)); // of a parent that is not there
	const sorts = rows.map(({sort}) => sort ?? 0).sort((a, b) => a - b);
	for (let i = 1; i < sorts.length; i++)
		sorts[i] = Math.max(sorts[i], sorts[i - 1] + 1);
	return [...flat, ...rest].map((row, i) => ({code: row.code, sort: sorts[i], was: row.sort ?? 0}))
		.filter(({sort, was}) => sort !== was).map(({code, sort}) => ({code, sort}));
}

/* ---- a new row */

/* After its brothers: the last in its family, or the last of all. */
export function lastPlace(rows, parent) {
	const some = parent ? rows.filter((row) => row.code === parent || row.parent === parent) : rows;
	return Math.max(0, ...some.map(({sort}) => sort)) + (parent ? 1 : 10);
}

const letters = (text) => folded(text).toUpperCase().replace(/[^A-Z0-9]+/g, " ").trim();

/* "Vélos pour enfants" -> "VELOS-POUR"; in a family "ASL-VEL"; never one that is there. */
export function proposedCode(label, parent, taken) {
	const squashed = (code) => code.replace(/[-_]/g, "");
	const used = new Set(taken.map(squashed));
	const words = letters(label).split(" ");
	const base = (parent ? `${parent}-${words[0].slice(0, 3)}` : words.join("_"))
		.slice(0, CODE_MOST).replace(/[-_]+$/, "");
	for (let n = 1; base && n < 100; n++) {
		const end = n > 1 ? String(n) : "";
		const code = base.slice(0, CODE_MOST - end.length) + end;
		if (!used.has(squashed(code)))
			return code;
	}
	return "";
}

export const goodCode = (code) => /^[A-Z0-9_-]{1,12}$/.test(code) && /[A-Z0-9]/.test(code);

/* ---- taking a change back */

/*
 * What to say again, from what the daemon said that it would change and the rows before: what was
 * added is hidden, as nothing is ever taken away.
 */
export function undoOf({changed, added, closed}, before) {
	const back = new Map();
	const put = ({kind, code, valid_from: from}, fields) => back.set(`${code} ${from}`,
		{kind, code, valid_from: from, ...back.get(`${code} ${from}`), ...fields});
	for (const one of changed)
		put(one, {[one.field]: one.old});
	for (const one of closed) {
		const was = before.find(({code, current}) => code === one.code && current);
		put(one, {hidden: was?.hidden ?? false, valid_until: was?.valid_until ?? null});
	}
	for (const one of added)
		put(one, {hidden: true});
	return [...back.values()];
}

/* Whether all still stands as it was saved: else somebody has changed it since. */
export const stillSo = ({changed}, rows) => changed.every(({code, valid_from: from, field, new: now}) =>
	rows.some((row) => row.code === code && row.valid_from === from && row[field] === now));
