#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The paper sheet of a day without power, typed in on the page: its lines one after the other, the container taken off,
 * how many there are and their sum; a line that another machine has taken is said to be taken. At four sizes
 * and in both languages; pictures in build/web/paper-*.
 */
import assert from "node:assert/strict";
import {finish, goTo, open, settled, soon, Station, tap, test, text, until} from "./lib.mjs";
import {look as lookAt} from "./workshop.mjs";

const station = await Station.start({bench: true});
await until("a station that weighs", async () => (await fetch(`${station.url}/api/v1/health`)).ok);
const send = (call, body) => fetch(`${station.url}/api/v1${call}`, {method: "POST", body: JSON.stringify(body)});
await send("/catalogue", {from: "2020-01-01", rows: [{kind: "container", code: "BAC", label_fr: "Bac bleu", label_en: "Blue crate", tare_kg: "1,5"}]});
const sheetNumber = async () => (await fetch(`${station.url}/api/v1/paper/sheet?lang=en`)).headers.get("content-disposition").match(/paper-sheet-(.*)\.pdf/)[1];
const look = (page, name) => lookAt(page, `paper-${name}`);

await test("a sheet is typed in line by line, each once, with its sum beside that of the paper", async () => {
	const sheet = await sheetNumber();
	const page = await open(station, {lang: "fr", size: "800x480"});
	await goTo(page, "#/paper");
	await settled(page);
	assert.ok(await page.locator("#paper-print").isVisible());
	await look(page, "choose");
	await page.fill("#field-sheet", sheet.toLowerCase());
	await tap(page, ".form-send");
	await soon.equal(() => text(page, "#paper-progress"), "0 sur 20 · 0,00 kg nets, à comparer avec la feuille");
	const [year, month, day] = new Date(Date.now() - 864e5).toISOString().slice(0, 10).split("-"); // of yesterday every hour is past
	await page.fill("#field-day", `${day}/${month}/${year}`);
	await page.fill("#field-time", "9h05");
	await page.selectOption("#field-way", "in:APP_VOL");
	await page.selectOption("#field-category", "HRP-LIV");
	await page.selectOption("#field-container", "BAC");
	await page.fill("#field-gross", "1,2");
	await tap(page, ".form-send");
	await soon.equal(() => text(page, "#field-gross-said"), "Le contenant pèse plus que cela : relisez la ligne.");
	await page.fill("#field-gross", "14");
	await tap(page, ".form-send");
	await soon.equal(() => text(page, "#paper-progress"), "1 sur 20 · 12,50 kg nets, à comparer avec la feuille");
	const {entries} = await station.get(`/paper/${sheet}`);
	assert.deepEqual(entries.map(({line, weighing}) => [line, weighing.net_mg, weighing.reason, weighing.origin]), [[1, 12500000, "PAPER", "APP_VOL"]]);
	// Another machine takes the line at which this one is.
	assert.equal((await send("/weighings", {direction: "in", category: "TLC-VET", origin: "APP_VOL", net_kg: "2", reason: "PAPER",
		at: entries[0].weighing.at, sheet, line: 2})).status, 201);
	await soon.equal(() => page.inputValue("#field-line"), "2");
	await page.fill("#field-time", "10:30");
	await page.selectOption("#field-category", "TLC-LIN");
	await page.fill("#field-gross", "3");
	await tap(page, ".form-send");
	await soon.equal(() => text(page, "#paper-progress"), "2 sur 20 · 14,50 kg nets, à comparer avec la feuille");
	assert.equal((await station.get(`/paper/${sheet}`)).entries.length, 2, "nothing of the third was written");
	await look(page, "lines");
	await goTo(page, "#/paper/2345-67A");
	await until("a misread number is said", async () => (await page.locator(".line-none").first().innerText()).includes("Aucune feuille papier"));
	await page.context().close();
});

await finish();
