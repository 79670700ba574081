#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The figures of a year on the page (first fruits 1): those of `bascule tonnage` to the gram, for each
 * period and each key; the weighings behind one; a workbook of last year in four touches. Each size,
 * both languages; pictures in build/web/.
 */
import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, open, SIZES, Station, tap, test} from "./lib.mjs";
import {checkAccess, checkFit} from "./look.mjs";

const OUT = path.join(BUILD, "web");
Object.assign(SIZES, {"1024x600": {width: 1024, height: 600}, "360x640": {width: 360, height: 640},
	"844x390": {width: 844, height: 390}, "640x400": {width: 640, height: 400}});
const TITLES = {in_kg: "Entrées (kg)", neutral_in_kg: "Retours (kg)", reuse_kg: "Réemploi (kg)",
	transfer_kg: "Transfert (kg)", recycling_kg: "Recyclage (kg)", energy_kg: "Énergie (kg)",
	disposal_kg: "Élimination (kg)", correction_kg: "Correction (kg)", units: "Unités", weighings: "Pesées"};

fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start({sample: true});
const {day} = await station.get("/station");
const year = Number(day.slice(0, 4));
const month = new Date(Date.UTC(year, Number(day.slice(5, 7)) - 2, 1)).toISOString().slice(0, 7);
const PERIODS = {[year]: ["--period", year], [year - 1]: ["--period", year - 1], [month]: ["--period", month],
	[`${year - 1}-Q4`]: ["--period", `${year - 1}-Q4`],
	[`${month}-03..${month}-17`]: ["--from", `${month}-03`, "--to", `${month}-18`]};

/* The rows of the command, by their key. */
function command(period, key) {
	const done = spawnSync(path.join(BUILD, "bascule"), ["--url", station.url, "tonnage", ...PERIODS[period].map(String),
		"--by", key, "--format", "csv"], {encoding: "utf8"});
	assert.equal(done.status, 0, done.stderr);
	const [head, ...lines] = done.stdout.trim().split(/\r?\n/).map((line) =>
		[...line.matchAll(/("([^"]*)"|([^,]*))(,|$)/g)].map((m) => m[2] ?? m[3]));
	return lines.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i]])));
}

/* What the page calls a key. */
const named = (row, key) => row[`${key}_label`] || (key === "month" && row.month ? new Date(`${row.month}-01T00:00:00Z`)
	.toLocaleDateString("fr", {month: "long", year: "numeric", timeZone: "UTC"}) : row[key]) || "–";
const plain = (words) => words.replaceAll("\u202f", "").replace(",", ".");
const visit = async (page, period, key) => {
	await page.evaluate((to) => {
		location.hash = to;
	}, `#/bilan/${period}/${key}`);
	await page.waitForFunction(([p, k]) => {
		const [file] = document.querySelectorAll('#drawer [data-file="xlsx"]');
		return file?.download.startsWith(`bilan-${p}-${k}.`) || document.querySelector("#drawer .report .line-none:not([role])");
	}, [period, key]);
};

const read = (page) => page.evaluate(() => {
	const texts = (row) => [...row.cells].map((cell) => cell.textContent);
	const [head, ...rows] = [...document.querySelectorAll("#drawer .table tr")].map(texts);
	return rows.map((cells) => Object.fromEntries(head.map((name, i) => [i ? name : "key", cells[i]])));
});

const page = await open(station, {size: "1280x800"});
for (const period of Object.keys(PERIODS))
	for (const key of ["root", "category", "origin", "destination", "month"])
		await test(`the figures of ${period} by ${key} are those of the command`, async () => {
			await visit(page, period, key);
			const shown = new Map((await read(page)).map((row) => [row.key, row]));
			const rows = command(period, key);
			assert.ok(shown.size >= (rows.length > 0 ? rows.length + 1 : 0));
			for (const row of rows)
				for (const [name, title] of Object.entries(TITLES)) {
					const there = shown.get(named(row, key));
					assert.equal(Number(plain(there[title] ?? "0")), Number(row[name]), `${row[key]} ${name}`);
				}
		});

await test("behind a figure stand the weighings that it is the sum of", async () => {
	await visit(page, month, "category");
	const {href, mg} = await page.evaluate(async () => {
		const {state} = await import("/base/kernel.js");
		const {behind} = await import("/screens/bilan.js");
		const {report} = state.screens.bilan;
		const row = report.rows.find((one) => one.weighings < 25 && one.reuse_mg > 0);
		const [, period] = location.hash.slice(2).split("/");
		return {href: behind(period, "category", report)({name: "reuse_mg"}, row), mg: row.reuse_mg};
	});
	await tap(page, `#drawer .table a[href="${href}"]`);
	await page.waitForSelector("#drawer .line");
	const sum = await page.evaluate(async () => (await import("/base/kernel.js")).state.screens.weighings.lines
		.filter((line) => !line.voided_by).reduce((all, line) => all + line.net_mg, 0));
	assert.equal(sum, mg);
	await page.goBack();
	await page.waitForSelector('#drawer[data-screen="bilan"] .table');
});

await test("four touches from weighing to a workbook of last year", async () => {
	await page.evaluate(() => {
		location.hash = "#/";
	});
	await page.waitForSelector("#drawer", {state: "hidden"});
	const came = page.waitForEvent("download");
	for (const touch of ["#tools-button", "#bilan", '[data-period="last_year"]'])
		await tap(page, touch);
	await page.waitForSelector(`[data-file="xlsx"][download^="bilan-${year - 1}-"]`);
	await tap(page, '[data-file="xlsx"]');
	const file = await came;
	assert.equal(file.suggestedFilename(), `bilan-${year - 1}-root.xlsx`);
	assert.equal(fs.readFileSync(await file.path()).subarray(0, 2).toString(), "PK");
});

await test("any days, and a span that runs backwards", async () => {
	await tap(page, '[data-period="other"]');
	await page.fill("#field-from", `${month}-17`);
	await page.fill("#field-last", `${month}-03`);
	await tap(page, ".form-send");
	await page.waitForFunction(() => /avant/.test(document.getElementById("field-last-said").textContent));
	await page.fill("#field-from", `${month}-03`);
	await page.fill("#field-last", `${month}-17`);
	await tap(page, ".form-send");
	await page.waitForSelector(`[data-file="xlsx"][download^="bilan-${month}-03..${month}-17"]`);
	assert.deepEqual(page.faults, []);
});

await test("on paper stand the figures alone", async () => {
	await page.emulateMedia({media: "print"});
	const seen = await page.evaluate(() => ["#drawer-close", ".files", "#reception", ".list-choices"]
		.filter((what) => document.querySelector(what)?.checkVisibility()));
	assert.deepEqual(seen, []);
	assert.equal(await page.locator("#drawer .table").isVisible(), true);
	await page.emulateMedia({media: null});
});
await page.context().close();

for (const [i, size] of Object.keys(SIZES).entries())
	await test(`looked at (${size})`, async () => {
		const lang = i % 2 ? "en" : "fr";
		const looked = await open(station, {size, lang, theme: i % 3 ? "light" : "dark"});
		await visit(looked, year, "root");
		await looked.screenshot({path: path.join(OUT, `bilan-${size}-${lang}.png`)});
		if (["800x480", "1024x600", "1280x800", "390x844"].includes(size))
			await checkFit(looked, size);
		assert.deepEqual(await looked.evaluate(() => [...document.querySelectorAll("#drawer :is(button, .file, .figure)")]
			.filter((node) => node.checkVisibility() && (node.scrollWidth > node.clientWidth + 1
				|| node.scrollHeight > node.clientHeight + 1)).map((node) => node.textContent)), []);
		if (i < 2)
			await checkAccess(looked);
		assert.deepEqual(looked.faults, []);
		await looked.context().close();
	});
await station.done();
await finish();
