// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/weighing/ID: one weighing: its label again, what was wrong with it (#/correct/ID), or voided with a
 * reason (#/void/ID). What is done is a new entry; the old one stays visible.
 */
import {bigButton, el, findRow, go, home, state} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {clockTime, kg, language, longName, t} from "/base/lang.js";

export const role = "kiosk";
export const css = true;

const find = ({args: [id], mine}) => state.lines.find((line) => line.id === id) ?? mine.weighing;

export function title(place) {
	const weighing = find(place);
	if (!weighing)
		return place.args[0] ?? "";
	const name = longName(findRow("categories", weighing.category)) || weighing.category;
	return `${clockTime(weighing.at)} · ${name} · ${kg(weighing.net_mg)} kg`;
}

/* An older one is not among those that the page keeps. */
export async function open(place) {
	const [id] = place.args;
	if (find(place))
		return;
	const answer = await get(`/weighings/${encodeURIComponent(id ?? "")}`);
	if (answer?.ok)
		place.set({weighing: answer.data});
	else if (answer)
		place.set({refused: answer.data.message});
}

const act = (props) => bigButton({class: "choice", ...props});

async function print(id) {
	if ((await post(`/labels/${encodeURIComponent(id)}/print`))?.ok)
		home();
}

function draw(weighing) {
	const {id} = weighing;
	const head = el("p", {class: "line-id"}, id, el("img", {class: "line-picture",
		alt: t("page_label_picture"), src: `/api/v1/labels/${encodeURIComponent(id)}.png`}));
	if (weighing.voided_by)
		return [head, el("p", {class: "line-said"}, t("page_voided_stays"))];
	return [
		head,
		act({picture: "printer", word: t("page_print"), id: "print", onclick: () => print(id)}),
		act({picture: "pencil", word: t("page_correct"), id: "correct", onclick: () => go("correct", id)}),
		act({picture: "cancel", word: t("page_void"), id: "void", onclick: () => go("void", id)}),
	];
}

export function paint(place) {
	const weighing = find(place);
	if (state.link === "lost")
		return home();
	return touchable(place.body, [language(), weighing, place.mine.refused], () =>
		(weighing ? draw(weighing) : [el("p", {class: "line-said"}, place.mine.refused ?? "")]));
}
