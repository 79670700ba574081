// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A PIN typed on tiles: dots, what is said of it, and the button that sends it. place.mine has text, said
 * and busy; while it is being looked at nothing is typed. send(text): null when it was right, or why not.
 */
import {$, bigButton, el, keyed, setText} from "/base/kernel.js";
import {language, t} from "/base/lang.js";
import {keyOf, keypad, typeKey} from "/parts/keypad.js";

const LEAST = 4; // digits

export const noPin = {text: "", said: "", busy: false, asked: null};

async function send(place, ask) {
	const {text, busy} = place.mine;
	if (busy || text.length < LEAST)
		return;
	const asked = {};
	place.set({busy: true, asked, said: t("page_log_in_looking")});
	const said = await ask(text);
	if (place.mine.asked === asked) // else the pad is somebody else's by now
		place.set({...noPin, said: said ?? ""});
}

function press(place, key) {
	if (!place.mine.busy)
		place.set({text: typeKey("pin", place.mine.text, key), said: ""});
}

const pad = (place, word, ask) => [el("div", {class: "typed"},
	el("div", {class: "typed-say"},
		el("p", {class: "typed-face"}, el("output", {id: "pin", "aria-live": "off"})),
		el("p", {class: "pin-said", id: "pin-said", role: "status"}),
		bigButton({class: "choice strong", id: "pin-send", picture: "saved", word, onclick: () => send(place, ask)})),
	keypad("pin", (key) => press(place, key)))];

export function paintPin(place, word, ask) {
	const {text, said, busy} = place.mine;
	keyed(place.body, ["pin", language(), place.args], () => pad(place, word, ask));
	setText($("pin"), "●".repeat(text.length) || "–");
	$("pin").setAttribute("aria-label", t("page_log_in_digits", {count: text.length}));
	setText($("pin-said"), said || (text.length < LEAST ? t("page_pin_hint") : ""));
	$("pin-send").disabled = busy || text.length < LEAST;
}

export function pinKey(place, name, ask) {
	const key = keyOf(name);
	if (name === "Enter")
		send(place, ask);
	else if (key && key !== ",")
		press(place, key);
}
