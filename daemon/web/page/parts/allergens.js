// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The 14 allergens as tiles that are turned: what a pack contains, or holds traces of. place.mine has
 * contains, traces, mode (which of them a touch turns) and proposal, whose marks nobody has read yet.
 */
import {bigButton} from "/base/kernel.js";
import {t} from "/base/lang.js";
import {ALLERGENS} from "/parts/food.js";

/* What the pack contains is no trace as well. */
function turn(place, code) {
	const {mode, contains, traces} = place.mine;
	const held = mode === "traces" ? traces : contains;
	const turned = held.includes(code) ? held.filter((one) => one !== code) : [...held, code];
	const without = (codes) => codes.filter((one) => one !== code);
	place.set(mode === "traces" ? {traces: turned, contains: without(contains)} : {contains: turned, traces: without(traces)});
}

/* By cards: one of the 14, or that what follows are traces. false: another card. */
export function hearAllergen(place, act) {
	const [word, code] = act?.split("/") ?? [];
	if (word === "allergen" && ALLERGENS.includes(code))
		turn(place, code);
	else if (word === "traces")
		place.set({mode: place.mine.mode === "traces" ? "contains" : "traces"});
	else
		return false;
	return true;
}

// lang: page_allergen_*
const tile = (place) => (code) => {
	const {contains, traces, proposal} = place.mine;
	const how = contains.includes(code) ? "contains" : traces.includes(code) ? "traces" : "";
	const proposed = Boolean(proposal?.from) && (proposal.contains.includes(code) || proposal.traces.includes(code));
	return bigButton({class: `choice allergen ${how}${proposed ? " proposed" : ""}`, "data-code": code,
		"aria-pressed": String(how !== ""), picture: `allergen-${code}`,
		caption: how === "traces" ? t("page_allergens_traces") : proposed ? t("page_allergens_proposed") : null,
		word: t(`page_allergen_${code.toLowerCase()}`), onclick: () => turn(place, code)});
};

export const modeButton = (place, mode) => bigButton({class: "choice", id: `mode-${mode}`, "aria-pressed": String(place.mine.mode === mode),
	picture: mode === "traces" ? "question" : "pack", word: t(`page_allergens_mode_${mode}`), onclick: () => place.set({mode})});
// lang: page_allergens_mode_contains page_allergens_mode_traces

export const allergenTiles = (place) => ALLERGENS.map(tile(place));
