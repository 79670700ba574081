#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every face with every pair of what can stand beside it, at each size and in both languages
 * (truth 10): the number keeps its size, nothing overlaps, nothing is cut, no word breaks.
 * Accessibility and a picture of each face and each addition once, in build/web/.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, open, processorSeconds, test} from "./lib.mjs";
import {begunOf, BESIDE, doubtOf, DOUBTS, faceOf, FACES, QUESTIONS, refusalOf, REFUSALS, toneOf} from "./faces.mjs";
import {Feed} from "./feed.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const MOST_S = 8 * 60; // of time; where other work makes the machine slow, of the processor
const BOXES = fs.readFileSync(new URL("boxes.mjs", import.meta.url), "utf8");
const TRIPLE = ["tare", "devices", "refusal"];
const large = {five: 90, seven: 72, mark: 64, text: 15};
const small = {five: 56, seven: 40, mark: 44, text: 12};
/* 640x400 is 1280x800 at 200 %, 400x240 is 800x480 at 200 %. */
const SIZES = {
	"800x480": large, "1024x600": large, "1280x800": large, "390x844": small, "360x640": small,
	"844x390": small, "640x400": small, "400x240": {five: 56, seven: 40, mark: 48, text: 10},
};

function combinations() {
	const names = Object.keys(BESIDE);
	const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b]));
	return [[], ...names.map((name) => [name]), ...pairs, TRIPLE];
}

/*
 * A group is one face with all that can stand beside it, sent at once over the page's own events and
 * looked at as each is painted; the first alone before, as another face has other places, to which texts
 * are fitted a frame later. A machine that stands still for 3 s makes the page drop its number, as
 * it must, and what was on its way: that group is sent once more.
 */
function lookAt(page, given, least) {
	return page.evaluate(async ([groups, wanted]) => {
		const {change, onChange, state} = await import("/base/kernel.js");
		const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
		const ask = (what) => fetch(`/api/v1/next/${what}`, {method: "POST"});
		const bad = [];
		const look = ({name, tone}) => {
			const found = globalThis.faults(wanted);
			if (document.body.dataset.tone !== tone)
				found.push(`the face is ${document.body.dataset.tone}, not ${tone}`);
			bad.push(...found.map((what) => [name, what]));
		};
		const until = async (there) => {
			const end = performance.now() + 5000;
			while (!there() && performance.now() < end)
				await new Promise((resolve) => setTimeout(resolve));
			return there();
		};
		const settle = async (g, begun) => {
			await ask(`${g}/0`);
			if (!await until(() => state.snapshot?.stamp === `${g}/0`))
				return settle(g, begun);
			change({typed: null, ...begun});
			await frame();
			return frame();
		};
		const one = async (g, i, {faces, begun}) => {
			await ask(`${g}/${i}`);
			await until(() => state.snapshot?.stamp === `${g}/${i}`);
			change(begun);
			await frame();
			return state.link === begun.link ? look(faces[i]) : one(g, i, {faces, begun});
		};
		let painted = () => {};
		globalThis.hears ??= onChange(() => globalThis.painted()) ?? true;
		globalThis.painted = () => painted();
		await document.fonts.ready;
		for (const [g, group] of groups.entries()) {
			const missing = new Set(group.faces.keys());
			painted = () => {};
			await settle(g, group.begun);
			painted = () => {
				const [of, i] = String(state.snapshot?.stamp).split("/");
				if (state.link === "up" && of === `all ${g}` && missing.delete(Number(i)))
					look(group.faces[i]);
			};
			while (group.begun.link === "up" && missing.size > 0) {
				await ask(`all ${g}`);
				await until(() => missing.size === 0);
			}
			for (const i of missing) // the daemon is away: each is so by itself
				await one(g, i, group);
		}
		painted = () => {};
		return bad;
	}, [given.map(({begun, faces}) => ({begun, faces: faces.map(({name, tone}) => ({name, tone}))})), least]);
}

function everyFace(lang) {
	const sentences = (keys, tone, made) => ({begun: begunOf("", lang),
		faces: keys.map((key) => ({name: key, tone, snapshot: () => made(key, lang)}))});
	return [
		...Object.keys(FACES).map((face) => ({begun: begunOf(face, lang), faces: combinations().map((beside) =>
			({name: [face, ...beside].join(" + "), tone: toneOf(face), snapshot: () => faceOf(face, lang, ...beside)}))})),
		sentences(DOUBTS, "doubt", doubtOf),
		sentences(REFUSALS, "ready", refusalOf),
	];
}

/* What the page asks for: POST /next/GROUP/FACE, or all of a group. */
function answer(feed, groups) {
	for (const [g, {faces}] of groups.entries()) {
		faces.forEach(({snapshot}, i) => {
			feed.answers[`POST /next/${g}/${i}`] = () => {
				feed.send({...snapshot(), stamp: `${g}/${i}`});
				return {data: {}};
			};
		});
		feed.answers[`POST /next/all%20${g}`] = () => {
			faces.forEach(({snapshot}, i) => feed.send({...snapshot(), stamp: `all ${g}/${i}`}));
			return {data: {}};
		};
	}
}

async function look(feed, page, size, lang) {
	const groups = everyFace(lang).filter(({faces}) => new RegExp(process.env.FACES ?? "").test(faces[0].name));
	answer(feed, groups);
	const said = new Map();
	for (const [name, what] of await lookAt(page, groups, SIZES[size]))
		said.set(what, [...(said.get(what) ?? []), name]);
	assert.deepEqual([...said].map(([what, where]) => `${what}: ${where.length} times, ${where[0]}`), []);
}

async function settled(page, face, beside, lang, feed) {
	feed.send({...faceOf(face, lang, ...beside), stamp: "look"});
	await page.waitForFunction(async ([begun, wanted]) => {
		const {change, state} = await import("/base/kernel.js");
		if (state.snapshot?.stamp !== "look")
			return false;
		change(begun);
		await Promise.resolve();
		return document.body.dataset.tone === wanted
			&& [...document.querySelectorAll(".icon")].every((icon) => icon.firstChild);
	}, [begunOf(face, lang), toneOf(face)]);
}

async function pictures(feed, page, lang, theme, size) {
	const each = [...Object.keys(FACES).map((face) => [face]),
		...Object.keys(BESIDE).map((beside) => ["ready5", beside])];
	for (const [face, ...beside] of each) {
		await settled(page, face, beside, lang, feed);
		await page.screenshot({path: path.join(OUT,
			`face-${[face, ...beside].join("-")}-${size}-${lang}-${theme}.png`)});
		await checkAccess(page);
		feed.send({...faceOf("empty", lang), stamp: "between"});
	}
}

await test("truth 10: each question that a station asks is a face", () => {
	const kinds = fs.readFileSync(new URL("../../include/station.h", import.meta.url), "utf8").match(/(?<=^\tQUESTION_)\w+/gm)
		.filter((kind) => !["NONE", "COUNT"].includes(kind)).map((kind) => kind.toLowerCase());
	assert.deepEqual(Object.keys(QUESTIONS).sort(), kinds.sort());
});

fs.mkdirSync(OUT, {recursive: true});
const feed = await Feed.start();
for (const [lang, theme, size] of [["fr", "light", "800x480"], ["en", "dark", "1280x800"]]) {
	feed.send(faceOf("empty", lang));
	const page = await open(feed, {lang, theme, size});
	await page.evaluate(`${BOXES.replaceAll("export function", "function")}; globalThis.faults = faults;`);
	if (!process.env.FACES_SIZES)
		await test(`truth 10: faces are seen and accessible (${lang} ${theme})`, () =>
			pictures(feed, page, lang, theme, size));
	for (const name of process.env.FACES_SIZES?.split(",") ?? Object.keys(SIZES)) {
		const [width, height] = name.split("x").map(Number);
		await page.setViewportSize({width, height});
		await test(`truth 10: every face with every pair (${name} ${lang})`, () =>
			look(feed, page, name, lang));
	}
	await test(`truth 10: no fault (${lang})`, () => assert.deepEqual(page.faults, []));
	await page.context().close();
}
await test("truth 10: all of them take at most 8 minutes", () => {
	const [wall, worked] = [performance.now() / 1000, processorSeconds()];
	console.log(`note: ${(wall / 60).toFixed(1)} minutes for every face, ${(worked / 60).toFixed(1)} of the processor`);
	assert.ok(Math.min(wall, worked) < MOST_S);
});
await feed.done();
await finish();
