// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {state} from "/base/kernel.js";
import {fieldsOf} from "/parts/asked.js";
import {kindsOf, tableOf} from "/screens/entry.js";

/* As GET /openapi.json says it of a kind that has a field of each sort. */
const label = (fr, en) => ({"x-label": {fr, en}});
const SCHEMA = {required: ["day", "name", "place"], properties: {
	day: {type: "string", format: "date", maxLength: 10, ...label("Jour", "Day")},
	period: {type: ["string", "null"], format: "period", maxLength: 10},
	name: {enum: [null, "a", "b"], "x-words": {a: {fr: "Un", en: "One"}}, ...label("Nom", "Name")},
	place: {type: "string", maxLength: 15, "x-catalogue": "place"},
	mass_mg: {type: ["integer", "null"], minimum: 1000000, maximum: 500000000},
	mass_kg: {type: ["string", "null"], "x-unit": "kg", "x-needed": true, ...label("Masse", "Mass")},
	minutes: {type: ["integer", "null"], minimum: 0, "x-unit": "min", ...label("Durée", "Duration")},
	passed: {type: ["boolean", "null"]},
	corners_mg: {type: ["array", "null"]},
	note: {type: ["string", "null"], maxLength: 63},
}};

test("a form asks what the schema says, each by its type, in the language", () => {
	state.catalogue = {places: [{code: "QUAI", label_fr: "Le quai", label_en: "Quay"}]};
	const fields = Object.fromEntries(fieldsOf(SCHEMA, "en").map((field) => [field.name, field]));
	assert.deepEqual(Object.entries(fields).map(([name, {type}]) => [name, type]), [["day", "day"],
		["period", "period"], ["name", "choice"], ["place", "choice"], ["mass_kg", "kg"],
		["minutes", "count"], ["passed", "yes"], ["note", "text"]]);
	assert.equal(fields.mass_kg.label, "Mass (kg)");
	assert.equal(fieldsOf(SCHEMA, "fr")[4].label, "Masse (kg)");
	assert.equal(fields.minutes.label, "Duration (min)");
	assert.equal(fields.note.label, "note");
	assert.deepEqual(fields.name.choices, [{code: "a", word: "One"}, {code: "b", word: "b"}]);
	assert.deepEqual(fields.place.choices.map(({code}) => code), ["QUAI"]);
	assert.deepEqual([fields.mass_kg.least, fields.mass_kg.most, fields.minutes.least], [1, 500, 0]);
	assert.equal(fields.note.most, 63);
	assert.deepEqual(Object.values(fields).filter(({needed}) => needed).map(({name}) => name),
		["day", "name", "place", "mass_kg"]);
});

test("only kinds that one may make are offered", () => {
	const description = {paths: {"/entries/a": {get: {}, post: {"x-role": "staff"}},
		"/entries/b": {get: {}}, "/entries/c": {post: {"x-role": "coordinator"}}, "/weighings": {post: {}},
		"/entries/{entry}/void": {post: {"x-role": "staff"}}}}; // of any kind: no kind to choose
	assert.deepEqual(Object.keys(kindsOf(description, "staff")), ["a"]);
	assert.deepEqual(Object.keys(kindsOf(description, "coordinator")), ["a", "c"]);
	assert.deepEqual(Object.keys(kindsOf(description, "kiosk")), []);
});

test("what was entered stands under the same words", () => {
	const {columns, rows} = tableOf(SCHEMA, [{at: "2020-01-02T03:04:05+01:00", name: "b", place: "QUAI",
		mass_mg: 1500000, minutes: 3, passed: true, note: null}], "fr");
	assert.deepEqual(columns.map(({name, type}) => [name, type]), [["at", "text"], ["day", "text"],
		["period", "text"], ["name", "text"], ["place", "text"], ["mass_mg", "mg"], ["minutes", "count"],
		["passed", "text"], ["corners_mg", "text"], ["note", "text"]]);
	assert.equal(columns[1].title, "Jour");
	assert.deepEqual([rows[0].name, rows[0].place, rows[0].mass_mg], ["b", "Le quai", 1500000]);
});
