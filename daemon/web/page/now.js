// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The weight of this moment, for every place of the page: its figures, and in a few words
 * what the station thinks of the load. Never a number where the scale is in doubt.
 */
import {state} from "/state.js";
import {kg, t} from "/lang.js";

const NUMBER_STATES = ["zero", "stable", "moving"];
const finest = {}; // decimals that each scale has needed: figures do not jump to and fro
const LEAST = 2;
const MOST = 3;

export function doubtful(snapshot) {
	return !NUMBER_STATES.includes(snapshot?.scale?.state);
}

/* A weight that stands is shown exactly; one that moves with the decimals known so far. */
export function figures(mg, scale, moves) {
	const known = finest[scale] ?? LEAST;
	if (moves) {
		const step = 10 ** (6 - known);
		return kg(Math.round(mg / step) * step, known);
	}
	const needed = kg(mg, LEAST).split(/[.,]/)[1].length;
	finest[scale] = Math.min(Math.max(known, needed), MOST);
	return kg(mg, finest[scale]);
}

// lang: page_live_*
function phaseWords(snapshot) {
	const moving = snapshot.scale.state === "moving" && snapshot.phase !== "recorded";
	return t(`page_live_${moving ? "settling" : snapshot.phase}`);
}

/* {kg, words}: null when nothing is known. */
export function liveWeight(s = state) {
	if (s.link !== "up" || !s.snapshot?.scale)
		return null;
	const {scale} = s.snapshot;
	if (doubtful(s.snapshot))
		return {kg: "", words: t("page_live_doubt")};
	if (!Number.isInteger(scale.net_mg))
		return null;
	return {kg: `${figures(scale.net_mg, scale.name, scale.state === "moving")} kg`,
		words: phaseWords(s.snapshot)};
}
