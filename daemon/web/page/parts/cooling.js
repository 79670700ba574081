// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The two hours in which what was cooked becomes cold, as pure functions: what is left of them, how that is
 * said. How long it has been the daemon tells (elapsed_s) by a clock that never jumps; from then on the page
 * counts by its own, that of performance.now(). The law is in include/cooling.h.
 */
export const MINUTES = 120;
const SOON = 30; // minutes that are left
const span = (from, to, step = 1) => Array.from({length: (to - from) / step + 1}, (_, i) => from + i * step);
export const START = [63, 65, 68, 70, 72, 75, 78, 80, 85, 90, 95];
export const COLD = span(0, 10);
export const WARM = [11, 12, 13, 14, 15, ...span(20, 60, 5)];

export const isOpen = ({verdict}) => verdict === "open" || verdict === "late";

/* Seconds since it began; null: no clock knows. heardMs: performance.now() when the daemon said it. */
export const elapsed = ({elapsed_s: seconds, heardMs}, nowMs) => (seconds < 0 ? null : seconds + Math.floor((nowMs - heardMs) / 1000));

/* {tone, minutes}: begun minutes that are left, or over; null where nobody knows. */
export function clockOf(cooling, nowMs) {
	const seconds = elapsed(cooling, nowMs);
	if (seconds === null)
		return {tone: "late", minutes: null};
	const left = MINUTES * 60 - seconds;
	if (left < 0)
		return {tone: "late", minutes: Math.ceil(-left / 60)};
	return {tone: left <= SOON * 60 ? "soon" : "calm", minutes: Math.floor(left / 60)};
}

/* "1 h 42", "42 min". */
export const spanText = (minutes) => (minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`);

/* What may be cooled: cooked, nothing of its cooling was said, and there is something of it; the newest first. */
export const cookedLots = (lots) => lots.filter(({process, cooling, state}) => process === "cook" && !cooling && state !== "empty" && state !== "void")
	.toSorted((a, b) => b.at.localeCompare(a.at));
