// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {holds} from "/parts/list.js";
import {categoryOf, merged, periodOf, searchOf} from "/screens/weighings.js";

const CATEGORIES = [
	{code: "TLC", short_fr: "Textiles", short_en: "Textiles"},
	{code: "TLC-VET", parent: "TLC", short_fr: "Vêtements", short_en: "Clothes"},
	{code: "EEE", short_fr: "Électrique", short_en: "Electrical"},
	{code: "EEE-PAM", parent: "EEE", short_fr: "Électroménager", short_en: "Appliances"},
];

test("a day, a month, a year as people write them", () => {
	for (const [text, period] of [["14/3", "2026-03-14"], ["14/03/2025", "2025-03-14"],
		["4.3.2025", "2025-03-04"], [" 3/2025 ", "2025-03"], ["2025-03-14", "2025-03-14"],
		["2025-03", "2025-03"], ["2025", "2025"], ["12,5", null], ["1299", null], ["", null]])
		assert.equal(periodOf(text, "2026"), period, text);
});

test("a category by any of its names, without accents too; not by one that several share", () => {
	assert.equal(categoryOf("vetements", CATEGORIES), "TLC-VET");
	assert.equal(categoryOf("Clo", CATEGORIES), "TLC-VET");
	assert.equal(categoryOf("eee", CATEGORIES), "EEE");
	assert.equal(categoryOf("électr", CATEGORIES), null);
	assert.equal(categoryOf("ve", CATEGORIES), null);
	assert.equal(categoryOf("", CATEGORIES), null);
});

test("what the daemon can find is asked of it, the rest is looked for in the lines", () => {
	assert.deepEqual(searchOf("2026-03", "EEE", CATEGORIES),
		{query: {period: "2026-03", category: "EEE"}, words: ""});
	assert.deepEqual(searchOf("vêtements", null, CATEGORIES), {query: {category: "TLC-VET"}, words: ""});
	assert.deepEqual(searchOf(" 12,50 ", "TLC", CATEGORIES), {query: {category: "TLC"}, words: "12,50"});
	assert.deepEqual(searchOf("", null, CATEGORIES), {query: {}, words: ""});
});

test("all words, anywhere in a line", () => {
	assert.equal(holds("HD-MS-W-7 Vêtements 12,50", "vete 12,5"), true);
	assert.equal(holds("HD-MS-W-7 Vêtements 12,50", "vete 13"), false);
	assert.equal(holds("Œuvres, cadres", "oeuv"), true); // nobody has the letter at hand
});

test("a line stands once, as it is now, and new ones come first", () => {
	const line = (id, more = {}) => ({id, ...more});
	const fresh = [line("4"), line("3", {voided_by: "5"})];
	const fetched = [line("3"), line("2"), line("1")];
	assert.deepEqual(merged(fresh, fetched, false).map(({id}) => id), ["4", "3", "2", "1"]);
	assert.equal(merged(fresh, fetched, false)[1].voided_by, "5");
	assert.deepEqual(merged(fresh, fetched, true).map(({id}) => id), ["3", "2", "1"]);
});
