#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The stock on the page, on a real station: counted, sorted out of a cage, moved, broken, each by touch and what
 * has a code by its card; what it changes is shown first, what somebody began is kept, the last one is taken back.
 * Goods that come while one counts ask for the count once more. At four sizes and in both languages; pictures in
 * build/web/stock-*.
 */
import assert from "node:assert/strict";
import {finish, goTo, open, settled, soon, Station, tap, test, text, until} from "./lib.mjs";
import {leave, look as lookAt} from "./workshop.mjs";

const station = await Station.start({bench: true});
const bench = station.scale;
const look = (page, name) => lookAt(page, `stock-${name}`);
await until("a station that weighs", async () => (await fetch(`${station.url}/api/v1/health`)).ok);
const send = async (call, body = {}) => {
	const answer = await fetch(`${station.url}/api/v1${call}`, {method: "POST", body: JSON.stringify(body)});
	const data = await answer.json();
	assert.ok(answer.ok, `${call}: ${JSON.stringify(data)}`);
	return data;
};
const intake = (category, kg) => send("/weighings", {direction: "in", category, origin: "APP_VOL", net_kg: kg, reason: "PAPER"});
const lies = async (category, store = "") => (await station.get("/stock")).rows
	.filter((row) => row.category === category && (row.store ?? "") === store).reduce((sum, row) => sum + row.stock_mg, 0) / 1e6;
const is = (category, kg, store) => soon.equal(() => lies(category, store), kg);
const control = async (list, code) => (await station.get("/catalogue"))[list].find((row) => row.code === code).control;

await send("/catalogue", {from: "2020-01-01", rows: [{kind: "place", code: "ATELIER", label_fr: "Atelier", label_en: "Workshop", place_type: "room"},
	{kind: "place", code: "MORTEAU", label_fr: "Morteau", place_type: "commune"}]});
await intake("TLC-VET", "100");
await intake("HRP-DIV", "40");
await send("/items", {category: "HRP-VAI", net_kg: "3"});

/* A person vouches once for the clock of a machine that does not know the time. */
async function opened(hash, has, lang = "fr") {
	const page = await open(station, {lang, size: "800x480"});
	await page.waitForSelector("#tiles");
	await goTo(page, `#/${hash}`);
	await page.waitForSelector(`#drawer :is(${has}, #clock-sure)`);
	if (await page.locator("#clock-sure").count() > 0)
		await tap(page, "#clock-sure");
	await page.waitForSelector(`#drawer ${has}`);
	await settled(page);
	return page;
}
const touch = async (page, selector) => {
	await page.waitForSelector(`#drawer ${selector}`);
	await settled(page);
	await tap(page, `#drawer ${selector}`);
};
async function hears(page) {
	const name = await page.evaluate(async () => (await import("/base/daemon.js")).pageName);
	await until("a page that hears", async () => (await station.get("/station")).hears === name);
}
async function type(page, keys) {
	await page.waitForSelector("#stock-number");
	for (const key of keys)
		await touch(page, `[data-key="${key}"]`);
	await touch(page, "#stock-next");
	await page.waitForSelector("#stock-save");
	await settled(page);
}
async function save(page) {
	await touch(page, "#stock-save");
	await page.waitForSelector("#stock-undo");
	await settled(page);
}

for (const lang of ["fr", "en"])
	await test(`issue 15: a count is kept if one goes away, shows what it changes, and is taken back (${lang})`, async () => {
		const page = await opened("stock-act/count", "[data-scope]", lang);
		await look(page, `scope-${lang}`);
		await touch(page, '[data-scope="cycle"]');
		await page.waitForSelector('[data-store="here"]');
		assert.equal(await page.locator('[data-store="MORTEAU"]').count(), 0); // goods lie in no commune
		await look(page, `place-${lang}`);
		await touch(page, '[data-store="here"]');
		await touch(page, '[data-code="TLC"]');
		await touch(page, '[data-code="TLC-VET"]');
		await page.waitForSelector("#stock-number");
		await look(page, `amount-${lang}`);
		await goTo(page, "#/");
		await page.reload();
		await page.waitForSelector("#tiles");
		await goTo(page, "#/stock-act/count");
		await page.waitForSelector(":is(#stock-number, #clock-sure)");
		if (await page.locator("#clock-sure").count() > 0)
			await tap(page, "#clock-sure");
		await type(page, ["9", "7", ",", "5"]);
		assert.match(await text(page, ".stock-effects"), /100[,.]00.*97[,.]50[^]*−2[,.]50/);
		await look(page, `confirm-${lang}`);
		assert.equal(await lies("TLC-VET"), 100); // nothing was written yet
		await save(page);
		await is("TLC-VET", 97.5);
		await look(page, `counted-${lang}`);
		await touch(page, "#stock-undo");
		await page.waitForSelector("#stock-undo", {state: "detached"});
		await is("TLC-VET", 100);
		await goTo(page, "#/stock");
		await page.waitForSelector('[data-category="TLC-VET"]');
		await look(page, `list-${lang}`);
		await leave(page);
	});

await test("issue 15: goods that come while one counts ask for the count once more", async () => {
	const page = await opened("stock-act/count", "[data-scope]");
	await touch(page, '[data-scope="annual"]');
	await touch(page, '[data-store="here"]');
	await touch(page, '[data-code="TLC"]');
	await touch(page, '[data-code="TLC-VET"]');
	await type(page, ["9", "9"]);
	await intake("TLC-VET", "5");
	await touch(page, "#stock-save");
	await page.waitForFunction(() => /105,00/.test(document.querySelector(".stock-effects")?.textContent ?? ""));
	await is("TLC-VET", 105); // not counted
	await save(page);
	await is("TLC-VET", 99);
	await leave(page);
});

await test("issue 15: a cage is sorted by cards, and counted away when it is empty", async () => {
	const page = await opened("stock-act/sort", "[data-store]");
	await hears(page);
	bench.do("scan", await control("places", "MORTEAU")); // no store: it stays to be said
	await page.waitForSelector('[data-store="here"]');
	await touch(page, '[data-store="here"]');
	await page.waitForSelector('#drawer [data-code="HRP"]');
	bench.do("scan", await control("categories", "HRP-DIV"));
	await page.waitForFunction(() => document.getElementById("drawer-title").textContent.match(/objets/));
	bench.do("scan", "Q126");
	bench.do("scan", await control("categories", "HRP-LIV"));
	await type(page, ["3", "0"]);
	bench.do("scan", await control("categories", "HRP-VAI"));
	await type(page, ["8"]);
	assert.equal(await page.locator(".stock-effect").count(), 3);
	assert.equal(JSON.parse(await page.evaluate(() => localStorage.getItem("bascule-stock-sort"))).lines[0].units, 12);
	await look(page, "sorted-fr");
	await save(page);
	await is("HRP-DIV", 2);
	await is("HRP-LIV", 30);
	assert.equal((await station.weighings()).filter(({category}) => category === "HRP-LIV").length, 0); // a card counted nothing in
	await touch(page, "#stock-empty");
	await page.waitForSelector("#stock-save");
	await save(page);
	await is("HRP-DIV", 0);
	await touch(page, "#stock-undo"); // that it is empty
	await is("HRP-DIV", 2);
	await soon.equal(() => page.locator("#stock-undo .caption").textContent(), "Divers non trié 38,00\u00a0kg");
	await touch(page, "#stock-undo"); // and the sorting
	await is("HRP-DIV", 40);
	await is("HRP-LIV", 0);
	await leave(page);
});

await test("issue 15: goods are moved to another place by its card, and what breaks leaves", async () => {
	const page = await opened("stock-act/move", '[data-store="here"]');
	await hears(page);
	await touch(page, '[data-store="here"]');
	await page.waitForFunction(() => document.getElementById("drawer-title").textContent.includes("vers"));
	bench.do("scan", await control("places", "ATELIER"));
	await touch(page, '[data-code="TLC"]');
	await touch(page, '[data-code="TLC-VET"]');
	await type(page, ["4"]);
	await look(page, "moved-fr");
	await save(page);
	await is("TLC-VET", 4, "ATELIER");
	await is("TLC-VET", 95);
	await goTo(page, "#/stock-act/loss");
	await touch(page, '[data-store="ATELIER"]');
	await touch(page, '[data-code="TLC"]');
	await touch(page, '[data-code="TLC-VET"]');
	await type(page, ["9"]); // more than lies there: said, not refused
	await page.waitForSelector(".stock-gap");
	await touch(page, "#stock-back");
	await touch(page, '[data-code="TLC"]');
	await touch(page, '[data-code="TLC-VET"]');
	await type(page, ["1"]);
	await save(page);
	await is("TLC-VET", 3, "ATELIER");
	await touch(page, "#stock-undo");
	await is("TLC-VET", 4, "ATELIER");
	await leave(page);
});

await test("issue 15: the list says which lines have gaps, how old they are, and that the balance closes", async () => {
	const page = await opened("stock", '[data-category="TLC-VET"]');
	await touch(page, '.list-choice[data-code="gaps"]');
	await page.waitForSelector('[data-category="HRP-DIV"]', {state: "detached"});
	assert.match(await text(page, '[data-category="TLC-VET"]'), /entré 105,00 kg[^]*arrivé depuis hier[^]*compté le [^]*écart −6,00 kg/);
	assert.match(await text(page, ".stock-sums"), /il se ferme/);
	await look(page, "gaps-fr");
	await leave(page);
});

await station.done();
await finish();
