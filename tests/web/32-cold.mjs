#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The cold places of a workshop at the page (issue 11): two touches a reading, the first time three; what is too
 * warm is said with what to do and stays red until it is read again. Pictures in build/web/cold-*.
 */
import assert from "node:assert/strict";
import {finish, open, tap, test, until} from "./lib.mjs";
import {look as lookAt, Workshop} from "./workshop.mjs";

const shop = await Workshop.start([
	{kind: "place", code: "CHAMBRE", label_fr: "Chambre froide 1", label_en: "Cold room 1", place_type: "cold_room"},
	{kind: "place", code: "CONGEL", label_fr: "Congélateur", label_en: "Freezer", place_type: "cold_room"},
	{kind: "place", code: "RAYON", label_fr: "Rayon", place_type: "shelf"}]);
const {station} = shop;
const look = (page, name) => lookAt(page, `cold-${name}`);

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

await shop.done();
await finish();
