// SPDX-License-Identifier: GPL-3.0-or-later
/* With several scales: choosing another. What the station refuses is said on the face. */
import {bigButton} from "/dom.js";
import {state} from "/state.js";
import {kg} from "/lang.js";
import {intent} from "/api.js";
import {PICTOGRAMS} from "/panel.js";
import {closeSheet} from "/sheet.js";

export const scales = () => state.snapshot?.scales ?? [];
const inForce = () => state.snapshot?.scale?.name ?? "";

async function choose(name) {
	if (name !== inForce())
		await intent("scale", {code: name});
	closeSheet();
}

export function scaleChoices() {
	return scales().map((scale) => bigButton({
		class: "choice",
		"data-code": scale.name,
		"aria-pressed": String(scale.name === inForce()),
		picture: [PICTOGRAMS[scale.state] ?? "scale", "scale"],
		word: scale.name,
		caption: Number.isInteger(scale.net_mg) ? `${kg(scale.net_mg)} kg` : scale.text,
		onclick: () => choose(scale.name),
	}));
}
