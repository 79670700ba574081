// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A number that is typed on tiles, kilograms or pieces. There is no input field, so nothing types
 * into one by accident; what is sent is the text that was typed, comma or dot. Its looks are css/typed.css.
 */
import {bigButton, el} from "/base/kernel.js";
import {language, t} from "/base/lang.js";

const DIGITS = ["7", "8", "9", "4", "5", "6", "1", "2", "3"];
const FORMS = {
	kg: {keys: [...DIGITS, ",", "0"], form: /^(\d{1,5}([.,]\d{0,3})?)?$/},
	pin: {keys: [...DIGITS, "", "0"], form: /^\d{0,8}$/},
	units: {keys: [...DIGITS, "", "0"], form: /^(0|[1-9]\d{0,4})?$/},
};

export const comma = () => (language() === "fr" ? "," : ".");

/* The text after that key, or as it was where it would be no number any more. */
export function typeKey(kind, text, key) {
	const next = key === "erase" ? text.slice(0, -1) : text + (key === "," ? comma() : key);
	const fixed = next.startsWith(",") || next.startsWith(".") ? `0${next}` : next;
	return FORMS[kind].form.test(fixed) ? fixed : text;
}

/* Without a comma that nothing follows. */
export const typedText = (text) => text.replace(/[.,]$/, "");

/* More than a hand puts on a scale or counts into a crate: perhaps a key too many. It is asked for once more. */
const MUCH = {kg: 500, units: 1000};
export const isMuch = (kind, text) => Number(text.replace(",", ".")) >= MUCH[kind];

function padKey(name, press) {
	if (!name)
		return el("span", {class: "key-gap"}); // where the comma is, so that no digit stands elsewhere
	return el("button", {class: "key", "data-key": name, onclick: () => press(name)},
		name === "," ? comma() : name);
}

/* press(key) at each touch: a digit, "," or "erase". */
export const keypad = (kind, press) => el("div", {class: "keypad"},
	...FORMS[kind].keys.map((name) => padKey(name, press)),
	bigButton({class: "key", "data-key": "erase", picture: "erase", "aria-label": t("page_erase"), word: "",
		onclick: () => press("erase")}));

/* A key of a real keyboard as one of these; hands.js has already told it from a scanner. null: it is none. */
export function keyOf(name) {
	if (name === "Backspace")
		return "erase";
	if (name === "," || name === ".")
		return ",";
	return /^\d$/.test(name) ? name : null;
}
