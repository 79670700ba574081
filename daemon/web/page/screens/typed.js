// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/typed: a weight typed by hand, when the scale is broken or a paper sheet is entered: keypad,
 * then the tiles as ever. What is sent is the text that was typed; the daemon reads it,
 * comma or dot, and says what is wrong with it. There is no input field here, so
 * nothing can type into one by accident.
 */
import {$, bigButton, change, el, home, keyed, setText, state} from "/base/kernel.js";
import {post} from "/base/daemon.js";
import {language, t} from "/base/lang.js";
import {doubtful, showSaved} from "/base/station.js";

export const title = () => t("page_type");
export const role = "kiosk";
export const css = true;

const KEYS = ["7", "8", "9", "4", "5", "6", "1", "2", "3", ",", "0"];
const FORM = /^(\d{1,5}([.,]\d{0,3})?)?$/;
const comma = () => (language() === "fr" ? "," : ".");

function press(key) {
	const text = state.typed?.text ?? "";
	const next = key === "erase" ? text.slice(0, -1) : text + (key === "," ? comma() : key);
	const fixed = next.startsWith(",") || next.startsWith(".") ? `0${next}` : next;
	if (!FORM.test(fixed))
		return;
	change({typed: {text: fixed, ready: false}});
}

function padKey(name) {
	return el("button", {class: "key", "data-key": name, onclick: () => press(name)},
		name === "," ? comma() : name);
}

function pad() {
	const erase = bigButton({class: "key", "data-key": "erase", picture: "back",
		"aria-label": t("page_erase"), word: "", onclick: () => press("erase")});
	const next = bigButton({class: "choice strong", id: "typed-next", picture: "saved",
		word: t("page_typed_next"), disabled: true, onclick: finish});
	return [el("div", {class: "typed"},
		el("div", {class: "typed-say"},
			el("p", {class: "typed-face"},
				el("output", {id: "typed-number", "aria-live": "polite"}), " kg"),
			el("p", {class: "typed-hint"}, t("page_typed_hint")),
			next),
		el("div", {class: "keypad"}, ...KEYS.map(padKey), erase))];
}

function finish() {
	change({typed: {text: state.typed.text.replace(/[.,]$/, ""), ready: true}});
	home();
}

export function open() {
	change({typed: {text: "", ready: false}, root: null, reclassify: null, seeTo: null});
}

export function paint({body}) {
	const text = state.typed?.text ?? "";
	keyed(body, language(), pad);
	setText($("typed-number"), text || `0${comma()}00`);
	$("typed-number").classList.toggle("dim", text === "");
	$("typed-next").disabled = !/[1-9]/.test(text);
}

/* Closed without a number to go on with, nothing was begun. */
export function close() {
	if (!state.typed?.ready)
		change({typed: null});
}

/* A key of a real keyboard; hands.js has already told it from a scanner. */
export function key(place, name) {
	if (name === "Enter")
		$("typed-next").click();
	else if (name === "Backspace")
		press("erase");
	else if (name === "," || name === ".")
		press(",");
	else if (/^\d$/.test(name))
		press(name);
}

export async function saveTyped(category) {
	const context = state.snapshot.context;
	const side = context.direction === "out" ? "destination" : "origin";
	const answer = await post("/weighings", {
		direction: context.direction,
		category,
		[side]: context[side],
		net_kg: state.typed.text,
		reason: doubtful(state.snapshot) ? "SCALE" : "PAPER",
	});
	if (!answer?.ok)
		return; // the number stays: nothing typed is lost
	change({typed: null});
	showSaved(answer.data);
}
