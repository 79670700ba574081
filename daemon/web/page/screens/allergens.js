// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/allergens/LOT, #/allergens/LOT/SCREEN…: what the pack of a received lot says of the 14 allergens, and of
 * traces of them; or that it says nothing of any. What an ingredient is usually, or what the same article said
 * the last time, is proposed and marked as such: only the touch of who holds the pack makes it so. Then back
 * to the screen that asked.
 */
import {bigButton, el, findRow, go, setText, state} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, shortName, t} from "/base/lang.js";
import {tell} from "/base/station.js";
import {allergenTiles, hearAllergen, modeButton} from "/parts/allergens.js";
import {codesOf, textOf} from "/parts/food.js";
import {followScanner, startListening, stopListening} from "/parts/listen.js";

export const role = "kiosk";
export const css = true;

const MOST = 1000;
const BACK = ["receive", "cook"];

export const title = () => t("page_allergens");

async function find(lot) {
	const answer = await get(`/lots/${encodeURIComponent(lot)}`);
	return answer?.ok && answer.data.sort === "received" ? answer.data : null;
}

/* {from, contains, traces}: of this lot itself, of the same article, of its ingredient; null: nobody knows anything. */
async function proposalFor(lot) {
	if (lot.allergens || lot.traces)
		return {from: "", contains: codesOf(lot.allergens), traces: codesOf(lot.traces)};
	const same = lot.gtin ? await get(`/lots?${new URLSearchParams({gtin: lot.gtin, limit: MOST})}`) : null;
	const read = same?.ok ? same.data.lots.find((one) => one.lot !== lot.lot && one.known) : null;
	if (read)
		return {from: t("page_allergens_from_article"), contains: codesOf(read.allergens), traces: codesOf(read.traces)};
	const ingredient = findRow("ingredients", lot.ingredient ?? "");
	return ingredient?.allergens ? {from: t("page_allergens_from_ingredient", {name: shortName(ingredient)}),
		contains: codesOf(ingredient.allergens), traces: []} : null;
}

const back = ({args: [, screen = "lots", ...of]}) => (BACK.includes(screen) ? go(screen, ...of) : go("lots"));

async function confirm(place) {
	const {contains, traces, key, sent} = place.mine;
	if (sent)
		return;
	place.set({sent: true});
	const answer = await post(`/food/${encodeURIComponent(place.args[0])}/read`, {
		...(contains.length > 0 ? {allergens: textOf(contains)} : {none: true}),
		...(traces.length > 0 ? {traces: textOf(traces)} : {})}, {key});
	place.set({sent: false});
	if (!answer?.ok)
		return;
	back(place);
	tell("saved", t("page_allergens_read"));
}

/* By cards: what is marked, once something is; that there is none has a card of its own. */
function hear(place, {act}) {
	if (hearAllergen(place, act))
		return null;
	const {contains, traces} = place.mine;
	if (act === "none")
		place.set({contains: [], traces: []});
	return act === "none" || (act === "done" && contains.length + traces.length > 0) ? confirm(place)
		: tell("refused", t("page_allergens_scan"));
}

function beside(place) {
	const {contains, traces} = place.mine;
	const none = contains.length === 0;
	return [
		bigButton({class: "choice strong", id: "allergens-done", picture: none && traces.length === 0 ? "cancel" : "saved",
			word: none && traces.length === 0 ? t("page_allergens_none") : t("page_allergens_done"), onclick: () => confirm(place)}),
		modeButton(place, "contains"),
		modeButton(place, "traces"),
	];
}

/* Which food it is; and whose word the marks are, until a person has read it. */
function about({lot, proposal}) {
	const food = [shortName(findRow("ingredients", lot.ingredient ?? "")) || lot.description || shortName(findRow("categories", lot.category)),
		`${kg(lot.net_mg)} kg`, lot.lot].filter(Boolean).join(" · ");
	return proposal?.from ? `${food}. ${t("page_allergens_check", {from: proposal.from})}` : food;
}

export async function open(place) {
	const said = el("p", {class: "allergens-about", role: "status"});
	const acts = el("div", {class: "allergens-acts"});
	const tiles = el("div", {class: "allergens-tiles"});
	place.body.append(said, acts, tiles);
	place.set({said, acts, tiles, mode: "contains", contains: [], traces: [], key: newKey()});
	startListening(place, hear);
	const lot = await find(place.args[0] ?? "");
	if (!lot) {
		setText(said, t("page_allergens_no_lot"));
		return;
	}
	const proposal = await proposalFor(lot);
	place.set({lot, proposal, contains: proposal?.contains ?? [], traces: proposal?.traces ?? []});
}

export const close = stopListening;

export function paint(place) {
	followScanner(place);
	const {said, acts, tiles, lot, mode, contains, traces, proposal} = place.mine;
	if (!lot)
		return null;
	setText(said, state.link === "lost" ? t("page_lost") : about(place.mine));
	touchable(acts, [language(), mode, contains.length === 0 && traces.length === 0], () => beside(place));
	const key = JSON.stringify([contains, traces, mode, proposal, language()]);
	if (tiles.dataset.key !== key) {
		const focused = document.activeElement?.dataset?.code;
		tiles.dataset.key = key;
		tiles.replaceChildren(...allergenTiles(place));
		tiles.querySelector(`[data-code="${focused}"]`)?.focus();
	}
	return null;
}
