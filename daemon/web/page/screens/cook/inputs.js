// SPDX-License-Identifier: GPL-3.0-or-later
/* What goes in: which food, of what is bought whose and what its pack says; and how much of it. */
import {bigButton, el, findRow, go, rows, setText, state} from "/base/kernel.js";
import {newKey, post} from "/base/daemon.js";
import {kg, longName, plainKg, shortName, t} from "/base/lang.js";
import {tell} from "/base/station.js";
import {allergenTiles, hearAllergen, modeButton} from "/parts/allergens.js";
import {at} from "/parts/clock.js";
import {codesOf, isSure, textOf} from "/parts/food.js";
import {keypad, typedText, typeKey} from "/parts/keypad.js";
import {dayFigures} from "/parts/period.js";
import {offeredFood, wanted} from "/parts/pot.js";
import {hasRole} from "/parts/slips.js";
import {load} from "/screens/cook.js";

const WAIT_MS = 30000; // as the station keeps an armed category
const MARK_MOST = 20;

const today = () => state.snapshot?.day ?? "";
const idOf = (food) => food.lot ?? food.id;
const recipeOf = ({pot}) => findRow("recipes", pot.recipe ?? "");

const lotName = (lot) => shortName(findRow("ingredients", lot?.ingredient ?? "")) || lot?.description
	|| shortName(findRow("products", lot?.product ?? "")) || shortName(findRow("categories", lot?.category ?? ""));
export function foodName(input, lots) {
	if (input.source === "water")
		return t("page_cook_water");
	return input.source === "bought" ? shortName(findRow("ingredients", input.ingredient)) || input.ingredient
		: lotName(lots[input.from]) || input.from;
}

/* ---- into the pot */

function bodyOf({from, source, ingredient, partner, supplier_lot: mark, read}) {
	if (from)
		return {from};
	const said = read ? {...(read.contains.length > 0 ? {allergens: textOf(read.contains)} : {none: true}),
		...(read.traces.length > 0 ? {traces: textOf(read.traces)} : {})} : {};
	return {source, ...(ingredient ? {ingredient} : {}), ...(partner ? {partner} : {}), ...(mark ? {supplier_lot: mark} : {}), ...said};
}

async function put(place, mass) {
	const {take, pot, key, sent} = place.mine;
	if (sent)
		return;
	place.set({sent: true, wish: null});
	const answer = await post(`/lots/${encodeURIComponent(pot.id)}/inputs`, {...bodyOf(take), ...mass, ...at()}, {key});
	place.set({sent: false, key: isSure(answer) ? newKey() : key});
	if (!answer?.ok)
		return;
	place.set({take: null, typing: undefined});
	await load(place);
	const {lots} = place.mine;
	tell("saved", t("page_cook_in", {food: foodName(answer.data, lots), kg: kg(answer.data.mass_mg)}));
	if (lots[take.from]?.known === false)
		go("allergens", take.from, "cook", pot.id);
}

/* ---- what lies on the plate */

const rests = () => state.snapshot?.phase === "ready" && state.snapshot.scale?.state === "stable" && state.snapshot.scale.net_mg > 0;
const isRecorded = () => ["recorded", "unsure"].includes(state.snapshot?.phase);

/* What it weighs the station says, and knows the load as recorded: it says so when it is touched again. */
function putPlate(place) {
	const {load: name, scale} = state.snapshot;
	return put(place, {load: name, to_mg: scale.net_mg});
}

const wishPlate = (place) => (rests() || isRecorded() ? putPlate(place) : place.set({wish: performance.now()}));

/* Touched before it rests it is wished for, as a tile is. */
export function followLoad(place, step) {
	const {wish, sent} = place.mine;
	if (!wish || sent)
		return;
	if (step !== "mass" || performance.now() - wish > WAIT_MS)
		queueMicrotask(() => place.set({wish: null}));
	else if (rests())
		queueMicrotask(() => place.mine.wish && (place.mine.sending = putPlate(place)));
}

export function paintPlate({mine}, live) {
	const node = document.getElementById("plate-said");
	if (node)
		setText(node, mine.wish ? t("page_cook_plate_wait") : live ? [live.kg, live.words].filter(Boolean).join(" · ") : "");
}

/* ---- which food */

/* By a scan what lies there goes in, or what is put there next; of the same lot again, all that is left of it. */
export function chooseFood(place, food, scanned = false) {
	const {take, typing} = place.mine;
	const again = scanned && take?.from === idOf(food) && typing === undefined && !rests();
	place.set({take: {from: idOf(food), left_mg: food.bulk_left_mg ?? food.left_mg}, off: null, text: null, typing: undefined, search: null});
	if (again)
		return put(place, {});
	return scanned && !isRecorded() ? wishPlate(place) : null;
}

const foodChoice = (place) => (food) => ({code: idOf(food), category: food.category, picture: [food.category, "ALI"], "data-known": food.known === false ? "no" : null,
	caption: [food.date ? `${food.date_kind.toUpperCase()} ${dayFigures(food.date).slice(0, 5)}` : t("page_date_none"), `${kg(food.bulk_left_mg ?? food.left_mg)} kg`].join(" · "),
	word: lotName(food) || idOf(food), title: idOf(food),
	said: [idOf(food), lotName(food), longName(findRow("categories", food.category)), food.gtin, food.description, shortName(findRow("partners", food.partner ?? ""))]
		.filter(Boolean).join(" "),
	onclick: () => chooseFood(place, food)});

/* What an ingredient usually is: proposed, until who holds the pack has read it. */
function bought(place, row) {
	const proposal = row.allergens ? {from: shortName(row), contains: codesOf(row.allergens), traces: []} : null;
	place.set({take: {source: "bought", ingredient: row.code}, search: null, proposal, contains: proposal?.contains ?? [], traces: [], mode: "contains"});
}

const say = (place, patch) => place.set({take: {...place.mine.take, ...patch}, search: null});

export function inputStep({mine: {take, typing}}) {
	if (!take)
		return "inputs";
	if (typing !== undefined)
		return "typed";
	if (take.source !== "bought")
		return "mass";
	if (!take.ingredient)
		return "ingredient";
	if (take.partner === undefined)
		return "supplier";
	if (take.supplier_lot === undefined)
		return "mark";
	return take.read || findRow("ingredients", take.ingredient)?.raw ? "mass" : "read";
}

/* What is about to go in; a touch drops it. */
export const takeWord = ({take, lots}) => (take.source === "bought" && !take.ingredient ? t("page_cook_bought")
	: foodName({source: take.source ?? "made", ...take}, lots));
export const dropTake = (place) => place.set({take: null, typing: undefined, wish: null, search: null});

/* ---- by cards alone */

const begin = (place, take) => place.set({take, off: null, text: null, typing: undefined, search: null});
const isSupplier = (row) => hasRole(row, ["donor", "recycler", "member"]) && !row.roles?.includes("recipient");

function hearRead(place, act) {
	const {contains, traces} = place.mine;
	const marked = contains.length + traces.length > 0;
	if (hearAllergen(place, act))
		return true;
	if (act === "none" || (act === "done" && marked))
		say(place, {read: act === "none" ? {contains: [], traces: []} : {contains, traces}});
	return act === "none" || (act === "done" && marked);
}

/* What each question takes; true: it was answered. */
const HEAR = {
	ingredient: (place, {ingredient}) => Boolean(findRow("ingredients", ingredient ?? "")) && (bought(place, findRow("ingredients", ingredient)), true),
	supplier(place, {act, partner}) {
		const known = isSupplier(findRow("partners", partner ?? "") ?? {roles: "none"}) ? partner : null;
		if (known || act === "none" || act === "done")
			say(place, {partner: known ?? ""});
		return Boolean(known) || act === "none" || act === "done";
	},
	mark(place, {act, donor_lot: mark}) {
		if (mark || act === "none" || act === "done")
			say(place, {supplier_lot: mark ?? ""});
		return Boolean(mark) || act === "none" || act === "done";
	},
	read: (place, {act}) => hearRead(place, act),
	mass: (place, {act}) => act === "done" && (wishPlate(place), true),
};

/* A card of water, of what is bought, or an answer to what is asked of it. false: it is something else. */
export function hearTake(place, heard) {
	const step = inputStep(place);
	if (["water", "bought"].includes(heard.act))
		begin(place, {source: heard.act});
	else if (!HEAR[step]?.(place, heard))
		return false;
	if (step !== "mass" && inputStep(place) === "mass" && !isRecorded())
		wishPlate(place);
	return true;
}

function markTiles(place) {
	const field = el("input", {class: "field", id: "cook-mark", maxlength: MARK_MOST, autocomplete: "off", "aria-label": t("page_cook_mark")});
	return [el("div", {class: "receive-typed"}, field,
		bigButton({class: "choice strong", id: "mark-done", picture: "saved", word: t("page_cook_mark_done"), onclick: () => say(place, {supplier_lot: field.value.trim()})}),
		bigButton({class: "choice", id: "mark-none", picture: "question", word: t("page_cook_mark_none"), onclick: () => say(place, {supplier_lot: ""})}))];
}

function readTiles(place) {
	const {contains, traces} = place.mine;
	const none = contains.length === 0 && traces.length === 0;
	return [bigButton({class: "choice strong", id: "read-done", picture: none ? "cancel" : "saved", word: t(none ? "page_allergens_none" : "page_allergens_done"),
		onclick: () => say(place, {read: {contains, traces}})}),
	modeButton(place, "contains"), modeButton(place, "traces"), ...allergenTiles(place)];
}

function massTiles(place) {
	const {take, pot, lots} = place.mine;
	const wants = wanted(recipeOf(place.mine), pot, lots, take.from ? lots[take.from]?.ingredient : take.ingredient);
	const asked = take.left_mg === undefined ? wants : Math.min(wants, take.left_mg);
	return [el("div", {class: "receive-take"},
		bigButton({class: "choice strong", id: "mass-plate", picture: "scale", word: t("page_cook_plate"), onclick: () => wishPlate(place)}),
		el("p", {id: "plate-said", role: "status"}),
		take.from ? bigButton({class: "choice", id: "mass-all", picture: "all", caption: `${kg(take.left_mg)} kg`, word: t("page_cook_all"),
			onclick: () => put(place, {})}) : null,
		asked > 0 ? bigButton({class: "choice", id: "mass-recipe", picture: "order", caption: `${kg(asked)} kg`, word: t("page_cook_as_recipe"),
			onclick: () => put(place, {mass_kg: plainKg(asked)})}) : null,
		bigButton({class: "choice", id: "mass-typed", picture: "keyboard", word: t("page_type"), onclick: () => place.set({typing: ""})}))];
}

function typedTiles(place) {
	const press = (name) => place.set({typing: typeKey("kg", place.mine.typing, name)});
	return [el("div", {class: "typed"},
		el("div", {class: "typed-say"},
			el("p", {class: "typed-face"}, el("output", {id: "cook-number", "aria-live": "polite"}), " kg"),
			bigButton({class: "choice strong", id: "typed-put", picture: "saved", word: t("page_cook_put"),
				onclick: () => /[1-9]/.test(place.mine.typing) && put(place, {mass_kg: typedText(place.mine.typing)})}),
			bigButton({class: "choice", id: "typed-back", picture: "back", word: t("page_back"), onclick: () => place.set({typing: undefined})})),
		keypad("kg", press))];
}

const rowChoice = (row, picture, onclick) => ({code: row.code, picture: [row.code, picture], word: shortName(row), title: longName(row),
	said: [row.code, row.label_fr, row.label_en].filter(Boolean).join(" "), onclick});

export const INPUTS = {
	inputs: (place) => ({
		choices: offeredFood({...place.mine, recipe: recipeOf(place.mine), today: today()}).map(foodChoice(place)),
		more: [bigButton({class: "choice", id: "input-bought", picture: "in", word: t("page_cook_bought"), onclick: () => begin(place, {source: "bought"})}),
			bigButton({class: "choice", id: "input-water", picture: "ALI-BOI", word: t("page_cook_water"), onclick: () => begin(place, {source: "water"})})],
	}),
	ingredient: (place) => ({choices: rows("ingredients").map((row) => rowChoice(row, "ALI", () => bought(place, row)))}),
	supplier: (place) => ({choices: rows("partners").filter(isSupplier)
		.map((row) => rowChoice(row, "partner", () => say(place, {partner: row.code}))),
	more: [bigButton({class: "choice", id: "supplier-none", picture: "question", word: t("page_cook_supplier_none"), onclick: () => say(place, {partner: ""})})]}),
	mark: markTiles,
	read: readTiles,
	mass: massTiles,
	typed: typedTiles,
};

