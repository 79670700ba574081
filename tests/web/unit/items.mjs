// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {daysBetween, shortKey, stockTake} from "/parts/items.js";

test("a stock-take tells what is missing from what nobody expected", () => {
	const items = ["A", "B", "C"].map((id) => ({id}));
	const {found, missing, unexpected} = stockTake(items, ["B", "X"]);
	assert.deepEqual([found, missing, unexpected], [[{id: "B"}], [{id: "A"}, {id: "C"}], ["X"]]);
	assert.deepEqual(stockTake([], []), {found: [], missing: [], unexpected: []});
});

test("people say the last two parts of a key, and days over the turn of a year", () => {
	assert.equal(shortKey("HD-MS-I-K712-3"), "K712-3");
	assert.equal(daysBetween("2025-12-30", "2026-01-02"), 3);
	assert.equal(daysBetween("2026-01-02", "2026-01-01"), 0);
});
