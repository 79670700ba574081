#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A daemon that stops answering: within 3 s there is no number and no tick on the page, and
 * a sentence says so; when it comes back, so does the number. The same for one that dies.
 */
import assert from "node:assert/strict";
import {finish, open, Station, tapCategory, test, tone} from "./lib.mjs";

const LIMIT_MS = 3000;

const numbers = (page) => page.evaluate(() => /\d/.test(document.body.innerText));
const ticks = (page) => page.locator("#mark > *:visible, .line-tick:visible").count();

async function silence(station, page, stop) {
	const began = performance.now();
	await stop();
	await page.waitForFunction(() => !/\d/.test(document.body.innerText), null, {polling: 20});
	const took = performance.now() - began;
	assert.ok(took < LIMIT_MS, `${took.toFixed(0)} ms with a number on the page`);
	assert.equal(await ticks(page), 0);
	assert.ok((await page.locator("#sentence").innerText()).length > 10);
	console.log(`  the number was gone after ${took.toFixed(0)} ms`);
}

const station = await Station.start();
const page = await open(station, {size: "1280x800"});

await test("SIGSTOP: no number within 3 s, and back", async () => {
	station.scale.put(12.5);
	await tone(page, "ready");
	await tapCategory(page, "TLC", "TLC-VET");
	await tone(page, "saved");
	assert.ok(await ticks(page) >= 2);
	await silence(station, page, async () => station.signal("SIGSTOP"));
	station.signal("SIGCONT");
	await tone(page, "saved");
	assert.equal(await numbers(page), true);
});

await test("SIGKILL: no number within 3 s, and back after a restart", async () => {
	await silence(station, page, () => station.kill());
	await station.run();
	await page.waitForSelector('body:not([data-tone="lost"])');
	await page.waitForFunction(() => document.getElementById("number").textContent === "12,50");
});

await test("no fault on the page", () => assert.deepEqual(page.faults, []));
await station.done();
await finish();
