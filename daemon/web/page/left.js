// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Loads that left the plate and are in no weighing: the station keeps them until somebody
 * says what it was (a typed entry of the moment when it left) or that it was nothing.
 */
import {bigButton, el, icon} from "/dom.js";
import {change, state} from "/state.js";
import {clockTime, kg, plainKg, t} from "/lang.js";
import {post} from "/api.js";
import {massOf} from "/panel.js";
import {showSaved} from "/lines.js";
import {closeSheet, openSheet, refillSheet} from "/sheet.js";

export function takeLeft(left) {
	if (!Array.isArray(left) || JSON.stringify(left) === JSON.stringify(state.left))
		return;
	change({left});
	refillSheet("lines");
}

/* What it is comes by a tile; between two weights a person says which. */
function seeTo(load) {
	if (load.low_mg === load.high_mg || load.low_mg === 0)
		return choose(load, load.high_mg);
	return openSheet("left", () => t("page_left_which"), () => [load.low_mg, load.high_mg].map((mg) =>
		bigButton({class: "choice", "data-mg": String(mg), picture: "scale", word: `${kg(mg)} kg`,
			onclick: () => choose(load, mg)})));
}

function choose(load, mg) {
	change({seeTo: {id: load.id, mg, text: kg(mg)}, typed: null, reclassify: null, root: null});
	closeSheet();
}

async function dismiss(load) {
	const answer = await post(`/left/${encodeURIComponent(load.id)}/dismiss`);
	if (answer?.ok)
		takeLeft(state.left.filter((other) => other.id !== load.id));
}

export async function finishLeft(category) {
	const {id, mg} = state.seeTo;
	const answer = await post(`/left/${encodeURIComponent(id)}/weighing`, {category,
		net_kg: plainKg(mg)});
	if (!answer?.ok)
		return; // it stays until somebody has seen to it
	change({seeTo: null});
	takeLeft(state.left.filter((other) => other.id !== id));
	showSaved(answer.data);
}

function row(load) {
	return el("li", {"data-left": load.id},
		el("span", {}, clockTime(load.at)),
		el("b", {}, massOf(load)),
		bigButton({picture: "pencil", word: t("page_left_see_to"), onclick: () => seeTo(load)}),
		bigButton({picture: "cancel", word: t("page_left_dismiss"), onclick: () => dismiss(load)}));
}

export function leftList() {
	if (state.left.length === 0)
		return [];
	return [el("section", {class: "left-loads"},
		el("h3", {}, icon("left"), t("page_left")),
		el("ul", {}, ...state.left.map(row)))];
}
