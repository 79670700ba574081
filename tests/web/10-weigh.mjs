#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A whole weighing by touch, in both languages: load, tiles, tick, line, total, undo; then
 * an armed category, a question, the origin, a void with its reason, a typed entry.
 */
import assert from "node:assert/strict";
import {finish, open, soon, Station, tap, tapCategory, test, text, tone, until} from "./lib.mjs";

const WORDS = {
	fr: {ready: "Touchez ce que c'est.", saved: "Enregistré\u00a0: Vêtements.", mass: "12,50",
		books: "Livres", typed: "7,25", comma: ",", worth: "indicatif", other: "English"},
	en: {ready: "Touch what it is.", saved: "Saved: Clothes.", mass: "12.50",
		books: "Books", typed: "7.25", comma: ".", worth: "indicative", other: "Français"},
};

async function weigh(station, page, lang) {
	const w = WORDS[lang];
	station.scale.put(12.5);
	await tone(page, "ready");
	await soon.equal(() => text(page, "#number"), w.mass);
	await soon.equal(() => text(page, "#sentence"), w.ready);
	await soon.equal(() => text(page, "#worth"), w.worth, "the scale is not approved");
	await soon.equal(() => page.locator("#worth").isVisible(), true);
	assert.equal(await page.locator('#mark[data-mark="saved"]').isVisible(), false);
	const before = (await station.weighings()).length;
	await tapCategory(page, "TLC", "TLC-VET");
	await tone(page, "saved");
	const rows = await station.weighings();
	assert.equal(rows.length, before + 1, "the tick stands for a weighing on disk");
	assert.equal(rows[0].net_mg, 12500000);
	assert.equal(rows[0].category, "TLC-VET");
	assert.equal(rows[0].stable, true);
	await soon.equal(() => page.locator('#mark[data-mark="saved"]').isVisible(), true);
	await soon.equal(() => text(page, "#sentence"), w.saved);
	await tapCategory(page, "TLC", "TLC-VET");
	await page.waitForSelector('body[data-note="news"]');
	assert.equal((await station.weighings()).length, before + 1, "tapped twice, weighed once");
}

async function undoIt(station, page) {
	await tap(page, "#undo");
	await page.waitForSelector('body[data-note="news"] #badge[data-root="TLC"]');
	await soon.match(() => text(page, "#sentence"), /12[,.]50/, "what was undone");
	await tone(page, "ready");
	assert.ok((await station.weighings())[0].voided_by);
	assert.equal(await page.locator("#undo").isDisabled(), true, "an undo is once");
	station.scale.lift();
	await station.phase("empty", page);
}

async function armed(station, page, lang) {
	await tapCategory(page, "HRP", "HRP-LIV");
	await tone(page, "armed");
	await soon.equal(() => text(page, "#sentence"), WORDS[lang].books);
	station.scale.put(3);
	await tone(page, "saved");
	assert.equal((await station.weighings())[0].category, "HRP-LIV");
}

async function question(station, page) {
	station.scale.put(5);
	await until("the larger load", async () =>
		(await station.get("/station")).scale.net_mg === 5000000);
	await tapCategory(page, "TLC", "TLC-LIN");
	await tone(page, "ask");
	await soon.deepEqual(() => page.locator("#tiles .answer").evaluateAll((answers) =>
		answers.map((answer) => answer.dataset.answer)), ["add", "replace", "new", "leave"]);
	await tap(page, '#tiles [data-answer="add"]');
	await tone(page, "saved");
	const rows = await station.weighings();
	assert.equal(rows[0].net_mg, 2000000, "only what was added");
	assert.equal(rows[0].category, "TLC-LIN");
	station.scale.lift();
	await station.phase("empty", page);
}

async function origin(station, page) {
	await tap(page, "#place-button");
	await tap(page, '#drawer [data-code="COL_DOM"]');
	await until("the origin", async () =>
		(await station.get("/station")).context.origin === "COL_DOM");
	await page.waitForFunction(() => !document.getElementById("drawer").open);
	await tap(page, "#place-button");
	await tap(page, '#drawer [data-code="APP_VOL"]');
	await until("the origin", async () =>
		(await station.get("/station")).context.origin === "APP_VOL");
}

async function voidIt(station, page) {
	const [newest] = await station.weighings();
	await tap(page, "#today-button");
	await tap(page, `#drawer [data-id="${newest.id}"]`);
	await tap(page, "#void");
	await tap(page, '#drawer [data-reason="DOUBLE"]');
	await until("the void", async () => (await station.weighings())[0].voided_by);
	await page.waitForFunction(() => !document.getElementById("drawer").open);
	await tap(page, "#today-button");
	await page.waitForSelector(`#drawer [data-id="${newest.id}"].voided`);
	await tap(page, "#drawer-close");
}

async function typed(station, page, lang) {
	await station.scale.unplug();
	await tone(page, "doubt");
	assert.equal(await page.locator("#number").isVisible(), false);
	await tap(page, "#actions .act");
	for (const key of ["7", ",", "2", "5"])
		await tap(page, `#drawer [data-key="${key}"]`);
	await soon.equal(() => text(page, "#typed-number"), WORDS[lang].typed);
	await tap(page, "#typed-next");
	await tone(page, "typed");
	await tapCategory(page, "JOU", "JOU-JEU");
	await page.waitForSelector('body[data-note="saved"]');
	assert.equal(await page.locator("#mark .icon").count(), 0, "no tick: the scale is unplugged");
	const [newest] = await station.weighings();
	assert.equal(newest.net_mg, 7250000);
	assert.equal(newest.method, "typed");
	station.scale.plug();
	await page.waitForSelector("body:not([data-tone=doubt]):not([data-tone=saved])");
}

const station = await Station.start();
for (const lang of ["fr", "en"]) {
	const page = await open(station, {lang});
	const steps = {weigh, undoIt, armed, question, origin, voidIt, typed};
	for (const [name, step] of Object.entries(steps))
		await test(`${name} (${lang})`, () => step(station, page, lang));
	await test(`language switch (${lang})`, async () => {
		await tap(page, "#tools-button");
		await soon.equal(() => text(page, "#language-button"), WORDS[lang].other);
		await tap(page, "#language-button");
		const now = lang === "fr" ? "en" : "fr";
		await page.waitForSelector(`html[lang="${now}"]`);
		await page.reload();
		await page.waitForSelector(`html[lang]`);
	});
	await test(`codes to print (${lang})`, async () => {
		await tap(page, "#tools-button");
		await tap(page, "#sheets");
		await page.waitForSelector('[data-kind="action"]');
		for (const kind of ["action", "category", "origin", "destination"]) {
			await tap(page, `[data-kind="${kind}"]`);
			await page.waitForFunction(() => document.querySelector("#drawer .chart img")?.naturalWidth > 0);
			const answer = await page.evaluate(async () => {
				const got = await fetch(document.querySelector('#drawer [data-file="pdf"]').href);
				return [got.status, got.headers.get("content-type"), (await got.text()).slice(0, 5)];
			});
			assert.deepEqual(answer, [200, "application/pdf", "%PDF-"]);
			await tap(page, "#sheet-back");
		}
		await tap(page, '[data-kind="action"]');
		await tap(page, "#on-labels");
		await page.waitForFunction((some) => new RegExp(some).test(document.querySelector("#drawer-note").textContent),
			lang === "fr" ? "étiquettes de codes|Aucune imprimante" : "labels of codes|No printer");
		await tap(page, "#sheet-back");
		await tap(page, '[data-kind="container"]');
		await page.waitForSelector("#drawer .line-none");
		assert.equal(page.context().pages().length, 1, "the way back is the drawer's");
		await page.reload();
		await page.waitForSelector("html[lang]");
	});
	await test(`no fault on the page (${lang})`, () => assert.deepEqual(page.faults, []));
	await page.context().close();
}
await station.done();
await finish();
