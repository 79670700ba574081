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
import {BUILD, finish, open, test} from "./lib.mjs";
import {BESIDE, faceOf, FACES} from "./faces.mjs";
import {Feed} from "./feed.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
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
 * Sends all of them over the page's own events, and looks at each as it is painted. A machine that
 * stands still for 3 s makes the page drop its number, as it must: that face is sent once more.
 */
function lookAt(page, least) {
	return page.evaluate(async ([count, wanted]) => {
		const {state} = await import("/base/kernel.js");
		const shows = (i) => state.snapshot?.stamp === i;
		const seen = async (i) => {
			await fetch(`/api/v1/next/${i}`, {method: "POST"});
			while (!shows(i))
				await new Promise((resolve) => setTimeout(resolve));
			await document.fonts.ready;
			const found = globalThis.faults(wanted);
			return shows(i) ? found : seen(i);
		};
		const bad = [];
		for (let i = 0; i < count; i++)
			bad.push(...(await seen(i)).map((what) => [i, what]));
		return bad;
	}, least);
}

async function look(feed, page, size, lang) {
	const list = Object.keys(FACES).flatMap((face) =>
		combinations().map((beside) => [face, ...beside]));
	for (let i = 0; i < list.length; i++)
		feed.answers[`POST /next/${i}`] = () => {
			feed.send({...faceOf(list[i][0], lang, ...list[i].slice(1)), stamp: i});
			return {data: {}};
		};
	const bad = await lookAt(page, [list.length, SIZES[size]]);
	const said = new Map();
	for (const [i, what] of bad)
		said.set(what, [...(said.get(what) ?? []), list[i].join(" + ")]);
	assert.deepEqual([...said].map(([what, where]) => `${what}: ${where.length} times, ${where[0]}`), []);
}

async function settled(page, snapshot, feed) {
	feed.send({...snapshot, stamp: "look"});
	await page.waitForFunction(async () => {
		const {state} = await import("/base/kernel.js");
		return state.snapshot?.stamp === "look"
			&& [...document.querySelectorAll(".icon")].every((icon) => icon.firstChild);
	});
}

async function pictures(feed, page, lang, theme, size) {
	const each = [...Object.keys(FACES).map((face) => [face]),
		...Object.keys(BESIDE).map((beside) => ["ready5", beside])];
	for (const [face, ...beside] of each) {
		await settled(page, faceOf(face, lang, ...beside), feed);
		await page.screenshot({path: path.join(OUT,
			`face-${[face, ...beside].join("-")}-${size}-${lang}-${theme}.png`)});
		await checkAccess(page);
		feed.send({...faceOf("empty", lang), stamp: "between"});
	}
}

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
await feed.done();
await finish();
