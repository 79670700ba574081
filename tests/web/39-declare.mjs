#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From the first screen to a filed declaration, its sheet and the evidence pack (issue 12): what is due with the
 * days left, what is looked at before, filed, accepted and paid by touch; figures that change later are shown beside.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, open, settled, Station, tap, test, text, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const station = await Station.start();
await until("a station", async () => (await fetch(`${station.url}/api/v1/health`)).ok);
let key = 0;

async function send(call, body) {
	const answer = await fetch(`${station.url}/api/v1${call}`, {method: "POST", body: JSON.stringify(body),
		headers: {"Content-Type": "application/json", "Idempotency-Key": `declare-${key += 1}`}});
	assert.equal(answer.status, 201, await answer.clone().text());
	return answer.json();
}

/* The n-th quarter before this one, and a day of it. */
const now = new Date();
function quarter(n) {
	const at = now.getFullYear() * 4 + Math.floor(now.getMonth() / 3) - n;
	return {period: `${Math.floor(at / 4)}-Q${at % 4 + 1}`, day: `${Math.floor(at / 4)}-${String(at % 4 * 3 + 2).padStart(2, "0")}-10`};
}
const {period, day} = quarter(1);
const weigh = (more) => send("/weighings", {direction: "in", category: "TLC-VET", origin: "APP_VOL", at: `${day}T10:00:00Z`,
	reason: "PAPER", ...more});

await send("/catalogue", {from: "2020-01-01", rows: [
	{kind: "partner", code: "REFASHION", label_fr: "Refashion", roles: "eco_organisme"},
	{kind: "scheme-site", code: "RF", label_fr: "Refashion", scheme: "TLC", eco_organisme: "REFASHION", convention: "2026-17", window_days: 366},
	{kind: "scheme-category", code: "VET", label_fr: "Vêtements", eco_organisme: "REFASHION"},
	{kind: "scheme-map", code: "M", label_fr: "m", category: "TLC-VET", flow: "all", eco_organisme: "REFASHION",
		scheme_category: "VET", share_ppm: 1000000}]});
for (const n of [1, 2]) {
	const at = `${quarter(n).day}T10:00:00Z`;
	await weigh({net_kg: "734.5", at});
	await weigh({net_kg: "3", category: "HRP-LIV", at});
}

const SIZES = ["800x480", "1024x600", "1280x800", "390x844"];

async function shots(name, hash) {
	for (const lang of ["fr", "en"])
		for (const size of SIZES) {
			const page = await open(station, {lang, size});
			await page.evaluate((to) => {
				location.hash = to;
			}, hash);
			await settled(page);
			await page.waitForSelector("#drawer .line, #declare-state, #drawer .line-none");
			await page.screenshot({path: path.join(BUILD, "web", `declare-${name}-${lang}-${size}.png`)});
			await page.context().close();
		}
}

async function stateIs(page, step) {
	await page.waitForSelector(`#declare-state[data-state="${step}"]`);
}

async function download(page, button) {
	const [file] = await Promise.all([page.waitForEvent("download"), tap(page, button)]);
	return {name: file.suggestedFilename(), bytes: fs.readFileSync(await file.path())};
}

/* Of the tools, from the first screen; once more where a busy machine's page went home. */
async function openTool(page, tool, shown) {
	const comes = (what) => page.waitForSelector(what, {timeout: 5000}).then(() => true, () => false);
	await until(`${tool}, from the first screen`, async () => {
		if (!await page.locator(tool).isVisible())
			await page.locator("#tools-button").tap({timeout: 5000}).catch(() => null);
		if (!await comes(tool))
			return false;
		await tap(page, tool);
		return comes(shown);
	});
}

/* No address is given: each screen is reached as a hand reaches it, also the close and its pack. */
for (const [n, size] of ["1280x800", "390x844"].entries())
	await test(`figures 2: from the first screen to a filed declaration and a pack (${size})`, async () => {
		const {period: its} = quarter(n + 1), line = `[data-declaration="REFASHION/${its}"]`;
		const page = await open(station, {lang: "fr", size});
		assert.equal(await page.evaluate(() => location.hash), "");
		await openTool(page, "#declare", line);
		assert.match(await text(page, line), /à déposer · encore \d+ j/);
		await checkAccess(page, "#drawer");
		await tap(page, line);
		await stateIs(page, "draft");
		assert.match(await text(page, ".looks"), /3.* kg entrés sans éco-organisme/);
		assert.match(await text(page, "#drawer table"), /734,5/);
		await checkAccess(page, "#drawer");
		await page.locator("#field-amount").fill("1 200,50");
		await page.locator("#field-reference").fill("R-17");
		await tap(page, "#drawer .form-send");
		await stateIs(page, "filed");
		assert.match(await text(page, "#declare-state"), /déposée \(version 1\).*1.200,50/s);
		await checkAccess(page, "#drawer");
		const sheet = await download(page, "#declare-sheet");
		assert.match(sheet.bytes.toString(), /734,5/);
		assert.match(sheet.name, new RegExp(`REFASHION_${its}_v1_fr.csv$`));
		await tap(page, "#drawer-close");
		await openTool(page, "#closes", "#close-new");
		await tap(page, "#close-new");
		await tap(page, `.choice[data-period="${its}"]`);
		await page.waitForSelector(".looks");
		await checkAccess(page, "#drawer");
		await tap(page, "#close-it");
		await page.waitForSelector("#close-pack");
		await checkAccess(page, "#drawer");
		const pack = await download(page, "#close-pack");
		assert.equal(pack.bytes.subarray(0, 2).toString(), "PK");
		assert.equal(pack.name, `preuve-${its}.zip`);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("figures 2: accepted and paid; figures that changed since stand beside what was filed, and are filed again", async () => {
	const page = await open(station, {lang: "en", size: "390x844"});
	await page.evaluate((to) => {
		location.hash = to;
	}, `#/declare/REFASHION/${period}`);
	await settled(page);
	await stateIs(page, "filed");
	await tap(page, "#drawer .form-send");
	await stateIs(page, "accepted");
	await tap(page, "#drawer .form-send");
	await until("it is said that an amount is missing", async () => /amount/.test(await text(page, "#drawer .trouble")));
	await page.locator("#field-amount").fill("1180");
	await tap(page, "#drawer .form-send");
	await stateIs(page, "paid");
	await weigh({net_kg: "0.25"});
	await page.evaluate(() => {
		location.hash = "#/declare";
	});
	await page.waitForSelector(`[data-declaration="REFASHION/${period}"]`);
	await settled(page);
	await tap(page, `[data-declaration="REFASHION/${period}"]`);
	await stateIs(page, "paid");
	assert.match(await text(page, "#declare-state"), /figures have changed/);
	assert.equal(await page.locator("#drawer table").count(), 2);
	await checkAccess(page, "#drawer");
	await tap(page, "#drawer .form-send");
	await stateIs(page, "filed");
	assert.match(await text(page, "#declare-state"), /version 2/);
	await page.context().close();
});

if (process.env.SHOTS) {
	await weigh({net_kg: "1"});
	await shots("list", "#/declare");
	await shots("one", `#/declare/REFASHION/${period}`);
}
await station.done();
await finish();
