// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A screen that hears the scanner: while it is open and seen, codes of food are for it instead of for the
 * station. Of several pages the one that came last has them, and a touch on another takes them over. One scan
 * after the other: the second waits until what the first began is written, and the first until all is there.
 */
import {state} from "/base/kernel.js";
import {pageName, whisper} from "/base/daemon.js";
import {acted} from "/base/hands.js";
import {t} from "/base/lang.js";
import {tell} from "/base/station.js";

const ALIVE_MS = 20000; // the daemon forgets after a minute that a page listens
let open = null; // {place, hear(place, heard), load(place), goods}
let timer = 0;
let said = Promise.resolve(); // the daemon hears them in their order
let heard = Promise.resolve();
let ready = Promise.resolve();

const say = (on) => {
	const goods = on && Boolean(open?.goods);
	said = said.then(() => whisper("/food/receiving", {on, page: pageName, ...(goods ? {goods} : {})}));
	return said;
};
const alive = () => !document.hidden && say(true);
const isElsewhere = () => Boolean(state.snapshot?.hears) && state.snapshot.hears !== pageName;

/*
 * hear: what is done with a code; load: what is asked first of all, and anew once the station is back;
 * goods: codes of goods, places and numbers are heard, too.
 */
export function startListening(place, hear, load = () => {}, {goods = false} = {}) {
	open = {place, hear, load, goods};
	Object.assign(place.mine, {heard: state.food, lost: false, elsewhere: false});
	timer = setInterval(alive, ALIVE_MS);
	ready = Promise.resolve(alive()).then(() => load(place));
	return ready;
}

export function stopListening() {
	open = null;
	clearInterval(timer);
	say(false);
}

function followLink({place: {mine}, place, load}) {
	const lost = state.link === "lost";
	if (mine.lost && !lost)
		say(true).then(() => load(place));
	mine.lost = lost;
}

function followOthers({mine}) {
	const elsewhere = isElsewhere();
	if (elsewhere && !mine.elsewhere)
		queueMicrotask(() => tell("news", t("page_scans_elsewhere")));
	mine.elsewhere = elsewhere;
}

/* At each change. */
export function followScanner(place) {
	if (open?.place !== place)
		return;
	followLink(open);
	followOthers(place);
	if (state.food === place.mine.heard)
		return;
	const {food} = state, {hear} = open;
	place.mine.heard = food;
	acted();
	heard = heard.then(() => ready).then(() => open?.place === place && hear(place, food)).catch(console.error);
}

addEventListener("pointerdown", () => open && isElsewhere() && [false, true].map(say), {capture: true, passive: true});
document.addEventListener("visibilitychange", () => open && say(!document.hidden));
addEventListener("pagehide", () => open && whisper("/food/receiving", {on: false, page: pageName}));
