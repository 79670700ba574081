// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the page knows, in one place. Modules change it with change() and draw it when
 * called back; several changes in one turn are drawn once. Nothing here is a truth of its
 * own: all facts come from the daemon, the rest is which drawer is open.
 */

export const state = {
	link: "opening", // "opening", "up", "lost": beats of the live events
	snapshot: null, // GET /station
	catalogue: null, // GET /catalogue, by kind
	health: null, // GET /health
	lines: [], // last weighings, newest first
	labels: {}, // weighing id -> state of its label
	codes: [], // unknown codes
	left: [], // loads that left without being recorded
	root: null, // the category that is open, or null
	destinationClass: null,
	typed: null, // {text, ready}: a weight typed by hand
	note: null, // {tone, text, …}: what came of the last touch (notes.js)
	pending: 0, // requests without an answer yet
	retrying: false, // one of them had to be sent again
	reclassify: null, // a weighing whose category is being changed
	seeTo: null, // {id, text}: a load that left and that somebody is seeing to
};

const painters = [];
let planned = false;

export function onChange(paint) {
	painters.push(paint);
}

export function change(patch) {
	Object.assign(state, patch);
	if (planned)
		return;
	planned = true;
	queueMicrotask(() => {
		planned = false;
		for (const paint of painters)
			paint(state);
	});
}

/* Rows of a kind that may be offered: shown ones, in their order. */
export function rows(kind) {
	return (state.catalogue?.[kind] ?? []).filter((row) => !row.hidden);
}

export function findRow(kind, code) {
	return (state.catalogue?.[kind] ?? []).find((row) => row.code === code);
}

/* The root of a category: itself when it has no parent. */
export function rootOf(code) {
	return findRow("categories", code)?.parent || code;
}
