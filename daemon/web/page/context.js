// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is in force, in large letters, and how to change it: origin (in) or destination
 * (out), and the direction. Destinations are asked in two steps, by what becomes of the
 * goods, so that a choice is never a long list.
 */
import {$, bigButton, buttonContent, el, icon, keyed} from "/dom.js";
import {change, findRow, rows, state} from "/state.js";
import {language, shortName, t} from "/lang.js";
import {intent} from "/api.js";
import {closeSheet, openSheet, refillSheet} from "/sheet.js";

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
const kind = () => (outward() ? "destinations" : "origins");
const action = () => (outward() ? "destination" : "origin");
const inForce = () => state.snapshot?.context?.[action()] ?? "";

async function choose(code) {
	const answer = await intent(action(), {code});
	if (answer?.ok)
		chosen = true;
	closeSheet(); // what was refused is said on the face
}

function choice(row) {
	return bigButton({
		class: "choice",
		"data-code": row.code,
		"aria-pressed": String(row.code === inForce()),
		picture: [row.code, outward() ? "out" : "in"],
		word: shortName(row),
		onclick: () => choose(row.code),
	});
}

function openClass(name) {
	change({destinationClass: name});
	refillSheet("context");
}

function classChoices() {
	const present = new Set(rows("destinations").map((row) => row.class));
	return Object.keys(CLASSES).filter((name) => present.has(name)).map((name) => bigButton({
		class: "choice",
		"data-class": name,
		picture: [CLASSES[name], "out"],
		word: t(`page_class_${name}`),
		onclick: () => openClass(name),
	}));
}

function choices() {
	if (!outward())
		return rows("origins").map(choice);
	if (!state.destinationClass)
		return classChoices();
	return [
		...rows("destinations").filter((row) => row.class === state.destinationClass).map(choice),
		bigButton({class: "choice plain", picture: "back", word: t("page_back"),
			onclick: () => openClass(null)}),
	];
}

/* Goods that go out go somewhere: without a destination the station takes in again. */
async function turnBack() {
	if (!chosen && outward())
		await intent("direction", {code: "in"});
}

function open(closed) {
	chosen = false;
	change({destinationClass: null});
	openSheet("context", () => t(outward() ? "page_choose_destination" : "page_choose_origin"),
		choices, closed);
}

export const openContext = () => open(outward() && !inForce() ? turnBack : null);

async function turn() {
	const wanted = outward() ? "in" : "out";
	const answer = await intent("direction", {code: wanted});
	if (answer?.ok && wanted === "out")
		wantDestination = true;
}

let wantDestination = false; // opened once the snapshot says "out"
let chosen = false; // in the drawer

export function paintContext() {
	const code = inForce();
	const row = findRow(kind(), code);
	const out = outward();
	const known = state.link === "up" && state.snapshot;
	document.body.dataset.direction = out ? "out" : "in";
	keyed($("place-button"), [language(), out, code, shortName(row), Boolean(known)],
		() => buttonContent({
			picture: [code, out ? "out" : "in"],
			caption: t(out ? "page_destination" : "page_origin"),
			word: known ? shortName(row) || code || t("page_nothing_chosen") : "",
		}));
	keyed($("direction-button"), [language(), out], () => buttonContent({
		picture: out ? "out" : "in",
		caption: t("page_direction"),
		word: t(out ? "page_out" : "page_in"),
	}));
	keyed($("bound"), [language(), out, code, shortName(row), Boolean(known)], () => (known ? [
		icon(out ? "out" : "in"),
		el("b", {}, `${t(out ? "page_out" : "page_in")} ${out ? "→" : "·"} ${shortName(row) || code}`)]
		: []));
	for (const id of ["place-button", "direction-button"])
		$(id).disabled = !known;
	if (wantDestination && out) {
		wantDestination = false;
		open(turnBack);
	}
}

export function startContext() {
	$("place-button").addEventListener("click", openContext);
	$("direction-button").addEventListener("click", turn);
}
