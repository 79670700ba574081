// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/place: where goods come from (in) or go to (out). Destinations are asked in two steps, by
 * what becomes of the goods, so that a choice is never a long list. Goods that go out go
 * somewhere: closed without a destination, the station takes in again.
 */
import {bigButton, home, rows, state} from "/base/kernel.js";
import {intent} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {language, shortName, t} from "/base/lang.js";

// lang: page_class_*
const CLASSES = {
	reuse: "VENTE",
	transfer: "TRANSF_POLE",
	recycling: "REC_METAL",
	energy: "CSR_UVE",
	disposal: "OMR",
	correction: "VOL_CASSE",
};

const outward = () => state.snapshot?.context?.direction === "out";
const action = () => (outward() ? "destination" : "origin");
const inForce = () => state.snapshot?.context?.[action()] ?? "";

export const title = () => t(outward() ? "page_choose_destination" : "page_choose_origin");
export const role = "anyone";

async function choose(place, code) {
	const answer = await intent(action(), {code});
	if (answer?.ok)
		place.set({chosen: true});
	home(); // what was refused is said on the face
}

const choice = (place) => (row) => bigButton({
	class: "choice",
	"data-code": row.code,
	"aria-pressed": String(row.code === inForce()),
	picture: [row.code, outward() ? "out" : "in"],
	word: shortName(row),
	onclick: () => choose(place, row.code),
});

function classChoices(place) {
	const present = new Set(rows("destinations").map((row) => row.class));
	return Object.keys(CLASSES).filter((name) => present.has(name)).map((name) => bigButton({
		class: "choice",
		"data-class": name,
		picture: [CLASSES[name], "out"],
		word: t(`page_class_${name}`),
		onclick: () => place.set({destinationClass: name}),
	}));
}

function choices(place) {
	const {destinationClass} = place.mine;
	if (!outward())
		return rows("origins").map(choice(place));
	if (!destinationClass)
		return classChoices(place);
	return [
		...rows("destinations").filter((row) => row.class === destinationClass).map(choice(place)),
		bigButton({class: "choice plain", picture: "back", word: t("page_back"),
			onclick: () => place.set({destinationClass: null})}),
	];
}

export function open(place) {
	place.set({destinationClass: null, chosen: false, needed: outward() && !inForce()});
}

export function paint(place) {
	touchable(place.body, [language(), outward(), inForce(), place.mine.destinationClass,
		state.catalogue?.stamp], () => choices(place));
}

/* A destination that was scanned meanwhile is one; without a link nobody knows what is in force. */
export function close({mine}) {
	if (mine.needed && !mine.chosen && outward() && !inForce() && state.link === "up")
		intent("direction", {code: "in"});
}
