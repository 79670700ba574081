// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Loads that left the plate and are in no weighing: the station keeps them until somebody
 * says what it was (a typed entry of the moment when it left) or that it was nothing.
 */
import {bigButton, change, el, go, home, icon, state} from "/base/kernel.js";
import {post} from "/base/daemon.js";
import {clockTime, kg, plainKg, t} from "/base/lang.js";
import {showSaved, takeLeft} from "/base/station.js";

/* "30 à 50 kg", or one weight. */
export function massOf(load) {
	return load.low_mg === load.high_mg ? `${kg(load.high_mg)} kg`
		: t("page_left_range", {low: kg(load.low_mg), high: kg(load.high_mg)});
}

/* What it is comes by a tile. */
export function chooseLeft(load, mg) {
	change({seeTo: {id: load.id, mg, text: kg(mg)}, typed: null, reclassify: null, root: null});
	home();
}

/* Between two weights a person says which. */
function seeTo(load) {
	if (load.low_mg === load.high_mg || load.low_mg === 0)
		chooseLeft(load, load.high_mg);
	else
		go("left", load.id);
}

const without = (id) => takeLeft(state.left.filter((other) => other.id !== id));

async function dismiss(load) {
	const answer = await post(`/left/${encodeURIComponent(load.id)}/dismiss`);
	if (answer?.ok)
		without(load.id);
}

export async function finishLeft(category) {
	const {seeTo: seen} = state;
	const {id, mg} = seen;
	const answer = await post(`/left/${encodeURIComponent(id)}/weighing`, {category,
		net_kg: plainKg(mg)});
	if (!answer?.ok)
		return; // it stays until somebody has seen to it
	if (state.seeTo === seen)
		change({seeTo: null}); // else another load is seen to
	without(id);
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
