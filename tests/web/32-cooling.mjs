#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rapid cooling at the page (issue 11): from the cooked lot to its verdict by touch, over a reload and a daemon
 * that is killed; the clock in its three tones, several at once; above 10 °C it is not the end, 121 minutes are
 * held and it is said who lets go; start and end are undone. Pictures in build/web/cooling-*.
 */
import assert from "node:assert/strict";
import {cooled, finish, open, settled, tap, test, text, until} from "./lib.mjs";
import {leave, look as lookAt, Workshop} from "./workshop.mjs";

const shop = await Workshop.start([
	{kind: "place", code: "CHAMBRE", label_fr: "Chambre froide 1", label_en: "Cold room 1", place_type: "cold_room"},
	{kind: "product", code: "SOUPE", label_fr: "Soupe de légumes", label_en: "Vegetable soup", category: "ALI-PLA", storage: "FROID_3", channel: "A"},
	{kind: "product", code: "GRATIN", label_fr: "Gratin dauphinois", label_en: "Potato gratin", category: "ALI-PLA", storage: "FROID_3", channel: "A"}]);
const {station, send, at} = shop;
const look = (page, name) => lookAt(page, `cooling-${name}`);

async function cook(product = "SOUPE") {
	const {id} = await send("/lots", {at, process: "cook", product});
	await send(`/lots/${id}/inputs`, {at, source: "water", mass_kg: "9"});
	await send(`/lots/${id}/close`, {at});
	return id;
}
const ago = (minutes) => new Date(Date.now() - minutes * 60000).toISOString();
const begun = async (minutes, product) => {
	const lot = await cook(product);
	await send("/cooling", {lot, start_mc: 68000, at: ago(minutes)});
	return lot;
};
const coolingOf = async (lot) => (await station.get(`/cooling?lot=${lot}`)).coolings.filter(({voided_by: by}) => !by)[0];
const lotOf = (lot) => station.get(`/lots/${lot}`);
const tone = (page, lot, wanted) => page.waitForSelector(`[data-cooling="${lot}"][data-tone="${wanted}"]`);
const left = (page, lot) => text(page, `[data-cooling="${lot}"] .cooling-left`);

async function enter(lang) {
	const page = await open(station, {lang});
	await tap(page, '#tiles [data-screen="cold"]');
	await page.waitForSelector("#cold-cool");
	await settled(page);
	return page;
}

/* A clock of the machine that nobody is sure of is vouched for where a person said when it began. */
async function sure(page) {
	await page.waitForSelector(":is(#clock-sure, [data-degrees])");
	if (await page.locator("#clock-sure").count() > 0)
		await tap(page, "#clock-sure");
	await page.waitForSelector("[data-degrees]");
}

for (const lang of ["fr", "en"])
	await test(`issue 11: cooling from the pot to its label, over a reload and a SIGKILL (${lang})`, async () => {
		const lot = await cook(), other = await begun(100, "GRATIN");
		const page = await enter(lang);
		await tone(page, other, "soon");
		await look(page, `home-${lang}`);
		await tap(page, "#cold-cool");
		await page.waitForSelector(`[data-lot="${lot}"]`);
		assert.equal(await page.locator(`[data-lot="${other}"]`).count(), 0); // it is being cooled
		await look(page, `lots-${lang}`);
		await tap(page, `[data-lot="${lot}"]`);
		await page.waitForSelector('[data-degrees="70"]');
		await look(page, `start-${lang}`);
		await tap(page, '[data-degrees="70"]');
		await tone(page, lot, "calm");
		const started = await until("its start", () => coolingOf(lot));
		assert.deepEqual([started.start_mc, started.said, started.verdict], [70000, false, "open"]);
		await page.waitForFunction((id) => /^(1 h 5\d|2 h 00)$/.test(document.querySelector(`[data-cooling="${id}"] .cooling-left`)?.textContent), lot);
		await look(page, `end-${lang}`);
		await page.reload();
		await tone(page, lot, "calm");
		await station.kill();
		await station.run(); // the page asks again by itself
		await tone(page, lot, "calm");
		assert.equal((await coolingOf(lot)).started, started.started); // from the entry
		/* Above 10 °C it is not the end of it. */
		await tap(page, "#cooling-warmer");
		await page.waitForSelector('[data-degrees="12"]');
		await look(page, `warmer-${lang}`);
		await tap(page, '[data-degrees="12"]');
		await page.waitForFunction(() => /10 °C/.test(document.getElementById("drawer-note").textContent));
		assert.equal((await coolingOf(lot)).verdict, "open");
		await tap(page, "#cooling-back");
		await tap(page, '[data-degrees="6"]');
		await page.waitForSelector('.cooling-face[data-tone="good"]');
		assert.equal((await coolingOf(lot)).verdict, "good");
		await look(page, `good-${lang}`);
		await tap(page, "#cooling-label");
		await page.waitForSelector('#drawer[data-screen="label"]');
		await leave(page);
	});

for (const lang of ["fr", "en"])
	await test(`issue 11: 121 minutes are too late, said in colour and words, and held until staff decides (${lang})`, async () => {
		const lot = await begun(121);
		const page = await enter(lang);
		await tone(page, lot, "late");
		assert.match(await left(page, lot), /^\+\d+ min$/);
		assert.equal(await text(page, `[data-cooling="${lot}"] .cooling-said`), lang === "fr" ? "trop tard" : "too late");
		await tap(page, `[data-cooling="${lot}"]`);
		await sure(page);
		await tone(page, lot, "late");
		await look(page, `late-${lang}`);
		await tap(page, '[data-degrees="8"]');
		await page.waitForSelector('.cooling-face[data-tone="late"] .cooling-since');
		await page.waitForSelector("#cooling-decide");
		const {verdict, minutes} = await coolingOf(lot);
		assert.equal(verdict, "bad");
		assert.ok(minutes >= 121, minutes);
		assert.deepEqual(await lotOf(lot).then(({held, cooling}) => [held, cooling]), ["cooling", "bad"]);
		await look(page, `bad-${lang}`);
		/* Who may lets it go. */
		await tap(page, "#cooling-decide");
		await page.waitForSelector("#lot-release");
		await tap(page, "#lot-release");
		await tap(page, "#release-good");
		await page.waitForSelector("#lot-hold");
		assert.deepEqual(await lotOf(lot).then(({held, cooling}) => [held ?? "", cooling]), ["", "decided"]);
		await leave(page);
	});

await test("issue 11: the start and the end of a cooling are undone; too cold to begin is said", async () => {
	const lot = await cook();
	const page = await enter("fr");
	await tap(page, "#cold-cool");
	await tap(page, `[data-lot="${lot}"]`);
	await page.waitForSelector("#cooling-low");
	await tap(page, "#cooling-low");
	await page.waitForFunction(() => /63 °C/.test(document.getElementById("drawer-note").textContent));
	await tap(page, '[data-degrees="65"]');
	await tone(page, lot, "calm");
	await tap(page, "#cooling-undo");
	await page.waitForSelector("#cooling-undo-yes");
	await look(page, "undo");
	await tap(page, "#cooling-undo-yes");
	await page.waitForSelector("#cooling-low");
	assert.equal(await coolingOf(lot), undefined);
	await tap(page, '[data-degrees="68"]');
	await tone(page, lot, "calm");
	await tap(page, '[data-degrees="4"]');
	await page.waitForSelector('.cooling-face[data-tone="good"]');
	await tap(page, "#cooling-undo");
	await tap(page, "#cooling-undo-yes");
	await tone(page, lot, "calm");
	assert.equal((await coolingOf(lot)).verdict, "open");
	await leave(page);
});

await test("issue 11: one that somebody else ends is ended here too, and what was cooled stands there today", async () => {
	const lot = await cook();
	await cooled(send, lot);
	const page = await enter("fr");
	await page.waitForSelector(`.choice.cooling[data-lot="${lot}"][data-tone="good"]`);
	await tap(page, `.choice.cooling[data-lot="${lot}"]`);
	await page.waitForSelector("#cooling-label");
	assert.match(await text(page, ".cooling-words"), /1 h 35/);
	await leave(page);
});

await shop.done();
await finish();
