// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {wrongWith} from "/parts/form.js";
import {allOf, beforeFirst, brothers, changedOf, codesOf, goodCode, historyOf, moved, placesOf, plainMass, proposedCode,
	factNamed, fieldsOf, KINDS, stillSo, textsOf, undoOf, useFacts, valuesOf} from "/screens/settings/model.js";
import {FACTS} from "../catalogue.mjs";
import {CATALOGUE} from "../feed.mjs";

const from = "1970-01-01";
const row = (code, sort, more = {}) => ({code, sort, label_fr: code, parent: null, hidden: false,
	valid_from: from, valid_until: null, current: true, ...more});
const TREE = [row("A", 10), row("A-1", 11, {parent: "A"}), row("A-2", 12, {parent: "A"}), row("B", 20),
	row("B-1", 21, {parent: "B"}), row("C", 30)];

test("a mass is written exactly, with no zero too much", () => {
	for (const [mg, text] of [[1250000, "1.25"], [300000, "0.3"], [1, "0.000001"], [27000000, "27"], [0, ""], [null, ""]])
		assert.equal(plainMass(mg), text);
});

test("only what was changed is said, however it was typed; an emptied field is empty", () => {
	const bin = {label_fr: "Bac", label_en: "Bin", short_fr: null, short_en: "Bin", tare_mg: 1250000};
	const values = valuesOf("container", bin);
	assert.deepEqual(changedOf("container", bin, values), {});
	assert.deepEqual(changedOf("container", bin, {...values, tare_kg: "1,250", label_fr: " Bac "}), {});
	assert.deepEqual(changedOf("container", bin, {...values, tare_kg: "1,3", label_en: "", short_fr: "Bac"}),
		{label_en: "", short_fr: "Bac", tare_kg: "1,3"});
	assert.deepEqual(changedOf("origin", {label_fr: "X", counts_as_intake: false},
		{label_fr: "X", counts_as_intake: true}), {counts_as_intake: true});
	assert.deepEqual(allOf("origin", {label_fr: "X", label_en: "", counts_as_intake: false}),
		{label_fr: "X", counts_as_intake: false});
});

test("every row that is shipped can be opened and saved", () => {
	for (const [kind, many] of [["category", "categories"], ["origin", "origins"], ["destination", "destinations"]])
		for (const shipped of CATALOGUE[many]) {
			const values = valuesOf(kind, shipped);
			for (const field of fieldsOf(kind).filter(({type}) => ["text", "kg"].includes(type)))
				assert.equal(wrongWith(field, values[field.name]), null, `${shipped.code} ${field.name}`);
		}
});

test("of a code the version in force stands in the list, the next is told, an ended one too", () => {
	const versions = [row("A", 10, {current: false, valid_until: "2026-01-01"}),
		row("A", 10, {label_fr: "now", valid_from: "2026-01-01", valid_until: "2027-01-01"}),
		row("A", 10, {label_fr: "later", current: false, valid_from: "2027-01-01"}),
		row("Z", 5, {current: false, valid_until: "2026-01-01"})];
	const [z, a] = codesOf(versions, "2026-11-29");
	assert.deepEqual([a.row.label_fr, a.next, a.ended, a.versions.length], ["now", "2027-01-01", false, 3]);
	assert.deepEqual([z.code, z.ended, z.next], ["Z", true, null]);
	assert.deepEqual(historyOf(a.versions).map(({day, changes}) => [day, ...changes.map(({field, old, new: now}) =>
		`${field}: ${old} ${now}`)]), [["2027-01-01", "label_fr: now later"], ["2026-01-01", "label_fr: A now"], [from]]);
});

test("before the first version of a row all of it is said", () => {
	const one = {versions: [row("A", 10, {valid_from: "2026-11-30"}), row("A", 10, {valid_from: "2026-12-30"})]};
	assert.deepEqual(["2026-11-29", "2026-11-30", "2026-12-01", ""].map((day) => beforeFirst(one, day)), [true, false, false, false]);
});

test("a row moves among its brothers, never beyond an end", () => {
	assert.deepEqual(moved(["A", "B", "C"], "C", -1), ["A", "C", "B"]);
	assert.deepEqual(moved(["A", "B", "C"], "A", -1), ["A", "B", "C"]);
	assert.deepEqual(moved(["A", "B", "C"], "A", 5), ["B", "C", "A"]);
	assert.deepEqual(moved(["A"], "X", 1), ["A"]);
	assert.deepEqual(brothers(TREE, "A").map(({code}) => code), ["A-1", "A-2"]);
});

test("a new order changes few places, and a family goes where its root goes", () => {
	const after = (codes) => {
		const places = new Map(placesOf(TREE, codes).map(({code, sort}) => [code, sort]));
		const rows = TREE.map((one) => ({...one, sort: places.get(one.code) ?? one.sort}));
		return [places.size, rows.sort((a, b) => a.sort - b.sort).map(({code}) => code).join(" ")];
	};
	assert.deepEqual(after(["A-2", "A-1"]), [2, "A A-2 A-1 B B-1 C"]);
	assert.deepEqual(after(["B", "A", "C"]), [5, "B B-1 A A-1 A-2 C"]);
	assert.deepEqual(after(["A", "B", "C"]), [0, "A A-1 A-2 B B-1 C"]);
});

test("rows that all stand at one place get places of their own", () => {
	const rows = ["A", "B", "C"].map((code) => row(code, 0));
	assert.deepEqual(placesOf(rows, ["C", "A", "B"]), [{code: "A", sort: 1}, {code: "B", sort: 2}]);
});

test("a code is proposed that is good, and of no other row's barcode", () => {
	assert.equal(proposedCode("Vélos pour enfants", "", []), "VELOS_POUR_E");
	assert.equal(proposedCode("Trottinettes", "ASL", []), "ASL-TRO");
	assert.equal(proposedCode("Trottinettes", "ASL", ["ASL_TRO", "ASL-TRO2"]), "ASL-TRO3");
	assert.equal(proposedCode("  ", "", []), "");
	for (const [code, good] of [["ASL-TRO", true], ["A_1", true], ["asl", false], ["É", false], ["-_", false],
		["ABCDEFGHIJKLM", false], ["", false]])
		assert.equal(goodCode(code), good, code);
});

test("a change is taken back by what was there before, unless somebody has changed it since", () => {
	const was = {kind: "category", valid_from: "2026-11-29"};
	const preview = {added: [{...was, code: "N"}], closed: [{...was, code: "B", hidden: true, valid_until: null}],
		changed: [{...was, code: "A", field: "label_fr", old: "A", new: "AA"},
			{...was, code: "A", field: "unit_mg", old: null, new: 5}]};
	assert.deepEqual(undoOf(preview, TREE), [
		{...was, code: "A", label_fr: "A", unit_mg: null},
		{...was, code: "B", hidden: false, valid_until: null},
		{...was, code: "N", hidden: true}]);
	const now = row("A", 10, {valid_from: "2026-11-29", label_fr: "AA", unit_mg: 5});
	assert.equal(stillSo(preview, [now]), true);
	assert.equal(stillSo(preview, [{...now, label_fr: "else"}]), false);
	assert.equal(stillSo(preview, [row("A", 10)]), false);
});

test("what may be said of a row is what the daemon lists, and is said as its call takes it", () => {
	useFacts(FACTS);
	assert.deepEqual(fieldsOf("partner").map(({name, type}) => `${name} ${type}`),
		["label_fr text", "label_en text", "roles several", "siret text", "person yes"]);
	assert.deepEqual(fieldsOf("category").slice(-2).map(({name, type, most}) => [name, type, most]),
		[["pinned", "count", 12], ["ask_above_kg", "kg", 1000]]);
	const row = {label_fr: "A", roles: "donor", siret: null, person: true, pinned: 3, ask_above_mg: 1500000};
	const partner = valuesOf("partner", row);
	assert.deepEqual([partner.roles, partner.siret, partner.person], ["donor", "", true]);
	assert.deepEqual(changedOf("partner", row, {...partner, roles: "donor recycler", person: false}),
		{roles: "donor recycler", person: false});
	const category = valuesOf("category", row);
	assert.deepEqual([category.pinned, category.ask_above_kg, category.food], [3, "1.5", false]);
	assert.deepEqual(changedOf("category", row, category), {});
	assert.deepEqual(changedOf("category", row, {...category, pinned: "", ask_above_kg: ""}), {pinned: null, ask_above_kg: ""});
	assert.deepEqual(changedOf("category", row, {...category, pinned: "4"}), {pinned: 4});
	assert.deepEqual(allOf("category", {label_fr: "X", pinned: "", food: true}), {label_fr: "X", food: true});
	assert.equal(factNamed("waste").type, "text");
	assert.deepEqual(textsOf("partner", {siret: "123"}), ["123"]);
	assert.deepEqual(Object.keys(FACTS).filter((kind) => !KINDS[kind]), []);
	useFacts({});
});
