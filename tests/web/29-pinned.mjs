#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The daily twelve on a real daemon: a pinned category is one touch from a weighing, any other three, and a
 * cell stays where a hand remembers it, also when its neighbour is hidden. Twelve of them are whole at each
 * size, in both languages. Pictures in build/web/pinned-*.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, open, settled, SIZES, Station, tap, test, tone, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const BOXES = fs.readFileSync(new URL("boxes.mjs", import.meta.url), "utf8").replaceAll("export function", "function");
Object.assign(SIZES, {"1024x600": {width: 1024, height: 600}, "360x640": {width: 360, height: 640},
	"844x390": {width: 844, height: 390}, "640x400": {width: 640, height: 400}});
const LEAST = {five: 40, seven: 30, mark: 30, text: 12};
const TWELVE = ["TLC-VET", "TLC-CHA", "TLC-LIN", "HRP-LIV", "HRP-VAI", "JOU-JEU", "DEA-ASS", "DEA-TAB",
	"EEE-PAM-CUI", "ASL-CYC", "ABJ-JAR", "DEA-LIT"];
const station = await Station.start();
await until("a station that weighs", async () => (await fetch(`${station.url}/api/v1/health`)).ok);

const {categories} = await station.get("/catalogue");

/* Which are pinned from now on, at which cell. */
async function pin(places, more = {}) {
	const rows = Object.entries(places).map(([code, pinned]) => {
		const {parent, label_fr, label_en, short_fr, short_en, order} = categories.find((row) => row.code === code);
		return {kind: "category", code, parent, label_fr, label_en, short_fr, short_en, order, pinned, ...more[code]};
	});
	const answer = await fetch(`${station.url}/api/v1/catalogue`, {method: "POST", body: JSON.stringify({rows})});
	const said = await answer.json();
	assert.equal(answer.status, 201, JSON.stringify(said));
}

const cells = (page) => page.locator("#tiles").evaluate((nav) => [...nav.children].map((node) => node.dataset.code ?? node.id ?? ""));
const weighings = async () => (await station.get("/weighings?limit=100")).weighings;

async function load(page, kg) {
	station.scale.lift();
	await station.phase("empty", page);
	station.scale.put(kg);
	await tone(page, "ready");
}

await test("the daily twelve: one touch a weighing, three for any other, and a cell stays where it is", async () => {
	const page = await open(station, {lang: "fr", size: "800x480"});
	assert.ok((await cells(page)).includes("TLC"), "without pinned ones the roots stand there");
	await pin({"TLC-VET": 1, "HRP-LIV": 2, "DEA-ASS": 4});
	await page.waitForSelector('#tiles [data-code="HRP-LIV"]');
	assert.deepEqual(await cells(page), ["TLC-VET", "HRP-LIV", "", "DEA-ASS", "all", "undo"]);
	await load(page, 12.5);
	await tap(page, '#tiles [data-code="DEA-ASS"]');
	await tone(page, "saved");
	await load(page, 7.25);
	await tap(page, "#all");
	await tap(page, '#tiles [data-code="TLC"]');
	await tap(page, '#tiles [data-code="TLC-CHA"]');
	await tone(page, "saved");
	assert.deepEqual((await weighings()).map(({category}) => category), ["TLC-CHA", "DEA-ASS"]);
	assert.deepEqual(await cells(page), ["TLC-VET", "HRP-LIV", "", "DEA-ASS", "all", "undo"]);
	await tap(page, "#all");
	await tap(page, '#tiles [data-code="TLC"]');
	await tap(page, "#back");
	await page.waitForSelector("#all");
	await pin({"HRP-LIV": 2}, {"HRP-LIV": {hidden: true}});
	await page.waitForSelector('#tiles [data-code="HRP-LIV"]', {state: "detached"});
	assert.deepEqual(await cells(page), ["TLC-VET", "", "", "DEA-ASS", "all", "undo"]);
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await test("the daily twelve: a typed entry and a category that is put right find them, too", async () => {
	const page = await open(station, {lang: "fr", size: "800x480"});
	const [{id}] = await weighings();
	await page.evaluate((of) => {
		location.hash = `#/correct/${of}`;
	}, id);
	await tap(page, "#reclassify");
	await tap(page, '#tiles [data-code="TLC-VET"]');
	await until("the other category", async () => (await weighings())[0].category === "TLC-VET");
	await page.context().close();
});

await pin(Object.fromEntries(TWELVE.map((code, i) => [code, i + 1])), {"HRP-LIV": {hidden: false}});
for (const [lang, theme] of [["fr", "light"], ["en", "dark"]])
	await test(`the daily twelve are whole at each size (${lang})`, async () => {
		const page = await open(station, {lang, theme});
		await page.evaluate(`${BOXES}; globalThis.faults = faults;`);
		await load(page, lang === "fr" ? 12.5 : 123.45);
		const bad = [];
		for (const [each, size] of Object.entries(SIZES)) {
			await page.setViewportSize(size);
			await page.waitForSelector('#tiles [data-code="TLC-VET"]');
			assert.deepEqual((await cells(page)).filter((code) => !["all", "undo"].includes(code)), TWELVE);
			await settled(page);
			await page.screenshot({path: path.join(OUT, `pinned-${each}-${lang}.png`)});
			/* On a phone that lies on its side twelve tiles are a list that goes on. */
			const goesOn = await page.locator("#tiles").evaluate((nav) => nav.scrollHeight > nav.clientHeight);
			assert.ok(!goesOn || size.height < 401 || size.width < 400, each);
			const found = await page.evaluate((least) => globalThis.faults(least), LEAST);
			bad.push(...found.filter((what) => !goesOn || !/ is cut$/.test(what)).map((what) => `${each}: ${what}`));
		}
		assert.deepEqual(bad, []);
		await checkAccess(page);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});
await station.done();
await finish();
