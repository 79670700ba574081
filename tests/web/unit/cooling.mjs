// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {clockOf, cookedLots, elapsed, isOpen, spanText} from "/parts/cooling.js";

const began = (seconds) => ({elapsed_s: seconds, heardMs: 5000});

test("time goes on by the page's own clock from what the daemon said", () => {
	assert.equal(elapsed(began(60), 5000), 60);
	assert.equal(elapsed(began(60), 65999), 120);
	assert.equal(elapsed(began(-1), 65999), null);
});

test("what is left of two hours: calm, the last 30 minutes, too late; what nobody knows is too late", () => {
	assert.deepEqual(clockOf(began(0), 5000), {tone: "calm", minutes: 120});
	assert.deepEqual(clockOf(began(89 * 60 + 59), 5000), {tone: "calm", minutes: 30});
	assert.deepEqual(clockOf(began(90 * 60), 5000), {tone: "soon", minutes: 30});
	assert.deepEqual(clockOf(began(7200), 5000), {tone: "soon", minutes: 0});
	assert.deepEqual(clockOf(began(7201), 5000), {tone: "late", minutes: 1});
	assert.deepEqual(clockOf(began(7260), 5000), {tone: "late", minutes: 1});
	assert.deepEqual(clockOf(began(-1), 5000), {tone: "late", minutes: null});
});

test("hours and minutes", () => {
	assert.deepEqual([0, 59, 60, 102, 120].map(spanText), ["0 min", "59 min", "1 h 00", "1 h 42", "2 h 00"]);
});

test("an open one is one that is too late as well", () => {
	assert.deepEqual(["open", "late", "good", "bad"].map((verdict) => isOpen({verdict})), [true, true, false, false]);
});

test("cooked, not yet cooled, something of it: the newest first", () => {
	const lots = [{id: "A", at: "1", process: "cook", state: "closed"}, {id: "B", at: "2", process: "cook", state: "open"},
		{id: "C", at: "3", process: "cook", state: "closed", cooling: "good"}, {id: "D", at: "4", process: "mix", state: "closed"},
		{id: "E", at: "5", process: "cook", state: "empty"}];
	assert.deepEqual(cookedLots(lots).map(({id}) => id), ["B", "A"]);
});
