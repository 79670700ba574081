#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reports as a person reads them, on a real year: a short title, no day as a program writes it, the counts
 * whole on the 7-inch panel; and a day is typed in the page's language, whatever the browser's is.
 * Pictures in build/web/report-*.
 */
import assert from "node:assert/strict";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, soon, Station, tap, test, text, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const ISO = /\d{4}-\d\d-\d\d/;
const NAMES = ["tonnage", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R10", "balance", "counts", "R-days", "stock"];
const LIKE = {fr: "JJ/MM/AAAA", en: "DD/MM/YYYY"};
const station = await Station.start({bench: true, sample: "full"});
const year = (await station.get("/station")).day.slice(0, 4);

async function visit(page, name, period) {
	await goTo(page, `#/report/${name}/${period}`);
	await page.waitForFunction((wanted) => document.querySelector("#drawer .report > *")
		&& document.getElementById("field-name")?.value === wanted, name);
	await settled(page);
}

const lines = (page) => page.evaluate(() => {
	const title = document.getElementById("drawer-title");
	return Math.round(title.getBoundingClientRect().height / parseFloat(getComputedStyle(title).lineHeight));
});

for (const [lang, size] of [["fr", "800x480"], ["en", "800x480"], ["fr", "390x844"]])
	await test(`each report says what and when in one or two lines, ${lang}, ${size}`, async () => {
		const page = await open(station, {lang, size});
		for (const name of NAMES) {
			await visit(page, name, "this-year");
			await until(`the title of ${name}`, async () => (await text(page, "#drawer-title")).includes(year));
			assert.ok(await lines(page) <= 2, name);
			assert.doesNotMatch(await text(page, "#drawer-title"), ISO);
			assert.doesNotMatch(await text(page, "#drawer-body"), ISO, name);
			await page.screenshot({path: path.join(OUT, `report-${name}-${size}-${lang}.png`)});
		}
		await checkAccess(page, "#drawer");
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("what the figures are made of is below them, one weighing a line", async () => {
	const page = await open(station, {lang: "fr", size: "390x844"});
	await visit(page, "R1", "this-year");
	await until("the lines", async () => (await text(page, "#weighing-files")).includes("Classeur"));
	const [book, spread, words] = await page.$$eval("#weighing-files a", (links) => links.map((link) => link.getAttribute("href")));
	const got = await page.request.get(new URL(spread, station.url).href);
	const lines = (await got.text()).split("\r\n");
	const sums = await station.get("/reports/tonnage?period=this-year");
	assert.ok(lines[0].startsWith("\uFEFFid;"), lines[0]);
	assert.ok(lines.length - 2 >= sums.total.weighings && sums.total.weighings > 0); // void ones are there
	assert.match(got.headers()["content-disposition"], /_T7_\d{4}_v1_fr\.csv"/);
	assert.equal((await (await page.request.get(new URL(book, station.url).href)).body()).toString("latin1", 0, 2), "PK");
	assert.match(await (await page.request.get(new URL(words, station.url).href)).text(), /net_kg;net_mg;/);
	await page.evaluate(() => document.getElementById("lines").scrollIntoView());
	await page.screenshot({path: path.join(OUT, "report-lines-390x844-fr.png")});
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await test("what a partner gave and was handed is there to be attested, line by line, as the ledger has it", async () => {
	const sums = await station.get(`/reports/R5?period=${year}`);
	const {partner} = sums.rows.find(({partner: code, in_mg: mg}) => code && code !== "AUTRE" && mg > 0);
	const whole = sums.rows.filter((row) => row.partner === partner).reduce((mg, row) => mg + row.in_mg, 0);
	const page = await open(station, {lang: "fr"});
	await goTo(page, "#/tools");
	await tap(page, "#partners");
	await page.waitForSelector("#field-partner");
	await settled(page);
	await page.selectOption("#field-partner", partner);
	await page.selectOption("#field-period", year);
	await tap(page, ".form-send");
	await page.waitForSelector('[data-part="given"]');
	const given = await station.get(`/attestations/${partner}?period=${year}`);
	assert.equal(given.mass_mg, whole);
	await soon.equal(() => page.locator(".report .table").first().locator("tbody tr").count(), given.lines.length);
	const foot = (mg) => (mg / 1e6).toLocaleString("fr-FR", {minimumFractionDigits: 3}).replace(/\s/gu, " ");
	await soon.match(async () => (await text(page, ".report .table tfoot")).replace(/\s/gu, " "), new RegExp(foot(whole)));
	for (const [format, head] of [["pdf", "%PDF"], ["csv", "\uFEFFday"]]) {
		const href = await page.locator(`[data-file="given-${format}"]`).getAttribute("href");
		const got = await page.request.get(new URL(href, station.url).href);
		assert.ok(got.ok());
		assert.ok((await got.text()).startsWith(head), format);
	}
	await page.screenshot({path: path.join(OUT, "report-partner-800x480-fr.png")});
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

for (const lang of ["fr", "en"])
	await test(`the counts fit on the panel (${lang})`, async () => {
		const page = await open(station, {lang});
		await visit(page, "counts", "this-year");
		const [all, seen, rows] = await page.evaluate(() => {
			const place = document.querySelector(".table-place");
			return [place.scrollWidth, place.clientWidth, place.querySelectorAll("tbody tr").length];
		});
		assert.ok(rows > 0);
		assert.ok(all <= seen, `${all} px in ${seen}`);
		await page.evaluate(() => document.querySelector(".table-place").scrollIntoView());
		await page.screenshot({path: path.join(OUT, `report-counts-table-${lang}.png`)});
		await page.context().close();
	});

for (const lang of ["fr", "en"])
	await test(`a day is typed as people write it (${lang})`, async () => {
		const page = await open(station, {lang}); // the browser is French
		await visit(page, "tonnage", "this-year");
		await soon.equal(() => page.getAttribute("#field-day", "placeholder"), LIKE[lang]);
		await page.fill("#field-day", "31/2");
		await tap(page, ".form-send");
		await page.waitForSelector('#field-day[aria-invalid="true"]');
		await page.fill("#field-day", `3/6/${year}`);
		await tap(page, ".form-send");
		await page.waitForFunction((hash) => location.hash === hash, `#/report/tonnage/${year}-06-03`);
		await page.waitForFunction((day) => document.getElementById("field-day")?.value === day, `03/06/${year}`);
		await until("its title", async () => (lang === "fr" ? /3 juin/ : /3 June/).test(await text(page, "#drawer-title")));
		/* The calendar beside it writes into the same field. */
		await tap(page, ".day-calendar");
		const own = page.locator(".day-own");
		if (await own.count() > 0)
			await own.evaluate((field, day) => {
				field.value = day;
				field.dispatchEvent(new Event("change"));
			}, `${year}-06-04`);
		await until("the other day", async () => (await page.inputValue("#field-day")) === `04/06/${year}`);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

for (const lang of ["fr", "en"])
	await test(`the period of the address stands in the list, whatever it is (${lang})`, async () => {
		const page = await open(station, {lang});
		const days = `${year}-02-27..${year}-03-02`;
		for (const period of ["this-year", `${year - 3}-Q2`, `${year}-S1`, `${year - 2}`, days]) {
			await visit(page, "tonnage", period);
			await page.waitForFunction((wanted) => document.getElementById("field-period")?.value === wanted, period);
			await tap(page, ".form-send");
			await settled(page);
			assert.equal(await page.evaluate(() => location.hash), `#/report/tonnage/${period}`);
		}
		await soon.match(() => text(page, "#drawer-title"), lang === "fr" ? /27 février/ : /27 February/);
		await page.screenshot({path: path.join(OUT, `report-days-${lang}.png`)});
		await visit(page, "tonnage", `${year}-06-03`);
		await soon.equal(() => page.inputValue("#field-period"), "");
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await station.done();
await finish();
