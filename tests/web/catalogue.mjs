// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The catalogue calls for a page of the feed: the default rows, changed as a test changes them. Only
 * what the page must be shown: what the daemon refuses is given by the test.
 */
import {CATALOGUE} from "./feed.mjs";

const MANY = {category: "categories", origin: "origins", destination: "destinations",
	container: "containers", operator: "operators", partner: "partners", place: "places", site: "sites",
	reason: "reasons", "waste-code": "waste_codes", ingredient: "ingredients", product: "products", recipe: "recipes",
	"scheme-site": "scheme_sites", "scheme-category": "scheme_categories", "scheme-map": "scheme_maps",
	"factor-set": "factor_sets", factor: "factors"};
const DAY = "2026-11-29";
/* Some facts of each type, as GET /catalogue/facts says them: 26-settings-live has all of a real daemon. */
export const FACTS = {
	category: [{name: "food", type: "yes"}, {name: "pinned", type: "count", most: 12},
		{name: "ask_above_mg", type: "mass", most: 1000000000}],
	container: [{name: "tare_day", type: "day", most: 10}, {name: "part", type: "word", words: ["base", "box", "lid"]}],
	partner: [{name: "roles", type: "words", words: ["donor", "recipient", "recycler"], most: 63},
		{name: "siret", type: "text", most: 14}, {name: "person", type: "yes"}],
	site: [{name: "trade", type: "word", words: ["recyclerie", "workshop", "both"]}],
	reason: [{name: "uses", type: "words", words: ["void", "correct", "typed", "count", "refuse", "alarm", "hold", "left"],
		most: 63}],
	ingredient: [{name: "allergens", type: "words", words: ["GLU", "CRU", "LAI"], most: 63}, {name: "raw", type: "yes"}],
	product: [{name: "storage", type: "word", words: ["FROID_3", "FROID_4", "CONGEL"]}],
	recipe: [{name: "product", type: "code", catalogue: "product"},
		{name: "lines", type: "lines", catalogue: "ingredient", most: 511}, {name: "portions", type: "count", most: 10000}],
	"scheme-map": [{name: "category", type: "code", catalogue: "category"}, {name: "eco_organisme", type: "code", catalogue: "partner"},
		{name: "scheme_category", type: "code", catalogue: "scheme-category"}, {name: "share_ppm", type: "count", most: 1000000}],
	"waste-code": [{name: "category", type: "code", catalogue: "category"}, {name: "waste", type: "text", most: 11}],
};
const CHANGED = "Somebody has changed the catalogue since.";

const version = (kind, row, i) => ({code: row.code, label_fr: row.label_fr, label_en: row.label_en || null,
	short_fr: row.short_fr || null, short_en: row.short_en || null, hidden: false,
	...(kind === "category" ? {parent: row.parent || null, scheme: row.scheme || null, flow: row.flow || null,
		unit_mg: row.unit_weight_g ? Number(row.unit_weight_g) * 1000 : null} : {}),
	...(kind === "origin" ? {counts_as_intake: row.counts_as_intake !== "no"} : {}),
	...(kind === "destination" ? {class: row.class} : {}),
	...(kind === "container" ? {tare_mg: row.tare_mg ?? 0} : {}),
	...(FACTS[kind] ? Object.fromEntries(FACTS[kind].map(({name, type}) => [name, type === "yes" ? row[name] === "yes"
		: row[name] || null])) : {}),
	sort: Number(row.sort ?? 10 * i), valid_from: "1970-01-01", valid_until: null, current: true});

/* As the daemon has it: kilograms are milligrams, an empty text is none. */
function meant(row) {
	return Object.fromEntries(Object.entries(row).map(([name, value]) => (name.endsWith("_kg")
		? [name.replace("_kg", "_mg"), Math.round(Number(value.replace(",", ".")) * 1e6)]
		: [name, value === "" ? null : value])));
}

export class Catalogue {
	constructor(feed) {
		this.feed = feed;
		this.rows = Object.fromEntries(Object.entries(MANY).map(([kind, many]) =>
			[kind, (CATALOGUE[many] ?? []).map((row, i) => version(kind, row, i))]));
		this.seq = 0;
		this.serve();
	}

	find = ({kind, code}) => this.rows[kind].find((row) => row.code === code && row.current);

	preview({rows, from = DAY}) {
		const added = [], changed = [], closed = [];
		for (const said of rows.map(meant)) {
			const {kind, code, valid_from: day = from, ...fields} = said;
			const old = this.find(said);
			const named = {kind, code, valid_from: day, label_fr: fields.label_fr ?? old?.label_fr,
				label_en: fields.label_en ?? old?.label_en ?? null};
			if (!old)
				added.push(named);
			else if (fields.hidden && !old.hidden)
				closed.push({...named, hidden: true, valid_until: null});
			for (const [field, now] of Object.entries(old ? fields : {}))
				if (now !== old[field] && !(field === "hidden" && now))
					changed.push({...named, field, old: old[field], new: now});
		}
		return {from, stands: this.seq, rows: rows.length, unchanged: 0, added, changed, closed,
			counts: {added: added.length, changed: changed.length, closed: closed.length}};
	}

	/* One version ends where the next begins; one of the same day takes its place. */
	write({rows, from = DAY}) {
		for (const said of rows.map(meant)) {
			const {kind, valid_from: day = from} = said;
			const old = this.find(said);
			const row = {...old ?? version(kind, said, 0), ...said, valid_from: day, current: day <= DAY};
			delete row.kind;
			if (old && day <= DAY)
				Object.assign(old, {current: false, valid_until: day});
			this.rows[kind] = [...this.rows[kind].filter((one) =>
				one.code !== row.code || one.valid_from !== day), row].sort((a, b) => a.sort - b.sort);
		}
		return {status: 201, data: {kind: "catalogue", seq: ++this.seq, rows: rows.length}};
	}

	today() {
		return Object.fromEntries(Object.entries(MANY).map(([kind, many]) =>
			[many, this.rows[kind].filter(({current}) => current)]));
	}

	say() {
		this.feed.all(`event: catalogue\ndata: {"seq":${this.seq}}\n\n`);
	}

	serve() {
		const base = this.feed.data.bind(this.feed);
		this.feed.data = (call) => {
			const {pathname, searchParams} = new URL(call, this.feed.url);
			if (pathname === "/catalogue/facts")
				return {kinds: FACTS};
			if (pathname !== "/catalogue")
				return base(call);
			const kind = searchParams.get("kind");
			return kind ? {day: DAY, stands: this.seq, [MANY[kind]]: this.rows[kind]} : {day: DAY, ...this.today()};
		};
		this.feed.answers["POST /catalogue"] = (body, {"if-match": seen}) => {
			if (seen && seen !== `"${this.seq}"`)
				return {status: 412, data: {error: "catalogue_changed", message: CHANGED}};
			if (body.preview)
				return {data: this.preview(body)};
			const written = this.write(body);
			this.say();
			return written;
		};
	}
}
