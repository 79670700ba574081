// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/lots: the food that is in stock, oldest date first: what is past, what ends soon, of what nobody has read
 * the allergens. A line whose pack was not read leads to reading it.
 */
import {colours, el, findRow, go, home, icon, rootOf, state} from "/base/kernel.js";
import {get} from "/base/daemon.js";
import {kg, shortName, t} from "/base/lang.js";
import {byDate, codesOf, dueOf} from "/parts/food.js";
import {holds, list} from "/parts/list.js";
import {dayFigures} from "/parts/period.js";

export const title = () => t("page_lots");
export const role = "kiosk";
export const flow = "rows";
export const css = true;

const MOST = 1000;
const PAGE = 60;

const today = () => state.snapshot?.day ?? "";
const nameOf = (lot) => shortName(findRow("ingredients", lot.ingredient ?? "")) || lot.description
	|| shortName(findRow("categories", lot.category)) || lot.category;
const partnerOf = ({partner}) => shortName(findRow("partners", partner ?? "")) || partner || "";

// lang: page_lots_past page_lots_late page_lots_soon page_allergen_*
const dueWord = (due) => (due ? t(`page_lots_${due}`) : "");
const dateWord = (lot) => (lot.date ? `${lot.date_kind.toUpperCase()} ${dayFigures(lot.date)}` : t("page_date_none"));
const names = (codes) => codesOf(codes).map((code) => t(`page_allergen_${code.toLowerCase()}`)).join(", ");
const tracesWord = (traces) => (names(traces) ? t("page_lots_traces", {names: names(traces)}) : "");
const heldWord = ({known, allergens, traces}) => (!known ? t("page_lots_unread")
	: [names(allergens), tracesWord(traces)].filter(Boolean).join(" · ") || t("page_allergens_none"));

const said = (lot) => [lot.lot, nameOf(lot), shortName(findRow("categories", lot.category)), partnerOf(lot), lot.gtin, dateWord(lot),
	dueWord(dueOf(lot, today())), heldWord(lot)].filter(Boolean).join(" ");

const CHOICES = {
	past: {picture: "calendar", holds: (lot) => dueOf(lot, today()) === "past"},
	soon: {picture: "day", holds: (lot) => dueOf(lot, today()) === "soon"},
	unread: {picture: "question", holds: ({known}) => !known},
};

const line = (lot) => el("li", {},
	el("button", {class: "line lot", "data-lot": lot.lot, "data-due": dueOf(lot, today()),
		onclick: () => go("allergens", lot.lot, "lots")},
	el("span", {class: "line-swatch", ...colours(lot.category)}, icon(lot.category, rootOf(lot.category))),
	el("span", {class: "line-name"}, nameOf(lot),
		el("span", {class: "line-time"}, [partnerOf(lot), lot.lot, heldWord(lot)].filter(Boolean).join(" · "))),
	el("span", {class: "lot-date"}, el("b", {}, dateWord(lot)), el("small", {}, dueWord(dueOf(lot, today())))),
	el("span", {class: "line-mass"}, `${kg(lot.left_mg)} kg`),
	lot.known ? null : el("span", {class: "lot-unread", role: "img", "aria-label": t("page_lots_unread")}, icon("question"))));

/* Anew when something was weighed. */
async function load(place) {
	const answer = await get(`/lots?${new URLSearchParams({state: "open", limit: MOST})}`);
	place.set({lots: answer?.ok ? byDate(answer.data.lots ?? []) : [], refused: answer?.ok ? null : answer?.data.message ?? t("page_lost")});
}

function follow(place) {
	const seen = JSON.stringify([state.snapshot?.today, state.lines[0]?.id, state.snapshot?.day]);
	if (place.mine.seen === seen)
		return;
	place.mine.seen = seen;
	load(place);
}

export function open(place) {
	const lines = list({hint: "page_settings_search", rest: 0, search: (text) => place.set({text, most: PAGE}),
		chosen: (choice) => place.set({choice, most: PAGE}), more: () => place.set({most: place.mine.most + PAGE})});
	place.body.append(...lines.nodes);
	place.set({list: lines, text: "", choice: null, lots: null, most: PAGE});
}

export function paint(place) {
	const {list: lines, lots, text, choice, most, refused} = place.mine;
	if (state.link === "lost")
		return home();
	if (!lines)
		return null;
	follow(place);
	const found = (lots ?? []).filter((lot) => (!choice || CHOICES[choice].holds(lot)) && (!text || holds(said(lot), text)));
	return lines.paint({key: [found.slice(0, most), today(), state.catalogue?.stamp, lots === null], rows: found.slice(0, most), row: line,
		next: found.length > most, empty: refused ?? t(lots === null ? "page_lots_wait" : "page_lots_none"), choice,
		choices: Object.entries(CHOICES).map(([code, {picture, holds: of}]) => ({code, picture,
			word: `${t(`page_lots_${code}`)} (${(lots ?? []).filter(of).length})`}))});
}
