// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {faceOf} from "../faces.mjs";
import {change, state} from "/base/kernel.js";
import {clockTime, kg, plainKg, total} from "/base/lang.js";
import {composed, figures, liveWeight, loadLines, noteAfter, takeWeighing, tell} from "/base/station.js";
import {panel} from "/screens/reception/face.js";
import {emptyMg} from "/screens/retare.js";

const seen = (name, ...beside) => ({...state, link: "up", snapshot: faceOf(name, "fr", ...beside)});

test("kilograms by digits, never by floating point", () => {
	assert.equal(kg(12500000), "12,50");
	assert.equal(kg(12345678), "12,345678");
	assert.equal(kg(-1), "−0,000001");
	assert.equal(total(9977985000000), "9\u202f977\u202f985,0");
	assert.equal(total(-1234500000), "−1\u202f234,5");
	assert.equal(plainKg(50000000), "50.000");
	assert.equal(clockTime("2026-01-05T23:10:00+11:00"), "23:10");
});

test("the figures of a scale do not jump to and fro", () => {
	assert.equal(figures(12345000, "a"), "12,345");
	assert.equal(figures(12500000, "a"), "12,500");
	assert.equal(figures(12500000, "b"), "12,50");
	assert.equal(figures(12345678, "b", true), "12,35");
});

test("a doubtful scale shows no number, on the face and in the drawer", () => {
	for (const name of ["overload", "unplugged", "longest"]) {
		const face = panel(seen(name));
		assert.equal(face.tone, "doubt");
		assert.equal(face.mg, undefined);
		assert.equal(face.mark, undefined);
		assert.equal(liveWeight(seen(name)).kg, "");
	}
	assert.equal(liveWeight({...seen("ready5"), link: "lost"}), null);
	assert.equal(panel({...seen("recorded5"), link: "lost"}).tone, "lost");
});

test("a tick only for what the daemon calls recorded", () => {
	for (const name of ["empty", "moving", "ready5", "armed", "recording", "unsure", "again"])
		assert.notEqual(panel(seen(name)).mark, "saved", name);
	assert.equal(panel(seen("recorded5")).mark, "saved");
});

test("a note ends with what it was about", () => {
	state.snapshot = faceOf("ready5", "fr");
	const note = tell("refused", "Non.");
	assert.equal(noteAfter(note, faceOf("ready5", "fr")), note);
	assert.equal(noteAfter(note, faceOf("empty", "fr")), null);
	assert.equal(noteAfter(null, faceOf("empty", "fr")), null);
});

test("what is refused before the snapshot that follows the writing stays until something else is over", () => {
	const recording = {...faceOf("recording", "fr")};
	change({snapshot: recording});
	const note = tell("refused", "Non.");
	const still = noteAfter(note, recording);
	assert.equal(still.text, "Non.");
	const then = noteAfter(still, faceOf("ready5", "fr"));
	assert.equal(then?.text, "Non.");
	assert.equal(noteAfter(then, faceOf("ready5", "fr")), then);
	assert.equal(noteAfter(then, faceOf("empty", "fr")), null);
});

const line = (seq) => ({id: `W-${seq}`, seq});

test("house 4: a weighing of long ago is not put over the newest", () => {
	state.lines = [30, 29, 28].map(line);
	takeWeighing({...line(2), voided_by: "x"});
	takeWeighing(line(31));
	assert.deepEqual(state.lines.map(({seq}) => seq), [31, 30, 29, 28, 2]);
});

test("house 4: a weighing that is written while the lines come is among them", async (t) => {
	let asked = 0;
	t.mock.method(globalThis, "fetch", async () => {
		const first = asked++ === 0;
		if (first)
			takeWeighing(line(4));
		return {status: 200, ok: true,
			text: async () => JSON.stringify({weighings: (first ? [3] : [4, 3]).map(line)})};
	});
	state.lines = [];
	await loadLines();
	assert.deepEqual(state.lines.map(({seq}) => seq), [4, 3]);
});

test("what a tare is composed of is named with its numbers, and what has no name with its mass", () => {
	change({catalogue: {containers: [{code: "ROLL1", label_fr: "Roll 1", short_fr: "Roll 1"}]}});
	const kinds = [{code: "ROLL1", units: 1, tare_mg: 21400000}, {code: "BAC", units: 4, tare_mg: 6000000}];
	assert.equal(composed({context: {containers: kinds}, scale: {tare_mg: 27400000}}), "Roll 1 + 4\u00a0×\u00a0BAC");
	assert.equal(composed({context: {containers: kinds}, scale: {tare_mg: 29400000}}), "Roll 1 + 4\u00a0×\u00a0BAC + 2,00\u00a0kg");
	assert.equal(composed({context: {containers: []}, scale: {tare_mg: 2000000}}), "");
	assert.equal(composed({}), "");
});

test("a container is weighed anew alone, at rest and without any tare", () => {
	const rests = {phase: "ready", scale: {state: "stable", tare_mg: 0, gross_mg: 21500000}};
	assert.equal(emptyMg(rests), 21500000);
	for (const other of [{phase: "recorded"}, {scale: {...rests.scale, state: "moving"}}, {scale: {...rests.scale, tare_mg: 1}},
		{scale: {...rests.scale, tare_mg: null, gross_mg: null}}, {scale: null}])
		assert.equal(emptyMg({...rests, ...other}), 0);
	assert.equal(emptyMg(null), 0);
});
