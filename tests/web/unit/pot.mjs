// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {asksCooling, differences, labelWords, offeredFood, recipeLines, wanted} from "/parts/pot.js";

const recipe = {lines: "CAROTTE=30 OIGNON=2,5"};
const lots = {L1: {ingredient: "CAROTTE"}, L2: {}, L3: {product: "SOUPE"}};
const ingredients = [{code: "CAROTTE"}, {code: "OIGNON", allergens: "SUL"}, {code: "CREME", allergens: "LAI"}];
const pot = {inputs: [
	{source: "rescued", from: "L1", mass_mg: 12e6},
	{source: "rescued", from: "L1", mass_mg: 5e6, voided_by: "J/3"},
	{source: "bought", ingredient: "CREME", mass_mg: 1e6},
	{source: "water", mass_mg: 20e6},
]};

test("a recipe is codes and kilograms", () => {
	assert.deepEqual(recipeLines(recipe), [{ingredient: "CAROTTE", mass_mg: 30e6}, {ingredient: "OIGNON", mass_mg: 2500000}]);
	assert.deepEqual(recipeLines(undefined), []);
});

test("what it still wants, without what was taken out again; never less than nothing", () => {
	assert.equal(wanted(recipe, pot, lots, "CAROTTE"), 18e6);
	assert.equal(wanted(recipe, pot, lots, "CREME"), 0);
	assert.equal(wanted({lines: "CAROTTE=10"}, pot, lots, "CAROTTE"), 0);
});

test("what differs: missing, more, and allergens that it usually has not; water is none", () => {
	const found = differences({recipe, pot, lots, ingredients, allergens: ["LAI", "SUL"]});
	assert.deepEqual(found.missing, ["OIGNON"]);
	assert.deepEqual(found.more.map(({ingredient}) => ingredient), ["CREME"]);
	assert.deepEqual(found.allergens, ["LAI"]);
	assert.equal(differences({pot, lots, ingredients, allergens: []}), null);
	const other = {inputs: [{source: "rescued", from: "L2", mass_mg: 1}, {source: "made", from: "L3", mass_mg: 1}]};
	assert.equal(differences({recipe, pot: other, lots, ingredients, allergens: []}).more.length, 2);
});

test("the oldest date first, what the recipe wants before it; not what is past, held or in trays", () => {
	const at = "2026-11-01T00:00:00Z";
	const received = [
		{lot: "A", at, date_kind: "dlc", date: "2026-12-05"}, {lot: "B", at, date_kind: "dlc", date: "2026-12-03"},
		{lot: "C", at, date_kind: "dlc", date: "2026-12-09", ingredient: "CAROTTE"}, {lot: "D", at, date_kind: "none"},
		{lot: "E", at, date_kind: "dlc", date: "2026-11-29"}, {lot: "F", at, date_kind: "ddm", date: "2026-11-01"},
		{lot: "G", at, date_kind: "none", held: "recall"},
	];
	const made = [{id: "M", at, date_kind: "dlc", date: "2026-12-02", bulk_left_mg: 1}, {id: "N", at, bulk_left_mg: 0}];
	assert.deepEqual(offeredFood({received, made, recipe, today: "2026-11-30"}).map(({id, lot}) => id ?? lot),
		["C", "M", "F", "B", "A", "D"]);
});

test("what is cooked and kept cold asks to be cooled, once; what is being cooled is in no pot", () => {
	assert.equal(asksCooling({process: "cook"}, {storage: "FROID_4"}), true);
	assert.equal(asksCooling({process: "cook", cooling: "open"}, {storage: "FROID_3"}), false);
	assert.equal(asksCooling({process: "cook"}, {storage: "CONGEL"}), false);
	assert.equal(asksCooling({process: "mix"}, {storage: "FROID_3"}), false);
	assert.equal(asksCooling({process: "cook"}, null), false);
	const made = [{id: "M", at: "", bulk_left_mg: 1, cooling: "open"}, {id: "N", at: "", bulk_left_mg: 1, cooling: "good"}];
	assert.deepEqual(offeredFood({received: [], made, recipe: null, today: "2026-11-30"}).map(({id}) => id), ["N"]);
});

test("an allergen is in capitals, wherever it stands in the name", () => {
	assert.deepEqual(labelWords({name: "pois chiches, sésame", emphasise: "sésame"}), [["pois chiches, ", false], ["SÉSAME", true]]);
	assert.deepEqual(labelWords({name: "Céleri", emphasise: "céleri, lait"}), [["CÉLERI", true]]);
	assert.deepEqual(labelWords({name: "eau", emphasise: null}), [["eau", false]]);
});
