#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the pages of comparable programs get wrong, by the number of the list they are kept in (those that a page is not
 * needed for: integration/74-peers): O2 a refused write is shown and what was typed stays, O4 what is saved says so, O5
 * why a number is wrong is said, O6 nothing is done in silence, O7 Enter takes the number that is typed, O8 what was
 * weighed outlives the page, O9 origin and place stay; D2: 900 kg or 100,000 pieces ask.
 */
import assert from "node:assert/strict";
import {finish, open, settled, soon, Station, tap, tapCategory, test, text, tone, until} from "./lib.mjs";
import {checkAccess, checkFit} from "./look.mjs";

const station = await Station.start();
const page = await open(station, {lang: "fr", size: "800x480"});
const count = async () => (await station.weighings()).length;
const keys = async (number) => {
	for (const key of number)
		await tap(page, `[data-key="${key}"]`);
};
await page.waitForSelector("#place-button:not(:disabled)");

async function type(number) {
	await tap(page, "#tools-button");
	await tap(page, "#type");
	await keys(number);
}

await test("O2, O5, O6: what is refused is shown, why is said, and what was typed stays", async () => {
	const before = await count();
	await type("0");
	assert.ok(await page.locator("#typed-next").isDisabled(), "nothing is no weight");
	await keys("00");
	await tap(page, "#drawer-close");
	await type("12,5");
	await tap(page, "#typed-next");
	await tone(page, "typed");
	/* The daemon refuses it (nobody weighs into a family), as it might refuse anything. */
	await page.route("**/api/v1/weighings", (route) => (route.request().method() === "POST" ? route.fulfill({status: 422,
		contentType: "application/json", body: '{"error":"store_full","message":"Le disque est plein."}'}) : route.continue()));
	await tapCategory(page, "TLC", "TLC-VET");
	await soon.match(() => text(page, "#say"), /Le disque est plein/);
	await soon.equal(() => page.evaluate(() => document.body.dataset.note), "refused");
	assert.equal(await text(page, "#number"), "12,5");
	assert.equal(await page.locator("body[data-tone=saved]").count(), 0, "no tick");
	assert.equal(await count(), before);
	await page.unroute("**/api/v1/weighings");
	await tapCategory(page, "TLC", "TLC-VET"); // the same number, asked again
	await soon.equal(count, before + 1);
	assert.equal((await station.weighings())[0].net_mg, 12500000);
});

await test("O4: what is saved says so, in words, with a tick and in the list", async () => {
	station.scale.put(7.5);
	await tone(page, "ready");
	await tapCategory(page, "TLC", "TLC-CHA");
	await tone(page, "saved");
	assert.equal(await page.locator("#mark[data-mark=saved] svg").count() > 0, true);
	await soon.match(() => text(page, "#sentence"), /^Enregistré/);
	await soon.match(() => page.locator("#line-list .line-tick").first().getAttribute("aria-label"), /enregistré|registre|disque/i);
});

await test("O6: out without a destination weighs nothing in silence: where to is asked", async () => {
	const before = await count();
	station.scale.lift();
	await station.phase("empty", page);
	await tap(page, "#direction-button");
	await page.waitForSelector('#drawer[open] [data-class="reuse"]');
	await tap(page, "#drawer-close"); // goods that go out go somewhere: in again
	await soon.equal(async () => (await station.get("/station")).context.direction, "in");
	assert.equal(await count(), before);
});

await test("O7: Enter takes the number that is typed, and sends nothing before it is said what it is", async () => {
	const before = await count();
	await tap(page, "#tools-button");
	await tap(page, "#type");
	await page.waitForSelector("#typed-number");
	await settled(page);
	for (const key of ["3", ",", "2", "5"])
		await page.keyboard.press(key, {delay: 120}); // as a hand, not as a scanner
	await soon.equal(() => text(page, "#typed-number"), "3,25");
	await page.keyboard.press("Enter");
	await tone(page, "typed");
	assert.equal(await count(), before);
	await tapCategory(page, "TLC", "TLC-LIN");
	await soon.equal(count, before + 1);
	assert.equal((await station.weighings())[0].net_mg, 3250000);
});

await test("O8, O9: what was weighed outlives the page, and where from stays", async () => {
	await tap(page, "#place-button");
	await tap(page, '#drawer [data-code="DEBARRAS"]');
	await soon.match(() => text(page, "#place-button"), /Débarras/);
	for (const kg of [4.5, 5.5]) {
		station.scale.lift();
		await station.phase("empty", page);
		station.scale.put(kg);
		await tone(page, "ready");
		await tapCategory(page, "TLC", "TLC-VET");
		await tone(page, "saved");
		assert.match(await text(page, "#place-button"), /Débarras/);
	}
	const all = await count();
	await page.close({runBeforeUnload: false});
	const again = await open(station, {lang: "fr", size: "800x480"});
	await tone(again, "saved");
	await soon.match(() => text(again, "#place-button"), /Débarras/);
	await until("the lines", async () => (await again.locator("#line-list .line").count()) > 0);
	assert.equal(await count(), all);
	assert.deepEqual((await station.weighings()).slice(0, 2).map(({origin}) => origin), ["DEBARRAS", "DEBARRAS"]);
	await again.context().close();
});

for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
	await test(`D2: 900 kg or 100,000 pieces ask before anything else (${lang}, ${size})`, async () => {
		const other = await open(station, {lang, size});
		const touch = async (number) => {
			for (const key of number)
				await tap(other, `#drawer [data-key="${key}"]`);
		};
		await other.waitForSelector("#tools-button:not(:disabled)");
		await tap(other, "#tools-button");
		await tap(other, "#type");
		await touch("900");
		await tap(other, "#typed-next");
		await soon.match(() => text(other, "#typed-hint"), /^900.kg/);
		await settled(other);
		await checkAccess(other);
		await checkFit(other, size);
		assert.equal(await other.locator("body[data-tone=typed]").count(), 0);
		await tap(other, '#drawer [data-key="erase"]'); // a key too many
		await soon.match(() => text(other, "#typed-hint"), lang === "fr" ? /^(?!90)/ : /^(?!90)/);
		await tap(other, "#typed-next");
		await tone(other, "typed");
		assert.equal(await text(other, "#number"), "90");
		await tap(other, "#drop");
		const [{id}] = await station.weighings();
		await other.evaluate((of) => {
			location.hash = `#/correct/${of}`;
		}, id);
		await tap(other, '[data-field="units"]');
		await touch("99999"); // no number of more letters is taken
		await tap(other, "#correct-next");
		await soon.match(() => text(other, "#correct-hint"), /^99999/);
		assert.equal(await other.locator("[data-reason]").count(), 0);
		await tap(other, "#correct-next");
		await other.waitForSelector("[data-reason]");
		assert.equal((await station.weighings())[0].units, null);
		assert.deepEqual(other.faults, []);
		await other.context().close();
	});

await station.done();
await finish();
