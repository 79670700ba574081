// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/place: where goods come from (in) or go to (out). Destinations are asked in two steps, by
 * what becomes of the goods, so that a choice is never a long list. Goods that go out go
 * somewhere: closed without a destination, the station takes in again.
 */
import {bigButton, findRow, go, home, offered, state} from "/base/kernel.js";
import {intent} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {language, shortName, t} from "/base/lang.js";
import {opensDeposit} from "/base/station.js";

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

/* It has no origin of its own: then any may be chosen for what is weighed under it. */
const leavesOpen = (id) => state.slip?.id === id && !state.slip.origin;

/* Also by a chip of the reception. true: a slip of it is to be begun instead. What was refused is said on the face. */
export async function chooseEnd(code, chosen = () => {}) {
	const slip = state.snapshot?.context?.slip;
	const opens = !outward() && opensDeposit(findRow("origins", code));
	if (slip && opens && !leavesOpen(slip))
		return go("slip", slip); // a second one could not be taken
	if (!slip && opens) {
		chosen();
		return go("new-slip", findRow("origins", code).food ? "pickup" : "deposit", code);
	}
	const answer = await intent(action(), {code});
	if (answer?.ok)
		chosen();
	return home();
}

const choose = (place, code) => chooseEnd(code, () => place.set({chosen: true}));

const choice = (place) => (row) => bigButton({
	class: "choice",
	"data-code": row.code,
	"aria-pressed": String(row.code === inForce()),
	picture: [row.code, outward() ? "out" : "in"],
	word: shortName(row),
	onclick: () => choose(place, row.code),
});

/* What becomes of the goods, into place.mine.destinationClass. */
export function classChoices(place) {
	const present = new Set(offered("destinations").map((row) => row.class));
	return Object.keys(CLASSES).filter((name) => present.has(name)).map((name) => bigButton({
		class: "choice",
		"data-class": name,
		picture: [CLASSES[name], "out"],
		word: t(`page_class_${name}`),
		onclick: () => place.set({destinationClass: name}),
	}));
}

const KINDS = {partner: "partners", place: "places"};

/* In force without a slip, by a card: it goes with what is weighed until somebody says otherwise. */
function carried() {
	const {slip, ...of} = state.snapshot?.context ?? {};
	return slip ? [] : Object.keys(KINDS).filter((kind) => of[kind]).map((kind) => [kind, of[kind]]);
}

const without = (place) => ([kind, code]) => bigButton({
	class: "choice plain",
	"data-without": kind,
	picture: "cancel",
	word: t("page_without", {name: shortName(findRow(KINDS[kind], code)) || code}),
	onclick: async () => {
		if ((await intent(kind, {code: ""}))?.ok)
			place.set({chosen: true});
		return home();
	},
});

function choices(place) {
	return [...carried().map(without(place)), ...ends(place)];
}

function ends(place) {
	const {destinationClass} = place.mine;
	if (!outward())
		return offered("origins").map(choice(place));
	if (!destinationClass)
		return classChoices(place);
	return [
		...offered("destinations").filter((row) => row.class === destinationClass).map(choice(place)),
		bigButton({class: "choice plain", picture: "back", word: t("page_back"),
			onclick: () => place.set({destinationClass: null})}),
	];
}

export function open(place) {
	place.set({destinationClass: null, chosen: false, needed: outward() && !inForce()});
}

export function paint(place) {
	touchable(place.body, [language(), outward(), inForce(), carried(), place.mine.destinationClass,
		state.catalogue?.stamp], () => choices(place));
}

/*
 * A destination that was scanned meanwhile is one; without a link nobody knows what is in force; a slip
 * holds its direction.
 */
export function close({mine}) {
	if (mine.needed && !mine.chosen && outward() && !inForce() && state.link === "up"
		&& !state.snapshot.context.slip)
		intent("direction", {code: "in"});
}
