// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {bodyOfEnd, netOf, packedOf} from "/parts/packing.js";

test("packs that are void count no more, and nothing less than nothing is left", () => {
	const packs = [{net_mg: 500, voided_by: null}, {net_mg: 300, voided_by: "j/7"}, {net_mg: 200}];
	assert.deepEqual(packedOf({packs, left_mg: 1000}), {count: 2, mass_mg: 700, rest_mg: 300});
	assert.deepEqual(packedOf({packs, left_mg: 600}), {count: 2, mass_mg: 700, rest_mg: 0});
	assert.deepEqual(packedOf({}), {count: 0, mass_mg: 0, rest_mg: 0});
});

test("the tray is taken off once: by the station where it tares, else by its container", () => {
	assert.equal(netOf({net_mg: 520, tare_mg: 0}, {tare_mg: 20}), 500);
	assert.equal(netOf({net_mg: 500, tare_mg: 20}, {tare_mg: 20}), 500);
	assert.equal(netOf({net_mg: 520, tare_mg: 0}, undefined), 520);
});

test("the end of a packing says what became of the rest; what nobody says is steam", () => {
	assert.deepEqual(bodyOfEnd("steam", "1"), {});
	assert.deepEqual(bodyOfEnd("bulk", "1,5"), {bulk_kg: "1,5"});
	assert.deepEqual(bodyOfEnd("COMPOST", "2"), {losses: [{destination: "COMPOST", mass_kg: "2"}]});
});
