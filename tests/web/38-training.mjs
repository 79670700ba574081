#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Training on the real page: whoever looks sees that nothing counts, on each face, at each size, in both languages; of
 * several pages each follows; what was begun in it is never finished outside. Pictures in build/web/training-*.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, SIZES, sleep, soon, Station, tap, tapCategory, test, text, tone, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start({more: ["[training]", "idle_s = 600"]});
const send = async (call, body = {}) => (await fetch(`${station.url}/api/v1${call}`, {method: "POST", body: JSON.stringify(body)})).json();
const trains = (on) => until(`training ${on}`, async () => (await station.get("/station")).training === on && station.get("/health"));
/* Once the plate was seen empty. */
const begin = () => until("training that begins", async () => (await send("/training")).training);
const isLearning = (page, on) => page.waitForFunction((wanted) => document.body.hasAttribute("data-training") === wanted, on);

await test("a touch begins it, every page shows it, and what is weighed is nowhere afterwards", async () => {
	const page = await open(station), other = await open(station);
	await station.phase("empty", page);
	await page.waitForFunction(async () => (await import("/base/kernel.js")).state.snapshot?.scale?.state === "zero");
	await sleep(2000); // it was seen empty
	await goTo(page, "#/training");
	await tap(page, "#training-act");
	await trains(true);
	for (const one of [page, other])
		await isLearning(one, true);
	await station.phase("empty", page);
	station.scale.put(12.5);
	await tone(page, "ready");
	await tapCategory(page, "TLC", "TLC-VET");
	await soon.match(() => text(page, "#sentence"), /ESSAI, non compté/);
	assert.equal(await page.getAttribute("body", "data-tone"), "typed", "no green, no tick");
	assert.equal(await page.locator("#mark").getAttribute("data-mark"), "training");
	await soon.equal(() => page.locator("#line-list .line").count(), 1);
	await soon.equal(() => other.locator("#line-list .line").count(), 1);
	await tap(other, "#training-end");
	await trains(false);
	for (const one of [page, other])
		await isLearning(one, false);
	assert.equal((await station.weighings()).length, 0);
	await soon.equal(() => page.locator("#line-list .line").count(), 0);
	await station.phase("ready", page);
	await sleep(2000); // it rests
	station.scale.move(5); // by hand: what jumps to nothing is a key of the scale
	await until("a load that moves", async () => (await station.get("/station")).scale.state === "moving");
	station.scale.lift();
	await until("the load is asked about", async () => (await station.get("/station")).left.length === 1);
	await send(`/left/${(await station.get("/station")).left[0].id}/dismiss`);
	for (const one of [page, other])
		await one.context().close();
});

await test("a weight that was typed in training is not chosen outside it", async () => {
	const page = await open(station);
	await station.phase("empty", page);
	await begin();
	await isLearning(page, true);
	await goTo(page, "#/typed");
	for (const key of "12")
		await tap(page, `[data-key="${key}"]`);
	await tap(page, "#typed-next");
	await tone(page, "typed");
	await send("/training/end");
	await isLearning(page, false);
	await page.waitForFunction(async () => !(await import("/base/kernel.js")).state.typed);
	assert.equal((await station.weighings()).length, 0);
	await page.context().close();
});

await test("each face at each size, in both languages", async () => {
	await begin();
	await trains(true);
	for (const size of ["800x480", "1024x600", "1280x800", "390x844"])
		for (const lang of ["fr", "en"]) {
			const page = await open(station, {lang, size});
			await isLearning(page, true);
			await station.phase("empty", page);
			await settled(page);
			const {width, height} = SIZES[size];
			const bar = await page.locator("#training").boundingBox();
			assert.ok(bar.x >= 0 && bar.x + bar.width <= width + 1, `${size} the bar is whole`);
			const app = await page.locator("#app").boundingBox();
			assert.ok(app.y + app.height <= height + 1, `${size} the page is whole: ${JSON.stringify(app)}`);
			await page.screenshot({path: path.join(OUT, `training-${size}-${lang}.png`)});
			await checkAccess(page);
			await goTo(page, "#/training");
			await page.waitForSelector("#training-act");
			await settled(page);
			await soon.match(() => text(page, "#drawer-title"), lang === "fr" ? /^Exercice/ : /^Training/);
			await page.screenshot({path: path.join(OUT, `training-screen-${size}-${lang}.png`)});
			await checkAccess(page);
			await page.context().close();
		}
	await send("/training/end");
	await trains(false);
});

await station.done();
await finish();
