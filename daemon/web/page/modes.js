// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A mode is what one person has begun: typing, changing a category, an open drawer or root.
 * Whoever comes next must not meet it: it ends after 45 s without a touch, a scan or a
 * button, and changing a category also when a new load has settled.
 */
import {change, state} from "/state.js";
import {t} from "/lang.js";
import {tell} from "/notes.js";
import {closeSheet, sheetName} from "/sheet.js";

const MODE_MS = 45000;
const WATCH_MS = 500;
let acted = performance.now();

const act = () => {
	acted = performance.now();
};

const inMode = () => Boolean(state.reclassify || state.typed || state.seeTo || state.root
	|| sheetName());

export function endModes() {
	change({reclassify: null, typed: null, seeTo: null, root: null});
	closeSheet();
}

/* Scans and buttons are seen by what they change. */
const traces = (snapshot) => JSON.stringify([snapshot?.notice, snapshot?.context, snapshot?.armed,
	snapshot?.last?.id, snapshot?.last?.undone, snapshot?.question?.kind]);

export function modesAfter(before, after) {
	if (traces(before) !== traces(after))
		act();
	if (state.reclassify && before && before.phase !== "ready" && after.phase === "ready") {
		change({reclassify: null, root: null});
		tell("news", t("page_reclassify_dropped"));
	}
}

export function startModes() {
	for (const kind of ["pointerdown", "keydown", "wheel"])
		addEventListener(kind, act, {capture: true, passive: true});
	setInterval(() => inMode() && performance.now() - acted >= MODE_MS && endModes(), WATCH_MS);
}
