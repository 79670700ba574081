// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/allergens/LOT, #/allergens/LOT/SCREEN: what the pack of a received lot says of the 14 allergens, and of
 * traces of them; or that it says nothing of any. What an ingredient is usually, or what the same article said
 * the last time, is proposed and marked as such: only the touch of who holds the pack makes it so. Then back
 * to the screen that asked.
 */
import {bigButton, el, findRow, go, setText, state} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, shortName, t} from "/base/lang.js";
import {tell} from "/base/station.js";
import {ALLERGENS, codesOf, textOf} from "/parts/food.js";

export const role = "kiosk";
export const css = true;

const MOST = 1000;

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

const back = ({args: [, screen = "lots"]}) => (screen === "receive" ? go("receive") : go("lots"));

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

/* What the pack contains is no trace as well. */
function turn(place, code) {
	const {mode, contains, traces} = place.mine;
	const held = mode === "traces" ? traces : contains;
	const turned = held.includes(code) ? held.filter((one) => one !== code) : [...held, code];
	const without = (codes) => codes.filter((one) => one !== code);
	place.set(mode === "traces" ? {traces: turned, contains: without(contains)} : {contains: turned, traces: without(traces)});
}

// lang: page_allergen_*
const tile = (place) => (code) => {
	const {contains, traces, proposal} = place.mine;
	const how = contains.includes(code) ? "contains" : traces.includes(code) ? "traces" : "";
	const proposed = Boolean(proposal?.from) && (proposal.contains.includes(code) || proposal.traces.includes(code));
	return bigButton({class: `choice allergen ${how}${proposed ? " proposed" : ""}`, "data-code": code,
		"aria-pressed": String(how !== ""), picture: `allergen-${code}`,
		caption: how === "traces" ? t("page_allergens_traces") : proposed ? t("page_allergens_proposed") : null,
		word: t(`page_allergen_${code.toLowerCase()}`), onclick: () => turn(place, code)});
};

const modeButton = (place, mode) => bigButton({class: "choice", id: `mode-${mode}`, "aria-pressed": String(place.mine.mode === mode),
	picture: mode === "traces" ? "question" : "pack", word: t(`page_allergens_mode_${mode}`), onclick: () => place.set({mode})});
// lang: page_allergens_mode_contains page_allergens_mode_traces

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
	const lot = await find(place.args[0] ?? "");
	if (!lot) {
		setText(said, t("page_allergens_no_lot"));
		return;
	}
	const proposal = await proposalFor(lot);
	place.set({lot, proposal, contains: proposal?.contains ?? [], traces: proposal?.traces ?? []});
}

export function paint(place) {
	const {said, acts, tiles, lot, mode, contains, traces, proposal} = place.mine;
	if (!lot)
		return null;
	setText(said, state.link === "lost" ? t("page_lost") : about(place.mine));
	touchable(acts, [language(), mode, contains.length === 0 && traces.length === 0], () => beside(place));
	const key = JSON.stringify([contains, traces, mode, proposal, language()]);
	if (tiles.dataset.key !== key) {
		const focused = document.activeElement?.dataset?.code;
		tiles.dataset.key = key;
		tiles.replaceChildren(...ALLERGENS.map(tile(place)));
		tiles.querySelector(`[data-code="${focused}"]`)?.focus();
	}
	return null;
}
