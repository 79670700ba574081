// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/label, #/label/LOT: trays of a closed lot become packs. Which lot, oldest first, by touch or by its mark, where
 * there is more than one;
 * then each tray on the plate is recorded by one touch (or the mark again) and its label printed with it. The
 * label stands there as it will be printed, at its true size; beside it what was packed and what is left. The
 * end of the packing asks what became of the rest.
 */
import {bigButton, el, findRow, icon, keyed, rows, setText, state} from "/base/kernel.js";
import {get, intent, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, shortName, t} from "/base/lang.js";
import {liveWeight, tell} from "/base/station.js";
import {at, clockAsks, clockTiles} from "/parts/clock.js";
import {dueOf, isSure} from "/parts/food.js";
import {comma, keyOf, keypad, typedText, typeKey} from "/parts/keypad.js";
import {followScanner, startListening, stopListening} from "/parts/listen.js";
import {bodyOfEnd, netOf, packedOf, RESTS} from "/parts/packing.js";
import {dayFigures} from "/parts/period.js";
import {reasonTiles} from "/parts/reasons.js";

export const role = "kiosk";
export const css = [true, "typed"];

const WAIT_MS = 30000; // as the station keeps an armed category
const MOST = 1000;
const USUAL_MG = 500000; // of a label that is looked at before a tray is there

const today = () => state.snapshot?.day ?? "";
const productOf = ({product, category}) => shortName(findRow("products", product ?? "")) || product
	|| shortName(findRow("categories", category));
const dateOf = (lot) => (lot.date ? `${(lot.date_kind ?? "dlc").toUpperCase()} ${dayFigures(lot.date)}` : t("page_date_none"));
const markOf = (id) => id.split("-").at(-2);

function stepOf({mine}) {
	if (state.link === "lost")
		return "lost";
	if (clockAsks())
		return "clock";
	if (!mine.lot)
		return "lots";
	return mine.step ?? "pack";
}

// lang: page_label_lost page_label_clock page_label_lots page_label_container page_label_end
// lang: page_label_sure page_label_amount page_label_why
export const title = (place) => (stepOf(place) === "pack" ? productOf(place.mine.lot) : t(`page_label_${stepOf(place)}`));

/* ---- what the daemon knows of lots and labels */

async function loadLots(place) {
	const answer = await get(`/lots?${new URLSearchParams({of: "made", state: "closed", limit: MOST})}`);
	place.set({refused: answer?.ok ? null : answer?.data.message ?? t("page_lost"),
		lots: (answer?.data.lots ?? []).toSorted((a, b) => a.at.localeCompare(b.at))});
}

async function loadLot(place, id) {
	const answer = await get(`/lots/${encodeURIComponent(id)}`);
	if (answer?.ok) {
		const {sort, state: is} = answer.data;
		const closed = sort === "made" && is === "closed";
		place.set({lot: closed ? answer.data : null, ended: !closed});
	}
	if (!place.mine.lot)
		await loadLots(place);
}

/* Of the tray that lies there, else of a usual one. */
function previewOf({lot, container}) {
	const {phase, scale} = state.snapshot ?? {};
	const lies = ["ready", "recorded"].includes(phase) && scale?.state === "stable" && scale.net_mg > 0;
	const net = lies ? netOf(scale, findRow("containers", container ?? "")) : 0;
	return `/lots/${encodeURIComponent(lot.id)}/label?${new URLSearchParams({net_mg: net > 0 ? net : USUAL_MG,
		...(container ? {container} : {})})}`;
}

/* One at a time: drawing takes its time on a small machine. */
async function followPreview(place) {
	const {mine} = place;
	if (!mine.lot || mine.looking || stepOf(place) !== "pack")
		return;
	const wanted = previewOf(mine);
	if (mine.looked === wanted)
		return;
	mine.looking = true;
	const answer = await get(wanted);
	mine.looking = false;
	place.set({looked: wanted, label: answer?.ok ? answer.data : null});
}

/* Anew when something was packed, undone or weighed, wherever. */
function follow(place) {
	const {last, today: sums} = state.snapshot ?? {};
	const seen = JSON.stringify([last?.id, last?.undone, sums, state.link]);
	if (place.mine.seen === seen)
		return;
	place.mine.seen = seen;
	if (state.link === "lost")
		return;
	if (place.mine.lot)
		loadLot(place, place.mine.lot.id);
	else
		loadLots(place);
}

/* ---- a tray becomes a pack */

function load() {
	const {load: name, scale} = state.snapshot;
	return {load: name, ...(scale?.state === "stable" ? {to_mg: scale.net_mg} : {})};
}

async function send(place) {
	const {lot, container, key, sent} = place.mine;
	if (sent)
		return;
	place.set({sent: true, wish: null, only: false});
	const answer = await post(`/lots/${encodeURIComponent(lot.id)}/packs`, {...(container ? {container} : {}), ...load(), ...at()}, {key});
	place.set({sent: false, key: answer?.ok || isSure(answer) ? newKey() : key});
	if (!answer?.ok)
		return;
	tell("saved", t("page_packed", {kg: kg(answer.data.net_mg), food: productOf(lot), id: answer.data.id}));
	await loadLot(place, lot.id);
}

/* Touched before it rests it is wished for, as a tile is: in whichever step, it grows old. */
const take = (place) => place.set({wish: performance.now()});

function followLoad(place) {
	const {wish, sent} = place.mine;
	const {phase, scale} = state.snapshot ?? {};
	if (!wish || sent)
		return;
	if (performance.now() - wish > WAIT_MS)
		queueMicrotask(() => place.set({wish: null}));
	else if (stepOf(place) === "pack" && phase !== "empty" && phase !== "settling" && scale?.state !== "moving")
		queueMicrotask(() => place.mine.wish && (place.mine.sending = send(place)));
}

async function undoPack(place) {
	const answer = await intent("undo");
	if (answer?.ok)
		await loadLot(place, place.mine.lot.id);
}

/* A pack's own code (B) means its lot. */
async function lotMeant(key) {
	const answer = key.split("-").at(-3) === "B" ? await get(`/packs/${encodeURIComponent(key)}`) : null;
	return answer?.ok ? answer.data.lot : key;
}

/* The card of a product means the one that is packed, else the oldest. */
async function lotOfProduct({mine}, product) {
	if (mine.lot?.product === product)
		return mine.lot.id;
	const answer = await get(`/lots?${new URLSearchParams({of: "made", state: "closed", product, limit: MOST})}`);
	return answer?.data?.lots?.toSorted((a, b) => a.at.localeCompare(b.at))[0]?.id;
}

/* What is gone as steam is said by three cards, as by three touches. */
function hearDone(place) {
	const {lot, step} = place.mine;
	if (step === "sure" || step === "amount")
		return end(place);
	if (step === "end")
		return place.set({rest: "steam", amount: gramsOf(restOf(place.mine)), fresh: true, step: "sure"});
	return lot && !step ? place.set({step: "end"}) : tell("refused", t("page_label_scan"));
}

/* The mark of the lot that is being packed is the touch that records; that of another one, or of one that nobody chose, chooses it. */
async function hear(place, {key: heard, product, act}) {
	await place.mine.sending;
	if (act === "done")
		return hearDone(place);
	if (act === "label")
		return leaveLot(place);
	if (!heard && !product)
		return tell("refused", t("page_label_scan"));
	const lot = heard ? await lotMeant(heard) : await lotOfProduct(place, product);
	if (!lot)
		return tell("refused", t("page_label_none_of", {food: productOf({product})}));
	if (place.mine.lot?.id !== lot || place.mine.only)
		return choose(place, lot);
	return take(place);
}

/* Of one lot nobody has to say which: its first tray, too, is one touch. */
function chooseOnly(place) {
	const {lot, lots} = place.mine;
	if (lot || lots?.length !== 1)
		return null;
	place.set({only: true});
	return loadLot(place, lots[0].id);
}

function choose(place, id) {
	place.set({step: undefined, looked: null, label: null, wish: null, ended: false, only: false});
	return loadLot(place, id);
}

function leaveLot(place) {
	place.set({lot: null, step: undefined, looked: null, label: null, wish: null});
	return loadLots(place);
}

/* ---- the end of the packing */

async function end(place, reason) {
	const {lot, rest, amount, endKey} = place.mine;
	const answer = await post(`/lots/${encodeURIComponent(lot.id)}/pack-end`,
		{...bodyOfEnd(rest, typedText(amount ?? "")), ...(reason ? {reason} : {}), ...at()}, {key: endKey});
	place.set({endKey: isSure(answer) ? newKey() : endKey});
	if (answer?.ok) {
		tell("saved", t("page_packing_done", {food: productOf(lot), n: answer.data.packs, kg: kg(answer.data.outputs_mg)}));
		place.set({lot: null, step: undefined, lots: null});
		await loadLots(place);
	} else if (answer?.data.error === "evaporation_high") {
		place.set({step: "why", asked: answer.data.message});
	}
}

/* ---- tiles */

const tile = (props) => bigButton({class: "choice", ...props});

function lotTile(place, lot) {
	const button = tile({class: "choice label-lot", "data-lot": lot.id, "data-due": dueOf(lot, today()), picture: ["lots", "ALI"],
		caption: dateOf(lot), word: productOf(lot), onclick: () => choose(place, lot.id)});
	button.append(el("b", {}, `${kg(lot.left_mg)} kg`), el("small", {}, markOf(lot.id)));
	return button;
}

function lotTiles(place) {
	const {lots, refused, ended} = place.mine;
	if (!lots)
		return [];
	return [ended ? el("p", {class: "line-said"}, t("page_label_not_closed")) : null,
		...(lots.length > 0 ? lots.map((lot) => lotTile(place, lot))
			: [el("p", {class: "line-said"}, refused ?? t("page_label_none"))])].filter(Boolean);
}

/* Pixels of a page are 96 to the inch. */
const toPixels = (um) => Math.round(um * 96 / 25400);

/* What it says, at its true size; or what is missing. */
function paper({label, looked}) {
	if (!label)
		return [];
	if (label.refusals.length > 0)
		return [el("ul", {class: "label-missing", "aria-label": t("page_label_missing")}, ...label.refusals.map(({message}) => el("li", {}, message)))];
	return [el("img", {class: "label-picture", alt: t("page_label_drawn"), src: `/api/v1${looked.replace("/label?", "/label.png?")}`,
		width: toPixels(label.width_um), height: toPixels(label.height_um)})];
}

/* The button stays under the finger, whatever the label comes to. */
const packTiles = (place) => [el("div", {class: "label-pack"}, el("div", {class: "label-paper", id: "label-paper", tabindex: "0"}),
	tile({class: "choice strong", id: "pack", picture: "printer", word: t("page_pack_it"), onclick: () => take(place)}),
	el("p", {id: "pack-said", role: "status"}))];

/* A lid or a box of a roll is no tray. */
const trays = () => rows("containers").filter(({part}) => !part || part === "base");

const containerTiles = (place) => [
	tile({"data-container": "", picture: "cancel", word: t("page_container_none"), onclick: () => place.set({container: "", step: undefined})}),
	...trays().map((row) => tile({"data-container": row.code, picture: [row.code, "container"], caption: `${kg(row.tare_mg ?? 0)} kg`,
		word: shortName(row), onclick: () => place.set({container: row.code, step: undefined})})),
];

/* As it is typed, and never more than is there. */
const gramsOf = (mg) => String(Math.floor(mg / 1000) / 1000).replace(".", comma());

const restOf = ({lot}) => packedOf(lot).rest_mg;

// lang: page_rest_steam page_rest_bulk page_rest_compost page_rest_metha
const endTiles = (place) => [
	el("p", {class: "line-said"}, t("page_label_rest", {kg: kg(restOf(place.mine)), n: packedOf(place.mine.lot).count})),
	...RESTS.filter(({destination}) => !destination || findRow("destinations", destination)).map(({code, picture: drawn}) => tile({
		"data-rest": code, picture: drawn, word: t(`page_rest_${code.toLowerCase()}`),
		onclick: () => place.set({rest: code, amount: gramsOf(restOf(place.mine)), fresh: true, step: code === "steam" ? "sure" : "amount"})})),
];

/* After it no tray is packed any more: what is gone as steam is said with a second touch. */
const sureTiles = (place) => [
	el("p", {class: "line-said"}, t("page_label_rest", {kg: kg(restOf(place.mine)), n: packedOf(place.mine.lot).count})),
	tile({class: "choice strong", id: "label-sure", picture: "finish", word: t("page_label_finish"), onclick: () => end(place)}),
	tile({id: "sure-back", picture: "back", word: t("page_back"), onclick: () => place.set({step: "end"})}),
];

const press = (place) => (key) => place.set({amount: typeKey("kg", place.mine.fresh ? "" : place.mine.amount, key), fresh: false});

const amountTiles = (place) => [el("div", {class: "typed"},
	el("div", {class: "typed-say"},
		el("p", {class: "typed-face"}, el("output", {id: "label-number", "aria-live": "polite"}), " kg"),
		tile({class: "choice strong", id: "amount-done", picture: "saved", word: t("page_label_finish"),
			onclick: () => /[1-9]/.test(place.mine.amount) && end(place)}),
		tile({id: "amount-back", picture: "back", word: t("page_back"), onclick: () => place.set({step: "end"})})),
	keypad("kg", press(place)))];

const DRAW = {
	lost: () => [el("p", {class: "line-said"}, t("page_lost"))],
	clock: clockTiles,
	lots: lotTiles,
	pack: packTiles,
	container: containerTiles,
	end: endTiles,
	sure: sureTiles,
	amount: amountTiles,
	why: (place) => [el("p", {class: "line-said"}, place.mine.asked), ...reasonTiles("typed", (reason) => end(place, reason))],
};

/* ---- what is being packed, and what else may be done */

const one = (props, drawn, words) => el("button", {class: "label-one", ...props}, icon(...[drawn].flat()), el("span", {}, words));

function canUndo({lot}) {
	const {last} = state.snapshot ?? {};
	return Boolean(last?.pack && last.lot === lot.id && !last.undone);
}

function ticket(place) {
	const {lot, container, step} = place.mine;
	if (!lot)
		return [];
	const {count, mass_mg: mass, rest_mg: rest} = packedOf(lot);
	return [
		one({id: "label-lot", onclick: () => leaveLot(place)}, ["lots", "ALI"], `${dateOf(lot)} · ${markOf(lot.id)}`),
		trays().length > 0 ? one({id: "label-container", onclick: () => place.set({step: "container"})}, [container || "container", "container"],
			container ? shortName(findRow("containers", container)) : t("page_container_none")) : null,
		el("p", {class: "label-count", id: "label-count", role: "status"}, el("b", {}, t("page_label_count", {n: count, kg: kg(mass)})),
			el("span", {}, t("page_label_left", {kg: kg(rest)}))),
		step ? one({id: "label-back", onclick: () => place.set({step: undefined})}, "back", t("page_back")) : null,
		!step && canUndo(place.mine) ? one({id: "label-undo", onclick: () => undoPack(place)}, "undo", t("page_label_undo")) : null,
		!step ? one({id: "label-end", onclick: () => place.set({step: "end"})}, "finish", t("page_label_end_it")) : null,
	].filter(Boolean);
}

/* ---- the screen */

export async function open(place) {
	const [lot] = place.args;
	const ticketNode = el("div", {class: "label-ticket"});
	const main = el("div", {class: "label-main"});
	place.body.append(ticketNode, main);
	place.set({ticket: ticketNode, main, lots: null, lot: null, container: state.snapshot?.context?.container ?? "", key: newKey(),
		endKey: newKey()});
	await startListening(place, hear);
	await (lot ? loadLot(place, lot) : loadLots(place));
	if (!lot)
		await chooseOnly(place);
}

export const close = stopListening;

function paintPack(place) {
	const live = liveWeight();
	const sheet = document.getElementById("label-paper");
	if (sheet)
		keyed(sheet, [language(), place.mine.looked, place.mine.label], () => paper(place.mine));
	const node = document.getElementById("pack-said");
	const {scale} = state.snapshot ?? {};
	if (node)
		setText(node, place.mine.wish ? t("page_take_wait") : scale && !scale.approved ? t("page_label_unapproved")
			: live ? [live.kg, live.words].filter(Boolean).join(" · ") : "");
	const number = document.getElementById("label-number");
	if (number)
		setText(number, place.mine.amount || "0");
}

export function paint(place) {
	const {mine} = place;
	if (!mine.main)
		return null;
	follow(place);
	followScanner(place);
	const step = stepOf(place);
	touchable(mine.ticket, [language(), step, mine.lot, mine.container, canUndo(mine.lot ? mine : {lot: {}}), state.catalogue?.stamp],
		() => (["lost", "clock", "amount"].includes(step) ? [] : ticket(place)));
	mine.ticket.hidden = mine.ticket.childElementCount === 0;
	touchable(mine.main, [language(), step, step === "lots" && [mine.lots, mine.ended, today()],
		["end", "sure"].includes(step) && mine.lot, mine.asked, state.catalogue?.stamp], () => DRAW[step](place));
	mine.main.dataset.step = step;
	paintPack(place);
	followLoad(place);
	followPreview(place);
	return null;
}

export function key(place, name) {
	if (stepOf(place) === "amount" && keyOf(name))
		press(place)(keyOf(name));
}
