#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/entry (house 8.3): a form and a list that draw themselves from what the daemon says of a kind. On
 * every screen and in both languages a person chooses the kind, is told beside the field what is wrong,
 * by the page and by the daemon, and sees in the list what was noted.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, soon, Station, tap, test, text} from "./lib.mjs";
import {checkAccess, checkFit} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const WORDS = {
	fr: {quarter: "Trimestre 1, 2026", title: "Emplois, heures, visites", period: "Période", value: "Valeur", visits: "Visites",
		needed: "À remplir.", shape: /2026-T1/, long: /trop long/, none: "Rien n'a encore été saisi.",
		saved: "C'est noté. Pour corriger, notez de nouveau : la dernière valeur compte.", thousand: "1\u202f840"},
	en: {quarter: "Quarter 1, 2026", title: "Jobs, hours, visits", period: "Period", value: "Value", visits: "Visits",
		needed: "To be filled in.", shape: /2026-Q1/, long: /too long/, none: "Nothing has been entered yet.",
		saved: "Noted. To correct it, note it again: the last value counts.", thousand: "1,840"},
};
fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start();
const entries = async () => (await station.get("/entries/figure")).entries;
const said = (page, name) => text(page, `#field-${name}-said`);

async function enter(page, lang, size, first) {
	const w = WORDS[lang];
	const shot = (name) => page.screenshot({path: path.join(OUT, `entry-${name}-${size}-${lang}.png`)});
	await tap(page, "#tools-button");
	await tap(page, "#entries");
	await tap(page, '#drawer [data-kind="figure"]');
	await page.waitForSelector("#field-period");
	await soon.equal(() => text(page, "#drawer-title"), w.title);
	await soon.equal(() => text(page, 'label[for="field-period"]'), w.period);
	await soon.equal(() => text(page, 'label[for="field-value"]'), w.value);
	if (first) // until the daemon has answered, the list only says that it waits
		await page.waitForFunction((none) => document.querySelector("#drawer .line-none")?.textContent === none, w.none);
	const before = (await entries()).length;
	await page.fill("#field-period", "2026-Q5");
	await tap(page, ".form-send");
	assert.match(await said(page, "period"), w.shape);
	assert.equal(await said(page, "value"), w.needed);
	assert.equal(await said(page, "source"), w.needed, "no figure without a source");
	assert.equal(await said(page, "name"), w.needed, "nothing is chosen by itself");
	await soon.equal(() => page.getAttribute("#field-period", "aria-invalid"), "true");
	await shot("wrong");
	await checkAccess(page);
	await checkFit(page, size);
	await page.fill("#field-period", "2026-Q1");
	await page.selectOption("#field-name", {label: w.visits});
	await page.fill("#field-value", "1840");
	await page.fill("#field-source", "é".repeat(100)); // letters that the page counts, bytes that the daemon does
	await tap(page, ".form-send");
	await page.waitForFunction(() => document.getElementById("field-source-said").textContent);
	assert.match(await said(page, "source"), w.long);
	await soon.equal(() => page.inputValue("#field-value"), "1840", "what was typed stays");
	await page.fill("#field-source", "cahier de l'accueil");
	await tap(page, ".form-send");
	await page.waitForFunction((words) => document.querySelector(".entry-list td")
		&& document.getElementById("drawer-note").textContent === words, w.saved);
	const now = await entries();
	assert.equal(now.length, before + 1, "noted once");
	assert.deepEqual([now[0].period, now[0].name, now[0].value, now[0].source],
		["2026-Q1", "visits", 1840, "cahier de l'accueil"]);
	const row = await page.locator(".entry-list tbody tr").first().locator("td").allInnerTexts();
	assert.deepEqual(row.slice(1), [w.quarter, w.visits, w.thousand, "cahier de l'accueil"]);
	await soon.equal(() => page.inputValue("#field-value"), "", "the next one begins anew");
	await checkAccess(page);
	await shot("noted");
	assert.deepEqual(page.faults, []);
}

let first = true;
for (const [size, lang] of [["800x480", "fr"], ["1024x600", "en"], ["390x844", "fr"], ["390x844", "en"]]) {
	await test(`house 8.3: a figure is noted at ${size} in ${lang}`, async () => {
		const page = await open(station, {lang, size});
		try {
			await enter(page, lang, size, first);
			first = false;
		} finally {
			await page.context().close();
		}
	});
}

await test("house 8.3: an answer that was lost is no second entry", async () => {
	const page = await open(station, {lang: "fr", size: "800x480"});
	const before = (await entries()).length;
	let lost = 0;
	await page.route("**/api/v1/entries/figure", async (route) => {
		if (route.request().method() !== "POST" || lost > 0)
			return route.continue();
		lost++;
		await route.fetch(); // written, and nobody hears of it
		return route.abort();
	});
	await goTo(page, "#/entry/figure");
	await page.waitForSelector("#field-period");
	await page.fill("#field-period", "2026");
	await page.selectOption("#field-name", "jobs");
	await page.fill("#field-value", "0");
	await page.fill("#field-source", "bilan social");
	await tap(page, ".form-send");
	await page.waitForFunction(() => document.getElementById("drawer-note").textContent.startsWith("C'est noté."));
	assert.equal(lost, 1);
	assert.equal((await entries()).length, before + 1);
	await page.context().close();
});

await station.done();
await finish();
