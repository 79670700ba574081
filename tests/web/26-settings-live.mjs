#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The settings screen on a real daemon while people weigh: what is renamed, hidden, shown again and
 * read from a sheet is on the tiles of another open page without a reload; no figure of a past day
 * moves, and no weighing is lost.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import {finish, open, settled, Station, tap, test, text, tone, until} from "./lib.mjs";

const KEYS = ["category", "root", "scheme", "origin", "destination", "month"];
const station = await Station.start();
const api = `${station.url}/api/v1`;
await until("a station that weighs", async () => (await fetch(`${api}/health`)).ok);

async function typed(body) {
	const answer = await fetch(`${api}/weighings`, {method: "POST", body: JSON.stringify({reason: "PAPER", ...body})});
	return {status: answer.status, ...await answer.json()};
}

const past = async () => Promise.all(KEYS.map(async (by) =>
	(await fetch(`${api}/tonnage?period=2026-03&by=${by}&format=csv`)).text()));

/* Weighs until it is told to end; what was refused was hidden. */
function weigher() {
	let going = true;
	const made = [];
	const work = (async () => {
		while (going) {
			const {status, id, error} = await typed({direction: "in", category: "DEA-ASS", origin: "APP_VOL", net_kg: "1"});
			assert.ok(status === 201 || error === "hidden_category", `${status} ${error}`);
			if (status === 201)
				made.push(id);
		}
	})();
	return {made, async end() {
		going = false;
		await work;
	}};
}

const visit = async (page, ...args) => {
	await page.evaluate((hash) => {
		location.hash = hash;
	}, ["#/settings", ...args].join("/"));
	await settled(page);
};

async function save(page) {
	await tap(page, "#settings-save");
	await page.waitForSelector("#settings-undo");
}

async function rename(page, code, name) {
	await visit(page, "category", code);
	await page.locator("#field-label_fr").fill(name);
	await page.locator("#field-short_fr").fill(name);
	await tap(page, ".form-send");
	await save(page);
}

await test("house 5: a category renamed and hidden while weighings go on: no past figure moves", async () => {
	const of = (more) => typed({category: "DEA-ASS", net_kg: "12,5", ...more});
	for (const [i, way] of [{direction: "in", origin: "APP_VOL"}, {direction: "in", origin: "DECH_ZONE"},
		{direction: "out", destination: "OMR"}].entries())
		assert.equal((await of({...way, at: `2026-03-0${i + 2}T10:00:00Z`})).status, 201);
	const before = await past();
	assert.match(before[0], /DEA-ASS/);
	const page = await open(station, {lang: "fr", size: "800x480"});
	const other = await open(station, {lang: "fr", size: "1280x800"});
	const tile = (code) => other.locator(`[data-code="${code}"]`).first();
	await other.evaluate(() => {
		globalThis.notReloaded = true;
	});
	station.scale.put(4);
	await tone(other, "ready");
	await tap(other, '#tiles [data-code="DEA"], #nav-tiles [data-code="DEA"]');
	await tile("DEA-ASS").waitFor();
	const going = weigher();
	await rename(page, "DEA-ASS", "Chaises");
	await other.waitForFunction(() => /Chaises/.test(document.querySelector('[data-code="DEA-ASS"]')?.textContent));
	await visit(page, "category", "DEA-ASS");
	await tap(page, "#settings-hide");
	await save(page);
	await tile("DEA-ASS").waitFor({state: "detached"});
	const most = going.made.length;
	await until("weighings refused", async () => (await typed({direction: "in", category: "DEA-ASS", origin: "APP_VOL",
		net_kg: "1"})).error === "hidden_category");
	await tap(page, "#settings-undo");
	await tile("DEA-ASS").waitFor();
	await until("weighings that go on", () => Promise.resolve(going.made.length > most));
	await going.end();
	assert.deepEqual(await past(), before);
	const rows = (await station.get("/weighings?category=DEA-ASS&limit=100000")).weighings;
	const kept = new Set(rows.map(({id}) => id));
	assert.deepEqual(going.made.filter((id) => !kept.has(id)), []);
	assert.equal(await other.evaluate(() => globalThis.notReloaded), true);
	assert.deepEqual([...page.faults, ...other.faults], []);
	await page.context().close();
	await other.context().close();
});

await test("house 5: a sheet is taken, edited, looked at and saved", async () => {
	const page = await open(station, {lang: "en", size: "390x844"});
	await visit(page, "place", "file");
	const [taken] = await Promise.all([page.waitForEvent("download"), tap(page, "#settings-export")]);
	const sheet = fs.readFileSync(await taken.path(), "utf8");
	const give = (end) => page.locator("#settings-input").setInputFiles({name: "places.csv", mimeType: "text/csv",
		buffer: Buffer.from(sheet + end)});
	await give("place,quai\n");
	await page.waitForSelector(".settings-mistakes");
	assert.match(await text(page, ".settings-mistakes"), /^Line \d+: /);
	const cells = sheet.trim().split("\n")[0].split(",").map((name) =>
		({kind: "place", code: "QUAI", label_fr: "Quai", label_en: "Loading bay"})[name] ?? "");
	await give(`${cells.join(",")}\n`);
	await page.waitForSelector("#settings-save");
	assert.equal((await station.get("/catalogue?kind=place")).places.length, 0);
	await save(page);
	const [{code, label_en: label}] = (await station.get("/catalogue?kind=place")).places;
	assert.deepEqual([code, label], ["QUAI", "Loading bay"]);
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await station.done();
await finish();
