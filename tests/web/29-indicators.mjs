#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Indicators (issue 12, part 4) on a real daemon: a factor set and its factor by touch, refused without a source; a
 * population typed; what the report and the Bilan then show, each figure with its source, at each size and in both languages.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, SIZES, soon, Station, tap, test, text, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
Object.assign(SIZES, {"1024x600": {width: 1024, height: 600}});
fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start({sample: true});
const year = Number((await station.get("/station")).day.slice(0, 4)) - 1;
const fill = (page, name, value) => page.locator(`#field-${name}`).fill(value);
const choose = (page, name, value) => page.locator(`#field-${name}`).selectOption(value);

async function visit(page, ...args) {
	await goTo(page, ["#/settings", ...args].join("/"));
	await settled(page);
	await page.waitForSelector("#field-label_fr");
}

async function save(page) {
	await tap(page, ".form-send");
	await page.waitForSelector("#settings-save");
	await tap(page, "#settings-save");
	await page.waitForSelector("#settings-undo");
}

async function write(call, body) {
	const answer = await fetch(`${station.url}/api/v1/${call}`, {method: "POST", body: JSON.stringify(body),
		headers: {"Content-Type": "application/json", "Idempotency-Key": `indicators-${call}`}});
	assert.equal(answer.status, 201, await answer.text());
}

const page = await open(station, {lang: "fr", size: "800x480"});

await test("figures 4: a factor set names its source, or is refused beside it", async () => {
	await visit(page, "factor-set", "new");
	await fill(page, "label_fr", "Base du pôle");
	await fill(page, "from", `01/01/${year}`);
	await tap(page, ".form-send");
	await page.waitForSelector('#field-source[aria-invalid="true"]');
	await fill(page, "source", "ADEME Impact CO2, juillet 2026");
	await page.screenshot({path: path.join(OUT, "factor-set-800x480-fr.png")});
	await save(page);
	const [set] = (await station.get("/catalogue?kind=factor-set")).factor_sets.filter(({code}) => code === "BASE_DU_POLE");
	assert.equal(set.source, "ADEME Impact CO2, juillet 2026");
});

await test("figures 4: its factors, one for a category", async () => {
	for (const [name, wrong] of [["Vêtements", false], ["Vêtements encore", true]]) {
		await visit(page, "factor", "new");
		await fill(page, "label_fr", name);
		await choose(page, "factor_set", "BASE_DU_POLE");
		await choose(page, "category", "TLC-VET");
		await fill(page, "g_per_kilo", "15000");
		await choose(page, "confidence", "medium");
		await fill(page, "from", `01/01/${year}`);
		if (!wrong) {
			await save(page);
			continue;
		}
		await tap(page, ".form-send");
		await page.waitForSelector('#field-category[aria-invalid="true"]');
		await soon.match(() => text(page, "#field-category-said"), /déjà un facteur/);
		await page.screenshot({path: path.join(OUT, "factor-twice-800x480-fr.png")});
	}
	assert.deepEqual(page.faults, []);
});

await test("figures 4: a population is typed with its source, and what is no EPCI is refused", async () => {
	await write("catalogue", {rows: [{kind: "site", code: (await station.get("/station")).site, label_fr: "Recyclerie",
		epci_siren: "000000927"}], from: `${year - 1}-01-01`});
	await goTo(page, "#/entry/population");
	await page.waitForSelector("#field-epci_siren");
	await fill(page, "epci_siren", "123456789");
	await fill(page, "year", String(year - 1));
	await fill(page, "inhabitants", "25000");
	await fill(page, "source", "INSEE, populations légales");
	await tap(page, ".form-send");
	await page.waitForSelector('#field-epci_siren[aria-invalid="true"]');
	await fill(page, "epci_siren", "000000927");
	await tap(page, ".form-send");
	await page.waitForSelector(".entry-list td");
	const [entry] = (await station.get("/entries/population")).entries;
	assert.deepEqual([entry.epci_siren, entry.inhabitants, entry.source], ["000000927", 25000, "INSEE, populations légales"]);
});

await write("entries/figure", {period: String(year), name: "jobs", value: 16, source: "bilan social"});
const {rows, tables} = await station.get(`/reports/R10?period=${year}`);
const [co2e] = tables.find(({name}) => name === "T10").rows;
const WORDS = {fr: {jobs: "Emplois", note: "Population d'une autre année", co2e: "Objets : CO2e évité"},
	en: {jobs: "Jobs", note: "Population of another year", co2e: "Goods: CO2e avoided"}};

/* What stands in a table, as numbers where it is one. */
const cellsOf = (on, place) => on.evaluate((where) => [...document.querySelectorAll(`${where} .table tr`)]
	.map((row) => [...row.cells].map((cell) => cell.textContent)), place);

async function holds(on, place, lang) {
	const cells = await cellsOf(on, place);
	const w = WORDS[lang];
	assert.ok(cells.some((row) => row[0] === w.jobs && row.includes("16") && row.includes("bilan social")), `${lang}: jobs`);
	assert.ok(cells.some((row) => row.includes(w.note) && row.includes("INSEE, populations légales")), `${lang}: population`);
	const shown = cells.find((row) => row.includes(w.co2e));
	assert.ok(shown?.some((cell) => cell.replace(/\D/g, "") === String(co2e.co2e_kg)), `${lang}: ${shown} ${co2e.co2e_kg}`);
	assert.ok(shown.includes("ADEME Impact CO2, juillet 2026"), `${lang}: ${shown}`);
}

await test("figures 4: there is something to show", () => {
	assert.ok(co2e.co2e_kg > 0 && co2e.covered_mg > 0 && co2e.covered_mg < co2e.mass_mg, JSON.stringify(co2e));
	assert.ok(co2e.co2e_least_kg < co2e.co2e_kg && co2e.co2e_kg < co2e.co2e_most_kg);
	assert.ok(rows.some(({indicator, mass_mg: mg}) => indicator === "reuse_each" && mg > 0));
});

for (const size of ["800x480", "1024x600", "1280x800", "390x844"])
	for (const lang of ["fr", "en"])
		await test(`figures 4: the report and the Bilan say so at ${size} in ${lang}`, async () => {
			const on = await open(station, {lang, size});
			await goTo(on, `#/report/R10/${year}`);
			await until("its tables", async () => (await on.locator("#drawer .table").count()) === 3);
			await holds(on, "#drawer", lang);
			assert.equal(await on.locator("#drawer .chart").count(), 0, "no chart of what has no common measure");
			await on.screenshot({path: path.join(OUT, `indicators-${size}-${lang}.png`)});
			await checkAccess(on);
			await goTo(on, `#/bilan/${year}/pictures`);
			await on.waitForSelector('[data-table="R10"] .table');
			await holds(on, '[data-table="R10"]', lang);
			await settled(on);
			await on.locator('[data-picture="R10"]').evaluate((part) => part.scrollIntoView());
			await on.screenshot({path: path.join(OUT, `bilan-indicators-${size}-${lang}.png`)});
			await tap(on, '[data-picture="R10"] [data-to="R10"]');
			await on.waitForFunction((hash) => location.hash === hash, `#/report/R10/${year}`);
			assert.deepEqual(on.faults, []);
			await on.context().close();
		});

await station.done();
await finish();
