#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A keyboard scanner that the daemon does not own types into the page: it fills nothing,
 * presses nothing, moves no focus. A person at a keyboard can still type a weight. The
 * second bounce of a glove chooses nothing.
 */
import assert from "node:assert/strict";
import {finish, open, settled, sleep, soon, Station, tap, test, text, tone} from "./lib.mjs";

const CODE = "3760123456789";

const station = await Station.start();
const page = await open(station);
const posts = [];
page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));

async function scan(suffix, delay) {
	await page.keyboard.type(CODE, {delay});
	await page.keyboard.press(suffix);
	await sleep(600);
}

for (const [suffix, delay] of [["Enter", 2], ["Tab", 15], ["Enter", 60], ["Enter", 100]]) {
	await test(`a scan on a tile, ${suffix} after ${delay} ms a key`, async () => {
		station.scale.put(4);
		await tone(page, "ready");
		await page.locator('#tiles [data-code="TLC"]').focus();
		const [refused] = await Promise.all([page.waitForSelector('body[data-note="refused"]'), scan(suffix, delay)]); // not for long
		assert.ok(refused);
		assert.deepEqual(posts, []);
		await soon.equal(() => page.locator("#tiles").getAttribute("data-level"), "roots");
		assert.equal(await page.evaluate(() => document.activeElement.dataset.code), "TLC");
	});
}

await test("a scan on the keypad types nothing", async () => {
	await tap(page, "#tools-button");
	await tap(page, "#type");
	const before = await text(page, "#typed-number");
	await scan("Enter", 5);
	await soon.equal(() => text(page, "#typed-number"), before);
	await soon.equal(() => page.locator("#drawer").isVisible(), true);
});

await test("a person types a weight, slowly or fast", async () => {
	for (const delay of [250, 60]) {
		await page.keyboard.type("12,5", {delay});
		await sleep(600);
		await soon.equal(() => text(page, "#typed-number"), "12,5");
		for (let i = 0; i < 4; i++)
			await tap(page, '#drawer [data-key="erase"]');
	}
	await tap(page, "#drawer-close");
});

await test("a double tap opens and does not choose", async () => {
	await page.waitForSelector("#drawer", {state: "hidden"});
	await settled(page);
	await page.locator('#tiles [data-code="TLC"]').dblclick();
	await page.waitForSelector('#tiles[data-level="leaves"]');
	await sleep(300);
	assert.deepEqual(posts, []);
});

await test("no fault on the page", () => assert.deepEqual(page.faults, []));
await station.done();
await finish();
