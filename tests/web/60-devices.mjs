#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the page says of the other devices, with bascule-sim: a label that is printed, a
 * printer without paper (the weighing stands, the label waits), a category by its control
 * barcode, a code that nobody knows and that is kept and shown.
 */
import assert from "node:assert/strict";
import path from "node:path";
import {BUILD, finish, open, soon, Station, tap, tapCategory, test, text, tone, until} from "./lib.mjs";

const station = await Station.start({bench: true});
const bench = station.scale;
const page = await open(station, {size: "1280x800"});
const label = (state) => page.waitForSelector(
	`#line-list li:first-child .line-label.${state}`, {timeout: 30000});
const says = (words) => page.waitForFunction((expected) =>
	document.getElementById("strip").textContent.match(expected), words, {timeout: 30000});

await test("a label is printed, and its line says so", async () => {
	bench.put(12.5);
	await tone(page, "ready");
	await tapCategory(page, "TLC", "TLC-VET");
	await tone(page, "saved");
	await label("done");
});

await test("no paper: the weighing stands, the label waits, the page says why", async () => {
	bench.do("paper", "out");
	bench.lift();
	bench.put(3);
	await tone(page, "ready");
	await tapCategory(page, "HRP", "HRP-LIV");
	await tone(page, "saved");
	await says("étiquettes");
	await soon.equal(() => page.locator("#line-list li:first-child .line-tick").count(), 1);
	assert.equal(await page.locator("#line-list li:first-child .line-label.done").count(), 0);
	await page.screenshot({path: path.join(BUILD, "web", "paper-1280x800-fr-light.png")});
	bench.do("paper", "in");
	await label("done");
	await page.waitForFunction(() => !document.querySelector('#strip [data-kind="printer"]'),
		null, {timeout: 30000});
});

await test("a control barcode weighs, and the page shows it", async () => {
	const {categories} = await station.get("/catalogue");
	bench.lift();
	bench.put(4);
	await tone(page, "ready");
	bench.do("scan", categories.find((row) => row.code === "JOU-JEU").control);
	await tone(page, "saved");
	await soon.match(() => text(page, "#sentence"), /Jeux de société/);
	assert.equal((await station.weighings())[0].net_mg, 4000000);
});

await test("a line's label is printed again by hand", async () => {
	const [{id}] = await station.weighings();
	await label("done");
	await tap(page, `#line-list [data-id="${id}"]`);
	await page.waitForFunction(() => document.querySelector(".line-picture")?.naturalWidth > 100);
	await tap(page, "#print");
	await page.waitForFunction(() => !document.getElementById("drawer").open);
	await label("done");
});

await test("an unknown code is told, kept and shown", async () => {
	bench.do("scan", "3760123456789");
	await page.waitForFunction(() =>
		document.getElementById("sentence").innerText.includes("3760123456789"));
	await tap(page, "#today-button");
	await soon.match(() => text(page, "#drawer .codes"), /3760123456789/);
	await tap(page, "#drawer-close");
	assert.equal((await station.weighings()).length, 3);
});

await test("truth 11: a code that was seen at one screen is seen at all, until scanned anew", async () => {
	const other = await open(station, {size: "800x480"});
	const codes = (screen) => screen.locator("#drawer .codes");
	await tap(page, "#today-button");
	await tap(other, "#today-button");
	await codes(other).waitFor();
	await tap(page, "#drawer .codes .seen");
	await codes(page).waitFor({state: "detached"});
	await codes(other).waitFor({state: "detached"});
	await tap(other, "#drawer-close");
	await other.waitForSelector("#drawer", {state: "hidden"});
	await other.reload();
	await tap(other, "#today-button");
	await other.waitForSelector("#drawer[open]");
	await soon.equal(() => codes(other).count(), 0);
	bench.do("scan", "3760123456789");
	await codes(other).waitFor();
	await other.close();
	await tap(page, "#drawer-close");
});

await test("one touch says what an unknown code stands for", async () => {
	await tap(page, "#today-button");
	await tap(page, "#drawer .codes .bind");
	await page.fill("#drawer .list-search", "livre");
	await tap(page, '#drawer [data-code="HRP-LIV"]');
	await page.waitForFunction(() => location.hash === "#/weighings");
	await page.locator("#drawer .codes").waitFor({state: "detached"});
	await tap(page, "#drawer-close");
	bench.do("scan", "3760123456789");
	await page.waitForFunction(async () => (await (await fetch("/api/v1/station")).json()).armed === "HRP-LIV");
	bench.do("scan", "ACANCELX");
	await page.waitForFunction(async () => (await (await fetch("/api/v1/station")).json()).armed === null);
});

await test("a scanner and a scale that are unplugged, each with its sentence", async () => {
	bench.do("unplug", "scanner");
	await until("the scanner's sentence", async () =>
		(await page.locator("#strip").textContent()).includes("douchette"), 30000);
	bench.do("unplug", "scale");
	await tone(page, "doubt");
	assert.equal(await page.locator("#mass").isVisible(), false);
	bench.do("plug", "scale");
	bench.do("plug", "scanner");
	await page.waitForSelector('body:not([data-tone="doubt"])');
});

await test("no fault on the page", () => assert.deepEqual(page.faults, []));
await station.done();
await finish();
