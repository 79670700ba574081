#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The daily twelve on a real daemon: a pinned category is one touch from a weighing, any other three, and a
 * cell stays where a hand remembers it, also when its neighbour is hidden; another of the last four origins is
 * one touch more. What is rare is found by its first letter, what is weighed often is proposed to staff and gets its
 * place by a touch alone. Twelve of them are whole at each size, in both languages. Pictures in build/web/pinned-*.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, SIZES, soon, Station, tap, test, text, tone, until} from "./lib.mjs";
import {checkAccess, checkFit} from "./look.mjs";

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

/* Touches that the page took, and how long the last tick took to be seen behind its touch. */
const watch = (page) => page.evaluate(() => {
	globalThis.touches = 0;
	let at = 0;
	addEventListener("click", ({isTrusted}) => {
		if (!isTrusted || "fresh" in document.documentElement.dataset)
			return;
		globalThis.touches++;
		at = performance.now();
	}, true);
	new MutationObserver(() => document.body.dataset.tone === "saved" && requestAnimationFrame(() => {
		globalThis.tickMs ??= performance.now() - at;
	})).observe(document.body, {attributes: true, attributeFilter: ["data-tone"]});
});

/* What it takes to weigh a load that lies there: {touches, tickMs}. */
async function taps(page, kg, ...selectors) {
	await load(page, kg);
	await page.evaluate(() => Object.assign(globalThis, {touches: 0, tickMs: null}));
	for (const selector of selectors)
		await tap(page, selector);
	await tone(page, "saved");
	return page.waitForFunction(() => globalThis.tickMs !== null && [globalThis.touches, globalThis.tickMs]).then((all) => all.jsonValue());
}

await test("the daily twelve: touches are counted, another of the last four origins is one more", async () => {
	const page = await open(station, {lang: "fr", size: "1280x800"});
	await watch(page);
	const ticks = [];
	const wanted = async (many, kg, what, ...selectors) => {
		const [touches, ms] = await taps(page, kg, ...selectors);
		ticks.push(ms);
		assert.equal(touches, many, what);
	};
	const tile = (code) => `#tiles [data-code="${code}"]`;
	await wanted(1, 5.5, "a pinned leaf", tile("TLC-VET"));
	await wanted(3, 6.5, "any other leaf", "#all", tile("TLC"), tile("TLC-LIN"));
	for (const origin of ["COL_DOM", "DEBARRAS"]) { // not among the last four yet
		await tap(page, "#place-button");
		await tap(page, `#drawer [data-code="${origin}"]`);
		await soon.equal(async () => (await station.get("/station")).context.origin, origin);
	}
	const chips = () => page.locator("#recent").evaluate((node) => [...node.children].map((chip) => chip.dataset.recent));
	await soon.deepEqual(chips, ["COL_DOM", "APP_VOL"]);
	await wanted(2, 7.5, "another recent origin", '#recent [data-recent="APP_VOL"]', tile("TLC-VET"));
	await soon.deepEqual(chips, ["COL_DOM", "DEBARRAS"]); // it left its place to the one before, no other moved
	await wanted(4, 8.5, "another recent origin, any other leaf", '#recent [data-recent="COL_DOM"]', "#all", tile("TLC"), tile("TLC-LIN"));
	assert.deepEqual((await weighings()).slice(0, 2).map(({category, origin}) => `${category} ${origin}`), ["TLC-LIN COL_DOM", "TLC-VET APP_VOL"]);
	let mass = 9;
	for (const size of ["800x480", "390x844"]) { // no room for a third row that a glove hits: origins are behind their button
		await page.setViewportSize(SIZES[size]);
		await settled(page);
		await wanted(1, mass += 1.25, `a pinned leaf (${size})`, tile("TLC-VET"));
		await wanted(3, mass += 1.25, `any other leaf (${size})`, "#all", tile("TLC"), tile("TLC-LIN"));
		const [recent] = await chips();
		await wanted(3, mass += 1.25, `another recent origin (${size})`, "#place-button", `#drawer [data-code="${recent}"]`, tile("TLC-VET"));
		assert.equal((await weighings())[0].origin, recent);
	}
	await page.setViewportSize(SIZES["1280x800"]);
	await page.reload();
	await soon.deepEqual(chips, ["APP_VOL", "DEBARRAS"], "kept by the browser");
	for (const [each, size] of Object.entries(SIZES)) {
		await page.setViewportSize(size);
		await settled(page);
		await page.screenshot({path: path.join(OUT, `recent-${each}-fr.png`)});
	}
	await page.evaluate(`${BOXES}; globalThis.faults = faults;`);
	await page.setViewportSize(SIZES["1280x800"]);
	await load(page, 12.5);
	await checkFit(page, "1280x800");
	assert.deepEqual(await page.evaluate((least) => globalThis.faults(least), LEAST), []);
	await checkAccess(page);
	console.log(`note: tap to visible tick: ${ticks.map((ms) => ms.toFixed(0)).join(", ")} ms`);
	await tap(page, '#recent [data-recent="APP_VOL"]');
	await soon.equal(async () => (await station.get("/station")).context.origin, "APP_VOL");
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
	await test(`what is rare is found by a letter, as by a tile (${lang}, ${size})`, async () => {
		const page = await open(station, {lang, size});
		await load(page, lang === "fr" ? 3.25 : 4.25);
		await tap(page, "#all");
		await tap(page, "#find");
		await page.waitForSelector('#drawer[data-screen="find"] .list-choice');
		await tap(page, '.list-choice[data-code="m"]');
		await settled(page);
		await checkAccess(page);
		await checkFit(page, size);
		await page.screenshot({path: path.join(OUT, `find-${size}-${lang}.png`)});
		await page.fill(".list-search", "xyz");
		await soon.match(() => text(page, "#drawer-body"), lang === "fr" ? /Aucune catégorie/ : /No category/);
		await page.fill(".list-search", lang === "fr" ? "matelas" : "mattress");
		await tap(page, '#drawer-body [data-code="DEA-MAT"]');
		await tone(page, "saved");
		assert.equal((await weighings())[0].category, "DEA-MAT");
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("what is weighed often is proposed, and gets its place by a touch alone", async () => {
	const typed = (category) => fetch(`${station.url}/api/v1/weighings`, {method: "POST", body: JSON.stringify({direction: "in", category,
		origin: "APP_VOL", net_kg: "1", reason: "PAPER"})});
	const page = await open(station, {lang: "fr", size: "800x480"});
	await goTo(page, "#/pins");
	await soon.match(() => text(page, "#drawer-body"), /Encore \d+ pesées/);
	await tap(page, "#drawer-close");
	for (let n = 0; n < 200; n++)
		assert.equal((await typed(n % 3 === 0 ? "ABJ-JAR" : n % 3 === 1 ? "TLC-VET" : "HRP-VAI")).status, 201);
	assert.ok(!(await cells(page)).includes("ABJ-JAR"), "nothing moves by itself");
	await goTo(page, "#/pins");
	const proposed = () => page.locator("[data-pin]").evaluateAll((all) => all.map((node) => node.dataset.pin));
	await soon.deepEqual(proposed, ["ABJ-JAR", "HRP-VAI"]); // TLC-VET has its place
	await settled(page);
	await checkAccess(page);
	for (const each of ["800x480", "1024x600", "1280x800", "390x844"]) {
		await page.setViewportSize(SIZES[each]);
		await settled(page);
		await checkFit(page, each);
		await page.screenshot({path: path.join(OUT, `pins-${each}-fr.png`)});
	}
	await page.setViewportSize(SIZES["800x480"]);
	await tap(page, '[data-pin="ABJ-JAR"]');
	await soon.deepEqual(proposed, ["HRP-VAI"]);
	await tap(page, "#drawer-close");
	await soon.equal(async () => (await cells(page)).indexOf("ABJ-JAR") >= 0, true);
	await goTo(page, "#/pins");
	await tap(page, '[data-unpin="ABJ-JAR"]');
	await page.waitForSelector('[data-unpin="ABJ-JAR"]', {state: "detached"});
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
