// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * With several scales: the name of the one in force, and choosing another. The whole large
 * face is the button, so that a glove meets it; with one scale there is nothing to choose.
 */
import {$, bigButton, el, icon, keyed, setHidden} from "/dom.js";
import {state} from "/state.js";
import {language, t} from "/lang.js";
import {intent} from "/api.js";
import {PICTOGRAMS} from "/panel.js";
import {closeSheet, openSheet, refillSheet} from "/sheet.js";

let shown = ""; // in the drawer

const scales = () => state.snapshot?.scales ?? [];
const inForce = () => state.snapshot?.scale?.name ?? "";

/* What the station refuses is said on the face: the drawer is out of its way. */
async function choose(name) {
	if (name !== inForce())
		await intent("scale", {code: name});
	closeSheet();
}

function choices() {
	return scales().map((scale) => bigButton({
		class: "choice",
		"data-code": scale.name,
		"aria-pressed": String(scale.name === inForce()),
		picture: [PICTOGRAMS[scale.state] ?? "scale", "scale"],
		word: scale.name,
		caption: scale.text,
		onclick: () => choose(scale.name),
	}));
}

function openScales() {
	openSheet("scales", () => t("page_choose_scale"), choices);
}

export function paintScales() {
	setHidden($("which"), state.link !== "up" || scales().length < 2);
	$("which").setAttribute("aria-label", t("page_which_scale", {name: inForce()}));
	keyed($("which"), inForce(), () => [el("span", {}, inForce()), icon("scale")]);
	const drawn = JSON.stringify([language(), scales(), inForce()]);
	if (drawn !== shown) {
		shown = drawn;
		refillSheet("scales");
	}
}

export function startScales() {
	$("which").addEventListener("click", openScales);
}
