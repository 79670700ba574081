// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What hands do on the page, and for how long they did nothing.
 *
 * A keyboard scanner that the daemon does not own types into the page: characters in a
 * burst, then Enter or Tab. It must press no button, move no focus and fill no field.
 * Scanners send a key every 1 to 100 ms; keys are held back until as long a silence, and a
 * burst is a person's only if it could be a weight. What closes a burst does nothing, even
 * when it comes late.
 */
import {change, home, keyed, routeOf, state} from "/base/kernel.js";
import {t} from "/base/lang.js";
import {tell} from "/base/station.js";

const BURST_MS = 150;
const LATE_MS = 400; // a busy machine may deliver the last key late
const WEIGHT = /^[0-9.,]{1,7}$/; // shorter than any code of goods, without its letters
let burst = ""; // printable keys, one soon after the other
let lastKey = -Infinity;
let release = 0;
let typeKey = () => {};

/* Who takes a person's keys: type(name). */
export function keysTo(type) {
	typeKey = type;
}

const printable = (event) => event.key.length === 1 && !event.ctrlKey && !event.metaKey
	&& !event.altKey;

const isField = (node) => node instanceof Element && node.matches("input, textarea, select");

/* Three keys in a burst are no hesitation: the next may be late and still belongs to it. */
const patience = () => (burst.length > 2 ? LATE_MS : BURST_MS);

function swallow(event) {
	event.preventDefault();
	event.stopImmediatePropagation();
}

function settle() {
	release = 0;
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

/* A key that came too late for it: else it would hold back every Tab of who tabs on without a rest. */
function end() {
	if (release) {
		clearTimeout(release);
		settle();
	}
	burst = "";
}

/* What was typed is for nobody any more. */
export function forgetKeys() {
	clearTimeout(release);
	release = 0;
	burst = "";
}

/* A field takes its keys itself; only what ends a scan does nothing. */
function inField(event, closes) {
	if (closes && burst.length > 2 && ["Enter", "Tab"].includes(event.key))
		swallow(event);
	burst = printable(event) ? (closes ? burst : "") + event.key : "";
}

function down(event) {
	const gap = event.timeStamp - lastKey;
	const closes = burst !== "" && gap < patience();
	lastKey = event.timeStamp;
	if (!closes)
		end();
	if (isField(event.target))
		inField(event, closes);
	else if (printable(event) && (event.key !== " " || closes))
		hold(event, closes);
	else if (closes && ["Enter", "Tab", " "].includes(event.key))
		swallow(event);
	else if (event.key === "Backspace" || (event.key === "Enter" && !event.target.closest("button, a")))
		typeKey(event.key);
}

/*
 * ---- when something has just appeared, touches are ignored for a moment: the second tap of a heavy
 * glove must not choose what now lies under it. Keys are no touches.
 */

const GUARD_MS = 350;
let guarding = 0;

export function appeared() {
	document.documentElement.dataset.fresh = "";
	clearTimeout(guarding);
	guarding = setTimeout(() => delete document.documentElement.dataset.fresh, GUARD_MS);
}

/* As keyed(), for what is touched. */
export function touchable(node, key, draw) {
	keyed(node, key, () => {
		appeared();
		return draw();
	});
}

function bounce(event) {
	if (event.detail > 0 && "fresh" in document.documentElement.dataset)
		swallow(event);
}

/* ---- whoever comes next must not meet what another has begun: it ends by itself */

const MODE_MS = 45000; // typing, changing a category, an open root or drawer
const WATCH_MS = 500;
let actedAt = performance.now();

const act = () => {
	actedAt = performance.now();
};

/* A scan that changes nothing at the station is somebody's act as well. */
export const acted = act;

export function endModes() {
	change({reclassify: null, typed: null, seeTo: null, root: null});
	home();
}

function patience_ms() {
	const open = routeOf(location.hash).name !== "reception";
	return open || state.reclassify || state.typed || state.seeTo || state.root ? MODE_MS : Infinity;
}

/* Scans and buttons are seen by what they change; that a notice or a question is over is nobody's act. */
const traces = (snapshot) => JSON.stringify([snapshot?.context, snapshot?.armed, snapshot?.codes,
	snapshot?.last?.id, snapshot?.last?.undone, snapshot?.last?.voided_by, snapshot?.scale?.tare_mg]);
const asked = (snapshot) => snapshot?.notice || snapshot?.question
	? JSON.stringify([snapshot.notice, snapshot.question?.kind]) : null;

const lies = ({phase}) => !["empty", "settling"].includes(phase);
const isNewLoad = (before, after) => (lies(after) && !lies(before))
	|| (after.phase === "ready" && before.phase !== "ready");

/* Changing a category ends also when a new load has settled. */
export function modesAfter(before, after) {
	if (traces(before) !== traces(after) || (asked(after) && asked(after) !== asked(before)))
		act();
	if (state.reclassify && before && isNewLoad(before, after)) {
		change({reclassify: null, root: null});
		tell("news", t("page_reclassify_dropped"));
	}
}

export function startHands() {
	addEventListener("keydown", down, true);
	addEventListener("click", bounce, true);
	for (const kind of ["pointerdown", "keydown", "wheel"])
		addEventListener(kind, act, {capture: true, passive: true});
	setInterval(() => performance.now() - actedAt >= patience_ms() && endModes(), WATCH_MS);
}
