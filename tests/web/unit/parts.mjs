// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {state} from "/base/kernel.js";
import {bodyOf, periodOf, wrongWith} from "/parts/form.js";
import {cellOf} from "/parts/table.js";
import {behind} from "/screens/report.js";

const KG = {name: "mass_kg", type: "kg", needed: true, least: 0.02, most: 150};

test("what a person meets is told before anything is sent", () => {
	for (const [field, right, wrong] of [
		[KG, ["12,5", "12.500", "0.02", "150"], ["", " ", "1,2345", "-1", "150,001", "0,01", "1e2", "douze"]],
		[{type: "count", least: 1, most: 9}, ["1", "9", ""], ["0", "10", "1,5", "x"]],
		[{type: "day"}, ["2026-03-14", ""], ["14/3/2026"]],
		[{type: "text", most: 3, needed: true}, ["abc"], ["abcd", "  "]],
		[{type: "choice", needed: true, choices: [{code: "A"}]}, ["A"], ["B", ""]],
		[{type: "yes", needed: true}, [true, false, undefined], []]]) {
		for (const text of right)
			assert.equal(wrongWith(field, text), null, `${field.type} ${text}`);
		for (const text of wrong)
			assert.equal(typeof wrongWith(field, text), "string", `${field.type} ${text}`);
	}
});

test("a call gets texts as they were typed, numbers as numbers, nothing of what is empty", () => {
	const fields = [KG, {name: "n", type: "count"}, {name: "ok", type: "yes"}, {name: "note", type: "text"}];
	assert.deepEqual(bodyOf(fields, {mass_kg: " 12,5 ", n: "3", ok: true, note: ""}),
		{body: {mass_kg: "12,5", n: 3, ok: true}, wrong: {}});
	assert.deepEqual(Object.keys(bodyOf(fields, {mass_kg: "x"}).wrong), ["mass_kg"]);
});

test("cells of a table: kilograms to the gram, thousands apart, labels beside codes", () => {
	assert.equal(cellOf({name: "in_mg", type: "mg"}, {in_mg: 12500000}), "12,500");
	assert.equal(cellOf({name: "n", type: "count"}, {n: 12345}), "12\u202f345");
	state.catalogue = {categories: [{code: "EEE", label_fr: "Équipements électriques"}]};
	assert.equal(cellOf({name: "root", type: "code"}, {root: "EEE"}), "Équipements électriques");
	assert.equal(cellOf({name: "root", type: "code"}, {root: "TLC"}), "TLC");
	assert.equal(cellOf({name: "root", type: "code"}, {root: null}), "");
});

test("a month leads to its report, a day to its weighings, a mass nowhere", () => {
	const link = behind("R-days");
	assert.equal(link({name: "month", type: "month"}, {month: "2026-03"}), "#/report/R-days/2026-03");
	assert.equal(link({name: "day", type: "day"}, {day: "2026-03-14"}), "#/weighings/2026-03-14");
	assert.equal(link({name: "in_mg", type: "mg"}, {in_mg: 1}), null);
});

test("a period is read as people write it", () => {
	for (const [text, period] of [["2026", "2026"], ["T1 2026", "2026-Q1"], ["2026-t4", "2026-Q4"], ["2026 Q2", "2026-Q2"],
		["3/2026", "2026-03"], ["31/03/2026", "2026-03-31"], ["2026-s1", "2026-S1"], ["mars", "MARS"]])
		assert.equal(periodOf(text), period, text);
	const field = {name: "period", type: "period", needed: true};
	assert.deepEqual(bodyOf([field], {period: "t2 2026"}), {body: {period: "2026-Q2"}, wrong: {}});
	assert.equal(typeof wrongWith(field, "T5 2026"), "string");
});
