// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/cook, #/cook/LOT: what goes into a pot. First which product and how it is made, then its inputs: received
 * lots by their oldest date, lots of ours, what was bought, water; each with the mass that lies on the plate,
 * all that is left, or one that is typed. A scanned mark is the touch of its tile. Last the text of the label
 * as it will be frozen, which a person confirms. What is asked is in screens/cook/.
 */
import {bigButton, el, findRow, go, icon, setText, state} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, shortName, t} from "/base/lang.js";
import {liveWeight, tell} from "/base/station.js";
import {asksIn, choiceTiles, paintSearch} from "/parts/choices.js";
import {clockAsks, clockTiles} from "/parts/clock.js";
import {keyOf, typeKey} from "/parts/keypad.js";
import {followScanner, startListening, stopListening} from "/parts/listen.js";
import {asksCooling, countsIn, PROCESSES} from "/parts/pot.js";
import {BEGIN, beginStep, chooseProcess, chooseProduct, chooseRecipe, productsOf} from "/screens/cook/begin.js";
import {chooseFood, dropTake, followLoad, foodName, hearTake, INPUTS, inputStep, paintPlate, takeWord} from "/screens/cook/inputs.js";
import {confirmText, loadText, textTiles} from "/screens/cook/text.js";

export const role = "kiosk";
export const css = ["receive", "typed", "allergens", true];

const MOST = 1000;

const NEW = "new"; // #/cook/new/PROCESS: a pot that is made so
const idOf = ({args: [id]}) => (id && id !== NEW ? id : "");

function stepOf(place) {
	const {mine} = place;
	if (state.link === "lost")
		return "lost";
	if (clockAsks())
		return "clock";
	if (!mine.loaded)
		return "wait";
	if (!mine.pot)
		return beginStep(place);
	if (mine.pot.state !== "open")
		return "done";
	return mine.off ? "off" : mine.text ? "text" : inputStep(place);
}

// lang: page_cook_lost page_cook_clock page_cook_wait page_cook_pots page_cook_product page_cook_process page_cook_recipe
// lang: page_cook_done page_cook_off page_cook_text page_cook_inputs page_cook_ingredient page_cook_supplier page_cook_mark
// lang: page_cook_read page_cook_mass page_cook_typed
export const title = (place) => t(`page_cook_${stepOf(place)}`);

/* ---- what the daemon knows */

async function lotsOf(query) {
	const answer = await get(`/lots?${new URLSearchParams({limit: MOST, ...query})}`);
	return answer?.ok ? answer.data.lots : [];
}

async function lot(id) {
	const answer = await get(`/lots/${encodeURIComponent(id)}`);
	return answer?.ok ? answer.data : null;
}

/* A lot of which nothing is left is in no list, but perhaps in the pot. */
async function lotsIn(pot, known) {
	const unknown = [...new Set(countsIn(pot).map(({from}) => from).filter((id) => id && !known[id]))];
	const found = await Promise.all(unknown.map(lot));
	return {...known, ...Object.fromEntries(found.filter(Boolean).map((one) => [one.lot ?? one.id, one]))};
}

export async function load(place) {
	const id = idOf(place);
	const [received, made, pots, pot] = await Promise.all([lotsOf({state: "open"}), lotsOf({of: "made", state: "packed"}),
		id ? [] : lotsOf({of: "made", state: "open"}), id ? lot(id) : null]);
	const known = Object.fromEntries([...received.map((one) => [one.lot, one]), ...made.map((one) => [one.id, one])]);
	const lots = pot ? await lotsIn(pot, known) : known;
	place.set({received, made, pots, pot: pot?.sort === "made" ? pot : null, lots, loaded: true});
}

/* ---- what a scanner said */

const notHere = (id) => tell("refused", t("page_cook_scan_none", {id}));

/* A lot by its own mark, by the article and the lot on its pack, the oldest date first. */
function scannedFood({received, made}, {key, gtin, donor_lot: mark}) {
	if (key)
		return [...received, ...made].find((one) => (one.lot ?? one.id) === key);
	const same = received.filter((one) => one.gtin === gtin);
	return same.filter((one) => mark && one.donor_lot === mark).concat(same).toSorted((a, b) =>
		Number(b.donor_lot === mark) - Number(a.donor_lot === mark) || (a.date || "9").localeCompare(b.date || "9"))[0];
}

/* An open pot by its mark; of what would be made of a lot, where that is one thing only. */
function hearBefore(place, {act, product, recipe, ...heard}) {
	const {begin, pots} = place.mine;
	const [, , process] = act?.split("/") ?? [];
	if (PROCESSES[process])
		return begin.product ? chooseProcess(place, process) : place.set({begin: {fresh: true, process}});
	if (recipe)
		return chooseRecipe(place, recipe);
	const pot = pots.find(({id}) => id === heard.key);
	if (pot)
		return go("cook", pot.id);
	const own = (state.catalogue?.products ?? []).find(({gtin}) => gtin && gtin === heard.gtin)?.code;
	const found = product ?? own ?? productsOf(scannedFood(place.mine, heard));
	return findRow("products", found) ? chooseProduct(place, found) : tell("refused", t("page_cook_scan_first"));
}

/* What is asked now is said: all that goes in is in, the text is right. */
function hearDone(place) {
	const step = stepOf(place);
	if (step === "inputs" && countsIn(place.mine.pot).length > 0)
		return loadText(place);
	return step === "text" ? confirmText(place) : tell("refused", t(step === "inputs" ? "page_cook_scan" : "page_cook_done_first"));
}

async function hear(place, heard) {
	const {mine} = place;
	await mine.sending;
	if (mine.pot?.state === "open" && !mine.text && !mine.off && hearTake(place, heard))
		return null;
	if (heard.act === "done" && mine.pot)
		return hearDone(place);
	if (mine.pot && heard.act?.startsWith("cook/"))
		return go(...heard.act.split("/"));
	if (mine.take?.source === "bought" && stepOf(place) !== "mass")
		return tell("refused", title(place));
	if (!mine.pot && (heard.key || heard.gtin || heard.act || heard.product || heard.recipe))
		return hearBefore(place, heard);
	if (!heard.key && !heard.gtin)
		return tell("refused", t("page_cook_scan"));
	const found = scannedFood(mine, heard);
	return found ? chooseFood(place, found, true) : notHere(heard.key || heard.gtin);
}

/* ---- an input out of the pot again */

async function takeOut(place) {
	const {off, key} = place.mine;
	const answer = await post(`/inputs/${off.id}/void`, {reason: "UNDO"}, {key});
	place.set({off: null, key: newKey()});
	if (!answer?.ok)
		return;
	await load(place);
	tell("saved", t("page_cook_out", {food: foodName(off, place.mine.lots)}));
}

const offTiles = (place) => [
	el("p", {class: "line-said"}, t("page_cook_off_ask", {food: foodName(place.mine.off, place.mine.lots), kg: kg(place.mine.off.mass_mg)})),
	bigButton({class: "choice strong", id: "off-yes", picture: "undo", word: t("page_cook_off_yes"), onclick: () => takeOut(place)}),
	bigButton({class: "choice", id: "off-no", picture: "back", word: t("page_back"), onclick: () => place.set({off: null})}),
];

/* ---- the screen */

const sayOnly = (key) => () => [el("p", {class: "line-said"}, t(key))];

const doneTiles = ({mine: {pot}}) => [
	el("p", {class: "line-said"}, t("page_cook_done_said", {id: pot.id})),
	...(asksCooling(pot, findRow("products", pot.product)) ? [bigButton({class: "choice strong", id: "cook-cool", picture: "cooling", word: t("page_cook_cool"),
		onclick: () => go("cold", pot.id)})] : []),
	bigButton({class: "choice", id: "cook-next", picture: "plus", word: t("page_cook_new"), onclick: () => go("cook")}),
];

const DRAW = {lost: sayOnly("page_lost"), wait: sayOnly("page_lots_wait"), clock: clockTiles, done: doneTiles, off: offTiles, text: textTiles};
const CHOICES = {...BEGIN, ...INPUTS};

function drawn(place, step) {
	const made = (DRAW[step] ?? CHOICES[step])(place);
	return Array.isArray(made) ? made : choiceTiles(place, made);
}

function ticket(place, step) {
	const {pot, lots, begin, take} = place.mine;
	const product = pot?.product ?? begin.product;
	if (!product)
		return [];
	const head = el("p", {class: "receive-one cook-product"}, icon(pot?.category ?? "ALI-PLA", "ALI"), el("span", {},
		[shortName(findRow("products", product)) || product, pot ? `${kg(pot.in_mg)} kg` : ""].filter(Boolean).join(" · ")));
	const open = pot?.state === "open";
	return [head, open && take ? el("button", {class: "receive-one cook-take", id: "cook-back", onclick: () => dropTake(place)}, icon("back"),
		el("span", {}, takeWord(place.mine))) : null,
	...(open ? countsIn(pot).toReversed().map((input) => el("button", {class: "receive-one", "data-input": input.id,
		onclick: () => place.set({off: input, take: null, text: null, typing: undefined})}, icon("undo"),
	el("span", {}, `${foodName(input, lots)} · ${kg(input.mass_mg)} kg`))) : []),
	open && ["inputs", "off"].includes(step) ? bigButton({class: "choice strong", id: "cook-text", picture: "finish", word: t("page_cook_to_text"),
		onclick: () => loadText(place)}) : null].filter(Boolean);
}

function beginOf({args: [id, process]}) {
	return id === NEW ? {fresh: true, process: PROCESSES[process] ? process : undefined} : {};
}

export async function open(place) {
	place.set({...asksIn(place), begin: beginOf(place), take: null, text: null, off: null, key: newKey(),
		received: [], made: [], pots: [], lots: {}, contains: [], traces: [], mode: "contains"});
	await startListening(place, hear, load);
}

export const close = stopListening;

export function paint(place) {
	const {mine} = place;
	if (!mine.main)
		return;
	followScanner(place);
	const step = stepOf(place);
	const searches = paintSearch(place, step, CHOICES[step] && (() => CHOICES[step](place)));
	touchable(mine.ticket, [language(), mine.begin, mine.pot, mine.take, step, Object.keys(mine.lots).length, state.catalogue?.stamp], () => ticket(place, step));
	mine.ticket.hidden = mine.ticket.childElementCount === 0 || step === "typed";
	touchable(mine.main, [language(), step, mine.begin, mine.take, mine.off, mine.text, mine.pot, mine.contains, mine.traces, mine.mode,
		mine.received.length, mine.made.length, mine.pots.length, state.catalogue?.stamp, state.snapshot?.day],
	() => (searches ? [] : drawn(place, step)));
	paintPlate(place, liveWeight());
	followLoad(place, step);
	const number = document.getElementById("cook-number");
	if (number)
		setText(number, mine.typing || "0");
}

export function key(place, name) {
	if (place.mine.typing !== undefined && keyOf(name))
		place.set({typing: typeKey("kg", place.mine.typing, keyOf(name))});
}
