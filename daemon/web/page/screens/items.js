// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Items, things with a label of their own. #/items: where they are, by state and age. #/items/ID: one, what
 * becomes of it ("sold" is one touch, on a phone too); #/items/ID/twice, /return, /gone: what its scan asks.
 * #/items/ID/bind: what a label that is on nothing yet is put on; ID "new": one that gets its label now.
 * #/items/keys: labels printed ahead. #/items/count: a stock-take: each scan ticks one off, what is missing and
 * what nobody expected stand below.
 */
import {bigButton, colours, el, findRow, go, home, icon, isFood, keep, kept, mayOpen, offered, rootOf, rows, state} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {count, kg, language, longName, shortName, t} from "/base/lang.js";
import {tell, undo} from "/base/station.js";
import {figure} from "/parts/figure.js";
import {form} from "/parts/form.js";
import {daysBetween, shortKey, stockTake} from "/parts/items.js";
import {holds, list} from "/parts/list.js";
import {followScanner, startListening, stopListening} from "/parts/listen.js";
import {dayFigures} from "/parts/period.js";

export const role = "kiosk";
export const flow = "rows";

const PAGE = 60;
const ALL = 1000; // a page of a stock-take
const OLD_DAYS = 90;
const COUNTS = [5, 10, 20, 50];
const STATES = {received: "in", repair: "settings", sale: "MAGASIN", gone: "out"};
const SOLD = "VENTE";

const viewOf = ({args: [id, ask]}) => (!id ? "list" : ["keys", "count"].includes(id) ? id : ask === "bind" ? "bind" : "one");
// lang: page_items_list page_items_keys page_items_count page_items_bind page_items_one
export const title = (place) => t(`page_items_${viewOf(place)}`);

const nameOf = (code) => shortName(findRow("categories", code)) || code;
const today = () => state.snapshot?.day ?? "";
// lang: page_items_state_received page_items_state_repair page_items_state_sale page_items_state_gone
const stateWord = (item) => t(`page_items_state_${item.state}`);
const daysWord = (n) => (n > 1 ? t("page_items_age", {n: count(n)}) : t(n === 1 ? "page_items_yesterday" : "page_items_today"));
const ageWord = (item) => (item.state === "gone" ? dayFigures(item.since) : daysWord(daysBetween(item.day, today())));
const act = (props) => bigButton({class: "choice", ...props});

const line = (item, told = null) => el("li", {}, el("button", {class: "line item", "data-item": item.id, "data-state": item.state,
	onclick: () => go("items", item.id)},
el("span", {class: "line-swatch", ...colours(item.category)}, icon(item.category, rootOf(item.category))),
el("span", {class: "line-name"}, nameOf(item.category),
	el("span", {class: "line-time"}, [shortKey(item.id), told ?? stateWord(item), ageWord(item), item.serial].filter(Boolean).join(" · "))),
el("span", {class: "line-mass"}, `${kg(item.net_mg)} kg`)));

/* ---- the list */

async function fetchPage(place, after) {
	const {choice} = place.mine;
	const asked = {limit: PAGE, ...(choice === "old" ? {older_than: OLD_DAYS} : choice ? {state: choice} : {}), ...(after ? {after} : {})};
	const turn = {};
	place.set({turn});
	const answer = await get(`/items?${new URLSearchParams(asked)}`);
	if (place.mine.turn !== turn)
		return;
	const items = answer?.ok ? answer.data.items : [];
	place.set({items: after ? [...place.mine.items, ...items] : items, next: answer?.ok ? answer.data.next : null,
		refused: answer?.ok ? null : answer?.data.message ?? t("page_lost")});
}

function openList(place) {
	const lines = list({hint: "page_settings_search", rest: 0, search: (text) => place.set({text}),
		chosen: (choice) => {
			place.set({choice});
			fetchPage(place, null);
		}, more: () => fetchPage(place, place.mine.next)});
	const top = el("div", {class: "choices"});
	place.body.append(top, ...lines.nodes);
	place.set({top, list: lines, text: "", choice: null, items: null, next: null});
	return fetchPage(place, null);
}

const said = (item) => [item.id, nameOf(item.category), longName(findRow("categories", item.category)), stateWord(item), item.serial ?? ""].join(" ");

function paintList({mine}) {
	const {top, list: lines, items, text, choice, next, refused} = mine;
	const shown = (items ?? []).filter((item) => !text || holds(said(item), text)
		).filter((item) => choice !== "old" || item.state !== "gone");
	touchable(top, language(), () => [
		act({id: "items-new", picture: "plus", word: t("page_items_new"), onclick: () => go("items", "new", "bind")}),
		act({id: "items-keys", picture: "printer", word: t("page_items_keys"), onclick: () => go("items", "keys")}),
		act({id: "items-count", picture: "scanner", word: t("page_items_count"), onclick: () => go("items", "count")}),
	]);
	return lines.paint({key: [shown, today(), state.catalogue?.stamp, items === null], rows: shown, row: (item) => line(item), next: Boolean(next),
		empty: refused ?? t(items === null ? "page_lots_wait" : "page_items_none"), choice,
		choices: [...Object.entries(STATES).map(([code, picture]) => ({code, picture, word: t(`page_items_state_${code}`)})),
			{code: "old", picture: "calendar", word: t("page_items_old", {n: OLD_DAYS})}]});
}

/* ---- labels ahead */

async function printKeys(place, n) {
	const answer = await post("/items/keys", {count: n}, {key: place.mine.key});
	if (!answer?.ok)
		return;
	go("items");
	tell("saved", t("page_items_printed", {n, from: answer.data.prefix + answer.data.from, to: answer.data.prefix + answer.data.to}));
}

const SHEET = 24; // of a page

async function sheetKeys(place) {
	const answer = await post("/items/keys/paper", {count: SHEET}, {key: place.mine.key});
	if (answer?.ok)
		go("sheet", "item");
}

const paintKeys = (place) => touchable(place.body, language(), () => [
	el("p", {class: "line-said"}, t("page_items_keys_why")),
	el("div", {class: "choices"}, ...COUNTS.map((n) => act({"data-count": n, picture: "printer", word: t("page_items_labels", {n}),
		onclick: () => printKeys(place, n)})),
	act({id: "items-sheet", picture: "file", word: t("page_items_sheet", {n: SHEET}), onclick: () => sheetKeys(place)})),
]);

/* ---- one */

async function load(place) {
	const answer = await get(`/items/${encodeURIComponent(place.args[0])}`);
	place.set(answer?.ok ? {item: answer.data, refused: null} : {item: null, refused: answer?.data.message ?? t("page_lost")});
}

// lang: page_items_moved_received page_items_moved_repair page_items_moved_sale page_items_moved_gone
async function move(place, to, way = {}) {
	const {item, key} = place.mine;
	const answer = await post(`/items/${encodeURIComponent(item.id)}/state`, {state: to, ...way}, {key});
	place.set({key: newKey(), other: null});
	if (!answer?.ok)
		return;
	await load(place);
	tell("saved", t(`page_items_moved_${to}`, {name: nameOf(item.category)}));
}

async function print(place) {
	const answer = await post(`/labels/${encodeURIComponent(place.mine.item.id)}/print`);
	if (answer?.ok)
		tell("news", t("page_items_printing"));
}

const destinations = () => offered("destinations").filter((row) => !row.food);
const isLast = ({left_by: by}) => Boolean(by) && state.snapshot?.last?.id === by && !state.snapshot.last.undone;

/* Where to, and to whom where that is asked. */
function others(place) {
	const {other: {destination}} = place.mine;
	const partners = rows("partners");
	const choose = (row) => (row.needs_partner === "yes" && partners.length > 0 ? place.set({other: {destination: row.code}})
		: move(place, "gone", {destination: row.code}));
	const tiles = destination ? partners.map((row) => act({"data-partner": row.code, picture: [row.code, "partner"], word: shortName(row),
		onclick: () => move(place, "gone", {destination, partner: row.code})}))
		: destinations().filter(({code}) => code !== SOLD).map((row) => act({"data-destination": row.code, picture: [row.code, "out"],
			word: shortName(row), onclick: () => choose(row)}));
	return [...tiles, act({class: "choice plain", id: "item-back", picture: "back", word: t("page_back"), onclick: () => place.set({other: null})})];
}

const sold = (place) => (destinations().some(({code}) => code === SOLD) ? [act({class: "choice strong", id: "item-sold", picture: SOLD,
	word: t("page_items_sold"), onclick: () => move(place, "gone", {destination: SOLD})})] : []);

/* On the wrong thing: its label is free again. */
async function voidIt(place) {
	const {journal, seq, category} = place.mine.item;
	const answer = await post(`/entries/item/${journal}/${seq}/void`, {reason: "MISTAKE"}, {key: place.mine.key});
	if (!answer?.ok)
		return;
	go("items");
	tell("saved", t("page_items_voided", {name: nameOf(category)}));
}

/* A mistake is undone while it is the last thing; else what has gone comes back. */
const goneActs = (place, item) => (place.args[1] === "twice" && isLast(item)
	? [act({class: "choice strong", id: "item-undo", picture: "undo", word: t("page_items_undo"), onclick: undo})]
	: [act({class: "choice strong", id: "item-return", picture: "RETOUR", word: t("page_items_return"), onclick: () => move(place, "received")}),
		...(isLast(item) ? [act({id: "item-undo", picture: "undo", word: t("page_items_undo"), onclick: undo})] : [])]);

const hereActs = (place, item) => [
	...sold(place),
	...["sale", "repair", "received"].filter((to) => to !== item.state).map((to) => act({"data-state": to, picture: STATES[to],
		word: t(`page_items_state_${to}`), onclick: () => move(place, to)})),
	act({id: "item-other", picture: "out", word: t("page_items_other"), onclick: () => place.set({other: {}})}),
	...(mayOpen("staff") && item.moves.every(({voided_by: by}) => by) ? [act({id: "item-void", picture: "cancel", word: t("page_items_void"),
		onclick: () => voidIt(place)})] : []),
];

// lang: page_items_ask_twice page_items_ask_return page_items_ask_gone
function asked({args: [, ask]}, item) {
	const asks = item.state === "gone" && ["twice", "return", "gone"].includes(ask);
	return asks ? [el("p", {class: "trouble", id: "item-ask"}, icon(ask === "twice" ? "twice" : "question"),
		el("span", {}, t(`page_items_ask_${ask}`)))] : [];
}

const figures = (item) => el("div", {class: "figures"}, figure(nameOf(item.category), `${kg(item.net_mg)} kg`, item.id),
	figure(stateWord(item), dayFigures(item.since), item.state === "gone" ? null : ageWord(item)),
	...(item.serial ? [figure(t("page_items_serial"), item.serial)] : []));

function paintOne(place) {
	const {item, refused, other} = place.mine;
	return touchable(place.body, [language(), item, refused, other, today(), state.catalogue?.stamp, state.snapshot?.last?.id], () => (item ? [
		...asked(place, item), figures(item),
		el("div", {class: "choices"}, ...(other ? others(place) : item.state === "gone" ? goneActs(place, item) : hereActs(place, item)),
			other ? null : act({id: "item-print", picture: "printer", word: t("page_items_print"), onclick: () => print(place)})),
	] : [el("p", {class: "line-none"}, refused ?? t("page_lots_wait"))]));
}

/* ---- what a label is put on */

async function bind(place, what) {
	const {args: [id], mine} = place;
	const answer = await post("/items", {...(id === "new" ? {} : {id}), ...what}, {key: mine.key});
	place.set({key: newKey()});
	if (!answer?.ok) {
		mine.form?.refuse(answer?.data ?? {});
		return;
	}
	go("items", answer.data.id);
	tell("saved", t("page_items_bound", {name: nameOf(answer.data.category), id: shortKey(answer.data.id)}));
}

const lastIn = () => state.lines.find((one) => one.direction === "in" && !one.voided_by && !one.lot);
const goods = () => offered("categories").filter((row) => !isFood("categories", row) && row.parent)
	.map((row) => ({code: row.code, word: shortName(row)}));

/* One form: what it is of the shelf, or how much of the last weighing. */
function openForm(place, of) {
	const fields = [...(of ? [] : [{name: "category", type: "choice", needed: true, unchosen: true, label: t("page_items_what"), choices: goods()}]),
		{name: "net_kg", type: "kg", needed: true, label: t("page_items_mass"), least: 0.001},
		{name: "serial", type: "text", most: 40, label: t("page_items_serial")}];
	const made = form({fields, word: t("page_items_put_on"), submit: (body) => bind(place, {...body, ...(of ? {weighing: of.id} : {})})});
	place.set({form: made});
}

function paintBind(place) {
	const last = lastIn();
	const {mine: {form: made}, args: [id]} = place;
	return touchable(place.body, [language(), last?.id, Boolean(made), state.catalogue?.stamp], () => (made ? [made.node] : [
		el("p", {class: "line-said"}, id === "new" ? t("page_items_which") : t("page_items_which_key", {id: shortKey(id)})),
		el("div", {class: "choices"},
			...(last ? [act({class: "choice strong", id: "bind-last", ...colours(last.category), picture: [last.category, rootOf(last.category)],
				caption: t("page_items_of_last"), word: `${nameOf(last.category)} ${kg(last.net_mg)} kg`, onclick: () => bind(place, {weighing: last.id})}),
			act({id: "bind-part", picture: "scale", word: t("page_items_part"), onclick: () => openForm(place, last)})] : []),
			act({id: "bind-stock", picture: "lots", word: t("page_items_in_stock"), onclick: () => openForm(place, null)})),
	]));
}

/* ---- a stock-take */

async function expectAll(place) {
	const expected = [];
	let after = null;
	do {
		const answer = await get(`/items?${new URLSearchParams({limit: ALL, ...(after ? {after} : {})})}`);
		if (!answer?.ok)
			return place.set({refused: answer?.data.message ?? t("page_lost")});
		expected.push(...answer.data.items);
		after = answer.data.next;
	} while (after);
	return place.set({expected, refused: null});
}

const isThere = (item) => item.state !== "gone";

function hear(place, {item}) {
	if (!item)
		return tell("refused", t("page_items_scan_items"));
	const seen = [...new Set([...place.mine.seen, item])];
	keep("items-seen", JSON.stringify(seen));
	place.set({seen});
	const known = place.mine.expected?.find(({id}) => id === item);
	return known && isThere(known) ? tell("saved", t("page_items_ticked", {name: nameOf(known.category), id: shortKey(item)}))
		: tell("refused", t("page_items_unexpected", {id: shortKey(item)}));
}

function beginCount(place) {
	keep("items-seen", "[]");
	place.set({seen: []});
	expectAll(place);
}

function openCount(place) {
	let seen = [];
	try {
		seen = JSON.parse(kept("items-seen") ?? "[]");
	} catch {
		keep("items-seen", "[]");
	}
	place.set({seen, expected: null});
	return startListening(place, hear, expectAll);
}

const unknown = (id) => el("li", {}, el("button", {class: "line item", "data-item": id, onclick: () => go("items", id, "bind")},
	el("span", {class: "line-swatch"}, icon("question")), el("span", {class: "line-name"}, shortKey(id),
		el("span", {class: "line-time"}, t("page_items_on_nothing")))));

function paintCount(place) {
	const {expected, seen, refused} = place.mine;
	followScanner(place);
	return touchable(place.body, [language(), expected, seen, refused, today(), state.catalogue?.stamp], () => {
		if (!expected)
			return [el("p", {class: "line-none"}, refused ?? t("page_lots_wait"))];
		const {found, missing, unexpected} = stockTake(expected.filter(isThere), seen);
		const all = new Map(expected.map((item) => [item.id, item]));
		const part = (id, items, row) => (items.length > 0 ? [el("h2", {id}, t(`page_${id.replace("-", "_")}`, {n: count(items.length)})),
			el("ol", {class: "line-list"}, ...items.slice(0, ALL).map(row))] : []);
		// lang: page_items_missing page_items_surplus
		return [el("div", {class: "figures"}, figure(t("page_items_found"), `${count(found.length)} / ${count(found.length + missing.length)}`)),
		el("div", {class: "choices"}, act({class: "choice plain", id: "items-anew", picture: "undo", word: t("page_items_anew"), onclick: () => beginCount(place)})),
		...part("items-surplus", unexpected, (id) => (all.has(id) ? line(all.get(id)) : unknown(id))),
		...part("items-missing", missing, (item) => line(item))];
	});
}

/* ---- which of them */

const OPEN = {list: openList, one: load, count: openCount};
const PAINT = {list: paintList, keys: paintKeys, one: paintOne, bind: paintBind, count: paintCount};

export function open(place) {
	place.set({key: newKey()});
	return OPEN[viewOf(place)]?.(place);
}

export const close = (place) => viewOf(place) === "count" && stopListening();

export function paint(place) {
	if (state.link === "lost")
		return home();
	return place.mine.key ? PAINT[viewOf(place)](place) : null;
}
