#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every state of the page, in both languages, both themes and three sizes: no number where
 * there is doubt, no word cut, targets of 2 cm and no serious fault of accessibility on the 7-inch
 * panel; a picture of each lies in build/web/.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, open, sleep, Station, tap, tapCategory, test, tone} from "./lib.mjs";
import {checkAccess, checkFit} from "./look.mjs";

const OUT = path.join(BUILD, "web");

/* Each leaves the station as it found it: plate empty, nothing armed. */
const STATES = {
	empty: {},
	moving: {scale: (s) => s.move(8.74), tone: "calm", settle: "#mass.dim"},
	ready: {scale: (s) => s.put(12.5), tone: "ready"},
	recorded: {scale: (s) => s.put(12.5), tone: "ready",
		act: (page) => tapCategory(page, "TLC", "TLC-VET"), then: "saved"},
	armed: {act: (page) => tapCategory(page, "JOU", "JOU-JEU"), then: "armed",
		after: (page) => tap(page, "#disarm")},
	leaves: {scale: (s) => s.put(12.5), tone: "ready",
		act: (page) => tap(page, '#tiles [data-code="EEE"]')},
	few: {act: (page) => tap(page, '#tiles [data-code="TLC"]')},
	overload: {scale: (s) => s.overload(), tone: "doubt", silent: true},
	under_zero: {scale: (s) => s.under(), tone: "doubt", silent: true},
	unplugged: {scale: (s) => s.unplug(), tone: "doubt", silent: true,
		restore: (s) => s.plug()},
	origins: {act: (page) => tap(page, "#place-button"), sheet: true},
	tools: {act: (page) => tap(page, "#tools-button"), sheet: true},
	lines: {act: (page) => tap(page, "#today-button"), sheet: true},
	keypad: {act: async (page) => {
		await tap(page, "#tools-button");
		await tap(page, "#type");
		for (const key of ["1", "2", ",", "5"])
			await tap(page, `#drawer [data-key="${key}"]`);
	}, sheet: true},
};

/* What the station says of a scale without a weight: the keys of core/station_view.c. */
function doubts(lang) {
	const source = fs.readFileSync(new URL("../../daemon/core/station_view.c", import.meta.url), "utf8");
	const words = JSON.parse(fs.readFileSync(
		new URL(`../../daemon/lang/${lang}/sentence.json`, import.meta.url), "utf8"));
	const keys = new Set(source.match(/"scale_\w+"/g).map((key) => key.slice(1, -1)));
	return [...keys].map((key) => ({key, text: words[key]}));
}

/* The longest sentence fits beside the pictogram and above the button, as the shortest does. */
async function showDoubts(page, lang, size) {
	const all = doubts(lang);
	assert.ok(all.length > 20 && all.every((d) => d.text));
	for (const {key, text} of all) {
		await page.evaluate(async (say) => {
			const {change, state} = await import("/base/kernel.js");
			change({snapshot: {...state.snapshot, scale: {...state.snapshot.scale,
				state: "fault", reason: null, text: say}}});
			await new Promise(requestAnimationFrame);
		}, text);
		await checkFit(page, size).catch((error) => {
			throw new Error(`${key}: ${error.message}`);
		});
	}
	const longest = all.reduce((a, b) => (b.text.length > a.text.length ? b : a));
	await page.evaluate(async (say) => {
		const {change, state} = await import("/base/kernel.js");
		change({snapshot: {...state.snapshot, scale: {...state.snapshot.scale, text: say}}});
	}, longest.text);
	await page.screenshot({path: path.join(OUT, `longest-${size}-${lang}.png`)});
}

async function show(station, page, name, state, size, file) {
	await state.scale?.(station.scale);
	await tone(page, state.tone ?? "calm");
	if (state.settle)
		await page.waitForSelector(state.settle);
	await state.act?.(page);
	if (state.then)
		await tone(page, state.then);
	await sleep(150); // pictograms are on their way
	await page.screenshot({path: path.join(OUT, `${file}.png`)});
	if (state.silent)
		assert.equal(await page.locator("#mass").isVisible(), false, "a number in doubt");
	await checkFit(page, size);
	if (size === "800x480") // the one that shows each theme in each language
		await checkAccess(page);
}

async function back(station, page, state) {
	if (state.sheet)
		await tap(page, "#drawer-close").catch(() => {});
	await state.after?.(page);
	if (await page.locator("#back").isVisible())
		await tap(page, "#back");
	await state.restore?.(station.scale);
	station.scale.lift();
	await station.phase("empty");
	await tone(page, "calm");
}

fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start();
for (const size of ["800x480", "1280x800", "390x844"]) {
	const looks = [["fr", "light"], ["en", "dark"]];
	if (size === "800x480")
		looks.push(["en", "light"], ["fr", "dark"]);
	for (const [lang, theme] of looks) {
		const page = await open(station, {lang, size, theme});
		for (const [name, state] of Object.entries(STATES)) {
			const file = `${name}-${size}-${lang}-${theme}`;
			await test(file, () => show(station, page, name, state, size, file));
			await back(station, page, state);
		}
		if (theme === (lang === "fr" ? "light" : "dark"))
			await test(`every doubt (${size} ${lang})`, async () => {
				station.scale.unplug(); // nothing comes in between
				await tone(page, "doubt");
				await showDoubts(page, lang, size);
				station.scale.plug();
				await station.phase("empty");
				await page.reload();
				await tone(page, "calm");
			});
		await test(`no fault (${size} ${lang} ${theme})`, () => assert.deepEqual(page.faults, []));
		await page.context().close();
	}
}
await station.done();

await test("a store that cannot be read: a sentence, no number, no tile", async () => {
	const broken = await Station.start({ledger: "this is no ledger\n".repeat(100)});
	const page = await open(broken, {});
	try {
		broken.scale.put(12.5);
		await tone(page, "lost");
		await page.waitForFunction(() => document.getElementById("sentence").textContent.length > 20);
		await sleep(500);
		await page.screenshot({path: path.join(OUT, "store-800x480-fr-light.png")});
		assert.equal(await page.locator("#number").isVisible(), false);
		assert.equal(await page.locator("#tiles").isVisible(), false);
		await checkAccess(page);
	} finally {
		await page.context().close();
		await broken.done();
	}
});
await finish();
