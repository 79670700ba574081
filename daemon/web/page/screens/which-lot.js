// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/which-lot/FAMILY: food goes out of a lot, or comes back into one: which, by tiles, oldest date first. One touch
 * weighs what lies on the plate out of it or into it, the way that is in force; or the number that somebody has typed.
 * What may come back is what was handed on in bulk; where several have of it the daemon asks whose it is, and so does
 * this, by tiles of those who got some.
 */
import {bigButton, colours, el, findRow, home, icon, state} from "/base/kernel.js";
import {get, intent, send} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, shortName, t} from "/base/lang.js";
import {showSaved} from "/base/station.js";
import {byDate, dueOf} from "/parts/food.js";
import {dayFigures} from "/parts/period.js";

export const role = "kiosk";
export const css = true;
const comesBack = () => state.snapshot?.context?.direction === "in";
export const title = ({args: [family = ""]}) => t(comesBack() ? "page_which_lot_back" : "page_which_lot", {food: shortName(findRow("categories", family)) || family});

const MOST = 1000;
const HAS_SOME = ["open", "closed", "packed"];
const today = () => state.snapshot?.day ?? "";

async function load(place) {
	const [family] = place.args;
	const back = comesBack();
	const [received, made] = await Promise.all([get(`/lots?${new URLSearchParams({...(back ? {} : {state: "open"}), limit: MOST})}`),
		get(`/lots?${new URLSearchParams({of: "made", limit: MOST})}`)]);
	const lots = [...(received?.data?.lots ?? []), ...(made?.data?.lots ?? []).map((lot) => ({...lot, lot: lot.id}))];
	place.set({refused: received?.ok && made?.ok ? null : t("page_lost"), lots: byDate(lots.filter((lot) => lot.category === family
		&& (back ? lot.returnable_mg > 0 : HAS_SOME.includes(lot.state) && lot.left_mg > 0)))});
}

/* From the plate: whose it is is in force for this one only. */
async function weigh(body, partner) {
	if (partner && !(await intent("partner", {code: partner}))?.ok)
		return null;
	const answer = await intent("category", body);
	if (partner)
		await send("/station/partner", {code: ""}); // what was told of the other stays
	return answer;
}

/* Who was handed some of it: one of them brings it back. */
async function recipients(lot) {
	const trace = await get(`/lots/${encodeURIComponent(lot)}/trace`);
	return [...new Set((trace?.data.exits ?? []).filter((one) => one.lot === lot && one.direction === "out" && one.partner)
		.map((one) => one.partner))];
}

async function questionOf({error, message}, lot, partner) {
	if (error === "return_whose")
		return {lot, text: message, partners: await recipients(lot)};
	return error === "take_light" ? {lot, text: message, partner} : null;
}

/* However the number came; again if it is as little as that, or with whoever brings it back. */
async function take(place, lot, {light = false, partner = ""} = {}) {
	const [code] = place.args;
	if (place.mine.sent)
		return;
	place.set({sent: true, ask: null});
	const isTyped = Boolean(state.typed?.ready);
	const answer = isTyped ? await (await import("/screens/typed.js")).saveTyped(code, lot, partner)
		: await weigh({code, lot, ...(light ? {light} : {})}, partner);
	place.set({sent: false, ask: answer && !answer.ok ? await questionOf(answer.data, lot, partner) : null});
	if (isTyped ? state.typed : answer?.status !== 201)
		return;
	if (!isTyped)
		showSaved(answer.data);
	home();
}

const nameOf = (lot) => shortName(findRow("ingredients", lot.ingredient ?? "")) || lot.description
	|| shortName(findRow("products", lot.product ?? "")) || shortName(findRow("categories", lot.category));
const dateOf = ({date, date_kind: kind}) => (date ? `${kind.toUpperCase()} ${dayFigures(date)}` : t("page_date_none"));

function tile(place, lot) {
	const button = bigButton({class: "choice which-lot", "data-lot": lot.lot, "data-due": dueOf(lot, today()), ...colours(lot.category),
		picture: [lot.category, "lots"], caption: dateOf(lot), word: nameOf(lot), onclick: () => take(place, lot.lot)});
	button.append(el("b", {}, `${kg(comesBack() ? lot.returnable_mg : lot.left_mg)} kg`), el("small", {}, lot.lot.split("-").at(-2)));
	return button;
}

const whoBrings = (place, {lot, partners}) => partners.map((code) => bigButton({class: "choice", "data-partner": code, picture: "partner",
	word: shortName(findRow("partners", code)) || code, onclick: () => take(place, lot, {partner: code})}));
const ask = (place, asked) => [el("p", {class: "line-said"}, asked.text),
	...(asked.partners ? whoBrings(place, asked) : [bigButton({class: "choice strong", id: "ask-yes", picture: "saved", word: t("page_ask_take_light"),
		onclick: () => take(place, asked.lot, {light: true, partner: asked.partner})})]),
	bigButton({class: "choice", id: "ask-back", picture: "back", word: t("page_back"), onclick: () => place.set({ask: null})})];

export function open(place) {
	place.set({lots: null, ask: null});
	return load(place);
}

export function paint(place) {
	const {lots, ask: asked, refused} = place.mine;
	if (state.link === "lost")
		return home();
	if (!lots)
		return null;
	return touchable(place.body, [language(), lots, asked, comesBack(), today(), state.catalogue?.stamp], () => (asked ? ask(place, asked)
		: lots.length > 0 ? lots.map((lot) => tile(place, lot))
			: [el("p", {class: "screen-sorry"}, icon("lots"), refused ?? t(comesBack() ? "page_which_lot_none_back" : "page_which_lot_none"))]));
}
