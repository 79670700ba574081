// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Live events. The daemon beats at least every 2 s; when nothing has come for 3 s the page
 * no longer knows the weight and says so, whatever the connection looks like (a stopped
 * process keeps its socket open). Then it connects again until somebody answers.
 */
import {change, state} from "/state.js";
import {language} from "/lang.js";

const SILENCE_MS = 2600; // under the 3 s of the contract, watch and drawing included
const WATCH_MS = 100;
const RETRY_MS = 1000;
const KINDS = ["station", "weighing", "print", "probe", "alarm", "codes", "beat"];

let source = null;
let lastBeat = 0;
let opened = 0;
let handlers = {};

function lose() {
	source?.close();
	source = null;
	opened = performance.now();
	if (state.link !== "lost")
		change({link: "lost"});
}

function beat() {
	lastBeat = performance.now();
}

function hear(event) {
	beat();
	if (event.type === "beat" || event.data === "" || event.data === undefined)
		return;
	try {
		handlers[event.type]?.(JSON.parse(event.data));
	} catch (error) {
		console.error(`event ${event.type}: ${error}`);
	}
}

function open() {
	const mine = new EventSource(`/api/v1/events?lang=${language()}`);
	source = mine;
	opened = performance.now();
	lastBeat = opened;
	mine.onerror = () => mine === source && lose();
	mine.onmessage = hear;
	for (const kind of KINDS)
		mine.addEventListener(kind, hear);
	mine.onopen = () => {
		beat();
		handlers.open?.();
	};
}

function watch() {
	const now = performance.now();
	if (source && now - lastBeat > SILENCE_MS)
		lose();
	else if (!source && now - opened > RETRY_MS)
		open();
}

/* handlers: a function for each kind of event, and open(). */
export function listen(given) {
	handlers = given;
	open();
	setInterval(watch, WATCH_MS);
}

/* In another language: the sentences of the events change with it. */
export function listenAgain() {
	source?.close();
	open();
}
