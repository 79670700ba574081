// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is pure of counting, sorting, moving and noting what broke: what is asked next, what is sent, what it
 * changes of the stock. A draft is what somebody has said so far: scope, place (where; of a move where from),
 * source (what is sorted), to, lines {category, kg, units} each, adding, category (of the line that is begun),
 * empty (what was sorted is all gone), done: what was written.
 */
export const ASKS = {count: ["scope", "place"], sort: ["place", "source"], move: ["place", "to"], loss: ["place"]};
const PLACES = ["place", "to"];
export const DESTINATION = "VOL_CASSE";

export const draftOf = () => ({lines: [], adding: true, done: []});

/* A site of one place is not asked where. */
const asksOf = (act, stores) => ASKS[act].filter((ask) => stores || !PLACES.includes(ask));

export function stepOf(act, draft, stores) {
	const ask = asksOf(act, stores).find((one) => draft[one] === undefined);
	if (ask || !draft.adding)
		return ask ?? "confirm";
	return draft.category === undefined ? "category" : "amount";
}

/* What is taken back by one touch on "back", the last first; null: nothing was said. */
export function back(act, draft, stores) {
	if (draft.empty)
		return {...draft, empty: false, adding: true};
	if (draft.category !== undefined)
		return {...draft, category: undefined, units: 0};
	if (!draft.adding)
		return {...draft, lines: draft.lines.slice(0, -1), adding: draft.lines.length <= 1};
	if (draft.lines.length > 0)
		return {...draft, adding: false};
	const last = asksOf(act, stores).findLast((one) => draft[one] !== undefined);
	return last ? {...draft, [last]: undefined} : null;
}

/* "12,5" -> 12500000 */
export function mgOf(text) {
	const [whole, rest = ""] = text.replace(",", ".").split(".");
	return Number(whole) * 1e6 + Number(rest.padEnd(6, "0").slice(0, 6));
}

/* A count is of one category each time, so that it is of the moment at which it was seen. */
export function withLine(act, draft, kg) {
	const line = {category: draft.category, kg, ...(draft.units ? {units: draft.units} : {})};
	const others = act === "count" || act === "loss" ? [] : draft.lines.filter(({category}) => category !== line.category);
	return {...draft, lines: [...others, line], category: undefined, units: 0, adding: false};
}

/* What was sorted is all gone: what the book still has of it is counted away. */
export const asCount = (draft) => (draft.empty ? {...draft, scope: "cycle", lines: [{category: draft.source, kg: "0"}]} : draft);
export const actOf = (act, draft) => (draft.empty ? "count" : act);

export const liesAt = (rows, category, store = "") => rows.filter((row) => row.category === category && (row.store ?? "") === store)
	.reduce((sum, row) => sum + row.stock_mg, 0);

/* {category, store, before_mg, after_mg} each, from the rows of GET /stock. */
export function effects(act, draft, rows) {
	const {place = "", to = "", source, lines} = asCount(draft);
	const change = (category, store, mg) => {
		const before = liesAt(rows, category, store);
		return {category, store, before_mg: before, after_mg: before + mg};
	};
	if (actOf(act, draft) === "count")
		return lines.map(({category, kg}) => ({...change(category, place, 0), after_mg: mgOf(kg)}));
	if (act === "loss")
		return lines.map(({category, kg}) => change(category, place, -mgOf(kg)));
	if (act === "move")
		return lines.flatMap(({category, kg}) => [change(category, place, -mgOf(kg)), change(category, to, mgOf(kg))]);
	return [change(source, place, -lines.reduce((sum, {kg}) => sum + mgOf(kg), 0)),
		...lines.map(({category, kg}) => change(category, place, mgOf(kg)))];
}

const goods = (lines) => lines.map(({category, kg, units}) => ({category, mass_kg: kg, ...(units ? {units} : {})}));
const said = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value));

/* {path, body}: a count says what it took to lie there, so that one during which goods came is counted once more. */
export function callOf(act, draft, rows) {
	const {scope, place = "", to = "", source, lines} = asCount(draft);
	if (actOf(act, draft) === "count")
		return {path: "/stock/counts", body: {scope, ...said({place}), lines: goods(lines).map((line) => ({...line,
			book_mg: liesAt(rows, line.category, place)}))}};
	if (act === "sort")
		return {path: "/stock/sortings", body: {from: source, ...said({store: place}), lines: goods(lines)}};
	if (act === "move")
		return {path: "/stock/moves", body: {...said({from: place, to}), lines: goods(lines)}};
	const [{category, kg, units}] = lines;
	return {path: "/weighings", body: {direction: "out", category, destination: DESTINATION, net_kg: kg, reason: "OTHER",
		...said({store: place, units})}};
}

/* A gap: a count found more or less, or more has left than ever came. */
export const hasGap = ({counted_mg: counted, stock_mg: stock}) => counted !== 0 || stock < 0;
