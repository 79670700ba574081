// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Undo: once, the last thing written. It says what it takes back, before when that is not of
 * the load on the plate, and after in any case.
 */
import {bigButton, el, icon} from "/dom.js";
import {rootOf, state} from "/state.js";
import {clockTime, dayOf, kg, t} from "/lang.js";
import {intent} from "/api.js";
import {named, sayUndone} from "/notes.js";
import {loadLines, placeOf} from "/lines.js";
import {closeSheet, openSheet} from "/sheet.js";

const UNDO_MS = 10 * 60 * 1000; // the station decides; this only spares a refusal

const last = () => state.snapshot?.last;

export function undoable() {
	return Boolean(last()?.id) && !last().voided_by && !last().undone
		&& (last().on_plate !== undefined || Date.now() - Date.parse(last().at) < UNDO_MS);
}

async function undoNow() {
	const taken = last();
	const answer = await intent("undo");
	closeSheet();
	if (!answer?.ok)
		return;
	if (!state.snapshot?.undone)
		sayUndone(taken);
	loadLines();
}

const whither = (weighing) => (weighing.direction === "out"
	? `${t("page_out")} → ${placeOf(weighing)}` : t("page_in"));

/* Not of this load: seen first, then touched again. */
function ask() {
	const weighing = last();
	const {category, net_mg: net, method} = weighing;
	openSheet("undo", () => t("page_undo"), () => [
		el("p", {class: "line-said undo-what"},
			el("span", {class: "line-swatch", "data-root": rootOf(category)},
				icon(category, rootOf(category))),
			el("span", {}, [`${kg(net)} kg`, named(weighing), whither(weighing),
				dayOf(weighing.at), clockTime(weighing.at),
				method === "typed" ? t("page_typed_word") : ""].filter(Boolean).join(" · "))),
		bigButton({class: "choice", id: "undo-sure", picture: "undo", word: t("page_void"),
			onclick: undoNow}),
	]);
}

export const undo = () => (last()?.on_plate === false ? ask() : undoNow());
