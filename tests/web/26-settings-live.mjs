#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The settings screen on a real daemon while people weigh: what is renamed, hidden, shown again and
 * read from a sheet is on the tiles of another open page without a reload; no figure of a past day
 * moves, and no weighing is lost.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import {finish, goTo, open, settled, sleep, soon, Station, tap, test, text, tone, until} from "./lib.mjs";

const KEYS = ["category", "root", "scheme", "origin", "destination", "month"];
const station = await Station.start();
const api = `${station.url}/api/v1`;
await until("a station that weighs", async () => (await fetch(`${api}/health`)).ok);

async function typed(body) {
	const answer = await fetch(`${api}/weighings`, {method: "POST", body: JSON.stringify({reason: "PAPER", ...body})});
	return {status: answer.status, ...await answer.json()};
}

const intent = async (action, code) => assert.equal((await fetch(`${api}/station/${action}`,
	{method: "POST", body: JSON.stringify({code})})).status, 200);

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
			await sleep(20); // as fast as no crowd weighs, and yet the page's own calls have their turn
		}
	})();
	return {made, async end() {
		going = false;
		await work;
	}};
}

const visit = async (page, ...args) => {
	await goTo(page, ["#/settings", ...args].join("/"));
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
	await soon.match(() => text(page, ".settings-mistakes"), /^Line \d+: /);
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

const fill = async (page, fields) => {
	for (const [name, value] of Object.entries(fields))
		await page.locator(`#field-${name}`).fill(value);
};

await test("ground 10: every kind has its form, made of what the daemon lists, with words in both languages", async () => {
	const {kinds} = await station.get("/catalogue/facts");
	for (const lang of ["fr", "en"]) {
		const page = await open(station, {lang, size: "800x480"});
		for (const [kind, facts] of Object.entries(kinds)) {
			await visit(page, kind, "new");
			for (const {name} of facts)
				await page.waitForSelector(`#field-${name.replace(/_mg$/, "_kg")}`);
			const words = await text(page, "#drawer-body");
			assert.equal(/page_|undefined/.test(words), false, words);
		}
		assert.deepEqual(page.faults, []);
		await page.context().close();
	}
});

await test("ground 10: a reason that is added is offered on an open page, and kept as its code", async () => {
	const {id} = await typed({direction: "in", category: "DEA-ASS", origin: "APP_VOL", net_kg: "3"});
	const page = await open(station, {lang: "fr", size: "800x480"});
	const other = await open(station, {lang: "en", size: "390x844"});
	await other.evaluate((hash) => {
		globalThis.notReloaded = true;
		location.hash = hash;
	}, `#/void/${id}`);
	await other.waitForSelector('#drawer [data-reason="TEST"]');
	await other.locator("#reason-note").fill("under the rain");
	await visit(page, "reason", "new");
	await fill(page, {label_fr: "Tout mouillé", short_fr: "Mouillé", code: "WET"});
	await tap(page, '#field-uses [data-code="void"]');
	await tap(page, ".form-send");
	await save(page);
	await other.waitForSelector('#drawer [data-reason="WET"]');
	await soon.match(() => text(other, '[data-reason="WET"]'), /Tout mouillé/); // without a name in English
	await soon.equal(() => other.locator("#reason-note").inputValue(), "under the rain");
	await tap(other, '[data-reason="WET"]');
	await until("the void", async () => (await station.get(`/weighings/${id}`)).voided_by);
	assert.equal((await station.get(`/weighings/${id}`)).void_reason, "WET");
	assert.equal(await other.evaluate(() => globalThis.notReloaded), true);
	assert.deepEqual([...page.faults, ...other.faults], []);
	await page.context().close();
	await other.context().close();
});

await test("ground 10: a container that is added under a storm is offered on an open page", async () => {
	const page = await open(station, {lang: "fr", size: "800x480"});
	await page.evaluate(() => {
		globalThis.notReloaded = true;
		location.hash = "#/bind/1"; // what a code of somebody else's stands for
	});
	await page.waitForSelector('#drawer .list-choice[data-code="category"]');
	await soon.equal(() => page.locator('#drawer .list-choice[data-code="container"]').count(), 0);
	const going = weigher();
	await until("a storm", () => Promise.resolve(going.made.length > 5));
	const add = async (code, name) => (await fetch(`${api}/catalogue`, {method: "POST", body: JSON.stringify({rows: [
		{kind: "container", code, label_fr: name, tare_kg: "21,4"}]})})).status;
	assert.equal(await add("ROLL1", "Roll 1"), 201);
	const most = going.made.length;
	await tap(page, '#drawer .list-choice[data-code="container"]');
	await page.waitForSelector('#drawer .line[data-code="ROLL1"]');
	await soon.match(() => text(page, '#drawer .line[data-code="ROLL1"]'), /Roll 1/);
	assert.equal(await add("ROLL2", "Roll 2"), 201); // in the list as it stands open
	await page.waitForSelector('#drawer .line[data-code="ROLL2"]');
	await until("a storm that goes on", () => Promise.resolve(going.made.length > most));
	await going.end();
	const kept = new Set((await station.get("/weighings?category=DEA-ASS&limit=100000")).weighings.map(({id}) => id));
	assert.deepEqual(going.made.filter((id) => !kept.has(id)), []);
	assert.equal(await page.evaluate(() => globalThis.notReloaded), true);
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await test("ground 10: the trade of the site hides the other trade's tiles and ways on an open page", async () => {
	const page = await open(station, {lang: "fr", size: "800x480"});
	const other = await open(station, {lang: "fr", size: "1280x800"});
	const tiles = (code) => other.waitForSelector(`#tiles [data-code="${code}"]`);
	const gone = (code) => other.waitForSelector(`#tiles [data-code="${code}"]`, {state: "detached"});
	await other.evaluate(() => {
		globalThis.notReloaded = true;
	});
	await Promise.all([tiles("ALI"), tiles("TLC")]);
	await visit(page, "site", "new");
	await page.locator("#field-label_fr").fill("Recyclerie du Haut");
	await soon.equal(() => page.locator("#field-code").inputValue(), (await station.get("/station")).site);
	await page.locator("#field-trade").selectOption("recyclerie");
	await tap(page, ".form-send");
	await save(page);
	await gone("ALI");
	await tiles("TLC");
	await goTo(other, "#/place");
	await other.waitForSelector('#drawer [data-code="APP_VOL"]');
	await soon.equal(() => other.locator('#drawer [data-code="ALIM_BA"]').count(), 0);
	await intent("direction", "out");
	await tap(other, '#drawer [data-class="reuse"]');
	await other.waitForSelector('#drawer [data-code="VENTE"]');
	await soon.equal(() => other.locator('#drawer [data-code="ALIM_DIST"]').count(), 0);
	await visit(page, "site", (await station.get("/station")).site);
	await page.locator("#field-trade").selectOption("workshop");
	await tap(page, ".form-send");
	await save(page);
	await other.waitForSelector('#drawer [data-code="ALIM_DIST"]');
	await soon.equal(() => other.locator('#drawer [data-code="VENTE"]').count(), 0);
	await tap(other, "#drawer-body .choice.plain");
	await tap(other, '#drawer [data-class="disposal"]'); // what leaves as waste is of both
	await other.waitForSelector('#drawer [data-code="OMR"]');
	await intent("direction", "in");
	await other.waitForSelector('#drawer [data-code="ALIM_BA"]');
	await soon.equal(() => other.locator('#drawer [data-code="APP_VOL"]').count(), 0);
	await gone("TLC");
	await other.waitForSelector('#tiles [data-screen="receive"]'); // food comes in by its reception
	assert.equal(await other.evaluate(() => globalThis.notReloaded), true);
	assert.deepEqual([...page.faults, ...other.faults], []);
	await page.context().close();
	await other.context().close();
});

await station.done();
await finish();
