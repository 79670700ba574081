// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/receive, #/receive/FAMILY: food of a donor becomes a lot. Who gave it, what it is, its date, then what
 * lies on the plate is recorded by one touch: one question at a time, in large tiles, and beside them what
 * was said, each of which a touch asks again. A scanned pack says article, lot and date; cards of donors
 * and families are scanned as well. What the daemon refuses or asks is a sentence with its answers.
 */
import {bigButton, colours, el, findRow, go, icon, offered, rows, setText, state} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, longName, plainKg, shortName, t} from "/base/lang.js";
import {liveWeight, loadOpenSlips, tell} from "/base/station.js";
import {asksIn, choiceTiles, paintSearch} from "/parts/choices.js";
import {at, clockAsks, clockTiles} from "/parts/clock.js";
import {dayField, dayOf} from "/parts/day.js";
import {bodyOf, daysFor, degreesOf, degreesText, isAnimal, isSure, nextStep, originOf, withPack} from "/parts/food.js";
import {keyOf, keypad, typedText, typeKey} from "/parts/keypad.js";
import {followScanner, startListening, stopListening} from "/parts/listen.js";
import {dayFigures} from "/parts/period.js";
import {reasonTiles} from "/parts/reasons.js";
import {hasRole, lastFirst} from "/parts/slips.js";

export const role = "kiosk";
export const css = [true, "typed"];

const WAIT_MS = 30000; // as the station keeps an armed category
const LAST = 50;

/* Of the visit of one donor, whatever is opened meanwhile. */
let visit = {};

const today = () => state.snapshot?.day ?? "";
const said = ({mine}) => ({...visit, ...mine.food});

/* What is asked now; a question of the daemon and a refusal come before what is next. */
function stepOf(place) {
	const {mine} = place;
	if (state.link === "lost")
		return "lost";
	if (clockAsks())
		return "clock";
	if (mine.refusing)
		return "refuse";
	if (mine.ask)
		return "ask";
	if (mine.typing !== undefined)
		return "typed";
	return nextStep(said(place));
}

// lang: page_receive_lost page_receive_clock page_receive_refuse page_receive_ask page_receive_typed page_receive_donor
// lang: page_receive_origin page_receive_family page_receive_kind page_receive_date page_receive_packing
// lang: page_receive_degrees page_receive_take
export const title = (place) => t(`page_receive_${stepOf(place)}`);

/* ---- what is said, and asked again */

function say(place, patch) {
	place.set({food: {...place.mine.food, ...patch}, search: null, other: false});
}

/* A donor stands for more than one pack; what it says itself is not asked. */
function chooseDonor(place, code) {
	const row = findRow("partners", code);
	visit = {partner: code, origin: originOf(row?.donor_type, offered("origins"))};
	say(place, {});
}

/* From that answer on all is asked again; what a pack said of its date goes with it. */
const AGAIN = {
	donor: ({food}) => ({food}),
	family: ({food}) => ({food: {...food, category: undefined, product: undefined, ingredient: undefined, packing: undefined,
		degrees: undefined}}),
	kind: ({food}) => ({food: {...food, date_kind: undefined, date: undefined, commitment: undefined}}),
	packing: ({food}) => ({food: {...food, packing: undefined}}),
	degrees: ({food}) => ({food: {...food, degrees: undefined}}),
};

function askAgain(place, step) {
	if (step === "donor")
		visit = {};
	place.set({...AGAIN[step](place.mine), ask: null, refusing: false, typing: undefined, wish: null, other: false, search: null});
}

/* ---- the load becomes a lot */

function load() {
	const {load: name, scale} = state.snapshot;
	return {load: name, ...(scale?.state === "stable" ? {to_mg: scale.net_mg} : {})};
}

/* The paper of this visit: the one in force, an open one of this donor, or a new one. */
async function slipOf({partner, origin}) {
	if (visit.slip)
		return visit.slip;
	const open = await get(`/slips?${new URLSearchParams({state: "open", type: "pickup", partner, limit: 1})}`);
	const known = open?.ok ? open.data.slips[0]?.id : null;
	const made = known ? null : await post("/slips", {type: "pickup", origin, partner}, {key: visit.key ??= newKey()});
	visit.slip = known ?? (made?.ok ? made.data.id : null);
	return visit.slip;
}

const ASKS = ["dlc_48h", "take_light"];
const STOPS = ["dlc_past", "animal_not_prepacked", "too_warm"];

/* A single raw food, such as a carrot, needs no pack to be read: the daemon knows which. */
async function received(place, lot) {
	tell("saved", t("page_received", {kg: kg(lot.net_mg), food: shortName(findRow("categories", lot.category)), lot: lot.lot}));
	place.set({food: {}, key: newKey(), sent: false, wish: null, ask: null, typing: undefined, light: false});
	const now = await get(`/lots/${encodeURIComponent(lot.lot)}`);
	if (!now?.data.known)
		go("allergens", lot.lot, "receive");
}

async function send(place, mass) {
	if (place.mine.sent)
		return;
	place.set({sent: true, wish: null});
	const facts = said(place);
	const slip = await slipOf(facts);
	const answer = slip ? await post("/food/receipts", {...bodyOf({...facts, slip}), ...mass, ...at(),
		...(place.mine.light ? {light: true} : {})}, {key: place.mine.key}) : null;
	if (answer?.ok)
		return received(place, answer.data);
	const error = answer?.data.error;
	const asks = ASKS.includes(error) || STOPS.includes(error);
	place.set({sent: false, key: isSure(answer) ? newKey() : place.mine.key,
		ask: asks ? {error, text: answer.data.message, mass} : null});
}

/* Touched before it rests it is wished for, as a tile is. */
const take = (place) => place.set({wish: performance.now(), ask: null});

function followLoad(place) {
	const {wish, sent} = place.mine;
	const {phase, scale} = state.snapshot ?? {};
	if (!wish || sent || stepOf(place) !== "take")
		return;
	if (phase === "empty" || phase === "settling" || scale?.state === "moving") {
		if (performance.now() - wish > WAIT_MS)
			queueMicrotask(() => place.set({wish: null}));
		return;
	}
	queueMicrotask(() => place.mine.wish && (place.mine.sending = send(place, load())));
}

const YES = {
	dlc_48h: (place, {mass}) => {
		say(place, {commitment: true});
		return send(place, mass);
	},
	take_light: (place, {mass}) => {
		place.set({light: true});
		return send(place, mass);
	},
};

const CHANGES = {dlc_48h: "kind", dlc_past: "kind", too_warm: "degrees", animal_not_prepacked: "packing"};

/* ---- refused: a fact, never intake */

async function refuse(place, reason) {
	const {partner, origin, category} = said(place);
	const {phase, scale} = state.snapshot ?? {};
	const seen = phase === "ready" && scale?.state === "stable" ? {net_kg: plainKg(scale.net_mg)} : {};
	const slip = await slipOf({partner, origin});
	const answer = slip ? await post("/food/refusals", {partner, category, slip, reason, ...seen}, {key: place.mine.key}) : null;
	if (!answer?.ok)
		return;
	place.set({food: {}, refusing: false, ask: null, key: newKey()});
	tell("saved", t("page_refused"));
}

/* ---- what a scanner said */

/* As it was received last, or as one of the site's own products: proposed, and asked again by a touch. */
async function knownBy(gtin) {
	const product = rows("products").find((row) => row.gtin === gtin);
	const answer = await get(`/lots?${new URLSearchParams({gtin, limit: 1})}`);
	const lot = answer?.ok ? answer.data.lots[0] : null;
	return {category: lot?.category ?? product?.category, product: lot?.product ?? product?.code,
		ingredient: lot?.ingredient, description: lot?.description};
}

async function hearPack(place, {text, gtin, date_kind: kind, date}) {
	const known = await knownBy(gtin);
	place.set({food: withPack(place.mine.food, {text, gtin, kind, date}, known), search: null, other: false});
}

/* The visit is over, else what was said is received. */
async function hearDone(place) {
	const {slip, category} = said(place);
	const next = nextStep(said(place));
	if (next === "take")
		return take(place);
	if (category || !slip)
		return tell("refused", title(place));
	const answer = await post(`/slips/${encodeURIComponent(slip)}/close`, {}, {key: place.mine.key});
	if (!answer?.ok)
		return null;
	visit = {};
	loadOpenSlips();
	place.set({key: newKey()});
	return tell("saved", t("page_receive_over"));
}

/* What is loose has no date. */
function hearAct(place, act) {
	if (act === "none" && stepOf(place) === "kind")
		return say(place, {date_kind: "none", date: undefined});
	return act === "done" ? hearDone(place) : null;
}

function hearDegrees(place, degrees) {
	if (stepOf(place) !== "degrees" || !degreesOf(said(place).category).includes(degrees))
		return tell("refused", title(place));
	return say(place, {degrees});
}

/* A code that says the last thing is the touch that records. */
async function hear(place, heard) {
	await place.mine.sending;
	if (heard.key)
		return tell("refused", t("page_receive_ours", {id: heard.key}));
	if (heard.act)
		return hearAct(place, heard.act);
	if (heard.degrees !== null)
		return hearDegrees(place, heard.degrees);
	if (heard.product || heard.recipe || heard.place)
		return tell("refused", title(place));
	place.set({ask: null, refusing: false});
	if (heard.partner)
		chooseDonor(place, heard.partner);
	else if (heard.category)
		say(place, {...AGAIN[heard.category === place.mine.food.category ? "packing" : "family"](place.mine).food,
			category: heard.category, degrees: undefined});
	else
		await hearPack(place, heard);
	if (heard.category && nextStep(said(place)) === "take")
		take(place);
}

/* ---- tiles */

const tile = (props) => bigButton({class: "choice", ...props});

const donors = () => rows("partners").filter((row) => hasRole(row, ["donor"]));
const named = (row) => [row.code, row.label_fr, row.label_en, row.short_fr, row.short_en].filter(Boolean).join(" ");

// lang: page_word_donor_type_retail page_word_donor_type_wholesale page_word_donor_type_catering
// lang: page_word_donor_type_producer page_word_donor_type_industry page_word_donor_type_food_bank
const kindOf = ({donor_type: type}) => (type ? t(`page_word_donor_type_${type}`) : null);

const donorChoices = (place) => ({none: t("page_deposit_no_partner"),
	choices: lastFirst(donors(), place.mine.last.map(({partner}) => partner)).map((row) => ({code: row.code, picture: [row.code, "partner"],
		caption: kindOf(row), word: shortName(row), title: longName(row), said: named(row), onclick: () => chooseDonor(place, row.code)}))});

const families = () => offered("categories").filter((row) => row.parent && findRow("categories", row.parent)?.food);

const KINDS = {dlc: "calendar", ddm: "day", none: "cancel"};
// lang: page_date_dlc page_date_ddm page_date_none
const kindTiles = (place) => Object.entries(KINDS).map(([code, picture]) => tile({"data-kind": code, picture,
	caption: code === "none" ? null : code.toUpperCase(), word: t(`page_date_${code}`),
	onclick: () => say(place, {date_kind: code, date: undefined})}));

const weekday = (day) => new Date(`${day}T00:00:00Z`).toLocaleDateString(language(), {weekday: "long", timeZone: "UTC"});
const monthOf = (day) => new Date(`${day}T00:00:00Z`).toLocaleDateString(language(), {month: "long", year: "numeric", timeZone: "UTC"});

function dateTiles(place) {
	const {date_kind: kind} = said(place);
	const days = daysFor(kind, today());
	return [...days.map((day, i) => tile({class: "choice date", "data-day": day,
		caption: kind === "dlc" ? (i === 0 ? t("page_today_day") : weekday(day)) : t("page_date_end"),
		word: kind === "dlc" ? dayFigures(day).slice(0, 5) : monthOf(day), onclick: () => say(place, {date: day})})),
	tile({id: "date-other", picture: "keyboard", word: t("page_date_other"), onclick: () => place.set({other: true})})];
}

function otherDate(place) {
	const field = dayField({id: "receive-day", class: "field", "aria-label": t("page_receive_date")}, "");
	const done = () => {
		const day = dayOf(field.value);
		return /^\d{4}-\d\d-\d\d$/.test(day) ? say(place, {date: day}) : field.focus();
	};
	return [el("div", {class: "receive-typed"}, field.parentElement,
		tile({class: "choice strong", id: "date-done", picture: "saved", word: t("page_date_done"), onclick: done}),
		tile({id: "date-back", picture: "back", word: t("page_back"), onclick: () => place.set({other: false})}))];
}

/* Of what surely is of an animal it is asked only whether it is packed. */
function packingTiles(place) {
	const {category} = said(place);
	const way = (code, picture) => tile({"data-packing": code, picture, word: t(`page_packing_${code}`),
		onclick: () => say(place, {packing: code})});
	return [...(isAnimal(category) ? [] : [way("none", "ALI-FEL")]), way("pack", "pack"), way("loose", "question")];
} // lang: page_packing_none page_packing_pack page_packing_loose

const degreesTiles = (place) => [
	...degreesOf(said(place).category).map((degrees) => tile({class: "choice amount", "data-degrees": degrees,
		word: degreesText(degrees), onclick: () => say(place, {degrees})})),
	tile({id: "degrees-none", picture: "question", word: t("page_degrees_none"), onclick: () => say(place, {degrees: ""})}),
];

const takeTiles = (place) => [
	el("div", {class: "receive-take"},
		tile({class: "choice strong", id: "take", picture: "scale", word: t("page_take"), onclick: () => take(place)}),
		el("p", {id: "take-said", role: "status"}),
		tile({id: "take-refuse", picture: "refuse", word: t("page_receive_refuse_it"), onclick: () => place.set({refusing: true})}),
		tile({id: "take-typed", picture: "keyboard", word: t("page_type"), onclick: () => place.set({typing: ""})})),
];

function askTiles(place) {
	const {ask} = place.mine;
	const change = CHANGES[ask.error];
	return [el("p", {class: "line-said"}, ask.text),
		...(YES[ask.error] ? [tile({class: "choice strong", id: "ask-yes", picture: "saved", word: t(`page_ask_${ask.error}`),
			onclick: () => YES[ask.error](place, ask)})] : []),
		tile({id: "ask-refuse", picture: "refuse", word: t("page_receive_refuse_it"), onclick: () => place.set({refusing: true})}),
		change ? tile({id: "ask-change", picture: "pencil", word: t("page_ask_change"), onclick: () => askAgain(place, change)})
			: tile({id: "ask-back", picture: "back", word: t("page_back"), onclick: () => place.set({ask: null})})];
} // lang: page_ask_dlc_48h page_ask_take_light

function typedTiles(place) {
	const press = (key) => place.set({typing: typeKey("kg", place.mine.typing, key)});
	return [el("div", {class: "typed"},
		el("div", {class: "typed-say"},
			el("p", {class: "typed-face"}, el("output", {id: "receive-number", "aria-live": "polite"}), " kg"),
			tile({class: "choice strong", id: "typed-take", picture: "saved", word: t("page_take"),
				onclick: () => /[1-9]/.test(place.mine.typing) && send(place, {net_kg: typedText(place.mine.typing)})}),
			tile({id: "typed-back", picture: "back", word: t("page_back"), onclick: () => place.set({typing: undefined})})),
		keypad("kg", press))];
}

const DRAW = {
	lost: () => [el("p", {class: "line-said"}, t("page_lost"))],
	clock: clockTiles,
	donor: (place) => choiceTiles(place, donorChoices(place)),
	origin: (place) => offered("origins").filter((row) => row.food).map((row) => tile({"data-code": row.code,
		picture: [row.code, "in"], word: shortName(row), onclick: () => {
			visit.origin = row.code;
			say(place, {});
		}})),
	family: (place) => families().map((row) => tile({...colours(row.code), "data-code": row.code, title: longName(row),
		picture: [row.code, "ALI"], word: shortName(row), onclick: () => say(place, {category: row.code})})),
	kind: kindTiles,
	date: (place) => (place.mine.other ? otherDate(place) : dateTiles(place)),
	packing: packingTiles,
	degrees: degreesTiles,
	take: takeTiles,
	ask: askTiles,
	typed: typedTiles,
	refuse: (place) => [...reasonTiles("refuse", (reason) => refuse(place, reason)),
		tile({id: "refuse-back", picture: "back", word: t("page_back"), onclick: () => place.set({refusing: false})})],
};

/* ---- beside them: what was said */

const one = (place, step, picture, words) => el("button", {class: "receive-one", "data-step": step,
	onclick: () => askAgain(place, step)}, icon(...[picture].flat()), el("span", {}, words));

// lang: page_packing_none page_packing_pack page_packing_loose
function ticket(place) {
	const {partner, slip, category, gtin, date_kind: kind, date, packing, degrees} = said(place);
	const food = shortName(findRow("categories", category));
	return [
		partner ? one(place, "donor", [partner, "partner"], shortName(findRow("partners", partner)) || partner) : null,
		category ? one(place, "family", [category, "ALI"], gtin ? `${food} · ${gtin}` : food) : null,
		kind ? one(place, "kind", KINDS[kind], kind === "none" ? t("page_date_none")
			: [kind.toUpperCase(), date ? dayFigures(date) : ""].filter(Boolean).join(" ")) : null,
		packing ? one(place, "packing", "pack", t(`page_packing_${packing}`)) : null,
		degrees === undefined ? null : one(place, "degrees", "thermometer", degrees === "" ? t("page_degrees_none") : degreesText(degrees)),
		category && partner && !["refuse", "take"].includes(stepOf(place)) ? el("button", {class: "receive-one", id: "receive-refuse",
			onclick: () => place.set({refusing: true, typing: undefined})}, icon("refuse"), el("span", {}, t("page_receive_refuse_it"))) : null,
		slip && !category ? el("button", {class: "receive-one", id: "receive-end", onclick: () => {
			visit = {};
			go("slip", slip);
		}}, icon("finish"), el("span", {}, t("page_receive_end"))) : null,
	].filter(Boolean);
}

/* ---- the screen */

/* What is in force at the station is of this visit, if it brings food in. */
function joinSlip() {
	const {slip, direction, partner, origin} = state.snapshot?.context ?? {};
	if (slip && direction === "in" && partner && findRow("origins", origin)?.food)
		visit = {slip, partner, origin};
	else if (!visit.partner && partner && donors().some(({code}) => code === partner))
		visit = {partner, origin: originOf(findRow("partners", partner)?.donor_type, offered("origins"))};
}

export async function open(place) {
	const [category] = place.args;
	joinSlip();
	place.set({...asksIn(place), food: category ? {category} : {}, last: [], key: newKey()});
	await startListening(place, hear);
	const answer = await get(`/slips?${new URLSearchParams({type: "pickup", limit: LAST})}`);
	if (answer?.ok && !visit.partner)
		place.set({last: answer.data.slips});
}

export const close = stopListening;

function paintTake(place) {
	const live = liveWeight();
	const node = document.getElementById("take-said");
	if (!node)
		return;
	setText(node, place.mine.wish ? t("page_take_wait") : live ? [live.kg, live.words].filter(Boolean).join(" · ") : "");
}

export function paint(place) {
	const {mine} = place;
	if (!mine.main)
		return null;
	followScanner(place);
	const step = stepOf(place);
	const searches = paintSearch(place, step, step === "donor" ? () => donorChoices(place) : null);
	touchable(mine.ticket, [language(), visit, mine.food, step, state.catalogue?.stamp], () => ticket(place));
	mine.ticket.hidden = mine.ticket.childElementCount === 0 || step === "typed";
	touchable(mine.main, [language(), step, mine.other, step === "donor" && mine.last.map(({id}) => id), mine.ask,
		step === "date" && [today(), mine.food.date_kind], step === "packing" && mine.food.category, state.catalogue?.stamp],
	() => (searches ? [] : DRAW[step](place)));
	paintTake(place);
	followLoad(place);
	const number = document.getElementById("receive-number");
	if (number)
		setText(number, mine.typing || "0");
	return null;
}

export function key(place, name) {
	if (place.mine.typing !== undefined && keyOf(name))
		place.set({typing: typeKey("kg", place.mine.typing, keyOf(name))});
}
