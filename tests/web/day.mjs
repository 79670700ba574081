// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A day of 300 acts of a recyclerie, and what is true of it: an oracle outside the daemon, which knows what lies on the
 * plate and what was meant. An act is one row of ACTS: by which code, button or touches it is done (none: that
 * way does not know it) and what it changes. The day has three parts, each lived at a station of its own: what page, scanner and
 * buttons know; what page and scanner know; what the page alone knows.
 */
const CRATE_MG = 1500000;
const END = {VENTE: "reuse", DON_PART: "reuse", REC_METAL: "recycling"};
export const CATEGORIES = ["TLC-VET", "HRP-LIV", "DEA-ASS", "HRP-VAI"];
const ORIGINS = ["COL_DOM", "DEBARRAS", "APP_VOL"];
export const CONTAINER = {code: "BAC", mg: CRATE_MG};

/* One weighing as a line, of the oracle and of the ledger. */
const truthOf = ({direction, category, end, netMg, units}) => [direction, category, end, netMg, units].join(" ");
export const lineOf = ({direction, category, origin, destination, net_mg: netMg, units}) =>
	truthOf({direction, category, end: origin ?? destination, netMg, units});

export class Oracle {
	constructor() {
		Object.assign(this, {direction: "in", origin: "APP_VOL", destination: null, loadMg: 0, tareMg: 0, armed: null, slip: null,
			partner: null, weighings: []});
	}

	put(mg) {
		this.loadMg = mg;
	}

	lift() {
		Object.assign(this, {loadMg: 0, tareMg: 0});
	}

	record(category, netMg, more = {}) {
		const {direction, origin, destination} = this;
		this.weighings.push({direction, category, end: direction === "in" ? origin : destination, netMg, units: null, valid: true, ...more});
	}

	weigh(category, units = null) {
		this.record(category, this.loadMg - this.tareMg, {units});
	}

	last() {
		return this.weighings.findLast(({valid}) => valid);
	}

	/* What the station says must be so. */
	agrees({context, today, armed, scale}, newest) {
		const sums = {in_mg: 0, weighings: 0, out_mg: 0, out_weighings: 0};
		for (const {direction, netMg} of this.weighings.filter(({valid}) => valid)) {
			sums[`${direction}_mg`] += netMg;
			sums[direction === "in" ? "weighings" : "out_weighings"]++;
		}
		const waits = (armed && (armed.category ?? armed)) || null;
		const last = this.last();
		if (last ? !newest || lineOf(newest) !== truthOf(last) : newest)
			return false;
		return Object.entries(sums).every(([name, n]) => today[name] === n) && waits === this.armed
			&& context.direction === this.direction && (scale.tare_mg ?? 0) === this.tareMg
			&& (context.slip ?? null) === this.slip && (this.direction === "in" ? context.origin === this.origin
			: context.destination === this.destination);
	}

	/* Milligrams of the day, as every report must have them: {category: {in_mg, reuse_mg, recycling_mg, stock_mg}}. */
	figures() {
		const all = {};
		for (const {direction, category, end, netMg} of this.weighings.filter(({valid}) => valid)) {
			const row = all[category] ??= {in_mg: 0, reuse_mg: 0, recycling_mg: 0, stock_mg: 0};
			row[direction === "in" ? "in_mg" : `${END[end]}_mg`] += netMg;
			row.stock_mg += direction === "in" ? netMg : -netMg;
		}
		return all;
	}

	/* As the ledger lists what counts, in any order. */
	lines() {
		return this.weighings.filter(({valid}) => valid).map(truthOf).sort();
	}
}

/*
 * scan: codes, as [letter, code], or what is printed on a paper; press: buttons; page: touches, of day-ways.mjs; truth: what
 * it changes. An act that takes a load has `kg` (that is put there first) or goes on with the one that lies there.
 */
export const ACTS = {
	weigh: {scan: ({category}) => [["K", category]], press: ({category}) => [`k-${category}`],
		page: (p, {category}) => p.tile(category), truth: (o, {category}) => o.weigh(category)},
	undo: {scan: () => [["A", "UNDO"]], press: () => ["undo"], page: (p) => p.undo(),
		truth: (o) => Object.assign(o.last(), {valid: false})},
	print: {scan: () => [["A", "PRINT"]], press: () => ["print"], page: (p) => p.print(), truth: () => {}},
	origin: {scan: ({origin}) => [["O", origin]], press: ({origin}) => [`o-${origin}`], page: (p, {origin}) => p.origin(origin),
		truth: (o, {origin}) => Object.assign(o, {origin})},
	out: {scan: ({destination}) => [["A", "OUT"], ["D", destination]], press: ({destination}) => ["out", `d-${destination}`],
		page: (p, {destination}) => p.out(destination), truth: (o, {destination}) => Object.assign(o, {direction: "out", destination})},
	destination: {scan: ({destination}) => [["D", destination]], press: ({destination}) => [`d-${destination}`],
		page: (p, {destination}) => p.destination(destination), truth: (o, {destination}) => Object.assign(o, {destination})},
	in: {scan: () => [["A", "IN"]], press: () => ["in"], page: (p) => p.in(), truth: (o) => Object.assign(o, {direction: "in"})},
	arm: {lift: true, scan: ({category}) => [["K", category]], press: ({category}) => [`k-${category}`],
		page: (p, {category}) => p.tile(category), truth: (o, {category}) => Object.assign(o, {armed: category})},
	cancel: {scan: () => [["A", "CANCEL"]], press: () => ["cancel"], page: (p) => p.cancel(), truth: (o) => Object.assign(o, {armed: null})},
	tare: {scan: () => [["A", "TARE"]], press: () => ["tare"], page: (p) => p.tare(), truth: (o) => Object.assign(o, {tareMg: o.loadMg})},
	// of page and scanner
	pieces: {scan: ({category, units}) => [["Q", String(units)], ["K", category]], page: (p, {category, units}) => p.pieces(category, units),
		truth: (o, {category, units}) => o.weigh(category, units)},
	container: {scan: () => [["C", CONTAINER.code]], page: (p) => p.container(CONTAINER.code),
		truth: (o) => Object.assign(o, {tareMg: o.tareMg + CONTAINER.mg})},
	isCategory: {scan: ({category}, {label}) => [label, ["K", category]], page: (p, {category}) => p.correctCategory(category),
		truth: (o, {category}) => Object.assign(o.last(), {category})},
	isOrigin: {scan: ({origin}, {label}) => [label, ["O", origin]], page: (p, {origin}) => p.correctOrigin(origin),
		truth: (o, {origin}) => Object.assign(o.last(), {end: origin})},
	isPieces: {scan: ({units}, {label}) => [label, ["Q", String(units)]], page: (p, {units}) => p.correctUnits(units),
		truth: (o, {units}) => Object.assign(o.last(), {units})},
	void: {scan: (a, {label}) => [label, ["A", "VOID"]], page: (p) => p.void(), truth: (o) => Object.assign(o.last(), {valid: false})},
	item: {scan: ({item}, {items}) => [items[item].id], page: (p, {item}) => p.item(item),
		truth: (o, {item}, {items}) => o.record(items[item].category, items[item].net_mg, {end: "VENTE"})},
	slip: {scan: (a, {slip}) => [slip], page: (p) => p.slip(), truth: (o, a, {slip}) => Object.assign(o, {slip, before: o.origin, origin: "DEBARRAS"})},
	// of the page alone
	closeSlip: {page: (p) => p.closeSlip(), truth: (o) => Object.assign(o, {slip: null, origin: o.before})},
	typed: {page: (p, {category, kg}) => p.typed(category, kg), types: true,
		truth: (o, {category, kg}) => o.record(category, Math.round(kg * 1000000))},
	isKg: {page: (p, {kg}) => p.correctKg(kg), types: true, truth: (o, {kg}) => Object.assign(o.last(), {netMg: Math.round(kg * 1000000)})},
};

export const knows = {page: ({page}) => page, scanner: ({scan}) => scan, buttons: ({press}) => press};

const of = (list, i) => list[i % list.length];
const grams = (i) => Number((2 + ((i * 7919) % 2300) / 100).toFixed(2)); // from 2 to 25 kg, all of them other ones

/* What page, scanner and buttons know: in, out, weighed, undone, weighed as something else, printed. */
function common(i) {
	const [a, b, c] = [0, 1, 2].map((n) => of(CATEGORIES, i + n));
	return [
		{act: "origin", origin: of(ORIGINS, i)},
		{act: "weigh", kg: grams(i), category: a, kill: i === 9},
		{act: "print"},
		{act: "undo"},
		{act: "weigh", category: b},
		...(i === 3 ? [{broken: "unplug"}] : i === 6 ? [{broken: "paper out"}] : i === 7 ? [{broken: "paper in"}] : []),
		...(i % 5 === 4 ? [{act: "tare", kg: 1.5}, {act: "weigh", on: grams(i + 50), category: c}] : [{act: "arm", category: a}, {act: "cancel"}]),
		{act: "out", destination: of(["VENTE", "REC_METAL"], i)},
		{act: "weigh", kg: grams(i + 100), category: c},
		{act: "undo"},
		{act: "destination", destination: "DON_PART"},
		{act: "weigh", category: a},
		{act: "print"},
		{act: "in"},
	];
}

/* What page and scanner know: pieces, tares, items, corrections. */
function coded(i) {
	return [
		{act: "pieces", kg: grams(i + 200), category: of(CATEGORIES, i), units: 2 + i},
		{act: "isCategory", category: of(CATEGORIES, i + 1)},
		{act: "isOrigin", origin: of(["COL_DOM", "DEBARRAS"], i)},
		{act: "isPieces", units: 20 + i},
		{act: "container", kg: grams(i + 300)},
		{act: "weigh", category: of(CATEGORIES, i + 2)},
		...(i % 2 ? [{act: "void"}] : [{act: "isCategory", category: of(CATEGORIES, i)}]),
		{act: "out", destination: "VENTE"},
		{act: "item", item: i},
		{act: "in"},
	];
}

/* What the page alone knows. */
const touched = (i) => [
	{act: "typed", category: of(CATEGORIES, i), kg: grams(i + 400)},
	{act: "isKg", kg: grams(i + 500)},
	{act: "isCategory", category: of(CATEGORIES, i + 1)},
];

const times = (n, make) => Array.from({length: n}, (_, i) => make(i)).flat();

export const ITEMS = 9;
export const PARTS = [times(12, common), [...times(ITEMS, coded), {act: "slip"}, {act: "weigh", kg: 7.5, category: "HRP-LIV"},
	{act: "weigh", kg: 8.5, category: "TLC-VET"}],
[{act: "slip"}, {act: "weigh", kg: 9.5, category: "HRP-LIV"}, {act: "closeSlip"}, ...times(16, touched)]];
export const count = (part) => part.filter(({act}) => act).length;
