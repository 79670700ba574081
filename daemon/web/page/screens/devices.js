// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/devices: what stands in the strip beside the number, in words: what is wrong with each
 * device, loads that left, the tare; and, where there are several scales, which one is in force.
 * What the station refuses is said on the face.
 */
import {bigButton, el, home, icon, keyed, state} from "/base/kernel.js";
import {intent} from "/base/daemon.js";
import {kg, language, t} from "/base/lang.js";
import {troubles} from "/base/station.js";
import {leftList} from "/parts/left.js";
import {PICTOGRAMS} from "/screens/reception/face.js";
import {untareButton} from "/screens/tools.js";

const up = () => state.link === "up" && Boolean(state.snapshot);
const scales = () => (up() ? state.snapshot.scales ?? [] : []);
const several = () => scales().length > 1;
const tared = () => up() && state.snapshot.scale?.tare_mg > 0;
const inForce = () => state.snapshot?.scale?.name ?? "";

export const title = () => t(several() ? "page_choose_scale" : "page_about");
export const role = "anyone";
export const flow = "rows";

async function choose(name) {
	if (name !== inForce())
		await intent("scale", {code: name});
	home();
}

function scaleChoice(scale) {
	return bigButton({
		class: "choice",
		"data-code": scale.name,
		"aria-pressed": String(scale.name === inForce()),
		picture: [PICTOGRAMS[scale.state] ?? "scale", "scale"],
		word: scale.name,
		caption: Number.isInteger(scale.net_mg) ? `${kg(scale.net_mg)} kg` : scale.text,
		onclick: () => choose(scale.name),
	});
}

function trouble({kind, picture, sentence}) {
	return el("p", {class: "trouble", "data-kind": kind}, icon(picture, "warning"),
		el("span", {}, sentence));
}

export function paint({body}) {
	keyed(body, [language(), troubles(), scales(), inForce(), tared(), state.left], () => [
		...troubles().map(trouble),
		...leftList(),
		...(several() || tared() ? [el("div", {class: "choices"},
			...(several() ? scales().map(scaleChoice) : []), ...(tared() ? [untareButton()] : []))] : []),
	]);
}
