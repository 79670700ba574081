// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {state} from "/base/kernel.js";
import {dayOf, dayText} from "/parts/day.js";
import {bodyOf, periodOf, wrongWith} from "/parts/form.js";
import {spanName} from "/parts/period.js";
import {cellOf} from "/parts/table.js";
import {periodsOver} from "/screens/closes.js";
import {addressOf, behind, periodsOf} from "/screens/report.js";

const KG = {name: "mass_kg", type: "kg", needed: true, least: 0.02, most: 150};

test("periods that are over", () => {
	assert.deepEqual(periodsOver("2026-01-31"),
		["2025-12", "2025-11", "2025-10", "2025-Q4", "2025-Q3", "2025-S2", "2025", "2024"]);
	assert.deepEqual(periodsOver("2026-11-01"),
		["2026-10", "2026-09", "2026-08", "2026-Q3", "2026-Q2", "2026-S1", "2025", "2024"]);
	assert.equal(periodsOver("2026-04-30")[3], "2026-Q1");
	assert.equal(periodsOver("2026-07-01")[5], "2026-S1");
});

test("what a person meets is told before anything is sent", () => {
	for (const [field, right, wrong] of [
		[KG, ["12,5", "12.500", "0.02", "150"], ["", " ", "1,2345", "-1", "150,001", "0,01", "1e2", "douze"]],
		[{type: "count", least: 1, most: 9}, ["1", "9", ""], ["0", "10", "1,5", "x"]],
		[{type: "day"}, ["2026-03-14", "14/3/2026", "14.03.2026", ""], ["14/3", "2026/3/14", "demain"]],
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

test("tonnes have three decimals, half away from zero; a rate one", () => {
	assert.equal(cellOf({name: "in_mg", type: "tonnes"}, {in_mg: 35861223500}), "35,861");
	assert.equal(cellOf({name: "in_mg", type: "tonnes"}, {in_mg: 500000}), "0,001");
	assert.equal(cellOf({name: "in_mg", type: "tonnes"}, {in_mg: 499999}), "0,000");
	assert.match(cellOf({name: "out_mg", type: "tonnes"}, {out_mg: -340000000}), /^[-−]0,340$/);
	assert.match(cellOf({name: "x_ppm", type: "ppm"}, {x_ppm: 467499}), /^46,7.%$/);
	assert.equal(cellOf({name: "x_ppm", type: "ppm"}, {x_ppm: null}), "");
	assert.equal(cellOf({name: "flow", type: "code"}, {flow: "reuse", flow_label: "réemploi"}), "réemploi");
});

test("a month leads to its report, a day to its weighings, a mass nowhere", () => {
	assert.equal(behind("R2", "2026")({name: "category"}, {category: "HRP-LIV"}), "#/weighings//period%3D2026%26code%3DHRP-LIV");
	const link = behind("R-days");
	assert.equal(link({name: "month", type: "month"}, {month: "2026-03"}), "#/report/R-days/2026-03");
	assert.equal(link({name: "day", type: "day"}, {day: "2026-03-14"}), "#/weighings/2026-03-14");
	assert.equal(link({name: "in_mg", type: "mg"}, {in_mg: 1}), null);
});

test("a report is asked for by its period, stock by its day", () => {
	assert.equal(addressOf("R-days", "2026-03"), "/reports/R-days?period=2026-03");
	assert.equal(addressOf("tonnage", "this-year"), "/reports/tonnage?by=month%2Croot&period=this-year");
	assert.equal(addressOf("stock", "2026-03-31"), "/stock?day=2026-03-31");
	assert.equal(addressOf("stock", "last-year", 2026), "/stock?day=2025-12-31");
	assert.equal(addressOf("stock", "this-month"), "/stock");
});

test("days of one's own are asked for from the first to the one after the last", () => {
	assert.equal(addressOf("counts", "2026-03-30..2026-04-02"), "/reports/counts?from=2026-03-30&to=2026-04-03");
});

test("the periods of a report: those that one asks for first, and that of the address", () => {
	const usual = ["this-month", "2025-12", "2026-Q1", "2025-Q4", "2026-S1", "this-year", "last-year"];
	assert.deepEqual(periodsOf("2026-01-31", "this-month"), usual);
	assert.deepEqual(periodsOf("2026-01-31", "2025-Q4"), usual);
	assert.deepEqual(periodsOf("2026-01-31", "2026-01-05"), usual); // stands in the field of the day
	assert.deepEqual(periodsOf("2026-01-31", "2024-Q2"), [...usual, "2024-Q2"]);
	assert.deepEqual(periodsOf("2026-07-01", "2026-04-30..2026-05-02").slice(2),
		["2026-Q3", "2026-Q2", "2026-S2", "this-year", "last-year", "2026-04-30..2026-05-02"]);
});

test("a period is read as people write it", () => {
	for (const [text, period] of [["2026", "2026"], ["T1 2026", "2026-Q1"], ["2026-t4", "2026-Q4"], ["2026 Q2", "2026-Q2"],
		["3/2026", "2026-03"], ["31/03/2026", "2026-03-31"], ["2026-s1", "2026-S1"], ["mars", "MARS"]])
		assert.equal(periodOf(text), period, text);
	const field = {name: "period", type: "period", needed: true};
	assert.deepEqual(bodyOf([field], {period: "t2 2026"}), {body: {period: "2026-Q2"}, wrong: {}});
	assert.equal(typeof wrongWith(field, "T5 2026"), "string");
});

test("a day is read and shown as people write it, and sent as the daemon reads it", () => {
	assert.equal(dayOf("3/4/2026"), "2026-04-03");
	assert.equal(dayOf("2026-04-03"), "2026-04-03");
	assert.equal(dayOf("03042026"), "2026-04-03");
	assert.equal(dayOf("3042026"), "3042026");
	assert.equal(dayText("2026-04-03"), "03/04/2026");
	assert.equal(dayText("2026-13-03"), "2026-13-03");
	assert.deepEqual(bodyOf([{name: "day", type: "day"}], {day: "3/4/2026"}), {body: {day: "2026-04-03"}, wrong: {}});
});

test("what a report is of has the shortest name that it can have", () => {
	for (const [first, last, name] of [["2026-01-01", "2026-12-31", "2026"], ["2026-03-01", "2026-03-31", "mars 2026"],
		["2028-02-01", "2028-02-29", "février 2028"], ["2026-03-14", "2026-03-14", "14 mars 2026"]])
		assert.equal(spanName(first, last), name);
	assert.match(spanName("2026-04-01", "2026-06-30"), /^page_period_quarter$/); // words are not loaded here
	assert.match(spanName("2026-04-01", "2026-06-29"), /^page_period_days$/);
});
