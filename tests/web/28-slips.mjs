#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A deposit at the page, on a real daemon (trades 4): opened by an origin that needs a partner, shown
 * large while it is open, over a restart and on another page, asked to be closed after half an hour,
 * closed; then the list, and a slip that is void with its weighings. Pictures in build/web/slip-*.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, sleep, soon, Station, tap, tapCategory, test, text, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const BOXES = fs.readFileSync(new URL("boxes.mjs", import.meta.url), "utf8").replaceAll("export function", "function");
const GLOVE = {choice: [100, 76], row: [64, 60], letters: 12};
const MANY = 2000;
fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start();
const api = `${station.url}/api/v1`;

async function send(call, body) {
	const answer = await fetch(`${api}${call}`, {method: "POST", body: JSON.stringify(body)});
	const data = await answer.json();
	assert.ok(answer.ok, `${call}: ${JSON.stringify(data)}`);
	return data;
}

await until("a station that weighs", async () => (await fetch(`${api}/health`)).ok);
await send("/catalogue", {from: "2020-01-01", rows: [
	{kind: "partner", code: "REBON", label_fr: "Association Re Bon", short_fr: "Re Bon"},
	{kind: "partner", code: "ENVIE", label_fr: "Envie Franche-Comté", short_fr: "Envie"},
	...Array.from({length: MANY}, (_, i) => ({kind: "partner", code: `P${i}`, label_fr: `Partenaire ${i}`}))]});

async function picture(page, name, drawer = true) {
	await settled(page);
	await page.screenshot({path: path.join(OUT, `slip-${name}.png`)});
	if (!drawer)
		return;
	await page.evaluate(`${BOXES}; globalThis.drawerFaults = drawerFaults;`);
	const faults = await page.evaluate((least) => globalThis.drawerFaults(least), GLOVE);
	assert.deepEqual([...new Set(faults)], [], name);
	await checkAccess(page, "#drawer");
}

const context = async () => (await station.get("/station")).context;
/* Each choice, without a hand that moves the page. */
async function allSeen(page) {
	const hidden = await page.evaluate(() => [...document.querySelectorAll("#drawer .choice")]
		.filter((node) => node.getBoundingClientRect().bottom > innerHeight).map((node) => node.innerText));
	assert.deepEqual(hidden, []);
}

const visit = goTo;

/* A page whose clock is later than it is. */
const later = (minutes) => ({watch: (page) => page.addInitScript((ms) => {
	const now = Date.now.bind(Date);
	Date.now = () => now() + ms;
}, minutes * 60000)});

async function weigh(page, kg) {
	station.scale.put(kg);
	await station.phase("ready", page);
	await tapCategory(page, "TLC", "TLC-VET");
	await station.phase("recorded", page);
	station.scale.lift();
	await station.phase("empty", page);
}

async function deposit(lang, size) {
	const page = await open(station, {lang, size});
	const name = `${size}-${lang}`;
	await page.waitForSelector("#place-button:not(:disabled)");
	await tap(page, "#place-button");
	await tap(page, '[data-code="MAGASIN"]');
	await page.waitForSelector('#drawer[data-screen="new-slip"] .line');
	await picture(page, `partner-${name}`);
	const from = await page.evaluate(() => performance.now());
	await page.fill(".list-search", "re bon");
	await page.waitForFunction(() => document.querySelectorAll("#drawer .line").length === 1);
	assert.ok(await page.evaluate(() => performance.now()) - from < 2000);
	await tap(page, '#drawer [data-code="REBON"]');
	await page.waitForSelector("#place-button.slip");
	const id = (await context()).slip;
	assert.equal((await context()).partner, "REBON");
	await weigh(page, 12.5);
	await weigh(page, 3);
	await page.waitForFunction(() => /15[,.]5/.test(document.getElementById("bound").textContent));
	await soon.match(() => text(page, "#place-button"), /Re Bon/);
	await picture(page, `open-${name}`, false);
	return {page, id, name};
}

for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
	await test(`trades 4: a deposit from its origin to its end, ${lang}, ${size}`, async () => {
		const {page, id, name} = await deposit(lang, size);
		const lines = (await station.get(`/slips/${id}`)).lines;
		assert.deepEqual(lines.map(({partner, origin, net_mg: net}) => [partner, origin, net]),
			[["REBON", "MAGASIN", 12500000], ["REBON", "MAGASIN", 3000000]]);
		/* The daemon dies and another page opens, much later: still in force, and offered to be closed. */
		await station.kill();
		await station.run();
		const other = await open(station, {lang, size, ...later(31)});
		await other.waitForSelector("#place-button.slip");
		await until("the offer", async () => (await text(other, "#place-button")).includes(lang === "fr" ? "Terminer ?" : "Finish it?"));
		await other.waitForSelector('#strip [data-kind="slips"]');
		await picture(other, `due-${name}`, false);
		await tap(other, "#about");
		await tap(other, "#to-slips");
		await other.waitForSelector(".slip-row");
		assert.deepEqual(other.faults, []);
		await other.context().close();
		await page.waitForSelector("#place-button:not(:disabled)");
		await tap(page, "#place-button");
		await page.waitForSelector("#slip-close");
		await picture(page, `slip-${name}`);
		await tap(page, "#slip-close");
		await page.waitForSelector("#drawer", {state: "hidden"});
		await until("what was ended", async () => /Re Bon.*15[,.]50/.test(await text(page, "#say")));
		assert.equal((await station.get(`/slips/${id}`)).state, "closed");
		assert.equal((await context()).slip, null);
		await visit(page, `#/slip/${id}`);
		await page.waitForSelector("#slip-again");
		const paper = await fetch(`${station.url}${await page.getAttribute("#slip-paper", "href")}`);
		assert.equal((await paper.text()).slice(0, 4), "%PDF");
		/* One undone behind the close is seen. */
		await send(`/weighings/${lines[1].id}/void`, {reason: "MISTAKE"});
		await until("rectified", async () => /12[,.]50/.test(await text(page, ".figures")));
		await picture(page, `closed-${name}`);
		/* All of it was a mistake. */
		await tap(page, "#slip-void");
		await page.waitForSelector("[data-reason]");
		await picture(page, `void-${name}`);
		await allSeen(page);
		await tap(page, '[data-reason="TEST"]');
		await until("void", async () => (await station.get(`/slips/${id}`)).state === "void");
		assert.equal((await station.get(`/weighings/${lines[0].id}`)).voided_by !== null, true);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("trades 4: the list of slips, and one that is taken up again", async () => {
	const {id} = await send("/slips", {type: "deposit", origin: "MAGASIN", partner: "ENVIE"});
	for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"], ["en", "800x480"], ["fr", "390x844"]]) {
		const page = await open(station, {lang, size});
		await page.waitForSelector("#place-button:not(:disabled)");
		await tap(page, "#tools-button");
		await tap(page, "#slips");
		await page.waitForSelector(`[data-id="${id}"]`);
		await picture(page, `list-${size}-${lang}`);
		await tap(page, '.list-choice[data-code="void"]');
		await page.waitForFunction(() => document.querySelectorAll(".slip-row").length === 2);
		await tap(page, '.list-choice[data-code="open"]');
		await tap(page, `[data-id="${id}"]`);
		await tap(page, "#slip-take");
		await page.waitForSelector("#place-button.slip");
		assert.equal((await context()).slip, id);
		/* One that would open another slip writes none that could not be taken. */
		const many = (await station.get("/slips?limit=1000")).slips.length;
		await visit(page, "#/place");
		await tap(page, '[data-code="MAGASIN"]');
		await page.waitForSelector('#drawer[data-screen="slip"] #slip-aside');
		await visit(page, "#/new-slip/deposit/MAGASIN");
		await page.waitForSelector('#drawer[data-screen="slip"] #slip-aside');
		assert.equal((await station.get("/slips?limit=1000")).slips.length, many);
		/* Another origin is for another slip. */
		await visit(page, "#/place");
		await tap(page, '[data-code="APP_VOL"]');
		await until("the refusal", async () => (await text(page, "#say")).includes(id));
		await tap(page, "#place-button");
		await tap(page, "#slip-aside");
		await until("put aside", async () => (await context()).slip === null);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	}
});

await test("trades 4: a slip of before the start that does not go on", async () => {
	const {id} = await send("/slips", {type: "deposit", origin: "MAGASIN", partner: "ENVIE"});
	await send("/station/slip", {code: id});
	// What is in force is kept without a wait; what is written after it waits for both.
	await send("/catalogue", {from: "2020-01-01", rows: [{kind: "partner", code: "APRES", label_fr: "Après"}]});
	await station.kill();
	await station.run();
	const page = await open(station, {lang: "fr", size: "800x480"});
	await page.waitForSelector("#place-button.slip");
	await tapCategory(page, "TLC", "TLC-VET");
	await page.waitForSelector('[data-answer="aside"]');
	await soon.equal(() => page.locator('[data-answer="choose"]').count(), 0);
	await picture(page, "goes-on", false);
	await tap(page, '[data-answer="aside"]');
	await until("put aside", async () => (await context()).slip === null);
	await page.waitForSelector("[data-answer]", {state: "detached"});
	assert.equal((await station.get(`/slips/${id}`)).state, "open");
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await test("trades 4: a slip that was closed by another hand is put aside", async () => {
	const {id} = await send("/slips", {type: "deposit", origin: "MAGASIN", partner: "ENVIE"});
	await send("/station/slip", {code: id});
	const page = await open(station, {lang: "fr", size: "800x480"});
	await page.waitForSelector("#place-button.slip");
	/* As if this page, alone, had not heard of its end at the station. */
	await page.route(`**/api/v1/slips/${id}`, async (route) => {
		const answer = await route.fetch();
		return route.fulfill({response: answer, json: {...await answer.json(), state: "closed"}});
	});
	await visit(page, `#/slip/${id}`);
	await page.waitForSelector("#slip-paper");
	assert.equal(await page.locator("#slip-close").count(), 0);
	await tap(page, "#slip-aside");
	await until("put aside", async () => (await context()).slip === null);
	assert.deepEqual(page.faults, []);
	await page.unrouteAll({behavior: "ignoreErrors"}); // it may be asking once more
	await page.context().close();
});

await test("trades 4: where a slip goes that does not say it", async () => {
	const {id} = await send("/slips", {type: "transfer", partner: "ENVIE"});
	await send("/station/slip", {code: id});
	const page = await open(station, {lang: "fr", size: "800x480"});
	await page.waitForSelector("#place-button.slip");
	assert.equal((await context()).destination, null);
	await tap(page, "#place-button");
	await page.waitForSelector("#slip-end");
	await picture(page, "end");
	await tap(page, "#slip-end");
	await tap(page, '[data-class="reuse"]');
	await tap(page, '[data-code="VENTE"]');
	await until("its destination", async () => (await context()).destination === "VENTE");
	assert.equal((await context()).slip, id);
	await until("the page names it", async () => (await text(page, "#place-button")).includes("Vente"));
	await picture(page, "end-chosen", false);
	await send("/station/slip", {code: ""});
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await test("trades 4: who came with a card is let go by a touch", async () => {
	const page = await open(station, {lang: "fr", size: "800x480"});
	await send("/station/partner", {code: "ENVIE"});
	await until("the page names it", async () => (await text(page, "#place-button")).includes("Envie"));
	await tap(page, "#place-button");
	await soon.match(() => text(page, '[data-without="partner"]'), /Sans Envie/);
	await picture(page, "without");
	await tap(page, '[data-without="partner"]');
	await until("nobody in force", async () => !(await context()).partner);
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await test("trades 4: a deposit is asked for once, though its answer is lost", async () => {
	const page = await open(station, {size: "800x480"});
	await page.waitForSelector("#place-button:not(:disabled)");
	const before = (await station.get("/slips?limit=1000")).slips.length;
	let lost = 0;
	await page.route("**/api/v1/slips", async (route) => {
		if (route.request().method() !== "POST" || lost++ > 0)
			return route.continue();
		await route.fetch();
		return route.abort();
	});
	await visit(page, "#/new-slip/deposit/MAGASIN");
	await tap(page, '#drawer [data-code="ENVIE"]');
	await page.waitForSelector("#place-button.slip");
	await sleep(200);
	assert.equal((await station.get("/slips?limit=1000")).slips.length, before + 1);
	assert.ok(lost > 1);
	await page.unrouteAll({behavior: "ignoreErrors"});
	await page.context().close();
});

await station.done();
await finish();
