#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The cold places of a workshop at the page (issue 11): two touches a reading, the first time three; what is too
 * warm is said with what to do and stays red until it is read again. Pictures in build/web/cold-*.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, open, settled, SIZES, Station, tap, test, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const BOXES = fs.readFileSync(new URL("boxes.mjs", import.meta.url), "utf8").replaceAll("export function", "function");
const GLOVE = {choice: [100, 76], row: [64, 60], letters: 12};
fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start();
const answer = await fetch(`${station.url}/api/v1/catalogue`, {method: "POST", body: JSON.stringify({from: "2020-01-01", rows: [
	{kind: "site", code: "MS", label_fr: "La Marmite", trade: "workshop"},
	{kind: "place", code: "CHAMBRE", label_fr: "Chambre froide 1", label_en: "Cold room 1", place_type: "cold_room"},
	{kind: "place", code: "CONGEL", label_fr: "Congélateur", label_en: "Freezer", place_type: "cold_room"},
	{kind: "place", code: "RAYON", label_fr: "Rayon", place_type: "shelf"}]})});
assert.ok(answer.ok, await answer.text());

async function look(page, name) {
	for (const [size, box] of Object.entries(SIZES)) {
		await page.setViewportSize(box);
		await settled(page);
		await page.evaluate(() => document.fonts.ready.then(() => null));
		await page.screenshot({path: path.join(OUT, `cold-${name}-${size}.png`)});
		await page.evaluate(`${BOXES}; globalThis.drawerFaults = drawerFaults;`);
		assert.deepEqual(await page.evaluate((least) => globalThis.drawerFaults(least), GLOVE), [], `${name} ${size}`);
	}
	await page.setViewportSize(SIZES["800x480"]);
	await checkAccess(page, "#drawer");
}

const readings = async () => (await station.get("/temperatures?place=CHAMBRE")).temperatures;

for (const [i, lang] of ["fr", "en"].entries())
	await test(`issue 11: a cold place is read by two touches, what is too warm is said (${lang})`, async () => {
		const page = await open(station, {lang});
		await page.waitForSelector('#tiles [data-screen="cold"]');
		await tap(page, '#tiles [data-screen="cold"]');
		await page.waitForSelector(".choice.cold");
		assert.equal(await page.locator(".choice.cold").count(), 2); // a shelf is not cold
		await look(page, `places-${lang}`);
		await tap(page, '[data-code="CHAMBRE"]');
		if (i === 0) { // how it is kept is asked once
			await page.waitForSelector("[data-profile]");
			await look(page, `profile-${lang}`);
			await tap(page, '[data-profile="FROID_3"]');
		}
		await page.waitForSelector('[data-degrees="5"]');
		await look(page, `degrees-${lang}`);
		await tap(page, '[data-degrees="5"]');
		await page.waitForSelector('.choice.cold.out[data-code="CHAMBRE"]');
		const [warm] = await until("the reading", async () => {
			const all = await readings();
			return all.length === 2 * i + 1 && all;
		});
		assert.deepEqual([warm.value_mc, warm.out, warm.profile], [5000, true, "FROID_3"]);
		await page.waitForFunction(() => /(3 °C).*30 minutes/.test(document.getElementById("drawer-note").textContent));
		await look(page, `out-${lang}`);
		await tap(page, '[data-code="CHAMBRE"]');
		await tap(page, '[data-degrees="2"]');
		await page.waitForSelector('.choice.cold.done:not(.out)[data-code="CHAMBRE"]'); // two of the day
		assert.equal((await readings())[0].out, false);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("issue 11: warmer than the usual, and kept otherwise than the last time", async () => {
	const page = await open(station, {lang: "fr"});
	await page.waitForSelector('#tiles [data-screen="cold"]');
	await tap(page, '#tiles [data-screen="cold"]');
	await tap(page, '[data-code="CHAMBRE"]');
	await page.waitForSelector("#cold-otherwise");
	await tap(page, "#cold-otherwise");
	await page.waitForSelector('[data-profile="FROID_4"]');
	await tap(page, '[data-profile="FROID_4"]');
	await page.waitForSelector("#cold-warmer");
	await tap(page, "#cold-warmer");
	await page.waitForSelector('[data-degrees="17"]');
	await look(page, "warmer-fr");
	await tap(page, '[data-degrees="17"]');
	await page.waitForSelector('.choice.cold.out[data-code="CHAMBRE"]');
	const [last] = await until("the reading", async () => {
		const all = await readings();
		return all[0].value_mc === 17000 && all;
	});
	assert.deepEqual([last.out, last.profile, last.limit_mc], [true, "FROID_4", 4000]);
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await station.done();
await finish();
