// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/stock-act/count, /sort, /move, /loss: what lies there is counted, what was sorted out of a cage, what lies
 * elsewhere now, what broke. One question after the other, by tile or by its card; what it changes is shown before
 * it is confirmed, and the last one is taken back by a touch. What was begun is kept by the browser, whoever goes away.
 */
import {$, bigButton, change, colours, el, findRow, go, home, icon, isFood, keep, keyed, kept, offered, rootOf, rows, setText, state} from "/base/kernel.js";
import {get, intent, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, longName, shortName, t} from "/base/lang.js";
import {tell} from "/base/station.js";
import {at, clockAsks, clockTiles} from "/parts/clock.js";
import {keyOf, keypad, typedText, typeKey} from "/parts/keypad.js";
import {followScanner, startListening, stopListening} from "/parts/listen.js";
import {actOf, ASKS, back, callOf, draftOf, effects, stepOf, withLine} from "/parts/stock.js";

export const role = "kiosk";
export const css = ["typed", "stock"];

const SCOPES = {cycle: "history", opening: "day", annual: "calendar"};
const KINDS = {count: "stock-count", sort: "sorted", move: "moved"};
const NO_STORES = ["commune", "dechetterie"];

const actIn = ({args: [act]}) => (ASKS[act] ? act : "count");
const stores = () => rows("places").filter(({place_type: type}) => !NO_STORES.includes(type));
const step = (place) => stepOf(actIn(place), place.mine.draft, stores().length > 0);
const nameOf = (code) => shortName(findRow("categories", code)) || code;
const storeName = (code) => (code ? shortName(findRow("places", code)) || code : t("page_stock_here"));

// lang: page_stock_count page_stock_sort page_stock_move page_stock_loss
// lang: page_stock_step_scope page_stock_step_place page_stock_step_source page_stock_step_to page_stock_step_category page_stock_step_amount page_stock_step_confirm
export function title(place) {
	const {draft} = place.mine;
	const words = t(`page_stock_${actIn(place)}`);
	return draft ? [words, draft.category === undefined ? t(`page_stock_step_${step(place)}`) : nameOf(draft.category)].join(" · ") : words;
}

/* ---- what was said so far */

const nameKept = (place) => `stock-${actIn(place)}`;

/* What lies there is asked when it is to be confirmed, and again when it has changed since. */
async function load(place) {
	const answer = await get("/stock");
	place.set({stock: answer?.ok ? answer.data.rows : null});
}

function say(place, draft) {
	keep(nameKept(place), JSON.stringify(draft));
	place.set({draft, text: "", stock: null, root: null});
	if (state.note?.tone === "refused")
		change({note: null}); // of the code before it
	return step(place) === "confirm" ? load(place) : null;
}

function begun(place) {
	try {
		const draft = JSON.parse(kept(nameKept(place)) ?? "null");
		return Array.isArray(draft?.lines) && Array.isArray(draft.done) ? draft : draftOf();
	} catch {
		return draftOf();
	}
}

/* ---- sent, and taken back */

async function send(place) {
	const {draft, stock, key} = place.mine;
	const {path, body} = callOf(actIn(place), draft, stock);
	const answer = await post(path, {...body, ...at()}, {key});
	if (answer?.data.error === "stock_changed")
		return load(place);
	if (!answer?.ok)
		return null;
	const act = actOf(actIn(place), draft);
	const [first] = effects(actIn(place), draft, stock);
	place.set({key: newKey()});
	await say(place, {...draftOf(), ...Object.fromEntries(ASKS[actIn(place)].map((ask) => [ask, draft[ask]])),
		done: [{act, id: answer.data.id, category: first.category, mg: Math.abs(first.after_mg - (act === "count" ? 0 : first.before_mg))}, ...draft.done]});
	return tell("saved", t("page_stock_saved", {name: nameOf(first.category)}));
}

const takeBack = ({act, id}) => (KINDS[act] ? post(`/entries/${KINDS[act]}/${id}/void`, {reason: "MISTAKE"})
	: state.snapshot?.last?.id === id && !state.snapshot.last.undone ? intent("undo") : post(`/weighings/${encodeURIComponent(id)}/void`, {reason: "MISTAKE"}));

async function undoLast(place) {
	const {draft} = place.mine;
	const [last, ...done] = draft.done;
	const answer = await takeBack(last);
	if (!answer?.ok && answer?.data.error !== "entry_already_void" && answer?.data.error !== "already_void")
		return;
	await say(place, {...draft, done});
	tell("news", t("page_stock_undone", {name: nameOf(last.category), kg: kg(last.mg)}));
}

/* ---- tiles */

const tile = (props) => bigButton({class: "choice", ...props});
const put = (place, patch) => say(place, {...place.mine.draft, ...patch});

// lang: page_stock_scope_cycle page_stock_scope_opening page_stock_scope_annual
const scopeTiles = (place) => Object.entries(SCOPES).map(([scope, picture]) => tile({"data-scope": scope, picture,
	word: t(`page_stock_scope_${scope}`), onclick: () => put(place, {scope})}));

const storeTiles = (place, ask) => [{code: ""}, ...stores()].filter(({code}) => ask !== "to" || code !== place.mine.draft.place)
	.map(({code}) => tile({"data-store": code || "here", picture: code ? [code, "place"] : "site", word: storeName(code),
		onclick: () => put(place, {[ask]: code})}));

const goods = () => offered("categories").filter((row) => !isFood("categories", row));
const mayBe = (place, code) => code !== place.mine.draft.source || step(place) === "source";

/* A family, then what it is of it. */
function goodsTiles(place, ask) {
	const {root, draft} = place.mine;
	const leaves = (of) => goods().filter(({parent}) => parent === of);
	const counted = new Set(draft.done.filter(({act}) => act === "count").map(({category}) => category));
	const of = root ? leaves(root) : goods().filter(({parent}) => !parent);
	return of.filter(({code}) => mayBe(place, code)).map((row) => tile({"data-code": row.code, ...colours(row.code),
		picture: [row.code, rootOf(row.code)], word: shortName(row), "aria-pressed": counted.has(row.code) ? "true" : null,
		onclick: () => (!root && leaves(row.code).length > 0 ? place.set({root: row.code}) : put(place, {[ask]: row.code}))}));
}

function backTile(place) {
	const before = place.mine.root ? place.mine.draft : back(actIn(place), place.mine.draft, stores().length > 0);
	return tile({class: "choice plain", id: "stock-back", picture: "back", word: t("page_back"),
		onclick: () => (before ? say(place, before) : go("stock"))});
}

function doneTiles(place) {
	const {draft: {done: [last], source}, root} = place.mine;
	return [last && !root ? tile({id: "stock-undo", picture: "undo", caption: `${nameOf(last.category)} ${kg(last.mg)} kg`,
		word: t("page_stock_undo"), onclick: () => undoLast(place)}) : null,
	last && !root && source && actIn(place) === "sort" ? tile({id: "stock-empty", picture: "finish", caption: nameOf(source),
		word: t("page_stock_empty"), onclick: () => put(place, {empty: true, adding: false})}) : null].filter(Boolean);
}

/* ---- how much */

const press = (place, name) => place.set({text: typeKey("kg", place.mine.text, name)});
const isTyped = (place) => (actIn(place) === "count" ? place.mine.text !== "" : /[1-9]/.test(place.mine.text));

const pad = (place) => [el("div", {class: "typed"},
	el("div", {class: "typed-say"},
		el("p", {class: "typed-face"}, el("output", {id: "stock-number", "aria-live": "polite"}), " kg"),
		el("p", {class: "typed-hint", id: "stock-units"}),
		bigButton({class: "choice plain", id: "stock-back", picture: "back", word: t("page_back"),
			onclick: () => say(place, back(actIn(place), place.mine.draft, stores().length > 0))}),
		bigButton({class: "choice strong", id: "stock-next", picture: "saved", word: t("page_stock_next"), disabled: true,
			onclick: () => say(place, withLine(actIn(place), place.mine.draft, typedText(place.mine.text)))})),
	keypad("kg", (name) => press(place, name)))];

function paintPad(place) {
	const {text, draft} = place.mine;
	keyed(place.body, [language(), draft.category], () => pad(place));
	setText($("stock-number"), text || "0");
	$("stock-number").classList.toggle("dim", text === "");
	setText($("stock-units"), draft.units ? t("page_stock_units", {n: draft.units}) : t("page_typed_hint"));
	$("stock-next").disabled = !isTyped(place);
}

/* ---- what it changes */

const signed = (mg) => `${mg > 0 ? "+" : ""}${kg(mg)}`;

function effectLine(act, {category, store, before_mg: before, after_mg: after}) {
	const words = t(act === "count" ? "page_stock_effect_count" : "page_stock_effect", {before: kg(before), after: kg(after)});
	const where = stores().length > 0 ? [storeName(store)] : [];
	return el("li", {class: "line stock-effect", "data-category": category},
		el("span", {class: "line-swatch", ...colours(category)}, icon(category, rootOf(category))),
		el("span", {class: "line-name"}, longName(findRow("categories", category)) || category,
			el("span", {class: "line-time"}, [...where, words].join(" · ")),
			after < 0 ? el("span", {class: "stock-gap"}, icon("warning"), t("page_stock_below")) : null),
		el("span", {class: "line-mass"}, `${signed(after - before)} kg`));
}

function confirmTiles(place) {
	const {draft, stock} = place.mine, act = actIn(place);
	if (!stock)
		return [el("p", {class: "line-said"}, t("page_lots_wait")), backTile(place)];
	const several = !draft.empty && (act === "sort" || act === "move");
	return [el("ol", {class: "line-list stock-effects"}, ...effects(act, draft, stock).map((one) => effectLine(actOf(act, draft), one))),
		tile({class: "choice strong", id: "stock-save", picture: "saved", word: t("page_stock_save"), onclick: () => send(place)}),
		...(several ? [tile({id: "stock-more", picture: "plus", word: t("page_stock_more"), onclick: () => put(place, {adding: true})})] : []),
		backTile(place)];
}

const TILES = {
	scope: scopeTiles,
	place: (place) => storeTiles(place, "place"),
	to: (place) => storeTiles(place, "to"),
	source: (place) => goodsTiles(place, "source"),
	category: (place) => [...goodsTiles(place, "category"), ...doneTiles(place)],
	confirm: confirmTiles,
};

const draw = (place, now) => (actIn(place) === "move" && stores().length === 0
	? [el("p", {class: "line-said"}, t("page_stock_one_place")), tile({class: "choice plain", id: "stock-back", picture: "back", word: t("page_back"), onclick: () => go("stock")})]
	: [...TILES[now](place), ...(now === "confirm" ? [] : [backTile(place)])]);

/* ---- by cards */

function hear(place, {category, place: store, units, item}) {
	const now = step(place), {draft} = place.mine;
	const isLeaf = category && goods().some(({code, parent}) => code === category && parent);
	if (isLeaf && ["source", "category"].includes(now) && mayBe(place, category))
		return put(place, {[now === "source" ? "source" : "category"]: category});
	if (isLeaf && now === "confirm" && draft.source !== category && ["sort", "move"].includes(actIn(place)) && !draft.empty)
		return put(place, {adding: true, category});
	if (["place", "to"].includes(now) && stores().some(({code}) => code === store) && (now === "place" || draft.place !== store))
		return put(place, {[now]: store});
	if (units > 0 && ["category", "amount"].includes(now)) {
		keep(nameKept(place), JSON.stringify({...draft, units}));
		return place.set({draft: {...draft, units}});
	}
	return tell("refused", t(item ? "page_stock_is_item" : "page_stock_not_now"));
}

/* ---- the screen */

export function open(place) {
	place.set({draft: begun(place), key: newKey(), text: "", stock: null, root: null});
	startListening(place, hear, () => (step(place) === "confirm" ? load(place) : null), {goods: true});
}

export const close = stopListening;

export function paint(place) {
	const {draft, stock, root} = place.mine;
	if (state.link === "lost")
		return home();
	if (!draft)
		return null;
	followScanner(place);
	const now = step(place);
	if (clockAsks())
		return touchable(place.body, [language(), "clock"], clockTiles);
	if (now === "amount")
		return paintPad(place);
	return touchable(place.body, [language(), now, draft, stock, root, state.catalogue?.stamp], () => draw(place, now));
}

export function key(place, name) {
	if (!place.mine.draft || step(place) !== "amount")
		return;
	if (name === "Enter")
		$("stock-next")?.click();
	else if (keyOf(name))
		press(place, keyOf(name));
}
