// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A keyboard scanner that the daemon does not own types into the page: characters in a
 * burst, then Enter or Tab. It must press no button, move no focus and fill no field.
 * Scanners send a key every 1 to 100 ms, so a key is believed to be a person's only after
 * as long a silence; until then it is held back.
 */
import {change} from "/state.js";
import {t} from "/lang.js";
import {typeKey} from "/typed.js";

const BURST_MS = 110;
let held = []; // keys of the burst under way
let lastKey = -Infinity;
let release = 0;

const printable = (event) => event.key.length === 1 && !event.ctrlKey && !event.metaKey
	&& !event.altKey;

function swallow(event) {
	event.preventDefault();
	event.stopImmediatePropagation();
}

function settle() {
	if (held.length === 1)
		typeKey(held[0]);
	else if (held.length > 2)
		change({note: {tone: "refused", text: t("page_foreign_scanner")}});
	held = [];
}

function hold(event) {
	held.push(event.key);
	clearTimeout(release);
	release = setTimeout(settle, BURST_MS);
	swallow(event);
}

function down(event) {
	const now = performance.now();
	const burst = now - lastKey < BURST_MS;
	lastKey = now;
	if (printable(event) && (event.key !== " " || burst))
		hold(event);
	else if (burst && held.length > 0 && ["Enter", "Tab", " "].includes(event.key))
		swallow(event);
	else if (event.key === "Backspace" || (event.key === "Enter" && event.target === document.body))
		typeKey(event.key);
}

export function startKeys() {
	addEventListener("keydown", down, true);
}
