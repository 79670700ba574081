// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Live events. The daemon beats at least every 2 s; when nothing has come for 3 s the page
 * no longer knows the weight and says so, whatever the connection looks like (a stopped
 * process keeps its socket open). Then it connects again until somebody answers. Who of the
 * browser's pages holds the connection is decided in shared.js.
 */
import {change, state} from "/state.js";
import {startShared} from "/shared.js";

const SILENCE_MS = 2600; // under the 3 s of the contract, watch and drawing included
const WATCH_MS = 100;

let shared = null;
let lastBeat = -Infinity;
let waiting = true; // for the first word after an opening
let handlers = {};

function lose() {
	waiting = true;
	if (state.link !== "lost")
		change({link: "lost"});
	shared.again();
}

function hear(kind, data) {
	lastBeat = performance.now();
	if (waiting) {
		waiting = false;
		handlers.open?.();
	}
	if (kind === "beat" || !data)
		return;
	try {
		handlers[kind]?.(JSON.parse(data));
	} catch (error) {
		console.error(`event ${kind}: ${error}`);
	}
}

function watch() {
	if (!waiting && performance.now() - lastBeat > SILENCE_MS)
		lose();
}

/* handlers: a function for each kind of event, and open(). */
export function listen(given) {
	handlers = given;
	shared = startShared({hear, lose});
	setInterval(watch, WATCH_MS);
}

/* In another language: the sentences of the events change with it. */
export function listenAgain() {
	waiting = true;
	shared.restart();
}
