// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A keyboard scanner that the daemon does not own types into the page: characters in a
 * burst, then Enter or Tab. It must press no button, move no focus and fill no field.
 * Scanners send a key every 1 to 100 ms; keys are held back until as long a silence, and a
 * burst is a person's only if it could be a weight. What closes a burst does nothing, even
 * when it comes late.
 */
import {tell} from "/notes.js";
import {t} from "/lang.js";
import {typeKey} from "/typed.js";

const BURST_MS = 150;
const LATE_MS = 400; // a busy machine may deliver the last key late
const WEIGHT = /^[0-9.,]{1,7}$/; // shorter than any code of goods, without its letters
let burst = ""; // printable keys, one soon after the other
let lastKey = -Infinity;
let release = 0;

const printable = (event) => event.key.length === 1 && !event.ctrlKey && !event.metaKey
	&& !event.altKey;

/* Three keys in a burst are no hesitation: the next may be late and still belongs to it. */
const patience = () => (burst.length > 2 ? LATE_MS : BURST_MS);

function swallow(event) {
	event.preventDefault();
	event.stopImmediatePropagation();
}

function settle() {
	if (WEIGHT.test(burst))
		for (const key of burst)
			typeKey(key);
	else if (burst.length > 2)
		tell("refused", t("page_foreign_scanner"));
}

function hold(event, follows) {
	burst = follows ? burst + event.key : event.key;
	clearTimeout(release);
	release = setTimeout(settle, patience());
	swallow(event);
}

function down(event) {
	const gap = event.timeStamp - lastKey;
	const closes = burst !== "" && gap < patience();
	lastKey = event.timeStamp;
	if (printable(event) && (event.key !== " " || closes))
		hold(event, closes);
	else if (closes && ["Enter", "Tab", " "].includes(event.key))
		swallow(event);
	else if (event.key === "Backspace" || (event.key === "Enter" && event.target === document.body))
		typeKey(event.key);
}

export function startKeys() {
	addEventListener("keydown", down, true);
}
