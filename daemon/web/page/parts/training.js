// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Training, as every face shows it: a bar above all that is there, and a frame around it (css/parts.css).
 * The daemon begins anew when it begins or ends: the page hears it like any other, and forgets what was
 * begun, so that no weight of one is chosen in the other.
 */
import {$, bigButton, change, el, home, icon, keyed, state} from "/base/kernel.js";
import {post} from "/base/daemon.js";
import {language, t} from "/base/lang.js";

export async function beginTraining() {
	const answer = await post("/training");
	if (answer?.ok)
		home();
}

export async function endTraining() {
	const answer = await post("/training/end");
	if (answer?.ok)
		home();
}

const bar = () => [icon("training"), el("b", {class: "who-name"}, t("page_training_bar")),
	bigButton({class: "who-leave", id: "training-end", picture: "cancel", word: t("page_training_end"), onclick: endTraining})];

export function paintTraining() {
	const on = Boolean(state.snapshot?.training);
	document.body.toggleAttribute("data-training", on);
	if (on && !$("training"))
		$("who").after(el("header", {id: "training", class: "who-bar learns"}));
	if (!on)
		$("training")?.remove();
	else
		keyed($("training"), language(), bar);
}

export function forget() {
	change({typed: null, reclassify: null, seeTo: null, root: null, note: null});
	home();
}
