// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/typed: a weight typed by hand, when the scale is broken or a paper sheet is entered: keypad,
 * then the tiles as ever. What is sent is the text that was typed; the daemon reads it,
 * comma or dot, and says what is wrong with it. There is no input field here, so
 * nothing can type into one by accident.
 */
import {$, bigButton, change, el, home, keyed, setText, state} from "/base/kernel.js";
import {newKey, post} from "/base/daemon.js";
import {language, t} from "/base/lang.js";
import {doubtful, loadLines, showSaved, tell} from "/base/station.js";

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
	const erase = bigButton({class: "key", "data-key": "erase", picture: "erase",
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
	change({typed: {text: state.typed.text.replace(/[.,]$/, ""), ready: true, key: newKey()}});
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

/*
 * One number is one weighing, however often a tile is touched while nobody knows whether the first
 * touch was written: all carry the number's key. Refused as key_reused, it was written, as another
 * category than the last one touched.
 */
export async function saveTyped(category) {
	const {typed} = state;
	const context = state.snapshot.context;
	const side = context.direction === "out" ? "destination" : "origin";
	const answer = await post("/weighings", {
		direction: context.direction,
		category,
		[side]: context[side],
		net_kg: typed.text,
		reason: doubtful(state.snapshot) ? "SCALE" : "PAPER",
	}, {key: typed.key});
	const known = answer?.data.error === "key_reused";
	if (!answer?.ok && !known)
		return; // the number stays: nothing typed is lost
	if (state.typed === typed)
		change({typed: null}); // else it is the next person's
	if (answer.ok)
		return showSaved(answer.data);
	tell("news", t("page_typed_known"));
	return loadLines();
}
