// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {ALLERGENS, bodyOf, byDate, codesOf, daysFor, dueOf, isSure, nextStep, originOf, readYesterday, textOf, withPack} from "/parts/food.js";

const donor = {partner: "SUPER", origin: "ALIM_GMS"};

test("one question after the other, and none that is answered by what was said", () => {
	assert.equal(nextStep({}), "donor");
	assert.equal(nextStep({partner: "SUPER"}), "origin");
	assert.equal(nextStep(donor), "family");
	const fruit = {...donor, category: "ALI-FEL"};
	assert.equal(nextStep(fruit), "kind");
	assert.equal(nextStep({...fruit, date_kind: "none"}), "take");
	assert.equal(nextStep({...fruit, date_kind: "dlc"}), "date");
	const meat = {...donor, category: "ALI-VOL", date_kind: "dlc", date: "2026-12-05"};
	assert.equal(nextStep(meat), "packing");
	assert.equal(nextStep({...meat, packing: "pack"}), "degrees");
	assert.equal(nextStep({...meat, packing: "pack", degrees: ""}), "take"); // not measured is an answer
	assert.equal(nextStep({...meat, scanned: "x"}), "degrees"); // a pack that was scanned is one
	assert.equal(nextStep({...donor, category: "ALI-PLA", date_kind: "none", scanned: "x"}), "packing"); // of animals or not
});

test("a family that a site added is asked nothing that nobody knows of it", () => {
	assert.equal(nextStep({...donor, category: "ALI-NEW", date_kind: "none"}), "take");
});

test("what is received says only what somebody said", () => {
	assert.deepEqual(bodyOf({...donor, category: "ALI-FEL", date_kind: "none", slip: "S"}),
		{category: "ALI-FEL", partner: "SUPER", origin: "ALIM_GMS", date_kind: "none", slip: "S"});
	assert.deepEqual(bodyOf({...donor, category: "ALI-VOL", date_kind: "dlc", date: "2026-12-05", packing: "loose", degrees: -1}),
		{category: "ALI-VOL", partner: "SUPER", origin: "ALIM_GMS", date_kind: "dlc", date: "2026-12-05", animal: true,
			temp_mc: -1000, temp_from: "typed"});
	assert.equal(bodyOf({...donor, category: "ALI-PLA", date_kind: "none", packing: "none", degrees: ""}).animal, undefined);
	assert.equal(bodyOf({...donor, category: "ALI-LAI", date_kind: "none", scanned: "x", degrees: 0}).temp_mc, 0);
});

test("the way in of a donor is that of its type, where the site has it", () => {
	assert.equal(originOf("catering", [{code: "ALIM_RC"}]), "ALIM_RC");
	assert.equal(originOf("catering", [{code: "ALIM_GMS"}]), undefined);
	assert.equal(originOf(undefined, [{code: "ALIM_GMS"}]), undefined);
});

test("use-by dates are days, the others ends of months, over the turn of a year", () => {
	assert.deepEqual(daysFor("dlc", "2026-12-30").slice(0, 3), ["2026-12-30", "2026-12-31", "2027-01-01"]);
	assert.deepEqual(daysFor("ddm", "2026-12-30").slice(0, 3), ["2026-12-31", "2027-01-31", "2027-02-28"]);
});

test("past, soon, or neither; a best-before date that is past is late, not past", () => {
	const due = (kind, date) => dueOf({date_kind: kind, date}, "2026-12-30");
	assert.deepEqual([due("dlc", "2026-12-29"), due("dlc", "2026-12-30"), due("dlc", "2027-01-01"), due("dlc", "2027-01-02"),
		due("ddm", "2026-12-29"), due("none", null)], ["past", "soon", "soon", "", "late", ""]);
	assert.deepEqual(byDate([{date: null, at: "1"}, {date: "2027-01-02", at: "2"}, {date: "2026-12-31", at: "3"}]).map(({at}) => at),
		["3", "2", "1"]);
});

test("codes of allergens are held in one text, in the order of the law", () => {
	assert.equal(ALLERGENS.length, 14);
	assert.equal(textOf(["LAI", "GLU"]), "GLU LAI");
	assert.deepEqual(codesOf(null), []);
});

test("a pack that is scanned takes the place of the one before: nothing of that one is said of it", () => {
	const carrots = withPack({}, {text: "A", gtin: "1", kind: "dlc", date: "2026-12-05"},
		{category: "ALI-FEL", ingredient: "CAROTTE", product: undefined, description: null});
	assert.deepEqual(carrots, {scanned: "A", gtin: "1", date_kind: "dlc", date: "2026-12-05", commitment: undefined,
		category: "ALI-FEL", ingredient: "CAROTTE"});
	const vowed = {...carrots, packing: "pack", degrees: "", commitment: true};
	assert.deepEqual(withPack(vowed, {text: "B", gtin: "2"}, {}), {scanned: "B", gtin: "2"}); // neither date nor ingredient
	assert.equal(withPack(vowed, {text: "A", gtin: "1", kind: "dlc", date: "2026-12-05"}, {}).commitment, true);
	const later = withPack(vowed, {text: "C", gtin: "1", kind: "dlc", date: "2026-12-09"}, {});
	assert.deepEqual([later.date, later.commitment, later.ingredient, later.packing], ["2026-12-09", undefined, "CAROTTE", "pack"]);
	assert.equal(withPack({category: "ALI-LAI"}, {text: "D", gtin: "3"}, {}).category, "ALI-LAI"); // said by hand before
});

test("only a sure answer takes another key: what may have been written is asked by the same", () => {
	assert.deepEqual([null, {status: 202}, {status: 503}, {status: 500}, {status: 409}, {status: 422}].map(isSure),
		[false, false, false, false, true, true]);
});

test("readings of yesterday are missed only where the place was read before", () => {
	const of = (...days) => days.map((day) => ({place: "CHAMBRE", day}));
	assert.equal(readYesterday([], "CHAMBRE", "2026-03-01"), null);
	assert.equal(readYesterday(of("2026-03-01"), "CHAMBRE", "2026-03-01"), null); // read today for the first time
	assert.equal(readYesterday(of("2026-02-27"), "CHAMBRE", "2026-03-01"), 0);
	assert.equal(readYesterday(of("2026-02-28", "2026-03-01"), "CHAMBRE", "2026-03-01"), 1);
	assert.equal(readYesterday(of("2026-02-28", "2026-02-28"), "CHAMBRE", "2026-03-01"), 2);
	assert.equal(readYesterday(of("2026-02-28"), "CONGEL", "2026-03-01"), null);
	assert.equal(readYesterday(of("2026-02-28"), "CHAMBRE", ""), null);
});
